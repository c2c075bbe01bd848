"""The gate before the clock."""

import pytest

from datacycle.protocol.dives import load_protocol
from datacycle.protocol.engine import fold, start_refusal
from datacycle.protocol.readiness import check_readiness
from plc_data.model import DiveEvent, ItemType, RubricLevel
from tests.unit.protocol.examples import NOON, assessment, by_level, dive, item, results


def check(**changes):
    facts = {"assessment": assessment(), "results": results()} | changes
    return check_readiness(facts.pop("dive", dive()), **facts)


def test_a_dive_in_order_has_nothing_red():
    findings = check()

    assert by_level(findings, "mend") == []
    assert start_refusal(findings) is None


@pytest.mark.parametrize(
    ("changes", "red"),
    [
        ({"results": None}, ["ready-results", "ready-absent"]),
        ({"results": results(live=False)}, ["ready-results"]),
        ({"results": results(content_sha256="other")}, ["ready-results"]),
        ({"n_unmatched": 2}, ["ready-roster"]),
        ({"results": results(absent_ids=())}, ["ready-absent"]),
        ({"assessment": None}, ["ready-key"]),
        ({"results": results(assessment_version=2)}, ["ready-key"]),
        ({"assessment": assessment(rule_agreed_on=None)}, ["ready-key"]),
        ({"assessment": assessment(items=(item(1, key=()),))}, ["ready-key"]),
        ({"dive": dive(focus_target_ids=())}, ["ready-focus"]),
        ({"dive": dive(focus_target_ids=("sing",), work_samples={"sing": 3})}, ["ready-focus"]),
        ({"dive": dive(work_samples={"solve": 2})}, ["ready-samples"]),
        ({"privacy_view": False}, ["ready-privacy"]),
    ],
)
def test_each_item_of_the_gate_can_be_red_alone(changes, red):
    assert by_level(check(**changes), "mend") == red


def test_work_scored_by_judgment_needs_a_pair_scored_together():
    levels = (RubricLevel(label="1", points=0), RubricLevel(label="2", points=1))
    essay = assessment(
        items=(item(1, type=ItemType.RUBRIC_ROW, key=(), options=(), levels=levels),)
    )

    assert by_level(check(assessment=essay, dive=dive(calibration_done=False)), "mend") == [
        "ready-calibration"
    ]
    assert by_level(check(assessment=essay), "mend") == []


def test_a_class_of_two_needs_two_pieces_of_work():
    small = dive(n_tested=2, n_absent=0, work_samples={"solve": 2})

    findings = check(dive=small, results=results(n_students=2, absent_ids=()))

    assert by_level(findings, "mend") == []


def test_opened_predictions_stop_the_start():
    events = [
        DiveEvent(kind=kind, person_id="ana", at=NOON) for kind in ("joined", "started", "revealed")
    ]
    state = fold(load_protocol("data_dive_45"), events)

    assert by_level(check(state=state), "mend") == ["ready-seal"]


def test_the_refusal_names_every_red_item():
    refusal = start_refusal(check(n_unmatched=1, privacy_view=False))

    assert refusal == (
        "The dive cannot start yet.\n"
        "  - 1 row of the results without a student on the roster: decide who each one is.\n"
        "  - Names are showing: turn the privacy view on."
    )
