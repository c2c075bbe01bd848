"""Problems that a person may take as they are: a box to tick for each kind, and what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from datacycle.reports import numbers
from datacycle.workbench import ResultsPreview
from datacycle.workbench.files import WHAT_ACCEPTING_DOES
from plc_data.importers import CODES
from plc_data.model import Verdict

from ...parts import CheckField

MANY = "not-on-roster"
"""A question for each row; from this many on a box for all of them is offered too."""
FROM = 4


def boxes(preview: ResultsPreview, accept: Callable[[str, bool], object]) -> list[CheckField]:
    """One box for each kind of problem that may be accepted, or is."""
    if preview.plan.verdict is not Verdict.IMPORT or preview.same_as is not None:
        return []
    ticked = Counter(p.code for p in preview.accepted)
    found = ticked + Counter(p.code for p in (*preview.problems, *preview.questions))
    offered = [
        code
        for code in found
        if code in WHAT_ACCEPTING_DOES and (code != MANY or code in ticked or found[code] >= FROM)
    ]
    return [_box(code, found[code], code in ticked, accept) for code in offered]


def _box(code: str, n: int, ticked: bool, accept: Callable[[str, bool], object]) -> CheckField:
    what = CODES[code].rstrip(".")
    return CheckField(
        f"Store it all the same: {WHAT_ACCEPTING_DOES[code]}",
        ticked,
        help=f"{what} ({numbers.plural(n, 'place')})",
        on_change=lambda yes: accept(code, yes),
        saves=False,
    )
