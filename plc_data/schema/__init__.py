"""What tables look like: one description per frame, and one check."""

from .frames import (
    CAUSES,
    CLASSES,
    FRAMES,
    GROUPS,
    GROWTH,
    ITEM_CHANGES,
    ITEMS,
    MASTERY,
    MISJUDGED,
    OPTION_THIRDS,
    OPTIONS,
    RELIABLE_CHANGES,
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
    "ITEM_CHANGES",
    "MASTERY",
    "MISJUDGED",
    "OPTIONS",
    "OPTION_THIRDS",
    "RELIABLE_CHANGES",
    "RESPONSES",
    "TARGETS",
    "TRANSITIONS",
    "Column",
    "FrameSchema",
    "Kind",
    "check_frame",
    "make_frame",
]
