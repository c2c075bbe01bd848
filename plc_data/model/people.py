"""Who is who: staff, teams, students, sections."""

from __future__ import annotations

from enum import StrEnum

from .base import Identifier, Record


class Role(StrEnum):
    """What a person may be asked to do; one person may hold several."""

    TEACHER = "teacher"
    LEAD = "lead"
    COACH = "coach"
    ADMINISTRATOR = "administrator"
    DESIGNER = "designer"


class Person(Record):
    """A member of staff."""

    id: Identifier
    given: str
    family: str
    email: str | None = None
    subject: str | None = None
    roles: frozenset[Role] = frozenset({Role.TEACHER})

    @property
    def name(self) -> str:
        """The name as a colleague would say it."""
        return f"{self.given} {self.family}".strip()


class Team(Record):
    """One PLC: the teachers who share students' learning, and the coach who works with them."""

    id: Identifier
    name: str
    subject: str
    grade: str | None = None
    member_ids: tuple[Identifier, ...] = ()
    lead_id: Identifier | None = None
    coach_ids: tuple[Identifier, ...] = ()


class Student(Record):
    """A student on the roster. ``id`` is the school's own id, as text."""

    id: Identifier
    given: str
    family: str
    nickname: str | None = None
    email: str | None = None
    grade: str | None = None
    active: bool = True

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


class Section(Record):
    """One class: a group of students who meet with one teacher."""

    id: Identifier
    name: str
    teacher_id: Identifier
    team_id: Identifier
    course: str | None = None
    period: str | None = None


class Enrollment(Record):
    """One student in one section."""

    section_id: Identifier
    student_id: Identifier
