"""A table whose cells can be picked by mouse and keyboard, to tie a fact to where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from datacycle.reports.labels import STATE_LOOKS
from datacycle.reports.views_targets import Grid, GridCell
from plc_data.model import FigureLink

from .base import Part, script
from .guard import Guard


class CellGrid(Part):
    """Shows a ``Grid`` and lets one cell be picked.

    ``on_pick(link)`` gets a ``FigureLink`` (view, row id, column id, what stands there);
    ``link`` is the last one. Tab reaches the grid, arrows move in it, Enter or Space picks.
    """

    _esm = script("grid.js")
    grid = traitlets.Dict().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        grid: Grid,
        *,
        on_pick: Callable[[FigureLink], object] | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._on_pick = on_pick
        super().__init__(guard=guard)
        self.show(grid)

    def show(self, grid: Grid) -> None:
        """Show another grid; a cell that was picked and is still there stays picked."""
        self._grid = grid
        with self.hold_sync():
            self.grid = {
                "caption": grid.caption,
                "row_title": grid.row_title,
                "rows": [list(row) for row in grid.rows],
                "columns": [list(column) for column in grid.columns],
                "cells": [[_cell(cell) for cell in row] for row in grid.cells],
            }
            if self.link is None:
                self.picked = {}

    @property
    def link(self) -> FigureLink | None:
        """Where the picked cell stands, and what stood there."""
        return self._link(self.picked.get("row"), self.picked.get("column"))

    def pick(self, row: str, column: str) -> FigureLink | None:
        """Pick a cell, as a click does; a cell that is not there is ignored."""
        link = self._link(row, column)
        if link is not None:
            self.picked = {"row": row, "column": column}
            if self._on_pick is not None:
                self.guard.run(self._on_pick, link)
        return link

    def clear(self) -> None:
        """Let go of the picked cell."""
        self.picked = {}

    def _link(self, row: object, column: object) -> FigureLink | None:
        rows = [row_id for row_id, _ in self._grid.rows]
        columns = [column_id for column_id, _ in self._grid.columns]
        if row not in rows or column not in columns:
            return None
        cell = self._grid.cells[rows.index(row)][columns.index(column)]
        shows = "" if cell is None else ", ".join(t for t in (cell.text, cell.detail) if t)
        return FigureLink(view=self._grid.view, row=row, column=column, shows=shows or None)

    def _hear_pick(self, content: dict, _buffers: list) -> None:
        self.pick(content.get("row"), content.get("column"))


def _cell(cell: GridCell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "text": cell.text,
        "detail": cell.detail,
        "state": cell.state.value.replace("_", "-") if cell.state else "",
        "mark": STATE_LOOKS[cell.state].mark if cell.state else "",
    }
