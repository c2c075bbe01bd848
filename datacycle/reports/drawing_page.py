"""Draw a ``ChartSpec`` as a plotly figure for a page; plotly itself is not imported."""

from __future__ import annotations

import textwrap

from . import labels
from .charts import ChartKind, ChartSpec, Mark, Series, Unit

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
SHARE_TICKS = {0: "0", 0.25: "25 %", 0.5: "50 %", 0.75: "75 %", 1: "100 %"}
_LONGEST_LABEL = 150
SMALLEST_PART_WITH_NUMBER = 0.035
"""Share of the axis below which a part is too narrow for its number; the table has it."""


def plotly_text(text: str) -> str:
    """Text that plotly shows as it is: no tags, no entities, no formulas.

    Examples
    --------
    >>> plotly_text("<b>a & b</b> $x$")
    '&lt;b&gt;a &amp; b&lt;/b&gt; &#36;x&#36;'
    """
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        text = text.replace(sign, entity)
    return text


def short(text: str, width: int = _LONGEST_LABEL) -> str:
    """At most so many characters; what is cut stands in full in the table."""
    return text if len(text) <= width else textwrap.shorten(text, width, placeholder=" …")


def fits_inside(spec: ChartSpec, mark: Mark) -> bool:
    """Say whether a part is wide enough for its number."""
    return bool(mark.value) and mark.value >= SMALLEST_PART_WITH_NUMBER * spec.top


def plotly_figure(spec: ChartSpec) -> dict:
    """The chart as plotly's plain dictionary: ``data`` and ``layout``."""
    ids = [category.id for category in spec.categories]
    traces = [_trace(spec, series, ids) for series in spec.series]
    layout: dict = {
        "height": spec.height,
        "font": {"family": FONT, "size": 14, "color": labels.INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 22, "t": 44 if spec.legend else 10, "b": 44, "pad": 4},
        "barmode": "stack" if spec.kind is ChartKind.STACKED else "group",
        "bargap": 0.55 if spec.labels_above else 0.32,
        "showlegend": spec.legend,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 13},
        },
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"bgcolor": "#FFFFFF", "font": {"color": labels.INK, "size": 13}},
        "xaxis": {
            "title": {"text": plotly_text(spec.axis_title), "font": {"size": 13}, "standoff": 8},
            "range": [0, spec.top * (1.0 if spec.kind is ChartKind.STACKED else 1.03)],
            "gridcolor": labels.RULE,
            "zeroline": True,
            "zerolinecolor": "#94A3B8",
            "fixedrange": True,
            "tickfont": {"size": 12, "color": labels.INK_SOFT},
            "automargin": True,
        },
        "yaxis": {
            "type": "category",
            "categoryorder": "array",
            "categoryarray": ids,
            "range": [len(ids) - 0.5, -0.7 if spec.labels_above else -0.5],
            "tickvals": ids,
            "ticktext": [plotly_text(short(c.label, 20)) for c in spec.categories],
            "showticklabels": not spec.labels_above,
            "fixedrange": True,
            "automargin": True,
            "ticks": "",
            "ticklabelstandoff": 6,
        },
        "annotations": [],
        "shapes": [],
    }
    if spec.unit is Unit.SHARE:
        layout["xaxis"] |= {
            "tickvals": list(SHARE_TICKS),
            "ticktext": list(SHARE_TICKS.values()),
        }
    elif spec.top <= 8:
        layout["xaxis"] |= {"dtick": 1}
    if spec.labels_above:
        layout["annotations"] += [
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "yref": "y",
                "y": place,
                "yanchor": "bottom",
                "yshift": 15,
                "text": plotly_text(short(category.label)),
                "showarrow": False,
                "align": "left",
                "font": {"size": 13.5},
            }
            for place, category in enumerate(spec.categories)
        ]
    layout["annotations"] += _right_notes(spec)
    layout["shapes"] += _connections(spec)
    if not spec.labels_above:
        layout["margin"]["r"] += _right_width(spec)
    if spec.goal:
        layout["shapes"].append(
            {
                "type": "line",
                "xref": "x",
                "x0": spec.goal.at,
                "x1": spec.goal.at,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": labels.INK, "width": 2, "dash": "dash"},
            }
        )
        layout["annotations"].append(
            {
                "xref": "x",
                "x": spec.goal.at,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "text": plotly_text(spec.goal.label),
                "showarrow": False,
                "font": {"size": 12.5},
            }
        )
        layout["margin"]["t"] += 18
        layout["height"] += 18
    return {"data": traces, "layout": layout}


def _right_notes(spec: ChartSpec) -> list[dict]:
    """What stands at the right of each row, where no bar and no interval can cross it."""
    place_of = {category.id: place for place, category in enumerate(spec.categories)}
    above = spec.labels_above
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "right" if above else "left",
            "yref": "y",
            "y": place_of[category],
            "yanchor": "bottom" if above else "middle",
            "yshift": 15 if above else 0,
            "xshift": 0 if above else 8,
            "text": plotly_text(note),
            "showarrow": False,
            "align": "right" if above else "left",
            "name": "note",
            "font": {"size": 13.5, "weight": 600},
        }
        for category, note in spec.notes.items()
    ]


def _right_width(spec: ChartSpec) -> int:
    """Pixels for the longest note at the right."""
    return 8 * max((len(note) for note in spec.notes.values()), default=0)


def _connections(spec: ChartSpec) -> list[dict]:
    """A quiet line under the dots of each category."""
    lines = []
    for place, category in enumerate(spec.categories):
        values = [
            mark.value
            for series in spec.series
            for mark in series.marks
            if mark.category == category.id and mark.value is not None
        ]
        if spec.connected and len(values) > 1:
            lines.append(
                {
                    "type": "line",
                    "xref": "x",
                    "x0": min(values),
                    "x1": max(values),
                    "yref": "y",
                    "y0": place,
                    "y1": place,
                    "layer": "below",
                    "line": {"color": "#A9B8CC", "width": 4},
                }
            )
    return lines


def _trace(spec: ChartSpec, series: Series, ids: list[str]) -> dict:
    names = {category.id: category.label for category in spec.categories}
    trace: dict = {
        "name": plotly_text(series.name),
        "y": [mark.category for mark in series.marks],
        "x": [mark.value for mark in series.marks],
        "hovertext": [
            plotly_text(
                f"{short(names[m.category], 40)}: {series.name}, {m.label}"
                if m.label
                else f"{short(names[m.category], 40)}: {series.name}"
            )
            for m in series.marks
        ],
        "hoverinfo": "text",
    }
    if spec.kind is ChartKind.DOTS:
        trace |= {
            "type": "scatter",
            "mode": "markers",
            "marker": {
                "color": series.color,
                "size": 15 if series.symbol == "diamond" else 13,
                "symbol": series.symbol,
                "line": {
                    "color": "#FFFFFF" if "open" not in series.symbol else series.color,
                    "width": 2,
                },
            },
            "cliponaxis": False,
        }
    else:
        trace |= {
            "type": "bar",
            "orientation": "h",
            "marker": {
                "color": [series.color_of(i) for i in range(len(series.marks))],
                "line": {"color": "#FFFFFF", "width": 1.5},
                "cornerradius": 3,
            },
        }
        if series.pattern:
            trace["marker"]["pattern"] = {
                "shape": series.pattern,
                "fgcolor": "rgba(255,255,255,.3)",
                "fillmode": "overlay",
                "size": 9,
                "solidity": 0.16,
            }
        if spec.kind is ChartKind.STACKED:
            trace |= {
                "text": [
                    plotly_text(m.label) if fits_inside(spec, m) else "" for m in series.marks
                ],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"color": "#FFFFFF", "size": 14},
            }
    if any(mark.low is not None for mark in series.marks):
        trace["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": [_above(m) for m in series.marks],
            "arrayminus": [_below(m) for m in series.marks],
            "color": "#1E293B",
            "thickness": 1.6,
            "width": 5,
        }
    return trace


def _above(mark: Mark) -> float:
    return 0.0 if mark.high is None or mark.value is None else max(0.0, mark.high - mark.value)


def _below(mark: Mark) -> float:
    return 0.0 if mark.low is None or mark.value is None else max(0.0, mark.value - mark.low)
