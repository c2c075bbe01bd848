"""Protocols as data: the delivered ones hold, a team's own is checked in words."""

import pytest

from datacycle.protocol.dives import check_protocol, load_protocol, protocols, read_protocol
from plc_data.errors import DataProblems, NotFound

OWN = """
id: own
title: Our own
steps:
  - {id: guess, title: Guess, minutes: 3, purpose: p, does: [prediction]}
  - {id: look, title: Look, minutes: 5, purpose: p, does: [observation], time_counts_as: numbers}
  - id: plan
    title: Plan
    minutes: 10
    purpose: p
    time_counts_as: plans
    requires:
      - {kind: plan_not_yet, says: one}
      - {kind: plan_mastery, says: other}
      - {kind: commitment, says: third}
"""


def test_the_delivered_protocols_need_no_mending_and_keep_the_time_shares():
    levels = {(p.id, f.level) for p in protocols() for f in check_protocol(p)}

    assert {p.id for p in protocols()} == {"data_dive_45", "data_dive_30", "rubric_dive_45"}
    assert {level for _, level in levels} == {"ok"}


def test_the_long_one_has_ten_steps_with_the_agreed_minutes():
    protocol = load_protocol("data_dive_45")

    assert protocol.id == "data_dive_45"
    assert [step.minutes for step in protocol.steps] == [3, 4, 3, 7, 8, 6, 6, 4, 3, 1]


@pytest.mark.parametrize(
    ("protocol_id", "minutes"), [("data_dive_45", 45), ("rubric_dive_45", 45), ("data_dive_30", 30)]
)
def test_the_minutes_add_up(protocol_id, minutes):
    assert load_protocol(protocol_id).minutes == minutes


def test_an_unknown_protocol_is_answered_with_those_there_are():
    with pytest.raises(NotFound, match="data_dive_30, data_dive_45 and rubric_dive_45"):
        load_protocol("lunch")


def test_a_teams_own_protocol_is_read():
    protocol = read_protocol(OWN)

    assert protocol.minutes == 18
    assert protocol.warn_at_minutes == (10, 5, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("minutes: 3", "minutes: 0", "greater than or equal to 1"),
        ("title: Our own", "titel: Our own", "no such field"),
        ("id: own\n", "", "this field is needed"),
        ("does: [prediction]", "does: [guess]", "nothing a step can take"),
        ("kind: plan_mastery", "kind: plan_best", "no known requirement"),
        ("kind: plan_mastery", "kind: plan_not_yet", "the plan for students who have it"),
        ("time_counts_as: numbers", "time_counts_as: chat", "one of numbers, plans, talk"),
        ("id: look", "id: guess", "two steps share this id"),
        ("steps:", "steps: [", "this is not YAML"),
    ],
)
def test_what_is_wrong_is_said_in_words(old, new, says):
    assert old in OWN

    with pytest.raises(DataProblems, match=says):
        read_protocol(OWN.replace(old, new), "own.yaml")


def test_numbers_before_predictions_are_refused():
    swapped = OWN.replace("does: [prediction]", "does: [X]").replace(
        "[observation]", "[prediction]"
    )
    swapped = swapped.replace("does: [X]", "does: [observation], time_counts_as: numbers")

    with pytest.raises(DataProblems, match="predictions come before numbers"):
        read_protocol(swapped)


@pytest.mark.parametrize("text", ["", "- a\n- b", "just words"])
def test_what_is_no_protocol_at_all_is_said(text):
    with pytest.raises(DataProblems, match="a protocol is a list of fields"):
        read_protocol(text)


def test_too_long_on_numbers_is_advice():
    findings = check_protocol(read_protocol(OWN.replace("minutes: 5", "minutes: 25")))

    assert [f.code for f in findings if f.level == "advise"] == ["time-on-numbers"]
