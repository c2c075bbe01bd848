"""A package as a BagIt 1.0 bag in a zip: the same content gives the same bytes.

Written here and not by the ``bagit`` library, which moves files in place and changes the working
folder; that library is the independent checker in the tests.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Mapping

from plc_data.errors import WorkbenchError

BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = TAG_MANIFEST + ".sig"
TAG_FILES = ("bagit.txt", "bag-info.txt", MANIFEST)
"""Covered by the tag manifest; the signature covers the tag manifest, and so everything."""

PAYLOAD = "data/"
LONGEST_NAME = 120
_FORBIDDEN = set('\\:*?"<>|')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


class BadName(WorkbenchError):
    """A file name that some system could not read back."""


def check_name(path: str) -> str | None:
    """Say what is wrong with a path inside a package, or None.

    Examples
    --------
    >>> check_name("data/tables/growth.csv")
    >>> check_name("data/../secret")
    'a part of the path is "." or ".."'
    >>> check_name("data/con.csv")
    'some systems reserve this name'
    """
    if path != unicodedata.normalize("NFC", path):
        return "the name is not in normal form (NFC)"
    if len(path.encode()) > LONGEST_NAME:
        return f"the name is longer than {LONGEST_NAME} bytes"
    if any(unicodedata.category(c).startswith("C") or c in _FORBIDDEN for c in path):
        return "the name holds a character that some systems forbid"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return 'a part of the path is "." or ".."' if part else "a part of the path is empty"
        if part[-1] in ". " or part[0] == " ":
            return "a part of the path begins or ends with a space or a dot"
        if part.split(".")[0].lower() in _DEVICES:
            return "some systems reserve this name"
    return None


def tag_files(payload: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """The bag's own files (all but the signature) for a payload of ``data/...`` paths.

    Raises
    ------
    BadName
        When a name in the payload would not survive on every system, or two differ only in case.
    """
    seen: set[str] = set()
    for path in payload:
        wrong = check_name(path) if path.startswith(PAYLOAD) else "it is not under data/"
        if wrong or path.casefold() in seen:
            raise BadName(
                f'"{path}" cannot be a file of a package: {wrong or "it is there twice"}.'
            )
        seen.add(path.casefold())
    size = sum(len(content) for content in payload.values())
    info = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    for key, value in info.items():
        if any(unicodedata.category(c).startswith("C") for c in key + value):
            raise BadName(f"{key} of the bag holds a line break or a control character.")
    tags = {
        "bagit.txt": BAGIT_TXT,
        "bag-info.txt": "".join(f"{k}: {v}\n" for k, v in sorted(info.items())).encode(),
        MANIFEST: manifest(payload),
    }
    tags[TAG_MANIFEST] = manifest({name: tags[name] for name in TAG_FILES})
    return tags


def manifest(files: Mapping[str, bytes]) -> bytes:
    """One line per file: SHA-256, two spaces, path; sorted, as ``sha256sum -c`` reads it."""
    paths = sorted(files, key=str.encode)
    return "".join(f"{hashlib.sha256(files[p]).hexdigest()}  {p}\n" for p in paths).encode()


def zip_bytes(folder: str, files: Mapping[str, bytes]) -> bytes:
    """The files as a zip with one top folder, without times, owners or folders of their own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files, key=str.encode):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _ZIP_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
            archive.writestr(entry, files[path])
    return stream.getvalue()
