"""Focus and inventory to read: for the coach, and once the cycle is closed."""

from __future__ import annotations

import ipywidgets

from datacycle.reports.labels import words
from datacycle.reports.tables import Column, Kind, Table
from plc_data.model import DataCycle, DataInventory

from ...parts import box, bullets, card, csv_link, join, lines, paragraph, piece, tag
from ..cycle_room import CycleRoom
from .parts_of_need import need_words


def focus_to_read(room: CycleRoom, cycle: DataCycle) -> ipywidgets.Widget:
    """Need, focus and targets, without a field."""
    focus, targets = cycle.focus, room.targets()
    if focus is None:
        return card("Our focus", piece(paragraph("No focus yet.", cls="dc-quiet")))
    return box(
        card(
            "Our focus",
            piece(lines(focus.statement)),
            piece(bullets(targets.get(id, id) for id in focus.target_ids)),
        ),
        card("Where we see it", piece(bullets(need_words(need) for need in focus.needs))),
        cls="dc-stack-cards",
    )


def inventory_table(inventory: DataInventory) -> Table:
    """The inventory as a table."""
    return Table(
        "Data inventory",
        (
            Column("name", "Source", row_header=True),
            Column("purpose", "Kind"),
            Column("grain", "Grain"),
            Column("who", "Who looks at it"),
            Column("how_often", "How often"),
            Column("decision", "For which decision"),
            Column("more", "Use more", Kind.YES),
        ),
        tuple(
            (
                source.name,
                words(source.purpose) if source.purpose else "",
                words(source.grain) if source.grain else "",
                source.who,
                source.how_often,
                source.decision,
                source.use_more,
            )
            for source in inventory.sources
        ),
        empty="No source yet.",
    )


def inventory_to_read(inventory: DataInventory) -> ipywidgets.Widget:
    """The inventory as a table with its file, and what the team will use more."""
    table = inventory_table(inventory)
    more = inventory.more_intentionally
    return card(
        "The data we have",
        piece(
            join(
                [
                    table.to_html(),
                    tag("p", csv_link(table, "data-inventory.csv"), cls="dc-file-line"),
                    paragraph(f"More intentionally from now on: {more}") if more else None,
                ]
            )
        ),
    )
