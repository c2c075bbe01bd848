"""One person at the log of one cycle: what they may write, and the words for it."""

from __future__ import annotations

from functools import cached_property

from datacycle.analysis.checks import technique_of
from datacycle.reports import numbers
from datacycle.reports.check_words import TECHNIQUES, technique_words
from datacycle.reports.labels import DECISION_WORDS
from plc_data.model import CheckForUnderstanding, Document

from ..cycle_room import CycleRoom

DECISIONS = {key.replace("_", " "): words for key, words in DECISION_WORDS.items()}
"""What a teacher may decide, as it is stored."""
ASKS_FEELING = "asks how sure they are, shows no work"


class LogRoom:
    """The log as it stands, and the defaults of the next entry."""

    def __init__(self, room: CycleRoom) -> None:
        self.room = room
        self.wb = room.wb
        sections = self.wb.cycles.sections(room.cycle.id)
        self.sections = {section.id: section.name for section in sections}
        mine = {s.id: s.name for s in sections if s.teacher_id == room.me.id}
        self.my_sections = mine or self.sections
        self.closed = self.wb.promises.is_closed(room.cycle.id)

    @property
    def writes(self) -> bool:
        """Whether I may add to the log."""
        return self.room.may_edit and not self.closed

    @cached_property
    def targets(self) -> dict[str, str]:
        """The targets of the assessments; those of the focus while there is none."""
        found = self.room.targets()
        focus = self.room.cycle.focus
        return found or {id: id for id in (focus.target_ids if focus else ())}

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Students on the roster of each class."""
        wb, cycle = self.wb, self.room.cycle
        return {id: len(wb.promises.group(cycle.id, (id,))) for id in self.sections}

    def documents(self) -> tuple[Document, ...]:
        return self.wb.checks.log(self.room.cycle.id)

    def checks(self) -> tuple[CheckForUnderstanding, ...]:
        return tuple(document.record for document in self.documents())

    def last_of_mine(self) -> CheckForUnderstanding | None:
        """The check I wrote down last."""
        mine = [d for d in self.documents() if d.record.teacher_id == self.room.me.id]
        return max(mine, key=lambda d: d.saved_at).record if mine else None

    def techniques(self) -> list[tuple[str, ...]]:
        """The choices of techniques: the named ones and the team's own."""
        own = {check.technique for check in self.checks()} - set(TECHNIQUES)
        return [
            (name, f"{technique_words(name)} ({ASKS_FEELING})")
            if technique_of(name).is_self_report
            else (name, technique_words(name))
            for name in (*TECHNIQUES, *sorted(own))
        ]

    def said(self, check: CheckForUnderstanding) -> str:
        """A check in one line."""
        target = self.targets.get(check.target_id, check.target_id).rstrip(".")
        decision = DECISIONS.get(check.decision.replace("_", " "), check.decision)
        counts = numbers.count_of(check.n_had_it, check.n_responded)
        return (
            f"{numbers.short_day(check.on)}, {self.sections.get(check.section_id, '')}: {counts} "
            f"had “{target}”, {check.technique}. {decision or 'No decision noted'}."
        )
