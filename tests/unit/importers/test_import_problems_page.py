"""docs/import-problems.md explains every code that a file can be given, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plc_data.importers.problems import ACCEPTABLE, CODES

CHECKOUT = Path(__file__).resolve().parents[3]
PAGE = CHECKOUT / "docs" / "import-problems.md"


def sections() -> dict[str, str]:
    parts = re.split(r"^### `([a-z-]+)`\n", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_code_has_a_section_and_every_section_a_code():
    assert set(sections()) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_section_shows_an_example_and_the_cure(code):
    text = sections()[code]

    assert "Example:" in text
    assert "Cure:" in text


def test_what_may_be_accepted_is_a_code():
    assert set(CODES) >= ACCEPTABLE
