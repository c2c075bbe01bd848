"""Files for the reader: small ones stand in the page, large ones are made on a click."""

from __future__ import annotations

import base64
from collections.abc import Callable

import traitlets
from markupsafe import Markup

from datacycle.reports import Table

from .base import Part, script
from .guard import Guard
from .html import link

LARGEST_LINK = 2_000_000
"""Bytes up to which a file stands in the page as a link."""


def download_link(data: bytes, name: str, words: str, media_type: str = "text/csv") -> Markup:
    """Make a link that holds its file, so that it works without the kernel.

    Examples
    --------
    >>> "data:text/csv" in download_link(b"a,b", "items.csv", "Save")
    True
    """
    if len(data) > LARGEST_LINK:
        raise ValueError("too large for a link; use Download")
    content = base64.b64encode(data).decode("ascii")
    return link(
        f"data:{media_type};charset=utf-8;base64,{content}",
        words,
        cls="dc-button dc-small dc-file",
        download=name,
    )


def csv_link(table: Table, name: str, words: str = "Save as CSV") -> Markup:
    """Make a link to a table as a CSV file that Excel reads with its accents."""
    return download_link(table.to_csv(for_excel=True).encode("utf-8"), name, words)


class Download(Part):
    """A button that makes a file and hands it to the browser.

    ``make()`` returns the bytes; it runs guarded, in the kernel, on each click.
    """

    _esm = script("download.js")
    words = traitlets.Unicode("").tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)
    media_type = traitlets.Unicode("").tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)
    primary = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        words: str,
        make: Callable[[], bytes],
        file_name: str,
        *,
        media_type: str = "application/octet-stream",
        primary: bool = False,
        guard: Guard | None = None,
    ) -> None:
        if not words.strip():
            raise ValueError("a button needs its words")
        self._make = make
        super().__init__(
            guard=guard, words=words, file_name=file_name, media_type=media_type, primary=primary
        )

    def _hear_make(self, _content: dict, _buffers: list) -> None:
        outcome = self.guard.run(self._make)
        if not outcome.ok:
            self.send({"t": "failed"})
            return
        data: bytes = outcome.result
        for start in range(0, len(data), 1_000_000):
            self.send({"t": "piece"}, [data[start : start + 1_000_000]])
        self.send({"t": "whole"})
