"""Steps, clock, grid, chart and heartbeat: what they ask for and what they ignore."""

from __future__ import annotations

import pandas as pd
import pytest

from datacycle.dashboards.parts import (
    CellGrid,
    ChartPanel,
    Clock,
    Guard,
    Heartbeat,
    Status,
    Step,
    Steps,
)
from datacycle.reports.charts import Category, ChartKind, ChartSpec, Mark, Series, Unit
from datacycle.reports.tables import Column, Kind, Table
from datacycle.reports.views_targets import Grid, GridCell
from plc_data.model import FigureLink, MasteryState

NASTY = "<img src=x onerror=alert(1)>"


class TestSteps:
    def steps(self, **more) -> Steps:
        return Steps([Step("see", "See", 7), Step("plan", "Plan", note="later")], **more)

    def test_a_pick_asks_and_moves_nothing(self):
        got = []
        steps = self.steps(current="see", on_pick=got.append)

        steps.pick("plan")

        assert got == ["plan"]
        assert steps.current == "see"

    def test_a_step_that_is_not_there_is_ignored(self):
        got = []
        self.steps(on_pick=got.append).pick("elsewhere")

        assert got == []

    def test_minutes_or_a_note_stand_beside_the_title(self):
        assert [item["note"] for item in self.steps().items] == ["7 min", "later"]

    def test_without_a_callback_nothing_can_be_picked(self):
        assert not self.steps().pickable


class TestClock:
    def clock(self, **more):
        got = []
        clock = Clock(on_action=lambda *a: got.append(a), now=lambda: 1000.0, **more)
        return clock, got

    def test_shows_a_deadline_by_the_server_s_clock(self):
        clock, _ = self.clock()
        clock.show(running=True, left=600.0, step="See", step_left=60.0)

        assert (clock.deadline, clock.step_deadline, clock.server_now) == (1600.0, 1060.0, 1000.0)

    def test_time_may_be_over(self):
        clock, _ = self.clock()
        clock.show(running=True, left=-130.0)

        assert clock.deadline == 870.0
        assert not clock.has_step

    @pytest.mark.parametrize(
        ("started", "running", "what", "heard"),
        [
            (False, False, ("start", None), True),
            (False, False, ("pause", None), False),
            (True, True, ("pause", None), True),
            (True, True, ("start", None), False),
            (True, True, ("resume", None), False),
            (True, False, ("resume", None), True),
            (True, True, ("extend", 5), True),
            (True, False, ("extend", 1), True),
            (True, True, ("extend", 600), False),
            (True, True, ("extend", "5"), False),
            (True, True, ("finish", None), False),
        ],
    )
    def test_only_what_a_button_offers_is_asked(self, started, running, what, heard):
        clock, got = self.clock()
        clock.show(running=running, started=started, left=10.0)

        clock.act(*what)

        assert got == ([what] if heard else [])

    def test_an_action_changes_nothing_by_itself(self):
        clock, _ = self.clock(seconds=60)

        clock.act("start")

        assert not clock.running
        assert clock.left == 60

    def test_without_a_callback_there_are_no_buttons(self):
        assert not Clock().can_control


class TestGrid:
    GRID = Grid(
        view="students",
        caption="Students and targets",
        row_title="Student",
        rows=(("s1", "Ada"), ("s2", "Bo")),
        columns=(("t1", "Ratios"),),
        cells=((GridCell("Secure", MasteryState.SECURE, "4 of 4 points"),), (None,)),
    )

    def test_a_pick_says_where_and_what_stood_there(self):
        got = []
        CellGrid(self.GRID, on_pick=got.append).pick("s1", "t1")

        assert got == [
            FigureLink(view="students", row="s1", column="t1", shows="Secure, 4 of 4 points")
        ]

    def test_an_empty_cell_can_be_picked(self):
        assert CellGrid(self.GRID).pick("s2", "t1").shows is None

    @pytest.mark.parametrize("where", [("s9", "t1"), ("s1", "t9"), (None, None), (["s1"], "t1")])
    def test_a_cell_that_is_not_there_is_ignored(self, where):
        got = []
        grid = CellGrid(self.GRID, on_pick=got.append)

        assert grid.pick(*where) is None
        assert got == []
        assert grid.link is None

    def test_another_grid_lets_go_of_a_cell_that_is_gone(self):
        grid = CellGrid(self.GRID)
        grid.pick("s2", "t1")
        grid.show(Grid("v", "C", "R", (("s1", "Ada"),), (("t1", "Ratios"),), ((None,),)))

        assert grid.link is None

    def test_a_browser_cannot_make_up_a_link(self):
        grid = CellGrid(self.GRID)
        grid.picked = {"row": "s9", "column": "t1", "shows": "whatever"}

        assert grid.link is None


def spec(*values: float | None) -> ChartSpec:
    """A chart with its table."""
    ids = "abc"[: len(values)]
    marks = tuple(Mark(i, v, str(v)) for i, v in zip(ids, values, strict=True))
    return ChartSpec(
        kind=ChartKind.BARS,
        title=f"Items {NASTY}",
        categories=tuple(Category(i, f"Q {i}") for i in ids),
        series=(Series("Students", marks, "#000000"),),
        unit=Unit.COUNT,
        axis_title="Students",
        alt=f"A sentence {NASTY}.",
        table=Table(
            "Items",
            (Column("item", "Item"), Column("n", "Students", Kind.COUNT)),
            tuple((f"=Q{i}", v) for i, v in zip(ids, values, strict=True)),
        ),
    )


class TestChartPanel:
    def test_has_sentence_table_and_file(self):
        panel = ChartPanel(spec(3, 4))

        assert "A sentence &lt;img" in panel.head.value
        assert "<summary>Show as table</summary>" in panel.below.value
        assert 'download="items-img-src-x-onerror-alert-1.csv"' in panel.below.value
        assert "<img" not in panel.head.value + panel.below.value

    def test_the_file_holds_the_table(self):
        import base64
        import re

        panel = ChartPanel(spec(3, 4))
        content = re.search(r"base64,([^\"]+)", panel.below.value).group(1)

        assert base64.b64decode(content).decode("utf-8-sig").splitlines() == [
            *('"Item","Students"', '"\'=Qa",3', '"\'=Qb",4')
        ]

    def test_nothing_to_draw_is_said(self):
        panel = ChartPanel(spec(None))

        assert panel.chart not in panel.children
        panel.show(spec(1))
        assert panel.chart in panel.children

    def test_a_pick_is_checked(self):
        got = []
        panel = ChartPanel(spec(3, 4), on_pick=got.append)

        panel.chart.pick("b")
        panel.chart.pick("z")

        assert got == ["b"]
        assert panel.chart.picked == "b"


class TestHeartbeat:
    def test_a_beat_tells_of_a_change_once(self):
        now, got = [4], []
        beat = Heartbeat(revision=lambda: now[0], on_change=got.append)

        beat.beat()
        now[0] = 5
        beat.beat()
        beat.beat()

        assert got == [5]

    def test_what_this_page_wrote_is_no_news(self):
        now, got = [4], []
        beat = Heartbeat(revision=lambda: now[0], on_change=got.append)

        now[0] = 5
        beat.seen()
        beat.beat()

        assert got == []

    def test_an_error_of_the_page_does_not_stop_the_heart(self):
        status = Status()
        now = [4]
        beat = Heartbeat(revision=lambda: now[0], on_change=lambda _: 1 / 0, guard=Guard(status))

        now[0] = 5

        assert beat.beat() == 5
        assert status.state == "failed"

    def test_says_what_keeps_it_busy(self):
        beat = Heartbeat()

        with beat.busy("Writing the package"):
            assert beat.busy_with == "Writing the package"
        assert beat.busy_with == ""


def test_the_gallery_s_frames_have_the_columns_of_the_contract():
    from tests.browser.gallery import story

    assert list(story.target_summary().columns) == [
        *("n_tested", "n_secure", "n_look_again", "n_not_yet", "n_no_evidence"),
        *("share_secure", "low", "high"),
    ]
    assert isinstance(story.mastery(), pd.DataFrame)
