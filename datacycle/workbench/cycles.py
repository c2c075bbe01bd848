"""Cycles, goals and assessments: what a team writes, saved with the version it was based on."""

from __future__ import annotations

from dataclasses import dataclass

from datacycle.evidence.bundle import Confirmation, CycleBundle
from datacycle.protocol import dives
from plc_data.errors import NotAllowed, NotFound
from plc_data.model import (
    ActionPlan,
    Assessment,
    CheckForUnderstanding,
    Closing,
    Contribution,
    DataCycle,
    DiveEvent,
    Document,
    DocumentKind,
    Lesson,
    Section,
    SmartGoal,
    Team,
)

from .desk import Desk
from .numbers import NumbersRoom
from .policy import Action


def goal_stream(goal_id: str) -> str:
    """Where the members' confirmations of a goal are appended."""
    return f"goal:{goal_id}"


def dive_stream(dive_id: str) -> str:
    """Where a dive's events and contributions are appended."""
    return f"dive:{dive_id}"


@dataclass(frozen=True)
class DiveLog:
    """The appended entries of a dive, told apart."""

    events: tuple[DiveEvent, ...]
    contributions: tuple[Contribution, ...]
    last_seq: int


def read_dive_log(desk: Desk, dive_id: str) -> DiveLog:
    """All events and contributions of a dive, in the order they were appended."""
    return desk.fresh(("log", dive_id), lambda: _read_log(desk, dive_id))


def _read_log(desk: Desk, dive_id: str) -> DiveLog:
    events, contributions, last = [], [], 0
    for entry in desk.store.entries(dive_stream(dive_id)):
        last = entry.seq
        if entry.kind == "event":
            events.append(DiveEvent.model_validate(entry.payload))
        elif entry.kind.startswith("contribution."):
            contributions.append(
                Contribution(
                    seq=entry.seq,
                    kind=entry.kind.removeprefix("contribution."),
                    step_id=entry.step_id,
                    author_id=entry.by,
                    at=entry.at,
                    payload=entry.payload,
                    replaces=entry.replaces,
                    withdrawn=entry.withdrawn,
                )
            )
    return DiveLog(tuple(events), tuple(contributions), last)


class CyclesRoom:
    """The documents of a team's cycles."""

    def __init__(self, desk: Desk, numbers: NumbersRoom) -> None:
        self._desk = desk
        self._numbers = numbers

    def mine(self) -> tuple[tuple[Team, tuple[DataCycle, ...]], ...]:
        """My teams with their cycles, newest first; a coach sees the teams they coach."""
        me = self._desk.person
        cycles = [document.record for document in self._desk.store.find(DocumentKind.CYCLE)]
        teams = [
            team
            for team in self._desk.store.teams()
            if me.id in team.member_ids or me.id in team.coach_ids
        ]
        return tuple(
            (
                team,
                tuple(
                    sorted(
                        (cycle for cycle in cycles if cycle.team_id == team.id),
                        key=lambda cycle: (cycle.starts_on, cycle.id),
                        reverse=True,
                    )
                ),
            )
            for team in teams
        )

    def get(self, cycle_id: str) -> DataCycle:
        """The cycle, if I may see it."""
        return self._desk.cycle_of(cycle_id)[0]

    def team(self, cycle_id: str) -> Team:
        """The team that owns the cycle."""
        return self._desk.cycle_of(cycle_id)[1]

    def sections(self, cycle_id: str) -> tuple[Section, ...]:
        """The sections the cycle is about."""
        return self._desk.sections_of(self.get(cycle_id))

    def student_names(self, cycle_id: str) -> dict[str, str]:
        """The students of the cycle's sections, family name first and in its order."""
        cycle, _ = self._desk.cycle_of(cycle_id, Action.SEE_STUDENT_NAMES)
        named = {id: f"{s.family}, {s.given}" for id, s in self._numbers.roster(cycle).items()}
        return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))

    def team_sections(self, team_id: str) -> tuple[Section, ...]:
        """All sections of a team."""
        self._desk.require(Action.SEE_CYCLE, self._desk.about(self._desk.team(team_id)))
        return self._desk.store.sections(team_id=team_id)

    def save(self, cycle: DataCycle, *, based_on: int | None) -> Document:
        """Save the cycle's own page (title, focus, what hangs on it)."""
        return self._save(DocumentKind.CYCLE, cycle, self._desk.store.team(cycle.team_id), based_on)

    def version(self, kind: DocumentKind, id: str) -> int | None:
        """The newest version of a document; None when there is none."""
        try:
            return self._desk.store.get(kind, id).version
        except NotFound:
            return None

    # goal

    def goal(self, cycle_id: str) -> Document | None:
        """The newest version of the cycle's goal."""
        cycle, _ = self._desk.cycle_of(cycle_id)
        if cycle.goal_id is None:
            return None
        return self._desk.newest(DocumentKind.GOAL, cycle.goal_id)

    def save_goal(self, goal: SmartGoal, *, based_on: int | None) -> Document:
        """Save the goal; the cycle points at it from then on. Earlier confirmations lapse."""
        cycle, team = self._desk.cycle_of(goal.cycle_id, Action.EDIT_TEAM_WORK)
        document = self._save(DocumentKind.GOAL, goal, team, based_on)
        self._hang(cycle, goal_id=goal.id)
        return document

    def confirm_goal(self, cycle_id: str, version: int) -> None:
        """Say that this version of the goal is mine."""
        document = self.goal(cycle_id)
        if document is None:
            raise NotFound("There is no goal yet: write it first.")
        self._desk.cycle_of(cycle_id, Action.EDIT_TEAM_WORK)
        if document.version != version:
            raise NotAllowed("The goal was changed meanwhile: read it again before you confirm.")
        self._desk.store.append(
            goal_stream(document.id),
            "confirmed",
            {"goal_version": version},
            by=self._desk.person_id,
            at=self._desk.now(),
        )

    def confirmations(self, goal_id: str) -> tuple[Confirmation, ...]:
        """All confirmations of all versions of a goal."""
        return tuple(
            Confirmation(entry.by, entry.payload["goal_version"], entry.at)
            for entry in self._desk.store.entries(goal_stream(goal_id))
            if entry.kind == "confirmed"
        )

    # assessments, checks, closing

    def assessment(self, assessment_id: str) -> Document:
        """The newest version of an assessment."""
        document = self._desk.store.get(DocumentKind.ASSESSMENT, assessment_id)
        team = self._desk.store.team(document.record.team_id)
        self._desk.require(Action.SEE_CYCLE, self._desk.about(team))
        return document

    def assessments(self, team_id: str) -> tuple[Assessment, ...]:
        """All assessments of a team, by title."""
        self._desk.require(Action.SEE_CYCLE, self._desk.about(self._desk.store.team(team_id)))
        found = self._desk.store.find(DocumentKind.ASSESSMENT, team_id=team_id)
        return tuple(sorted((d.record for d in found), key=lambda a: (a.title, a.id)))

    def save_assessment(self, assessment: Assessment, *, based_on: int | None) -> Document:
        """Save the blueprint."""
        team = self._desk.store.team(assessment.team_id)
        return self._save(DocumentKind.ASSESSMENT, assessment, team, based_on)

    def save_check(self, check: CheckForUnderstanding, *, based_on: int | None = None) -> Document:
        """Save one check for understanding."""
        team = self._desk.store.team(check.team_id)
        return self._save(DocumentKind.CHECK, check, team, based_on)

    def closing(self, cycle_id: str) -> Document | None:
        """The newest version of the closing."""
        cycle, _ = self._desk.cycle_of(cycle_id)
        if cycle.closing_id is None:
            return None
        return self._desk.newest(DocumentKind.CLOSING, cycle.closing_id)

    def save_closing(self, closing: Closing, *, based_on: int | None) -> Document:
        """Save what the team keeps, changes and stops; each member writes their own lesson."""
        cycle, team = self._desk.cycle_of(closing.cycle_id, Action.EDIT_TEAM_WORK)
        before = self._closing_as_of(closing.id, based_on)
        if self._lessons_of_others(closing) != self._lessons_of_others(before):
            raise NotAllowed("Each member writes their own keep, change and stop.")
        document = self._save(DocumentKind.CLOSING, closing, team, based_on)
        self._hang(cycle, closing_id=closing.id)
        return document

    def _closing_as_of(self, id: str, version: int | None) -> Closing | None:
        if version is None:
            return None
        return self._desk.store.get(DocumentKind.CLOSING, id, version).record

    def _lessons_of_others(self, closing: Closing | None) -> dict[str, Lesson]:
        lessons = closing.lessons if closing else ()
        return {one.author_id: one for one in lessons if one.author_id != self._desk.person_id}

    def plans(self, cycle_id: str) -> tuple[Document, ...]:
        """The newest version of every action plan of the cycle."""
        cycle, _ = self._desk.cycle_of(cycle_id)
        found = self._desk.all_of(DocumentKind.PLAN, cycle.team_id)
        return tuple(d for d in found if d.record.cycle_id == cycle_id)

    def save_plan(self, plan: ActionPlan, *, based_on: int | None) -> Document:
        """Save an action plan."""
        _, team = self._desk.cycle_of(plan.cycle_id, Action.EDIT_TEAM_WORK)
        return self._save(DocumentKind.PLAN, plan, team, based_on)

    def write_plan(self, plan: ActionPlan, *, based_on: int | None) -> Document:
        """Save a plan as a consequence of the dive's end, whoever ended it."""
        _, team = self._desk.cycle_of(plan.cycle_id, Action.FACILITATE)
        return self._store(DocumentKind.PLAN, plan, team, based_on)

    def bundle(self, cycle_id: str, submitter_id: str | None = None) -> CycleBundle:
        """Everything of a cycle, gathered once. Names of students are in it: it never leaves."""
        desk = self._desk
        cycle, team = desk.cycle_of(cycle_id)
        goal = desk.store.get(DocumentKind.GOAL, cycle.goal_id) if cycle.goal_id else None
        dive = desk.store.get(DocumentKind.DIVE, cycle.dive_id).record if cycle.dive_id else None
        log = read_dive_log(desk, dive.id) if dive else DiveLog((), (), 0)
        sections = desk.sections_of(cycle)
        plans = self.plans(cycle_id)
        checks = desk.store.find(DocumentKind.CHECK, team_id=team.id)
        closing = self.closing(cycle_id)
        return CycleBundle(
            cycle=cycle,
            team=team,
            people=dict(desk.people),
            sections=sections,
            enrollments=desk.store.enrollments(section_ids=[s.id for s in sections]),
            students=self._numbers.roster(cycle),
            all_students=(*desk.store.students(), *desk.store.former_students()),
            submitter_id=submitter_id or desk.person_id,
            goal=goal.record if goal else None,
            goal_version=goal.version if goal else None,
            confirmations=self.confirmations(goal.id) if goal else (),
            before=self._numbers.before(cycle),
            after=self._numbers.after(cycle),
            checks=tuple(
                sorted(
                    (
                        d.record
                        for d in checks
                        if d.record.cycle_id == cycle_id and not d.record.withdrawn
                    ),
                    key=lambda check: (check.on, check.id),
                )
            ),
            dive=dive,
            protocol=dives.load_protocol(dive.protocol_id) if dive else None,
            events=log.events,
            contributions=log.contributions,
            plans=tuple(d.record for d in plans),
            plan_versions={d.id: d.version for d in plans},
            closing=closing.record if closing else None,
            journal_head=desk.store.journal_head(),
        )

    def _save(self, kind: DocumentKind, record, team: Team, based_on: int | None) -> Document:
        self._desk.require(Action.EDIT_TEAM_WORK, self._desk.about(team))
        return self._store(kind, record, team, based_on)

    def _store(self, kind: DocumentKind, record, team: Team, based_on: int | None) -> Document:
        self._desk.require_own(kind, record.id, team)
        return self._desk.store.save(
            kind,
            record,
            team_id=team.id,
            by=self._desk.person_id,
            at=self._desk.now(),
            based_on=based_on,
        )

    def _hang(self, cycle: DataCycle, **links: str) -> None:
        """Let the cycle point at what was just saved, unless it does already."""
        if all(getattr(cycle, field) == value for field, value in links.items()):
            return
        newest = self._desk.store.get(DocumentKind.CYCLE, cycle.id)
        self.save(newest.record.model_copy(update=links), based_on=newest.version)
