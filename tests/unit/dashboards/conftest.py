"""Pages on the sample workspace: made once, copied for each test, opened as a person of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from datacycle.dashboards.parts import Guard, Status, current_guard, use_guard
from datacycle.workbench import Workbench
from sample_data.workspace import ensure_sample

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""The day on which the sample's pages are looked at."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace; nobody writes in this one."""
    return ensure_sample(tmp_path_factory.mktemp("sample") / "workspace", at=NOW)


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may write in."""
    return Path(shutil.copytree(sample, tmp_path / "workspace"))


@pytest.fixture
def sit_down(workspace: Path) -> Iterator[Callable[..., Workbench]]:
    """Open the copy as a person; a page's guard gets a status line meanwhile."""
    opened: list[Workbench] = []
    before = current_guard()

    def as_person(person_id: str, *, now: datetime = NOW) -> Workbench:
        use_guard(Guard(Status()))
        opened.append(Workbench.open(workspace, person_id=person_id, clock=lambda: now))
        return opened[-1]

    yield as_person
    use_guard(before)
    for workbench in opened:
        workbench.close()
