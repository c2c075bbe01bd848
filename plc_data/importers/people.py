"""Whose row it is: finding the columns for id, name, e-mail and class, and reading them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

from pydantic import TypeAdapter

from plc_data.model import PlannedStudent, Problem

from .limits import LIMITS, Limits
from .names import split_comma
from .problems import MOST_LISTED, problem, refuse
from .table import Body

_LETTERS = re.compile(r"[^\w]+|_")

ID = (
    "student id", "studentid", "student number", "student no", "student nr", "student id number",
    "sis user id", "sis id", "sisid", "sid", "id number", "idnumber", "external id", "externalid",
    "custom id", "customid", "local id", "school id", "pupil id", "state id", "candidate id",
    "candidateexternalid", "número de id", "numéro d identification", "matrikelnummer", "userid",
    "user id", "unique user id", "id", "id no", "lasid", "student local id", "your student id",
    "learner id", "identifier", "schüler nr", "schülernummer", "schüler id", "elev id",
    "numéro étudiant", "número de estudiante", "leerlingnummer",
)  # fmt: skip
GIVEN = (
    "first name", "firstname", "given name", "givenname", "given", "first", "prénom", "nombre",
    "vorname", "student first name", "first given name", "preferred name",
)  # fmt: skip
FAMILY = (
    "last name", "lastname", "surname", "family name", "familyname", "family", "last", "nom",
    "apellido s", "apellidos", "apellido", "nachname", "student last name",
)  # fmt: skip
NAME = (
    "name", "student name", "student", "student names", "full name", "your name", "pupil",
    "pupil name", "students", "nom complet", "nombre completo", "your full name", "player",
    "learner", "display name", "sortable name", "nom et prénom", "apellidos y nombre",
    "lastname firstname", "last name first name",
)  # fmt: skip
EMAIL = (
    "email", "e mail", "email address", "e mail address", "username", "user name", "mail",
    "student email", "school email", "adresse de messagerie", "dirección de correo",
    "sis login id", "adresse e mail", "correo", "your email",
)  # fmt: skip
SECTION = (
    "section", "sections", "class", "period", "class period", "section name", "quizclass", "group",
    "classe", "clase", "klasse", "hour", "block", "course", "homeroom", "teacher", "section id",
)  # fmt: skip
TIME = (
    "timestamp", "submitted", "submission time", "start time", "completion time", "started on",
    "started", "completed", "submitted at", "date", "time", "horodateur", "started at",
)  # fmt: skip


@cache
def _students() -> TypeAdapter[list[PlannedStudent]]:
    return TypeAdapter(list[PlannedStudent])


_SAMPLE = 200
"""Cells that are looked at to tell what a column holds."""

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_SPOILED = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+|#+", re.IGNORECASE)
_SCREENSHOT_OF_FLOAT = re.compile(r"\d+\.0+")


def header_word(header: str) -> str:
    """A header in small letters with single blanks, for comparing with the word lists.

    >>> header_word("Last_Name"), header_word("E-mail Address:")
    ('last name', 'e mail address')
    """
    return " ".join(_LETTERS.sub(" ", header.casefold()).split())


def is_email(text: str) -> bool:
    """Whether the text is an e-mail address.

    >>> is_email("a.b+x@school.example"), is_email("anonymous")
    (True, False)
    """
    return bool(_EMAIL.fullmatch(text))


@dataclass(frozen=True)
class PeopleColumns:
    """Where each piece of a student's identity stands, by column index; None where nowhere."""

    id: int | None = None
    given: int | None = None
    family: int | None = None
    name: int | None = None
    email: int | None = None
    section: int | None = None

    @property
    def used(self) -> set[int]:
        """The indices of all columns that are used."""
        values = (getattr(self, f.name) for f in fields(self))
        return {v for v in values if v is not None}

    @property
    def identify(self) -> bool:
        """Whether any of them says whose row it is."""
        found = (self.id, self.given, self.family, self.name, self.email)
        return any(v is not None for v in found)


_WORDS = {
    "id": ID, "given": GIVEN, "family": FAMILY, "name": NAME, "email": EMAIL, "section": SECTION,
}  # fmt: skip


def find_people(
    header: Sequence[str], *, among: Sequence[int] | None = None, body: Body | None = None
) -> PeopleColumns:
    """Find the columns by their headers; the list's order is the preference.

    With a ``body``, an e-mail column is also found by its content, and a column that is called
    like an e-mail column but holds none (a user name) is not taken for one.
    """
    places = list(among) if among is not None else list(range(len(header)))
    words = {place: header_word(header[place]) for place in places}
    found: dict[str, int] = {}
    for what, known in _WORDS.items():
        ranked = [(known.index(w), place) for place, w in words.items() if w in known]
        if what == "email" and body is not None:
            ranked = [(k, place) for k, place in ranked if holds_emails(body.column(place))]
            if not ranked:
                ranked = [(0, p) for p in places if holds_emails(body.column(p))][:1]
        for _, place in sorted(ranked):
            if place not in found.values():
                found[what] = place
                break
    return PeopleColumns(**found)


def holds_emails(cells: Sequence[str]) -> bool:
    """Whether most filled cells are e-mail addresses."""
    filled = [cell for cell in cells if cell][:_SAMPLE]
    return bool(filled) and sum(map(is_email, filled)) * 2 > len(filled)


def check_students(n: int, limits: Limits = LIMITS) -> None:
    """Refuse more students than the memory of a small machine holds."""
    if n > limits.students:
        raise refuse(
            "too-many-rows",
            f"The table has more than {limits.students:,} students. Split the file, for example by "
            "school.",
        )


def read_people(body: Body, columns: PeopleColumns) -> list[PlannedStudent]:
    """One record per row. A name written ``Family, Given`` in one cell is parted at the comma."""
    check_students(len(body))
    cells = zip(
        body.rows,
        *(
            body.column(k)
            for k in (
                columns.id, columns.given, columns.family, columns.name, columns.email,
                columns.section,
            )
        ),
        strict=True,
    )  # fmt: skip
    students = []
    for row, id, given, family, name, email, section in cells:
        if not name and (given or family):
            name = f"{given} {family}".strip()
        elif "," in name and not (given or family):
            given, family = split_comma(name)
        students.append(
            {
                "row": row,
                "id": id or None,
                "given": given or None,
                "family": family or None,
                "name": name or None,
                "email": email if email and is_email(email) else None,
                "section": section or None,
            }
        )
    return _students().validate_python(students)


def spoiled_ids(students: Sequence[PlannedStudent], column: str) -> list[Problem]:
    """A warning for each id that a spreadsheet program has spoiled beyond repair."""
    found = []
    for student in students:
        if len(found) > MOST_LISTED:
            break
        if student.id and _SPOILED.fullmatch(student.id):
            text = (
                "The id was changed by a spreadsheet program (like 1.00023E+11 or ####) and cannot "
                "be repaired. Export the file again; until then the row is matched by name."
            )
            found.append(problem("spoiled-id", text, row=student.row, column=column))
    return found


def is_spoiled(id_text: str) -> bool:
    """Whether an id was written as a power of ten, or as signs that the column was too narrow."""
    return bool(_SPOILED.fullmatch(id_text))
