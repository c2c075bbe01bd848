"""The known exports, in the order in which a file is tried; the first that says "mine" reads it.

Every source is recognised by content. The generic tables come last and ask rather than guess.
"""

from __future__ import annotations

from ..files import File
from . import canvas_quiz, generic_long, generic_wide, google_forms, google_sheets, zipgrade
from .base import Source

SOURCES: tuple[Source, ...] = (
    google_forms.SOURCE,
    canvas_quiz.SOURCE,
    zipgrade.FULL,
    zipgrade.STANDARD,
    google_sheets.SOURCE,
    generic_long.SOURCE,
    generic_wide.SOURCE,
)


def title_of(format: str) -> str:
    """The format's name for people."""
    return next((s.title for s in SOURCES if s.name == format), "an unknown layout")


__all__ = ["SOURCES", "File", "Source", "title_of"]
