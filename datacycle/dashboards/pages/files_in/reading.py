"""Reading a large file without putting the page to sleep; the reading can be left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ...parts import Guard, Heartbeat, current_guard

LONG = 400_000
"""Bytes from which reading takes long enough to be told about: about a second."""


def is_long(content: bytes) -> bool:
    """Whether the reading is announced, and runs beside the page."""
    return len(content) > LONG


class Reading:
    """One reading at a time; a newer one, or a stop, makes the one before count for nothing.

    A thread cannot be ended from outside, so a stopped reading runs to its end (the importers'
    limits keep that short) and its result is dropped.
    """

    def __init__(self, heartbeat: Heartbeat, guard: Guard | None = None) -> None:
        self._heartbeat = heartbeat
        self._guard = guard or current_guard()
        self._number = 0

    def start(self, content: bytes, read: Callable[[], Any], have: Callable[[Any], object]) -> None:
        """Read, then call ``have`` with the result, unless it was stopped."""
        self._number += 1
        try:
            loop = asyncio.get_running_loop() if is_long(content) else None
        except RuntimeError:  # no page is served here: a notebook's cell or a test
            loop = None
        if loop is None:
            have(read())
            return
        self._heartbeat.busy_with = "Reading the file; this can take some seconds."
        self._task = loop.create_task(self._beside(self._number, read, have))

    def stop(self) -> None:
        """Let the running reading count for nothing."""
        self._number += 1
        self._heartbeat.busy_with = ""

    async def _beside(
        self, number: int, read: Callable[[], Any], have: Callable[[Any], object]
    ) -> None:
        outcome = await asyncio.to_thread(self._guard.run, read)
        if number != self._number:
            return
        self._heartbeat.busy_with = ""
        if outcome.ok:
            self._guard.run(have, outcome.result)
