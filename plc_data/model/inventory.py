"""Which data a team looks at: who, how often, for which decision, and what it will use more."""

from __future__ import annotations

from enum import StrEnum

from .base import Identifier, Record


class Purpose(StrEnum):
    """What a source is there for."""

    FORMATIVE = "formative"
    """It comes while teaching can still change."""
    SUMMATIVE = "summative"
    """It says where learning ended."""


class Grain(StrEnum):
    """How close to one lesson a source is."""

    MACRO = "macro"
    """A school or district, once or a few times a year."""
    MICRO = "micro"
    """One target in one class, while it is taught."""
    SNAPSHOT = "snapshot"
    """One moment of few students, without a count that can be repeated."""


class DataSource(Record):
    """One source of data that the team has. Fields may be empty while it is being written."""

    id: Identifier
    name: str = ""
    purpose: Purpose | None = None
    grain: Grain | None = None
    who: str = ""
    how_often: str = ""
    decision: str = ""
    """What is decided with it; a source without a decision is collected for nobody."""
    use_more: bool = False


class DataInventory(Record):
    """The sources of one cycle's team, and what it will use more intentionally."""

    id: Identifier
    cycle_id: Identifier
    sources: tuple[DataSource, ...] = ()
    more_intentionally: str = ""
