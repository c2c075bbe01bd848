"""Students by name, for who may see them: the grid of states, and who was absent."""

from __future__ import annotations

from dataclasses import replace

import ipywidgets
import pandas as pd

from datacycle.reports import STATES, views_targets
from datacycle.workbench.numbers import Testing
from plc_data.model import MasteryState

from ...parts import (
    ChoiceField,
    bullets,
    card,
    csv_link,
    form_row,
    join,
    paragraph,
    piece,
    tag,
)
from ..cycle_room import CycleRoom

EVERYBODY = "all"


class StudentGrid:
    """Students down, targets across; by class, by name or with the open ones first."""

    def __init__(self, room: CycleRoom, testing: Testing, mastery: pd.DataFrame) -> None:
        self.room, self.testing, self.mastery = room, testing, mastery
        self.names = room.names()
        sections = room.wb.cycles.sections(room.cycle.id)
        self.section = ChoiceField(
            "Class",
            [(EVERYBODY, "All classes"), *((s.id, s.name) for s in sections)],
            EVERYBODY,
            on_change=lambda _: self.draw(),
            saves=False,
        )
        self.order = ChoiceField(
            "Order",
            [
                ("name", "By name"),
                *((t.id, f"Open first: {t.statement}") for t in testing.assessment.targets),
            ],
            "name",
            on_change=lambda _: self.draw(),
            saves=False,
        )
        self.place = piece(paragraph(""), "dc-table-box")
        self.widget: ipywidgets.Widget = card(
            "By student",
            form_row(self.section, self.order) if len(sections) > 1 else self.order,
            self.place,
            intro="For the team's teachers only. A file saved from here holds names: keep it where "
            "student data belongs.",
        )
        self.draw()

    def shown(self) -> dict[str, str]:
        """Who is in the grid, in its order."""
        names = self.names
        if self.section.value not in (None, EVERYBODY):
            here = set(self.room.wb.promises.group(self.room.cycle.id, (self.section.value,)))
            names = {id: name for id, name in names.items() if id in here}
        if self.order.value in (None, "name"):
            return names
        one = self.mastery[self.mastery["target_id"] == self.order.value]
        state = dict(zip(one["student_id"], one["state"], strict=True))
        rank = {state.value: n for n, state in enumerate(reversed(STATES[:3]))}
        last = len(rank)
        return dict(sorted(names.items(), key=lambda pair: rank.get(state.get(pair[0]), last)))

    def draw(self) -> None:
        """Draw the grid anew."""
        made = views_targets.grid_table(self.mastery, self.testing.assessment, self.shown())
        self.place.show(
            join(
                [
                    replace(made, notes=()).to_html(),
                    tag("p", csv_link(made, "students_and_targets.csv"), cls="dc-file-line"),
                ]
            )
        )


def without_evidence(mastery: pd.DataFrame) -> set[str]:
    """Students of the roster without evidence on any target."""
    seen = mastery[mastery["state"] != MasteryState.NO_EVIDENCE.value]
    return set(mastery["student_id"]) - set(seen["student_id"])


def absent_card(room: CycleRoom, mastery: pd.DataFrame) -> ipywidgets.Widget | None:
    """Who has no results: by name for the team, as a number for everybody else."""
    absent = without_evidence(mastery)
    if not absent:
        return None
    of = mastery["student_id"].nunique()
    has = "has" if len(absent) == 1 else "have"
    named = [name for id, name in room.names().items() if id in absent]
    words = f"{len(absent)} of {of} students {has} no results. Absent is absent, never zero."
    more = bullets(named) if named else None
    return card("Not tested", piece(join([paragraph(words), more])))
