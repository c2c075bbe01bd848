"""No file hangs the reader, fills the memory or reaches outside; each is told what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.importers.hostile_files import CASES

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[2]
MOST_SECONDS = 10
MOST_MEGABYTES = 512


@pytest.mark.parametrize("name", CASES)
def test_is_told_in_ten_seconds_and_half_a_gigabyte(name):
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, str(HERE / "hostile_files.py"), name],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["seconds"] < MOST_SECONDS
    assert found["megabytes"] < MOST_MEGABYTES
    expected = CASES[name][1]
    assert expected in found["codes"] if expected else found["codes"] == []
