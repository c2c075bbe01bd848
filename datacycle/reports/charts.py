"""A chart is a value too: what is drawn, in which colors, and the sentence that says the same.

``plotly_figure`` turns a ``ChartSpec`` into a plotly figure for pages, ``print_svg`` into an SVG
file for print. Both only read the numbers that stand here, so they cannot differ, and every spec
carries the table with the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from .tables import Table

LONGEST_LABEL_BESIDE = 14
"""Characters that fit at the left of a bar, also on a phone."""


class ChartKind(StrEnum):
    """Three ways to draw, all with categories from top to bottom.

    ``stacked``: parts of a whole beside each other. ``bars``: one bar per category, with an
    interval where there is one. ``dots``: marks of one or several series on one axis.
    """

    STACKED = "stacked"
    BARS = "bars"
    DOTS = "dots"


class Unit(StrEnum):
    """What the value axis counts: whole numbers, or shares shown as percent."""

    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True)
class Mark:
    """One number in a chart. ``value`` None is not drawn; its ``label`` still is.

    ``label`` is written beside or inside the mark: what matters never stands in a hover only.
    """

    category: str
    value: float | None
    label: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """Marks that share a name, a color and a pattern (or a symbol)."""

    name: str
    marks: tuple[Mark, ...]
    color: str
    pattern: str = ""
    symbol: str = "circle"
    colors: tuple[str, ...] = ()
    """One color per mark, where they differ (the key among the options)."""

    def color_of(self, position: int) -> str:
        return self.colors[position] if self.colors else self.color


@dataclass(frozen=True)
class Category:
    """One row of the chart; ``id`` is what a click gives back, ``note`` stands at the right."""

    id: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class GoalLine:
    """A line across the chart, with its words."""

    at: float
    label: str


@dataclass(frozen=True)
class ChartSpec:
    """Everything a chart says.

    ``alt`` is the sentence made from the numbers; ``table`` holds the same figures.
    """

    kind: ChartKind
    title: str
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    unit: Unit
    axis_title: str
    alt: str
    table: Table
    maximum: float | None = None
    note: str = ""
    goal: GoalLine | None = None
    connected: bool = False
    """A line from the lowest to the highest dot of a category."""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError(f"{self.title}: a chart needs its sentence")
        ids = [category.id for category in self.categories]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.title}: two categories share an id")
        stray = {m.category for s in self.series for m in s.marks} - set(ids)
        if stray:
            raise ValueError(f"{self.title}: marks without a category: {sorted(stray)}")

    @property
    def labels_above(self) -> bool:
        """Long labels stand above their bar: they fit at every width, also on a phone."""
        return max((len(c.label) for c in self.categories), default=0) > LONGEST_LABEL_BESIDE

    @property
    def legend(self) -> bool:
        return len(self.series) > 1

    @property
    def notes(self) -> dict[str, str]:
        """What stands at the right of each category: its note, or the label of a plain bar."""
        found = {c.id: c.note for c in self.categories if c.note}
        if self.kind is ChartKind.BARS and len(self.series) == 1:
            found |= {m.category: m.label for m in self.series[0].marks if m.label}
        return found

    @property
    def height(self) -> int:
        """Pixels the chart needs so that nothing touches."""
        row = 66 if self.labels_above else 40
        return 54 + row * max(1, len(self.categories)) + (44 if self.legend else 0)

    @property
    def is_empty(self) -> bool:
        return not any(mark.value is not None for series in self.series for mark in series.marks)

    @property
    def top(self) -> float:
        """Where the value axis ends."""
        if self.maximum is not None:
            return self.maximum
        if self.unit is Unit.SHARE:
            return 1.0
        ends: dict[str, float] = {}
        for series in self.series:
            for mark in series.marks:
                value = mark.value or 0
                before = ends.get(mark.category, 0)
                ends[mark.category] = (
                    before + value if self.kind is ChartKind.STACKED else max(before, value)
                )
        return max(ends.values(), default=1) or 1

    def with_note(self, note: str) -> ChartSpec:
        return replace(self, note=note)


def plotly_figure(spec: ChartSpec) -> dict:
    """The chart as plotly's plain dictionary, ``data`` and ``layout``, for a page."""
    from .drawing_page import plotly_figure

    return plotly_figure(spec)


def print_svg(spec: ChartSpec) -> bytes:
    """The chart as an SVG file for print: the same bytes for the same numbers."""
    from .drawing_print import print_svg

    return print_svg(spec)
