"""A team's data cycle: need, focus, goal, checks, plans, closing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from .assessment import MasteryState
from .base import Identifier, Record


class Stage(StrEnum):
    """The stages of a cycle, in order."""

    FOCUS = "focus"
    GOAL = "goal"
    ASSESSMENT = "assessment"
    CHECKS = "checks"
    RESULTS = "results"
    DIVE = "dive"
    PLANS = "plans"
    REASSESSMENT = "reassessment"
    CLOSING = "closing"


class Need(Record):
    """Where the need was seen: the data, not an opinion."""

    source: str
    seen: str
    numerator: int | None = None
    denominator: int | None = None
    on: date | None = None


class Focus(Record):
    """The instructional focus that arises from students' need."""

    statement: str
    target_ids: tuple[Identifier, ...] = ()
    needs: tuple[Need, ...] = ()


class DataCycle(Record):
    """The weeks-long loop of one team; the thread that all other documents hang on."""

    id: Identifier
    team_id: Identifier
    title: str
    school_year: str
    starts_on: date
    focus: Focus | None = None
    goal_id: Identifier | None = None
    assessment_id: Identifier | None = None
    reassessment_id: Identifier | None = None
    dive_id: Identifier | None = None
    closing_id: Identifier | None = None
    section_ids: tuple[Identifier, ...] = ()


class Count(Record):
    """So many of so many, on a day, with an instrument: the only form a share is stored in."""

    numerator: int = Field(ge=0)
    denominator: int = Field(ge=1)
    on: date | None = None
    assessment_id: Identifier | None = None


class ActionStep(Record):
    """Who does what by when."""

    what: str
    owner_id: Identifier | None = None
    by: date | None = None


class SmartGoal(Record):
    """A PLC's promise for three to four weeks. Fields may be empty while it is being written."""

    id: Identifier
    cycle_id: Identifier
    team_id: Identifier
    statement: str = ""
    target_ids: tuple[Identifier, ...] = ()
    section_ids: tuple[Identifier, ...] = ()
    group_size: int | None = None
    baseline: Count | None = None
    aim: Count | None = None
    metric: str = "secure"
    reassessment_is_parallel: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    days_off: tuple[date, ...] = ()
    strategies: tuple[ActionStep, ...] = ()
    school_goal: str = ""
    far_from_cut: str = ""
    """What happens to students far below the cut."""
    above_cut: str = ""
    """What happens to students who are secure already."""
    not_met_means: str = ""
    """The rule that would mean "not met", in the team's words."""
    single_member: bool = False


class PlanType(StrEnum):
    """Which students a plan is for; the first two are equally required."""

    NOT_YET = "not_yet"
    MASTERY = "mastery"
    LOOK_AGAIN = "look_again"
    NO_EVIDENCE = "no_evidence"

    @property
    def state(self) -> MasteryState:
        """The mastery state whose students this plan serves."""
        return MasteryState.SECURE if self is PlanType.MASTERY else MasteryState(self.value)


class PlanState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class ActionPlan(Record):
    """What a group gets, from whom, by when, and how it will be checked."""

    id: Identifier
    cycle_id: Identifier
    type: PlanType
    target_id: Identifier
    group: str
    student_ids: tuple[Identifier, ...] = ()
    cause: str = ""
    aim: str = ""
    strategy: str = ""
    differs_how: str = ""
    owner_id: Identifier | None = None
    sessions: int | None = Field(default=None, ge=0)
    minutes: int | None = Field(default=None, ge=0)
    """Of all sessions together, as ``delivered_minutes`` is."""
    starts_on: date | None = None
    ends_on: date | None = None
    success_rule: str = ""
    reassess_on: date | None = None
    reassess_form: str = ""
    evidence: str = ""
    state: PlanState = PlanState.PLANNED
    dropped_because: str = ""
    delivered_sessions: int | None = Field(default=None, ge=0)
    delivered_minutes: int | None = Field(default=None, ge=0)


class CheckForUnderstanding(Record):
    """One quick look in a lesson (CFU)."""

    id: Identifier
    team_id: Identifier
    cycle_id: Identifier | None = None
    section_id: Identifier
    teacher_id: Identifier
    target_id: Identifier
    on: date
    technique: str
    prompt: str = ""
    n_present: int = Field(ge=0)
    n_responded: int = Field(ge=0)
    n_had_it: int = Field(ge=0)
    n_almost: int = Field(default=0, ge=0)
    n_not_yet: int = Field(default=0, ge=0)
    decision: str = ""
    note: str = ""
    minutes: int | None = None
    withdrawn: bool = False
    """Taken back by who wrote it; counted nowhere any more."""


class Lesson(Record):
    """One sentence each: what we keep, change and stop."""

    author_id: Identifier
    keep: str = ""
    change: str = ""
    stop: str = ""


class Closing(Record):
    """The end of a cycle. The verdict is computed from the reassessment, never typed."""

    id: Identifier
    cycle_id: Identifier
    lessons: tuple[Lesson, ...] = ()
    practice_worth_copying: str = ""
    next_step: str = ""
    closed: bool = False
