"""Frozen records and their own rules: the words that every other floor uses."""

from .assessment import (
    Assessment,
    Item,
    ItemType,
    MasteryRule,
    MasteryState,
    Option,
    RubricLevel,
)
from .base import Finding, Identifier, Problem, Record, Share
from .cycle import (
    ActionPlan,
    ActionStep,
    CheckForUnderstanding,
    Closing,
    Count,
    DataCycle,
    Focus,
    Lesson,
    Need,
    PlanState,
    PlanType,
    SmartGoal,
    Stage,
)
from .dive import (
    PAYLOADS,
    ChangeCourse,
    Commitment,
    Contribution,
    ContributionKind,
    DataAnswer,
    DataQuestion,
    Dive,
    DiveEvent,
    DiveProtocol,
    DiveRole,
    ErrorType,
    EventKind,
    ExitPulse,
    FigureLink,
    Gap,
    Hypothesis,
    HypothesisAbout,
    ItemVerdict,
    NextMeeting,
    Note,
    Observation,
    Placement,
    Practice,
    Prediction,
    ProtocolStep,
    Requirement,
)
from .documents import RECORDS, Document, DocumentKind, JournalEntry
from .inventory import DataInventory, DataSource, Grain, Purpose
from .people import Enrollment, Person, Role, Section, Student, Team
from .reflection import Reflection
from .results import (
    AttemptPolicy,
    Attempts,
    IgnoredColumn,
    IgnoredRow,
    ImportPlan,
    MatchKind,
    PlannedItem,
    PlannedStudent,
    ResponseStatus,
    ResultSet,
    RosterMatch,
    StudentMatch,
    Verdict,
)
from .targets import LearningTarget, Standard

__all__ = [name for name in dir() if name[0].isupper()]
