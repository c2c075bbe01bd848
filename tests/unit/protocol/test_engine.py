"""The dive's engine: events to state, state to clock, wishes to events or refusals."""

from datetime import UTC, datetime, timedelta

import pytest

from datacycle.protocol.engine import (
    Command,
    DiveStatus,
    allowed,
    clock,
    contribution_refusal,
    fold,
    next_events,
    next_step_id,
)
from plc_data.errors import NotAllowed
from plc_data.model import (
    ContributionKind,
    DiveEvent,
    DiveProtocol,
    DiveRole,
    EventKind,
    Finding,
    ProtocolStep,
)

START = datetime(2026, 10, 12, 15, 0, tzinfo=UTC)

SHORT = DiveProtocol(
    id="short",
    title="Short",
    steps=(
        ProtocolStep(id="predict", title="Predict", minutes=5, purpose="p", does=("prediction",)),
        ProtocolStep(id="see", title="See", minutes=10, purpose="p", does=("observation",)),
        ProtocolStep(id="close", title="Close", minutes=5, purpose="p", does=("exit_pulse",)),
    ),
)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def event(kind: str, moment: float, person: str = "ana", **fields) -> DiveEvent:
    return DiveEvent(kind=EventKind(kind), person_id=person, at=at(moment), **fields)


def started(*more: DiveEvent):
    return fold(SHORT, [event("joined", 0), event("started", 0), *more])


class TestTheClock:
    def test_stands_at_the_whole_length_before_the_start(self):
        shown = clock(fold(SHORT, []), at(90))

        assert shown.seconds_left == 20 * 60
        assert shown.seconds_elapsed == 0
        assert not shown.running
        assert shown.deadline is None

    def test_counts_from_the_start(self):
        shown = clock(started(), at(3))

        assert shown.seconds_elapsed == 180
        assert shown.seconds_left == 17 * 60
        assert shown.seconds_left_in_step == 2 * 60
        assert shown.deadline == at(20).timestamp()
        assert shown.step_deadline == at(5).timestamp()

    def test_a_pause_costs_nothing(self):
        state = started(event("paused", 3), event("resumed", 43))

        assert clock(state, at(45)).seconds_elapsed == 5 * 60

    def test_stands_while_paused(self):
        shown = clock(started(event("paused", 3)), at(100))

        assert shown.seconds_elapsed == 180
        assert not shown.running
        assert shown.deadline is None

    def test_an_extension_of_a_step_lengthens_step_and_whole(self):
        shown = clock(started(event("extended", 1, minutes=5, step_id="predict")), at(3))

        assert shown.seconds_left_in_step == 7 * 60
        assert shown.seconds_left == 22 * 60

    def test_an_extension_of_the_whole_leaves_the_step_alone(self):
        shown = clock(started(event("extended", 1, minutes=5)), at(3))

        assert shown.seconds_left_in_step == 2 * 60
        assert shown.seconds_left == 22 * 60

    def test_extensions_before_the_start_add_up_without_limit(self):
        state = fold(SHORT, [event("extended", 0, minutes=450)] * 3)

        assert clock(state, at(0)).seconds_planned == (20 + 3 * 450) * 60

    def test_counts_over_time_and_never_below_zero(self):
        shown = clock(started(), at(22.5))

        assert shown.seconds_left == 0
        assert shown.seconds_left_in_step == 0
        assert shown.over == 150
        assert shown.over_in_step == 17.5 * 60

    def test_nothing_is_locked_when_time_is_over(self):
        state = started()

        assert allowed(state, EventKind.STEP_ENTERED, "ana")
        assert allowed(state, EventKind.EXTENDED, "ana")
        assert contribution_refusal(state, ContributionKind.OBSERVATION, "ana") is None

    def test_a_step_keeps_its_seconds_when_it_is_entered_again(self):
        state = started(
            event("step_entered", 4, step_id="see"), event("step_entered", 10, step_id="predict")
        )

        shown = clock(state, at(11))

        assert shown.seconds_elapsed_in_step == 5 * 60
        assert state.visited == ("predict", "see")

    def test_a_clock_set_back_costs_nobody_a_minute(self):
        state = started(
            event("extended", 4, minutes=5, step_id="predict"),
            event("paused", -60),
            event("resumed", -59),
        )

        shown = clock(state, at(-57))

        assert shown.seconds_elapsed == (4 + 2) * 60
        assert shown.seconds_planned == 25 * 60
        assert state.n_clock_jumps == 1

    def test_a_reader_whose_clock_is_behind_sees_no_negative_time(self):
        assert clock(started(event("extended", 4, minutes=1)), at(-500)).seconds_elapsed == 240

    @pytest.mark.parametrize(
        ("minutes", "warning"), [(5, None), (10, 10), (14.9, 10), (15, 5), (19.5, 1), (20, None)]
    )
    def test_warns_at_ten_five_and_one(self, minutes, warning):
        assert clock(started(), at(minutes)).warning == warning


class TestWhoMayDoWhat:
    def test_starting_joins_the_person_too(self):
        events = next_events(fold(SHORT, []), Command(kind=EventKind.STARTED), "ana", at(0))

        assert [e.kind for e in events] == [EventKind.JOINED, EventKind.STARTED]
        assert fold(SHORT, events).step_id == "predict"

    def test_red_items_stop_the_start_in_words(self):
        red = Finding(code="ready-roster", level="mend", message="2 rows still need a student.")

        with pytest.raises(NotAllowed, match=r"cannot start yet.\n  - 2 rows still need"):
            next_events(
                fold(SHORT, []), Command(kind=EventKind.STARTED), "ana", at(0), readiness=[red]
            )

    def test_advice_does_not_stop_the_start(self):
        advice = Finding(code="ready-people", level="advise", message="one person so far")

        assert next_events(
            fold(SHORT, []), Command(kind=EventKind.STARTED), "ana", at(0), readiness=[advice]
        )

    @pytest.mark.parametrize("kind", ["paused", "extended"])
    def test_any_member_may_pause_and_extend(self, kind):
        state = started(event("joined", 1, "ben"), event("role_taken", 1, role="facilitator"))

        events = next_events(state, Command(kind=kind, minutes=5), "ben", at(2))

        assert [e.kind.value for e in events] == [kind]

    def test_only_the_facilitator_moves_the_step(self):
        state = started(event("joined", 1, "ben"), event("role_taken", 1, role="facilitator"))
        command = Command(kind=EventKind.STEP_ENTERED, step_id="see")

        with pytest.raises(NotAllowed, match="Only the facilitator can move to a step"):
            next_events(state, command, "ben", at(2))
        assert next_events(state, command, "ana", at(2))[0].step_id == "see"
        assert not allowed(state, EventKind.STEP_ENTERED, "ben")

    def test_without_a_facilitator_anybody_in_the_room_moves_it(self):
        state = started(event("joined", 1, "ben"))
        command = Command(kind=EventKind.STEP_ENTERED, step_id="see")

        assert next_events(state, command, "ben", at(2))

    def test_a_role_can_be_taken_over(self):
        state = started(
            event("role_taken", 1, role="facilitator"),
            event("joined", 2, "ben"),
            event("role_taken", 2, "ben", role="facilitator"),
        )

        assert state.roles == {"ana": DiveRole.MEMBER, "ben": DiveRole.FACILITATOR}

    def test_who_has_not_joined_is_told_so(self):
        with pytest.raises(NotAllowed, match="Join the dive before you pause"):
            next_events(started(), Command(kind=EventKind.PAUSED), "eve", at(2))

    @pytest.mark.parametrize("minutes", [None, 0, -5, 451])
    def test_an_extension_needs_minutes(self, minutes):
        command = Command(kind=EventKind.EXTENDED, minutes=minutes)

        with pytest.raises(NotAllowed, match="Add between 1 and 450 minutes"):
            next_events(started(), command, "ana", at(2))

    def test_an_unknown_step_is_answered_with_those_there_are(self):
        command = Command(kind=EventKind.STEP_ENTERED, step_id="lunch")

        with pytest.raises(NotAllowed, match="its steps are Predict, See, Close"):
            next_events(started(), command, "ana", at(2))

    def test_pausing_twice_pauses_once(self):
        state = started(event("paused", 2))

        assert next_events(state, Command(kind=EventKind.PAUSED), "ana", at(2.01)) == ()

    def test_two_who_press_next_do_not_skip_a_step(self):
        state = started(event("joined", 0, "ben"))
        command = Command(kind=EventKind.STEP_ENTERED, step_id=next_step_id(state))
        state = fold(
            SHORT,
            [
                *[event("joined", 0), event("started", 0), event("joined", 0, "ben")],
                *next_events(state, command, "ana", at(2)),
            ],
        )

        assert next_events(state, command, "ben", at(2.01)) == ()

    def test_a_moment_without_a_time_zone_is_a_bug(self):
        naive = datetime(2026, 10, 12, 15, 0)

        with pytest.raises(ValueError, match="time zone"):
            next_events(fold(SHORT, []), Command(kind=EventKind.STARTED), "ana", naive)


class TestTheSealOfThePredictions:
    def test_is_broken_once_and_for_all(self):
        state = started(event("revealed", 4), event("revealed", 9))

        assert state.revealed
        assert state.revealed_at == at(4)

    def test_no_prediction_is_taken_afterwards(self):
        state = started(event("revealed", 4))

        refusal = contribution_refusal(state, ContributionKind.PREDICTION, "ana")

        assert "would not be a prediction" in refusal

    def test_a_late_joiner_owes_no_prediction(self):
        state = started(event("joined", 1, "ben"), event("revealed", 4), event("joined", 6, "cleo"))

        assert [state.could_predict(p) for p in ("ana", "ben", "cleo")] == [True, True, False]
        assert [state.late(p) for p in ("ana", "ben", "cleo")] == [False, True, True]


class TestTheEnd:
    def test_a_finished_dive_takes_only_notes_and_the_exit_pulse(self):
        state = started(event("finished", 20))

        assert state.status is DiveStatus.FINISHED
        assert contribution_refusal(state, ContributionKind.EXIT_PULSE, "ana") is None
        assert "open it again" in contribution_refusal(state, ContributionKind.OBSERVATION, "ana")

    def test_a_finished_dive_can_be_opened_again_with_its_clock_standing(self):
        state = started(event("finished", 20), event("reopened", 60))

        assert state.status is DiveStatus.PAUSED
        assert clock(state, at(70)).seconds_elapsed == 20 * 60

    def test_what_the_protocol_does_not_take_is_refused(self):
        refusal = contribution_refusal(started(), ContributionKind.GAP, "ana")

        assert refusal == 'The protocol "Short" has no step that takes this.'

    def test_nothing_is_taken_before_the_start(self):
        state = fold(SHORT, [event("joined", 0)])

        assert "not started" in contribution_refusal(state, ContributionKind.PREDICTION, "ana")
