"""The sheets as PDF: tagged for screen readers, the same bytes for the same assessment.

The templates are fixed files; everything that people wrote goes in as JSON and stays text.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import resources

from plc_data.errors import WorkbenchError
from plc_data.model import Assessment

from .sheets import student_sheet, teacher_sheet

STANDARDS = ["ua-1"]
"""Accessible; the compiler refuses a file that does not keep it."""

_TURNERS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_UNSHOWN = re.compile(r'text `?"(.*?)"`? could not be displayed', re.DOTALL)
_ROUNDS = 60
"""Each round names at least one more character that no font can show."""

_SORRY = "The sheet could not be made. Nothing was changed."


class CannotPrint(WorkbenchError):
    """The sheet could not be made; the assessment is untouched."""


def print_students(assessment: Assessment, *, on: date) -> bytes:
    """The sheet for students as PDF; ``on`` is the day that stands in the file."""
    return _compile("students.typ", student_sheet(assessment), on)


def print_teachers(assessment: Assessment, *, on: date, version: int | None = None) -> bytes:
    """Key and scoring guide as PDF; ``version`` is the one of the assessment."""
    said = f"Version {version}" if version is not None else ""
    return _compile("teachers.typ", {**teacher_sheet(assessment), "version": said}, on)


def _compile(template: str, sheet: Mapping, on: date) -> bytes:
    import typst

    folder = resources.files(__package__)
    source = b"\n".join((folder / name).read_bytes() for name in ("look.typ", template))
    moment = int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp())
    data: object = _clean({**sheet, "made_on": [on.year, on.month, on.day]})
    with tempfile.TemporaryDirectory(prefix="sheet-") as root:
        for _ in range(_ROUNDS):
            try:
                return bytes(
                    typst.compile(
                        source,
                        root=root,
                        format="pdf",
                        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                        ignore_system_fonts=True,
                        pdf_standards=STANDARDS,
                        timestamp=moment,
                    )
                )
            except typst.TypstError as error:
                unshown = _unshown(error)
                if not unshown:
                    raise CannotPrint(
                        "The sheet could not be made. Nothing was changed."
                    ) from error
                data = _swap(data, {ord(c): f"[U+{ord(c):04X}]" for c in unshown})
    raise CannotPrint(_SORRY)


def _unshown(error: Exception) -> set[str]:
    said = f"{getattr(error, 'diagnostic', '')}\n{getattr(error, 'message', '')}\n{error}"
    return {
        c
        for match in _UNSHOWN.finditer(said)
        for c in match.group(1)
        if not (c.isascii() and c.isprintable())
    }


def _swap(node: object, table: Mapping[int, str]) -> object:
    if isinstance(node, str):
        return node.translate(table)
    if isinstance(node, Mapping):
        return {key: _swap(value, table) for key, value in node.items()}
    return [_swap(value, table) for value in node] if isinstance(node, list) else node


def _clean(node: object) -> object:
    """Without control characters and without marks that turn the writing direction round."""
    if isinstance(node, str):
        plain = node.translate(_TURNERS)
        return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) != "Cc")
    if isinstance(node, Mapping):
        return {key: _clean(value) for key, value in node.items()}
    return [_clean(value) for value in node] if isinstance(node, list) else node
