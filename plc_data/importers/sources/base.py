"""What a source is: it says "this is mine" by content, and reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping


@dataclass(frozen=True)
class Source:
    """One kind of export.

    ``recognise`` looks at a file's content and returns what it found (anything but None), which
    ``read`` then gets; it never raises on a file that is not its own.
    """

    name: str
    title: str
    recognise: Callable[[File], Any]
    read: Callable[[File, Any, ColumnMapping], Draft]
