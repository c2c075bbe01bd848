"""What a score cell can be, and what an import will do before it does it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from .base import Identifier, Problem, Record


class ResponseStatus(StrEnum):
    """What happened with one item for one student. Only ``scored`` takes part in a mean.

    ``no_response`` (seen, left blank) counts as wrong in totals and is shown as blank; all others
    are left out and counted.
    """

    SCORED = "scored"
    NO_RESPONSE = "no_response"
    NOT_GRADED = "not_graded"
    NOT_ASSIGNED = "not_assigned"
    EXCUSED = "excused"
    MISSING = "missing"
    IN_PROGRESS = "in_progress"
    UNKNOWN = "unknown"


class AttemptPolicy(StrEnum):
    """Which of several rows of one student counts; shown on every report."""

    FIRST = "first"
    LATEST = "latest"
    BEST = "best"


class Verdict(StrEnum):
    IMPORT = "import"
    TOTALS_ONLY = "totals_only"
    REFUSE = "refuse"


class PlannedItem(Record):
    """An item as the file shows it. ``max_points`` is None where the file does not tell."""

    position: int
    label: str
    max_points: float | None = None
    key: str | None = None
    target_codes: tuple[str, ...] = ()


class PlannedStudent(Record):
    """A row's person as the file shows it; ``row`` as the spreadsheet counts."""

    row: int
    id: str | None = None
    given: str | None = None
    family: str | None = None
    name: str | None = None
    email: str | None = None
    section: str | None = None


class IgnoredRow(Record):
    row: int
    why: str


class IgnoredColumn(Record):
    name: str
    why: str


class Attempts(Record):
    """How several rows of one student were treated."""

    policy: AttemptPolicy = AttemptPolicy.LATEST
    rows_left_out: tuple[int, ...] = ()


class ImportPlan(Record):
    """What a file holds and what storing it would do; nothing is stored by making one.

    ``scores``, ``statuses`` and ``responses`` are students x items, in file order. A score is
    None unless the tool gave points (``no_response`` may carry the tool's 0).
    """

    format: str
    verdict: Verdict
    source_name: str
    source_sha256: str
    items: tuple[PlannedItem, ...] = ()
    students: tuple[PlannedStudent, ...] = ()
    scores: tuple[tuple[float | None, ...], ...] = ()
    statuses: tuple[tuple[ResponseStatus, ...], ...] = ()
    responses: tuple[tuple[str | None, ...], ...] = ()
    reported_totals: tuple[float | None, ...] = ()
    attempts: Attempts = Attempts()
    ignored_rows: tuple[IgnoredRow, ...] = ()
    ignored_columns: tuple[IgnoredColumn, ...] = ()
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


class MatchKind(StrEnum):
    """How a row of the file found its student on the roster."""

    ID = "id"
    EMAIL = "email"
    NAME = "name"
    DECIDED = "decided"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"


class StudentMatch(Record):
    """One row of the file and the roster's student, or the candidates to choose from."""

    row: int
    kind: MatchKind
    student_id: Identifier | None = None
    candidate_ids: tuple[Identifier, ...] = ()


class RosterMatch(Record):
    """All rows matched, and who of the roster is not in the file (absent is absent, not zero)."""

    matches: tuple[StudentMatch, ...]
    absent_ids: tuple[Identifier, ...] = ()

    @property
    def open(self) -> tuple[StudentMatch, ...]:
        """Rows that a person still has to decide."""
        return tuple(m for m in self.matches if m.student_id is None)


class ResultSet(Record):
    """One stored import: the catalog row of a Parquet file of answers.

    The file's columns are ``student_id``, ``item_id``, ``response``, ``points``, ``max_points``
    (whole numbers in units of 1/``points_scale``) and ``status``. ``content_sha256`` is over the
    sorted rows and does not depend on the file's compression.
    """

    id: Identifier
    assessment_id: Identifier
    assessment_version: int
    source_name: str
    source_sha256: str
    content_sha256: str
    format: str
    attempts_policy: AttemptPolicy
    points_scale: int
    n_students: int
    n_items: int
    absent_ids: tuple[Identifier, ...] = ()
    file: str
    imported_by: Identifier
    imported_at: datetime
    live: bool = True
