"""Putting a backup back, without losing what stands there now.

Files first, the database last and in one transaction: a crash on the way leaves the workspace as
it was, with some files more. Programs that have the workspace open see the old state in the
next moment, not a mixture.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from plc_data.errors import NotAllowed, NotFound, WorkbenchError

from . import journal
from .atomic import bring_folder_to_disk, write_whole
from .backups import FORMAT, MANIFEST, backup, list_backups, patience
from .engine import BUSY_SECONDS, StoreBusy, StoreDamaged
from .facade import Store
from .places import Places
from .schema_version import REVISIONS, SchemaTooNew

BEFORE_RESTORE = "before-restore"
"""Why a backup was made that a restore makes; never the one to go back to unless it is named."""

_ALLOWED = re.compile(
    r"workbench\.sqlite|answers/[0-9a-f-]+\.parquet|artifacts/[0-9a-f]{2}/[0-9a-f]{64}"
    r"|presets/[\w-]+\.yaml"
)

_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError),
    *(KeyError, ValueError, NotImplementedError, RuntimeError),
)
"""What reading a spoiled zip file can raise."""


@dataclass(frozen=True)
class Restored:
    """What a restore did: the backup used, its last change, where the state before was kept."""

    backup: Path
    revision: int
    kept: Path | None
    needs_migration: bool
    missing: tuple[str, ...] = ()


def restore(
    folder: Path, archive: Path | None = None, *, at: datetime | None = None, force: bool = False
) -> Restored:
    """Bring a workspace to the state of a backup, the newest one when none is named.

    What stands there is backed up first. When it holds changes that the
    backup does not have, ``force`` has to be said.
    """
    places, at = Places(Path(folder)), at or datetime.now(UTC)
    if archive is None:
        known = [b for b in list_backups(places) if b.why != BEFORE_RESTORE]
        if not known:
            raise NotFound(f"There is no backup in {places.backups}.")
        archive = known[0].path
    places.make()
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=places.backups) as work:
        manifest = _unpack(Path(archive), Path(work))
        copy = Path(work) / places.database.name
        _check_copy(copy, manifest)
        kept = _keep_present(places, manifest, at, force=force)
        _place_files(Path(work), places, manifest)
        _place_database(copy, places)
    needs_migration = manifest["schema"] != REVISIONS[-1]
    if not needs_migration:
        _note(places.folder, manifest, at)
    return Restored(
        Path(archive), manifest["revision"], kept, needs_migration, tuple(manifest["missing"])
    )


def read_manifest(archive: Path) -> dict:
    """Read what a backup says about itself."""
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = json.loads(opened.read(MANIFEST))
    except FileNotFoundError as error:
        raise NotFound(f"There is no backup {archive}.") from error
    except _UNREADABLE as error:
        raise WorkbenchError(
            f"{archive.name} is not a whole backup; nothing was changed."
        ) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise WorkbenchError(f"{archive.name} is not a backup of a workspace; nothing was changed.")
    return manifest


def _unpack(archive: Path, work: Path) -> dict:
    """Unpack what the manifest lists, and only if every byte is as it says."""
    manifest = read_manifest(archive)
    broken = WorkbenchError(f"{archive.name} is damaged; nothing was changed. Try an older backup.")
    with zipfile.ZipFile(archive) as opened:
        for file in manifest["files"]:
            if not _ALLOWED.fullmatch(file["name"]):
                raise broken
            try:
                with opened.open(file["name"]) as stream:
                    data = stream.read(file["n_bytes"] + 1)
            except _UNREADABLE as error:
                raise broken from error
            if hashlib.sha256(data).hexdigest() != file["sha256"]:
                raise broken
            path = work / file["name"]
            path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            path.write_bytes(data)
    if not (work / "workbench.sqlite").is_file():
        raise broken
    return manifest


def _check_copy(copy: Path, manifest: dict) -> None:
    if manifest["schema"] not in REVISIONS:
        raise SchemaTooNew(
            "This backup was made by a newer version of this program; nothing was changed. "
            "Update the program and restore again."
        )
    with closing(sqlite3.connect(copy)) as connection:
        said = connection.execute("pragma integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise StoreDamaged(
            "The backup's database is damaged; nothing was changed. Try an older one."
        )


def _keep_present(places: Places, manifest: dict, at: datetime, *, force: bool) -> Path | None:
    """Back up what stands there now, or set a damaged file aside."""
    if not places.database.exists():
        return None
    try:
        n_newer = _changes_since(places.database, manifest)
        if n_newer and not force:
            raise NotAllowed(
                f"This workspace holds {n_newer} changes that the backup does not have; nothing "
                "was changed. Restore with --force to go back all the same: what stands there "
                "now is backed up first."
            )
        return backup(places.folder, at=at, why=BEFORE_RESTORE)
    except (StoreDamaged, sqlite3.DatabaseError) as error:
        if "locked" in str(error):
            raise StoreBusy("Somebody else is writing; nothing was changed. Try again.") from error
        aside = places.backups / f"damaged-{at:%Y%m%dT%H%M%S}.sqlite"
        os.replace(places.database, aside)
        for rest in ("-journal", "-wal", "-shm"):
            beside = places.database.with_name(places.database.name + rest)
            with suppress(FileNotFoundError):
                os.replace(beside, aside.with_name(aside.name + rest))
        return aside


def _changes_since(database: Path, manifest: dict) -> int:
    """Count the entries that the backup's journal does not have; restores do not count."""
    with closing(sqlite3.connect(database, timeout=BUSY_SECONDS)) as connection:
        query = "select seq, hash, action from journal order by seq"
        entries = connection.execute(query).fetchall()
    common = (manifest["revision"], manifest["head"]) in {(seq, hash) for seq, hash, _ in entries}
    since = manifest["revision"] if common else 0
    return sum(seq > since and action != "restore" for seq, _, action in entries)


def _place_files(work: Path, places: Places, manifest: dict) -> None:
    for file in manifest["files"]:
        if file["name"] == places.database.name:
            continue
        data, target = (work / file["name"]).read_bytes(), places.folder / file["name"]
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
            write_whole(target, data)


def _place_database(copy: Path, places: Places) -> None:
    """Write the copy's pages over the database in one transaction; others may have it open."""
    if not places.database.exists():
        os.close(os.open(places.database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(sqlite3.connect(copy)) as new,
        closing(sqlite3.connect(places.database, timeout=BUSY_SECONDS)) as present,
    ):
        new.backup(present, progress=patience())
    bring_folder_to_disk(places.folder)


def _note(folder: Path, manifest: dict, at: datetime) -> None:
    with Store.open(folder) as store:
        store.note(
            "restore",
            "workspace",
            "workspace",
            journal.digest(manifest["head"]),
            by="datacycle",
            at=at,
        )
