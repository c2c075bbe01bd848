"""Question by question: how many earned the points, which options were chosen, which levels."""

from __future__ import annotations

import ipywidgets

from datacycle.reports import numbers, views
from datacycle.reports.views_rubric import levels_table
from datacycle.workbench.numbers import Testing

from ...parts import (
    ChartPanel,
    ChoiceField,
    bullets,
    card,
    csv_link,
    facts,
    join,
    lines,
    message,
    paragraph,
    piece,
    table,
    tag,
)
from ..cycle_room import CycleRoom
from .trust import items_to_look_at, shown_items


def items_card(room: CycleRoom, testing: Testing) -> ipywidgets.Widget:
    """The items with their intervals, and the questions that some of them raise."""
    items = room.wb.numbers.items(testing)
    with_key = any(item.key for item in testing.assessment.items)
    options = room.wb.numbers.options(testing) if with_key else None
    asks = items_to_look_at(items, options, testing.assessment)
    panel = ChartPanel(
        views.items_chart(shown_items(items), testing.assessment),
        title=False,
        file_name="items.csv",
    )
    said = message(bullets(asks), "warn", "Worth a look, not a verdict") if asks else None
    by_rubric = all(item.levels for item in testing.assessment.items)
    return card(
        "By rubric row" if by_rubric else "By question",
        panel,
        piece(said) if said else None,
        intro="Share of the points earned; the thin line is where it may lie by chance.",
    )


class OptionsCard:
    """One question at a time: what it asked, who chose what, and what a wrong choice may mean."""

    def __init__(self, room: CycleRoom, testing: Testing) -> None:
        self.testing = testing
        self._chosen = room.wb.numbers.options(testing)
        asked = [item for item in testing.assessment.items if item.options]
        targets = {t.id: t.statement for t in testing.assessment.targets}
        first = asked[0].id
        self.which = ChoiceField(
            "Question",
            [(i.id, f"{i.label}: {targets[i.target_id]}") for i in asked],
            first,
            on_change=self.show,
            saves=False,
        )
        self.prompt = piece(paragraph(""))
        self.panel = ChartPanel(self._spec(first), title=False, file_name="options.csv")
        self.meanings = piece(paragraph(""))
        self.widget: ipywidgets.Widget = card(
            "Options chosen",
            self.which,
            self.prompt,
            self.panel,
            self.meanings,
            intro="A wrong answer tells what a student may be thinking.",
        )
        self.show(first)

    def _spec(self, item_id: str):
        return views.options_chart(self._chosen, item_id, self.testing.assessment)

    def show(self, item_id: str | None) -> None:
        """Show another question."""
        if item_id is None:
            return
        item = self.testing.assessment.item(item_id)
        self.panel.show(self._spec(item_id))
        self.prompt.show(
            tag("blockquote", lines(item.prompt), cls="dc-goal") if item.prompt else join([])
        )
        counted = self._chosen[self._chosen["item"] == item_id]
        n = dict(zip(counted["option"], counted["n"], strict=True))
        pairs = [
            (f"{option.label} · {option.text}", meaning_words(option, int(n.get(option.label, 0))))
            for option in item.options
            if option.misconception
        ]
        self.meanings.show(
            join(
                [
                    tag("h3", "What a wrong choice may mean"),
                    facts(pairs, cls="dc-facts dc-facts-long"),
                ]
            )
            if pairs
            else join([])
        )


def meaning_words(option, n: int) -> str:
    """The misconception behind an option with how many chose it."""
    return f"{option.misconception} ({numbers.plural(n, 'student')})"


def rubric_card(testing: Testing) -> ipywidgets.Widget:
    """Students on each level of each rubric row, with the rubric's own words."""
    made = levels_table(testing.answers, testing.assessment)
    rows = [item for item in testing.assessment.items if item.levels]
    words = [
        tag(
            "details",
            tag("summary", item.label),
            bullets(f"{level.label}: {level.description}" for level in item.levels),
            cls="dc-details",
        )
        for item in rows
    ]
    return card(
        "Levels reached",
        table(made),
        piece(join([tag("p", csv_link(made, "levels.csv"), cls="dc-file-line"), *words])),
    )
