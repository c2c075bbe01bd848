"""Results in: look at the plan, decide who is who, say yes; or undo it as one step."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from datacycle import analysis as an
from plc_data import importers
from plc_data.errors import DataProblems, NotAllowed
from plc_data.model import (
    Assessment,
    AttemptPolicy,
    DocumentKind,
    ImportPlan,
    PlannedStudent,
    Problem,
    ResultSet,
    RosterMatch,
    Student,
    Verdict,
)

from . import saved_mappings
from .columns import TableLook, look_at_table
from .desk import Desk
from .policy import Action
from .saved_mappings import SavedMapping
from .standards import StandardsRoom

if TYPE_CHECKING:
    import pandas as pd


LEAVE_OUT = importers.LEAVE_OUT

MORE = "more-of-these"
ACCEPTABLE = importers.ACCEPTABLE - {MORE}

QUESTIONS = frozenset({"which-student", "not-on-roster"})
"""Problems that are settled by saying which student a row is, or by leaving it out."""


WHAT_ACCEPTING_DOES: dict[str, str] = {
    "points-above-maximum": "the points are kept as they stand, above the maximum",
    "unknown-word": "these cells are stored without points and count as not known, never as 0",
    "blank-student": "these rows are left out",
    "not-a-number": "these cells are stored without points and count as not known, never as 0",
    "negative-points": "these cells are stored without points and count as not known, never as 0",
    "date-in-score-column": "the column is stored without points, as not known, never as 0",
    "item-label-differs": "the questions are taken in the order of the file",
    "maximum-differs": "each answer is stored out of the maximum that the file gives",
    "unknown-option": "the answer is stored as it stands, with the points of the file",
    "not-on-roster": "these rows are left out",
    "formula-without-value": "these cells are stored without points, as not known, never as 0",
}
"""Code of a problem that may be accepted -> what happens to the data then."""


@dataclass(frozen=True, repr=False)
class ResultsPreview:
    """What storing a file would do. Making one stores nothing."""

    plan: ImportPlan
    assessment: Assessment
    assessment_version: int
    match: RosterMatch
    students: tuple[Student, ...]
    problems: tuple[Problem, ...]
    questions: tuple[Problem, ...]
    """What a person has to decide first: rows whose student is not certain."""
    changes: importers.AnswerChanges | None
    """Against the results that are live now; None when there are none."""
    same_as: ResultSet | None
    """The stored results that came from this very file."""
    decisions: Mapping[str, str]
    replaces: ResultSet | None
    """The results that are live now, with which this was compared."""
    accepted: tuple[Problem, ...] = ()
    """Problems that the person takes as they are; see :data:`WHAT_ACCEPTING_DOES`."""

    def __repr__(self) -> str:
        """Short, and without students: notebooks show it."""
        n, open_ = len(self.plan.students), len(self.problems) + len(self.questions)
        return f"<ResultsPreview {self.plan.source_name}: {n} students, {open_} things to settle>"

    @property
    def can_store(self) -> bool:
        """Whether a yes would store it."""
        return (
            self.plan.verdict is Verdict.IMPORT
            and not self.problems
            and not self.questions
            and self.same_as is None
        )


class FilesRoom:
    """Brings a school's own export into the workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.standards = StandardsRoom(desk)

    def preview(
        self,
        source: str | Path | bytes,
        assessment_id: str,
        *,
        name: str | None = None,
        attempts: AttemptPolicy = AttemptPolicy.LATEST,
        decisions: Mapping[str, str] | None = None,
        mapping: dict | None = None,
        accepted: Collection[str] = (),
        plan: ImportPlan | None = None,
    ) -> ResultsPreview:
        """Read the file, match its rows to the roster, and say what storing it would do.

        ``decisions`` says for a row (as text) which student it is, or ``leave_out``. Decisions
        of earlier imports of the same assessment are remembered and need not be given again.
        ``accepted`` are codes of problems that the person takes as they are, each of them one of
        ``importers.ACCEPTABLE``; :data:`WHAT_ACCEPTING_DOES` says what that does to the data.
        ``plan`` is the file as read already (:meth:`read`), where reading it took long.
        """
        document = self._desk.store.get(DocumentKind.ASSESSMENT, assessment_id)
        assessment = document.record
        team = self._desk.store.team(assessment.team_id)
        self._desk.require(Action.IMPORT_RESULTS, self._desk.about(team))
        if plan is None:
            plan = self.read(source, name=name, attempts=attempts, mapping=mapping)
        students = self._roster(team.id)
        known = self._remembered(assessment_id, plan) | dict(decisions or {})
        match = importers.match_roster(plan, students, decisions=known)
        problems = (
            importers.import_problems(plan, match, assessment)
            if plan.verdict is Verdict.IMPORT
            else plan.problems
        )
        taken = [p for p in problems if _is_accepted(p, accepted)]
        open_ = [p for p in problems if not _is_accepted(p, accepted)]
        questions = [p for p in open_ if p.code in QUESTIONS]
        hard = [p for p in open_ if p.code not in QUESTIONS]
        live = self._desk.store.result_sets(assessment_id)
        same = next((r for r in live if r.source_sha256 == plan.source_sha256), None)
        preview = ResultsPreview(
            plan=plan,
            assessment=assessment,
            assessment_version=document.version,
            match=match,
            students=students,
            problems=tuple(hard),
            questions=tuple(questions),
            changes=None,
            same_as=same,
            decisions=known,
            replaces=live[-1] if live else None,
            accepted=tuple(taken),
        )
        if plan.verdict is Verdict.IMPORT and not hard and live:
            changes = importers.compare_answers(
                self._desk.store.answers(live[-1].id), self._answers(preview)
            )
            preview = replace(preview, changes=changes)
        return preview

    def read(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        attempts: AttemptPolicy = AttemptPolicy.LATEST,
        mapping: dict | None = None,
    ) -> ImportPlan:
        """Read a file and no more: the store is not asked, so this may run in a thread."""
        return importers.read_results(source, name=name, attempts=attempts, mapping=mapping)

    def look_at_table(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        sheet: str | None = None,
        header_row: int | None = None,
    ) -> TableLook | None:
        """The first rows as the file has them and a guess for each column; None without a table."""
        return look_at_table(source, name=name, sheet=sheet, header_row=header_row)

    def mappings(self) -> tuple[SavedMapping, ...]:
        """What was said about columns before, by anybody of this workspace."""
        return saved_mappings.load_all(self._desk.store.folder)

    def mapping_for(self, look: TableLook) -> SavedMapping | None:
        """What was said before about files with this header."""
        return next((m for m in self.mappings() if m.fingerprint == look.fingerprint), None)

    def save_mapping(
        self, title: str, fingerprint: str, mapping: Mapping, team_id: str
    ) -> SavedMapping:
        """Keep a mapping for the next file with this header; the key of a test is not kept."""
        if not title.strip():
            raise NotAllowed("Give the preset a name by which you will know it again.")
        saved = SavedMapping(
            title=title.strip(), fingerprint=fingerprint, mapping=saved_mappings.kept(mapping)
        )
        return self.keep_preset(saved.to_yaml(), team_id)

    def keep_preset(self, content: bytes, team_id: str) -> SavedMapping:
        """Keep a preset file, one's own or another school's; raises when it is none."""
        self._desk.require(Action.IMPORT_RESULTS, self._desk.about(self._desk.store.team(team_id)))
        saved = saved_mappings.read_preset(content)
        saved_mappings.write(self._desk.store.folder, saved)
        self._desk.store.note(
            "kept",
            "preset",
            saved.fingerprint,
            hashlib.sha256(saved.to_yaml()).hexdigest(),
            by=self._desk.person_id,
            at=self._desk.now(),
        )
        return saved

    def store(self, preview: ResultsPreview) -> ResultSet:
        """Store what the person has seen; while anything is open it raises and stores nothing."""
        team = self._desk.store.team(preview.assessment.team_id)
        self._desk.require(Action.IMPORT_RESULTS, self._desk.about(team))
        if preview.plan.verdict is not Verdict.IMPORT or preview.problems:
            why = preview.problems or preview.plan.warnings  # totals only is no problem of the file
            raise DataProblems(preview.plan.source_name, why)
        if preview.questions:
            raise DataProblems(preview.plan.source_name, preview.questions)
        if preview.same_as is not None:
            raise NotAllowed("This very file is stored already; nothing was changed.")
        answers = self._answers(preview)
        result = ResultSet(
            id=uuid4().hex,
            assessment_id=preview.assessment.id,
            assessment_version=preview.assessment_version,
            source_name=preview.plan.source_name,
            source_sha256=preview.plan.source_sha256,
            content_sha256="",
            format=preview.plan.format,
            attempts_policy=preview.plan.attempts.policy,
            points_scale=1,
            n_students=answers["student_id"].nunique(),
            n_items=answers["item_id"].nunique(),
            absent_ids=preview.match.absent_ids,
            file="",
            imported_by=self._desk.person_id,
            imported_at=self._desk.now(),
        )
        sums = kept_sums(answers, result.assessment_id)
        with self._desk.store.together():
            live = self._desk.store.result_sets(result.assessment_id)
            if (live[-1] if live else None) != preview.replaces:
                raise NotAllowed("Other results came in meanwhile: look at the plan again.")
            self._remember(preview)
            self._note_accepted(preview)
            return self._desk.store.store_results(
                result, answers, sums, by=self._desk.person_id, at=self._desk.now()
            )

    def undo(self, assessment_id: str) -> ResultSet | None:
        """Take the last import back, as one step; returns the results that are live now."""
        document = self._desk.store.get(DocumentKind.ASSESSMENT, assessment_id)
        team = self._desk.store.team(document.record.team_id)
        self._desk.require(Action.IMPORT_RESULTS, self._desk.about(team))
        live = self._desk.store.result_sets(assessment_id)
        if not live:
            raise NotAllowed("There is no import to undo.")
        self._desk.store.undo_results(live[-1].id, by=self._desk.person_id, at=self._desk.now())
        now_live = self._desk.store.result_sets(assessment_id)
        return now_live[-1] if now_live else None

    def _answers(self, preview: ResultsPreview) -> pd.DataFrame:
        item_ids, problems = importers.map_items(preview.plan, preview.assessment)
        if set(problems) - set(preview.accepted):
            raise DataProblems(preview.plan.source_name, problems)
        return importers.answers_frame(preview.plan, preview.match, item_ids, preview.assessment)

    def _roster(self, team_id: str) -> tuple[Student, ...]:
        sections = [section.id for section in self._desk.store.sections(team_id=team_id)]
        enrolled = {e.student_id for e in self._desk.store.enrollments(section_ids=sections)}
        return self._desk.store.students(ids=sorted(enrolled))

    def _remembered(self, assessment_id: str, plan: ImportPlan) -> dict[str, str]:
        earlier = {
            entry.payload["who"]: entry.payload["student_id"]
            for entry in self._desk.store.entries(f"import:{assessment_id}")
            if entry.kind == "decided"
        }
        return {
            str(student.row): earlier[_who(student)]
            for student in plan.students
            if _who(student) in earlier
        }

    def _remember(self, preview: ResultsPreview) -> None:
        stream = f"import:{preview.assessment.id}"
        known = self._remembered(preview.assessment.id, preview.plan)
        by_row = {str(student.row): student for student in preview.plan.students}
        for row, choice in preview.decisions.items():
            if known.get(row) != choice and row in by_row:
                self._desk.store.append(
                    stream,
                    "decided",
                    {"who": _who(by_row[row]), "student_id": choice},
                    by=self._desk.person_id,
                    at=self._desk.now(),
                )

    def _note_accepted(self, preview: ResultsPreview) -> None:
        """Leave word of what was taken as it is: the codes, and how many cells or rows of each."""
        if preview.accepted:
            counts = dict(Counter(problem.code for problem in preview.accepted))
            self._desk.store.append(
                f"import:{preview.assessment.id}",
                "accepted",
                {
                    "source_sha256": preview.plan.source_sha256,
                    "codes": dict(sorted(counts.items())),
                },
                by=self._desk.person_id,
                at=self._desk.now(),
            )


def _is_accepted(problem: Problem, accepted: Collection[str]) -> bool:
    """Whether a problem is taken as it is; "and more of these" goes with what it is more of."""
    if problem.code == MORE:
        return any(f"({code})" in problem.message for code in accepted if code in ACCEPTABLE)
    return problem.code in accepted and problem.code in ACCEPTABLE


def kept_sums(answers: pd.DataFrame, assessment_id: str) -> dict[str, pd.DataFrame]:
    """The whole-number sums that are stored beside an import and add up to school and district."""
    from plc_data.store.answers import points_scale

    scale = points_scale([*answers["points"].dropna(), *answers["max_points"].dropna()])
    units = answers.assign(
        assessment_id=assessment_id,
        points=(answers["points"] * scale).round().astype("Int64"),
        max_points=(answers["max_points"] * scale).round().astype("int64"),
    )
    made = (an.sums.item_sums, an.sums.total_sums, an.sums.option_counts)
    return {function.__name__: function(units) for function in made}


def _who(student: PlannedStudent) -> str:
    """A row's person as a digest, so that a remembered decision holds no name."""
    parts = (student.id, student.email, student.name, student.given, student.family)
    return hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()
