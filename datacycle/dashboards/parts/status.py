"""The honest status line: Saving, Saved 10:42:07, NOT saved."""

from __future__ import annotations

from datetime import UTC, datetime

import traitlets

from .base import Part, script
from .guard import Guard


class Status(Part):
    """One line per page. It says "Saving" from the first keystroke on, before the kernel knows.

    When no answer comes within eight seconds it says "NOT saved yet", by itself. Times are shown
    in the reader's own zone.
    """

    _esm = script("status.js")
    state = traitlets.Unicode("idle").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    saved_at = traitlets.Float(0.0).tag(sync=True)
    """Seconds since 1970 of the last save; 0 before the first."""

    def __init__(self, words: str = "All changes are saved as you type.") -> None:
        super().__init__(words=words, guard=Guard())

    def saving(self) -> None:
        """Something is on its way to the store."""
        self._say("saving", "Saving…")

    def saved(self, at: datetime | None = None) -> None:
        """Everything up to this moment is in the store."""
        moment = (at or datetime.now(UTC)).timestamp()
        with self.hold_sync():
            self.saved_at = moment
            self._say("saved", "Saved")

    def failed(self, words: str) -> None:
        """Something was not done; ``words`` say what to do. Read aloud at once."""
        self._say("failed", words)

    def say(self, words: str) -> None:
        """Tell something that is neither good nor bad: "Step 4 of 10: See"."""
        self._say("note", words)

    def _say(self, state: str, words: str) -> None:
        with self.hold_sync():
            self.state, self.words = state, words
        self.send({"t": "said"})
