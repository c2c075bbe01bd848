"""What several frames share: short names of the kinds, and columns that mean the same."""

from __future__ import annotations

from plc_data.model import MasteryState

from .shape import Column, Kind

TEXT, NUMBER, WHOLE, FLAG = Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.FLAG

STATES = tuple(state.value for state in MasteryState)
SEEN_STATES = tuple(s.value for s in MasteryState if s is not MasteryState.NO_EVIDENCE)

STUDENT_ID = Column("student_id", TEXT, "the school's own id, as text")
TARGET_ID = Column("target_id", TEXT, "the learning target")
ITEM_ID = Column("item_id", TEXT, "the item's id in the assessment")
SECTION_ID = Column("section_id", TEXT, "the section")
CHECK_ID = Column("check_id", TEXT, "the check for understanding")
