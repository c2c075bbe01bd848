"""A heartbeat between page and kernel: tells of a lost line and of what others changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import traitlets

from .base import Part, script
from .guard import Guard


class Heartbeat(Part):
    """Asks every 1.5 seconds; each answer carries the store's revision.

    ``on_change(revision)`` is called when the revision is another than at the last beat, so that
    the page can show what others did. When no answer comes for nine seconds a banner says so and
    offers "Reload and go on"; the address, and with it the place in the page, stays.

    Examples
    --------
    ::

        Heartbeat(revision=wb.revision, on_change=lambda revision: refresh())
    """

    _esm = script("heartbeat.js")
    every = traitlets.Float(1.5).tag(sync=True)
    lost_after = traitlets.Float(9.0).tag(sync=True)
    busy_with = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        *,
        revision: Callable[[], int] | None = None,
        on_change: Callable[[int], object] | None = None,
        on_beat: Callable[[], object] | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._revision = revision
        self._on_change = on_change
        self._on_beat = on_beat
        super().__init__(guard=guard)
        self._seen = revision() if revision else 0

    @contextmanager
    def busy(self, words: str) -> Iterator[None]:
        """Say that a longer piece of work runs, so that its silence is not taken for a loss."""
        self.busy_with = words
        try:
            yield
        finally:
            self.busy_with = ""

    def seen(self) -> None:
        """Take the present revision as known: what this page itself has just written."""
        if self._revision is not None:
            self._seen = self._revision()

    def beat(self) -> int:
        """Answer one beat; gives the revision."""
        revision = self._revision() if self._revision is not None else 0
        if revision != self._seen:
            self._seen = revision
            if self._on_change is not None:
                self.guard.run(self._on_change, revision)
        if self._on_beat is not None:
            self.guard.run(self._on_beat)
        return revision

    def _hear_ping(self, _content: dict, _buffers: list) -> None:
        self.send({"t": "pong", "revision": self._revision() if self._revision else 0})
        self.beat()
