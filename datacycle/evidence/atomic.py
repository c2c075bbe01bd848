"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from plc_data.errors import WorkbenchError


class CannotWrite(WorkbenchError):
    """The target cannot take the file; nothing was written."""


def write_new(path: Path, data: bytes, *, mode: int = 0o644, replace: bool = False) -> Path:
    """Write a file by way of a temporary one in the same folder.

    A full disk or a crash leaves either the file as it was before or the whole new one, never a
    torso. A link, a folder, and (unless ``replace``) an existing file are refused.
    """
    path = Path(path)
    if path.is_symlink():
        raise CannotWrite(f"{path.name} is a link to another place. Nothing was written.")
    if path.is_dir():
        raise CannotWrite(f"{path.name} is a folder; name a file. Nothing was written.")
    if path.exists() and not replace:
        raise CannotWrite(f"{path.name} is there already and is not overwritten.")
    if not path.parent.is_dir():
        raise CannotWrite(f'There is no folder "{path.parent.name}" to write {path.name} into.')
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise CannotWrite(
            f"{path.name} could not be written: {reason}. Nothing was left."
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    return path


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last through a power cut; some systems have no such call."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
