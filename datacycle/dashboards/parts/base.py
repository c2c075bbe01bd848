"""What our own browser parts share: a script of their own, and messages that run guarded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget

from .guard import Guard, current_guard


def script(name: str) -> str:
    """Read a part's script; it stands beside this file in ``js/``."""
    return (Path(__file__).parent / "js" / name).read_text(encoding="utf-8")


class Part(anywidget.AnyWidget):
    """A widget with a script in the browser and callbacks that are guarded.

    The browser sends messages ``{"t": name, ...}``; ``_hear_<name>(content, buffers)`` answers.
    What a browser sends is never believed: each part checks it against what Python holds.
    """

    _esm = "export default { render() {} };\n"

    def __init__(self, *, guard: Guard | None = None, **traits: Any) -> None:
        super().__init__(**traits)
        self.guard = guard or current_guard()
        self.on_msg(self._hear)

    def _hear(self, _widget: object, content: Any, buffers: list) -> None:
        name = content.get("t") if isinstance(content, dict) else None
        answer = getattr(self, f"_hear_{name}", None) if isinstance(name, str) else None
        if answer is not None:
            self.guard.run(answer, content, buffers)
