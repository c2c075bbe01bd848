"""Whatever people press and whatever clocks do, nobody loses time that was given."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from datacycle.protocol.dives import load_protocol
from datacycle.protocol.engine import Command, clock, fold, next_events, planned_seconds
from plc_data.errors import NotAllowed
from plc_data.model import DiveEvent, EventKind

PROTOCOL = load_protocol("data_dive_45")
STEPS = [step.id for step in PROTOCOL.steps]
START = datetime(2026, 10, 12, 15, 0, tzinfo=UTC)

presses = st.tuples(
    st.sampled_from(list(EventKind)),
    st.sampled_from(["ana", "ben", "coach"]),
    st.sampled_from([None, *STEPS]),
    st.integers(-3, 20),
    st.sampled_from([None, "facilitator", "recorder"]),
)
moves = st.lists(
    st.tuples(presses, st.integers(0, 900), st.sampled_from([0, 0, 0, 0, -3600, -7])), max_size=40
)


def play(script):
    """Press buttons on a machine whose clock is set back now and then.

    Returns the events, the seconds that truly went by since the start, and the minutes that
    were granted.
    """
    events, offset, true, granted, true_start = [], 0, 0, 0, None
    for (kind, person, step_id, minutes, role), wait, jump in script:
        true += wait
        offset += jump
        now = START + timedelta(seconds=true + offset)
        command = Command(kind=kind, step_id=step_id, minutes=minutes, role=role)
        try:
            new = next_events(fold(PROTOCOL, events), command, person, now)
        except NotAllowed:
            continue
        events += new
        granted += sum(e.minutes for e in new if e.kind is EventKind.EXTENDED)
        if true_start is None and any(e.kind is EventKind.STARTED for e in new):
            true_start = true
    wall = 0 if true_start is None else true - true_start
    return events, wall, granted, START + timedelta(seconds=true + offset)


@given(moves)
@settings(max_examples=150, deadline=None)
def test_elapsed_time_is_never_negative_and_never_more_than_went_by(script):
    events, wall, _, now = play(script)

    shown = clock(fold(PROTOCOL, events), now)

    assert 0 <= shown.seconds_elapsed <= wall
    assert 0 <= shown.seconds_elapsed_in_step <= shown.seconds_elapsed


@given(moves)
@settings(max_examples=150, deadline=None)
def test_extensions_are_never_lost(script):
    events, _, granted, now = play(script)

    state = fold(PROTOCOL, events)
    shown = clock(state, now)

    assert shown.seconds_planned == (PROTOCOL.minutes + granted) * 60
    assert shown.seconds_planned == sum(planned_seconds(state).values()) + 60 * state.extra_minutes
    assert shown.seconds_left - shown.over == shown.seconds_planned - shown.seconds_elapsed


@given(moves)
@settings(max_examples=50, deadline=None)
def test_a_dive_read_back_from_storage_is_the_same_dive(script):
    events, _, _, now = play(script)

    stored = [event.model_dump_json() for event in events]
    read = [DiveEvent.model_validate_json(text) for text in stored]

    assert fold(PROTOCOL, read) == fold(PROTOCOL, events)
    assert clock(fold(PROTOCOL, read), now) == clock(fold(PROTOCOL, events), now)


@given(st.lists(st.tuples(st.sampled_from(list(EventKind)), st.integers(-9000, 9000)), max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_events_at_any_moments_fold_without_a_fault(pairs):
    events = [
        DiveEvent(
            kind=kind, person_id="ana", at=START + timedelta(seconds=s), step_id="gone", minutes=-s
        )
        for kind, s in pairs
    ]

    shown = clock(fold(PROTOCOL, events), START)

    forward = sum(max(0, (b.at - a.at).total_seconds()) for a, b in pairwise(events))
    last = max(0.0, (START - events[-1].at).total_seconds()) if events else 0
    assert 0 <= shown.seconds_elapsed <= forward + last


@given(moves)
@settings(max_examples=100, deadline=None)
def test_predictions_once_open_stay_open_and_one_person_holds_a_role(script):
    events, *_ = play(script)

    seen = False
    for n in range(len(events) + 1):
        state = fold(PROTOCOL, events[:n])
        assert state.revealed or not seen
        seen = state.revealed
        single = [r for r in state.roles.values() if r.value != "member"]
        assert len(single) == len(set(single))
