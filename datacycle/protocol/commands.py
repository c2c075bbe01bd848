"""What a person asks of a running dive, and what the dive answers: events, or a refusal in words.

Who may do what is one table. Nothing here is refused because time is up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from plc_data.errors import NotAllowed
from plc_data.model import ContributionKind, DiveEvent, DiveRole, EventKind, Finding, Record

from .dive_state import DiveState, DiveStatus

LONGEST_EXTENSION = 450
"""Minutes in one extension: ten times a 45-minute dive, and there may be any number of them."""

FACILITATED = frozenset(
    {
        EventKind.STARTED,
        EventKind.STEP_ENTERED,
        EventKind.REVEALED,
        EventKind.FINISHED,
        EventKind.REOPENED,
    }
)
"""What the facilitator does when the room has one; without one, anybody in the room."""

AFTER_THE_END = frozenset({ContributionKind.EXIT_PULSE, ContributionKind.NOTE})
"""What may still be left when the dive has been finished."""

_POSSIBLE: dict[EventKind, frozenset[DiveStatus]] = {
    EventKind.JOINED: frozenset(DiveStatus),
    EventKind.ROLE_TAKEN: frozenset(DiveStatus),
    EventKind.STARTED: frozenset({DiveStatus.WAITING}),
    EventKind.PAUSED: frozenset({DiveStatus.RUNNING}),
    EventKind.RESUMED: frozenset({DiveStatus.PAUSED}),
    EventKind.EXTENDED: frozenset({DiveStatus.WAITING, DiveStatus.RUNNING, DiveStatus.PAUSED}),
    EventKind.STEP_ENTERED: frozenset({DiveStatus.RUNNING, DiveStatus.PAUSED}),
    EventKind.REVEALED: frozenset({DiveStatus.RUNNING, DiveStatus.PAUSED}),
    EventKind.FINISHED: frozenset({DiveStatus.RUNNING, DiveStatus.PAUSED}),
    EventKind.REOPENED: frozenset({DiveStatus.FINISHED}),
}

_DOES = {
    EventKind.STARTED: "start the dive",
    EventKind.PAUSED: "pause",
    EventKind.RESUMED: "go on",
    EventKind.EXTENDED: "add time",
    EventKind.STEP_ENTERED: "move to a step",
    EventKind.REVEALED: "open the predictions",
    EventKind.FINISHED: "finish the dive",
    EventKind.REOPENED: "open the dive again",
    EventKind.ROLE_TAKEN: "take a role",
}


class Command(Record):
    """A wish: the event that should happen, with its step, minutes or role."""

    kind: EventKind
    step_id: str | None = None
    minutes: int | None = Field(default=None)
    role: DiveRole | None = None


def allowed(state: DiveState, kind: EventKind, person_id: str | None = None) -> bool:
    """Whether this can be done now (and by this person): for showing or hiding a button."""
    if state.status not in _POSSIBLE[kind]:
        return False
    return person_id is None or _person_refusal(state, kind, person_id) is None


def next_step_id(state: DiveState) -> str | None:
    """Return the step after the present one; None at the last step and before the start."""
    ids = [step.id for step in state.protocol.steps]
    if state.step_id is None or state.step_id == ids[-1]:
        return None
    return ids[ids.index(state.step_id) + 1]


def next_events(
    state: DiveState,
    command: Command,
    person_id: str,
    now: datetime,
    *,
    readiness: Sequence[Finding] = (),
) -> tuple[DiveEvent, ...]:
    """Turn a wish into the events that carry it out.

    Parameters
    ----------
    state
        The dive as it stands.
    command
        What the person wants.
    person_id
        Who wants it.
    now
        The moment, with its time zone.
    readiness
        For a start: what :func:`datacycle.protocol.readiness.check_readiness` found.

    Returns
    -------
    tuple of DiveEvent
        Empty when it is so already: two people who press "pause" at once pause once, and two
        who press "next" do not skip a step.

    Raises
    ------
    NotAllowed
        With the reason in words, and what to do instead.
    """
    if now.tzinfo is None:
        raise ValueError("the moment of an event needs its time zone")
    kind = command.kind
    if _is_so_already(state, command, person_id):
        return ()
    refusal = _person_refusal(state, kind, person_id) or _refusal(state, command)
    if refusal is None and kind is EventKind.STARTED:
        refusal = start_refusal(readiness)
    if refusal is not None:
        raise NotAllowed(refusal)
    join = ()
    if person_id not in state.members and kind in (EventKind.STARTED, EventKind.ROLE_TAKEN):
        join = (DiveEvent(kind=EventKind.JOINED, person_id=person_id, at=now),)
    step_id = command.step_id
    if kind is EventKind.STARTED:
        step_id = state.protocol.steps[0].id
    elif kind is EventKind.REVEALED:
        step_id = state.step_id
    event = DiveEvent(
        kind=kind,
        person_id=person_id,
        at=now,
        step_id=step_id,
        minutes=command.minutes if kind is EventKind.EXTENDED else None,
        role=command.role if kind is EventKind.ROLE_TAKEN else None,
    )
    return (*join, event)


def start_refusal(readiness: Sequence[Finding]) -> str | None:
    """Put the red items of the readiness check into one refusal; None when there are none."""
    red = [finding.message for finding in readiness if finding.level == "mend"]
    if not red:
        return None
    return "The dive cannot start yet.\n" + "\n".join(f"  - {message}" for message in red)


def contribution_refusal(state: DiveState, kind: ContributionKind, person_id: str) -> str | None:
    """Why this person cannot leave this kind of thing now; None when they can.

    Any step's work may be added at any time, early or late: only the seal of the predictions,
    the start and the end of the dive refuse.
    """
    if person_id not in state.members:
        return "You have not joined this dive yet: join it first."
    if not any(kind in step.does for step in state.protocol.steps):
        return f'The protocol "{state.protocol.title}" has no step that takes this.'
    if not state.started:
        return "The dive has not started yet: start it first."
    if state.status is DiveStatus.FINISHED and kind not in AFTER_THE_END:
        return "The dive has been finished: the facilitator can open it again."
    if kind is ContributionKind.PREDICTION and state.revealed:
        return (
            "The predictions are open already; one made now would not be a prediction. "
            "Write a note instead."
        )
    return None


def _is_so_already(state: DiveState, command: Command, person_id: str) -> bool:
    match command.kind:
        case EventKind.JOINED:
            return person_id in state.members
        case EventKind.ROLE_TAKEN:
            return command.role is not None and state.roles.get(person_id) is command.role
        case EventKind.STARTED:
            return state.started
        case EventKind.PAUSED:
            return state.status is DiveStatus.PAUSED
        case EventKind.RESUMED:
            return state.running
        case EventKind.STEP_ENTERED:
            return command.step_id is not None and command.step_id == state.step_id
        case EventKind.REVEALED:
            return state.revealed
        case EventKind.FINISHED:
            return state.status is DiveStatus.FINISHED
        case EventKind.REOPENED:
            return state.started and state.status is not DiveStatus.FINISHED
    return False


def _person_refusal(state: DiveState, kind: EventKind, person_id: str) -> str | None:
    if kind is EventKind.JOINED:
        return None
    facilitator = state.holder(DiveRole.FACILITATOR)
    if kind in FACILITATED and facilitator not in (None, person_id):
        return (
            f"Only the facilitator can {_DOES[kind]}. If the facilitator cannot, "
            "take the role of facilitator first."
        )
    if kind not in (EventKind.STARTED, EventKind.ROLE_TAKEN) and person_id not in state.members:
        return f"Join the dive before you {_DOES[kind]}."
    return None


def _refusal(state: DiveState, command: Command) -> str | None:
    kind = command.kind
    if state.status not in _POSSIBLE[kind]:
        if state.status is DiveStatus.FINISHED:
            return f"The dive has been finished: open it again before you {_DOES[kind]}."
        return f"The dive has not started yet: start it before you {_DOES[kind]}."
    step_ids = {step.id for step in state.protocol.steps}
    if kind is EventKind.STEP_ENTERED and command.step_id not in step_ids:
        return f"This protocol has no such step; its steps are {', '.join(_titles(state))}."
    if kind is EventKind.EXTENDED:
        if command.step_id is not None and command.step_id not in step_ids:
            return f"This protocol has no such step; its steps are {', '.join(_titles(state))}."
        if command.minutes is None or not 1 <= command.minutes <= LONGEST_EXTENSION:
            return f"Add between 1 and {LONGEST_EXTENSION} minutes at a time, as often as you like."
    if kind is EventKind.ROLE_TAKEN and command.role is None:
        return "Say which role to take."
    return None


def _titles(state: DiveState) -> list[str]:
    return [step.title for step in state.protocol.steps]
