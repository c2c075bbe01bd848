"""No code is explained that no file can be given."""

from __future__ import annotations

from pathlib import Path

import pytest

from plc_data.importers.problems import CODES

FOLDER = Path(__file__).resolve().parents[3] / "plc_data" / "importers"
CODE_FILES = sorted(FOLDER.rglob("*.py"))


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_used_somewhere(code):
    used = [path for path in CODE_FILES if path.name != "problems.py" or code == "more-of-these"]

    assert any(f'"{code}"' in path.read_text("utf-8") for path in used)
