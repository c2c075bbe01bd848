"""Zip files, opened in memory and never unpacked to a disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from .limits import LIMITS, Limits
from .problems import refuse

_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_LOCKED = 0x1


def open_archive(data: bytes, *, limits: Limits = LIMITS) -> zipfile.ZipFile:
    """Open a zip after looking at its list: names, sizes, passwords.

    Sizes are those the archive states; the reader of a member stops there, so an archive that
    lies about them fails as damaged.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise _damaged() from None
    if len(members) > limits.members:
        raise refuse("unsafe-zip", f"The zip file lists more than {limits.members} files.")
    if sum(m.file_size for m in members) > limits.unpacked_bytes:
        raise refuse(
            "file-too-large",
            f"Unpacked, the file has more than {limits.unpacked_bytes / 1e6:,.0f} MB. "
            "Export one assessment at a time, or save the sheet as CSV.",
        )
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            raise refuse(
                "unsafe-zip",
                "The zip file holds a file name that points outside of it. It was not opened; "
                "ask whoever made it.",
            )
        if member.flag_bits & _LOCKED:
            raise refuse(
                "locked-file", "The zip file has a password. Unpack it and take the table itself."
            )
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member; a damaged one is refused."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        raise _damaged() from None
    except (KeyError, RuntimeError):
        raise _damaged() from None


def read_members(data: bytes, *, limits: Limits = LIMITS) -> dict[str, bytes]:
    """All files of a zip by their path within it, without what operating systems add."""
    with open_archive(data, limits=limits) as archive:
        names = [m.filename for m in archive.infolist() if not m.is_dir()]
        names = [n for n in names if not any(junk in n for junk in _JUNK)]
        if not names:
            raise refuse("empty-file", "The zip file holds no files. Export it again.")
        return {name: read_member(archive, name) for name in names}


def _damaged() -> Exception:
    return refuse(
        "broken-zip",
        "The zip file or workbook is damaged or was cut. Download it again and compare the size.",
    )
