"""Whom the numbers of a package are about, and what may be said of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import datacycle.analysis as an
from datacycle.protocol.goal import goal_result
from plc_data.model import Item, MasteryState
from plc_data.privacy import HIDDEN, Figure, PrivacySettings, ShareCode, share_code

from ..bundle import CycleBundle, Testing
from ..free_text import NOTHING, Free

if TYPE_CHECKING:
    import pandas as pd

    from datacycle.protocol.goal import GoalResult

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class Ledger:
    """Every number that the package publishes, and every place that it leaves empty."""

    settings: PrivacySettings
    left_out: frozenset[str] = frozenset()
    """Measures of which nothing may be said, because the attack or an earlier package asks it."""
    figures: list[Figure] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    members: dict[str, frozenset[str]] = field(default_factory=dict)

    def tell(
        self, measure: str, students: frozenset[str], having: Iterable[str]
    ) -> ShareCode | None:
        """What may be said of the share of these students; None when nothing may be."""
        if len(students) < self.settings.minimum_n:
            self.hidden.append((measure, f"fewer than {self.settings.minimum_n} students"))
            return None
        if measure in self.left_out:
            self.hidden.append((measure, "other published numbers would narrow it down"))
            return None
        code = share_code(len(frozenset(having) & students), len(students))
        self.members[measure] = students
        self.figures.append(
            Figure(
                measure,
                measure,
                students,
                n=len(students),
                low=code.low,
                high=code.high,
                is_end=code.is_end,
            )
        )
        return code

    def tell_counts(self, k: int, n: int) -> str:
        """A share of students who are known by number only, such as those of one lesson."""
        if n < self.settings.minimum_n or not 0 <= k <= n:
            return HIDDEN
        return share_code(k, n).text


@dataclass(frozen=True)
class Facts:
    """A bundle with its numbers: one group of students for every figure of the package.

    Before and after are told of the same students, those with evidence on every target on both
    occasions. Two groups that differ by a few would give these few away.
    """

    bundle: CycleBundle
    ledger: Ledger
    seal: str = ""

    @cached_property
    def roster(self) -> tuple[str, ...]:
        return tuple(self.bundle.students)

    def mastery(self, testing: Testing | None) -> pd.DataFrame | None:
        if testing is None:
            return None
        return an.mastery_by_target(testing.answers, testing.assessment, roster=self.roster)

    @cached_property
    def before(self) -> pd.DataFrame | None:
        return self.mastery(self.bundle.before)

    @cached_property
    def after(self) -> pd.DataFrame | None:
        return self.mastery(self.bundle.after)

    @cached_property
    def told(self) -> frozenset[str]:
        """The students whom every figure is about."""
        frames = [frame for frame in (self.before, self.after) if frame is not None]
        if not frames:
            return frozenset()
        groups = []
        for frame in frames:
            missing = frame.loc[frame["state"] == MasteryState.NO_EVIDENCE.value, "student_id"]
            groups.append(frozenset(frame["student_id"]) - frozenset(missing))
        return frozenset.intersection(*groups) & frozenset(self.roster)

    @property
    def n(self) -> int:
        return len(self.told)

    @property
    def is_large_enough(self) -> bool:
        return self.n >= self.ledger.settings.minimum_n

    @property
    def whom(self) -> str:
        """How the group is called in a sentence."""
        if self.before is not None and self.after is not None:
            return "students with complete results at the start and at the end"
        return "students with complete results"

    def secure(self, frame: pd.DataFrame | None, target_id: str) -> frozenset[str]:
        """The told students who are secure on a target."""
        if frame is None:
            return frozenset()
        here = frame[(frame["target_id"] == target_id) & (frame["state"] == "secure")]
        return frozenset(here["student_id"]) & self.told

    def share_secure(self, when: str, target_id: str) -> ShareCode | None:
        """What may be said of the share secure ``before`` or ``after``; None when nothing may."""
        frame = self.before if when == "before" else self.after
        if frame is None or target_id not in set(frame["target_id"]):
            return None
        testing = self.bundle.before if when == "before" else self.bundle.after
        measure = f"secure/{testing.assessment.id}/{target_id}"
        known = {figure.measure: figure for figure in self.ledger.figures}
        if measure in known:
            return share_code(len(self.secure(frame, target_id)), self.n)
        return self.ledger.tell(measure, self.told, self.secure(frame, target_id))

    @cached_property
    def goal_result(self) -> GoalResult | None:
        if self.bundle.goal is None or self.after is None:
            return None
        return goal_result(self.bundle.goal, self.after, self.before, self.goal_group)

    @cached_property
    def goal_group(self) -> tuple[str, ...]:
        """Students of the goal's classes, in roster order."""
        goal = self.bundle.goal
        sections = set(goal.section_ids if goal else ()) or {s.id for s in self.bundle.sections}
        enrolled = {e.student_id for e in self.bundle.enrollments if e.section_id in sections}
        return tuple(s for s in self.roster if s in enrolled)

    # -- words for ids ------------------------------------------------------------------------

    @cached_property
    def target_ids(self) -> tuple[str, ...]:
        """Targets in the order of the assessment, those of the goal first where there is none."""
        testing = self.bundle.before or self.bundle.after
        if testing is not None:
            return tuple(target.id for target in testing.assessment.targets)
        goal, focus = self.bundle.goal, self.bundle.cycle.focus
        return tuple(goal.target_ids if goal else focus.target_ids if focus else ())

    def target_code(self, target_id: str) -> str:
        """T1, T2, ...: short enough for a table."""
        if target_id in self.target_ids:
            return f"T{self.target_ids.index(target_id) + 1}"
        return "another target"

    def target_words(self, target_id: str) -> Free | str:
        """The target as the team worded it."""
        for testing in (self.bundle.before, self.bundle.after):
            if testing is None:
                continue
            for target in testing.assessment.targets:
                if target.id == target_id:
                    name = f"target.{self.target_code(target_id)}"
                    return Free(name, target.statement.rstrip(". "), NOTHING)
        return ""

    def item_words(self, item: Item, which: str) -> Free:
        """What teachers call an item; ``which`` is the assessment's place, 1 or 2."""
        return Free(f"assessment.{which}.item.{item.position}", item.label, NOTHING)

    @cached_property
    def class_letters(self) -> Mapping[str, str]:
        """Section id to "Class A": letters in an order that the private seal decides."""

        def order(section_id: str) -> str:
            return hashlib.sha256(f"{self.seal}:class:{section_id}".encode()).hexdigest()

        ids = sorted((section.id for section in self.bundle.sections), key=order)
        return {id: f"Class {_letter(i)}" for i, id in enumerate(ids)}

    @cached_property
    def class_names(self) -> Mapping[str, str]:
        """How people write the classes, and the letters that stand there instead."""
        found = {}
        for section in self.bundle.sections:
            letter = self.class_letters[section.id]
            parts = [p.strip() for p in re.split(r"\s[-–:/]\s", section.name)]
            written = {section.name.strip(), *(p for p in parts if any(c.isdigit() for c in p))}
            if section.period:
                written |= _periods(section.period)
            found |= {name: letter for name in written if len(name) > 1 and not name.isdigit()}
        return found

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        others = [p for p in self.bundle.team.member_ids if p != self.bundle.submitter_id]
        return {person: f"Colleague {_letter(i)}" for i, person in enumerate(sorted(others))}

    def who(self, person_id: str | None) -> str:
        """A person without their name: colleagues are letters, the same through the package."""
        if person_id is None:
            return "nobody yet"
        if person_id == self.bundle.submitter_id:
            return "Submitting teacher"
        if person_id in self.bundle.team.coach_ids:
            return "Coach"
        return self._letters.get(person_id, "Somebody else")

    @cached_property
    def n_members(self) -> int:
        return len(self.bundle.team.member_ids)


def _letter(place: int) -> str:
    return _LETTERS[place] if place < len(_LETTERS) else str(place + 1)


def _periods(period: str) -> set[str]:
    """The ways to write "period 3"."""
    found = {f"period {period}", f"period {period} class"}
    if period.isdigit() and 1 <= int(period) <= len(_ORDINALS):
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(int(period), "th")
        found |= {f"{period}{suffix} period", f"{_ORDINALS[int(period) - 1]} period", f"P{period}"}
    return found
