"""A chart as this project shows it: chart, sentence, the same numbers as a table and as a file."""

from __future__ import annotations

import re
from collections.abc import Callable

import ipywidgets

from datacycle.reports.charts import ChartSpec

from .chart import Chart
from .download import csv_link
from .empty import empty_words
from .guard import Guard
from .html import join, paragraph, piece, tag


class ChartPanel(ipywidgets.VBox):
    """Shows a ``ChartSpec`` with its sentence, "Show as table" and a CSV file.

    The table and the file stand in the page: they work when the kernel is gone.

    Examples
    --------
    ::

        panel = ChartPanel(targets_chart(summary, assessment), on_pick=show_target)
        panel.show(items_chart(items))
    """

    def __init__(
        self,
        spec: ChartSpec,
        *,
        on_pick: Callable[[str], object] | None = None,
        pick_label: str = "Choose a bar",
        title: bool = True,
        file_name: str = "",
        guard: Guard | None = None,
    ) -> None:
        self._title = title
        self._file_name = file_name
        self.chart = Chart(spec, on_pick=on_pick, pick_label=pick_label, guard=guard)
        self.head = piece(paragraph(""))
        self.below = piece(paragraph(""))
        super().__init__([])
        self.add_class("dc-chart-panel")
        self.show(spec)

    @property
    def spec(self) -> ChartSpec:
        return self.chart.spec

    def show(self, spec: ChartSpec) -> None:
        """Show another chart in the same place."""
        self.chart.show(spec)
        self.head.show(
            join(
                [
                    tag("h3", spec.title) if self._title else None,
                    paragraph(spec.alt, cls="dc-chart-says"),
                ]
            )
        )
        name = self._file_name or f"{_slug(spec.title)}.csv"
        self.below.show(
            join(
                [
                    paragraph(spec.note, cls="dc-chart-note") if spec.note else None,
                    tag(
                        "details",
                        tag("summary", "Show as table"),
                        spec.table.to_html(),
                        tag("p", csv_link(spec.table, name), cls="dc-file-line"),
                        cls="dc-details",
                    ),
                ]
            )
        )
        if spec.is_empty:
            self.children = (self.head, piece(empty_words("There is nothing to draw yet.")))
        else:
            self.children = (self.head, self.chart, self.below)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "table"
