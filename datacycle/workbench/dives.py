"""The data dive as one person meets it: what stands, what may be done, what they leave."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datacycle.protocol import completion, contributions, dives, engine, fidelity, groups, readiness
from plc_data.errors import NotAllowed, NotFound
from plc_data.model import (
    ActionPlan,
    Contribution,
    ContributionKind,
    DataCycle,
    Dive,
    Document,
    DocumentKind,
    EventKind,
    Finding,
    Record,
    Team,
)
from plc_data.privacy.codes import ALPHABET

from .cycles import CyclesRoom, DiveLog, dive_stream, read_dive_log
from .desk import Desk
from .numbers import NumbersRoom
from .policy import Action, is_allowed

if TYPE_CHECKING:
    import pandas as pd

    from datacycle.evidence.bundle import Testing

COACH_LEAVES = frozenset(
    {
        ContributionKind.NOTE,
        ContributionKind.DATA_QUESTION,
        ContributionKind.DATA_ANSWER,
        ContributionKind.CHANGE_COURSE,
        ContributionKind.NEXT_MEETING,
        ContributionKind.EXIT_PULSE,
    }
)
"""What a coach who facilitates may leave: the reading of the data stays with the teachers."""


@dataclass(frozen=True, repr=False)
class DiveView:
    """A dive at one moment, as the acting person may see it."""

    dive: Dive
    cycle: DataCycle
    team: Team
    state: engine.DiveState
    left: tuple[Contribution, ...]
    """Everything that was ever left, replaced and taken back too: what the protocol reads."""
    standing: tuple[Contribution, ...]
    """What counts now, sealed ones too: for counting who is ready, never for showing."""
    visible: tuple[Contribution, ...]
    testing: Testing
    last_seq: int

    def __repr__(self) -> str:
        """Short, and without students: notebooks show it."""
        return f"<DiveView {self.dive.id}: {self.state.status}, step {self.state.step_id}>"

    def of(self, kind: ContributionKind) -> tuple[Contribution, ...]:
        """What the person may see of one kind."""
        return contributions.of_kind(self.visible, kind)

    def n_of(self, kind: ContributionKind) -> int:
        """How many members left one, sealed or not."""
        return len({c.author_id for c in contributions.of_kind(self.standing, kind)})


class DivesRoom:
    """Events, contributions, groups and the rule that says when a dive is complete."""

    def __init__(self, desk: Desk, cycles: CyclesRoom, numbers: NumbersRoom) -> None:
        self._desk = desk
        self._cycles = cycles
        self._numbers = numbers

    def plan(self, dive: Dive) -> Document:
        """Create the dive for a cycle; the cycle points at it from then on."""
        cycle, team = self._desk.cycle_of(dive.cycle_id, Action.FACILITATE)
        self._desk.require_own(DocumentKind.DIVE, dive.id, team)
        if self._state(dive, read_dive_log(self._desk, dive.id)).started:
            raise NotAllowed("The dive has started: what it looks at can't be changed any more.")
        document = self._desk.store.save(
            DocumentKind.DIVE,
            dive,
            team_id=team.id,
            by=self._desk.person_id,
            at=self._desk.now(),
            based_on=self._cycles.version(DocumentKind.DIVE, dive.id),
        )
        if cycle.dive_id != dive.id:
            newest = self._desk.store.get(DocumentKind.CYCLE, cycle.id)
            self._desk.store.save(
                DocumentKind.CYCLE,
                newest.record.model_copy(update={"dive_id": dive.id}),
                team_id=team.id,
                by=self._desk.person_id,
                at=self._desk.now(),
                based_on=newest.version,
            )
        return document

    def prepare(self, cycle_id: str, protocol_id: str) -> Dive:
        """The dive that the cycle's live results call for, not stored yet."""
        cycle, team = self._desk.cycle_of(cycle_id, Action.FACILITATE)
        testing = self._numbers.need(self._numbers.before(cycle))
        goal = self._cycles.goal(cycle_id)
        focus = goal.record.target_ids if goal and goal.record.target_ids else ()
        roster = self._numbers.roster(cycle)
        tested = set(testing.answers["student_id"]) & set(roster)
        return Dive(
            id=f"dive-{cycle.id}",
            cycle_id=cycle.id,
            team_id=team.id,
            protocol_id=protocol_id,
            assessment_id=testing.assessment.id,
            assessment_version=testing.assessment_version,
            result_set_id=testing.results.id,
            result_set_sha256=testing.results.content_sha256,
            goal_id=cycle.goal_id,
            focus_target_ids=focus or tuple(t.id for t in testing.assessment.targets[:1]),
            member_ids=team.member_ids,
            planned_on=self._desk.today(),
            n_tested=len(tested),
            n_absent=len(set(roster) - tested),
        )

    def view(self, dive_id: str) -> DiveView:
        """The dive as it stands now."""
        dive, cycle, team = self._dive(dive_id)
        log = read_dive_log(self._desk, dive_id)
        state = self._state(dive, log)
        standing = contributions.current(log.contributions)
        return DiveView(
            dive=dive,
            cycle=cycle,
            team=team,
            state=state,
            left=log.contributions,
            standing=standing,
            visible=contributions.visible_to(standing, self._desk.person_id, state.revealed),
            testing=self._testing(dive),
            last_seq=log.last_seq,
        )

    def clock(self, view: DiveView) -> engine.Clock:
        """The clock of the view, read now."""
        return engine.clock(view.state, self._desk.now())

    def do(self, dive_id: str, command: engine.Command) -> DiveView:
        """Start, pause, go on, add time, move to a step, open the predictions, finish ..."""
        view = self.view(dive_id)
        self._desk.require(Action.FACILITATE, self._desk.about(view.team))
        ready = self.readiness(view) if command.kind is EventKind.STARTED else ()
        now = self._desk.now()
        for event in engine.next_events(
            view.state, command, self._desk.person_id, now, readiness=ready
        ):
            self._desk.store.append(
                dive_stream(dive_id),
                "event",
                event.model_dump(mode="json"),
                by=event.person_id,
                at=event.at,
                step_id=event.step_id,
            )
        if command.kind is EventKind.FINISHED:
            self._write_students_into_plans(view)
        return self.view(dive_id)

    def _write_students_into_plans(self, view: DiveView) -> None:
        """At the end each plan names its students, so that later results move nobody silently."""
        placed = self.groups(view)
        for document in self.plans(view):
            plan = document.record
            here = placed[(placed["target_id"] == plan.target_id) & (placed["group"] == plan.group)]
            students = tuple(sorted(here.loc[here["place"] == plan.type.value, "student_id"]))
            if students and students != plan.student_ids:
                self._cycles.write_plan(
                    plan.model_copy(update={"student_ids": students}), based_on=document.version
                )

    def contribute(
        self,
        dive_id: str,
        kind: ContributionKind,
        payload: Record,
        *,
        step_id: str | None = None,
        replaces: int | None = None,
    ) -> int:
        """Leave something in the dive, at once and for good; returns its number."""
        return self._append(dive_id, kind, payload.model_dump(mode="json"), step_id, replaces)

    def withdraw(self, dive_id: str, seq: int) -> int:
        """Take one's own entry back. It stays in the record as taken back."""
        _, _, _ = self._dive(dive_id)
        log = read_dive_log(self._desk, dive_id)
        earlier = next((c for c in log.contributions if c.seq == seq), None)
        if earlier is None:
            raise NotFound("There is no such entry in this dive.")
        return self._append(
            dive_id, earlier.kind, earlier.payload, earlier.step_id, seq, withdrawn=True
        )

    def readiness(self, view: DiveView) -> tuple[Finding, ...]:
        """The gate before the clock."""
        return readiness.check_readiness(
            view.dive,
            assessment=view.testing.assessment,
            results=self._desk.store.result_set(view.dive.result_set_id),
            state=view.state,
        )

    def groups(self, view: DiveView) -> pd.DataFrame:
        """Everybody's place on every focus target: the proposal with the moves by hand on top."""

        def place() -> pd.DataFrame:
            roster = tuple(sorted(self._numbers.roster(view.cycle)))
            proposal = self._numbers.proposal(view.testing, roster, view.dive.focus_target_ids)
            placements = contributions.of_kind(view.left, ContributionKind.PLACEMENT)
            return groups.groups_of(proposal, placements)

        return self._desk.fresh(("groups", view.dive.id, view.last_seq), place)

    def plans(self, view: DiveView) -> tuple[Document, ...]:
        """The cycle's action plans."""
        return self._cycles.plans(view.cycle.id)

    def save_plan(self, plan: ActionPlan, *, based_on: int | None) -> Document:
        """Save an action plan from within the dive."""
        return self._cycles.save_plan(plan, based_on=based_on)

    def completion(self, view: DiveView) -> tuple[Finding, ...]:
        """What the dive still owes; empty of "mend" when it is complete."""
        return completion.check_completion(
            view.dive,
            self.groups(view),
            [document.record for document in self.plans(view)],
            view.left,
            view.state.protocol,
            state=view.state,
        )

    def fidelity(self, view: DiveView) -> fidelity.Fidelity:
        """How the meeting kept to its protocol."""
        return fidelity.measure(view.state, view.left, now=self._desk.now())

    def student_labels(self, view: DiveView, *, named: bool = False) -> Mapping[str, str]:
        """What to call each student: a code, or with ``named`` a name, if one may see it."""
        roster = self._numbers.roster(view.cycle)
        if named and is_allowed(
            self._desk.person, Action.SEE_STUDENT_NAMES, self._desk.about(view.team)
        ):
            return {student.id: f"{student.family}, {student.given}" for student in roster.values()}
        return self._codes(view.dive.id, roster)

    def _codes(self, dive_id: str, roster: Mapping) -> dict[str, str]:
        stream = f"codes:{dive_id}"
        codes: dict[str, str] = {}
        for entry in self._desk.store.entries(stream):
            codes |= entry.payload
        fresh: dict[str, str] = {}
        for student_id in sorted(set(roster) - set(codes)):
            while (code := "".join(secrets.choice(ALPHABET) for _ in range(5))) in {
                *codes.values(),
                *fresh.values(),
            }:
                pass
            fresh[student_id] = code
        if fresh:
            self._desk.store.append(
                stream, "coded", fresh, by=self._desk.person_id, at=self._desk.now()
            )
        return codes | fresh

    def _append(
        self,
        dive_id: str,
        kind: ContributionKind,
        payload: dict,
        step_id: str | None,
        replaces: int | None,
        *,
        withdrawn: bool = False,
    ) -> int:
        dive, _, team = self._dive(dive_id)
        me = self._desk.person
        action = Action.FACILITATE if kind in COACH_LEAVES else Action.CONTRIBUTE
        self._desk.require(action, self._desk.about(team))
        log = read_dive_log(self._desk, dive_id)
        refusal = engine.contribution_refusal(self._state(dive, log), kind, me.id)
        if refusal is None and replaces is not None:
            refusal = contributions.correction_refusal(log.contributions, replaces, me.id)
        if refusal is not None:
            raise NotAllowed(refusal)
        return self._desk.store.append(
            dive_stream(dive_id),
            f"contribution.{kind}",
            payload,
            by=me.id,
            at=self._desk.now(),
            step_id=step_id,
            replaces=replaces,
            withdrawn=withdrawn,
        )

    def _dive(self, dive_id: str) -> tuple[Dive, DataCycle, Team]:
        dive = self._desk.newest(DocumentKind.DIVE, dive_id).record
        cycle, team = self._desk.cycle_of(dive.cycle_id)
        return dive, cycle, team

    def _testing(self, dive: Dive) -> Testing:
        """The testing the dive was planned on, even when results were corrected since."""
        return self._numbers.stored(dive.result_set_id)

    @staticmethod
    def _state(dive: Dive, log: DiveLog) -> engine.DiveState:
        return engine.fold(dives.load_protocol(dive.protocol_id), log.events)
