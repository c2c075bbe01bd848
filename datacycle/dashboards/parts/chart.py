"""Plotly in a page, from our own server; only the figure crosses the line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import traitlets

from datacycle.reports.charts import ChartSpec, plotly_figure

from .base import Part, script
from .guard import Guard


class Chart(Part):
    """Draws a ``ChartSpec``. The upload button of plotly is off, and so is its address.

    With ``on_pick(category_id)`` a bar can be clicked, or chosen from a list below the chart by
    keyboard and touch. Use ``ChartPanel``: it adds the sentence, the table and the file.
    """

    _esm = script("chart.js")
    figure = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    pick_label = traitlets.Unicode("").tag(sync=True)
    picks = traitlets.List().tag(sync=True)
    picked = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        spec: ChartSpec,
        *,
        on_pick: Callable[[str], object] | None = None,
        pick_label: str = "Choose a bar",
        guard: Guard | None = None,
    ) -> None:
        self._on_pick = on_pick
        super().__init__(guard=guard, pick_label=pick_label if on_pick else "")
        self.show(spec)

    def show(self, spec: ChartSpec) -> None:
        """Draw another chart in the same place."""
        self.spec = spec
        with self.hold_sync():
            self.figure = plotly_figure(spec)
            self.label = f"{spec.title}. {spec.alt}"
            self.picks = [[c.id, c.label] for c in spec.categories] if self._on_pick else []

    def pick(self, category_id: str) -> None:
        """Pick a category, as a click does; an id that is not there is ignored."""
        if self._on_pick and any(c.id == category_id for c in self.spec.categories):
            self.picked = category_id
            self.guard.run(self._on_pick, category_id)

    def _hear_pick(self, content: dict, _buffers: list) -> None:
        self.pick(str(content.get("id")))

    def _hear_need_plotly(self, _content: dict, _buffers: list) -> None:
        """Send plotly.js through the kernel, where no server of ours is (JupyterLab)."""
        self.send({"t": "plotly"}, [plotly_script().read_bytes()])


def plotly_script() -> Path:
    """Where the installed plotly keeps its script; found without importing plotly."""
    import importlib.util

    spec = importlib.util.find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("plotly is not installed")
    return Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
