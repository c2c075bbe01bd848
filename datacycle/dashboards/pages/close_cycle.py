"""After the plans: what changed, what was given, what we learned, and closing the cycle."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
from markupsafe import Markup

from datacycle.protocol.findings import to_mend
from datacycle.reports import numbers
from datacycle.reports.labels import FINDING_WORDS
from datacycle.workbench import Workbench
from plc_data.model import Closing, Finding

from ..parts import (
    ConfirmButton,
    Heartbeat,
    box,
    bullets,
    card,
    columns,
    empty_state,
    join,
    link,
    link_button,
    message,
    paragraph,
    piece,
    pill,
    tag,
)
from ..parts import page as whole_page
from .cycle_room import CycleRoom
from .ending.change import ChangeCard, next_start, verdict_card
from .ending.deliveries import Deliveries
from .ending.lessons import Lessons
from .keeping import ClashPanel, Keeper
from .places import address

TONES = {"ok": "good", "advise": "warn", "mend": "bad", "ask": "info"}
TO_CLOSE = {**FINDING_WORDS, "mend": "Missing", "ok": "Done"}
"""What the levels of a finding are called where a cycle is to be closed."""


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The end of a cycle (``?cycle=``)."""
    return ClosingPage(CycleRoom.find(wb, query)).widget


class ClosingPage:
    """Verdict and change are computed; what people write is saved as they leave a field."""

    def __init__(self, room: CycleRoom) -> None:
        self.room = room
        wb, cycle = room.wb, room.cycle
        self.keeper = Keeper(
            lambda: wb.cycles.closing(cycle.id),
            lambda closing, based_on: wb.cycles.save_closing(closing, based_on=based_on),
            Closing(id=cycle.closing_id or f"closing-{cycle.id}", cycle_id=cycle.id),
            wb.name,
        )
        self.place = box()
        self.missing = piece(paragraph(""))
        self.close = ConfirmButton(
            "Close the cycle",
            "Close it? Everything stays readable, and you can open it again.",
            self._close,
            yes="Yes, close it",
            no="Not yet",
            kind="primary",
            saves=True,
        )
        self.reopen = ConfirmButton(
            "Open the cycle again",
            "Open it again? What was written stays.",
            self._reopen,
            yes="Yes, open it",
            no="Leave it closed",
            kind="quiet small",
            saves=True,
        )
        self.heartbeat = Heartbeat(revision=wb.revision, on_change=lambda _: self.refresh())
        self.build()
        self.widget = whole_page(
            "After the plans",
            self.place,
            heartbeat=self.heartbeat,
            status="of the page" if room.may_edit else None,
            cls="dc-closing",
            **room.head("close_cycle"),
        )

    @property
    def is_closed(self) -> bool:
        return self.keeper.record.closed

    def build(self) -> None:
        """Put the page together for the cycle as it stands: open, closed, without results."""
        room, wb = self.room, self.room.wb
        to_read = self.is_closed or not room.may_edit
        self._built = self.is_closed
        result = wb.promises.result(room.cycle.id)
        growth = wb.numbers.growth(room.cycle)
        self.deliveries = Deliveries(room, self.tell, to_read=to_read)
        self.lessons = Lessons(room, self.keeper, self.tell, to_read=to_read)
        self.clashes = ClashPanel(self.keeper, wb.name, self.lessons.settled)
        before = wb.numbers.before(room.cycle)
        change = (
            ChangeCard(room, growth, before.assessment).widget
            if growth is not None and len(growth.per_target)
            else None
        )
        top = verdict_card(room, result) if result else self._not_yet()
        end = card(
            "Closing",
            self.missing,
            self.close,
            self.reopen,
            intro="“Not met” closes a cycle as well as “met” does.",
        )
        self.place.children = tuple(
            one
            for one in (
                piece(message("This cycle is closed.", "good")) if self.is_closed else None,
                self.clashes,
                top,
                change,
                self.deliveries.widget,
                self.lessons.widget,
                columns(end, self._attention(), shape="3 2"),
            )
            if one is not None
        )
        self.tell()

    # What a person does

    def _close(self) -> None:
        self.room.wb.promises.close_cycle(self.room.cycle.id)
        self.refresh()

    def _reopen(self) -> None:
        self.room.wb.promises.reopen_cycle(self.room.cycle.id)
        self.refresh()

    # What the page shows

    def refresh(self) -> None:
        """Look again; a cycle that was closed or opened meanwhile gets its other page."""
        self.keeper.look()
        if self._built != self.is_closed:
            self.build()
            return
        self.lessons.load()
        self.deliveries.refresh()
        self.tell()

    def tell(self) -> None:
        """Say what is still missing, and offer to close when nothing is."""
        found = self.room.wb.promises.check_closing(self.keeper.record)
        missing = to_mend(found)
        may = self.room.may_edit
        if self.is_closed:
            head = message("The cycle is closed.", "good")
        elif missing:
            n = numbers.plural(len(missing), "thing")
            head = message(f"{n} missing before the cycle can be closed.", "warn")
        else:
            head = message("Nothing is missing.", "good")
        start = next_start(self.room)
        self.missing.show(join([head, _lines(found), start]))
        self.close.layout.display = "" if may and not self.is_closed and not missing else "none"
        self.reopen.layout.display = "" if may and self.is_closed else "none"
        self.heartbeat.seen()

    def _attention(self) -> ipywidgets.Widget:
        found = self.room.wb.promises.attention(self.room.cycle.id)
        words = (
            _lines(found, FINDING_WORDS)
            if found
            else paragraph("The data dive comes first.", cls="dc-quiet")
        )
        return card(
            "Was everybody served?",
            piece(words),
            intro="Students far below and students who have it are forgotten most easily.",
        )

    def _not_yet(self) -> ipywidgets.Widget:
        room, cycle = self.room, self.room.cycle
        goal = room.wb.cycles.goal(cycle.id)
        if goal is None:
            return empty_state(
                "There is no goal yet",
                "Without a promise there is nothing to close.",
                action="Write the goal",
                address=address("smart_goal", cycle.id),
            )
        if cycle.reassessment_id is None:
            return empty_state(
                "There is no second assessment yet",
                "Choose or write a parallel form; then before and after can be compared.",
            )
        second = room.wb.cycles.assessment(cycle.reassessment_id).record
        on = (goal.record.aim.on if goal.record.aim else None) or second.window_opens_on
        steps = [
            f"Give {second.title}, form {second.form}"
            + (f", on {numbers.day(on)}." if on else "."),
            "Save the results from your assessment tool and bring them in.",
            "Note below what each group got, and write what you keep, change and stop. That can "
            "be done before the results are in.",
        ]
        bring = link_button(
            "Bring in the second results",
            address("bring_in_results", cycle.id, assessment=second.id),
            primary=True,
        )
        read = link(address("results", cycle.id), "The first results")
        return card(
            "The second results are not in yet",
            piece(
                join(
                    [
                        bullets(steps, ordered=True),
                        paragraph(bring if room.may_edit else read, cls="dc-back"),
                    ]
                )
            ),
            intro="Whether the goal was met is counted from them.",
        )


def _lines(found: tuple[Finding, ...], words: Mapping[str, str] = TO_CLOSE) -> Markup:
    """Findings as lines with a word and a tone each."""
    return tag(
        "ul",
        *(
            tag("li", pill(words[f.level], TONES[f.level]), " ", f.message, cls="dc-gate-line")
            for f in found
        ),
        cls="dc-gate",
    )
