"""A file opened: one table, a workbook, a JSON value, or a folder of tables in a zip."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from plc_data.model import Problem

from .limits import LIMITS, Limits
from .problems import refuse
from .records import read_records
from .table import Table
from .text import Kind, check_not_markup, decode, sniff


@dataclass(frozen=True)
class File:
    """What a source looks at to say "this is mine".

    ``sheets`` are the tables by sheet name (a text file has one, called ""). ``json`` is the
    value of a JSON file. ``members`` are the tables of a zip or folder, by file name.
    """

    name: str
    sheets: Mapping[str, Table] = field(default_factory=dict)
    json: Any = None
    members: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    @property
    def table(self) -> Table | None:
        """The only table, or None when there are none or several."""
        return next(iter(self.sheets.values())) if len(self.sheets) == 1 else None


def load(source: str | Path | bytes, *, limits: Limits = LIMITS) -> tuple[bytes, str]:
    """The bytes of a source and its plain file name; ``OSError`` for what cannot be read.

    The size is asked before reading, and only ordinary files are read.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        data, name = bytes(source), "file"
    else:
        path = Path(source)
        name = path.name
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "not an ordinary file", str(path))
            _check_size(status.st_size, limits)
            data = file.read(limits.file_bytes + 1)
    _check_size(len(data), limits)
    return data, name


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise refuse(
            "file-too-large",
            f"The file has {size / 1e6:,.0f} MB; up to {limits.file_bytes / 1e6:,.0f} MB are read "
            "in one piece. Export one assessment at a time, or split the file.",
        )


def sha256(data: bytes) -> str:
    """The fingerprint of the file's bytes, by which the same file is known again."""
    return hashlib.sha256(data).hexdigest()


def open_file(data: bytes, name: str, *, limits: Limits = LIMITS) -> File:
    """Open bytes by their content; a zip round one table is opened through."""
    kind = sniff(data)
    if kind is Kind.ZIP:
        return _open_zip(data, name, limits)
    text, warnings = decode(data)
    if kind is Kind.JSON:
        value = _json(text)
        if value is not None:
            return File(name, json=value, warnings=warnings)
    check_not_markup(text)
    return File(name, sheets={"": read_records(text, limits=limits)}, warnings=warnings)


def _json(text: str) -> Any:
    import json

    def no_number(word: str) -> None:
        raise ValueError(f"{word} is no JSON number")

    try:
        return json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError):
        if text.rstrip()[-1:] in "}]":
            raise refuse(
                "broken-json", "The file starts like JSON and cannot be read. Export it again."
            ) from None
        if text.lstrip()[:2].strip() in ('{"', "{", "[{", "[["):
            raise refuse(
                "cut-file", "The file starts like JSON and ends too early: it was cut."
            ) from None
        return None


def _open_zip(data: bytes, name: str, limits: Limits) -> File:
    from .archive import read_members
    from .workbook import is_workbook, read_workbook

    if is_workbook(data):
        return File(name, sheets=read_workbook(data, limits=limits))
    members = read_members(data, limits=limits)
    if len(members) == 1:
        inner, content = next(iter(members.items()))
        if sniff(content) is Kind.ZIP and not is_workbook(content):
            raise refuse(
                "unsafe-zip", "The zip file holds another zip file. Unpack it and take the table."
            )
        return open_file(content, PurePosixPath(inner).name, limits=limits)
    return File(name, members=members)
