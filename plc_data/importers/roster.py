"""``read_roster``: a class list becomes students, sections and enrollments, or problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plc_data.model import Enrollment, Person, Problem, Record, Section, Student

from .files import File, load, open_file
from .folder import Files, files_of_folder, files_of_zip
from .limits import LIMITS, Limits
from .names import split_comma
from .people import (
    PeopleColumns,
    check_students,
    find_people,
    header_word,
    is_email,
    spoiled_ids,
)
from .problems import Refused, problem, refuse, shortened
from .table import Body, Table

UNKNOWN_TEACHER = "unknown"
"""Stands for a section's teacher where the file names none; a person chooses before storing."""


class RosterPlan(Record):
    """What a roster file holds; nothing is stored by making one.

    ``sections`` whose teacher the file does not name have ``teacher_id`` "unknown", and all have
    ``team_id`` "unknown": a person chooses both before storing.
    """

    format: str
    source_name: str
    students: tuple[Student, ...] = ()
    sections: tuple[Section, ...] = ()
    enrollments: tuple[Enrollment, ...] = ()
    people: tuple[Person, ...] = ()
    """Teachers that the file names."""
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_roster(
    source: str | Path | bytes, *, name: str | None = None, limits: Limits = LIMITS
) -> RosterPlan:
    """Read a class list: a table with at least an id and a name per student.

    Never raises on bad content; ``problems`` then say what is wrong and ``students`` is empty.

    >>> plan = read_roster(b"Student ID,Last,First,Period\\n0041,Strand,Ben,3\\n")
    >>> plan.students[0].id, plan.sections[0].name, len(plan.enrollments)
    ('0041', '3', 1)
    """
    own_name = Path(source).name if isinstance(source, str | Path) else "file"
    try:
        if isinstance(source, str | Path) and Path(source).is_dir():
            return _read_files(files_of_folder(Path(source), limits=limits), name or own_name)
        data, own_name = load(source, limits=limits)
        file = open_file(data, name or own_name, limits=limits)
        return _read(file, name or own_name)
    except Refused as refused:
        return RosterPlan(
            format="unknown",
            source_name=name or own_name,
            problems=shortened(refused.problems),
        )


def _read(file: File, name: str) -> RosterPlan:
    if file.members:
        return _read_files(files_of_zip(file.members), name)
    if file.table is None:
        raise refuse(
            "results-not-roster",
            "This is not a class list that is known here. Hand in a table with the columns Student "
            "ID, Last, First, Period, Email, or a OneRoster zip.",
        )
    from .sources.canvas_gradebook import people_of_gradebook, points_row, students_of

    place = points_row(file.table)
    if place is not None:
        body, keep, _ = students_of(file.table, place)
        people = people_of_gradebook(body, keep)
        return build(body.only(keep), people, name, "canvas_gradebook", file.warnings)
    return read_plain(file.table, name, file.warnings)


def _read_files(files: Files, name: str) -> RosterPlan:
    from .clever import is_clever, read_clever
    from .oneroster import is_oneroster, read_oneroster

    if is_oneroster(files):
        return read_oneroster(files, name)
    if is_clever(files):
        return read_clever(files, name)
    raise refuse(
        "missing-file",
        "These files are no roster that is known here: users.csv, classes.csv and enrollments.csv "
        "(OneRoster) or students.csv, sections.csv and enrollments.csv (Clever) are needed.",
    )


_GRADE = ("grade", "grade level", "gradelevel", "year", "klasse", "student grade")
_NICK = ("nickname", "preferred name", "goes by", "preferred first name", "preferredgivenname")


def _place(header: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    known = [header_word(cell) for cell in header]
    return next((known.index(w) for w in words if w in known), None)


def read_plain(table: Table, name: str, warnings: tuple[Problem, ...] = ()) -> RosterPlan:
    """A list as a gradebook or a student information system exports it."""
    place = find_roster_header(table)
    body = table.below(place)
    columns = find_people(body.header, body=body)
    if columns.id is None:
        raise refuse(
            "missing-column",
            "No column reads like a student's id (Student ID). A roster needs the school's ids: "
            "names alone are not enough, two students may share one.",
            column="Student ID",
        )
    from .sources.headers import special_row

    ids = body.column(columns.id)
    rows = []
    for k in range(len(body)):
        named = _has_name(body, columns, k)
        if named or (ids[k] and special_row([ids[k]]) is None):
            rows.append(k)
    return build(body.only(rows), columns, name, "plain", warnings)


def find_roster_header(table: Table) -> int:
    """The place of the first record with a student's id or name among its headers."""
    fallback = None
    for k in range(min(20, len(table.records))):
        columns = find_people(table.header(k))
        if columns.id is not None and (columns.name is not None or columns.family is not None):
            return k
        if fallback is None and columns.identify:
            fallback = k
    if fallback is None:
        raise refuse(
            "results-not-roster",
            "No row reads like the header of a class list "
            "(Student ID, Last, First, Period, Email).",
        )
    return fallback


def _has_name(body: Body, columns: PeopleColumns, k: int) -> bool:
    places = (columns.name, columns.given, columns.family)
    return any(body.columns[p][k].strip() for p in places if p is not None)


def build(
    body: Body,
    columns: PeopleColumns,
    name: str,
    format: str,
    warnings: tuple[Problem, ...] = (),
) -> RosterPlan:
    """Students, sections and enrollments of a body whose columns are known."""

    def get(place: int | None) -> list[str]:
        return body.column(place)

    ids, givens, families, full = (
        get(columns.id), get(columns.given), get(columns.family), get(columns.name)
    )  # fmt: skip
    emails, sections = get(columns.email), get(columns.section)
    grades, nicks = get(_place(body.header, _GRADE)), get(_place(body.header, _NICK))
    check_students(len(body))
    problems: list[Problem] = []
    students: dict[str, Student] = {}
    enrolled: dict[tuple[str, str], None] = {}
    for k, row in enumerate(body.rows):
        id = ids[k]
        given, family = givens[k], families[k]
        if not (given or family) and full[k]:
            given, family = split_name(full[k])
        if not id:
            text = "This student has no id. Type the school's id, or delete the row."
            problems.append(problem("blank-student", text, row=row, column=_head(body, columns.id)))
            continue
        student = Student(
            id=id, given=given, family=family, nickname=nicks[k] or None,
            email=emails[k] if is_email(emails[k]) else None, grade=grades[k] or None,
        )  # fmt: skip
        before = students.get(id)
        if before is not None and (before.given, before.family) != (given, family):
            text = "This id stands above with another name. Correct the id of one of the two rows."
            column = _head(body, columns.id)
            problems.append(problem("duplicate-student", text, row=row, column=column))
            continue
        students.setdefault(id, student)
        for section in (s.strip() for s in sections[k].split(";")):
            if section:
                enrolled[section, id] = None
    plain = read_sections(sections)
    spoiled = spoiled_ids(_planned(ids, body.rows), _head(body, columns.id) or "")
    return RosterPlan(
        format=format,
        source_name=name,
        students=tuple(students.values()),
        sections=tuple(plain.values()),
        enrollments=tuple(
            Enrollment(section_id=plain[section].id, student_id=id) for section, id in enrolled
        ),
        warnings=shortened((*warnings, *spoiled)),
        problems=shortened(problems),
    )


def _planned(ids: list[str], rows: list[int]) -> list[Any]:
    from plc_data.model import PlannedStudent

    return [PlannedStudent(row=row, id=id or None) for id, row in zip(ids, rows, strict=True)]


def read_sections(names: list[str]) -> dict[str, Section]:
    """One section per different class name, in order of appearance."""
    found: dict[str, Section] = {}
    for cell in names:
        for name in (part.strip() for part in cell.split(";")):
            if name and name not in found:
                found[name] = Section(
                    id=name[:120], name=name, teacher_id=UNKNOWN_TEACHER, team_id=UNKNOWN_TEACHER
                )
    return found


def split_name(name: str) -> tuple[str, str]:
    """Given and family name of one cell: at the comma, else before the last word.

    >>> split_name("Strand, Benicio"), split_name("Luca St. Amand"), split_name("Teller")
    (('Benicio', 'Strand'), ('Luca', 'St. Amand'), ('', 'Teller'))
    """
    given, family = split_comma(name)
    if given and family:
        return given, family
    words = name.split()
    if len(words) < 2:
        return "", name
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].casefold().rstrip(".") in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


_PARTICLES = frozenset(
    {
        "st", "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le",
        "el", "al", "bin", "ibn", "mac", "mc", "ter", "ten",
    }
)  # fmt: skip
"""Words that belong to the family name after them."""


def _head(body: Body, place: int | None) -> str | None:
    return None if place is None else body.name(place)
