"""What the pages of one cycle share: the cycle the address names, and what this person may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datacycle.reports import numbers
from datacycle.workbench import Workbench
from datacycle.workbench.policy import Action
from plc_data.errors import NotFound
from plc_data.model import Assessment, DataCycle, Person, Team

from ..parts import Place
from .places import places


@dataclass(frozen=True)
class CycleRoom:
    """One person at one cycle."""

    wb: Workbench
    cycle: DataCycle
    team: Team

    @classmethod
    def find(cls, wb: Workbench, query: Mapping[str, str]) -> CycleRoom:
        """The cycle of the address; without one, the newest of mine."""
        cycle_id = query.get("cycle") or _newest(wb)
        cycle = wb.cycles.get(cycle_id)
        return cls(wb, cycle, wb.cycles.team(cycle_id))

    @property
    def me(self) -> Person:
        return self.wb.person

    @property
    def may_edit(self) -> bool:
        """Whether I am one who writes; a coach reads."""
        return self.wb.may(Action.EDIT_TEAM_WORK, self.team)

    @property
    def may_see_names(self) -> bool:
        return self.wb.may(Action.SEE_STUDENT_NAMES, self.team)

    def names(self) -> dict[str, str]:
        """Students by name in the order of the names; nobody for who may not see them."""
        return self.wb.cycles.student_names(self.cycle.id) if self.may_see_names else {}

    def members(self) -> list[Person]:
        """The team's teachers."""
        people = self.wb.people
        return [people[id] for id in self.team.member_ids if id in people]

    def assessments(self) -> list[Assessment]:
        """The cycle's assessment and its reassessment, as far as they are written."""
        ids = (self.cycle.assessment_id, self.cycle.reassessment_id)
        return [self.wb.cycles.assessment(id).record for id in ids if id]

    def targets(self) -> dict[str, str]:
        """The learning targets of both assessments, in students' words."""
        return {t.id: t.statement for a in self.assessments() for t in a.targets}

    def head(self, here: str) -> dict[str, object]:
        """What the page's head needs."""
        return {
            "subtitle": f"{self.team.name}, {self.cycle.title}",
            "places": self.places(here),
            "person": self.me,
        }

    def places(self, here: str) -> list[Place]:
        return places(here, self.cycle.id)


def _newest(wb: Workbench) -> str:
    mine = [cycle for _, cycles in wb.cycles.mine() for cycle in cycles]
    if not mine:
        raise NotFound("No cycle is named. Choose one on the start page.")
    return max(mine, key=lambda cycle: (cycle.starts_on, cycle.id)).id


def percent_of(k: int | None, n: int | None) -> str:
    """So many of so many with the percent; empty while one of the two is missing."""
    return numbers.share_of(k, n) if k is not None and n else ""
