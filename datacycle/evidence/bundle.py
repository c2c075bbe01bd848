"""All facts of one cycle, gathered once; what evidence is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from plc_data.model import (
    ActionPlan,
    Assessment,
    CheckForUnderstanding,
    Closing,
    Contribution,
    DataCycle,
    Dive,
    DiveEvent,
    DiveProtocol,
    Enrollment,
    Person,
    ResultSet,
    Section,
    SmartGoal,
    Student,
    Team,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Testing:
    """One giving of an assessment: what was asked, which file came back, the answers."""

    assessment: Assessment
    assessment_version: int
    results: ResultSet
    answers: pd.DataFrame
    """Long frame, see ``plc_data.schema.RESPONSES``."""


@dataclass(frozen=True)
class Confirmation:
    """One member's word that this version of the goal is theirs."""

    person_id: str
    goal_version: int
    at: datetime


@dataclass(frozen=True)
class CycleBundle:
    """Everything that one cycle left behind, read in one go by the workbench.

    ``students`` holds the roster of the cycle's sections, ``all_names`` every student the
    workspace knows (left or not), for the name scan. Missing stages are None or empty.
    """

    cycle: DataCycle
    team: Team
    people: Mapping[str, Person]
    sections: tuple[Section, ...]
    enrollments: tuple[Enrollment, ...]
    students: Mapping[str, Student]
    all_students: tuple[Student, ...]
    submitter_id: str
    goal: SmartGoal | None = None
    goal_version: int | None = None
    confirmations: tuple[Confirmation, ...] = ()
    before: Testing | None = None
    after: Testing | None = None
    checks: tuple[CheckForUnderstanding, ...] = ()
    dive: Dive | None = None
    protocol: DiveProtocol | None = None
    events: tuple[DiveEvent, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    plans: tuple[ActionPlan, ...] = ()
    plan_versions: Mapping[str, int] = field(default_factory=dict)
    closing: Closing | None = None
    journal_head: str = ""
    roster_as_of: date | None = None
    """The day the roster was last brought in; an old one cannot find names that joined since."""
    earlier_names: tuple[Student, ...] = ()
    """Students under names they had before; the name scan looks for these too."""
