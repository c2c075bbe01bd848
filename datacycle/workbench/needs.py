"""Focus and data inventory: what a team's students need, seen in data that are there."""

from __future__ import annotations

from datacycle import analysis as an
from datacycle.analysis.checks import technique_of
from plc_data.model import DataCycle, DataInventory, Document, DocumentKind, Need

from .checks import ChecksRoom
from .cycles import CyclesRoom
from .desk import Desk
from .numbers import NumbersRoom
from .policy import Action


class NeedsRoom:
    """The first stage of a cycle."""

    def __init__(
        self, desk: Desk, cycles: CyclesRoom, numbers: NumbersRoom, checks: ChecksRoom
    ) -> None:
        self._desk = desk
        self._cycles = cycles
        self._numbers = numbers
        self._checks = checks

    def cycle(self, cycle_id: str) -> Document:
        """The cycle's own page in its newest version; the focus stands on it."""
        self._desk.cycle_of(cycle_id)
        return self._desk.newest(DocumentKind.CYCLE, cycle_id)

    def save_cycle(self, cycle: DataCycle, based_on: int | None) -> Document:
        """Save the cycle's own page."""
        return self._cycles.save(cycle, based_on=based_on)

    def inventory(self, cycle_id: str) -> Document | None:
        """The data inventory of the cycle; None while there is none."""
        self._desk.cycle_of(cycle_id)
        id = inventory_id(cycle_id)
        if self._cycles.version(DocumentKind.INVENTORY, id) is None:
            return None
        return self._desk.newest(DocumentKind.INVENTORY, id)

    def save_inventory(self, inventory: DataInventory, based_on: int | None) -> Document:
        """Save the data inventory."""
        _, team = self._desk.cycle_of(inventory.cycle_id, Action.EDIT_TEAM_WORK)
        self._desk.require_own(DocumentKind.INVENTORY, inventory.id, team)
        return self._desk.store.save(
            DocumentKind.INVENTORY,
            inventory,
            team_id=team.id,
            by=self._desk.person_id,
            at=self._desk.now(),
            based_on=based_on,
        )

    def seen_in_assessments(self, cycle_id: str) -> tuple[Need, ...]:
        """What the team's results say, target by target, lowest share first."""
        cycle, team = self._desk.cycle_of(cycle_id)
        roster = tuple(sorted(self._numbers.roster(cycle)))
        found = []
        for assessment in self._cycles.assessments(team.id):
            testing = self._numbers.testing(assessment.id)
            if testing is None or assessment.id == cycle.reassessment_id:
                continue
            summary = an.target_summary(self._numbers.mastery(testing, roster))
            for target in testing.assessment.targets:
                if target.id not in summary.index or not summary.loc[target.id, "n_tested"]:
                    continue
                row = summary.loc[target.id]
                found.append(
                    Need(
                        source=f"{assessment.title}, form {assessment.form}",
                        seen=f"were secure on “{target.statement.rstrip('.')}”",
                        numerator=int(row["n_secure"]),
                        denominator=int(row["n_tested"]),
                        on=assessment.window_closes_on or testing.results.imported_at.date(),
                    )
                )
        return tuple(sorted(found, key=_by_share))

    def seen_in_checks(self, cycle_id: str, statements: dict[str, str]) -> tuple[Need, ...]:
        """What the log says: each day, target and technique that shows work, all classes."""
        sums: dict[tuple, list[int]] = {}
        for document in self._checks.log(cycle_id):
            check = document.record
            if technique_of(check.technique).is_self_report or not check.n_responded:
                continue
            key = (check.on, check.target_id, check.technique)
            both = sums.setdefault(key, [0, 0])
            both[0] += check.n_had_it
            both[1] += check.n_responded
        found = [
            Need(
                source=f"{technique.capitalize()}, check for understanding",
                seen=f"had “{statements.get(target_id, target_id).rstrip('.')}”",
                numerator=had,
                denominator=responded,
                on=on,
            )
            for (on, target_id, technique), (had, responded) in sums.items()
        ]
        return tuple(sorted(found, key=_by_share))


def inventory_id(cycle_id: str) -> str:
    """Each cycle has one inventory."""
    return f"inventory-{cycle_id}"


def _by_share(need: Need) -> tuple[float, str]:
    return (need.numerator or 0) / (need.denominator or 1), need.source
