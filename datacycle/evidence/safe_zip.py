"""Read a zip from anybody: nothing is unpacked to disk, nothing grows without bound."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass

from .bag import check_name

MOST_BYTES = 200_000_000
MOST_FILES = 2_000
MOST_RATIO = 1000
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)


class UnsafeZip(Exception):
    """What is wrong with a zip, as (code, words)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Unzipped:
    """The one top folder of a zip and its files."""

    folder: str
    files: dict[str, bytes]


def read_zip(data: bytes) -> Unzipped:
    """All files of a zip with one top folder.

    Raises
    ------
    UnsafeZip
        For whatever a package never holds: paths that lead out, links, doubles, bombs, secrets.
    """
    if len(data) > MOST_BYTES:
        raise UnsafeZip("too-large", "The file is larger than any evidence package.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise UnsafeZip("not-a-zip", "This is not a zip file, or it is damaged.") from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise UnsafeZip("too-many-files", "The zip holds more files than any package.")
        files: dict[str, bytes] = {}
        seen: set[str] = set()
        folders: set[str] = set()
        total = 0
        for entry in entries:
            _check_entry(entry, seen)
            if entry.is_dir():
                continue
            folder, _, path = entry.filename.partition("/")
            folders.add(folder)
            content = _read(archive, entry, MOST_BYTES - total)
            total += len(content)
            files[path] = content
    if len(folders) != 1:
        raise UnsafeZip("not-one-folder", "A package holds one folder; this zip does not.")
    return Unzipped(folders.pop(), files)


def _check_entry(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name = entry.filename
    raw = getattr(entry, "orig_filename", name)
    if raw.startswith("/") or "\\" in raw or "\0" in raw or re.match(r"[A-Za-z]:", raw):
        raise UnsafeZip("unsafe-path", "A path in the zip leads out of it.")
    wrong = check_name(name.rstrip("/"))
    if ".." in name.split("/"):
        raise UnsafeZip("unsafe-path", "A path in the zip leads out of it.")
    if wrong or ("/" not in name):
        raise UnsafeZip("unsafe-name", f"A name in the zip is not allowed: {wrong or 'no folder'}.")
    if name.casefold() in seen:
        raise UnsafeZip("double-name", "A name stands in the zip twice.")
    seen.add(name.casefold())
    mode = entry.external_attr >> 16
    if mode and not entry.is_dir() and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise UnsafeZip("link", "The zip holds a link or a device instead of a file.")
    if entry.flag_bits & _ENCRYPTED:
        raise UnsafeZip("encrypted", "A file in the zip is encrypted.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsafeZip("unknown-packing", "A file in the zip is packed in an unusual way.")
    if entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise UnsafeZip("bomb", "A file in the zip would grow out of all bounds.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    if entry.file_size > room:
        raise UnsafeZip("too-large", "The files in the zip are larger than any evidence package.")
    pieces, size = [], 0
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > room:
                    raise UnsafeZip("too-large", "The files in the zip are larger than they say.")
                pieces.append(piece)
    except _DAMAGE as error:
        raise UnsafeZip("damaged", "A file in the zip is damaged.") from error
    return b"".join(pieces)
