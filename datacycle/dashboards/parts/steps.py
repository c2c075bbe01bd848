"""The steps of a meeting or of a cycle: where we are, what is done, how long each takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import traitlets

from .base import Part, script
from .guard import Guard


@dataclass(frozen=True)
class Step:
    """One step. ``note`` stands where the minutes would, for steps without a clock."""

    id: str
    title: str
    minutes: int | None = None
    done: bool = False
    note: str = ""


class Steps(Part):
    """An ordered list of steps that can be picked.

    ``current`` is where the meeting stands (``aria-current="step"``); picking a step calls
    ``on_pick(step_id)`` and changes nothing by itself. With ``on_pick=None`` it only shows.

    Examples
    --------
    ::

        steps = Steps(
            [Step("see", "See", 7, done=True), Step("explain", "Explain", 6)],
            current="explain",
            on_pick=lambda step_id: enter(step_id),
        )
        steps.update(current="see")
    """

    _esm = script("steps.js")
    items = traitlets.List().tag(sync=True)
    current = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("Steps").tag(sync=True)
    pickable = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self,
        steps: Iterable[Step],
        *,
        current: str = "",
        label: str = "Steps",
        on_pick: Callable[[str], object] | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._on_pick = on_pick
        super().__init__(
            guard=guard,
            items=_listed(steps),
            current=current,
            label=label,
            pickable=on_pick is not None,
        )

    def update(self, *, steps: Iterable[Step] | None = None, current: str | None = None) -> None:
        """Show other steps, or another current one."""
        with self.hold_sync():
            if steps is not None:
                self.items = _listed(steps)
            if current is not None:
                self.current = current

    def pick(self, step_id: str) -> None:
        """Pick a step, as a click does; an id that is not there is ignored."""
        if self._on_pick is not None and any(item["id"] == step_id for item in self.items):
            self.guard.run(self._on_pick, step_id)

    def _hear_pick(self, content: dict, _buffers: list) -> None:
        self.pick(str(content.get("id")))


def _listed(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [
        {
            "id": step.id,
            "title": step.title,
            "note": step.note or (f"{step.minutes} min" if step.minutes is not None else ""),
            "done": step.done,
        }
        for step in steps
    ]
