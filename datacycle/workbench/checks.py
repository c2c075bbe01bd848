"""The log of checks for understanding: each teacher writes their own, the team reads all."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from plc_data.errors import NotAllowed
from plc_data.model import CheckForUnderstanding, Document, DocumentKind

from .cycles import CyclesRoom
from .desk import Desk
from .policy import Action


class ChecksRoom:
    """The checks of a cycle."""

    def __init__(self, desk: Desk, cycles: CyclesRoom) -> None:
        self._desk = desk
        self._cycles = cycles

    def log(self, cycle_id: str) -> tuple[Document, ...]:
        """The newest version of each check of the cycle by day; those taken back are left out."""
        cycle, team = self._desk.cycle_of(cycle_id)
        found = [
            document
            for document in self._desk.all_of(DocumentKind.CHECK, team.id)
            if document.record.cycle_id == cycle.id and not document.record.withdrawn
        ]
        return tuple(sorted(found, key=lambda d: (d.record.on, d.saved_at, d.id)))

    def new_id(self) -> str:
        """An id for a check that is not written yet."""
        return f"check-{uuid4().hex[:16]}"

    def save(self, check: CheckForUnderstanding, *, based_on: int | None = None) -> Document:
        """Save one check of my own."""
        self._require_own(check)
        return self._cycles.save_check(check, based_on=based_on)

    def save_week(self, checks: Iterable[CheckForUnderstanding]) -> tuple[Document, ...]:
        """Save the checks of a pasted week; all are looked at before the first is written."""
        checks = tuple(checks)
        for check in checks:
            self._require_own(check)
        return tuple(self._cycles.save_check(check) for check in checks)

    def take_back(self, check_id: str) -> Document:
        """Take a check of my own out of the log; its text stays among the earlier versions."""
        return self._mark(check_id, withdrawn=True)

    def put_back(self, check_id: str) -> Document:
        """Put a check that I took back into the log again."""
        return self._mark(check_id, withdrawn=False)

    def _mark(self, check_id: str, *, withdrawn: bool) -> Document:
        document = self._desk.store.get(DocumentKind.CHECK, check_id)
        marked = document.record.model_copy(update={"withdrawn": withdrawn})
        return self.save(marked, based_on=document.version)

    def _require_own(self, check: CheckForUnderstanding) -> None:
        team = self._desk.team(check.team_id)
        self._desk.require(Action.EDIT_TEAM_WORK, self._desk.about(team))
        owners = {check.teacher_id}
        if self._cycles.version(DocumentKind.CHECK, check.id) is not None:
            owners.add(self._desk.store.get(DocumentKind.CHECK, check.id).record.teacher_id)
        if owners != {self._desk.person_id}:
            raise NotAllowed("Each teacher writes and changes their own checks.")
