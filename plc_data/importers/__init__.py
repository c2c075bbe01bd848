"""Files in: what results, rosters and lists of standards hold, before anything is stored."""

from __future__ import annotations

from .answers import AnswerChanges, answers_frame, compare_answers, import_problems, map_items
from .mapping import ColumnMapping, fingerprint
from .match import LEAVE_OUT, match_roster
from .problems import ACCEPTABLE, CODES, Refused
from .results import plan_as_json, read_results
from .roster import RosterPlan, read_roster

__all__ = [
    "ACCEPTABLE",
    "CODES",
    "LEAVE_OUT",
    "AnswerChanges",
    "ColumnMapping",
    "Refused",
    "RosterPlan",
    "answers_frame",
    "compare_answers",
    "fingerprint",
    "import_problems",
    "map_items",
    "match_roster",
    "plan_as_json",
    "read_results",
    "read_roster",
]
