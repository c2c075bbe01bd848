"""Each story as scenes: at this moment this person did that to the workspace.

The workspace plays all scenes in the order of their moments, so that its journal reads as the
autumn of a school would: teams work side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plc_data import importers
from plc_data.errors import DataProblems
from plc_data.model import (
    ActionPlan,
    Assessment,
    Contribution,
    DocumentKind,
    Record,
    ResultSet,
    Verdict,
)
from plc_data.store import Store

from . import (
    cast,
    equations,
    finished,
    finished_dive,
    finished_plans,
    music,
    reflections,
    running,
    slope,
    ukulele,
)
from .days import moment
from .output import AFTER_FILE, BEFORE_FILE, MUSIC_FILE
from .school import (
    ASSISTANT_PRINCIPAL,
    COACH,
    MATEO,
    MATHEMATICS_SECTIONS,
    RENEE,
    THUY,
    WILL,
)

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
REFERENCES = ("question", "gap")
"""Fields of a contribution that name another one by its number."""


@dataclass
class Stage:
    """The workspace being made: the store, and what later scenes refer to."""

    store: Store
    results: dict[str, ResultSet] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    """A contribution's number in the story -> its number in the workspace."""

    def save(
        self, kind: DocumentKind, record: Any, by: str, at: datetime, **changes: object
    ) -> None:
        """Save the next version, on top of the newest; ``changes`` go into that one."""
        newest = [d for d in self.store.versions(kind, record.id)][-1:]
        if changes:
            record = newest[0].record.model_copy(update=changes)
        self.store.save(
            kind,
            record,
            team_id=_team(record),
            by=by,
            at=at,
            based_on=newest[0].version if newest else None,
        )

    def bring_in(self, path: str, assessment: Assessment, by: str, at: datetime) -> None:
        """Bring a file of results in, the way a teacher's file comes in."""
        plan = importers.read_results(HERE / path)
        sections = [s.id for s in self.store.sections(team_id=assessment.team_id)]
        ids = sorted({e.student_id for e in self.store.enrollments(section_ids=sections)})
        match = importers.match_roster(plan, self.store.students(ids=ids))
        item_ids, _ = importers.map_items(plan, assessment)
        problems = importers.import_problems(plan, match, assessment)
        if plan.verdict is not Verdict.IMPORT or problems:
            raise DataProblems(path, problems)
        answers = with_option_labels(
            importers.answers_frame(plan, match, item_ids, assessment), assessment
        )
        version = self.store.get(DocumentKind.ASSESSMENT, assessment.id).version
        result = ResultSet(
            id=f"results-{assessment.id}",
            assessment_id=assessment.id,
            assessment_version=version,
            source_name=plan.source_name,
            source_sha256=plan.source_sha256,
            content_sha256="",
            format=plan.format,
            attempts_policy=plan.attempts.policy,
            points_scale=1,
            n_students=answers["student_id"].nunique(),
            n_items=answers["item_id"].nunique(),
            absent_ids=match.absent_ids,
            file="",
            imported_by=by,
            imported_at=at,
        )
        sums = sums_of(answers, assessment.id)
        self.results[assessment.id] = self.store.store_results(result, answers, sums, by=by, at=at)

    def contribute(self, dive_id: str, said: Contribution) -> None:
        """Append a contribution; numbers it refers to become the workspace's."""
        payload = dict(said.payload)
        for name in REFERENCES:
            if payload.get(name) is not None:
                payload[name] = self.numbers[payload[name]]
        self.numbers[said.seq] = self.store.append(
            f"dive:{dive_id}",
            f"contribution.{said.kind}",
            payload,
            by=said.author_id,
            at=said.at,
            step_id=said.step_id,
            replaces=self.numbers[said.replaces] if said.replaces else None,
            withdrawn=said.withdrawn,
        )


@dataclass(frozen=True)
class Scene:
    """What happens at one moment."""

    at: datetime
    plays: Callable[[Stage], None]


def all_scenes() -> list[Scene]:
    """Every scene of every story, oldest first."""
    stories = (_opening(), _equations(), _dive(), _slope(), _ukulele())
    return sorted((scene for story in stories for scene in story), key=lambda scene: scene.at)


def _opening() -> Iterator[Scene]:
    at = moment(date(2026, 8, 24), "09:00")
    school, by = cast.school(), ASSISTANT_PRINCIPAL

    def enroll(stage: Stage) -> None:
        stage.store.put_people(school.people, by=by, at=at)
        stage.store.put_teams(school.teams, by=by, at=at)
        stage.store.put_students(school.students, by=by, at=at)
        stage.store.put_sections(school.sections, by=by, at=at)
        stage.store.put_enrollments(school.enrollments, by=by, at=at)

    yield Scene(at, enroll)


def _equations() -> Iterator[Scene]:
    cycle = finished.cycle()
    kind = DocumentKind
    yield _saves(
        date(2026, 9, 23), "15:10", RENEE, kind.CYCLE, cycle.model_copy(update={"focus": None})
    )
    yield from _checks(finished.checks_for_understanding())
    yield _saves(date(2026, 10, 2), "15:20", RENEE, kind.CYCLE, cycle, focus=cycle.focus)
    yield _saves(date(2026, 10, 5), "14:55", WILL, kind.ASSESSMENT, equations.BEFORE)
    yield _saves(date(2026, 10, 5), "15:25", RENEE, kind.GOAL, finished.goal_first())
    yield _saves(
        date(2026, 10, 5), "15:26", RENEE, kind.CYCLE, cycle,
        goal_id=finished.GOAL_ID, assessment_id=equations.BEFORE_ID,
    )  # fmt: skip
    yield _brings(BEFORE_FILE, equations.BEFORE, WILL, finished.RESULTS_IN)
    yield _saves(date(2026, 10, 9), "14:50", RENEE, kind.GOAL, finished.goal_agreed())
    for clock, member in (("14:58", RENEE), ("15:02", THUY), ("15:31", WILL)):
        yield _confirms(finished.GOAL_ID, 2, member, moment(date(2026, 10, 9), clock))
    yield _saves(date(2026, 10, 23), "15:12", THUY, kind.ASSESSMENT, equations.AFTER)
    yield _saves(
        date(2026, 10, 23), "15:13", THUY, kind.CYCLE, cycle, reassessment_id=equations.AFTER_ID
    )
    yield _brings(AFTER_FILE, equations.AFTER, RENEE, finished.RESULTS_AGAIN_IN)
    yield _saves(date(2026, 11, 2), "15:20", RENEE, kind.CLOSING, finished.closing())
    yield _saves(
        date(2026, 11, 2), "15:21", RENEE, kind.CYCLE, cycle, closing_id=finished.CLOSING_ID
    )
    yield _saves(date(2026, 11, 4), "16:10", RENEE, kind.REFLECTION, reflections.reflection())


def _dive() -> Iterator[Scene]:
    from . import groups

    before = cast.equations_cycle().before
    planned = moment(date(2026, 10, 13), "16:05")
    moved = cast.moved_by_hand(before)
    roster = cast.school().in_section(*MATHEMATICS_SECTIONS)
    proposed = groups.proposal(groups.answers_of(before), equations.BEFORE, roster)
    after = groups.groups_after(proposed, moved)

    def plan(stage: Stage) -> None:
        results = stage.results[equations.BEFORE_ID]
        stage.save(DocumentKind.DIVE, finished.dive(results), COACH, planned)
        stage.save(DocumentKind.CYCLE, finished.cycle(), COACH, planned, dive_id=finished.DIVE_ID)

    yield Scene(planned, plan)
    for event in finished_dive.events():
        yield Scene(event.at, _happens(event))
    said = finished_dive.contributions(
        before, cast.school(), moved, groups.room_for_moved(proposed)
    )
    for contribution in said:
        yield Scene(contribution.at, _says(contribution))
    for place, action_plan in enumerate(finished_plans.plans(after)):
        step = "plan_mastery" if action_plan.type == "mastery" else "plan_not_yet"
        at = finished_dive.starts_of(step) + timedelta(seconds=190 + 5 * place)
        yield Scene(at, _plans(action_plan, at))
    for place, action_plan in enumerate(finished_plans.plans_done(after)):
        at = moment(date(2026, 10, 27), "15:30") + timedelta(minutes=place)
        yield Scene(at, _plans(action_plan, at))


def _slope() -> Iterator[Scene]:
    cycle = running.cycle()
    kind = DocumentKind
    yield _saves(
        date(2026, 11, 9), "15:05", THUY, kind.CYCLE, cycle.model_copy(update={"focus": None})
    )
    yield from _checks(running.checks_for_understanding())
    yield _saves(date(2026, 11, 13), "14:52", THUY, kind.CYCLE, cycle, focus=cycle.focus)
    yield _saves(date(2026, 11, 13), "15:10", THUY, kind.GOAL, running.goal())
    yield _saves(date(2026, 11, 13), "15:35", RENEE, kind.ASSESSMENT, slope.ASSESSMENT)
    yield _saves(
        date(2026, 11, 13), "15:36", RENEE, kind.CYCLE, cycle,
        goal_id=running.GOAL_ID, assessment_id=slope.ASSESSMENT_ID,
    )  # fmt: skip
    yield _saves(date(2026, 11, 19), "15:15", WILL, kind.ASSESSMENT, slope.AGAIN)
    yield _saves(
        date(2026, 11, 19), "15:16", WILL, kind.CYCLE, cycle, reassessment_id=slope.AGAIN_ID
    )


def _ukulele() -> Iterator[Scene]:
    cycle = music.cycle()
    kind = DocumentKind
    yield _saves(
        date(2026, 10, 13), "08:00", MATEO, kind.CYCLE, cycle.model_copy(update={"focus": None})
    )
    yield from _checks(music.checks_for_understanding())
    yield _saves(date(2026, 10, 19), "15:40", MATEO, kind.CYCLE, cycle, focus=cycle.focus)
    yield _saves(date(2026, 10, 19), "15:55", MATEO, kind.ASSESSMENT, ukulele.ASSESSMENT)
    yield _brings(MUSIC_FILE, ukulele.ASSESSMENT, MATEO, music.SCORED)
    yield _saves(date(2026, 10, 23), "16:05", MATEO, kind.ASSESSMENT, ukulele.AGAIN)
    yield _saves(date(2026, 10, 23), "16:10", MATEO, kind.GOAL, music.goal())
    yield _saves(
        date(2026, 10, 23), "16:11", MATEO, kind.CYCLE, cycle,
        goal_id=music.GOAL_ID, assessment_id=ukulele.ASSESSMENT_ID,
        reassessment_id=ukulele.AGAIN_ID,
    )  # fmt: skip
    yield _confirms(music.GOAL_ID, 1, MATEO, moment(date(2026, 10, 23), "16:12"))


def _saves(
    day: date, clock: str, by: str, kind: DocumentKind, record: Record, **changes: object
) -> Scene:
    at = moment(day, clock)
    return Scene(at, lambda stage: stage.save(kind, record, by, at, **changes))


def _brings(path: str, assessment: Assessment, by: str, at: datetime) -> Scene:
    return Scene(at, lambda stage: stage.bring_in(path, assessment, by, at))


def _confirms(goal_id: str, version: int, by: str, at: datetime) -> Scene:
    return Scene(
        at,
        lambda stage: stage.store.append(
            f"goal:{goal_id}", "confirmed", {"goal_version": version}, by=by, at=at
        ),
    )


def _checks(checks) -> Iterator[Scene]:
    for place, check in enumerate(checks):
        at = moment(check.on, "15:40") + timedelta(minutes=place % 5)
        yield Scene(
            at,
            lambda stage, check=check, at=at: stage.save(
                DocumentKind.CHECK, check, check.teacher_id, at
            ),
        )


def _happens(event) -> Callable[[Stage], None]:
    return lambda stage: stage.store.append(
        f"dive:{finished.DIVE_ID}",
        "event",
        event.model_dump(mode="json"),
        by=event.person_id,
        at=event.at,
        step_id=event.step_id,
    )


def _says(said: Contribution) -> Callable[[Stage], None]:
    return lambda stage: stage.contribute(finished.DIVE_ID, said)


def _plans(plan: ActionPlan, at: datetime) -> Callable[[Stage], None]:
    return lambda stage: stage.save(DocumentKind.PLAN, plan, plan.owner_id or RENEE, at)


def with_option_labels(answers: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Answers that give an option's text, as forms do, by the option's label instead."""
    label_of = {
        (item.id, option.text): option.label for item in assessment.items for option in item.options
    }
    asked = zip(answers["item_id"], answers["response"], strict=True)
    named = [label_of.get(pair, pair[1]) for pair in asked]
    return answers.assign(response=named).astype({"response": "str"})


def sums_of(answers: pd.DataFrame, assessment_id: str) -> dict[str, pd.DataFrame]:
    """The sums that a school's overview adds up; the sample's points are whole."""
    from datacycle.analysis import sums

    frame = answers.assign(
        assessment_id=assessment_id,
        points=answers["points"].astype("Int64"),
        max_points=answers["max_points"].astype("int64"),
    )
    made = (sums.item_sums, sums.total_sums, sums.option_counts)
    return {function.__name__: function(frame) for function in made}


def _team(record: Any) -> str:
    """The record's team; plans and closings, which don't name one, are the mathematics team's."""
    return getattr(record, "team_id", finished.TEAM_ID)
