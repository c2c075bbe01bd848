"""Files that are either whole or not there.

A file is written under a temporary name in its own folder, brought to the disk, and only then
renamed. A fault or a crash on the way leaves the folder as it was, but perhaps for a temporary
file, which ``doctor`` finds.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".part"
"""How the name of a file that is still being written ends."""


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Hand out a temporary name; when the block ends well, what is there gets its real name."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
        bring_to_disk(part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    bring_folder_to_disk(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears complete or not at all, readable by its owner only."""
    with appearing(path) as part:
        part.write_bytes(data)


def bring_to_disk(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def bring_folder_to_disk(folder: Path) -> None:
    """Wait until a folder's names are on the disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
