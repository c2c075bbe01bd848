"""Proposal and hand moves."""

import pandas as pd
import pytest

from datacycle.protocol.groups import COLUMNS, all_groups, groups_of
from plc_data.model import Placement
from tests.support.drawn import table
from tests.unit.protocol.examples import left

PROPOSAL = table("""
    student_id | state       | group       | cause
    -----------+-------------+-------------+------
    s1         | not_yet     | sign errors | sign errors
    s2         | not_yet     | set up      | set up
    s3         | secure      | mastery     | none
    s4         | look_again  | look_again  | none
    s5         | no_evidence | no_evidence | none
""")


def moved(*moves) -> dict[str, tuple[str, str]]:
    groups = groups_of(PROPOSAL, moves, target_id="solve")
    assert list(groups["student_id"]) == ["s1", "s2", "s3", "s4", "s5"]
    return {r.student_id: (r.place, r.group) for r in groups.itertuples()}


def to(group: str, student_id: str = "s4", target_id: str = "solve") -> Placement:
    return Placement(student_id=student_id, target_id=target_id, group=group)


def test_without_moves_the_state_decides():
    assert [place for place, _ in moved().values()] == [
        "not_yet", "not_yet", "mastery", "look_again", "no_evidence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("group", "lands"),
    [
        ("sign errors", ("not_yet", "sign errors")),
        ("mastery", ("mastery", "mastery")),
        ("secure", ("mastery", "mastery")),
        ("not_yet", ("not_yet", "not_yet")),
        ("reads alone", ("look_again", "reads alone")),
    ],
)
def test_the_hand_wins(group, lands):
    assert moved(to(group))["s4"] == lands


def test_the_last_hand_wins():
    assert moved(to("mastery"), to("set up"))["s4"] == ("not_yet", "set up")


def test_moves_of_a_dive_count_unless_taken_back():
    move = {"student_id": "s4", "target_id": "solve", "group": "mastery"}
    first = left(1, "placement", **move)
    taken_back = left(2, "placement", **move, replaces=1, withdrawn=True)

    assert moved(first)["s4"] == ("mastery", "mastery")
    assert moved(first, taken_back)["s4"] == ("look_again", "look_again")


def test_moves_on_another_target_or_of_a_stranger_change_nothing():
    assert moved(to("mastery", target_id="model"), to("mastery", student_id="s9")) == moved()


def test_two_can_open_a_new_group_together():
    places = moved(to("reads alone"), to("reads alone", "s1"))

    assert places["s4"] == places["s1"] == ("look_again", "reads alone")


def test_the_proposal_is_not_changed():
    before = PROPOSAL.copy()

    groups_of(PROPOSAL, [to("mastery")], target_id="solve")

    pd.testing.assert_frame_equal(PROPOSAL, before)


def test_a_student_twice_in_the_proposal_is_a_bug():
    with pytest.raises(ValueError, match="stand twice"):
        groups_of(pd.concat([PROPOSAL, PROPOSAL]), target_id="solve")


def test_several_targets_stand_in_one_frame():
    groups = all_groups({"solve": PROPOSAL, "model": PROPOSAL}, [to("mastery", "s1", "model")])

    assert list(groups.columns) == list(COLUMNS)
    assert len(groups) == 10
    assert groups.loc[groups["moved"], "target_id"].tolist() == ["model"]
    assert list(all_groups({}).columns) == list(COLUMNS)
