"""Forms for what members leave: predictions, notes, facts, gaps, explanations, promises.

Each form takes one kind of contribution (``FORMS``); a protocol says which of them a step shows.
"""

from __future__ import annotations

from textwrap import shorten

import ipywidgets
from markupsafe import Markup

from datacycle.protocol.lint import lint_observation
from datacycle.reports import labels, numbers
from plc_data.errors import WorkbenchError
from plc_data.model import (
    ChangeCourse,
    Contribution,
    ContributionKind,
    DataAnswer,
    DataQuestion,
    ErrorType,
    EventKind,
    FigureLink,
    Gap,
    Hypothesis,
    HypothesisAbout,
    ItemVerdict,
    MasteryState,
    NextMeeting,
    Note,
    Observation,
    Practice,
    Prediction,
    ProtocolStep,
)

from ...parts import (
    ChoiceField,
    DateField,
    NumberField,
    RadioField,
    TextAreaField,
    TextField,
    box,
    bullets,
    button,
    card,
    form_row,
    join,
    lines,
    message,
    paragraph,
    piece,
    pill,
    tag,
)
from .entries import Entries
from .room import Room


class NothingWritten(WorkbenchError):
    """A form was sent with its main field empty."""


class Form:
    """One card of the left side: what to leave, and what was left so far."""

    kind: ContributionKind

    def __init__(self, room: Room, step: ProtocolStep) -> None:
        self.room, self.step = room, step
        self.inputs: ipywidgets.Widget = box()
        self.widget: ipywidgets.Widget = self.build()

    def build(self) -> ipywidgets.Widget:
        """Make the card."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what others left meanwhile."""

    def close_inputs(self, closed: bool) -> None:
        """After the end of the dive a form only shows what was left."""
        self.inputs.layout.display = "none" if closed else ""

    def is_dirty(self) -> bool:
        """Whether something is typed here that was not left yet."""
        return False

    def key(self, field: str) -> str:
        """The name under which the browser keeps a draft."""
        return f"{self.room.dive_id}:{self.step.id}:{self.kind}:{field}"


def needed(text: str, what: str) -> str:
    """The text, or the words that say what is missing."""
    if not text.strip():
        raise NothingWritten(f"{what} is still empty; nothing was sent.")
    return text.strip()


class PredictionForm(Form):
    """Everybody alone, then all are opened together."""

    kind = ContributionKind.PREDICTION

    def build(self) -> ipywidgets.Widget:
        room = self.room
        self.shares = {
            target.id: NumberField(
                target.statement, lowest=0, highest=100, unit="% secure", saves=False
            )
            for target in room.assessment.targets
        }
        self.missed = ChoiceField("The question most students will miss", room.items())
        self.state = piece(paragraph(""))
        self.send = button("Seal my prediction", self._send, kind="primary", saves=True)
        self.open = button("Open the predictions together", self._open, kind="plain", saves=True)
        self._fill()
        self.refresh()
        self.inputs = box(form_row(*self.shares.values()), self.missed, self.send)
        return card(
            "My prediction",
            self.inputs,
            self.state,
            self.open,
            intro="Nobody sees it until the team opens all of them together.",
        )

    def _mine(self) -> Contribution | None:
        mine = [c for c in self.room.view.of(self.kind) if c.author_id == self.room.me]
        return mine[-1] if mine else None

    def _fill(self) -> None:
        mine = self._mine()
        if mine is None:
            return
        for target_id, share in mine.read().shares.items():
            if target_id in self.shares:
                self.shares[target_id].value = round(100 * share)
        self.missed.value = mine.read().most_missed_item_id

    def _send(self) -> None:
        shares = {t: f.value / 100 for t, f in self.shares.items() if f.value is not None}
        if len(shares) < len(self.shares):
            raise NothingWritten("Give a share for each target; nothing was sealed.")
        mine = self._mine()
        self.room.leave(
            self.kind,
            Prediction(shares=shares, most_missed_item_id=self.missed.value),
            self.step,
            replaces=mine.seq if mine else None,
        )

    def _open(self) -> None:
        self.room.do(EventKind.REVEALED)

    def refresh(self) -> None:
        view = self.room.view
        sealed, of = view.n_of(self.kind), len(view.team.member_ids)
        opened = view.state.revealed
        text = (
            "The predictions are open."
            if opened
            else f"{sealed} of {of} predictions are sealed."
            + (" Yours is among them; you may still change it." if self._mine() else "")
        )
        self.state.show(message(text, "good" if opened or sealed == of else "info"))
        self.send.layout.display = "none" if opened else ""
        self.open.layout.display = "none" if opened or not sealed else ""

    def is_dirty(self) -> bool:
        return self._mine() is None and any(f.value is not None for f in self.shares.values())


class OneText(Form):
    """A form of one text field and a list below it."""

    title = ""
    intro = ""
    label = ""
    placeholder = ""
    add = "Add"
    nothing = "Nothing here yet."

    def build(self) -> ipywidgets.Widget:
        self.field = TextAreaField(
            self.label, rows=2, placeholder=self.placeholder, draft_key=self.key("text")
        )
        self.list = Entries(self.room, [self.kind], self.write, nothing=self.nothing)
        self.send = button(self.add, self._send, kind="primary", saves=True)
        self.inputs = box(self.field, *self.more(), self.send)
        return card(self.title, self.inputs, self.list, intro=self.intro)

    def more(self) -> tuple[ipywidgets.Widget, ...]:
        """Further fields between the text and the button."""
        return ()

    def record(self, text: str):
        """The contribution made of the fields."""
        raise NotImplementedError

    def write(self, entry: Contribution) -> Markup:
        """An entry as the list shows it."""
        return lines(entry.read().text)

    def clear(self) -> None:
        """Empty the fields after sending."""
        self.field.reset("")

    def _send(self) -> None:
        self.room.leave(self.kind, self.record(needed(self.field.value, self.label)), self.step)
        self.clear()

    def refresh(self) -> None:
        self.list.refresh()

    def is_dirty(self) -> bool:
        return bool(self.field.value.strip())


class NoteForm(OneText):
    """Private: nobody else ever sees it."""

    kind = ContributionKind.NOTE
    title, label, add = "My note", "What I want to come back to", "Keep my note"
    intro = "Only you can see this."
    nothing = "No note yet."

    def record(self, text: str) -> Note:
        return Note(text=text)


class QuestionForm(OneText):
    """Only how something was counted; the answer stands with the question."""

    kind = ContributionKind.DATA_QUESTION
    title, label, add = "Questions about the data", "How was ... counted?", "Ask"
    nothing = "No question about the counting."

    def more(self) -> tuple[ipywidgets.Widget, ...]:
        self.which = ChoiceField("Answer which question?", (), empty="None, I am asking")
        return (self.which,)

    def build(self) -> ipywidgets.Widget:
        built = super().build()
        self.refresh()
        return built

    def _answers(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for entry in self.room.view.of(ContributionKind.DATA_ANSWER):
            found.setdefault(entry.read().question, []).append(entry.read().text)
        return found

    def write(self, entry: Contribution) -> Markup:
        answers = self._answers().get(entry.seq, [])
        return join(
            [lines(entry.read().text), *(tag("div", "→ " + a, cls="dc-lines") for a in answers)]
        )

    def _send(self) -> None:
        text = needed(self.field.value, "The text")
        if self.which.value:
            answer = DataAnswer(question=int(self.which.value), text=text)
            self.room.leave(ContributionKind.DATA_ANSWER, answer, self.step)
        else:
            self.room.leave(self.kind, DataQuestion(text=text), self.step)
        self.clear()
        self.which.value = None

    def refresh(self) -> None:
        super().refresh()
        asked = self.room.view.of(self.kind)
        self.which.set_choices([(str(c.seq), shorten(c.read().text, 70)) for c in asked])


class ObservationForm(OneText):
    """Facts only, each tied to where it stands; the lint advises and never blocks."""

    kind = ContributionKind.OBSERVATION
    title, label, add = "What we see", "I see ...", "Add what I see"
    intro = "Strengths first, then gaps. Pick a cell on the right to tie your fact to it."
    placeholder = "I see 9 of 24 students secure on ..."
    nothing = "No fact yet. Go round the table: what did students do well?"

    def more(self) -> tuple[ipywidgets.Widget, ...]:
        self.advice = piece(paragraph(""))
        self.tied = piece(paragraph(""))
        self.untie = button("Untie", lambda: self.room.point_at(None), kind="quiet small")
        self.field._on_change = self._check
        self.field.live = False
        self.room.on_link.append(self._show_link)
        self._show_link(self.room.link)
        return (self.advice, self.tied, self.untie)

    def _check(self, text: str) -> None:
        found = lint_observation(text)
        self.advice.show(
            message(bullets(f.message for f in found), "warn", "Worth a second look")
            if found
            else join([])
        )

    def _show_link(self, link: FigureLink | None) -> None:
        self.untie.layout.display = "" if link else "none"
        if link is None:
            self.tied.show(paragraph("Not tied to a cell yet.", cls="dc-quiet"))
        else:
            self.tied.show(paragraph("Tied to: ", tied_words(self.room, link), cls="dc-tied"))

    def record(self, text: str) -> Observation:
        return Observation(text=text, link=self.room.link)

    def write(self, entry: Contribution) -> Markup:
        fact = entry.read()
        where = tied_words(self.room, fact.link) if fact.link else None
        return join([lines(fact.text), tag("p", where, cls="dc-tied") if where else None])

    def clear(self) -> None:
        super().clear()
        self.advice.show(join([]))
        self.room.point_at(None)


def tied_words(room: Room, link: FigureLink) -> str:
    """Where a fact stands, in words: which view, row and column, and what stood there."""
    named = {t.id: t.statement.rstrip(".") for t in room.assessment.targets}
    named |= {i.id: i.label for i in room.assessment.items}
    named |= {f"n_{state.value}": labels.words(state).lower() for state in MasteryState}
    named |= COLUMN_WORDS
    parts = [named.get(part, part) for part in (link.row, link.column) if part]
    place = " · ".join(parts)
    return f"{place}: {link.shows}" if link.shows else place


COLUMN_WORDS = {
    "n": "students",
    "n_tested": "tested",
    "n_right": "right answers",
    "n_omitted": "left blank",
    "difficulty": "share of points earned",
    "omitted": "left blank",
    "share_secure": "share secure",
    "interval": "95 % interval",
}
"""Columns of tables as a reader sees them in a tie."""


class GapForm(Form):
    """What students can do, what they do instead, the kind of error and the item's fate."""

    kind = ContributionKind.GAP

    def build(self) -> ipywidgets.Widget:
        room = self.room
        focus = room.focus()
        self.target = ChoiceField("Target", focus, focus[0][0] if focus else None)
        self.can = TextField("Students can ...", draft_key=self.key("can"))
        self.but = TextField("but they ...", draft_key=self.key("but"))
        self.instead = TextField("instead of ...", draft_key=self.key("instead"))
        self.error = ChoiceField("Kind of error", labels.choices(ErrorType))
        self.n = NumberField("How many students?", lowest=0)
        self.item = ChoiceField("Seen in question", room.items(), empty="No single one")
        self.verdict = ChoiceField("The question", labels.choices(ItemVerdict), "keep")
        self.list = Entries(room, [self.kind], self.write, nothing="No gap named yet.")
        self.inputs = box(
            self.target,
            self.can,
            self.but,
            self.instead,
            form_row(self.error, self.n, self.item, self.verdict),
            button("Add this gap", self._send, kind="primary", saves=True),
        )
        return card(
            "The gap, in exact words",
            self.inputs,
            self.list,
            intro="One or two targets only: what did students do instead?",
        )

    def _send(self) -> None:
        if self.error.value is None or self.target.value is None:
            raise NothingWritten("Choose the target and the kind of error; nothing was sent.")
        self.room.leave(
            self.kind,
            Gap(
                target_id=self.target.value,
                can=needed(self.can.value, "What students can do"),
                but=needed(self.but.value, "What they do"),
                instead_of=self.instead.value,
                error_type=ErrorType(self.error.value),
                n_students=self.n.value,
                item_id=self.item.value,
                item_verdict=ItemVerdict(self.verdict.value) if self.verdict.value else None,
            ),
            self.step,
        )
        for field in (self.can, self.but, self.instead):
            field.reset("")
        self.n.reset(None)

    def write(self, entry: Contribution) -> Markup:
        gap = entry.read()
        return join([lines(gap_words(gap)), pill(labels.words(gap.error_type), "info")])

    def refresh(self) -> None:
        self.list.refresh()

    def is_dirty(self) -> bool:
        return bool(self.can.value or self.but.value)


def gap_words(gap: Gap) -> str:
    """A gap as one sentence."""
    who = f"{gap.n_students} students" if gap.n_students is not None else "Students"
    tail = f" instead of {gap.instead_of.rstrip('.')}" if gap.instead_of else ""
    return f"{who} can {gap.can.rstrip('.')}, but {gap.but.rstrip('.')}{tail}."


class HypothesisForm(OneText):
    """Two rival explanations at least: one about teaching, one about the measure."""

    kind = ContributionKind.HYPOTHESIS
    title, label, add = "Possible explanations", "It may be that ...", "Add this explanation"
    intro = "At least one about our teaching and one about the question or the counting."
    nothing = "No explanation yet: find two that differ."

    def more(self) -> tuple[ipywidgets.Widget, ...]:
        self.about = RadioField(
            "This explanation is about", labels.choices(HypothesisAbout), "teaching"
        )
        self.for_it = TextField("What speaks for it", draft_key=self.key("for"))
        self.against = TextField("What speaks against it", draft_key=self.key("against"))
        return (self.about, self.for_it, self.against)

    def record(self, text: str) -> Hypothesis:
        return Hypothesis(
            about=HypothesisAbout(self.about.value or "other"),
            text=text,
            evidence_for=self.for_it.value,
            evidence_against=self.against.value,
        )

    def write(self, entry: Contribution) -> Markup:
        idea = entry.read()
        sides = [
            ("For: ", idea.evidence_for),
            ("Against: ", idea.evidence_against),
        ]
        return join(
            [
                lines(idea.text),
                pill(labels.words(idea.about), "info"),
                *(tag("p", name + side, cls="dc-side") for name, side in sides if side),
            ]
        )

    def clear(self) -> None:
        super().clear()
        self.for_it.reset("")
        self.against.reset("")


class PracticeForm(OneText):
    """Where it went better: what that class did."""

    kind = ContributionKind.PRACTICE
    title, label, add = "Worth copying", "What did that class do?", "Add this practice"
    nothing = "Nothing named yet."

    def more(self) -> tuple[ipywidgets.Widget, ...]:
        self.who = ChoiceField("Whose practice?", self.room.members(), empty="Nobody in particular")
        return (self.who,)

    def record(self, text: str) -> Practice:
        return Practice(text=text, person_id=self.who.value)


class ChangeCourseForm(OneText):
    """The result that would make us change course."""

    kind = ContributionKind.CHANGE_COURSE
    title = "We would change course if ..."
    label, add = "A result that would make us change course", "Add"
    nothing = "Not said yet."

    def record(self, text: str) -> ChangeCourse:
        return ChangeCourse(text=text)


class NextMeetingForm(Form):
    """The day on which we look again."""

    kind = ContributionKind.NEXT_MEETING

    def build(self) -> ipywidgets.Widget:
        self.on = DateField("Next meeting", earliest=None)
        self.about = TextField("What about", draft_key=self.key("about"))
        self.list = Entries(self.room, [self.kind], self.write, nothing="No day yet.")
        self.inputs = box(
            form_row(self.on, self.about),
            button("Set the day", self._send, kind="primary", saves=True),
        )
        return card("When we look again", self.inputs, self.list)

    def _send(self) -> None:
        if self.on.value is None:
            raise NothingWritten("Choose the day; nothing was sent.")
        record = NextMeeting(on=self.on.value, about=self.about.value)
        self.room.leave(self.kind, record, self.step)
        self.about.reset("")

    def write(self, entry: Contribution) -> Markup:
        meeting = entry.read()
        about = f": {meeting.about}" if meeting.about else ""
        return tag("p", f"{numbers.day(meeting.on)}{about}")

    def refresh(self) -> None:
        self.list.refresh()
