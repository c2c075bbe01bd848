"""Draw a ``ChartSpec`` as an SVG file for print: the same numbers give the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from . import labels
from .charts import ChartKind, ChartSpec, Series, Unit
from .drawing_page import SHARE_TICKS, fits_inside, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SYMBOLS = {"circle": "o", "diamond": "D", "circle-open": "o", "square": "s"}
_HATCH = {"": "", "/": "///", "\\": "\\\\\\", ".": "."}
_WIDTH_INCHES = 6.6
_STYLE = {
    "svg.hashsalt": "datacycle",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "hatch.linewidth": 0.5,
    "axes.unicode_minus": True,
    "text.color": labels.INK,
    "axes.labelcolor": labels.INK_SOFT,
    "xtick.color": labels.INK_SOFT,
    "ytick.color": labels.INK,
    "savefig.dpi": 72,
    "figure.dpi": 72,
}


def print_svg(spec: ChartSpec) -> bytes:
    """The chart as SVG bytes, without a date and without anything random.

    Each bar and dot has the id ``mark-<series>-<category>`` (positions from 0), so that a reader
    of the file finds the numbers again.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        rows = max(1, len(spec.categories))
        inches = 0.75 + rows * (0.52 if spec.labels_above else 0.34) + 0.3 * spec.legend
        figure = Figure(figsize=(_WIDTH_INCHES, inches), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        place = {category.id: row for row, category in enumerate(spec.categories)}
        left = dict.fromkeys(place, 0.0)
        for number, series in enumerate(spec.series):
            _draw_series(axes, spec, series, number, place, left)
        if spec.connected:
            _connect(axes, spec, place)
        _dress(axes, spec)
        if spec.legend:
            axes.legend(
                loc="lower left",
                bbox_to_anchor=(0, 1.0),
                ncols=len(spec.series),
                frameon=False,
                borderaxespad=0.2,
                handlelength=1.4,
                columnspacing=1.4,
            )
        stream = io.BytesIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": "datacycle"})
    return stream.getvalue()


def _draw_series(
    axes: Axes,
    spec: ChartSpec,
    series: Series,
    number: int,
    place: dict[str, int],
    left: dict[str, float],
) -> None:
    height = 0.42 if spec.labels_above else 0.62
    named = False
    for position, mark in enumerate(series.marks):
        row = place[mark.category]
        gid = f"mark-{number}-{row}"
        name = None if named else series.name
        if mark.value is None:
            continue
        named = True
        if spec.kind is ChartKind.DOTS:
            hollow = "open" in series.symbol
            (dot,) = axes.plot(
                [mark.value],
                [row],
                linestyle="none",
                marker=_SYMBOLS[series.symbol],
                markersize=7,
                markerfacecolor="white" if hollow else series.color,
                markeredgecolor=series.color if hollow else "white",
                markeredgewidth=1.4 if hollow else 0.8,
                label=name,
                clip_on=False,
                zorder=4 if hollow else 5,
            )
            dot.set_gid(gid)
        else:
            start = left[mark.category] if spec.kind is ChartKind.STACKED else 0.0
            (bar,) = axes.barh(
                [row],
                [mark.value],
                left=[start],
                height=height,
                color=series.color_of(position),
                edgecolor="white",
                linewidth=0.8,
                hatch=_HATCH[series.pattern],
                label=name,
                zorder=2,
            )
            bar.set_gid(gid)
            if spec.kind is ChartKind.STACKED:
                left[mark.category] += mark.value
                if fits_inside(spec, mark) and mark.label:
                    box = {"facecolor": series.color, "edgecolor": "none", "pad": 1.2}
                    axes.text(
                        start + mark.value / 2,
                        row,
                        mark.label,
                        ha="center",
                        va="center",
                        color="white",
                        fontweight="bold",
                        bbox=box,
                        zorder=6,
                    )
        if mark.low is not None and mark.high is not None:
            axes.errorbar(
                [mark.value],
                [row],
                xerr=[[max(0.0, mark.value - mark.low)], [max(0.0, mark.high - mark.value)]],
                ecolor="#1E293B",
                elinewidth=1,
                capsize=2.5,
                linestyle="none",
                zorder=3,
            )


def _connect(axes: Axes, spec: ChartSpec, place: dict[str, int]) -> None:
    """Draw a quiet line under the dots of each category."""
    for category, row in place.items():
        values = [
            mark.value
            for series in spec.series
            for mark in series.marks
            if mark.category == category and mark.value is not None
        ]
        if len(values) > 1:
            axes.hlines(row, min(values), max(values), color="#A9B8CC", linewidth=2.4, zorder=2)


def _dress(axes: Axes, spec: ChartSpec) -> None:
    rows = len(spec.categories)
    axes.set_ylim(max(rows, 1) - 0.45, -0.78 if spec.labels_above else -0.5)
    axes.set_xlim(0, spec.top)
    axes.set_xlabel(spec.axis_title)
    axes.grid(axis="x", color=labels.RULE, linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#94A3B8")
    axes.tick_params(axis="both", length=0)
    if spec.unit is Unit.SHARE:
        axes.set_xticks(list(SHARE_TICKS), list(SHARE_TICKS.values()))
    else:
        from matplotlib.ticker import MaxNLocator

        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6, steps=[1, 2, 5, 10]))
    if spec.labels_above:
        axes.set_yticks([])
        for row, category in enumerate(spec.categories):
            axes.text(
                0,
                row - 0.3,
                short(category.label, 84),
                ha="left",
                va="bottom",
                transform=axes.get_yaxis_transform(),
            )
    else:
        axes.set_yticks(range(rows), [short(c.label, 20) for c in spec.categories])
    place = {category.id: row for row, category in enumerate(spec.categories)}
    for category, note in spec.notes.items():
        row = place[category]
        x, y, side, foot = (
            (1.0, row - 0.3, "right", "bottom")
            if spec.labels_above
            else (1.015, row, "left", "center")
        )
        axes.text(
            x, y, note, ha=side, va=foot, fontweight="bold", transform=axes.get_yaxis_transform()
        )
    if spec.goal:
        axes.axvline(spec.goal.at, color=labels.INK, linewidth=1.2, linestyle="--", zorder=6)
        axes.text(
            spec.goal.at,
            1.01,
            spec.goal.label,
            ha="center",
            va="bottom",
            transform=axes.get_xaxis_transform(),
        )
