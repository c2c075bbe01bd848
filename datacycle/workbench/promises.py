"""The goal and the end of the cycle: what is checked, what came out, what to start from next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from datacycle.protocol import closing, goal, goal_results, stages
from datacycle.protocol.findings import to_mend
from plc_data.errors import NotAllowed, NotFound
from plc_data.model import (
    Assessment,
    Closing,
    Count,
    DataCycle,
    Document,
    DocumentKind,
    Finding,
    MasteryState,
    SmartGoal,
)

from .cycles import CyclesRoom
from .desk import Desk
from .dives import DivesRoom
from .numbers import NumbersRoom
from .policy import Action

if TYPE_CHECKING:
    import pandas as pd

    from datacycle.evidence.bundle import Testing


class PromisesRoom:
    """Nothing here is typed as a result: verdicts are computed from the reassessment."""

    def __init__(
        self, desk: Desk, cycles: CyclesRoom, numbers: NumbersRoom, dives: DivesRoom
    ) -> None:
        self._desk, self._cycles, self._numbers, self._dives = desk, cycles, numbers, dives

    def group(self, cycle_id: str, section_ids: Collection[str] = ()) -> tuple[str, ...]:
        """The students of a goal: those of the classes it names, all of the cycle's if none."""
        cycle = self._cycles.get(cycle_id)
        roster = self._numbers.roster(cycle)
        if not section_ids:
            return tuple(sorted(roster))
        enrolled = self._desk.fresh(
            ("enrolled", cycle_id, tuple(section_ids)),
            lambda: self._desk.store.enrollments(section_ids=list(section_ids)),
        )
        return tuple(sorted({e.student_id for e in enrolled} & set(roster)))

    def baseline(
        self, cycle_id: str, target_id: str, section_ids: Collection[str] = ()
    ) -> Count | None:
        """Where the students stand on a target now: secure, of all of the goal's classes."""
        cycle = self._cycles.get(cycle_id)
        testing = self._numbers.before(cycle)
        if testing is None or target_id not in {t.id for t in testing.assessment.targets}:
            return None
        group = self.group(cycle_id, section_ids)
        if not group:
            return None
        mastery = self._mastery(testing, cycle)
        here = mastery[(mastery["target_id"] == target_id) & mastery["student_id"].isin(group)]
        return Count(
            numerator=int((here["state"] == MasteryState.SECURE.value).sum()),
            denominator=len(group),
            on=given_on(testing),
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
            group_ids=self.group(cycle.id, written.section_ids),
            assessment=self._assessment(cycle.assessment_id),
            reassessment=self._assessment(cycle.reassessment_id),
            baseline=self.baseline(cycle.id, target, written.section_ids) if target else None,
            past=self.past_gains(cycle),
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
        return goal_results.goal_result(
            document.record,
            self._mastery(after, cycle),
            self._mastery(before, cycle) if before else None,
            self.group(cycle_id, document.record.section_ids),
        )

    def past_gains(self, cycle: DataCycle) -> tuple[float, ...]:
        """Share of the matched students gained in each closed cycle of the team before this."""
        gains = []
        for document in self._desk.all_of(DocumentKind.CYCLE, cycle.team_id):
            earlier = document.record
            if earlier.starts_on >= cycle.starts_on or not self.is_closed(earlier.id):
                continue
            result = self.result(earlier.id)
            if result is not None and result.n_matched:
                gains.append((result.n_secure_after - result.n_secure_before) / result.n_matched)
        return tuple(gains)

    def is_closed(self, cycle_id: str) -> bool:
        """Whether the team has closed the cycle."""
        written = self._cycles.closing(cycle_id)
        return written is not None and written.record.closed

    def decisions(self, cycle_id: str) -> pd.DataFrame | None:
        """What comes next for each student of each plan; None until both testings are in."""
        cycle = self._cycles.get(cycle_id)
        before, after = self._numbers.before(cycle), self._numbers.after(cycle)
        if before is None or after is None:
            return None
        plans = [document.record for document in self._cycles.plans(cycle_id)]
        return self._desk.fresh(
            ("decisions", cycle_id),
            lambda: closing.student_decisions(
                plans, self._mastery(before, cycle), self._mastery(after, cycle)
            ),
        )

    def attention(self, cycle_id: str) -> tuple[Finding, ...]:
        """Whether the plans forgot nobody; nothing to say before there was a dive."""
        cycle = self._cycles.get(cycle_id)
        if cycle.dive_id is None:
            return ()
        plans = [document.record for document in self._cycles.plans(cycle_id)]
        groups = self._dives.groups(self._dives.view(cycle.dive_id))
        return closing.check_attention(plans, groups)

    def next_baseline(self, cycle_id: str) -> Count | None:
        """Where the goal's students stand after the cycle: what the next goal starts from."""
        cycle, document = self._cycles.get(cycle_id), self._cycles.goal(cycle_id)
        after = self._numbers.after(cycle)
        if document is None or after is None or not document.record.target_ids:
            return None
        return closing.next_baseline(
            self._mastery(after, cycle),
            document.record.target_ids[0],
            self.group(cycle_id, document.record.section_ids),
            on=given_on(after),
            assessment_id=after.assessment.id,
        )

    def close_cycle(self, cycle_id: str) -> Document:
        """Close the cycle when nothing is missing; "not met" closes as well as "met"."""
        document = self._written_closing(cycle_id)
        missing = to_mend(self.check_closing(document.record))
        if missing:
            raise NotAllowed(f"Something is still missing. {missing[0].message}")
        return self._set_closed(document, True)

    def reopen_cycle(self, cycle_id: str) -> Document:
        """Take the closing up again; what was written stays."""
        return self._set_closed(self._written_closing(cycle_id), False)

    def _written_closing(self, cycle_id: str) -> Document:
        self._desk.cycle_of(cycle_id, Action.EDIT_TEAM_WORK)
        document = self._cycles.closing(cycle_id)
        if document is None:
            raise NotFound("Nothing is written for the closing yet.")
        return document

    def _set_closed(self, document: Document, closed: bool) -> Document:
        written = document.record.model_copy(update={"closed": closed})
        return self._cycles.save_closing(written, based_on=document.version)

    def _mastery(self, testing: Testing, cycle: DataCycle) -> pd.DataFrame:
        return self._numbers.mastery(testing, tuple(sorted(self._numbers.roster(cycle))))

    def check_closing(self, written: Closing) -> tuple[Finding, ...]:
        """What a closing still lacks."""
        _, team = self._desk.cycle_of(written.cycle_id)
        return closing.check_closing(
            written,
            team=team,
            result=self.result(written.cycle_id),
            plans=[document.record for document in self._cycles.plans(written.cycle_id)],
            decisions=self.decisions(written.cycle_id),
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


def given_on(testing: Testing) -> date:
    """The day by which everybody was tested: the window's last, or an earlier import's."""
    imported = testing.results.imported_at.date()
    closes = testing.assessment.window_closes_on
    return imported if closes is None else min(imported, closes)
