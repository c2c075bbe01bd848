"""Clever's CSV files: students, sections, enrollments, teachers; columns in any order."""

from __future__ import annotations

from plc_data.model import Enrollment, Person, Section, Student

from .folder import Files
from .people import is_email
from .problems import problem, shortened
from .roster import UNKNOWN_TEACHER, RosterPlan


def is_clever(files: Files) -> bool:
    """Whether the files are Clever's."""
    return {"students.csv", "sections.csv"} <= set(files.members)


def read_clever(files: Files, name: str) -> RosterPlan:
    """The roster of Clever's files; gender, birth dates and the like are not read."""
    students: dict[str, Student] = {}
    for row, one in files.rows("students.csv", "Student_id", "First_name", "Last_name"):
        if not one["studentid"]:
            text = "This student has no id."
            files.problems.append(problem("blank-student", text, row=row, column="Student_id"))
            continue
        email = one.get("studentemail", "")
        students[one["studentid"]] = Student(
            id=one.get("studentnumber") or one["studentid"],
            given=one["firstname"],
            family=one["lastname"],
            email=email if is_email(email) else None,
            grade=one.get("grade") or None,
        )
    sections = {
        one["sectionid"]: Section(
            id=one["sectionid"],
            name=one.get("name") or one["sectionid"],
            teacher_id=one.get("teacherid") or UNKNOWN_TEACHER,
            team_id=UNKNOWN_TEACHER,
            course=one.get("coursename") or None,
            period=one.get("period") or None,
        )
        for _, one in files.rows("sections.csv", "Section_id")
        if one["sectionid"]
    }
    enrolled: dict[tuple[str, str], None] = {}
    strange = 0
    if "enrollments.csv" in files:
        for _, one in files.rows("enrollments.csv", "Section_id", "Student_id"):
            if one["sectionid"] in sections and one["studentid"] in students:
                enrolled[one["sectionid"], students[one["studentid"]].id] = None
            else:
                strange += 1
    if strange:
        text = f"{strange} enrollment(s) name a class or student that its own file does not have."
        files.warnings.append(problem("unknown-section", text))
    return RosterPlan(
        format="clever",
        source_name=name,
        students=tuple(students.values()),
        sections=tuple(sections.values()),
        enrollments=tuple(Enrollment(section_id=s, student_id=i) for s, i in enrolled),
        people=_teachers(files),
        warnings=shortened(files.warnings),
        problems=shortened(files.problems),
    )


def _teachers(files: Files) -> tuple[Person, ...]:
    if "teachers.csv" not in files:
        return ()
    return tuple(
        Person(
            id=one["teacherid"],
            given=one.get("firstname", ""),
            family=one.get("lastname", ""),
            email=one["teacheremail"] if is_email(one.get("teacheremail", "")) else None,
        )
        for _, one in files.rows("teachers.csv", "Teacher_id")
        if one["teacherid"]
    )
