"""What all panels of the dive's page share: the dive as it stands, and the ways to change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datacycle import analysis as an
from datacycle.protocol import completion
from datacycle.protocol.engine import Command
from datacycle.workbench.dives import COACH_LEAVES
from plc_data.model import (
    ContributionKind,
    EventKind,
    FigureLink,
    Finding,
    ProtocolStep,
    Record,
)

if TYPE_CHECKING:
    import pandas as pd

    from datacycle.workbench import DiveView, Workbench


@dataclass
class Room:
    """One person's window on the dive. ``changed`` redraws the page after a change of ours."""

    wb: Workbench
    dive_id: str
    changed: Callable[[], None] = lambda: None
    on_link: list[Callable[[FigureLink | None], None]] = field(default_factory=list)
    names_shown: bool = False
    link: FigureLink | None = None
    view: DiveView = field(init=False)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """Read the dive anew from the store."""
        self.view = self.wb.dives.view(self.dive_id)
        self._completion: tuple[Finding, ...] | None = None

    # Doing

    def do(self, kind: EventKind, **more: object) -> None:
        """Let something happen: start, pause, next step ..."""
        self.wb.dives.do(self.dive_id, Command(kind=kind, **more))
        self.changed()

    def leave(
        self,
        kind: ContributionKind,
        record: Record,
        step: ProtocolStep | None = None,
        *,
        replaces: int | None = None,
    ) -> None:
        """Leave a contribution; it is in the store when this returns."""
        step_id = step.id if step else self.view.state.step_id
        self.wb.dives.contribute(self.dive_id, kind, record, step_id=step_id, replaces=replaces)
        self.changed()

    def take_back(self, seq: int) -> None:
        """Take an entry back."""
        self.wb.dives.withdraw(self.dive_id, seq)
        self.changed()

    def point_at(self, link: FigureLink | None) -> None:
        """Remember which cell was picked, for the next observation."""
        self.link = link
        for tell in self.on_link:
            tell(link)

    # Looking

    @property
    def me(self) -> str:
        return self.wb.person.id

    @property
    def is_member(self) -> bool:
        """Whether I am one of the team's teachers: the reading of the data is theirs."""
        return self.me in self.view.team.member_ids

    @property
    def coach_leaves(self) -> frozenset[ContributionKind]:
        """What somebody who facilitates may leave."""
        return COACH_LEAVES

    @property
    def is_here(self) -> bool:
        return self.me in self.view.state.members

    @property
    def assessment(self):
        return self.view.testing.assessment

    def target(self, target_id: str) -> str:
        """The target in students' words."""
        return self.assessment.target(target_id).statement

    def focus(self) -> tuple[tuple[str, str], ...]:
        """The focus targets as choices."""
        return tuple((t, self.target(t)) for t in self.view.dive.focus_target_ids)

    def members(self) -> tuple[tuple[str, str], ...]:
        """The team's teachers as choices."""
        return tuple((id, self.wb.name(id)) for id in self.view.team.member_ids)

    def items(self) -> tuple[tuple[str, str], ...]:
        """The items as choices."""
        return tuple((item.id, item.label) for item in self.assessment.items)

    def roster(self) -> tuple[str, ...]:
        return tuple(sorted(self.wb.numbers.roster(self.view.cycle)))

    def mastery(self) -> pd.DataFrame:
        return self.wb.numbers.mastery(self.view.testing, self.roster())

    def summary(self) -> pd.DataFrame:
        """Counts of the four states per target."""
        return an.target_summary(self.mastery())

    def groups(self) -> pd.DataFrame:
        return self.wb.dives.groups(self.view)

    def labels(self) -> dict[str, str]:
        """What to call students: codes on a shared screen, names when I ask for them."""
        return dict(self.wb.dives.student_labels(self.view, named=self.names_shown))

    def completion(self) -> tuple[Finding, ...]:
        """What the dive still owes, computed once per look."""
        if self._completion is None:
            self._completion = self.wb.dives.completion(self.view)
        return self._completion

    def owed(self, step: ProtocolStep) -> list[Finding]:
        """What this step leaves, done or not."""
        plan_codes = {
            f"plan-{r.kind.removeprefix('plan_').replace('_', '-')}"
            for r in step.requires
            if r.kind.startswith("plan_")
        }
        return [
            finding
            for finding in self.completion()
            if finding.where == step.id or any(finding.code.startswith(code) for code in plan_codes)
        ]

    def is_done(self, step: ProtocolStep) -> bool:
        """Whether the step was visited and owes nothing."""
        visited = step.id in self.view.state.visited
        return visited and all(finding.level != "mend" for finding in self.owed(step))

    def complete(self) -> bool:
        return completion.is_complete(self.completion())
