"""Files in: what results, rosters and lists of standards hold, before anything is stored."""

from __future__ import annotations

from .answer_key import AnswerKey, plan_with_key, read_answer_key
from .answers import AnswerChanges, answers_frame, compare_answers, import_problems, map_items
from .mapping import ColumnMapping, fingerprint
from .match import LEAVE_OUT, match_roster
from .problems import ACCEPTABLE, CODES, Refused
from .results import plan_as_json, read_results
from .roster import RosterPlan, read_roster
from .standards import StandardEntry, StandardsPlan, read_standards
from .standards_codes import code_key

__all__ = [
    "ACCEPTABLE",
    "CODES",
    "LEAVE_OUT",
    "AnswerChanges",
    "AnswerKey",
    "ColumnMapping",
    "Refused",
    "RosterPlan",
    "StandardEntry",
    "StandardsPlan",
    "answers_frame",
    "code_key",
    "compare_answers",
    "fingerprint",
    "import_problems",
    "map_items",
    "match_roster",
    "plan_as_json",
    "plan_with_key",
    "read_answer_key",
    "read_results",
    "read_roster",
    "read_standards",
]
