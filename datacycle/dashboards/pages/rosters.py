"""Class lists and standards: who is in which class, and what the team teaches to."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.reports import numbers
from datacycle.reports.tables import Column, Kind, Table
from datacycle.workbench import LEAVE_OUT, RosterPreview, Workbench
from datacycle.workbench.policy import Action
from plc_data.errors import NotAllowed
from plc_data.model import Team

from ..parts import (
    ChoiceField,
    ConfirmButton,
    Upload,
    box,
    bullets,
    button,
    card,
    columns,
    current_guard,
    empty_state,
    facts,
    form_row,
    heading,
    link_button,
    message,
    paragraph,
    piece,
    row,
    table,
)
from ..parts import (
    page as whole_page,
)
from .files_in import plan_view
from .files_in.standards_card import StandardsCard
from .places import address, places

MOST_NAMED = 12
"""Students named in a list; the others are counted."""


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The rosters of my teams (``?cycle=`` or ``?team=`` say which first)."""
    return Rosters(wb, query.get("cycle"), query.get("team")).widget


class Rosters:
    """Choose the list, look, say who teaches, say yes."""

    def __init__(self, wb: Workbench, cycle_id: str | None = None, team_id: str | None = None):
        self.wb = wb
        self.cycle_id = cycle_id
        teams = {team.id: team for team, _ in wb.cycles.mine()}
        teams = {id: t for id, t in teams.items() if wb.may(Action.IMPORT_ROSTER, t)}
        if not teams:
            raise NotAllowed("Class lists belong to the members of a team: they see the names.")
        first = wb.cycles.team(cycle_id).id if cycle_id else team_id
        self.teams = teams
        self.preview: RosterPreview | None = None
        self._file: tuple[str, bytes] | None = None
        self._teachers: dict[str, str] = {}
        self._before = None
        self.place, self.now, self.undo_place, self.standards_place = box(), box(), box(), box()
        self.which = ChoiceField(
            "Classes of",
            [(id, team.name) for id, team in teams.items()],
            first if first in teams else next(iter(teams)),
            on_change=self._other_team,
            saves=False,
        )
        self.upload = Upload(
            "Choose the class list, or drop it here",
            on_file=self.take,
            help="A sheet with Student ID, Last, First, Period; a OneRoster or Clever zip; "
            "a Canvas gradebook",
        )
        status = current_guard().status
        if status is not None:
            status.say("Nothing is stored before you say yes.")
        back = link_button("To the results", address("bring_in_results", cycle_id))
        left = card(
            "The class list",
            *((self.which,) if len(teams) > 1 else ()),
            self.upload,
            *((piece(paragraph(back)),) if cycle_id else ()),
            intro="Nothing is stored before you have seen it and said yes.",
        )
        self.widget = whole_page(
            "Class lists and standards",
            columns(
                box(left, self.undo_place, self.now, cls="dc-stack-cards"),
                box(self.place, self.standards_place, cls="dc-stack-cards"),
                shape="2 3",
            ),
            subtitle=self.team.name,
            places=places("rosters", cycle_id),
            person=wb.person,
            status=status,
        )
        self._other_team(self.which.value)

    @property
    def team(self) -> Team:
        """The team whose classes these are."""
        return self.teams[self.which.value]

    # What a person does

    def take(self, name: str, content: bytes) -> None:
        """Read a list and show what it would do."""
        self._file, self._teachers = (name, content), {}
        self._look()

    def say_teacher(self, section: str, person: str | None) -> None:
        """Say who teaches a class, or that it is not the team's."""
        if person is None:
            self._teachers.pop(section, None)
        else:
            self._teachers[section] = person
        self._look()

    def store(self) -> None:
        """Say yes."""
        seen = self.preview
        self._before = self.wb.rosters.store(seen)
        self._forget()
        self.show_now()
        done = (
            f"{numbers.plural(len(seen.students), 'student')} in "
            f"{numbers.plural(len(seen.sections), 'class', 'classes')}."
        )
        self.place.children = (
            card("Stored", piece(message(done, "good", "The class list is in"))),
        )
        self.undo_place.children = (
            card(
                "Take it back",
                ConfirmButton(
                    "Undo this list",
                    "Seat everybody again as before? Students who were new stay known, without "
                    "a class.",
                    self.undo,
                    yes="Yes, undo it",
                    no="No, keep it",
                    kind="quiet small",
                ),
            ),
        )

    def undo(self) -> None:
        """Take the list back as one step."""
        self.wb.rosters.undo(self._before)
        self._before = None
        self.undo_place.children = ()
        self.show_now()
        self.show_plan()

    def drop(self) -> None:
        """Leave it; nothing was stored."""
        self._forget()
        self.show_plan()

    def _forget(self) -> None:
        self.preview, self._file, self._teachers = None, None, {}

    def _other_team(self, _team_id: str) -> None:
        self._forget()
        self.standards_place.children = (StandardsCard(self.wb, self.team).widget,)
        self.show_now()
        self.show_plan()

    def _look(self) -> None:
        name, content = self._file
        self.preview = self.wb.rosters.preview(
            content, self.team.id, teachers=self._teachers, name=name
        )
        self.show_plan()

    # What the page shows

    def show_now(self) -> None:
        """The team's classes as they stand."""
        store, team = self.wb.store, self.team
        sections = store.sections(team_id=team.id)
        seats = store.enrollments(section_ids=[s.id for s in sections])
        rows = [
            (s.name, self.wb.name(s.teacher_id), sum(e.section_id == s.id for e in seats))
            for s in sections
        ]
        shown = (
            table(Table("Classes of the team", _CLASS_COLUMNS, tuple(rows)))
            if rows
            else empty_state("No class yet", "Bring in a class list: results need to know whose.")
        )
        self.now.children = (card("Now in the workspace", shown),)

    def show_plan(self) -> None:
        """What the list would change, or what to do."""
        seen = self.preview
        if seen is None:
            words = (
                "You will see here who is new, who changed, who left, and who teaches each class."
            )
            self.place.children = (
                card("What will happen", empty_state("Choose a class list first", words)),
            )
            return
        parts: list[ipywidgets.Widget] = [piece(_verdict(seen))]
        if seen.problems:
            parts.append(piece(plan_view.problem_list(seen.problems)))
        elif seen.can_store and not seen.nothing:
            parts.append(
                row(
                    button("Yes, store this list", self.store, kind="primary"),
                    button("Not now", self.drop),
                )
            )
        parts += self._who_teaches(seen)
        parts += [piece(words) for words in self._changes(seen)]
        if seen.plan.warnings:
            said = plan_view.problem_list(seen.plan.warnings)
            parts.append(piece(message(said, "info", "Good to know")))
        self.place.children = (card("What will happen", *parts),)

    def _who_teaches(self, seen: RosterPreview) -> list[ipywidgets.Widget]:
        """One choice for each class that is asked about, or was answered by hand."""
        staff = [(id, self.wb.name(id)) for id in seen.team.member_ids]
        choices = [*staff, (LEAVE_OUT, "Not a class of this team")]
        asked = dict.fromkeys((*seen.questions, *self._teachers))
        fields = [
            ChoiceField(
                f"Who teaches {name}?",
                choices,
                self._teachers.get(name),
                empty="Choose…",
                on_change=lambda person, name=name: self.say_teacher(name, person),
                saves=False,
            )
            for name in asked
        ]
        return [piece(heading(3, "Who teaches")), form_row(*fields)] if fields else []

    def _changes(self, seen: RosterPreview) -> list:
        """Counts first, then who: new, changed, gone; then the classes."""
        by_id = {student.id: student.name for student in seen.students}
        gone = [e.student_id for e in seen.leaving]
        by_id |= {student.id: student.name for student in self.wb.store.students(ids=gone)}
        pairs = [
            ("File", seen.plan.source_name),
            ("Students in the file", str(len(seen.plan.students))),
            ("New", str(len(seen.new))),
            ("Corrected", str(len(seen.changed))),
            ("Join a class", str(len(seen.joining))),
            ("Leave a class", str(len(gone))),
        ]
        if seen.left_out:
            pairs.append(("Classes left out", ", ".join(seen.left_out)))
        lines = [
            f"{section.name}: "
            + numbers.plural(sum(e.section_id == section.id for e in seen.enrollments), "student")
            for section in seen.sections
        ]
        found = [facts(pairs)]
        if lines:
            found.append(bullets(lines))
        for ids, words in (
            ([s.id for s in seen.new], "New"),
            ([s.id for s in seen.changed], "Corrected"),
            (gone, "Leave a class"),
        ):
            if ids:
                named = [by_id.get(id, f"student {id}") for id in ids[:MOST_NAMED]]
                more = len(ids) - len(named)
                tail = f", and {numbers.plural(more, 'other')}" if more else ""
                found.append(paragraph(f"{words}: {', '.join(named)}{tail}."))
        return found


_CLASS_COLUMNS = (
    Column("class", "Class", row_header=True),
    Column("teacher", "Teacher"),
    Column("n", "Students", Kind.COUNT),
)


def _verdict(seen: RosterPreview):
    if seen.problems:
        return message("Nothing was stored. See below what to mend.", "bad", "Not yet")
    if seen.questions:
        n = numbers.plural(len(seen.questions), "class", "classes")
        return message(f"For {n} say below who teaches.", "warn", "One thing first")
    if not seen.sections:
        return message("None of its classes is taught by this team.", "warn", "Nothing for you")
    if seen.nothing:
        return message("The workspace holds all of this already.", "info", "Nothing to do")
    return message("Look at it, then say yes. You can undo it.", "good", "Ready")
