"""The numbers of a cycle: computed once per content of the answers, then kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

from datacycle import analysis as an
from datacycle.evidence.bundle import Testing
from plc_data.errors import NotAllowed, NotFound
from plc_data.model import DataCycle, DocumentKind, ResultSet, Student

from .desk import Desk
from .policy import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from datacycle.analysis.engines import AnswerFile

SUMMED_BY = {
    "item_sums": ("item_id",),
    "total_sums": (),
    "option_counts": ("item_id", "response"),
}
"""The sums stored beside every import, and what names a row of each beside the assessment."""

ALL_AS_ONE = "all"
"""What several assessments are called when they are added up as one."""


@dataclass(frozen=True)
class AddedUp:
    """Sums of several assessments; points in units of 1/``points_scale``.

    ``sums`` goes into ``an.finish``; None when nothing was brought in yet.
    """

    sums: pd.DataFrame | None
    points_scale: int
    n_result_sets: int


class NumbersRoom:
    """Testings and what they say, for the acting person's team."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def testing(self, assessment_id: str | None) -> Testing | None:
        """The live results of an assessment with the version they were imported against."""
        if assessment_id is None:
            return None
        live = self._desk.fresh(
            ("live", assessment_id), lambda: self._desk.store.result_sets(assessment_id)
        )
        return self.stored(live[-1].id) if live else None

    def stored(self, result_set_id: str) -> Testing:
        """One import with the version of the assessment it was made against."""
        store = self._desk.store
        team_id = self._desk.fresh(
            ("team of", result_set_id),
            lambda: (
                store.get(
                    DocumentKind.ASSESSMENT, store.result_set(result_set_id).assessment_id
                ).team_id
            ),
        )
        self._desk.require(Action.SEE_CYCLE, self._desk.about(self._desk.team(team_id)))

        def read() -> Testing:
            results = store.result_set(result_set_id)
            version = results.assessment_version
            return Testing(
                assessment=store.get(
                    DocumentKind.ASSESSMENT, results.assessment_id, version
                ).record,
                assessment_version=version,
                results=results,
                answers=store.answers(result_set_id),
            )

        return self._once(("testing", result_set_id), read)

    def before(self, cycle: DataCycle) -> Testing | None:
        """The testing the dive looks at."""
        return self.testing(cycle.assessment_id)

    def after(self, cycle: DataCycle) -> Testing | None:
        """The reassessment's testing."""
        return self.testing(cycle.reassessment_id)

    def roster(self, cycle: DataCycle) -> dict[str, Student]:
        """Students enrolled in the cycle's sections, by id."""
        self._desk.require(Action.SEE_CYCLE, self._desk.about(self._desk.team(cycle.team_id)))
        store = self._desk.store

        def read() -> dict[str, Student]:
            sections = [section.id for section in self._desk.sections_of(cycle)]
            enrolled = {e.student_id for e in store.enrollments(section_ids=sections)}
            return {student.id: student for student in store.students(ids=sorted(enrolled))}

        return self._desk.fresh(("roster", cycle.id), read)

    def mastery(self, testing: Testing, roster: tuple[str, ...]) -> pd.DataFrame:
        """Where each student of the roster stands on each target."""
        return self._of(
            testing,
            ("mastery", roster),
            lambda: an.mastery_by_target(testing.answers, testing.assessment, roster=roster),
        )

    def classes(self, testing: Testing, cycle: DataCycle) -> pd.DataFrame:
        """Targets by section: the counts of the four states."""
        import pandas as pd

        sections = [section.id for section in self._desk.sections_of(cycle)]
        enrolled = self._desk.store.enrollments(section_ids=sections)
        frame = pd.DataFrame(
            [(e.section_id, e.student_id) for e in enrolled], columns=["section_id", "student_id"]
        )
        mastery = self.mastery(testing, tuple(sorted(self.roster(cycle))))
        return an.class_summary(mastery, frame)

    def items(self, testing: Testing) -> pd.DataFrame:
        """The item table, blanks counted as wrong."""

        def compute() -> pd.DataFrame:
            full = {item.id: item.max_points for item in testing.assessment.items}
            table = an.item_statistics(an.score_table(testing.answers), max_points=full)
            return table.assign(n_omitted=an.omitted_counts(testing.answers).reindex(table.index))

        return self._of(testing, ("items",), compute)

    def options(self, testing: Testing) -> pd.DataFrame:
        """Which options were chosen, and by whom in terms of their other items."""
        keys = {item.id: item.key for item in testing.assessment.items if item.key}

        def compute() -> pd.DataFrame:
            chosen = testing.answers.pivot(index="student_id", columns="item_id", values="response")
            scores = an.score_table(testing.answers)
            return an.option_table(chosen.reindex(index=scores.index), scores, keys)

        return self._of(testing, ("options",), compute)

    def reliability(self, testing: Testing):
        """Alpha with its interval for the whole test."""
        return self._of(
            testing,
            ("reliability",),
            lambda: an.reliability(an.score_table(testing.answers)),
        )

    def proposal(
        self, testing: Testing, roster: tuple[str, ...], target_ids: tuple[str, ...]
    ) -> pd.DataFrame:
        """Groups that the results propose on the focus targets; a person's moves come on top."""
        import pandas as pd

        def compute() -> pd.DataFrame:
            mastery = self.mastery(testing, roster)
            parts = []
            for target_id in target_ids:
                causes = an.student_causes(testing.answers, testing.assessment, target_id)
                part = an.propose_groups(mastery, causes, target_id)
                parts.append(part.assign(target_id=target_id))
            return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

        return self._of(testing, ("proposal", roster, target_ids), compute)

    def growth(self, cycle: DataCycle):
        """Matched students before and after; None until both testings are in."""
        before, after = self.before(cycle), self.after(cycle)
        if before is None or after is None:
            return None
        roster = tuple(sorted(self.roster(cycle)))
        key = ("growth", before.results.content_sha256, after.results.content_sha256, roster)
        return self._once(
            key,
            lambda: an.matched_growth(self.mastery(before, roster), self.mastery(after, roster)),
        )

    def catalog(self, assessment_ids: Sequence[str]) -> tuple[AnswerFile, ...]:
        """The files of the live results, for ``an.engines.open_responses``.

        Each assessment's team has to be one whose students the person may see by name: the files
        hold every answer.
        """
        from datacycle.analysis.engines import AnswerFile

        folder = self._desk.store.folder
        return tuple(
            AnswerFile(
                path=str(folder / results.file),
                assessment_id=results.assessment_id,
                n_answers=results.n_students * results.n_items,
                points_scale=results.points_scale,
            )
            for results in self._live(assessment_ids, Action.SEE_STUDENT_NAMES)
        )

    def added_up(
        self, assessment_ids: Sequence[str], name: str, *, as_one: bool = False
    ) -> AddedUp:
        """Stored sums of several assessments, added up without opening an answer.

        Parameters
        ----------
        assessment_ids
            Of one team, of a school's teams, of a district's; an assessment without results adds
            nothing. The person has to belong to each of their teams, as a member or its coach.
        name
            ``item_sums``, ``total_sums`` or ``option_counts``.
        as_one
            Take items of the same id in different assessments for the same item: teams that gave
            one common assessment.
        """
        if name not in SUMMED_BY:
            raise NotFound(f"There are no sums {name!r}: {', '.join(SUMMED_BY)}.")
        live = self._live(assessment_ids, Action.SEE_CYCLE)
        scale = lcm(*(results.points_scale for results in live))
        parts = [
            an.finish.scale_sums(
                self._desk.store.sums(results.id, name), scale // results.points_scale
            )
            for results in live
        ]
        if as_one:
            self._refuse_other_points(parts)
            parts = [part.assign(assessment_id=ALL_AS_ONE) for part in parts]
        by = ["assessment_id", *SUMMED_BY[name]]
        sums = an.finish.merge_sums(*parts, by=by) if parts else None
        return AddedUp(sums, scale, len(live))

    def _live(self, assessment_ids: Sequence[str], action: Action) -> list[ResultSet]:
        store, found = self._desk.store, []
        for assessment_id in dict.fromkeys(assessment_ids):
            team_id = self._desk.newest(DocumentKind.ASSESSMENT, assessment_id).team_id
            self._desk.require(action, self._desk.about(self._desk.team(team_id)))
            found += store.result_sets(assessment_id)[-1:]
        return found

    def _refuse_other_points(self, parts: Sequence[pd.DataFrame]) -> None:
        """Items of one id that earn different points are not one item."""
        most: dict[str, int] = {}
        for part in parts:
            for row in part.itertuples() if {"item_id", "m"} <= set(part) else ():
                if most.setdefault(row.item_id, row.m) != row.m:
                    raise NotAllowed(
                        f"Item {row.item_id} earns different points in these assessments, so they "
                        "can't be added up as one."
                    )

    def need(self, testing: Testing | None) -> Testing:
        """The testing, or ``NotFound`` in words a teacher can act on."""
        if testing is None:
            raise NotFound("There are no results yet: bring them in first.")
        return testing

    def _of(self, testing: Testing, what: tuple, compute: Callable):
        key = (testing.results.id, testing.results.content_sha256, testing.assessment_version)
        return self._once((*key, *what), compute)

    def _once(self, key: tuple, compute: Callable):
        kept = self._desk.kept
        if key not in kept:
            kept[key] = compute()
        return kept[key]
