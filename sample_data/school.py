"""An invented school: who works there, which teams they form, who sits in which class."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from plc_data.model import Enrollment, Person, Role, Section, Student, Team

from .draws import shuffled
from .names import FAMILY, GIVEN, NICKNAMES, SPECIAL

SCHOOL_NAME = "Quillhaven Middle School"
DOMAIN = "quillhaven.example"

TEACHERS = (
    ("t01", "Noémie", "Castellane", "American cultures"),
    ("t02", "Tobias", "Hargrove-Ochoa", "American cultures"),
    ("t03", "Ladonna", "Quickwater", "American cultures"),
    ("t04", "Siobhán", "O'Tierney", "English language arts"),
    ("t05", "Anselm", "van der Wielen", "English language arts"),
    ("t06", "Pilar", "Montclaro", "English language arts"),
    ("t07", "Renée", "Adeyemi-Falk", "mathematics"),
    ("t08", "Will", "Santamaria", "mathematics"),
    ("t09", "Thúy", "Lam-Pruett", "mathematics"),
    ("t10", "Ingrid", "Solheimer", "science"),
    ("t11", "Kwabena", "Asare-Boyd", "science"),
    ("t12", "June", "Hollowell", "science"),
    ("t13", "Hope", "Delacroix", "reading"),
    ("t14", "Mateo", "Brightwater", "music"),
    ("t15", "Dariusz", "Kowalik", "technology education"),
    ("t16", "Grace", "Nakahara-Stein", "art"),
)
"""Id, given name, family name, subject: the subjects of a pilot with 16 teachers."""

LEADS = ("t01", "t04", "t07", "t10")
COACH = "c01"
PRINCIPAL = "a01"
ASSISTANT_PRINCIPAL = "a02"
DESIGNER = "d01"

RENEE, WILL, THUY = "t07", "t08", "t09"
MATEO, ART_TEACHER = "t14", "t16"

TEAM_IDS = {
    "American cultures": "american-cultures",
    "English language arts": "english",
    "mathematics": "mathematics",
    "science": "science",
    "reading": "reading",
    "music": "music",
    "technology education": "technology",
    "art": "art",
}

MATHEMATICS = (
    ("math8-p1", "1", RENEE, 25),
    ("math8-p3", "3", WILL, 27),
    ("math8-p6", "6", THUY, 24),
)
"""Section id, period, teacher, number of students."""

MUSIC_SECTION = "music-p4"
MUSIC_FROM_GRADE_8, MUSIC_FROM_GRADE_7 = 11, 7


@dataclass(frozen=True)
class School:
    """Everybody, in roster order."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    students: tuple[Student, ...]
    sections: tuple[Section, ...]
    enrollments: tuple[Enrollment, ...]

    def student(self, student_id: str) -> Student:
        """The student with this id."""
        return next(student for student in self.students if student.id == student_id)

    def in_section(self, *section_ids: str) -> tuple[str, ...]:
        """Ids of the students in these sections, in roster order."""
        return tuple(e.student_id for e in self.enrollments if e.section_id in section_ids)

    def section_of(self, student_id: str, *, among: tuple[str, ...]) -> Section:
        """Which of these sections the student sits in."""
        wanted = next(
            e.section_id
            for e in self.enrollments
            if e.student_id == student_id and e.section_id in among
        )
        return next(section for section in self.sections if section.id == wanted)


MATHEMATICS_SECTIONS = tuple(section_id for section_id, *_ in MATHEMATICS)


def build_school(rng: np.random.Generator) -> School:
    """The whole school; the same generator state gives the same school."""
    students = _students(rng)
    sections, enrollments = _classes(rng, students)
    return School(_people(), _teams(), students, sections, enrollments)


def _people() -> tuple[Person, ...]:
    def person(id_: str, given: str, family: str, subject: str | None, *roles: Role) -> Person:
        return Person(
            id=id_,
            given=given,
            family=family,
            email=f"{_plain(given[0] + family)}@{DOMAIN}",
            subject=subject,
            roles=frozenset(roles),
        )

    teachers = [
        person(*row, Role.TEACHER, *([Role.LEAD] if row[0] in LEADS else [])) for row in TEACHERS
    ]
    others = [
        person(COACH, "Yolanda", "Featherstone-Amari", None, Role.COACH),
        person(PRINCIPAL, "Augustin", "Merriwether", None, Role.ADMINISTRATOR),
        person(ASSISTANT_PRINCIPAL, "Leilani", "Kahale-Dunne", None, Role.ADMINISTRATOR),
        person(DESIGNER, "Farrah", "Lindgren-Osei", None, Role.DESIGNER),
    ]
    return (*teachers, *others)


def _teams() -> tuple[Team, ...]:
    teams = []
    for subject, team_id in TEAM_IDS.items():
        members = tuple(row[0] for row in TEACHERS if row[3] == subject)
        teams.append(
            Team(
                id=team_id,
                name=f"{subject[0].upper()}{subject[1:]} PLC",
                subject=subject,
                grade="8" if subject == "mathematics" else None,
                member_ids=members,
                lead_id=members[0],
                coach_ids=(COACH,),
            )
        )
    return tuple(teams)


def _students(rng: np.random.Generator) -> tuple[Student, ...]:
    n_grade_8 = sum(n for *_, n in MATHEMATICS)
    n_all = n_grade_8 + MUSIC_FROM_GRADE_7 + 1
    given = shuffled(rng, GIVEN)
    family = shuffled(rng, FAMILY)
    names = [*SPECIAL, *zip(given, family, strict=False)][:n_all]
    numbers = shuffled(rng, range(72_001, 72_990))[:n_all]
    students = []
    for place, ((first, last), number) in enumerate(zip(names, numbers, strict=True)):
        in_grade_8 = place < n_grade_8
        students.append(
            Student(
                id=f"{number:07d}",
                given=first,
                family=last,
                nickname=NICKNAMES.get(first),
                email=_address((first[:1] or last[:1]) + last, number),
                grade="8" if in_grade_8 else "7",
                active=place != n_all - 1,
            )
        )
    return tuple(sorted(students, key=lambda student: student.id))


def _classes(
    rng: np.random.Generator, students: tuple[Student, ...]
) -> tuple[tuple[Section, ...], tuple[Enrollment, ...]]:
    sections = [
        Section(
            id=section_id,
            name=f"Math 8 - Period {period}",
            teacher_id=teacher,
            team_id="mathematics",
            course="Mathematics 8",
            period=period,
        )
        for section_id, period, teacher, _ in MATHEMATICS
    ]
    sections.append(
        Section(
            id=MUSIC_SECTION,
            name="Ukulele Ensemble - Period 4",
            teacher_id=MATEO,
            team_id="music",
            course="General Music",
            period="4",
        )
    )
    grade_8 = [s.id for s in students if s.grade == "8"]
    grade_7 = [s.id for s in students if s.grade == "7" and s.active]
    twins = {s.id for s in students if (s.given, s.family) == SPECIAL[0]}
    while True:
        order = shuffled(rng, grade_8)
        places, taken = {}, 0
        for section_id, _, _, n in MATHEMATICS:
            places[section_id] = order[taken : taken + n]
            taken += n
        if all(len(twins & set(members)) < 2 for members in places.values()):
            break
    places[MUSIC_SECTION] = shuffled(rng, grade_8)[:MUSIC_FROM_GRADE_8] + grade_7
    enrollments = [
        Enrollment(section_id=section_id, student_id=student_id)
        for section_id, members in places.items()
        for student_id in sorted(members)
    ]
    return tuple(sections), tuple(enrollments)


def _address(text: str, number: int) -> str:
    return f"{_plain(text)}{number % 1000:03d}@students.{DOMAIN}"


def _plain(text: str) -> str:
    """Letters a-z only, as an address wants them."""
    folded = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ł", "L")).lower()
    return "".join(letter for letter in folded if "a" <= letter <= "z")
