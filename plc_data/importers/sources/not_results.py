"""Files that are known and hold no results: rosters, standards, answer keys."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NoReturn

from ..files import File
from ..mapping import ColumnMapping
from ..people import header_word
from ..problems import refuse
from ..standards import is_plain_list
from .base import Source


def member_names(file: File) -> set[str]:
    """The names of a zip's files in small letters, whatever folder they are in."""
    return {PurePosixPath(name).name.casefold() for name in file.members}


def _is_clever(file: File) -> bool | None:
    names = member_names(file)
    return True if {"students.csv", "sections.csv"} <= names else None


def _is_archive(file: File) -> bool | None:
    return True if file.members else None


def _is_standards(file: File) -> bool | None:
    value = file.json
    if file.table is not None:
        return True if is_plain_list(file.table) else None
    if isinstance(value, dict) and ("CFDocument" in value or "CFItems" in value):
        return True
    inner = value.get("data", value) if isinstance(value, dict) else None
    return True if isinstance(inner, dict) and "standards" in inner else None


def _is_json(file: File) -> bool | None:
    return True if file.json is not None else None


def _is_key(file: File) -> bool | None:
    if not file.table:
        return None
    words = [header_word(cell) for cell in file.table.header()]
    return True if words and words[0].startswith("key") and "question number" in words else None


def _roster(file: File, found: object, mapping: ColumnMapping) -> NoReturn:
    raise refuse(
        "roster-not-results",
        "This is a set of class lists, not results. Import it as a roster "
        "(datacycle import roster).",
    )


def _archive(file: File, found: object, mapping: ColumnMapping) -> NoReturn:
    raise refuse(
        "unknown-layout",
        f"The zip file holds {len(file.members)} files and is no known set. Unpack it and hand in "
        "the one with the results.",
    )


def _standards(file: File, found: object, mapping: ColumnMapping) -> NoReturn:
    raise refuse(
        "standards-not-results",
        "This is a list of standards, not results. Import it as standards "
        "(datacycle import standards).",
    )


def _json(file: File, found: object, mapping: ColumnMapping) -> NoReturn:
    raise refuse("unknown-layout", "This JSON file is no export that is known here.")


def _key(file: File, found: object, mapping: ColumnMapping) -> NoReturn:
    raise refuse(
        "key-not-results",
        "This is ZipGrade's answer key: it tells points and standards, but no student's answers. "
        'Export the quiz as "CSV - Full Format" and use the key for the assessment.',
    )


CLEVER = Source("clever", "Clever roster files", _is_clever, _roster)
ARCHIVE = Source("archive", "a zip file", _is_archive, _archive)
STANDARDS = Source("standards", "a list of standards", _is_standards, _standards)
JSON = Source("json", "a JSON file", _is_json, _json)
KEY = Source("zipgrade_key", "ZipGrade answer key", _is_key, _key)
