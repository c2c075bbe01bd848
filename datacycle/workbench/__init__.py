"""The one door: store, rules, protocol and evidence for one person at work.

    wb = Workbench.open(folder, person_id="t-ana")
    preview = wb.files.preview("unit3.csv", assessment_id)   # nothing is stored
    wb.files.store(preview)                                  # after a yes
    view = wb.dives.view(dive_id)

Every verb asks :mod:`datacycle.workbench.policy` whether this person may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from plc_data.model import Team
from plc_data.store import Store

from .blueprints import BlueprintsRoom
from .checks import ChecksRoom
from .cycles import CyclesRoom
from .desk import Desk, now_utc
from .dives import DivesRoom, DiveView
from .evidence import EvidenceRoom
from .files import LEAVE_OUT, FilesRoom, ResultsPreview
from .needs import NeedsRoom
from .numbers import NumbersRoom
from .policy import Action, is_allowed
from .promises import PromisesRoom
from .rosters import RosterPreview, RosterRoom

__all__ = ["LEAVE_OUT", "DiveView", "ResultsPreview", "RosterPreview", "Workbench"]


class Workbench:
    """A workspace as one person may use it."""

    def __init__(
        self, store: Store, person_id: str, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._desk = Desk(store, person_id, clock)
        self.numbers = NumbersRoom(self._desk)
        self.cycles = CyclesRoom(self._desk, self.numbers)
        self.checks = ChecksRoom(self._desk, self.cycles)
        self.needs = NeedsRoom(self._desk, self.cycles, self.numbers, self.checks)
        self.blueprints = BlueprintsRoom(self._desk, self.cycles)
        self.rosters = RosterRoom(self._desk)
        self.files = FilesRoom(self._desk)
        self.dives = DivesRoom(self._desk, self.cycles, self.numbers)
        self.promises = PromisesRoom(self._desk, self.cycles, self.numbers, self.dives)
        self.evidence = EvidenceRoom(self._desk, self.cycles)

    @classmethod
    def open(
        cls, folder: Path, *, person_id: str, clock: Callable[[], datetime] = now_utc
    ) -> Workbench:
        """Open the workspace in ``folder`` for a person on its staff list."""
        store = Store.open(Path(folder))
        store.person(person_id)
        return cls(store, person_id, clock)

    @property
    def store(self) -> Store:
        """The store underneath, for the shell and for tests; pages use the rooms."""
        return self._desk.store

    @property
    def person(self):
        """The person at work."""
        return self._desk.person

    @property
    def people(self):
        """The staff list, by id."""
        return self._desk.people

    def name(self, person_id: str | None) -> str:
        """The name of a member of staff."""
        return self._desk.name(person_id)

    def may(self, action: Action, team: Team) -> bool:
        """Whether the person may do this with the team's work: for showing or leaving out."""
        return is_allowed(self.person, action, self._desk.about(team))

    def now(self) -> datetime:
        """The moment by this workbench's clock."""
        return self._desk.now()

    def today(self):
        """The day by this workbench's clock."""
        return self._desk.today()

    def revision(self) -> int:
        """Grows with each change by anybody; pages compare it to know when to look again."""
        return self._desk.store.revision()

    def bundle(self, cycle_id: str, submitter_id: str | None = None):
        """Everything of a cycle, gathered once."""
        return self.cycles.bundle(cycle_id, submitter_id)

    def dive(self, dive_id: str) -> DiveView:
        """A dive as it stands now."""
        return self.dives.view(dive_id)

    def plan_evidence(self, cycle_id: str, *, decisions: Mapping[str, str] | None = None, **more):
        """What an evidence package would hold; see :class:`EvidenceRoom`."""
        return self.evidence.plan(cycle_id, decisions=decisions, **more)

    def export_evidence(self, cycle_id: str, to: Path, **more) -> Path:
        """Write an evidence package; see :class:`EvidenceRoom`."""
        return self.evidence.export(cycle_id, to, **more)

    def close(self) -> None:
        """Let go of the store."""
        self._desk.store.close()
