"""What people write: a versioned document round one record."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from .assessment import Assessment
from .base import Identifier, Record
from .cycle import ActionPlan, CheckForUnderstanding, Closing, DataCycle, SmartGoal
from .dive import Dive
from .inventory import DataInventory
from .reflection import Reflection


class DocumentKind(StrEnum):
    CYCLE = "cycle"
    GOAL = "goal"
    ASSESSMENT = "assessment"
    CHECK = "check"
    DIVE = "dive"
    PLAN = "plan"
    CLOSING = "closing"
    SUBMISSION = "submission"
    REFLECTION = "reflection"
    INVENTORY = "inventory"


RECORDS: dict[DocumentKind, type[Record]] = {
    DocumentKind.CYCLE: DataCycle,
    DocumentKind.GOAL: SmartGoal,
    DocumentKind.ASSESSMENT: Assessment,
    DocumentKind.CHECK: CheckForUnderstanding,
    DocumentKind.DIVE: Dive,
    DocumentKind.PLAN: ActionPlan,
    DocumentKind.CLOSING: Closing,
    DocumentKind.REFLECTION: Reflection,
    DocumentKind.INVENTORY: DataInventory,
}


class Document(Record):
    """One version of one document, as stored: the record and who saved it when, on what base."""

    kind: DocumentKind
    id: Identifier
    team_id: Identifier | None
    version: int
    author_id: Identifier
    saved_at: datetime
    record: Record


class JournalEntry(Record):
    """One link of the chain: ``hash`` is over ``previous_hash`` and everything else here."""

    seq: int
    previous_hash: str
    at: datetime
    person_id: Identifier
    action: str
    object_kind: str
    object_id: str
    payload_hash: str
    hash: str
