"""What tables look like: one description per frame, and one check."""

from .frames import (
    CAUSES,
    CLASSES,
    FRAMES,
    GROUPS,
    GROWTH,
    ITEMS,
    MASTERY,
    MISJUDGED,
    OPTIONS,
    RESPONSES,
    TARGETS,
    TRANSITIONS,
)
from .shape import Column, FrameSchema, Kind, check_frame, make_frame

__all__ = [
    "CAUSES",
    "CLASSES",
    "FRAMES",
    "GROUPS",
    "GROWTH",
    "ITEMS",
    "MASTERY",
    "MISJUDGED",
    "OPTIONS",
    "RESPONSES",
    "TARGETS",
    "TRANSITIONS",
    "Column",
    "FrameSchema",
    "Kind",
    "check_frame",
    "make_frame",
]
