"""OneRoster CSV 1.1 and 1.2 (1EdTech): classes, users, enrollments, and results of line items.

Columns are found by name, since real files add some and misspell others. Passwords and
demographics are never read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from plc_data.model import Enrollment, Person, PlannedStudent, ResponseStatus, Section, Student

from .folder import Files
from .people import is_email
from .problems import problem, shortened
from .roster import UNKNOWN_TEACHER, RosterPlan

S = ResponseStatus
GONE = "tobedeleted"
_USER_ID = re.compile(r"\{([^:{}]*):([^{}]*)\}")
_YES = frozenset({"true", "1", "yes"})
SCORE_STATES = {
    "exempt": S.EXCUSED,
    "not submitted": S.MISSING,
    "partially graded": S.NOT_GRADED,
    "submitted": S.NOT_GRADED,
}
_SAYS_UNKNOWN = "Rows name a {what} that its own file does not have; they were left out."


def is_oneroster(files: Files) -> bool:
    """Whether the files are OneRoster's: a manifest, or users and enrollments in its wording."""
    return "manifest.csv" in files or {"users.csv", "enrollments.csv", "classes.csv"} <= set(
        files.members
    )


def version(files: Files) -> str:
    """Tell which version it is, by the manifest, or by the files and columns there are."""
    if "manifest.csv" in files:
        for _, row in files.rows("manifest.csv", "propertyName"):
            if row["propertyname"] == "oneroster.version" and row.get("value") in ("1.1", "1.2"):
                return row["value"]
    return "1.2" if "roles.csv" in files else "1.1"


def school_id(user: Mapping[str, str]) -> str:
    """The school's id of a user: ``identifier``, else the SIS id in ``userIds``, else the row's."""
    if user.get("identifier"):
        return user["identifier"]
    for kind, value in _USER_ID.findall(user.get("userids", "")):
        if kind.strip().casefold() == "sis" and value.strip():
            return value.strip()
    return user["sourcedid"]


def users_by_role(files: Files, which: str) -> tuple[dict[str, dict], dict[str, dict]]:
    """Students and teachers, by ``sourcedId``."""
    roles: dict[str, set[str]] = {}
    if which == "1.2" and "roles.csv" in files:
        for _, row in files.rows("roles.csv", "userSourcedId", "role"):
            if row.get("status", "").casefold() != GONE:
                roles.setdefault(row["usersourcedid"], set()).add(row["role"].casefold())
    students, teachers = {}, {}
    for _, user in files.rows("users.csv", "sourcedId", "givenName", "familyName"):
        if user.get("status", "").casefold() == GONE or not user["sourcedid"]:
            continue
        mine = roles.get(user["sourcedid"], set()) | {user.get("role", "").casefold()}
        if "student" in mine:
            students[user["sourcedid"]] = user
        elif "teacher" in mine:
            teachers[user["sourcedid"]] = user
    return students, teachers


def read_oneroster(files: Files, name: str) -> RosterPlan:
    """The roster of a OneRoster set."""
    which = version(files)
    pupils, staff = users_by_role(files, which)
    classes = {
        row["sourcedid"]: row
        for _, row in files.rows("classes.csv", "sourcedId", "title")
        if row.get("status", "").casefold() != GONE
    }
    courses = {}
    if "courses.csv" in files:
        courses = {row["sourcedid"]: row for _, row in files.rows("courses.csv", "sourcedId")}
    enrolled: dict[tuple[str, str], None] = {}
    teaches: dict[str, str] = {}
    strangers = set()
    needed = ("classSourcedId", "userSourcedId", "role")
    for _, row in files.rows("enrollments.csv", *needed):
        if row.get("status", "").casefold() == GONE:
            continue
        section, user, role = row["classsourcedid"], row["usersourcedid"], row["role"].casefold()
        if section not in classes:
            strangers.add("class")
        elif role == "student" and user in pupils:
            enrolled[section, school_id(pupils[user])] = None
        elif role == "teacher" and user in staff:
            first = section not in teaches
            if first or row.get("primary", "").casefold() in _YES:
                teaches[section] = school_id(staff[user])
        elif role == "student":
            strangers.add("student")
    for what in sorted(strangers):
        files.warnings.append(problem("unknown-section", _SAYS_UNKNOWN.format(what=what)))
    return RosterPlan(
        format=f"oneroster_{which}",
        source_name=name,
        students=tuple(_student(user) for user in pupils.values()),
        people=tuple(_person(user) for user in staff.values()),
        sections=tuple(
            Section(
                id=id,
                name=row["title"] or row.get("classcode") or id,
                teacher_id=teaches.get(id, UNKNOWN_TEACHER),
                team_id=UNKNOWN_TEACHER,
                course=courses.get(row.get("coursesourcedid", ""), {}).get("title") or None,
                period=row.get("periods") or None,
            )
            for id, row in classes.items()
        ),
        enrollments=tuple(Enrollment(section_id=s, student_id=i) for s, i in enrolled),
        warnings=shortened(files.warnings),
        problems=shortened(files.problems),
    )


def _student(user: Mapping[str, str]) -> Student:
    nickname = user.get("preferredgivenname") or user.get("prefferedgivenname")
    email = user.get("email", "")
    return Student(
        id=school_id(user),
        given=user["givenname"],
        family=user["familyname"],
        nickname=nickname if nickname and nickname != user["givenname"] else None,
        email=email if is_email(email) else None,
        grade=user.get("grades") or None,
    )


def _person(user: Mapping[str, str]) -> Person:
    email = user.get("email", "")
    return Person(
        id=school_id(user),
        given=user["givenname"],
        family=user["familyname"],
        email=email if is_email(email) else None,
    )


def planned_student(row: int, user: Mapping[str, str], section: str | None) -> PlannedStudent:
    """A user as a row of results."""
    given, family = user["givenname"], user["familyname"]
    email = user.get("email", "")
    return PlannedStudent(
        row=row,
        id=school_id(user),
        given=given or None,
        family=family or None,
        name=f"{given} {family}".strip() or None,
        email=email if is_email(email) else None,
        section=section,
    )
