"""What the command line does to a whole workspace: doctor, backup, restore, migrate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from plc_data.errors import NotFound

from . import journal
from .backups import Backup, backup, backup_when_due, list_backups
from .doctor import doctor, is_well
from .engine import StoreDamaged, in_plain_words, make_engine, sqlite_url
from .places import Places
from .restoring import Restored, restore
from .schema_version import REVISIONS, revision_of, upgrade

__all__ = [
    "Backup",
    "Migrated",
    "Restored",
    "backup",
    "backup_when_due",
    "doctor",
    "is_well",
    "list_backups",
    "migrate",
    "restore",
]


@dataclass(frozen=True)
class Migrated:
    """From which form to which, and the backup that was made before; None when nothing was due."""

    before: str
    after: str
    backup: Path | None


def migrate(folder: Path, *, at: datetime, url: str | None = None) -> Migrated:
    """Bring a workspace to the form that this program needs, after a backup, as one step."""
    places = Places(Path(folder))
    if url is None and not places.database.is_file():
        raise NotFound(f"There is no workspace in {folder}. Make one: datacycle init")
    engine = make_engine(url or sqlite_url(places.database), foreign_keys=False)
    try:
        with in_plain_words(), engine.execution_options(reader=True).connect() as connection:
            before = revision_of(connection)
        if before is None:
            raise StoreDamaged("This workspace's database is empty. Make a new one: datacycle init")
        if before == REVISIONS[-1]:
            return Migrated(before, before, None)
        made = None
        if engine.dialect.name == "sqlite":
            made = backup(places.folder, at=at, why=f"before-migration-{REVISIONS[-1]}")
        try:
            _run(engine, before, at)
        except BaseException as error:
            kept = f" A backup is in {made}." if made else ""
            error.add_note(f"The migration was taken back; nothing was changed.{kept}")
            raise
        return Migrated(before, REVISIONS[-1], made)
    finally:
        engine.dispose()


def _run(engine: sa.Engine, before: str, at: datetime) -> None:
    with in_plain_words(), engine.begin() as connection:
        journal.lock(connection)
        upgrade(connection)
        if connection.dialect.name == "sqlite":
            stray = connection.exec_driver_sql("pragma foreign_key_check").all()
            if stray:
                raise StoreDamaged(f"After the migration {len(stray)} rows would point nowhere.")
        journal.append(
            connection,
            by="datacycle",
            at=at,
            action="migrate",
            object_kind="workspace",
            object_id="workspace",
            payload_hash=journal.digest(before, REVISIONS[-1]),
        )
