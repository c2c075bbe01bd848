"""Every committed file of the sample, made in memory: ``python -m sample_data`` writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from plc_data.model import CheckForUnderstanding, Record

from . import (
    cast,
    equations,
    files,
    finished,
    finished_dive,
    finished_plans,
    groups,
    music,
    running,
    slope,
    ukulele,
)
from .draws import generator
from .school import MATHEMATICS_SECTIONS
from .truth import truth

FINISHED, RUNNING, MUSIC, ROSTER = (
    "mathematics_finished",
    "mathematics_running",
    "music_performance",
    "roster",
)
BEFORE_FILE = f"{FINISHED}/before_google_forms.csv"
AFTER_FILE = f"{FINISHED}/after_canvas.csv"
MUSIC_FILE = f"{MUSIC}/performance_levels.csv"
RUNNING_FILE = f"{RUNNING}/results_to_bring_in_google_forms.csv"


def sample_files() -> dict[str, bytes]:
    """Path within the package to content, for every file that the generator owns."""
    text = {**_roster(), **_finished(), **_running(), **_music(), "truth.json": _json(truth())}
    return {path: content.encode("utf-8") for path, content in text.items()}


def _roster() -> dict[str, str]:
    school = cast.school()
    teachers = {person.id: person for person in school.people}
    students = {student.id: student for student in school.students}
    sections = {section.id: section for section in school.sections}
    rows = []
    for enrollment in school.enrollments:
        student, section = students[enrollment.student_id], sections[enrollment.section_id]
        rows.append(
            [
                student.id,
                student.family,
                student.given,
                student.nickname or "",
                student.grade,
                student.email,
                section.id,
                section.name,
                section.period,
                section.course,
                teachers[section.teacher_id].email,
            ]
        )
    return {
        f"{ROSTER}/students_and_sections.csv": files.table(
            [
                "Student ID", "Last Name", "First Name", "Nickname", "Grade", "Email",
                "Section ID", "Section", "Period", "Course", "Teacher Email",
            ],
            rows,
        ),
        f"{ROSTER}/staff.csv": files.table(
            ["Staff ID", "First Name", "Last Name", "Email", "Subject", "Roles"],
            [
                [p.id, p.given, p.family, p.email, p.subject or "", " ".join(sorted(p.roles))]
                for p in school.people
            ],
        ),
        f"{ROSTER}/teams.csv": files.table(
            ["Team ID", "Name", "Subject", "Grade", "Members", "Lead", "Coaches"],
            [
                [t.id, t.name, t.subject, t.grade or "", " ".join(t.member_ids), t.lead_id,
                 " ".join(t.coach_ids)]
                for t in school.teams
            ],
        ),
    }  # fmt: skip


def _finished() -> dict[str, str]:
    school, story = cast.school(), cast.equations_cycle()
    before = files.submissions(generator(9), story.before, school, finished.TESTED_ON)
    after = files.submissions(generator(10), story.after, school, finished.TESTED_AGAIN_ON)
    checks = finished.checks_for_understanding()
    roster = school.in_section(*MATHEMATICS_SECTIONS)
    proposed = groups.proposal(groups.answers_of(story.before), equations.BEFORE, roster)
    moved = cast.moved_by_hand(story.before)
    said = finished_dive.contributions(story.before, school, moved, groups.room_for_moved(proposed))
    return {
        BEFORE_FILE: files.google_forms(story.before, before),
        f"{FINISHED}/before_canvas.csv": files.canvas_student_analysis(
            story.before, before, school, quiz_number=5500
        ),
        f"{FINISHED}/before_generic_wide.csv": files.generic_wide(story.before, before),
        f"{FINISHED}/before_zipgrade_full.csv": files.zipgrade_full(
            story.before, before, quiz="Linear equations CFA, form A", exported=date(2026, 10, 8)
        ),
        AFTER_FILE: files.canvas_student_analysis(story.after, after, school, quiz_number=6100),
        f"{FINISHED}/checks_for_understanding.csv": checks_table(checks),
        f"{FINISHED}/checks_for_understanding.json": _log(checks),
        f"{FINISHED}/cfa_before.json": _record(equations.BEFORE),
        f"{FINISHED}/cfa_after.json": _record(equations.AFTER),
        f"{FINISHED}/cycle.json": _record(finished.cycle()),
        f"{FINISHED}/goal.json": _record(finished.goal_agreed()),
        f"{FINISHED}/dive_events.json": _records(finished_dive.events()),
        f"{FINISHED}/dive_contributions.json": _records(said),
        f"{FINISHED}/plans.json": _records(
            finished_plans.plans_done(groups.groups_after(proposed, moved))
        ),
        f"{FINISHED}/closing.json": _record(finished.closing()),
    }


def _running() -> dict[str, str]:
    checks = running.checks_for_understanding()
    return {
        RUNNING_FILE: files.google_forms(cast.slope_cycle().testing, running.rows()),
        f"{RUNNING}/checks_for_understanding.csv": checks_table(checks),
        f"{RUNNING}/checks_for_understanding.json": _log(checks),
        f"{RUNNING}/cfa.json": _record(slope.ASSESSMENT),
        f"{RUNNING}/cfa_again.json": _record(slope.AGAIN),
        f"{RUNNING}/cycle.json": _record(running.cycle()),
        f"{RUNNING}/goal.json": _record(running.goal()),
    }


def _music() -> dict[str, str]:
    school, story = cast.school(), music.performances()
    checks = music.checks_for_understanding()
    return {
        MUSIC_FILE: files.rubric_sheet(ukulele.ASSESSMENT, story.levels, school),
        f"{MUSIC}/second_scorer_levels.csv": files.rubric_sheet(
            ukulele.ASSESSMENT, story.second, school
        ),
        f"{MUSIC}/checks_for_understanding.csv": checks_table(checks),
        f"{MUSIC}/checks_for_understanding.json": _log(checks),
        f"{MUSIC}/rubric.json": _record(ukulele.ASSESSMENT),
        f"{MUSIC}/cycle.json": _record(music.cycle()),
        f"{MUSIC}/goal.json": _record(music.goal()),
    }


NOT_IN_A_SHEET = frozenset({"withdrawn"})
"""What a check carries for the workbench alone; a teacher's own sheet has no such column."""


def checks_table(checks: Iterable[CheckForUnderstanding]) -> str:
    """The log as the teachers' own sheet would have it, one row a check."""
    fields = [name for name in CheckForUnderstanding.model_fields if name not in NOT_IN_A_SHEET]
    rows = [check.model_dump(mode="json") for check in checks]
    return files.table(fields, [["" if row[f] is None else row[f] for f in fields] for row in rows])


def _record(record: Record) -> str:
    return _json(record.model_dump(mode="json"))


def _records(records: Iterable[Record]) -> str:
    return _json([record.model_dump(mode="json") for record in records])


def _log(checks: Iterable[CheckForUnderstanding]) -> str:
    return _json([check.model_dump(mode="json", exclude=set(NOT_IN_A_SHEET)) for check in checks])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
