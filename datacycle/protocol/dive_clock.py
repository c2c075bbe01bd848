"""The clock of a data dive, computed from its events and the moment of looking.

Time never locks, hides or hands in anything; at zero the clock counts the time over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .dive_state import DiveState, DiveStatus, seconds_spent

SECONDS = 60
"""Seconds in a minute: protocols and extensions speak in minutes, the clock in seconds."""


@dataclass(frozen=True)
class Clock:
    """What the clock shows at one moment. All times are seconds.

    ``seconds_left`` and ``seconds_left_in_step`` stop at 0; from there ``over`` and
    ``over_in_step`` count on. ``deadline`` and ``step_deadline`` are moments (seconds since
    1970, UTC) for a page that counts down by itself; None while the clock stands.
    """

    status: DiveStatus
    step_id: str | None
    running: bool
    seconds_elapsed: float
    seconds_elapsed_in_step: float
    seconds_planned: float
    seconds_planned_in_step: float
    seconds_left: float
    seconds_left_in_step: float
    over: float
    over_in_step: float
    deadline: float | None
    step_deadline: float | None
    warning: int | None
    """The smallest warning (minutes left) that has been reached and not run out, or None."""


def planned_seconds(state: DiveState) -> dict[str, float]:
    """Seconds that each step has, extensions included."""
    return {
        step.id: SECONDS * (step.minutes + state.extra_minutes_in_step.get(step.id, 0))
        for step in state.protocol.steps
    }


def clock(state: DiveState, now: datetime) -> Clock:
    """Read the clock at the moment ``now``.

    Time that passes while the dive is paused does not count. A machine's clock that was set
    back counts as no time gone by: nobody loses minutes to it, and extensions stay.
    """
    spent, planned = seconds_spent(state, now), planned_seconds(state)
    elapsed, whole = sum(spent.values()), sum(planned.values()) + SECONDS * state.extra_minutes
    in_step, step = spent.get(state.step_id, 0.0), planned.get(state.step_id, 0.0)
    left, left_in_step = max(0.0, whole - elapsed), max(0.0, step - in_step)
    reached = [m for m in state.protocol.warn_at_minutes if 0 < left <= SECONDS * m]
    return Clock(
        status=state.status,
        step_id=state.step_id,
        running=state.running,
        seconds_elapsed=elapsed,
        seconds_elapsed_in_step=in_step,
        seconds_planned=whole,
        seconds_planned_in_step=step,
        seconds_left=left,
        seconds_left_in_step=left_in_step,
        over=max(0.0, elapsed - whole),
        over_in_step=max(0.0, in_step - step),
        deadline=now.timestamp() + whole - elapsed if state.running else None,
        step_deadline=now.timestamp() + step - in_step if state.running else None,
        warning=min(reached, default=None) if state.started else None,
    )
