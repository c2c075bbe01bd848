"""A chart on a page and a chart in print hold the same numbers, and its sentence says them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from datacycle.reports.charts import (
    Category,
    ChartKind,
    ChartSpec,
    GoalLine,
    Mark,
    Series,
    Unit,
    plotly_figure,
    print_svg,
)
from datacycle.reports.tables import Column, Table

TABLE = Table("T", (Column("x", "X"),))
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def chart(kind: ChartKind, *series: Series, labels=("Q1", "Q2", "Q3"), **more) -> ChartSpec:
    """A chart over categories a, b, c."""
    values = {
        "title": "T",
        "unit": Unit.COUNT,
        "axis_title": "Students",
        "alt": "A sentence.",
        "table": TABLE,
        **more,
    }
    ids = "abcdefghij"[: len(labels)]
    categories = tuple(Category(i, words) for i, words in zip(ids, labels, strict=True))
    return ChartSpec(kind=kind, categories=categories, series=series, **values)


def marks(*values: float | None) -> tuple[Mark, ...]:
    """Marks on a, b, c with their value as label."""
    return tuple(
        Mark(i, value, "" if value is None else f"{value:g}")
        for i, value in zip("abc", values, strict=False)
    )


STACKED = chart(
    ChartKind.STACKED,
    Series("Secure", marks(41, 22, 30), "#0B2F5C"),
    Series("Not yet", marks(15, 32, 26), "#C05518", pattern="/"),
)
BARS = chart(
    ChartKind.BARS,
    Series("Share", marks(0.91, 0.35, None), "#4C6FD0"),
    unit=Unit.SHARE,
)
DOTS = chart(
    ChartKind.DOTS,
    Series("Before", marks(0.32, 0.5, 0.61), "#69727F", symbol="circle-open"),
    Series("After", marks(0.65, 0.5, 0.4), "#0B2F5C", symbol="diamond"),
    unit=Unit.SHARE,
    connected=True,
)
CHARTS = {"stacked": STACKED, "bars": BARS, "dots": DOTS}


def on_page(spec: ChartSpec) -> dict[tuple[int, str], float]:
    """The numbers of the plotly figure, by series and category."""
    return {
        (number, category): value
        for number, trace in enumerate(plotly_figure(spec)["data"])
        for category, value in zip(trace["y"], trace["x"], strict=True)
        if value is not None
    }


def in_print(spec: ChartSpec) -> dict[tuple[int, str], float]:
    """The numbers read back from where the SVG file's shapes stand.

    A bar is a path; its width in pixels against the axis' width gives its number. A dot is a
    ``use`` of a shape at a place. The axis runs from 0 to ``spec.top``.
    """
    root = ET.fromstring(print_svg(spec))
    parts = {e.get("id"): e for e in root.iter() if e.get("id")}
    ground = [float(n) for n in NUMBER.findall(parts["patch_2"][0].get("d"))]
    left, width = min(ground[0::2]), max(ground[0::2]) - min(ground[0::2])
    found = {}
    for name, part in parts.items():
        if not name.startswith("mark-"):
            continue
        _, series, row = name.split("-")
        key = (int(series), spec.categories[int(row)].id)
        if spec.kind is ChartKind.DOTS:
            use = next(e for e in part.iter() if e.tag.endswith("use"))
            found[key] = (float(use.get("x")) - left) / width * spec.top
        else:
            path = next(e for e in part.iter() if e.tag.endswith("path")).get("d")
            xs = [float(n) for n in NUMBER.findall(path)][0::2]
            found[key] = (max(xs) - min(xs)) / width * spec.top
    return found


@pytest.mark.parametrize("spec", CHARTS.values(), ids=CHARTS)
class TestBothDrawings:
    def test_hold_the_numbers_of_the_chart(self, spec):
        given = {
            (number, mark.category): mark.value
            for number, series in enumerate(spec.series)
            for mark in series.marks
            if mark.value is not None
        }

        assert on_page(spec) == given
        assert in_print(spec) == pytest.approx(given, abs=0.002 * spec.top)

    def test_print_gives_the_same_bytes_again(self, spec):
        first, second = print_svg(spec), print_svg(spec)

        assert first == second
        assert b"<dc:date>" not in first

    def test_a_category_keeps_its_id(self, spec):
        assert plotly_figure(spec)["layout"]["yaxis"]["categoryarray"] == ["a", "b", "c"]


class TestOnPage:
    def test_text_is_shown_as_it_is(self):
        nasty = "<b>a & b</b> $x$ that is long enough to stand above"
        spec = chart(ChartKind.BARS, Series(nasty, marks(1), "#000000"), labels=(nasty,))
        text = repr(plotly_figure(spec))

        assert "<b>" not in text
        assert "$" not in text
        assert "&lt;b&gt;a &amp; b&lt;/b&gt; &#36;x&#36;" in text

    def test_what_is_hidden_is_not_drawn(self):
        series = Series("S", (Mark("a", None, "hidden"), Mark("b", 3, "3")), "#000000")
        figure = plotly_figure(chart(ChartKind.STACKED, series, labels=("Q1", "Q2")))

        assert figure["data"][0]["x"] == [None, 3]

    def test_an_interval_is_drawn_from_low_to_high(self):
        series = Series("S", (Mark("a", 0.5, "50 %", 0.3, 0.8),), "#000000")
        figure = plotly_figure(chart(ChartKind.BARS, series, labels=("Q1",), unit=Unit.SHARE))
        error = figure["data"][0]["error_x"]

        assert error["array"] == [pytest.approx(0.3)]
        assert error["arrayminus"] == [pytest.approx(0.2)]

    def test_a_number_that_has_no_room_is_left_to_the_table(self):
        series = (
            Series("Many", (Mark("a", 97, "97"),), "#000000"),
            Series("Few", (Mark("a", 3, "3"),), "#000000"),
        )
        figure = plotly_figure(chart(ChartKind.STACKED, *series, labels=("Q1",)))

        assert [trace["text"] for trace in figure["data"]] == [["97"], [""]]

    def test_the_goal_has_its_words(self):
        spec = chart(
            ChartKind.STACKED, Series("S", marks(3, 4, 5), "#000000"), goal=GoalLine(4, "goal: 4")
        )
        layout = plotly_figure(spec)["layout"]

        assert "goal: 4" in [note["text"] for note in layout["annotations"]]
        assert layout["shapes"][0]["x0"] == 4

    def test_nobody_imports_plotly(self):
        import subprocess
        import sys

        code = (
            "import sys; from datacycle.reports.drawing_page import plotly_figure;"
            "sys.exit('plotly' in sys.modules or 'matplotlib' in sys.modules)"
        )

        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestASpec:
    def test_needs_its_sentence(self):
        with pytest.raises(ValueError, match="sentence"):
            chart(ChartKind.BARS, Series("S", marks(1), "#000000"), alt=" ")

    def test_has_each_category_once(self):
        with pytest.raises(ValueError, match="share an id"):
            ChartSpec(
                kind=ChartKind.BARS,
                title="T",
                categories=(Category("a", "A"), Category("a", "B")),
                series=(),
                unit=Unit.COUNT,
                axis_title="x",
                alt="s",
                table=TABLE,
            )

    def test_has_no_mark_without_a_category(self):
        with pytest.raises(ValueError, match="without a category"):
            chart(ChartKind.BARS, Series("S", (Mark("z", 1),), "#000000"))

    def test_with_nothing_to_draw_says_so(self):
        assert chart(ChartKind.BARS, Series("S", marks(None, None, None), "#000")).is_empty
        assert not BARS.is_empty
