"""The end of the dive: who promises what by when, and one tap each."""

from __future__ import annotations

import ipywidgets
from markupsafe import Markup

from datacycle.reports import numbers
from plc_data.model import Commitment, Contribution, ContributionKind, EventKind, ExitPulse

from ...parts import (
    ChoiceField,
    DateField,
    RadioField,
    TextField,
    box,
    button,
    card,
    form_row,
    join,
    lines,
    message,
    paragraph,
    piece,
    tag,
)
from .entries import Entries
from .forms import Form, NothingWritten, needed
from .room import Room

PULSE = (("1", "No"), ("2", "Partly"), ("3", "Yes"))


class CommitmentForm(Form):
    """A name and a date on everything."""

    kind = ContributionKind.COMMITMENT

    def build(self) -> ipywidgets.Widget:
        room = self.room
        self.who = ChoiceField("Who", room.members(), room.me if room.is_member else None)
        self.what = TextField("Does what", draft_key=self.key("what"))
        self.by = DateField("By when")
        self.measure = TextField("How the others will see it", draft_key=self.key("measure"))
        self.list = Entries(room, [self.kind], self.write, nothing="No promise yet.")
        self.inputs = box(
            form_row(self.who, self.by),
            self.what,
            self.measure,
            button("Add this promise", self._send, kind="primary", saves=True),
        )
        return card("Who does what by when", self.inputs, self.list)

    def _send(self) -> None:
        if self.who.value is None or self.by.value is None:
            raise NothingWritten("Choose who and by when; nothing was sent.")
        self.room.leave(
            self.kind,
            Commitment(
                person_id=self.who.value,
                what=needed(self.what.value, "What will be done"),
                by=self.by.value,
                measure=self.measure.value,
            ),
            self.step,
        )
        self.what.reset("")
        self.measure.reset("")

    def write(self, entry: Contribution) -> Markup:
        return promise_words(self.room, entry)

    def refresh(self) -> None:
        self.list.refresh()

    def is_dirty(self) -> bool:
        return bool(self.what.value.strip())


def promise_words(room: Room, entry: Contribution) -> Markup:
    """A promise as every list shows it: who, by when, what, and how it is seen."""
    promise = entry.read()
    first = f"{room.wb.name(promise.person_id)}, by {numbers.day(promise.by)}: "
    seen = f"Seen by: {promise.measure}" if promise.measure else None
    return join([lines(first + promise.what), tag("p", seen, cls="dc-side") if seen else None])


class ExitPulseForm(Form):
    """Useful? Heard? Clear about my job? Only the sum is ever shown."""

    kind = ContributionKind.EXIT_PULSE

    def build(self) -> ipywidgets.Widget:
        self.useful = RadioField("Was this useful?", PULSE)
        self.heard = RadioField("Was I heard?", PULSE)
        self.clear = RadioField("Am I clear about my job?", PULSE)
        self.state = piece(paragraph(""))
        self.finish = button("Finish the dive", self._finish, kind="primary", saves=True)
        self.refresh()
        send = button("Send my three taps", self._send, kind="primary", saves=True)
        self.inputs = box(self.useful, self.heard, self.clear, send)
        return card(
            "One tap each",
            self.inputs,
            self.state,
            self.finish,
            intro="Nobody sees single answers.",
        )

    def _send(self) -> None:
        answers = (self.useful.value, self.heard.value, self.clear.value)
        if None in answers:
            raise NothingWritten("Give all three taps; nothing was sent.")
        useful, heard, clear = (int(answer) for answer in answers)
        self.room.leave(self.kind, ExitPulse(useful=useful, heard=heard, clear=clear), self.step)

    def _finish(self) -> None:
        self.room.do(EventKind.FINISHED)

    def refresh(self) -> None:
        view = self.room.view
        left = view.n_of(self.kind)
        mine = any(c.author_id == self.room.me for c in view.of(self.kind))
        words = f"{left} of {len(view.state.members)} have answered."
        if mine:
            words += " Thank you: yours is in."
        self.state.show(message(words, "good" if mine else "info"))
        self.finish.layout.display = "none" if view.state.finished_at else ""
