"""The roster in: look at what a class list holds, say who teaches each class, say yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plc_data import importers
from plc_data.errors import DataProblems, NotAllowed, NotFound
from plc_data.model import Enrollment, Problem, Section, Student, Team

from .desk import Desk
from .policy import Action


@dataclass(frozen=True, repr=False)
class RosterPreview:
    """What storing a class list would do. Making one stores nothing."""

    plan: importers.RosterPlan
    team: Team
    sections: tuple[Section, ...]
    """The team's classes in the file, with their teacher."""
    students: tuple[Student, ...]
    """Who sits in these classes."""
    enrollments: tuple[Enrollment, ...]
    new: tuple[Student, ...]
    """Students whom the workspace does not know yet."""
    changed: tuple[Student, ...]
    """Known students whose name, address or grade the file gives otherwise."""
    joining: tuple[Enrollment, ...]
    leaving: tuple[Enrollment, ...]
    """Enrollments in these classes that the file does not have any more."""
    questions: tuple[str, ...]
    """Names of classes for which somebody has to say who teaches them."""
    left_out: tuple[str, ...]
    """Names of classes that are not the team's."""
    problems: tuple[Problem, ...]
    teachers: Mapping[str, str]
    """What was said about who teaches which class."""

    def __repr__(self) -> str:
        """Short, and without students: notebooks show it."""
        n, joining, leaving = len(self.students), len(self.joining), len(self.leaving)
        return f"<RosterPreview {self.team.id}: {n} students, {joining} join, {leaving} leave>"

    @property
    def nothing(self) -> bool:
        """Whether the workspace holds all of it already."""
        return not (self.new or self.changed or self.joining or self.leaving)

    @property
    def can_store(self) -> bool:
        """Whether a yes would store it."""
        return bool(self.sections) and not self.problems and not self.questions


@dataclass(frozen=True)
class RosterBefore:
    """How it was before a class list came in: what taking it back needs."""

    team_id: str
    section_ids: tuple[str, ...]
    joined: tuple[Enrollment, ...]
    left: tuple[Enrollment, ...]
    students: tuple[Student, ...]
    sections: tuple[Section, ...]
    seats_after: tuple[Enrollment, ...]


class RosterRoom:
    """Brings a class list into the workspace, for one team."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(
        self,
        source: str | Path | bytes,
        team_id: str,
        *,
        teachers: Mapping[str, str] | None = None,
        name: str | None = None,
    ) -> RosterPreview:
        """Read a class list and say what storing it would do.

        ``teachers`` says for the name of a class who teaches it (an id of the staff list), or
        ``leave_out``. A class that the workspace knows keeps its teacher; a teacher whom the file
        names by e-mail is found on the staff list.
        """
        team = self._desk.store.team(team_id)
        self._desk.require(Action.IMPORT_ROSTER, self._desk.about(team))
        plan, said = importers.read_roster(source, name=name), dict(teachers or {})
        self._check_said(said, plan)
        return self._compare(plan, team, said)

    def _check_said(self, teachers: Mapping[str, str], plan: importers.RosterPlan) -> None:
        """A slip of the pen must not leave a class out."""
        classes = [section.name for section in plan.sections]
        for name, teacher in teachers.items():
            if classes and name not in classes:
                raise NotFound(f'The file has no class "{name}"; it has {", ".join(classes)}.')
            if teacher != importers.LEAVE_OUT and teacher not in self._desk.people:
                raise NotFound(f'There is nobody "{teacher}" on the staff list.')

    def _compare(
        self, plan: importers.RosterPlan, team: Team, teachers: Mapping[str, str]
    ) -> RosterPreview:
        store = self._desk.store
        sections, questions, left_out = self._sections(plan, team, teachers)
        ours = set(sections)
        enrollments = tuple(
            Enrollment(section_id=sections[e.section_id].id, student_id=e.student_id)
            for e in plan.enrollments
            if e.section_id in ours
        )
        sitting = {e.student_id for e in enrollments}
        before = {s.id: s for s in store.students(ids=sorted(sitting))}
        students = tuple(_with_known(s, before.get(s.id)) for s in plan.students if s.id in sitting)
        already = store.enrollments(section_ids=[s.id for s in sections.values()])
        return RosterPreview(
            plan=plan,
            team=team,
            sections=tuple(sections.values()),
            students=students,
            enrollments=enrollments,
            new=tuple(s for s in students if s.id not in before),
            changed=tuple(s for s in students if s.id in before and s != before[s.id]),
            joining=tuple(e for e in enrollments if e not in already),
            leaving=tuple(e for e in already if e not in enrollments),
            questions=questions,
            left_out=left_out,
            problems=(*plan.problems, *_no_class(plan)),
            teachers=teachers,
        )

    def store(self, preview: RosterPreview) -> RosterBefore:
        """Store what the person has seen, all of it or nothing; returns what :meth:`undo` takes."""
        desk, team = self._desk, preview.team
        desk.require(Action.IMPORT_ROSTER, desk.about(team))
        if preview.problems:
            raise DataProblems(preview.plan.source_name, preview.problems)
        if not preview.can_store:
            classes = ", ".join(preview.questions) or "the classes of this team"
            raise NotAllowed(f"Say first who teaches {classes}; nothing was stored.")
        who = {"by": desk.person_id, "at": desk.now()}
        with desk.store.together():
            if self._compare(preview.plan, desk.store.team(team.id), preview.teachers) != preview:
                raise NotAllowed("The roster was changed meanwhile: look at the plan again.")
            before = self._before(preview)
            for write, items in (
                (desk.store.put_students, (*preview.new, *preview.changed)),
                (desk.store.put_sections, preview.sections),
                (desk.store.put_enrollments, preview.joining),
                (desk.store.remove_enrollments, preview.leaving),
            ):
                if items:
                    write(items, **who)
        return before

    def undo(self, before: RosterBefore) -> None:
        """Take an import back as one step, while nobody has changed these classes since.

        Students and classes that were new stay known to the workspace, without a seat: what
        was once written about them can still be read.
        """
        desk, team = self._desk, self._desk.store.team(before.team_id)
        desk.require(Action.IMPORT_ROSTER, desk.about(team))
        who = {"by": desk.person_id, "at": desk.now()}
        with desk.store.together():
            seats = desk.store.enrollments(section_ids=list(before.section_ids))
            if set(seats) != set(before.seats_after):
                raise NotAllowed("The classes were changed meanwhile; nothing was taken back.")
            for write, items in (
                (desk.store.remove_enrollments, before.joined),
                (desk.store.put_enrollments, before.left),
                (desk.store.put_students, before.students),
                (desk.store.put_sections, before.sections),
            ):
                if items:
                    write(items, **who)

    def _before(self, preview: RosterPreview) -> RosterBefore:
        store, ids = self._desk.store, tuple(section.id for section in preview.sections)
        known = {section.id: section for section in store.sections(team_id=preview.team.id)}
        return RosterBefore(
            team_id=preview.team.id,
            section_ids=ids,
            joined=preview.joining,
            left=preview.leaving,
            students=store.students(ids=[student.id for student in preview.changed]),
            sections=tuple(known[id] for id in ids if id in known),
            seats_after=preview.enrollments,
        )

    def _sections(
        self, plan: importers.RosterPlan, team: Team, teachers: Mapping[str, str]
    ) -> tuple[dict[str, Section], tuple[str, ...], tuple[str, ...]]:
        """The file's section id -> the team's section; what is to be asked; what is not ours."""
        known = self._desk.store.sections(team_id=team.id)
        taken = {section.id for section in self._desk.store.sections()}
        found, questions, left_out = {}, [], []
        for section in plan.sections:
            before = next((k for k in known if section.id == k.id or section.name == k.name), None)
            teacher = (
                teachers.get(section.name)
                or (before.teacher_id if before else None)
                or self._teacher_of(section, plan)
            )
            if teacher is None:
                questions.append(section.name)
            elif teacher not in team.member_ids:
                left_out.append(section.name)
            elif before is not None:
                found[section.id] = before.model_copy(update={"teacher_id": teacher})
            else:
                id = section.id if section.id not in taken else f"{team.id}-{section.id}"
                changes = {"id": id, "team_id": team.id, "teacher_id": teacher}
                found[section.id] = section.model_copy(update=changes)
        return found, tuple(questions), tuple(left_out)

    def _teacher_of(self, section: Section, plan: importers.RosterPlan) -> str | None:
        """The member of staff whom the file means, by id or by e-mail."""
        staff = self._desk.people
        if section.teacher_id in staff:
            return section.teacher_id
        named = next((p for p in plan.people if p.id == section.teacher_id), None)
        if named is None or not named.email:
            return None
        mail = named.email.casefold()
        return next((p.id for p in staff.values() if (p.email or "").casefold() == mail), None)


def _with_known(student: Student, before: Student | None) -> Student:
    """The file's student; where the file is silent, what was known stays."""
    if before is None:
        return student
    said = {name: value for name, value in student if value is not None}
    return before.model_copy(update=said)


def _no_class(plan: importers.RosterPlan) -> tuple[Problem, ...]:
    if plan.problems or plan.sections:
        return ()
    text = (
        "No column says which class a student is in. Add one with the header Section, Class or "
        "Period."
    )
    return (Problem(code="missing-column", column="Section", message=text),)
