"""Backups: one zip file with the database, the files of answers, the artifacts and presets.

The database is copied with SQLite's own backup call, which gets a whole copy while others write;
the copy is then checked page by page. A backup appears complete or not at all. Signing keys and
finished packages are not in it: see the guide.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from plc_data.errors import NotFound, WorkbenchError

from .artifacts import path_of
from .atomic import appearing
from .engine import BUSY_SECONDS, DiskFault, StoreBusy, StoreDamaged
from .places import Places
from .tables import moment_text

FORMAT = "datacycle-backup/1"
MANIFEST = "manifest.json"

DAILY = "daily"
"""The reason of a backup that nobody asked for by name."""

KEEP_DAYS = 7
KEEP_WEEKS = 5
"""Of backups with the same everyday reason the newest of each of the last seven days and of each
of the last five weeks that have one is kept; of one day only the newest."""

KEPT_ALWAYS = ("before-migration", "before-restore")
"""Beginnings of the reasons whose backups are kept for good."""

_NAME = re.compile(r"(\d{8}T\d{6}Z)-([a-z0-9-]+?)(?:\.(\d+))?\.zip")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One backup as its file name tells it."""

    path: Path
    at: datetime
    why: str


def read_name(path: Path) -> Backup | None:
    """Read a backup's moment and reason from its name; None for any other file.

    >>> read_name(Path("20260901T080000Z-daily.zip")).why
    'daily'
    """
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    return Backup(path, at, match[2])


def list_backups(places: Places) -> tuple[Backup, ...]:
    """Find the backups of a workspace, the newest first."""
    if not places.backups.is_dir():
        return ()
    found = (read_name(path) for path in places.backups.iterdir())
    return _newest_first(backup for backup in found if backup is not None)


def surplus(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    """Choose the backups that may go: see ``KEEP_DAYS``, ``KEEP_WEEKS`` and ``KEPT_ALWAYS``."""
    ordered = _newest_first(backups)
    everyday = [backup for backup in ordered if not backup.why.startswith(KEPT_ALWAYS)]
    kept: set[Path] = set()
    for why in {backup.why for backup in everyday}:
        alike = [backup for backup in everyday if backup.why == why]
        kept |= _newest_of_each(alike, "%Y-%j", KEEP_DAYS)
        kept |= _newest_of_each(alike, "%G-%V", KEEP_WEEKS)
    return tuple(backup for backup in everyday if backup.path not in kept)


def _newest_first(backups: Iterable[Backup]) -> tuple[Backup, ...]:
    return tuple(sorted(backups, key=lambda b: (b.at, b.path.stat().st_mtime_ns), reverse=True))


def _newest_of_each(backups: Iterable[Backup], period: str, limit: int) -> set[Path]:
    first: dict[str, Path] = {}
    for backup in backups:
        first.setdefault(backup.at.strftime(period), backup.path)
    return set(list(first.values())[:limit])


def backup(folder: Path, *, at: datetime, why: str = DAILY) -> Path:
    """Make a backup; an everyday one lets go of surplus ones. Returns the new file."""
    places = Places(Path(folder))
    if not places.database.is_file():
        raise NotFound(
            f"There is no {places.database.name} in {folder}, so there is nothing to back up here. "
            "A workspace on PostgreSQL is backed up with pg_dump and a copy of its folder."
        )
    places.make()
    path = _free_name(places, at, why)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=places.backups) as work:
        copy = Path(work) / places.database.name
        copy_database(places.database, copy)
        with appearing(path) as part:
            _write_zip(part, places, copy, at, why)
            _read_again(part)
    if not why.startswith(KEPT_ALWAYS):
        for old in surplus(list_backups(places)):
            old.path.unlink(missing_ok=True)
    return path


def backup_when_due(folder: Path, *, at: datetime) -> Path | None:
    """Make the day's backup unless one was made on this day (UTC) already; for the start-up."""
    for known in list_backups(Places(Path(folder))):
        if known.why == DAILY and known.at.date() == at.astimezone(UTC).date():
            return None
    return backup(folder, at=at, why=DAILY)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, and check the copy."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=BUSY_SECONDS, isolation_level=None)) as old,
            closing(sqlite3.connect(target, isolation_level=None)) as new,
        ):
            old.execute("begin")
            counted = _count_rows(old)
            old.backup(new, progress=patience())
            old.execute("rollback")
            said = new.execute("pragma integrity_check(1)").fetchone()[0]
            if said != "ok" or _count_rows(new) != counted:
                raise StoreDamaged("The copy of the database does not hold; no backup was made.")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise StoreBusy("Somebody else is writing; no backup was made. Try again.") from error
        if "full" in str(error):
            raise DiskFault("The disk is full; no backup was made.") from error
        raise StoreDamaged(
            f"The workspace's file cannot be copied ({error}); no backup was made. "
            "Look with datacycle doctor; an older backup may help: datacycle restore"
        ) from error


def patience() -> Callable[[int, int, int], None]:
    """Stop SQLite's backup call, which else would try for ever, when others hold the file."""
    until = time.monotonic() + BUSY_SECONDS

    def progress(status: int, _remaining: int, _total: int) -> None:
        is_held = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if is_held and time.monotonic() > until:
            raise StoreBusy("Other programs hold the workspace. Close them and try again.")

    return progress


def _count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute("select name from sqlite_schema where type = 'table'").fetchall()
    return {
        name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]
        for (name,) in names
    }


def _free_name(places: Places, at: datetime, why: str) -> Path:
    word = re.sub(r"[^a-z0-9]+", "-", why.lower()).strip("-") or DAILY
    stem = f"{at.astimezone(UTC).strftime(_STAMP)}-{word}"
    names = [f"{stem}.zip", *(f"{stem}.{n}.zip" for n in range(2, 1000))]
    return next(path for path in map(places.backups.joinpath, names) if not path.exists())


def _write_zip(part: Path, places: Places, copy: Path, at: datetime, why: str) -> None:
    """Write the copy, the files that the copy's catalog names, and last the list of them all."""
    with closing(sqlite3.connect(copy)) as connection:
        answers = [row[0] for row in connection.execute("select file from result_set order by 1")]
        hashes = [row[0] for row in connection.execute("select sha256 from artifact order by 1")]
        seq, head = connection.execute("select seq, hash from journal_head").fetchone()
        (schema,) = connection.execute("select version_num from alembic_version").fetchone()
    named = [places.folder / file for file in answers]
    named += [path_of(places, sha256) for sha256 in hashes]
    named += sorted((places.folder / "presets").glob("*.yaml"))
    files, missing = [], []
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in [copy, *named]:
            name = path.name if path == copy else path.relative_to(places.folder).as_posix()
            if not path.is_file():
                missing.append(name)
                continue
            data = path.read_bytes()
            archive.writestr(name, data)
            sha256 = hashlib.sha256(data).hexdigest()
            files.append({"name": name, "n_bytes": len(data), "sha256": sha256})
        manifest = {
            "format": FORMAT,
            "made_at": moment_text(at),
            "why": why,
            "revision": seq,
            "head": head,
            "schema": schema,
            "files": files,
            "missing": missing,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _read_again(part: Path) -> None:
    with zipfile.ZipFile(part) as archive:
        if archive.testzip() is not None:
            raise WorkbenchError("The backup cannot be read back; it was not kept.")
