"""Mappings kept in the workspace's folder ``presets/``: one small YAML file for each header.

A file is known by the fingerprint of its header, so that next time nobody has to name the
columns again; and it can be handed to another school as it is. It holds names of columns, never
a student. The key is not kept: it belongs to one assessment, the columns belong to the tool.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plc_data import importers
from plc_data.errors import WorkbenchError
from plc_data.importers.mapping import read_mapping
from plc_data.model import Record

FOLDER = "presets"
NOT_KEPT = ("key", "rows_left_out")
"""What belongs to one file only."""
LONGEST = 100_000
"""Bytes of a preset: the names of a thousand columns."""
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


class SavedMapping(Record):
    """What somebody said once about the columns of files with one header."""

    title: str
    fingerprint: str
    mapping: dict[str, Any]
    why: str = ""

    def to_yaml(self) -> bytes:
        """The file that is kept, and that one school hands to another."""
        import yaml

        text = yaml.safe_dump(self.model_dump(), sort_keys=False, allow_unicode=True, width=90)
        return text.encode()


def kept(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a mapping that holds for the next file too, in plain values."""
    whole = read_mapping(mapping).model_dump(mode="json", exclude_defaults=True)
    return {name: value for name, value in whole.items() if name not in NOT_KEPT}


def read_preset(content: bytes) -> SavedMapping:
    """Check a preset file; what does not fit is told in words.

    >>> text = b"title: Quick Key\\nfingerprint: 00112233445566aa\\nmapping: {cells: letters}"
    >>> read_preset(text).mapping
    {'cells': 'letters'}
    """
    import yaml

    try:
        if len(content) > LONGEST:
            raise ValueError
        value = yaml.safe_load(content.decode("utf-8-sig"))
        said = {name: value[name] for name in ("title", "fingerprint", "mapping")}
        if not _FINGERPRINT.fullmatch(str(said["fingerprint"])):
            raise ValueError
        said["mapping"] = kept(said["mapping"])
        return SavedMapping(**said, why=str(value.get("why", "")))
    except (yaml.YAMLError, ValueError, TypeError, KeyError, RecursionError):
        raise _no_preset() from None
    except importers.Refused as refused:
        raise WorkbenchError(f"The preset cannot be used: {refused}") from None


def _no_preset() -> WorkbenchError:
    return WorkbenchError(
        "This is no preset: a small YAML file with title, fingerprint and mapping, as the "
        "workbench saves it. Nothing was kept."
    )


def load_all(workspace: Path) -> tuple[SavedMapping, ...]:
    """Every preset of the workspace, by title; a damaged one is passed over."""
    found = []
    for path in sorted((workspace / FOLDER).glob("*.yaml")):
        try:
            found.append(read_preset(path.read_bytes()))
        except (WorkbenchError, OSError):
            continue
    return tuple(sorted(found, key=lambda saved: saved.title.casefold()))


def write(workspace: Path, saved: SavedMapping) -> Path:
    """Write a preset, whole or not at all; an earlier one for the same header is replaced."""
    folder = workspace / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(saved.to_yaml())
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"{saved.fingerprint}.yaml"
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
