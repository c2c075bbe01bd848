"""The strip: one row per target, one column per day, one mark per check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
from markupsafe import Markup

from datacycle.analysis.checks import technique_of
from datacycle.reports import numbers
from datacycle.reports.check_words import technique_words

from ...parts import join, tag

SMALLEST, LARGEST = 6, 14
HALF = 0.5
EVERYBODYS_WORK = 0.9
SIGNS = {
    "move on": "→",
    "clarify now": "↺",
    "reteach now": "↺",
    "pull group": "G",
    "revisit tomorrow": "+1",
}


def strip(
    checks: pd.DataFrame, sections: Mapping[str, str], targets: Mapping[str, str], line: float
) -> Markup:
    """A table whose cells hold the marks; each mark says in words what it shows."""
    days = sorted(checks["on"].unique())
    known = [id for id in targets if id in set(checks["target_id"])]
    known += sorted(set(checks["target_id"]) - set(known))
    head = tag(
        "tr",
        tag("th", "Learning target", scope="col"),
        *(tag("th", numbers.short_day(date.fromisoformat(day)), scope="col") for day in days),
    )
    rows = []
    for id in known:
        cells = []
        for day in days:
            here = checks[(checks["target_id"] == id) & (checks["on"] == day)]
            marks = [_mark(row, sections, line) for row in here.itertuples()]
            cells.append(tag("td", *marks))
        rows.append(tag("tr", tag("th", targets.get(id, id), scope="row"), *cells))
    table = tag("table", tag("thead", head), tag("tbody", *rows), cls="dc-cfu-strip")
    return join(
        [
            tag(
                "div",
                table,
                cls="dc-table-wrap",
                tabindex="0",
                role="region",
                aria_label="Checks by target and day",
            ),
            _legend(line),
        ]
    )


def _mark(row, sections: Mapping[str, str], line: float) -> Markup:
    look = _look(row.share_had_it, line)
    coverage = 0 if pd.isna(row.coverage) else min(1.0, row.coverage)
    size = SMALLEST + (LARGEST - SMALLEST) * coverage
    sign = SIGNS.get(row.decision.replace("_", " "), "")
    said = (
        f"{sections.get(row.section_id, row.section_id)}: "
        f"{numbers.count_of(row.n_had_it, row.n_responded)} had it, "
        f"{technique_words(row.technique)}, {row.decision or 'no decision noted'}"
    )
    return tag(
        "span",
        _shape(_form(row.technique), look, size),
        tag("span", sign, cls="dc-cfu-sign", aria_hidden="true"),
        tag("span", said, cls="dc-sr"),
        cls="dc-cfu-mark",
        title=said,
    )


def _look(share: float, line: float) -> str:
    if pd.isna(share):
        return "feeling"
    return "line" if share >= line else "half" if share >= HALF else "under"


def _form(technique: str) -> str:
    kind = technique_of(technique)
    if kind.is_self_report:
        return "triangle"
    return "circle" if kind.work_seen >= EVERYBODYS_WORK else "square"


def _shape(form: str, look: str, size: float) -> Markup:
    r = f"{size:.1f}"
    if form == "circle":
        drawn = tag("circle", cx="15", cy="15", r=r)
    elif form == "square":
        edge = f"{2 * size * 0.88:.1f}"
        start = f"{15 - size * 0.88:.1f}"
        drawn = tag("rect", x=start, y=start, width=edge, height=edge)
    else:
        top, low, side = 15 - size, 15 + size * 0.75, size
        drawn = tag(
            "polygon", points=f"15,{top:.1f} {15 + side:.1f},{low:.1f} {15 - side:.1f},{low:.1f}"
        )
    return tag(
        "svg",
        drawn,
        width="30",
        height="30",
        aria_hidden="true",
        focusable="false",
        cls=f"dc-cfu-look-{look}",
    )


def _legend(line: float) -> Markup:
    entries = [
        (_shape("circle", "line", 10), f"{numbers.percent(line)} or more had it"),
        (_shape("circle", "half", 10), "half or more"),
        (_shape("circle", "under", 10), "fewer than half"),
        (_shape("circle", "half", SMALLEST), "smaller: fewer responded"),
        (_shape("square", "half", 10), "work of some students only"),
        (_shape("triangle", "feeling", 10), "self-report: how sure they feel"),
        ("→", "moved on"),
        ("↺", "clarified or retaught"),
        ("G", "pulled a group"),
        ("+1", "revisit tomorrow"),
    ]
    return tag(
        "ul",
        *(
            tag("li", tag("span", sign, aria_hidden="true", cls="dc-cfu-sign"), " ", words)
            for sign, words in entries
        ),
        cls="dc-cfu-legend",
        aria_label="How to read the marks",
    )
