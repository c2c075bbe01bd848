"""What must hold of mastery, growth and groups whatever the answers are."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import datacycle.analysis as an
from plc_data.model import MasteryState
from plc_data.schema import GROUPS, MASTERY, check_frame

STATES = st.sampled_from([state.value for state in MasteryState])


@st.composite
def masteries(draw):
    states = draw(st.lists(STATES, max_size=25))
    return pd.DataFrame(
        {
            "student_id": pd.Series([f"s{i:02}" for i in range(len(states))], dtype="str"),
            "target_id": pd.Series(["add"] * len(states), dtype="str"),
            "state": pd.Series(states, dtype="str"),
        }
    )


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 40), st.integers(1, 40), st.floats(0.5, 0.99))
def test_an_interval_holds_its_share_and_grows_with_the_level(k, n, level):
    k = min(k, n)
    low, high = an.wilson_interval(k, n, level)
    wider = an.wilson_interval(k, n, 0.999)

    assert 0 <= low <= k / n <= high <= 1
    assert wider.low <= low
    assert high <= wider.high


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 30), st.data())
def test_one_more_right_never_makes_mastery_less_probable(n, data):
    k = data.draw(st.integers(0, n - 1))

    assert an.mastery_probability(k, n) <= an.mastery_probability(k + 1, n)


@settings(deadline=None, max_examples=60)
@given(masteries())
def test_the_four_states_are_exhaustive(mastery):
    summary = an.target_summary(mastery)

    assert summary[["n_tested", "n_no_evidence"]].sum(axis=1).sum() == len(mastery)
    counted = summary[["n_secure", "n_look_again", "n_not_yet"]].sum(axis=1)
    assert (counted == summary["n_tested"]).all()


@settings(deadline=None, max_examples=60)
@given(masteries(), masteries())
def test_growth_there_is_decline_back(before, after):
    there, back = an.matched_growth(before, after), an.matched_growth(after, before)

    assert there.unmatched_before == back.unmatched_after
    if len(there.per_target):
        one, two = there.per_target.iloc[0], back.per_target.iloc[0]
        assert one["n_matched"] == two["n_matched"]
        assert one["n_moved_up"] == two["n_moved_down"]
        if one["n_matched"]:
            assert abs(one["change"] + two["change"]) < 1e-12
            assert one["low"] <= one["change"] <= one["high"]
            assert abs(one["low"] + two["high"]) < 1e-9


@settings(deadline=None, max_examples=60)
@given(masteries(), st.data())
def test_everybody_has_exactly_one_place(mastery, data):
    smallest = data.draw(st.integers(1, 4))
    largest = data.draw(st.integers(smallest, 9))
    words = data.draw(
        st.lists(st.sampled_from(["", "a", "b"]), min_size=len(mastery), max_size=len(mastery))
    )
    causes = pd.DataFrame({"student_id": mastery["student_id"], "cause": words, "n_times": 1})

    groups = an.propose_groups(mastery, causes, "add", smallest=smallest, largest=largest)

    assert check_frame(groups, GROUPS) == ()
    assert sorted(groups["student_id"]) == sorted(mastery["student_id"])
    states = mastery.set_index("student_id")["state"]
    assert (groups["state"] == groups["student_id"].map(states)).all()
    if len(groups):
        assert groups["group"].value_counts().max() <= largest
        assert groups.groupby("group")["state"].nunique().eq(1).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from([0.0, 1.0, None]), min_size=4, max_size=4), max_size=12))
def test_mastery_gives_each_student_one_row_per_target(cells):
    from tests.unit.analysis.make import answers, assessment

    given_answers = answers(
        {
            f"s{i}": {f"add{j}": "excused" if x is None else x for j, x in enumerate(row, start=1)}
            for i, row in enumerate(cells)
        }
    )
    mastery = an.mastery_by_target(given_answers, assessment(add=4), roster=["absent"])

    assert check_frame(mastery, MASTERY) == ()
    assert len(mastery) == len(cells) + 1
    unseen = mastery["n_items"] == 0
    assert (mastery.loc[unseen, "state"] == "no_evidence").all()
    assert (mastery.loc[~unseen, "state"] != "no_evidence").all()
    assert (mastery.loc[mastery["n_items"] < 3, "state"] != "secure").all()
