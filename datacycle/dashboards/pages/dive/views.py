"""What stands beside a step: the views that the protocol names under ``shows``.

A view is made when its step is opened, not before: results are not even sent to a page whose
people are still predicting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ipywidgets

from datacycle.reports import numbers, views, views_growth, views_targets
from datacycle.reports.tables import Table
from datacycle.reports.views_targets import Grid, GridCell
from plc_data.model import ContributionKind

from ...parts import (
    CellGrid,
    ChartPanel,
    ChoiceField,
    box,
    bullets,
    paragraph,
    piece,
    table,
    tag,
)
from .room import Room


@dataclass(frozen=True)
class View:
    """A titled widget and how it looks again."""

    title: str
    widget: ipywidgets.Widget
    refresh: Callable[[], None] = lambda: None


def grid_of(shown: Table, view: str, row_ids: list[str]) -> Grid:
    """A report table as a grid whose cells can be picked."""
    texts = shown.to_rows()[1:]
    return Grid(
        view=view,
        caption=shown.caption,
        row_title=shown.columns[0].header,
        rows=tuple((id, text[0]) for id, text in zip(row_ids, texts, strict=True)),
        columns=tuple((column.key, column.header) for column in shown.columns[1:]),
        cells=tuple(tuple(GridCell(text) for text in line[1:]) for line in texts),
    )


def _pick_hint() -> ipywidgets.Widget:
    return piece(
        paragraph(
            "Pick a cell to tie your next fact to it (arrow keys, then Enter).", cls="dc-quiet"
        )
    )


def by_target(room: Room) -> View:
    """Where students stand on each target."""
    summary = room.summary()
    spec = views_targets.targets_chart(summary, room.assessment)
    shown = views_targets.targets_table(summary, room.assessment)
    grid = CellGrid(
        grid_of(shown, "by_target", [str(i) for i in summary.index]), on_pick=room.point_at
    )
    return View("By target", box(ChartPanel(spec), _pick_hint(), grid))


def by_item(room: Room) -> View:
    """How each item went."""
    items = room.wb.numbers.items(room.view.testing)
    spec = views.items_chart(items, room.assessment)
    shown = views.items_table(items, room.assessment)
    quiet = {"r", "r_interval", "discrimination"} & {column.key for column in shown.columns}
    shown = shown.without(*sorted(quiet))
    grid = CellGrid(grid_of(shown, "by_item", [str(i) for i in items.index]), on_pick=room.point_at)
    return View("By question", box(ChartPanel(spec), _pick_hint(), grid))


def by_class(room: Room) -> View:
    """Classes side by side under letters: strategies, not teachers."""
    sections = room.wb.cycles.sections(room.view.cycle.id)
    summary = room.wb.numbers.classes(room.view.testing, room.view.cycle)
    panels = [
        ChartPanel(
            views_targets.classes_chart(summary, sections, target_id, named=False).with_note(
                f"{statement}. Classes carry letters here; ask each other what was done where."
            )
        )
        for target_id, statement in room.focus()
    ]
    return View("By class", box(*panels))


def prediction_and_actual(room: Room) -> View:
    """What the team expected and what came; nobody is singled out."""

    def spec():
        made = room.view.of(ContributionKind.PREDICTION)
        return views_growth.predictions_chart(
            [("", c.read()) for c in made], room.summary(), room.assessment
        )

    panel = ChartPanel(spec())
    return View("Predicted and actual", panel)


def options(room: Room) -> View:
    """Which options were chosen, and what a wrong one may mean."""
    chosen = room.wb.numbers.options(room.view.testing)
    focus = {id for id, _ in room.focus()}
    items = [i for i in room.assessment.items if i.options]
    items.sort(key=lambda item: (item.target_id not in focus, item.position))
    if not items:
        return View("Options", piece(paragraph("No question here has options.")))
    panel = ChartPanel(views.options_chart(chosen, items[0].id, room.assessment))
    prompt = piece(paragraph(items[0].prompt, cls="dc-lines"))

    def choose(item_id: str) -> None:
        panel.show(views.options_chart(chosen, item_id, room.assessment))
        prompt.show(paragraph(room.assessment.item(item_id).prompt, cls="dc-lines"))

    which = ChoiceField(
        "Question",
        [(i.id, f"{i.label}: {room.target(i.target_id)}") for i in items],
        items[0].id,
        on_change=choose,
        saves=False,
    )
    return View("Options chosen", box(which, prompt, panel))


def by_student(room: Room) -> View:
    """Students by targets under codes: for a closer look, not for the wall."""
    names = room.labels()
    shown = dict(sorted(names.items(), key=lambda pair: pair[1]))
    grid = CellGrid(
        views_targets.student_grid(room.mastery(), room.assessment, shown), on_pick=room.point_at
    )
    return View("By student", grid)


def targets_only(room: Room) -> View:
    """The targets, without any number."""
    words = [
        f"{t.statement} ({len(room.assessment.items_of(t.id))} questions)"
        for t in room.assessment.targets
    ]
    return View("Targets", piece(bullets(words)))


def items_only(room: Room) -> View:
    """The questions as students saw them, without any number."""
    lines = [
        tag("span", f"{item.label}: ", item.prompt or room.target(item.target_id))
        for item in room.assessment.items
    ]
    return View("Questions", piece(bullets(lines)))


def work_samples(room: Room) -> View:
    """How many pieces of work lie ready; the pieces themselves stay on the table."""
    lines = [
        f"{statement}: {room.view.dive.work_samples.get(id, 0)} pieces, names removed"
        for id, statement in room.focus()
    ]
    return View("Student work", piece(bullets(lines)))


def rubric(room: Room) -> View:
    """The rubric's rows and levels."""
    rows = [item for item in room.assessment.items if item.levels]
    parts = [
        tag(
            "div",
            tag("h3", item.label),
            bullets(
                f"{level.label} ({numbers.points(level.points)}): {level.description}"
                for level in item.levels
            ),
        )
        for item in rows
    ]
    return View("Rubric", piece(tag("div", *parts)))


def checks(room: Room) -> View:
    """The checks for understanding of this cycle."""
    found = room.wb.bundle(room.view.cycle.id).checks
    sections = room.wb.cycles.sections(room.view.cycle.id)
    targets = {t.id: t.statement for t in room.assessment.targets}
    return View(
        "Checks in class",
        table(views_growth.checks_table(found, sections=sections, targets=targets)),
    )
