"""Small schools, made once at three stages and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.small_school import Calendar, SmallSchool, with_cycle, with_results

STAGES: dict[str, Callable[[SmallSchool], object]] = {
    "staff": lambda school: school,
    "cycle": with_cycle,
    "results": with_results,
}


@pytest.fixture(scope="session")
def stages(tmp_path_factory) -> dict[str, SmallSchool]:
    """Every stage, in a folder of its own; not to be written to."""
    made = {}
    for name, brings in STAGES.items():
        school = SmallSchool.found(tmp_path_factory.mktemp("schools") / name)
        brings(school)
        school.close()
        made[name] = school
    return made


@pytest.fixture
def school_at(stages, tmp_path: Path) -> Iterator[Callable[[str], SmallSchool]]:
    """A copy of the school at a stage, for this test alone."""
    opened = []

    def copy(stage: str) -> SmallSchool:
        folder = tmp_path / f"{stage}-{len(opened)}"
        shutil.copytree(stages[stage].folder, folder)
        opened.append(SmallSchool(folder, Calendar(stages[stage].calendar.at)))
        return opened[-1]

    yield copy
    for school in opened:
        school.close()
