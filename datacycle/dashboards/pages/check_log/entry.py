"""One check in under twenty seconds: one number, one decision, one button."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from plc_data.errors import WorkbenchError
from plc_data.model import CheckForUnderstanding

from ...parts import (
    ChoiceField,
    DateField,
    NumberField,
    RadioField,
    TextField,
    box,
    button,
    card,
    message,
    paragraph,
    piece,
    row,
)
from .counting import Counts, with_count
from .room import DECISIONS, LogRoom

LABELS = {
    "had_it": "Had it",
    "almost": "Almost",
    "not_yet": "Not yet",
    "responded": "Responded",
    "present": "In class",
}
MOST = 400


class NotComplete(WorkbenchError):
    """Something is missing before the check can be noted."""


class Entry:
    """The form. With ``document`` it changes that check, else it adds one."""

    def __init__(self, log: LogRoom, saved: Callable[[], None], on_close=None) -> None:
        self.log, self._saved, self._on_close = log, saved, on_close
        self.document = None
        last = log.last_of_mine()
        section = last.section_id if last else None
        section = section if section in log.my_sections else next(iter(log.my_sections), None)
        target = last.target_id if last and last.target_id in log.targets else None
        focus = log.room.cycle.focus
        target = target or next((t for t in (focus.target_ids if focus else ())), None)
        target = target if target in log.targets else next(iter(log.targets), None)
        choices = log.techniques()
        self.on = DateField("Day", log.wb.today(), latest=log.wb.today())
        self.section = RadioField(
            "Class", list(log.my_sections.items()), section, on_change=self._class, saves=False
        )
        self.target = RadioField("Learning target", list(log.targets.items()), target)
        technique = last.technique if last else choices[0][0]
        self.technique = ChoiceField("Technique", choices, technique)
        self.numbers = {
            name: NumberField(
                label,
                lowest=0,
                highest=MOST,
                on_change=self._counted(name),
                on_enter=self._save,
                saves=False,
            )
            for name, label in LABELS.items()
        }
        self.decision = RadioField("What next?", list(DECISIONS.items()))
        self.note = TextField("Note (if you like)", longest=300)
        self.said = piece(paragraph(""))
        self.said.layout.display = "none"
        self.save_button = button("Note this check", self._save, kind="primary", saves=True)
        self.close_button = button("Leave it as it was", self._close, kind="quiet")
        self.close_button.layout.display = "none"
        self.counts = Counts(0, 0)
        numbers = self.numbers
        self.widget: ipywidgets.Widget = card(
            "Change this check" if on_close else "A check just now",
            self.said,
            box(
                box(self.on, self.technique, cls="dc-cfu-short", row=True),
                self.section,
                self.target,
                box(
                    *(numbers[name] for name in ("had_it", "almost", "not_yet")),
                    cls="dc-cfu-piles",
                    row=True,
                ),
                box(numbers["responded"], numbers["present"], cls="dc-cfu-piles", row=True),
                self.decision,
                self.note,
                row(self.save_button, self.close_button, cls="dc-cfu-end"),
                cls="dc-cfu-form",
            ),
            intro="" if on_close else "How many had it, what next, done. The rest is filled in.",
            cls="dc-cfu",
        )
        self._clear()

    def _clear(self) -> None:
        size = self.log.sizes.get(self.section.value, 0)
        self.counts = Counts(size, size)
        self._show()
        self.decision.reset(None)
        self.note.reset("")

    def _class(self, _section: str) -> None:
        if self.counts.had_it is None:
            size = self.log.sizes.get(self.section.value, 0)
            self.counts = Counts(size, size)
            self._show()

    def _counted(self, name: str):
        def counted(value: int | None) -> None:
            self.counts = with_count(self.counts, name, value)
            self._show(but=name)

        return counted

    def _show(self, but: str = "") -> None:
        fresh = self.counts.had_it is None
        for name, field in self.numbers.items():
            if name == but:
                continue
            value = getattr(self.counts, name)
            if fresh and name in ("almost", "not_yet"):
                value = None
            if field.value != value or field.error:
                field.reset(value)

    def check(self) -> CheckForUnderstanding:
        """The check as the form stands; complains in the field that is wrong."""
        counts = self.counts
        if any(field.error for field in self.numbers.values()):
            raise NotComplete("One of the numbers cannot be used; see below it. Nothing was saved.")
        if counts.had_it is None:
            self.numbers["had_it"].error = "How many had it?"
            self.numbers["had_it"].focus()
            raise NotComplete("Say how many had it; nothing was saved yet.")
        if counts.responded > counts.present:
            self.numbers[
                "present"
            ].error = f"{counts.responded} responded: at least so many were in class."
            self.numbers["present"].focus()
            raise NotComplete("More responded than were in class; nothing was saved yet.")
        for field in (self.on, self.section, self.target, self.technique):
            if field.value is None:
                field.error = "Choose one."
                field.focus()
                raise NotComplete(f"“{field.label}” is missing; nothing was saved yet.")
        room = self.log.room
        before = self.document.record if self.document else None
        return CheckForUnderstanding(
            id=before.id if before else self.log.wb.checks.new_id(),
            team_id=room.team.id,
            cycle_id=room.cycle.id,
            section_id=self.section.value,
            teacher_id=room.me.id,
            target_id=self.target.value,
            on=self.on.value,
            technique=self.technique.value,
            prompt=before.prompt if before else "",
            minutes=before.minutes if before else None,
            n_present=counts.present,
            n_responded=counts.responded,
            n_had_it=counts.had_it,
            n_almost=counts.almost,
            n_not_yet=counts.not_yet,
            decision=self.decision.value or "",
            note=self.note.value.strip(),
        )

    def _save(self) -> None:
        check = self.check()
        based_on = self.document.version if self.document else None
        self.log.wb.checks.save(check, based_on=based_on)
        if self._on_close is not None:
            self._on_close()
        else:
            self._clear()
            self.said.layout.display = ""
            self.said.show(message(self.log.said(check), "good", "Noted"))
            self.numbers["had_it"].focus()
        self._saved()

    def _close(self) -> None:
        self._on_close()

    def edit(self, document) -> Entry:
        """Show a check of mine to change it."""
        check = document.record
        self.document = document
        self.on.value, self.section.value = check.on, check.section_id
        self.target.value, self.technique.value = check.target_id, check.technique
        self.counts = Counts(
            check.n_present, check.n_responded, check.n_had_it, check.n_almost, check.n_not_yet
        )
        self._show()
        decision = check.decision.replace("_", " ")
        self.decision.value = decision if decision in DECISIONS else None
        self.note.value = check.note
        self.save_button.description = "Keep the change"
        self.close_button.layout.display = ""
        return self
