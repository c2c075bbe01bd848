"""How a dive went beside how it was planned."""

from datetime import timedelta

from datacycle.protocol.dives import load_protocol
from datacycle.protocol.engine import fold
from datacycle.protocol.fidelity import check_fidelity, measure
from plc_data.model import DiveEvent
from tests.unit.protocol.examples import NOON, by_level, left

PROTOCOL = load_protocol("data_dive_45")


def event(kind: str, moment: float, person: str = "coach", **fields) -> DiveEvent:
    return DiveEvent(kind=kind, person_id=person, at=NOON + timedelta(minutes=moment), **fields)


STATE = fold(
    PROTOCOL,
    [
        event("joined", -3),
        event("role_taken", -3, role="facilitator"),
        event("joined", -2, "ana"),
        event("started", 0),
        event("step_entered", 3, step_id="predict"),
        event("revealed", 7),
        event("joined", 8, "ben"),
        event("step_entered", 8, step_id="read"),
        event("step_entered", 20, step_id="see"),
        event("paused", 22),
        event("extended", 22, step_id="see", minutes=5),
        event("resumed", 52),
        event("finished", 54),
    ],
)

LINK = {"view": "by_item", "row": "Q4"}
LEFT = (
    left(1, "prediction", "ana", shares={}),
    left(2, "observation", "ana", text="9 of 24 in Q4", link=LINK),
    left(3, "observation", "ana", text="8 of 24 in Q5 because of the sign"),
    left(4, "observation", "ana", text="gone", replaces=3, withdrawn=True),
    left(5, "observation", "ana", text="They never get 3 of 4"),
    left(6, "gap", "ana", target_id="solve", can="a", but="b", error_type="slip"),
    left(7, "hypothesis", "ana", about="teaching", text="t"),
    left(
        8, "commitment", "ana", person_id="ana", what="w", by="2026-10-20", measure="m", kept=True
    ),
    left(9, "commitment", "ana", person_id="ben", what="w", by="2026-10-20", kept=False),
    left(10, "commitment", "ana", person_id="ben", what="w", by="2026-10-20", measure="m"),
    left(11, "exit_pulse", "ana", useful=3, heard=2, clear=3),
)

RESULT = measure(STATE, LEFT, now=NOON + timedelta(hours=9))


def test_minutes_are_per_step_with_pauses_left_out():
    minutes = {step.step_id: step.minutes for step in RESULT.steps if step.visited}

    assert minutes == {"open": 3, "predict": 5, "read": 12, "see": 4}
    assert RESULT.minutes == 24
    assert RESULT.minutes_planned == 50
    assert next(s for s in RESULT.steps if s.step_id == "see").extra_minutes == 5
    assert RESULT.minutes_by_kind == {"numbers": 16, "plans": 0, "talk": 8}


def test_a_coach_who_facilitates_is_no_member_and_who_came_late_owes_no_prediction():
    assert (RESULT.n_members, RESULT.n_late, RESULT.n_predictors) == (2, 1, 1)
    assert RESULT.n_predictions == 1


def test_facts_are_those_that_stand():
    assert (RESULT.n_facts, RESULT.n_facts_linked, RESULT.n_facts_flagged) == (2, 1, 1)
    assert RESULT.share_facts_linked == 0.5
    assert RESULT.n_members_with_fact == 1


def test_commitments_are_counted_complete_and_kept():
    assert (RESULT.n_commitments, RESULT.n_commitments_complete) == (3, 2)
    assert (RESULT.n_commitments_followed_up, RESULT.n_commitments_kept) == (2, 1)
    assert RESULT.share_commitments_kept == 0.5


def test_voices_and_pulse():
    assert RESULT.entries_by_member == {"ana": 9, "ben": 0}
    assert RESULT.pulse == {"useful": (0, 0, 1), "heard": (0, 1, 0), "clear": (0, 0, 1)}


def test_nothing_to_divide_is_missing_and_not_zero():
    empty = measure(fold(PROTOCOL, []), (), now=NOON)

    assert empty.share_facts_linked is None
    assert empty.hypotheses_per_gap is None
    assert empty.share_commitments_kept is None


def test_advice_for_next_time():
    assert by_level(check_fidelity(RESULT), "advise") == [
        "fidelity-numbers", "fidelity-plans", "fidelity-facts", "fidelity-rivals",
        "fidelity-voices",
    ]  # fmt: skip
