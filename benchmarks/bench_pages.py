"""Callbacks of the pages on the sample team: each is done before a person notices it began.

Run with ``python -m pytest benchmarks/bench_pages.py --benchmark-only``. The limit is 100 ms for a
callback; the assertion is a ratio to reading the same dive from the store, so that a busy machine
does not fail it.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from time import perf_counter

import pytest

from datacycle.dashboards.pages.bring_in_results import ResultsIn
from datacycle.dashboards.pages.data_dive import DivePage
from datacycle.dashboards.parts import Guard, Status, use_guard
from datacycle.workbench import Workbench
from sample_data.output import RUNNING_FILE
from sample_data.workspace import ensure_sample
from tests.support.sources import CHECKOUT

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
SECONDS_FOR_A_CALLBACK = 0.1
STEPS = ("predict", "see", "look_inside", "plan_not_yet", "close")


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return ensure_sample(tmp_path_factory.mktemp("bench") / "sample", at=NOW)


@pytest.fixture
def wb(sample, tmp_path):
    use_guard(Guard(Status()))
    folder = shutil.copytree(sample, tmp_path / "sample")
    opened = Workbench.open(folder, person_id="t07", clock=lambda: NOW)
    yield opened
    opened.close()


def once(work) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


@pytest.mark.parametrize("step_id", STEPS)
def test_a_step_of_the_dive_is_drawn_again(benchmark, wb, step_id):
    page = DivePage(wb, "dive-equations")
    page._pick(step_id)

    benchmark(page.refresh)

    assert min(once(page.refresh) for _ in range(5)) < SECONDS_FOR_A_CALLBACK


def test_a_change_by_somebody_else_is_drawn(benchmark, wb):
    page = DivePage(wb, "dive-equations")
    page._pick("see")

    def others_write_and_this_page_looks() -> None:
        wb.store.append("elsewhere", "note", {}, by="t08", at=NOW)
        page.refresh()

    benchmark(others_write_and_this_page_looks)

    assert min(once(others_write_and_this_page_looks) for _ in range(5)) < SECONDS_FOR_A_CALLBACK


def test_a_file_is_read_into_a_plan(benchmark, wb):
    page = ResultsIn(wb, "cycle-slope", None)
    file = CHECKOUT / "sample_data" / RUNNING_FILE
    content = file.read_bytes()

    benchmark(page.take, file.name, content)

    assert page.preview is not None
    assert min(once(lambda: page.take(file.name, content)) for _ in range(5)) < (
        SECONDS_FOR_A_CALLBACK
    )
