import logging
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from plc_data.errors import NotAllowed, NotFound
from plc_data.store import Store, places
from plc_data.store.engine import (
    APPLICATION_ID,
    WAL_IS_SOUND_FROM,
    DiskFault,
    StoreBusy,
    StoreDamaged,
)
from plc_data.store.schema_version import REVISIONS, SchemaTooNew, SchemaTooOld
from tests.unit.store.making import NOON, save_goal


def pragma(store, name):
    with store._reading() as connection:
        return connection.exec_driver_sql(f"pragma {name}").scalar()


def change_file(folder, statement):
    with closing(sqlite3.connect(folder / "workbench.sqlite")) as connection, connection:
        connection.execute(statement)


class TestANewWorkspace:
    def test_is_for_its_owner_only(self, store):
        assert store.folder.stat().st_mode & 0o777 == 0o700
        assert store.places.database.stat().st_mode & 0o777 == 0o600
        for folder in store.places.folders():
            assert folder.stat().st_mode & 0o777 == 0o700

    def test_closes_an_empty_folder_that_was_open(self, folder):
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)

        with Store.create(folder, at=NOON) as store:
            assert store.warnings == ()
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_does_not_replace_one_that_is_there(self, store):
        save_goal(store, "kept", None)

        with pytest.raises(NotAllowed):
            Store.create(store.folder, at=NOON)

        assert store.get("goal", "goal-1").record.statement == "kept"

    def test_leaves_no_half_workspace_when_making_fails(self, folder, monkeypatch):
        def fail(connection):
            raise OSError("no")

        monkeypatch.setattr("plc_data.store.facade.upgrade", fail)
        with pytest.raises(OSError, match="no"):
            Store.create(folder, at=NOON)

        assert not (folder / "workbench.sqlite").exists()


class TestSettings:
    def test_are_the_safe_ones(self, store):
        mode = "wal" if sqlite3.sqlite_version_info >= WAL_IS_SOUND_FROM else "delete"

        assert pragma(store, "journal_mode") == mode
        assert pragma(store, "synchronous") == 2
        assert pragma(store, "busy_timeout") == 15_000
        assert pragma(store, "foreign_keys") == 1
        assert pragma(store, "trusted_schema") == 0
        assert pragma(store, "secure_delete") == 1
        assert pragma(store, "application_id") == APPLICATION_ID
        assert pragma(store, "user_version") == len(REVISIONS)

    def test_a_network_folder_never_gets_the_write_ahead_log(self, folder, monkeypatch):
        monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 60, 0))
        monkeypatch.setattr(places, "_file_system", lambda path: "nfs4")

        with Store.create(folder, at=NOON) as store:
            assert pragma(store, "journal_mode") == "delete"
            assert [f.code for f in store.warnings] == ["network-folder"]

    def test_neither_does_a_cloud_folder(self, tmp_path, monkeypatch):
        monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 60, 0))

        with Store.create(tmp_path / "Dropbox" / "workspace", at=NOON) as store:
            assert pragma(store, "journal_mode") == "delete"

    def test_a_sound_sqlite_on_a_local_disk_gets_it(self, folder, monkeypatch):
        monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 51, 3))

        with Store.create(folder, at=NOON) as store:
            assert pragma(store, "journal_mode") == "wal"
        monkeypatch.undo()
        with Store.open(folder) as store:
            assert save_goal(store, "x", None) == 1


class TestOpening:
    def test_a_folder_without_a_workspace_is_not_found(self, folder):
        with pytest.raises(NotFound, match="datacycle init"):
            Store.open(folder)
        assert not folder.exists()

    def test_warns_once_of_a_workspace_that_others_can_read(self, store, caplog):
        store.close()
        store.places.database.chmod(0o644)

        with caplog.at_level(logging.WARNING):
            for _ in range(2):
                with Store.open(store.folder) as opened:
                    (warning,) = opened.warnings

        assert f'chmod 600 "{store.places.database}"' in warning.message
        assert len(caplog.records) == 1

    @pytest.mark.parametrize("name", ["OneDrive - School", "Dropbox"])
    def test_warns_of_a_cloud_folder(self, tmp_path, name):
        with Store.create(tmp_path / name / "workspace", at=NOON) as store:
            assert [f.code for f in store.warnings] == ["synced-folder"]

    def test_refuses_what_a_newer_program_wrote(self, store):
        store.close()
        change_file(store.folder, f"pragma user_version = {len(REVISIONS) + 1}")

        with pytest.raises(SchemaTooNew, match="newer version"):
            Store.open(store.folder)

    def test_refuses_an_unknown_migration(self, store):
        store.close()
        change_file(store.folder, "update alembic_version set version_num = '9999'")

        with pytest.raises(SchemaTooNew):
            Store.open(store.folder)

    def test_asks_for_a_migration_of_an_older_form(self, store, monkeypatch):
        store.close()
        newer = (*REVISIONS, "9999")
        monkeypatch.setattr("plc_data.store.schema_version.REVISIONS", newer)

        with pytest.raises(SchemaTooOld, match="datacycle migrate"):
            Store.open(store.folder)

    def test_refuses_another_programs_database(self, store):
        store.close()
        change_file(store.folder, "pragma application_id = 7")

        with pytest.raises(StoreDamaged, match="another program"):
            Store.open(store.folder)

    @pytest.mark.parametrize("junk", [b"", b"not a database at all" * 200])
    def test_refuses_a_file_that_is_none(self, folder, junk):
        folder.mkdir(mode=0o700)
        (folder / "workbench.sqlite").write_bytes(junk)
        (folder / "workbench.sqlite").chmod(0o600)

        with pytest.raises(StoreDamaged):
            Store.open(folder)
        assert (folder / "workbench.sqlite").read_bytes() == junk

    def test_refuses_a_damaged_file(self, store):
        for version in range(30):
            save_goal(store, "x" * 3000, version or None)
        store.close()
        data = bytearray(store.places.database.read_bytes())
        data[-40_000:-20_000] = b"\x55" * 20_000
        store.places.database.write_bytes(data)

        with pytest.raises(StoreDamaged, match="datacycle restore"):
            Store.open(store.folder)


class TestFaultsInWords:
    def test_a_locked_file(self, store, monkeypatch):
        with store._reading() as connection:
            connection.exec_driver_sql("pragma busy_timeout=50")
        with closing(sqlite3.connect(store.places.database)) as other:
            other.execute("begin exclusive")

            with pytest.raises(StoreBusy, match="try again"):
                save_goal(store, "x", None)

    @pytest.mark.skipif(os.getuid() == 0, reason="root may write everything")
    def test_a_read_only_file(self, store):
        store.places.database.chmod(0o400)

        with pytest.raises(DiskFault):
            save_goal(store, "x", None)

    def test_a_full_disk_leaves_everything_as_it_was(self, store):
        save_goal(store, "small", None)
        with store._reading() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar()
            connection.exec_driver_sql(f"pragma max_page_count={pages + 2}")

        with pytest.raises(DiskFault, match="disk is full"):
            save_goal(store, "x" * 200_000, 1)

        assert store.get("goal", "goal-1").version == 1
        assert store.verify_journal() == ()


class TestWhereTheWorkspaceIs:
    def test_the_environment_names_it(self, monkeypatch, tmp_path):
        monkeypatch.setenv("DATACYCLE_WORKSPACE", str(tmp_path / "mine"))

        assert places.default_workspace() == tmp_path / "mine"

    def test_else_it_is_in_the_persons_data_folder(self, monkeypatch):
        monkeypatch.delenv("DATACYCLE_WORKSPACE", raising=False)
        monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")

        if sys.platform == "linux":
            assert places.default_workspace() == Path("/somewhere/datacycle/workspace")
        assert places.default_workspace().name == "workspace"

    def test_the_innermost_mount_decides(self, monkeypatch, tmp_path):
        mounts = (
            "20 1 8:1 / / rw - ext4 /dev/a rw\n"
            f"21 20 0:40 / {tmp_path.parent} rw shared:3 - nfs4 server:/x rw\n"
            f"22 21 8:2 / {tmp_path}/local\\040disk rw - ext4 /dev/b rw\n"
        )
        monkeypatch.setattr(Path, "read_text", lambda self, encoding: mounts)

        assert places.is_on_network(tmp_path)
        assert not places.is_on_network(tmp_path / "local disk" / "workspace")
        assert not places.is_on_network(Path("/elsewhere"))


class TestImportingTheStore:
    def test_is_light(self):
        program = (
            "import sys, plc_data.store, plc_data.store.places;"
            "print([m for m in ('sqlalchemy', 'alembic', 'pandas', 'pyarrow', 'numpy') "
            "if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

        assert done.stdout.strip() == "[]"

    def test_opening_needs_no_frames_and_no_migrations(self, store):
        program = (
            "import sys; from pathlib import Path; from plc_data.store import Store;"
            f"store = Store.open(Path({str(store.folder)!r})); store.revision();"
            "print([m for m in ('alembic', 'pandas', 'pyarrow', 'numpy') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

        assert done.stdout.strip() == "[]", done.stderr


class TestAFork:
    @pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_starts_with_connections_of_its_own(self, store):
        save_goal(store, "before", None)

        pid = os.fork()
        if pid == 0:
            try:
                save_goal(store, "in the child", 1)
            finally:
                os._exit(0)
        os.waitpid(pid, 0)

        assert save_goal(store, "after", 2) == 3
        assert store.verify_journal() == ()
