"""The data dive: a protocol as data, what happens in it, and what each person leaves in it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from .base import Identifier, Record, Share


class DiveRole(StrEnum):
    FACILITATOR = "facilitator"
    RECORDER = "recorder"
    EVIDENCE_GUARD = "evidence_guard"
    MEMBER = "member"


class Requirement(Record):
    """What a step must leave: so many contributions of a kind, in all or from each member."""

    kind: str
    at_least: int = Field(default=1, ge=1)
    each_member: bool = False
    says: str


class ProtocolStep(Record):
    """One timed step. ``shows`` names the views a page opens beside it."""

    id: Identifier
    title: str
    minutes: int = Field(ge=1)
    purpose: str
    prompts: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    """Kinds of contribution this step takes (``ContributionKind`` values)."""
    shows: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    time_counts_as: str = "talk"
    """``numbers``, ``plans`` or ``talk``, for the time-share check."""


class DiveProtocol(Record):
    """A protocol that the engine can run; delivered ones are YAML files in ``protocol/dives``."""

    id: Identifier
    title: str
    version: str = "1"
    norms: tuple[str, ...] = ()
    steps: tuple[ProtocolStep, ...]
    warn_at_minutes: tuple[int, ...] = (10, 5, 1)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    def step(self, step_id: str) -> ProtocolStep:
        """The step with this id; ``KeyError`` when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


class EventKind(StrEnum):
    """What can happen to a dive; its state is the fold of these."""

    JOINED = "joined"
    ROLE_TAKEN = "role_taken"
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    STEP_ENTERED = "step_entered"
    REVEALED = "revealed"
    FINISHED = "finished"
    REOPENED = "reopened"


class DiveEvent(Record):
    """One event. ``minutes`` goes with ``extended``, ``role`` with ``role_taken``."""

    kind: EventKind
    person_id: Identifier
    at: datetime
    step_id: Identifier | None = None
    minutes: int | None = None
    role: DiveRole | None = None


class ContributionKind(StrEnum):
    PREDICTION = "prediction"
    NOTE = "note"
    DATA_QUESTION = "data_question"
    DATA_ANSWER = "data_answer"
    OBSERVATION = "observation"
    GAP = "gap"
    HYPOTHESIS = "hypothesis"
    PRACTICE = "practice"
    PLACEMENT = "placement"
    COMMITMENT = "commitment"
    CHANGE_COURSE = "change_course"
    NEXT_MEETING = "next_meeting"
    EXIT_PULSE = "exit_pulse"


class FigureLink(Record):
    """Which cell of which view a fact was read from."""

    view: str
    row: str
    column: str | None = None
    shows: str | None = None
    """What stood there when the fact was written."""


class Prediction(Record):
    """Before the data: the share secure per target, and the item that most will miss."""

    shares: dict[str, Share] = {}
    most_missed_item_id: Identifier | None = None


class Note(Record):
    """A private note; nobody but its author sees it."""

    text: str


class DataQuestion(Record):
    text: str


class DataAnswer(Record):
    question: int
    text: str


class Observation(Record):
    """A fact: "I see ... in row ..." and where it stands."""

    text: str
    link: FigureLink | None = None


class ErrorType(StrEnum):
    SLIP = "slip"
    MISCONCEPTION = "misconception"
    MISSING_PREREQUISITE = "missing_prerequisite"
    MISREAD_TASK = "misread_task"
    NOT_ATTEMPTED = "not_attempted"
    FLAWED_ITEM = "flawed_item"


class ItemVerdict(StrEnum):
    KEEP = "keep"
    FIX = "fix"
    DROP = "drop"


class Gap(Record):
    """What students can do, what they can not do yet, and what they do instead."""

    target_id: Identifier
    can: str
    but: str
    instead_of: str = ""
    error_type: ErrorType
    n_students: int | None = Field(default=None, ge=0)
    item_id: Identifier | None = None
    item_verdict: ItemVerdict | None = None


class HypothesisAbout(StrEnum):
    TEACHING = "teaching"
    MEASURE = "measure"
    OTHER = "other"


class Hypothesis(Record):
    """A possible explanation, with what speaks for and against it."""

    about: HypothesisAbout
    text: str
    evidence_for: str = ""
    evidence_against: str = ""
    gap: int | None = None


class Practice(Record):
    """Something a colleague did that is worth copying."""

    text: str
    person_id: Identifier | None = None


class Placement(Record):
    """A person's hand move: this student belongs in that group, whatever the rule proposed."""

    student_id: Identifier
    target_id: Identifier
    group: str
    why: str = ""


class Commitment(Record):
    person_id: Identifier
    what: str
    by: date
    measure: str = ""
    kept: bool | None = None


class ChangeCourse(Record):
    """What result would make the team change course."""

    text: str


class NextMeeting(Record):
    on: date
    about: str = ""


class ExitPulse(Record):
    """One tap each: was it useful, was I heard, am I clear on my job (1 no - 3 yes)."""

    useful: int = Field(ge=1, le=3)
    heard: int = Field(ge=1, le=3)
    clear: int = Field(ge=1, le=3)


PAYLOADS: dict[ContributionKind, type[Record]] = {
    ContributionKind.PREDICTION: Prediction,
    ContributionKind.NOTE: Note,
    ContributionKind.DATA_QUESTION: DataQuestion,
    ContributionKind.DATA_ANSWER: DataAnswer,
    ContributionKind.OBSERVATION: Observation,
    ContributionKind.GAP: Gap,
    ContributionKind.HYPOTHESIS: Hypothesis,
    ContributionKind.PRACTICE: Practice,
    ContributionKind.PLACEMENT: Placement,
    ContributionKind.COMMITMENT: Commitment,
    ContributionKind.CHANGE_COURSE: ChangeCourse,
    ContributionKind.NEXT_MEETING: NextMeeting,
    ContributionKind.EXIT_PULSE: ExitPulse,
}


class Contribution(Record):
    """What one person left, appended and never overwritten.

    A correction is a new contribution that ``replaces`` the sequence number of the old one;
    ``withdrawn`` takes it back. ``payload`` is the record that ``PAYLOADS`` names for ``kind``.
    """

    seq: int
    kind: ContributionKind
    step_id: Identifier | None = None
    author_id: Identifier
    at: datetime
    payload: dict
    replaces: int | None = None
    withdrawn: bool = False

    def read(self) -> Record:
        """The payload as its record."""
        return PAYLOADS[self.kind].model_validate(self.payload)


class Dive(Record):
    """The meeting: what it is about. What happens in it is events and contributions."""

    id: Identifier
    cycle_id: Identifier
    team_id: Identifier
    protocol_id: Identifier
    assessment_id: Identifier
    assessment_version: int
    result_set_id: Identifier
    result_set_sha256: str
    goal_id: Identifier | None = None
    focus_target_ids: tuple[Identifier, ...] = ()
    member_ids: tuple[Identifier, ...] = ()
    planned_on: date | None = None
    n_tested: int = 0
    n_absent: int = 0
    calibration_done: bool = True
    work_samples: dict[str, int] = {}
    """Work samples ready per focus target."""
