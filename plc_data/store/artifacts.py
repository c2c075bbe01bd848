"""Attachments and frozen copies, filed under the hash of their bytes."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from plc_data.errors import NotFound, WorkbenchError

from . import journal, tables
from .atomic import write_whole
from .places import Places

SHA256 = re.compile(r"[0-9a-f]{64}")


def path_of(places: Places, sha256: str) -> Path:
    """Find where the bytes with this hash lie; anything but a hash is refused."""
    if not SHA256.fullmatch(sha256):
        raise NotFound("An artifact is named by the 64 hexadecimal digits of its SHA-256.")
    return places.artifacts / sha256[:2] / sha256


def write_file(places: Places, data: bytes) -> str:
    """Put the bytes in their place, unless they are there and whole; returns their hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(places, sha256)
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, data)
    return sha256


def store(
    connection: sa.Connection, sha256: str, n_bytes: int, media_type: str, by: str, at: datetime
) -> None:
    """Catalog an artifact, once."""
    table = tables.artifact
    if connection.execute(sa.select(table.c.sha256).where(table.c.sha256 == sha256)).first():
        return
    seq = journal.append(
        connection,
        by=by,
        at=at,
        action="put",
        object_kind="artifact",
        object_id=sha256,
        payload_hash=journal.digest(sha256, media_type),
    )
    connection.execute(
        table.insert().values(
            sha256=sha256, media_type=media_type, n_bytes=n_bytes, journal_seq=seq
        )
    )


def media_type(connection: sa.Connection, sha256: str) -> str:
    """Read what kind of file an artifact is, or raise ``NotFound``."""
    table = tables.artifact
    found = connection.execute(
        sa.select(table.c.media_type).where(table.c.sha256 == sha256)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("The workspace has no artifact with this hash.")
    return found


def read(places: Places, sha256: str) -> bytes:
    """Read an artifact's bytes, and refuse them when they are not what was stored."""
    path = path_of(places, sha256)
    if not path.is_file():
        raise NotFound("The file of this artifact is missing. Look with datacycle doctor.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WorkbenchError(
            "This artifact's file was changed after it was stored. Look with datacycle doctor; "
            "a backup may still have it."
        )
    return data
