"""The connection to the database: how it is set up, how writers and readers begin.

Why it is like this. SQLite's write-ahead log has a rare race that can damage the file in every
version before 3.51.3, so the rollback journal is used below that. The driver's own way to begin
a transaction reads outside of it and loses updates in silence; a deferred transaction that turns
into a writer fails at once. So writers say ``BEGIN IMMEDIATE`` and wait their turn, and readers
say ``BEGIN`` and never write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from plc_data.errors import NotAllowed, WorkbenchError

WAL_IS_SOUND_FROM = (3, 51, 3)
"""The first SQLite without the WAL-reset race (release notes of SQLite 3.51.3)."""

BUSY_SECONDS = 15
"""How long a writer waits for its turn; at saturation one waited 8 s, so 5 is too few."""

APPLICATION_ID = 0x44435943
"""``DCYC``: stands in the header of every workbench file, so that another file is recognized."""


class StoreBusy(WorkbenchError):
    """Somebody else was writing for too long."""


class StoreDamaged(WorkbenchError):
    """The file is not, or no longer, a workbench database."""


class DiskFault(WorkbenchError):
    """The disk is full or cannot be written."""


def sqlite_url(path: object) -> sa.URL:
    """Write the address of a SQLite file, whatever characters its path holds."""
    return sa.URL.create("sqlite", database=str(path))


def make_engine(
    url: str | sa.URL, *, local_disk: bool = True, foreign_keys: bool = True
) -> sa.Engine:
    """Make the engine for one store; to be made after a fork, one for each process.

    ``foreign_keys`` is only switched off by a migration, which may have to rebuild a table that
    others point at and checks all of them afterwards.
    """
    url = sa.make_url(url)
    if url.get_backend_name() != "sqlite":
        options = {"options": f"-c lock_timeout={BUSY_SECONDS * 1000}"}
        return sa.create_engine(url, pool_pre_ping=True, connect_args=options)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    wal = local_disk and sqlite3.sqlite_version_info >= WAL_IS_SOUND_FROM

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_SECONDS * 1000}",
            f"journal_mode={'wal' if wal else 'delete'}",
            "synchronous=full",
            f"foreign_keys={'on' if foreign_keys else 'off'}",
            "trusted_schema=off",
            "cell_size_check=on",
            "secure_delete=on",
            "mmap_size=0",
        ):
            connection.execute(f"pragma {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        is_reader = connection.get_execution_options().get("reader")
        connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")

    return engine


_BUSY = (
    f"Somebody else was saving for more than {BUSY_SECONDS} seconds. Nothing was stored; try again."
)

_WORDS: tuple[tuple[str, type[WorkbenchError], str], ...] = (
    ("locked", StoreBusy, _BUSY),
    ("lock timeout", StoreBusy, _BUSY),
    ("disk is full", DiskFault, "The disk is full. Nothing was stored; make room and try again."),
    ("disk i/o error", DiskFault, "The disk could not be written. Nothing was stored."),
    (
        "readonly",
        DiskFault,
        "The workspace cannot be written: its file is read-only, or was replaced while this "
        "program had it open. Nothing was stored; start the program again.",
    ),
    (
        "unable to open",
        DiskFault,
        "The workspace's file cannot be opened. Check the folder and whether it may be written.",
    ),
    (
        "not a database",
        StoreDamaged,
        "workbench.sqlite is not a database. Put the newest backup back: datacycle restore",
    ),
    (
        "malformed",
        StoreDamaged,
        "The workspace's file is damaged. Put the newest backup back: datacycle restore",
    ),
    (
        "foreign key",
        NotAllowed,
        "This names a person, team, section or student that the workspace does not know. "
        "Nothing was stored.",
    ),
    ("append-only", NotAllowed, "What is in the journal stays as it is. Nothing was changed."),
)


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn the database's errors into what a person can act on; others pass as they are."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        said = str(error.orig).lower()
        for sign, kind, message in _WORDS:
            if sign in said:
                raise kind(message) from error
        raise
