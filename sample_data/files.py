"""The layouts in which tools hand out results, written as the real exports look.

Each writer takes the same ``Row`` values, one a submission, so that one testing can be had in
every layout and the importers can be compared. Text out, newline ``\\n``, no byte order mark.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from plc_data.model import Assessment, Student

from .answers import BLANK, Testing
from .days import moment
from .school import School

PERIOD_STARTS = {"1": "08:05", "3": "09:50", "4": "10:42", "6": "13:10"}


@dataclass(frozen=True)
class Row:
    """One submission: the student as the tool knows them, the letters chosen, the moment."""

    student: Student
    class_name: str
    period: str
    letters: tuple[str, ...]
    at: datetime


def submissions(
    rng: np.random.Generator,
    testing: Testing,
    school: School,
    days: Mapping[str, date],
) -> tuple[Row, ...]:
    """Everybody's submission, oldest first; ``days`` says when each section was tested."""
    rows = []
    for student_id, letters in testing.chosen.items():
        section = school.section_of(student_id, among=tuple(days))
        starts = moment(days[section.id], PERIOD_STARTS[section.period or ""])
        at = starts + timedelta(seconds=14 * 60 + int(float(rng.random()) * 22 * 60))
        rows.append(
            Row(school.student(student_id), section.name, section.period or "", letters, at)
        )
    return tuple(sorted(rows, key=lambda row: (row.at, row.student.id)))


def google_forms(testing: Testing, rows: Sequence[Row]) -> str:
    """Google Forms, *Download responses (.csv)*: three columns a question, everything quoted."""
    header = ["Timestamp", "Username", "Total score"]
    for title in ("Your name", "Student ID", *_titles(testing)):
        header += [title, f"{title} [Score]", f"{title} [Feedback]"]
    lines = [header]
    for row in rows:
        points = _points(testing, row)
        zone = "EDT" if row.at.utcoffset() == timedelta(hours=-4) else "EST"
        clock = f"{row.at.hour % 12 or 12}:{row.at:%M:%S} {'AM' if row.at.hour < 12 else 'PM'}"
        line = [
            f"{row.at:%Y/%m/%d} {clock} {zone}",
            row.student.email or "",
            f"{sum(points):.2f} / {len(points)}",
        ]
        for typed in (row.student.name, row.student.id):
            line += [typed, "-- / 0", ""]
        for text, point in zip(_texts(testing, row), points, strict=True):
            line += [text, f"{point:.2f} / 1", ""]
        lines.append(line)
    return _table(lines, quoting=csv.QUOTE_ALL)


def canvas_student_analysis(
    testing: Testing,
    rows: Sequence[Row],
    school: School,
    *,
    quiz_number: int,
) -> str:
    """Canvas classic quiz, *Student analysis*: newest first, ``1.0`` after every question."""
    numbers = {student.id: 90_100 + place for place, student in enumerate(school.students)}
    header = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted"]
    for place, title in enumerate(_prompts(testing), 1):
        header += [f"{quiz_number + place}: {title}", "1.0"]
    lines = [[*header, "n correct", "n incorrect", "score"]]
    for row in sorted(rows, key=lambda row: row.at, reverse=True):
        points = _points(testing, row)
        utc = row.at - (row.at.utcoffset() or timedelta())
        line: list[object] = [
            row.student.name,
            numbers[row.student.id],
            row.student.id,
            row.class_name,
            7000 + int(row.period),
            f"MATH8-P{row.period}",
            f"{utc:%Y-%m-%d %H:%M:%S} UTC",
        ]
        for text, point in zip(_texts(testing, row), points, strict=True):
            line += [text.replace(",", "\\,"), f"{point:.1f}"]
        right = sum(points)
        lines.append([*line, right, len(points) - right, f"{right:.1f}"])
    return _table(lines)


def zipgrade_full(testing: Testing, rows: Sequence[Row], *, quiz: str, exported: date) -> str:
    """ZipGrade, full format: four columns a question; the school's id keeps its zeros."""
    header = [
        "QuizName", "QuizClass", "FirstName", "LastName", "StudentID", "CustomID",
        "Earned Points", "Possible Points", "PercentCorrect", "QuizCreated", "DataExported",
        "Key Version",
    ]  # fmt: skip
    for place in range(1, len(testing.questions) + 1):
        header += [f"Stu{place}", f"PriKey{place}", f"Points{place}", f"Mark{place}"]
    lines = [header]
    created = min(row.at for row in rows).date()
    for row in sorted(rows, key=_by_class_and_name):
        points = _points(testing, row)
        line: list[object] = [
            quiz,
            f"Period {row.period}",
            row.student.given,
            row.student.family,
            int(row.student.id),
            row.student.id,
            sum(points),
            len(points),
            _number(round(100 * sum(points) / len(points), 2)),
            f"{created.month}-{created.day}-{created.year} 0:00",
            f"{exported.month}-{exported.day}-{exported.year} 15:23",
            "A",
        ]
        for letter, question, point in zip(row.letters, testing.questions, points, strict=True):
            line += [letter, question.key, point, "C" if point else "X"]
        lines.append(line)
    return _table(lines)


def generic_wide(testing: Testing, rows: Sequence[Row]) -> str:
    """A teacher's own sheet: one row a student, points only, a row of maxima, a total."""
    n = len(testing.questions)
    labels = [item.label for item in testing.assessment.items]
    lines: list[list[object]] = [
        ["Student ID", "Last Name", "First Name", "Period", *labels, "Total"],
        ["MAX", "", "", "", *[1] * n, n],
    ]
    for row in sorted(rows, key=_by_class_and_name):
        points = _points(testing, row)
        student = row.student
        lines.append([student.id, student.family, student.given, row.period, *points, sum(points)])
    return _table(lines)


def rubric_sheet(
    assessment: Assessment,
    levels: Mapping[str, Sequence[int | None]],
    school: School,
) -> str:
    """A rubric as a sheet: the level reached, its highest in the header; absent is left empty."""
    rows = [f"{item.label} ({_number(item.max_points)})" for item in assessment.items]
    lines: list[list[object]] = [["Student ID", "Last Name", "First Name", *rows]]
    for student_id, reached in levels.items():
        student = school.student(student_id)
        cells = ["" if level is None else level for level in reached]
        lines.append([student.id, student.family, student.given, *cells])
    return _table(lines)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain CSV."""
    return _table([list(header), *[list(row) for row in rows]])


def _by_class_and_name(row: Row) -> tuple[int, str, str, str]:
    return int(row.period), row.student.family, row.student.given, row.student.id


def _points(testing: Testing, row: Row) -> list[int]:
    return [
        int(letter == question.key)
        for letter, question in zip(row.letters, testing.questions, strict=True)
    ]


def _texts(testing: Testing, row: Row) -> list[str]:
    return [
        "" if letter == BLANK else question.text_of(letter)
        for letter, question in zip(row.letters, testing.questions, strict=True)
    ]


def _prompts(testing: Testing) -> list[str]:
    return [question.prompt for question in testing.questions]


def _titles(testing: Testing) -> list[str]:
    return [f"{place}. {prompt}" for place, prompt in enumerate(_prompts(testing), 1)]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _table(lines: Sequence[Sequence[object]], *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(lines)
    return out.getvalue()
