"""What the checks of a goal are held against."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from plc_data.model import Assessment, Count, Section, SmartGoal, Team


@dataclass(frozen=True)
class GoalFacts:
    """A goal and everything known about its team, its group and its two measurements."""

    goal: SmartGoal
    team: Team
    sections: tuple[Section, ...]
    """The team's classes (all of them, or those of the goal)."""
    group_ids: frozenset[str]
    """Students of the goal's classes."""
    assessment: Assessment | None
    reassessment: Assessment | None
    baseline: Count | None
    """The baseline as the stored results give it, where there are any."""
    past: Sequence[float]
    """Share gained in each of the team's closed cycles."""
    today: date
    confirmed_by: Collection[str] | None
    """Who confirmed this version; None when nobody was asked yet."""

    @property
    def n(self) -> int:
        """Size of the group: as the roster has it, else as the goal says it."""
        return len(self.group_ids) or self.goal.group_size or 0

    @property
    def primary_target_id(self) -> str | None:
        return self.goal.target_ids[0] if self.goal.target_ids else None

    @property
    def measured_on(self) -> date | None:
        """The day of the first measurement."""
        if self.goal.baseline is not None and self.goal.baseline.on is not None:
            return self.goal.baseline.on
        return self.assessment.window_closes_on if self.assessment else None

    @property
    def measured_again_on(self) -> date | None:
        """The day of the second measurement."""
        if self.goal.aim is not None and self.goal.aim.on is not None:
            return self.goal.aim.on
        return self.reassessment.window_closes_on if self.reassessment else None


def share(count: Count) -> float:
    """Return the count as a proportion."""
    return count.numerator / count.denominator
