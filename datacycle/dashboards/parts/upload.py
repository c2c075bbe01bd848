"""A file from the teacher's computer: in pieces, with a limit in words, checked on both sides."""

from __future__ import annotations

from collections.abc import Callable

import traitlets

from .base import Part, script
from .guard import Guard

PIECE = 1_000_000
"""Bytes per message; the line between browser and kernel takes at most ten million."""


class Upload(Part):
    """A button that takes a file, and a place to drop one.

    ``on_file(name, content)`` gets the file when it is whole. A file that is larger than
    ``most_megabytes`` is refused in words before it is sent, and again here.
    """

    _esm = script("upload.js")
    label = traitlets.Unicode("").tag(sync=True)
    help = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    accept = traitlets.Unicode("").tag(sync=True)
    limit = traitlets.Int().tag(sync=True)
    piece = traitlets.Int(PIECE).tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        label: str,
        *,
        on_file: Callable[[str, bytes], object],
        accept: tuple[str, ...] = (".csv", ".xlsx", ".tsv", ".txt", ".zip"),
        most_megabytes: int = 20,
        help: str = "",
        guard: Guard | None = None,
    ) -> None:
        self._on_file = on_file
        self._accept = tuple(ending.lower() for ending in accept)
        self._limit = most_megabytes * 1_000_000
        self._pieces: list[bytes] = []
        self._name = ""
        self._total: int | None = None
        endings = ", ".join(self._accept)
        super().__init__(
            guard=guard,
            label=label,
            help=help or f"{endings}; at most {most_megabytes} MB",
            accept=",".join(self._accept),
            limit=self._limit,
        )

    def take(self, name: str, content: bytes) -> bool:
        """Take a whole file; True when ``on_file`` was content with it."""
        name = name.replace("\\", "/").rpartition("/")[2][:200]
        self.error = ""
        if self._accept and not name.lower().endswith(self._accept):
            self.error = f"A file that ends in {', '.join(self._accept)} is needed."
        elif len(content) > self._limit:
            self.error = f"The file is larger than {self._limit // 1_000_000} MB."
        elif not content:
            self.error = "The file is empty."
        if self.error:
            return False
        outcome = self.guard.run(self._on_file, name, content)
        self.error = "" if outcome.ok else outcome.words
        return outcome.ok

    def _hear_begin(self, content: dict, _buffers: list) -> None:
        size = content.get("size")
        self._name, self._pieces = str(content.get("name", "")), []
        self._total = size if isinstance(size, int) and size >= 0 else 0
        if self._total > self._limit:
            self._refuse()
        else:
            self._ask_or_finish()

    def _hear_piece(self, _content: dict, buffers: list) -> None:
        if self._total is None:
            return
        self._pieces.append(bytes(buffers[0]) if buffers else b"")
        if sum(map(len, self._pieces)) > self._total:
            self._refuse()
        else:
            self._ask_or_finish()

    def _refuse(self) -> None:
        """Take nothing more; a file that is not whole is never read."""
        self._pieces, self._total = [], None
        self.error = f"The file is larger than {self._limit // 1_000_000} MB."
        self.send({"t": "done", "ok": False})

    def _ask_or_finish(self) -> None:
        got = sum(map(len, self._pieces))
        if got < self._total:
            self.send({"t": "next", "from": got})
            return
        content = b"".join(self._pieces)
        self._pieces, self._total = [], None
        self.send({"t": "done", "ok": self.take(self._name, content)})
