"""Where a data dive stands: the sum of what happened in it.

A dive has no state of its own. Whoever opens the page again, on any machine, folds the same
events and sees the same dive; a dead kernel loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from plc_data.model import DiveEvent, DiveProtocol, DiveRole, EventKind


class DiveStatus(StrEnum):
    """Where the meeting stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(frozen=True)
class DiveState:
    """What the events add up to. ``seconds_in_step`` is counted up to ``last_at``."""

    protocol: DiveProtocol
    status: DiveStatus = DiveStatus.WAITING
    step_id: str | None = None
    members: tuple[str, ...] = ()
    """Everybody in the room, in the order of joining; the facilitator too."""
    roles: Mapping[str, DiveRole] = field(default_factory=dict)
    joined_at: Mapping[str, datetime] = field(default_factory=dict)
    visited: tuple[str, ...] = ()
    """Steps that were entered, in the order of their first time."""
    seconds_in_step: Mapping[str, float] = field(default_factory=dict)
    extra_minutes_in_step: Mapping[str, int] = field(default_factory=dict)
    extra_minutes: int = 0
    """Minutes added to the whole meeting, apart from those added to a step."""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    revealed_at: datetime | None = None
    last_at: datetime | None = None
    n_at_start: int | None = None
    """How many were in the room at the start: heads, not moments, so that no clock can err."""
    n_at_reveal: int | None = None
    n_clock_jumps: int = 0
    """How often the machine's clock was found set back between two events."""

    @property
    def revealed(self) -> bool:
        """Whether the predictions are open."""
        return self.revealed_at is not None

    @property
    def running(self) -> bool:
        return self.status is DiveStatus.RUNNING

    @property
    def started(self) -> bool:
        return self.status is not DiveStatus.WAITING

    def holder(self, role: DiveRole) -> str | None:
        """Name the person who holds a role that one person holds, or None."""
        return next((person for person, held in self.roles.items() if held is role), None)

    def late(self, person_id: str) -> bool:
        """Whether the person came after the start."""
        return person_id in self.members and not self._among_first(person_id, self.n_at_start)

    def could_predict(self, person_id: str) -> bool:
        """Whether the person was in the room while predictions were still sealed."""
        return self._among_first(person_id, self.n_at_reveal)

    def _among_first(self, person_id: str, n: int | None) -> bool:
        return person_id in self.members[:n]


def fold(protocol: DiveProtocol, events: Iterable[DiveEvent]) -> DiveState:
    """Add up what happened, in the order in which it was stored.

    Parameters
    ----------
    protocol
        The protocol that the dive follows.
    events
        All events of the dive, oldest first.

    Returns
    -------
    DiveState
        The state after the last event. Events that the protocol does not know (a step that a
        newer version dropped) change nothing.
    """
    state = DiveState(protocol)
    for event in events:
        state = apply(state, event)
    return state


def apply(state: DiveState, event: DiveEvent) -> DiveState:
    """Return the state after one more event."""
    return _CHANGES[event.kind](_count_time(state, event.at), event)


def seconds_spent(state: DiveState, now: datetime) -> dict[str, float]:
    """Seconds that each visited step has had until ``now``, pauses left out."""
    spent = dict(state.seconds_in_step)
    if state.running and state.step_id is not None:
        spent[state.step_id] = spent.get(state.step_id, 0.0) + _forward(state.last_at, now)
    return spent


def _forward(earlier: datetime | None, later: datetime) -> float:
    """Seconds from one reading to the next; none when the clock was set back between them."""
    return 0.0 if earlier is None else max(0.0, (later - earlier).total_seconds())


def _count_time(state: DiveState, at: datetime) -> DiveState:
    jumped = state.last_at is not None and at < state.last_at
    return replace(
        state,
        seconds_in_step=seconds_spent(state, at),
        last_at=at,
        n_clock_jumps=state.n_clock_jumps + jumped,
    )


def _joined(state: DiveState, event: DiveEvent) -> DiveState:
    person = event.person_id
    if person in state.members:
        return state
    return replace(
        state,
        members=(*state.members, person),
        roles={**state.roles, person: state.roles.get(person, DiveRole.MEMBER)},
        joined_at={**state.joined_at, person: event.at},
    )


def _role_taken(state: DiveState, event: DiveEvent) -> DiveState:
    role = event.role or DiveRole.MEMBER
    roles = dict(state.roles)
    if role is not DiveRole.MEMBER:
        for person, held in state.roles.items():
            if held is role:
                roles[person] = DiveRole.MEMBER
    return replace(state, roles={**roles, event.person_id: role})


def _enter(state: DiveState, step_id: str | None) -> DiveState:
    if step_id not in {step.id for step in state.protocol.steps}:
        return state
    visited = state.visited if step_id in state.visited else (*state.visited, step_id)
    return replace(state, step_id=step_id, visited=visited)


def _started(state: DiveState, event: DiveEvent) -> DiveState:
    if state.started:
        return state
    state = replace(
        state,
        status=DiveStatus.RUNNING,
        started_at=event.at,
        n_at_start=len(state.members),
    )
    return _enter(state, state.protocol.steps[0].id)


def _paused(state: DiveState, event: DiveEvent) -> DiveState:
    return replace(state, status=DiveStatus.PAUSED) if state.running else state


def _resumed(state: DiveState, event: DiveEvent) -> DiveState:
    paused = state.status is DiveStatus.PAUSED
    return replace(state, status=DiveStatus.RUNNING) if paused else state


def _extended(state: DiveState, event: DiveEvent) -> DiveState:
    minutes = max(0, event.minutes or 0)
    if event.step_id is None:
        return replace(state, extra_minutes=state.extra_minutes + minutes)
    more = state.extra_minutes_in_step.get(event.step_id, 0) + minutes
    return replace(
        state, extra_minutes_in_step={**state.extra_minutes_in_step, event.step_id: more}
    )


def _step_entered(state: DiveState, event: DiveEvent) -> DiveState:
    return _enter(state, event.step_id) if state.started else state


def _revealed(state: DiveState, event: DiveEvent) -> DiveState:
    if state.revealed:
        return state
    return replace(state, revealed_at=event.at, n_at_reveal=len(state.members))


def _finished(state: DiveState, event: DiveEvent) -> DiveState:
    if not state.started:
        return state
    return replace(state, status=DiveStatus.FINISHED, finished_at=event.at)


def _reopened(state: DiveState, event: DiveEvent) -> DiveState:
    if state.status is not DiveStatus.FINISHED:
        return state
    return replace(state, status=DiveStatus.PAUSED, finished_at=None)


_CHANGES = {
    EventKind.JOINED: _joined,
    EventKind.ROLE_TAKEN: _role_taken,
    EventKind.STARTED: _started,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _resumed,
    EventKind.EXTENDED: _extended,
    EventKind.STEP_ENTERED: _step_entered,
    EventKind.REVEALED: _revealed,
    EventKind.FINISHED: _finished,
    EventKind.REOPENED: _reopened,
}
