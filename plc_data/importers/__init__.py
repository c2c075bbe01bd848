"""Files in: what results, rosters and lists of standards hold, before anything is stored.

Lists of standards and answer keys are rare: their rooms are opened when first asked for.
"""

from __future__ import annotations

from importlib import import_module

from .answers import AnswerChanges, answers_frame, compare_answers, import_problems, map_items
from .mapping import ColumnMapping, fingerprint
from .match import LEAVE_OUT, match_roster
from .problems import ACCEPTABLE, CODES, Refused
from .results import plan_as_json, read_results
from .roster import RosterPlan, read_roster

_LATER = {
    "AnswerKey": "answer_key",
    "plan_with_key": "answer_key",
    "read_answer_key": "answer_key",
    "StandardEntry": "standards",
    "StandardsPlan": "standards",
    "read_standards": "standards",
    "code_key": "standards_codes",
}

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


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
