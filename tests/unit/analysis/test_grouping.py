"""Proposed groups: everybody once, sizes bounded, least unmet need."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis.grouping import Purpose, plan_purposes, take_seats, unmet_need
from plc_data.model import MasteryState
from plc_data.schema import GROUPS, check_frame


def frames(students: list[tuple[str, str]]):
    """Build mastery and causes from (state, cause) per student."""
    ids = [f"s{i:02}" for i in range(len(students))]
    mastery = pd.DataFrame(
        {"student_id": ids, "target_id": "add", "state": [s for s, _ in students]}
    )
    causes = pd.DataFrame({"student_id": ids, "cause": [c for _, c in students], "n_times": 1})
    return mastery, causes


def propose(students, **bounds):
    groups = an.propose_groups(*frames(students), "add", **bounds)
    assert check_frame(groups, GROUPS) == ()
    return groups


class TestProposal:
    def test_groups_by_state_and_cause(self):
        groups = propose(
            [("not_yet", "sign")] * 3 + [("not_yet", "unit")] * 2 + [("secure", "sign")] * 4
        )

        sizes = groups["group"].value_counts().to_dict()
        assert sizes == {"secure": 4, "not yet: sign": 3, "not yet: unit": 2}

    def test_places_everybody_exactly_once_whatever_the_state(self):
        students = [(state.value, "") for state in MasteryState for _ in range(5)]

        groups = propose(students)

        assert sorted(groups["student_id"]) == [f"s{i:02}" for i in range(20)]
        assert groups["group"].nunique() == 4

    def test_divides_a_cause_that_is_too_large(self):
        groups = propose([("not_yet", "sign")] * 14)

        sizes = groups["group"].value_counts()
        assert len(sizes) == 2
        assert sizes.between(2, 9).all()

    def test_seats_a_single_cause_with_others(self):
        groups = propose([("not_yet", "sign")] * 4 + [("not_yet", "unit")])

        assert groups["group"].nunique() == 1

    def test_keeps_a_state_of_one_apart(self):
        groups = propose([("not_yet", "sign"), ("secure", ""), ("secure", "")])

        assert groups["group"].value_counts().to_dict() == {"secure": 2, "not yet": 1}

    @pytest.mark.parametrize("seed", range(12))
    def test_holds_the_bounds_wherever_the_numbers_permit(self, seed):
        rng = np.random.default_rng(seed)
        smallest = int(rng.integers(1, 5))
        largest = smallest + int(rng.integers(1, 6))
        n = int(rng.integers(1, 60))
        causes = rng.choice(["", "a", "b", "c", "d"], n, p=rng.dirichlet(np.ones(5)))
        groups = propose([("not_yet", c) for c in causes], smallest=smallest, largest=largest)

        sizes = groups["group"].value_counts()
        assert sizes.max() <= largest
        can_hold = any(g * smallest <= n <= g * largest for g in range(1, n + 1))
        if can_hold:
            assert sizes.min() >= smallest

    def test_does_not_depend_on_the_order_of_the_rows(self):
        mastery, causes = frames([("not_yet", c) for c in "abcabcabcab"] + [("secure", "")] * 12)
        shuffled = mastery.sample(frac=1, random_state=1), causes.sample(frac=1, random_state=2)

        one = an.propose_groups(mastery, causes, "add", largest=4)
        two = an.propose_groups(*shuffled, "add", largest=4)

        pd.testing.assert_frame_equal(one, two)

    def test_takes_students_without_a_cause_row(self):
        mastery, causes = frames([("not_yet", "sign")] * 4)

        groups = an.propose_groups(mastery, causes.iloc[:0], "add")

        assert groups["cause"].tolist() == [""] * 4

    def test_nobody(self):
        assert len(propose([])) == 0

    def test_refuses_impossible_bounds(self):
        with pytest.raises(ValueError, match="smallest <= largest"):
            propose([("secure", "")], smallest=5, largest=4)


class TestTakeSeats:
    @pytest.mark.parametrize("seed", range(6))
    def test_finds_the_least_unmet_need_of_all_ways(self, seed):
        rng = np.random.default_rng(seed)
        causes = rng.choice(["", "a", "b"], 7).tolist()
        purposes = (Purpose("a", "a"), Purpose("b", "b"), Purpose("", "others"))
        cost = unmet_need(causes, purposes)
        best = min(
            sum(cost[i, g] for i, g in enumerate(way))
            for way in product(range(3), repeat=7)
            if all(1 <= way.count(g) <= 4 for g in range(3))
        )

        seats = take_seats(causes, purposes, 1, 4)

        assert sum(cost[i, g] for i, g in enumerate(seats)) == best

    def test_more_students_than_a_cause_can_hold_get_a_second_group(self):
        names = [p.name for p in plan_purposes(MasteryState.NOT_YET, ["a"] * 10, 2, 9)]

        assert names == ["not yet: a (1)", "not yet: a (2)"]


class TestLimits:
    def within(self, students, limits, **bounds):
        mastery, causes = frames(students)
        groups = an.propose_groups(mastery, causes, "add", limits=limits, **bounds)
        assert check_frame(groups, GROUPS) == ()
        return groups.set_index("student_id")["group"]

    def test_keep_pairs_apart(self):
        group = self.within(
            [("not_yet", "a")] * 8, an.Limits(keep_apart=(("s00", "s01"), ("s02", "s03")))
        )

        assert group["s00"] != group["s01"]
        assert group["s02"] != group["s03"]
        assert group.value_counts().between(2, 9).all()

    def test_leave_pairs_of_different_states_alone(self):
        students = [("not_yet", "a")] * 3 + [("secure", "")] * 3

        plain = an.propose_groups(*frames(students), "add").set_index("student_id")["group"]
        within = self.within(students, an.Limits(keep_apart=(("s00", "s05"), ("s01", "gone"))))

        assert within.to_dict() == plain.to_dict()

    def test_bound_how_many_of_one_class_a_group_takes(self):
        sections = {f"s{i:02}": "p1" if i < 8 else "p2" for i in range(12)}
        group = self.within(
            [("not_yet", "a")] * 12, an.Limits(section_of=sections, largest_per_section=4)
        )

        counts = group.groupby([group, group.index.map(sections)]).size()
        assert counts.max() <= 4
        assert group.value_counts().max() <= 9

    def test_let_the_smallest_size_give_way_where_nothing_else_helps(self):
        trio = (("s00", "s01"), ("s00", "s02"), ("s01", "s02"))

        group = self.within([("not_yet", "a")] * 3, an.Limits(keep_apart=trio), smallest=3)

        assert group.nunique() == 3

    def test_cost_no_more_than_they_must(self):
        """Two causes of four; one pair kept apart costs one or two students their own group."""
        students = [("not_yet", "a")] * 4 + [("not_yet", "b")] * 4
        group = self.within(students, an.Limits(keep_apart=(("s00", "s01"),)))

        own = {f"s{i:02}": "a" if i < 4 else "b" for i in range(8)}
        misplaced = [s for s, g in group.items() if not g.endswith(own[s])]
        assert len(misplaced) == 1

    def test_give_the_same_whatever_the_order_of_rows(self):
        mastery, causes = frames([("not_yet", c) for c in "aabbaabb"])
        limits = an.Limits(keep_apart=(("s00", "s01"), ("s02", "s03")))

        one = an.propose_groups(mastery, causes, "add", limits=limits)
        two = an.propose_groups(
            mastery.sample(frac=1, random_state=3), causes, "add", limits=limits
        )

        pd.testing.assert_frame_equal(one, two)

    def test_refuse_a_class_cap_of_none(self):
        with pytest.raises(ValueError, match="even one"):
            self.within(
                [("not_yet", "a")] * 2,
                an.Limits(section_of={"s00": "p1", "s01": "p1"}, largest_per_section=0),
            )
