"""A small made-up workspace for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd

from plc_data.model import (
    Enrollment,
    Person,
    ResultSet,
    Role,
    Section,
    SmartGoal,
    Student,
    Team,
)
from plc_data.store import Store

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def goal(statement: str = "", id: str = "goal-1") -> SmartGoal:
    return SmartGoal(id=id, cycle_id="cycle-1", team_id="math-6", statement=statement)


def save_goal(store: Store, statement: str, based_on: int | None, by: str = "ana") -> int:
    document = store.save(
        "goal", goal(statement), team_id="math-6", by=by, at=NOON, based_on=based_on
    )
    return document.version


def fill_with_people(store: Store) -> None:
    store.put_people(
        [
            Person(id="ana", given="Ana", family="Quist", roles={Role.TEACHER, Role.LEAD}),
            Person(id="ben", given="Ben", family="Olu", email="ben@example.org"),
            Person(id="cora", given="Cora", family="Lind", roles={Role.COACH}),
        ],
        by="ana",
        at=NOON,
    )
    store.put_teams(
        [
            Team(
                id="math-6",
                name="Math 6",
                subject="Mathematics",
                member_ids=("ben", "ana"),
                lead_id="ana",
                coach_ids=("cora",),
            )
        ],
        by="ana",
        at=NOON,
    )
    store.put_students(
        [
            Student(id="0071", given="Zora", family="Vance", nickname="Zee"),
            Student(id="0072", given="Milo", family="Abara"),
        ],
        by="ana",
        at=NOON,
    )
    store.put_sections(
        [Section(id="6a", name="6A", teacher_id="ana", team_id="math-6", period="2")],
        by="ana",
        at=NOON,
    )
    store.put_enrollments(
        [Enrollment(section_id="6a", student_id=id) for id in ("0071", "0072")], by="ana", at=NOON
    )


def result_set(id: str = "results-1", assessment_id: str = "cfa-1") -> ResultSet:
    """A result set as the workbench hands it in: what the file decides is not filled in yet."""
    return ResultSet(
        id=id,
        assessment_id=assessment_id,
        assessment_version=1,
        source_name="unit3.csv",
        source_sha256="0" * 64,
        content_sha256="",
        format="plain",
        attempts_policy="latest",
        points_scale=1,
        n_students=0,
        n_items=0,
        absent_ids=("0099",),
        file="",
        imported_by="ana",
        imported_at=NOON,
    )


def answers(points: float = 1.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "student_id": ["0071", "0071", "0072", "0072"],
            "item_id": ["q10", "q2", "q10", "q2"],
            "response": pd.Series(["A", None, "C", "D"], dtype="str"),
            "points": [points, float("nan"), 0.5, 0.0],
            "max_points": [1.0, 2.0, 1.0, 2.0],
            "status": ["scored", "missing", "scored", "scored"],
        }
    )


def item_sums() -> pd.DataFrame:
    return pd.DataFrame({"item_id": ["q2", "q10"], "n": [1, 2], "sx": [0, 3]})


def store_results(store: Store, id: str, points: float = 1.0) -> ResultSet:
    return store.store_results(
        result_set(id), answers(points), {"items": item_sums()}, by="ana", at=NOON
    )
