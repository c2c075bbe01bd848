"""Which form of the database this program knows, and how a store is brought to it."""

from __future__ import annotations

from importlib.resources import as_file, files

import sqlalchemy as sa

from plc_data.errors import WorkbenchError

from .engine import APPLICATION_ID, StoreDamaged

REVISIONS = ("0001",)
"""Every migration, the first one first; a test compares with the files in ``migrations``."""


class SchemaTooNew(WorkbenchError):
    """The workspace was written by a newer program."""


class SchemaTooOld(WorkbenchError):
    """The workspace waits for a migration."""


def revision_of(connection: sa.Connection) -> str | None:
    """Read the last migration that ran on this database; None for one without tables.

    Raises
    ------
    StoreDamaged
        The file is a database of another program.
    SchemaTooNew
        A newer program has changed the database.
    """
    if connection.dialect.name == "sqlite":
        mark = connection.exec_driver_sql("pragma application_id").scalar_one()
        if mark not in (0, APPLICATION_ID):
            raise StoreDamaged("workbench.sqlite belongs to another program; nothing was changed.")
        number = connection.exec_driver_sql("pragma user_version").scalar_one()
        if number > len(REVISIONS):
            raise _too_new(f"{number:04}")
        if mark == 0:
            if connection.exec_driver_sql("select 1 from sqlite_schema limit 1").first():
                raise StoreDamaged("workbench.sqlite is not a workbench's; nothing was changed.")
            return None
    elif not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    if found is not None and found not in REVISIONS:
        raise _too_new(found)
    return found


def check_revision(connection: sa.Connection) -> None:
    """Refuse a database that this program cannot read as it is."""
    found = revision_of(connection)
    if found is None:
        raise StoreDamaged("This workspace's database is empty. Make a new one: datacycle init")
    if found != REVISIONS[-1]:
        raise SchemaTooOld(
            f"This workspace is in an older form ({found}; this program needs {REVISIONS[-1]}). "
            "Bring it up to date, with a backup made first: datacycle migrate"
        )


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Run the migrations that are missing, inside the caller's transaction."""
    import alembic.command
    from alembic.config import Config

    with as_file(files("plc_data.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
    if connection.dialect.name == "sqlite":
        reached = connection.exec_driver_sql("select version_num from alembic_version").scalar()
        connection.exec_driver_sql(f"pragma application_id={APPLICATION_ID:d}")
        connection.exec_driver_sql(f"pragma user_version={REVISIONS.index(reached) + 1:d}")


def _too_new(found: str) -> SchemaTooNew:
    return SchemaTooNew(
        f"This workspace was written by a newer version of this program (form {found}; this one "
        f"knows {REVISIONS[-1]}). Nothing was changed. Update the program and open it again."
    )
