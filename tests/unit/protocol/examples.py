"""One small team, one assessment, one dive: drawn once, bent in each test."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from plc_data.model import (
    ActionPlan,
    ActionStep,
    Assessment,
    Contribution,
    ContributionKind,
    Count,
    Dive,
    Item,
    LearningTarget,
    Option,
    ResultSet,
    Section,
    SmartGoal,
    Team,
)

NOON = datetime(2026, 10, 12, 12, 0, tzinfo=UTC)

TEAM = Team(id="math8", name="Math 8", subject="mathematics", member_ids=("ana", "ben"))
SECTIONS = (
    Section(id="p1", name="Period 1", teacher_id="ana", team_id="math8"),
    Section(id="p2", name="Period 2", teacher_id="ben", team_id="math8"),
)
GROUP = tuple(f"s{i:02}" for i in range(1, 25))


def item(position: int, target_id: str = "solve", **changes) -> Item:
    fields = {
        "id": f"q{position}",
        "position": position,
        "label": f"Q{position}",
        "target_id": target_id,
        "key": ("A",),
        "options": (
            Option(label="A", text="4"),
            Option(label="B", text="-4", misconception="drops the sign"),
        ),
    }
    return Item(**fields | changes)


def assessment(**changes) -> Assessment:
    fields = {
        "id": "cfa1",
        "team_id": "math8",
        "title": "Two-step equations",
        "targets": (
            LearningTarget(id="solve", statement="I can solve two-step equations."),
            LearningTarget(id="model", statement="I can write an equation for a story."),
        ),
        "items": tuple(item(i, "solve" if i < 5 else "model") for i in range(1, 9)),
        "rule_agreed_on": date(2026, 9, 28),
        "window_opens_on": date(2026, 10, 5),
        "window_closes_on": date(2026, 10, 7),
    }
    return Assessment(**fields | changes)


def goal(**changes) -> SmartGoal:
    """Return a goal of which every computable check holds."""
    fields = {
        "id": "goal1",
        "cycle_id": "cycle1",
        "team_id": "math8",
        "statement": "Our students can solve two-step equations.",
        "target_ids": ("solve",),
        "section_ids": ("p1", "p2"),
        "group_size": 24,
        "baseline": Count(numerator=10, denominator=24, on=date(2026, 10, 5), assessment_id="cfa1"),
        "aim": Count(numerator=20, denominator=24, on=date(2026, 10, 28), assessment_id="cfa2"),
        "starts_on": date(2026, 10, 5),
        "ends_on": date(2026, 10, 30),
        "strategies": (
            ActionStep(what="Algebra tiles, twice a week", owner_id="ana", by=date(2026, 10, 20)),
            ActionStep(what="Error sort at the start", owner_id="ben", by=date(2026, 10, 23)),
        ),
        "school_goal": "Algebra readiness by grade 9",
        "far_from_cut": "Three short sessions with tiles and a partner.",
        "above_cut": "Write and trade equations with a hidden error.",
        "not_met_means": "Fewer than 20 of 24 are secure on the second form.",
    }
    return SmartGoal(**fields | changes)


SECOND_FORM = assessment(
    id="cfa2",
    form="B",
    parallel_to="cfa1",
    window_opens_on=date(2026, 10, 27),
    window_closes_on=date(2026, 10, 29),
)


def dive(**changes) -> Dive:
    fields = {
        "id": "dive1",
        "cycle_id": "cycle1",
        "team_id": "math8",
        "protocol_id": "data_dive_45",
        "assessment_id": "cfa1",
        "assessment_version": 3,
        "result_set_id": "r1",
        "result_set_sha256": "abc",
        "focus_target_ids": ("solve",),
        "member_ids": ("ana", "ben"),
        "n_tested": 3,
        "n_absent": 1,
        "work_samples": {"solve": 3},
    }
    return Dive(**fields | changes)


def results(**changes) -> ResultSet:
    fields = {
        "id": "r1",
        "assessment_id": "cfa1",
        "assessment_version": 3,
        "source_name": "export.csv",
        "source_sha256": "def",
        "content_sha256": "abc",
        "format": "plain_table",
        "attempts_policy": "latest",
        "points_scale": 1,
        "n_students": 3,
        "n_items": 8,
        "absent_ids": ("s4",),
        "file": "r1.parquet",
        "imported_by": "ana",
        "imported_at": NOON,
    }
    return ResultSet(**fields | changes)


def plan(**changes) -> ActionPlan:
    fields = {
        "id": "plan1",
        "cycle_id": "cycle1",
        "type": "not_yet",
        "target_id": "solve",
        "group": "sign errors",
        "strategy": "Algebra tiles with a partner who checks each move",
        "differs_how": "Hands on tiles instead of rules on the board",
        "owner_id": "ana",
        "sessions": 4,
        "minutes": 80,
        "starts_on": date(2026, 10, 13),
        "ends_on": date(2026, 10, 23),
        "success_rule": "3 of 3 on a recheck",
        "reassess_on": date(2026, 10, 27),
        "reassess_form": "form B",
    }
    return ActionPlan(**fields | changes)


def left(seq: int, kind: str, author: str = "ana", **payload) -> Contribution:
    """Return a contribution; ``replaces`` and ``withdrawn`` are not payload."""
    return Contribution(
        seq=seq,
        kind=ContributionKind(kind),
        author_id=author,
        at=NOON + timedelta(seconds=seq),
        replaces=payload.pop("replaces", None),
        withdrawn=payload.pop("withdrawn", False),
        payload=payload,
    )


def by_level(findings, level: str) -> list[str]:
    return [finding.code for finding in findings if finding.level == level]
