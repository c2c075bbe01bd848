"""The known exports, in the order in which a file is tried; the first that says "mine" reads it.

Every source is recognised by content. The generic tables come last and ask rather than guess.
"""

from __future__ import annotations

from . import (
    canvas_gradebook,
    canvas_quiz,
    generic_long,
    generic_wide,
    google_forms,
    google_sheets,
    gradescope,
    kahoot,
    key_first_row,
    moodle,
    ms_forms,
    not_results,
    oneroster_results,
    plickers,
    quizizz,
    zipgrade,
)
from .base import Source

SOURCES: tuple[Source, ...] = (
    oneroster_results.SOURCE,
    not_results.CLEVER,
    not_results.ARCHIVE,
    not_results.STANDARDS,
    not_results.JSON,
    kahoot.SOURCE,
    quizizz.SOURCE,
    google_forms.SOURCE,
    ms_forms.SOURCE,
    canvas_quiz.SOURCE,
    canvas_gradebook.SOURCE,
    moodle.GRADES,
    moodle.RESPONSES,
    zipgrade.FULL,
    zipgrade.STANDARD,
    not_results.KEY,
    plickers.SOURCE,
    gradescope.SOURCE,
    gradescope.COURSE,
    google_sheets.SOURCE,
    generic_long.SOURCE,
    generic_wide.SOURCE,
    key_first_row.SOURCE,
)


def title_of(format: str) -> str:
    """The format's name for people."""
    return next((s.title for s in SOURCES if s.name == format), "an unknown layout")


__all__ = ["SOURCES", "Source", "title_of"]
