"""The meeting's clock. The kernel owns the time; the browser only counts.

It can be paused and extended at any moment, warns in words, never speaks each second, and at the
end nothing locks: it says how far over time the meeting is.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import traitlets

from .base import Part, script
from .guard import Guard

MINUTES_TO_ADD = (1, 5)


class Clock(Part):
    """Minutes left in the step and in the meeting, with pause and more time.

    What a person does is asked of ``on_action(what, minutes)``: ``what`` is "start", "pause",
    "resume" or "extend" (then ``minutes`` is 1 or 5, else None). The page records the event and
    calls ``show`` with the new state; the part never changes the time by itself.

    Examples
    --------
    ::

        clock = Clock(on_action=lambda what, minutes: record(what, minutes))
        clock.show(running=True, started=True, left=2520.0, step_left=180.0, step="See")
    """

    _esm = script("clock.js")
    deadline = traitlets.Float(0.0).tag(sync=True)
    """Seconds since 1970 by the server's clock, when running."""
    left = traitlets.Float(0.0).tag(sync=True)
    """Seconds left in the meeting, when it stands still."""
    step_deadline = traitlets.Float(0.0).tag(sync=True)
    step_left = traitlets.Float(0.0).tag(sync=True)
    has_step = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Unicode("").tag(sync=True)
    running = traitlets.Bool(False).tag(sync=True)
    started = traitlets.Bool(False).tag(sync=True)
    can_control = traitlets.Bool(True).tag(sync=True)
    warn_at = traitlets.List([10, 5, 1]).tag(sync=True)
    server_now = traitlets.Float(0.0).tag(sync=True)
    """The server's time when the state was shown; the browser keeps the difference to its own."""

    def __init__(
        self,
        *,
        seconds: float = 45 * 60,
        on_action: Callable[[str, int | None], object] | None = None,
        can_control: bool = True,
        warn_at: tuple[int, ...] = (10, 5, 1),
        now: Callable[[], float] = time.time,
        guard: Guard | None = None,
    ) -> None:
        self._on_action = on_action
        self._now = now
        super().__init__(
            guard=guard,
            left=float(seconds),
            can_control=can_control and on_action is not None,
            warn_at=list(warn_at),
            server_now=now(),
        )

    def show(
        self,
        *,
        running: bool,
        left: float,
        started: bool = True,
        step: str = "",
        step_left: float | None = None,
        can_control: bool | None = None,
    ) -> None:
        """Show a state; ``left`` and ``step_left`` are seconds and may be negative."""
        now = self._now()
        with self.hold_sync():
            self.server_now = now
            self.left, self.deadline = float(left), now + left
            self.has_step, self.step = step_left is not None, step
            self.step_left = float(step_left or 0.0)
            self.step_deadline = now + (step_left or 0.0)
            self.running, self.started = running, started
            if can_control is not None:
                self.can_control = can_control and self._on_action is not None

    def act(self, what: str, minutes: int | None = None) -> None:
        """Do what a button does; anything that no button offers is ignored."""
        offered = (
            (what == "start" and not self.started)
            or (what == "pause" and self.running)
            or (what == "resume" and self.started and not self.running)
            or (what == "extend" and minutes in MINUTES_TO_ADD)
        )
        if offered and self._on_action is not None:
            self.guard.run(self._on_action, what, minutes if what == "extend" else None)

    def _hear_now(self, _content: dict, _buffers: list) -> None:
        self.send({"t": "now", "now": self._now()})

    def _hear_act(self, content: dict, _buffers: list) -> None:
        self.act(str(content.get("what")), content.get("minutes"))
