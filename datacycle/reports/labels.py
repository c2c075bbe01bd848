"""Every word and color a reader sees for the project's own values.

A page, a chart, a table and a printed report say the same thing by asking ``words``; nobody
else spells a state's name or picks its color.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from plc_data.model import (
    AttemptPolicy,
    ContributionKind,
    DiveRole,
    DocumentKind,
    ErrorType,
    EventKind,
    Grain,
    HypothesisAbout,
    ItemType,
    ItemVerdict,
    MasteryState,
    MatchKind,
    PlanState,
    PlanType,
    Purpose,
    ResponseStatus,
    Role,
    Stage,
    Verdict,
)


class StateLook(NamedTuple):
    """How one mastery state is shown: never by color alone.

    ``color`` has at least 4.5:1 contrast on white and carries white text; ``soft`` is a light
    background for ``ink``; ``pattern`` is the fill pattern; ``mark`` a sign that survives a
    black-and-white printer.
    """

    color: str
    soft: str
    ink: str
    pattern: str
    mark: str
    meaning: str


STATES: tuple[MasteryState, ...] = (
    MasteryState.SECURE,
    MasteryState.LOOK_AGAIN,
    MasteryState.NOT_YET,
    MasteryState.NO_EVIDENCE,
)
"""The order in which states are always shown."""

STATE_LOOKS: Mapping[MasteryState, StateLook] = {
    MasteryState.SECURE: StateLook(
        "#0B2F5C", "#DCE6F3", "#0B2F5C", "", "●", "The answers speak clearly for mastery."
    ),
    MasteryState.LOOK_AGAIN: StateLook(
        "#2D7AB0", "#E1F0FA", "#1B5680", "/", "◐", "Too close to call: two more items will tell."
    ),
    MasteryState.NOT_YET: StateLook(
        "#C05518", "#FCEADF", "#8A3A0C", "\\", "○", "The answers speak clearly against mastery."
    ),
    MasteryState.NO_EVIDENCE: StateLook(
        "#69727F", "#EDF0F3", "#454D59", ".", "–", "Absent or not assessed: nothing to judge by."
    ),
}

ACCENT = "#1D4ED8"
"""The project's blue, for what can be clicked."""
BAR = "#4C6FD0"
"""Plain bars: calm enough for twelve of them, dark intervals stay visible on it."""
WARNING = "#7A0403"
"""For what went wrong; never for a student."""
QUIET = "#69727F"
INK = "#0F172A"
INK_SOFT = "#475569"
RULE = "#E2E8F0"
KEY = "#0B2F5C"
"""The right option of an item."""
DISTRACTOR = "#B4552A"
"""A wrong option of an item."""

_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    MasteryState: {
        MasteryState.SECURE: "Secure",
        MasteryState.LOOK_AGAIN: "Look again",
        MasteryState.NOT_YET: "Not yet",
        MasteryState.NO_EVIDENCE: "No evidence",
    },
    Stage: {
        Stage.FOCUS: "Focus",
        Stage.GOAL: "SMART goal",
        Stage.ASSESSMENT: "Assessment",
        Stage.CHECKS: "Checks in class",
        Stage.RESULTS: "Results",
        Stage.DIVE: "Data dive",
        Stage.PLANS: "Action plans",
        Stage.REASSESSMENT: "Reassessment",
        Stage.CLOSING: "Closing",
    },
    Role: {
        Role.TEACHER: "Teacher",
        Role.LEAD: "Team lead",
        Role.COACH: "Coach",
        Role.ADMINISTRATOR: "Administrator",
        Role.DESIGNER: "Designer",
    },
    DiveRole: {
        DiveRole.FACILITATOR: "Facilitator",
        DiveRole.RECORDER: "Recorder",
        DiveRole.EVIDENCE_GUARD: "Evidence guard",
        DiveRole.MEMBER: "Member",
    },
    ContributionKind: {
        ContributionKind.PREDICTION: "Prediction",
        ContributionKind.NOTE: "Private note",
        ContributionKind.DATA_QUESTION: "Question about the data",
        ContributionKind.DATA_ANSWER: "Answer about the data",
        ContributionKind.OBSERVATION: "Observation",
        ContributionKind.GAP: "Gap statement",
        ContributionKind.HYPOTHESIS: "Possible explanation",
        ContributionKind.PRACTICE: "Practice worth copying",
        ContributionKind.PLACEMENT: "Student moved by hand",
        ContributionKind.COMMITMENT: "Commitment",
        ContributionKind.CHANGE_COURSE: "What would make us change course",
        ContributionKind.NEXT_MEETING: "Next meeting",
        ContributionKind.EXIT_PULSE: "Exit pulse",
    },
    ErrorType: {
        ErrorType.SLIP: "Slip",
        ErrorType.MISCONCEPTION: "Misconception",
        ErrorType.MISSING_PREREQUISITE: "Missing prerequisite",
        ErrorType.MISREAD_TASK: "Misread the task",
        ErrorType.NOT_ATTEMPTED: "Not attempted",
        ErrorType.FLAWED_ITEM: "Flawed item",
    },
    ItemVerdict: {
        ItemVerdict.KEEP: "Keep the item",
        ItemVerdict.FIX: "Fix the item",
        ItemVerdict.DROP: "Drop the item",
    },
    HypothesisAbout: {
        HypothesisAbout.TEACHING: "About our teaching",
        HypothesisAbout.MEASURE: "About the measure",
        HypothesisAbout.OTHER: "Something else",
    },
    PlanType: {
        PlanType.NOT_YET: "Plan for students who are not there yet",
        PlanType.MASTERY: "Plan for students who are secure",
        PlanType.LOOK_AGAIN: "Second look",
        PlanType.NO_EVIDENCE: "Catch-up check",
    },
    PlanState: {
        PlanState.PLANNED: "Planned",
        PlanState.RUNNING: "Running",
        PlanState.DONE: "Done",
        PlanState.DROPPED: "Dropped",
    },
    EventKind: {
        EventKind.JOINED: "joined",
        EventKind.ROLE_TAKEN: "took a role",
        EventKind.STARTED: "started the clock",
        EventKind.PAUSED: "paused the clock",
        EventKind.RESUMED: "went on",
        EventKind.EXTENDED: "added time",
        EventKind.STEP_ENTERED: "opened a step",
        EventKind.REVEALED: "opened the predictions",
        EventKind.FINISHED: "finished the dive",
        EventKind.REOPENED: "opened the dive again",
    },
    ItemType: {
        ItemType.SELECTED: "One choice",
        ItemType.SELECTED_SEVERAL: "Several choices",
        ItemType.SHORT_ANSWER: "Short answer",
        ItemType.CONSTRUCTED: "Constructed response",
        ItemType.RUBRIC_ROW: "Rubric row",
    },
    ResponseStatus: {
        ResponseStatus.SCORED: "Scored",
        ResponseStatus.NO_RESPONSE: "Left blank",
        ResponseStatus.NOT_GRADED: "Not graded yet",
        ResponseStatus.NOT_ASSIGNED: "Not assigned",
        ResponseStatus.EXCUSED: "Excused",
        ResponseStatus.MISSING: "Missing",
        ResponseStatus.IN_PROGRESS: "Still working",
        ResponseStatus.UNKNOWN: "Not told by the file",
    },
    AttemptPolicy: {
        AttemptPolicy.FIRST: "First attempt counts",
        AttemptPolicy.LATEST: "Latest attempt counts",
        AttemptPolicy.BEST: "Best attempt counts",
    },
    Verdict: {
        Verdict.IMPORT: "Ready to store",
        Verdict.TOTALS_ONLY: "Totals only",
        Verdict.REFUSE: "Cannot be stored",
    },
    MatchKind: {
        MatchKind.ID: "by student id",
        MatchKind.EMAIL: "by e-mail address",
        MatchKind.NAME: "by name",
        MatchKind.DECIDED: "decided by hand",
        MatchKind.AMBIGUOUS: "several students fit",
        MatchKind.NOT_FOUND: "not on the roster",
    },
    Purpose: {
        Purpose.FORMATIVE: "Formative",
        Purpose.SUMMATIVE: "Summative",
    },
    Grain: {
        Grain.MACRO: "Macro",
        Grain.MICRO: "Micro",
        Grain.SNAPSHOT: "Snapshot",
    },
    DocumentKind: {
        DocumentKind.CYCLE: "Data cycle",
        DocumentKind.GOAL: "SMART goal",
        DocumentKind.ASSESSMENT: "Assessment",
        DocumentKind.CHECK: "Check for understanding",
        DocumentKind.DIVE: "Data dive",
        DocumentKind.PLAN: "Action plan",
        DocumentKind.CLOSING: "Closing",
        DocumentKind.SUBMISSION: "Submission",
        DocumentKind.REFLECTION: "Reflection",
        DocumentKind.INVENTORY: "Data inventory",
    },
}

FINDING_WORDS: Mapping[str, str] = {
    "ok": "Holds",
    "ask": "For you to judge",
    "advise": "Worth a look",
    "mend": "To mend",
}
"""What the levels of a ``Finding`` are called."""

DEPTH_WORDS: Mapping[int, str] = {
    1: "1 · Recall",
    2: "2 · Skill or concept",
    3: "3 · Strategic thinking",
    4: "4 · Extended thinking",
}
"""Depth of knowledge, as a choice shows it."""

DECISION_WORDS: Mapping[str, str] = {
    "move_on": "Move on",
    "clarify_now": "Clarify now",
    "reteach_now": "Reteach now",
    "pull_group": "Pull a group",
    "revisit_tomorrow": "Revisit tomorrow",
}
"""What a teacher decided after a check for understanding."""


def words(value: StrEnum) -> str:
    """What a reader sees for a value of one of the model's enumerations.

    Examples
    --------
    >>> words(MasteryState.NOT_YET)
    'Not yet'
    >>> words(PlanType.MASTERY)
    'Plan for students who are secure'
    """
    return _WORDS[type(value)][value]


def choices(kind: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    """All values of an enumeration as (value, words), for a choice field.

    Examples
    --------
    >>> choices(ItemVerdict)[0]
    ('keep', 'Keep the item')
    """
    return tuple((member.value, words(member)) for member in kind)


def state_of(value: MasteryState | str) -> MasteryState:
    """Read a frame's cell as a state."""
    return value if isinstance(value, MasteryState) else MasteryState(str(value))
