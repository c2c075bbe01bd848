"""The engine that runs any dive protocol: events to state, state to clock, wishes to events."""

from .commands import (
    Command,
    allowed,
    contribution_refusal,
    next_events,
    next_step_id,
    start_refusal,
)
from .dive_clock import Clock, clock, planned_seconds
from .dive_state import DiveState, DiveStatus, apply, fold, seconds_spent

__all__ = [
    "Clock",
    "Command",
    "DiveState",
    "DiveStatus",
    "allowed",
    "apply",
    "clock",
    "contribution_refusal",
    "fold",
    "next_events",
    "next_step_id",
    "planned_seconds",
    "seconds_spent",
    "start_refusal",
]
