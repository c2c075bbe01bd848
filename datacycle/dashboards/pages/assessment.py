"""The common assessment: targets, items, rule and window, written together before it is given."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.workbench import Workbench

from ..parts import (
    Heartbeat,
    box,
    button,
    card,
    columns,
    empty_state,
    join,
    link,
    message,
    paragraph,
    piece,
    strong,
)
from ..parts import page as whole_page
from .cfa.beside import Checks, Judging, KeyFile, Versions, beside, print_card
from .cfa.items import Items
from .cfa.rule import RuleAndWindow
from .cfa.targets import Targets
from .cfa.to_read import blueprint_words
from .cycle_room import CycleRoom
from .keeping import ClashPanel, Keeper
from .places import address

TITLE = "Common assessment"


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """An assessment of a cycle (``?cycle=&assessment=``)."""
    room = CycleRoom.find(wb, query)
    if room.cycle.assessment_id is None:
        return _first(room)
    return AssessmentPage(room, query.get("assessment")).widget


def _first(room: CycleRoom) -> ipywidgets.Widget:
    """Before there is one: a button for who may write, words for who may not."""
    place = box()

    def begin() -> None:
        room.wb.blueprints.begin(room.cycle.id)
        way = link(address("assessment", room.cycle.id), "Open it")
        place.children = (piece(message(join(["The assessment is begun. ", way]), "good")),)

    words = "Targets, items, key and rule in one place, checked while you write."
    place.children = (
        empty_state("There is no common assessment yet", words, action="Begin it", on_click=begin)
        if room.may_edit
        else empty_state("There is no common assessment yet", "The team's members begin it."),
    )
    return whole_page(TITLE, place, **room.head("assessment"))


class AssessmentPage:
    """Blueprint on the left, what it means on the right; nothing is kept here."""

    def __init__(self, room: CycleRoom, assessment_id: str | None = None) -> None:
        self.room = room
        wb, cycle = room.wb, room.cycle
        mine = [id for id in (cycle.assessment_id, cycle.reassessment_id) if id]
        self.id = assessment_id if assessment_id in mine else mine[0]
        self.keeper = Keeper(
            lambda: wb.cycles.assessment(self.id),
            lambda record, based_on: wb.cycles.save_assessment(record, based_on=based_on),
            wb.cycles.assessment(self.id).record,
            wb.name,
        )
        self.to_read = not room.may_edit or wb.promises.is_closed(cycle.id)
        self.note = piece(paragraph(""))
        self._noted = ""
        self.checks, self.versions = Checks(), Versions(room, self.id)
        self.judging = Judging(self.keeper.record)
        side = [self.checks.widget, self.judging.widget, print_card(room, self.keeper)]
        if self.to_read:
            self.rooms: tuple = ()
            self.words = piece(paragraph(""))
            left = box(card(self.keeper.record.title, self.words))
        else:
            self.targets = Targets(self.keeper, self.changed)
            self.items = Items(self.keeper, room.me.id, self.changed)
            self.rule = RuleAndWindow(self.keeper, self.changed)
            self.rooms = (self.targets, self.items, self.rule)
            self.clashes = ClashPanel(self.keeper, wb.name, self._settled)
            left = box(
                self.clashes,
                self.rule.name,
                self.targets.widget,
                self.items.widget,
                self.rule.widget,
                cls="dc-stack-cards",
            )
            self.key = KeyFile(room, self.id, self.refresh)
            side.append(self.key.widget)
        side.append(self.versions.widget)
        self.forms = box(row_of_forms(self, mine))
        self.heartbeat = Heartbeat(revision=wb.revision, on_change=lambda _: self.refresh())
        self.widget = whole_page(
            TITLE,
            self.forms,
            self.note,
            columns(left, beside(*side), shape="2 1"),
            heartbeat=self.heartbeat,
            status=None if self.to_read else "of the page",
            cls="dc-cfa-page",
            **room.head("assessment"),
        )
        self.changed()

    def changed(self) -> None:
        """After a change of ours: show and check again."""
        record = self.keeper.record
        for one in self.rooms:
            one.load()
        if self.to_read:
            self.words.show(blueprint_words(record))
        self.checks.show(record)
        self.judging.show(record)
        self.versions.show()
        made = self._note()
        if str(made) != self._noted:
            self._noted = str(made)
            self.note.show(made)
        if hasattr(self, "heartbeat"):
            self.heartbeat.seen()

    def refresh(self) -> None:
        """Look again: somebody changed something."""
        self.keeper.look()
        self.changed()

    def _settled(self, key: str) -> None:
        for bound in (self.targets.bound, self.items.form.bound, self.rule.bound):
            bound.settled(key)
        self.changed()

    def _note(self):
        said = []
        given = self.room.wb.blueprints.version_with_results(self.id)
        if self.room.wb.promises.is_closed(self.room.cycle.id):
            said.append(message("This cycle is closed. The assessment stays as it is.", "info"))
        elif not self.room.may_edit:
            words = "You read along: the team's members write the assessment."
            said.append(message(words, "info"))
        if given is not None:
            now = f" You see version {self.keeper.version}." if self.keeper.version != given else ""
            more = "" if self.to_read else " What you change now makes a new version."
            words = f"Results are in. They stay with version {given}.{more}{now}"
            said.append(message(words, "warn"))
        return join(said) if said else paragraph("")


def row_of_forms(page: AssessmentPage, ids: list[str]) -> ipywidgets.Widget:
    """The first and the second form; a button makes the second where there is none."""
    wb, cycle = page.room.wb, page.room.cycle
    ways = []
    for id in ids:
        written = wb.cycles.assessment(id).record
        words = f"{written.title}, form {written.form}"
        ways.append(
            strong(words)
            if id == page.id
            else link(address("assessment", cycle.id, assessment=id), words)
        )
    said = piece(paragraph(join(ways, "   ·   "), cls="dc-cfa-forms"))
    if len(ids) > 1 or page.to_read:
        return said
    place = box(said)

    def make() -> None:
        made = wb.blueprints.make_form_b(cycle.id)
        way = link(address("assessment", cycle.id, assessment=made.id), "Open it")
        words = "Form B has the same targets, counts and points. Change its questions. "
        place.children = (said, piece(message(join([words, way]), "good")))

    place.children = (said, button("Copy as form B", make, saves=True))
    return place
