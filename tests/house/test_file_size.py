"""A room is 100 to 300 lines; 600 needs its reason at the top."""

from __future__ import annotations

import ast

import pytest

from tests.support.sources import CHECKOUT

TOO_LONG = 600
REASON = "Long because"
PLACES = ("plc_data", "datacycle", "sample_data", "tests")
FILES = sorted(path for place in PLACES for path in (CHECKOUT / place).rglob("*.py"))
NAMES_OF_NOTHING = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "tools.py"}


def has_reason(text: str) -> bool:
    """Say whether the docstring or the first comment tells why a file is long."""
    first_comment = next((line for line in text.splitlines() if line.startswith("#")), "")
    return REASON in (ast.get_docstring(ast.parse(text)) or "") + first_comment


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_a_long_file_says_why(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= TOO_LONG or has_reason(text)


def test_each_room_has_a_name():
    assert [path for path in FILES if path.name in NAMES_OF_NOTHING] == []


def test_a_reason_counts_in_the_docstring_only_or_the_first_comment():
    assert has_reason('"""A list.\n\nLong because it is one list.\n"""')
    assert not has_reason('"""A list."""\n\nx = "Long because"\n')
