"""Begin a data cycle: a title, the classes, the day. Everything else follows on its own page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import ipywidgets

from datacycle.workbench import Workbench
from datacycle.workbench.policy import Action
from plc_data.errors import WorkbenchError
from plc_data.model import DataCycle, Team

from ..parts import (
    ChecksField,
    ChoiceField,
    DateField,
    TextField,
    box,
    button,
    card,
    empty_state,
    link_button,
    message,
    paragraph,
    piece,
    tag,
)
from ..parts import page as whole_page
from ..parts.html import join
from .places import address, places

FIRST_MONTH = 7
"""A school year begins in July for the name of it: 2026-27."""


class NotWhole(WorkbenchError):
    """The form misses something."""


def school_year(day: date) -> str:
    """The school year a day lies in.

    Examples
    --------
    >>> school_year(date(2026, 11, 24)), school_year(date(2027, 3, 1))
    ('2026-27', '2026-27')
    """
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def cycle_id(title: str, day: date, taken: set[str]) -> str:
    """An id that can be read, and that nobody has yet.

    Examples
    --------
    >>> cycle_id("Slope & what it means", date(2026, 11, 9), {"cycle-slope-what-it-means-2026-11"})
    'cycle-slope-what-it-means-2026-11-2'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "new"
    base = f"cycle-{slug}-{day:%Y-%m}"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """Begin a cycle for one of my teams (``?team=`` chooses which)."""
    return BeginCycle(wb, query.get("team")).widget


class BeginCycle:
    """Three fields and a button."""

    def __init__(self, wb: Workbench, team_id: str | None) -> None:
        self.wb = wb
        self.cycles = {t.id: cycles for t, cycles in wb.cycles.mine()}
        teams = [t for t, _ in wb.cycles.mine() if wb.may(Action.EDIT_TEAM_WORK, t)]
        head = {"places": places("begin_cycle", None), "person": wb.person}
        if not teams:
            words = "A member of a team begins its cycles; a coach helps from there on."
            self.widget = whole_page(
                "Begin a data cycle", empty_state("No team of yours", words), **head
            )
            return
        self.teams: dict[str, Team] = {team.id: team for team in teams}
        first = team_id if team_id in self.teams else teams[0].id
        self.team = ChoiceField(
            "Team", [(t.id, t.name) for t in teams], first, on_change=self._choose, saves=False
        )
        self.title = TextField(
            "What the cycle is about",
            placeholder="Slope and what it means",
            help="A few words; the focus comes next.",
            required=True,
        )
        self.starts = DateField("Begins on", wb.today())
        self.sections = ChecksField("Classes", ())
        self.place = box()
        self._choose(first)
        self.place.children = (
            card(
                "A new cycle",
                self.team,
                self.title,
                self.starts,
                self.sections,
                button("Begin", self.begin, kind="primary", saves=True),
                intro="Three to four weeks, from a need to a closed cycle.",
            ),
        )
        self.widget = whole_page("Begin a data cycle", self.place, **head)

    def _choose(self, team_id: str) -> None:
        sections = self.wb.cycles.team_sections(team_id)
        self.sections.set_choices([(s.id, s.name) for s in sections])
        self.sections.value = tuple(s.id for s in sections)

    def begin(self) -> None:
        """Store the cycle and show the way on."""
        if not self.title.value.strip():
            self.title.error = "A few words are needed here."
            self.title.focus()
            raise NotWhole("Say what the cycle is about; nothing was stored.")
        if self.starts.value is None:
            raise NotWhole("Choose the day it begins; nothing was stored.")
        team = self.teams[self.team.value]
        taken = {cycle.id for cycles in self.cycles.values() for cycle in cycles}
        chosen, every = self.sections.value, self.wb.cycles.team_sections(team.id)
        cycle = DataCycle(
            id=cycle_id(self.title.value, self.starts.value, taken),
            team_id=team.id,
            title=self.title.value.strip(),
            school_year=school_year(self.starts.value),
            starts_on=self.starts.value,
            section_ids=() if len(chosen) == len(every) else chosen,
        )
        self.wb.cycles.save(cycle, based_on=None)
        self.place.children = (
            card(
                cycle.title,
                piece(
                    join(
                        [
                            message("The cycle has begun.", "good"),
                            paragraph("Next: name the focus that the students' need asks for."),
                            tag(
                                "p",
                                link_button(
                                    "To the focus", address("focus", cycle.id), primary=True
                                ),
                                " ",
                                link_button("Home", address("home")),
                            ),
                        ]
                    )
                ),
            ),
        )
