"""Gradebooks: one score per student and *assignment*, which is a total and no item.

The assignments stand where items stand in other plans, so that their states can be seen; the
verdict is ``totals_only``, and one assignment has to be chosen before its totals are used.
"""

from __future__ import annotations

from collections.abc import Sequence

from plc_data.model import PlannedItem, PlannedStudent, Verdict

from ..cells import ScoreColumn
from ..drafts import Draft
from ..mapping import ColumnMapping
from ..problems import refuse


def gradebook_draft(
    format: str,
    students: list[PlannedStudent],
    names: Sequence[str],
    maxima: Sequence[float | None],
    columns: Sequence[ScoreColumn],
    mapping: ColumnMapping,
    *,
    cure: str,
) -> Draft:
    """A draft of totals: of the chosen assignment, or of the only one."""
    draft = Draft(format, students, verdict=Verdict.TOTALS_ONLY, compare_totals=False)
    chosen = list(range(len(names)))
    if mapping.assignment is not None:
        chosen = [k for k in chosen if names[k].casefold() == mapping.assignment.strip().casefold()]
        if not chosen:
            text = f'The file has no assignment "{mapping.assignment}".'
            raise refuse("mapping-does-not-fit", text, column=mapping.assignment)
    for position, k in enumerate(chosen, start=1):
        draft.items.append(PlannedItem(position=position, label=names[k], max_points=maxima[k]))
        draft.columns.append(columns[k])
    if len(chosen) == 1:
        draft.totals = list(columns[chosen[0]].points)
    elif len(chosen) > 1:
        draft.warn(
            "several-assignments",
            f"The file has {len(chosen)} assignments. Say which one is the assessment (a mapping "
            'with "assignment" and its header).',
        )
    draft.warn(
        "totals-only",
        "This is a gradebook: it holds one score per assignment and none per question. For the "
        f"analysis of items, {cure}",
    )
    return draft
