"""The goal and the end of the cycle: what is checked, what came out, what to start from next."""

from __future__ import annotations

from datacycle.protocol import closing, goal, goal_results, stages
from plc_data.model import (
    Assessment,
    Closing,
    Count,
    DocumentKind,
    Finding,
    SmartGoal,
)

from .cycles import CyclesRoom
from .desk import Desk
from .dives import DivesRoom
from .numbers import NumbersRoom


class PromisesRoom:
    """Nothing here is typed as a result: verdicts are computed from the reassessment."""

    def __init__(
        self, desk: Desk, cycles: CyclesRoom, numbers: NumbersRoom, dives: DivesRoom
    ) -> None:
        self._desk, self._cycles, self._numbers, self._dives = desk, cycles, numbers, dives

    def baseline(self, cycle_id: str, target_id: str) -> Count | None:
        """Where the students stand on a target now: secure, of all on the roster."""
        cycle = self._cycles.get(cycle_id)
        testing = self._numbers.before(cycle)
        if testing is None or target_id not in {t.id for t in testing.assessment.targets}:
            return None
        roster = tuple(sorted(self._numbers.roster(cycle)))
        mastery = self._numbers.mastery(testing, roster)
        here = mastery[mastery["target_id"] == target_id]
        return Count(
            numerator=int((here["state"] == "secure").sum()),
            denominator=len(roster),
            on=testing.results.imported_at.date(),
            assessment_id=testing.assessment.id,
        )

    def check_goal(self, written: SmartGoal) -> tuple[Finding, ...]:
        """Every letter of a goal, in plain words, while it is being written."""
        cycle, team = self._desk.cycle_of(written.cycle_id)
        target = written.target_ids[0] if written.target_ids else None
        version = self._cycles.version(DocumentKind.GOAL, written.id)
        confirmed = {
            c.person_id for c in self._cycles.confirmations(written.id) if c.goal_version == version
        }
        return goal.check_goal(
            written,
            team=team,
            sections=self._desk.sections_of(cycle),
            group_ids=tuple(sorted(self._numbers.roster(cycle))),
            assessment=self._assessment(cycle.assessment_id),
            reassessment=self._assessment(cycle.reassessment_id),
            baseline=self.baseline(cycle.id, target) if target else None,
            today=self._desk.today(),
            confirmed_by=confirmed,
        )

    def sentence(self, written: SmartGoal) -> str:
        """The goal as one sentence; gaps stand in brackets."""
        cycle, _ = self._desk.cycle_of(written.cycle_id)
        known = [
            a
            for a in (
                self._assessment(cycle.assessment_id),
                self._assessment(cycle.reassessment_id),
            )
            if a is not None
        ]
        return goal.goal_sentence(
            written,
            targets={t.id: t.statement for a in known for t in a.targets},
            sections={s.id: s.name for s in self._desk.sections_of(cycle)},
            assessments={a.id: a.title for a in known},
            people={id: person.name for id, person in self._desk.people.items()},
        )

    def result(self, cycle_id: str) -> goal_results.GoalResult | None:
        """Whether the goal was met, counts first; None without goal or reassessment."""
        cycle = self._cycles.get(cycle_id)
        document = self._cycles.goal(cycle_id)
        after, before = self._numbers.after(cycle), self._numbers.before(cycle)
        if document is None or after is None:
            return None
        roster = tuple(sorted(self._numbers.roster(cycle)))
        return goal_results.goal_result(
            document.record,
            self._numbers.mastery(after, roster),
            self._numbers.mastery(before, roster) if before else None,
            roster,
        )

    def check_closing(self, written: Closing) -> tuple[Finding, ...]:
        """What a closing still lacks."""
        _, team = self._desk.cycle_of(written.cycle_id)
        return closing.check_closing(
            written,
            team=team,
            result=self.result(written.cycle_id),
            plans=[document.record for document in self._cycles.plans(written.cycle_id)],
        )

    def stages(self, cycle_id: str) -> tuple[stages.StageState, ...]:
        """The nine stages of a cycle: state, day, next step."""
        cycle = self._cycles.get(cycle_id)
        groups = None
        if cycle.dive_id is not None:
            groups = self._dives.groups(self._dives.view(cycle.dive_id))
        return stages.stages(
            self._cycles.bundle(cycle_id),
            today=self._desk.today(),
            assessment=self._assessment(cycle.assessment_id),
            reassessment=self._assessment(cycle.reassessment_id),
            groups=groups,
        )

    def _assessment(self, assessment_id: str | None) -> Assessment | None:
        if assessment_id is None:
            return None
        return self._desk.newest(DocumentKind.ASSESSMENT, assessment_id).record
