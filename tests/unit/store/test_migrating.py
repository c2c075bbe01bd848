import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from plc_data.store import Store, maintenance, restoring, schema_version
from plc_data.store.backups import list_backups
from plc_data.store.tables import APPEND_ONLY, metadata
from tests.unit.store.making import NOON, fill_with_people, save_goal, store_results


def columns(engine):
    inspector = sa.inspect(engine)
    return {
        table: [
            (c["name"], str(c["type"]), c["nullable"], c["primary_key"])
            for c in inspector.get_columns(table)
        ]
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def constraints(engine):
    inspector = sa.inspect(engine)
    found = set()
    for table in columns(engine):
        for key in inspector.get_foreign_keys(table):
            target = f"{key['referred_table']}{key['referred_columns']}"
            option = sorted(key["options"].items())
            found.add((table, key["name"], str(key["constrained_columns"]), target, str(option)))
        for index in inspector.get_indexes(table):
            where = str(index.get("dialect_options", {}).get("sqlite_where"))
            names = str(index["column_names"])
            found.add((table, index["name"], names, str(index["unique"]), where))
        for check in inspector.get_check_constraints(table):
            found.add((table, check["name"], check["sqltext"]))
        for unique in inspector.get_unique_constraints(table):
            found.add((table, unique["name"], str(unique["column_names"])))
        found.add((table, inspector.get_pk_constraint(table)["name"]))
    return found


class TestTheMigratedSchema:
    def test_is_what_the_tables_say(self, store, tmp_path):
        drawn = sa.create_engine(f"sqlite:///{tmp_path / 'drawn.sqlite'}")
        metadata.create_all(drawn)

        assert columns(store._engine) == columns(drawn)
        assert constraints(store._engine) == constraints(drawn)
        drawn.dispose()

    def test_has_nothing_left_for_alembic_to_do(self, store):
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        with store._reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []

    def test_guards_every_table_that_is_only_appended_to(self, store):
        with store._reading() as connection:
            names = connection.exec_driver_sql(
                "select name from sqlite_schema where type = 'trigger'"
            ).scalars()
            assert set(names) == {f"{t}_no_{c}" for t in APPEND_ONLY for c in ("update", "delete")}

    def test_knows_every_migration_in_order(self):
        from importlib.resources import files

        from alembic.script import ScriptDirectory

        folder = files("plc_data.store") / "migrations"
        scripts = ScriptDirectory(str(folder)).walk_revisions()

        assert tuple(reversed([s.revision for s in scripts])) == schema_version.REVISIONS


@pytest.fixture
def a_second_migration(tmp_path, monkeypatch):
    """Another migration, as the next version of the program will bring one."""
    import shutil
    from importlib.resources import files

    package = tmp_path / "package"
    shutil.copytree(str(files("plc_data.store") / "migrations"), package / "migrations")
    step = package / "migrations" / "versions" / "r0002_note.py"
    step.write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        "revision, down_revision = '0002', '0001'\n"
        "branch_labels = depends_on = None\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('section') as batch:\n"
        "        batch.add_column(sa.Column('room', sa.Text))\n"
    )
    monkeypatch.setattr(schema_version, "files", lambda name: package)
    for module in (schema_version, maintenance, restoring):
        monkeypatch.setattr(module, "REVISIONS", ("0001", "0002"))
    return step


class TestMigrating:
    def test_does_nothing_when_nothing_is_due(self, store):
        done = maintenance.migrate(store.folder, at=NOON)

        assert done.before == done.after
        assert done.backup is None
        assert list_backups(store.places) == ()

    def test_makes_a_backup_and_keeps_everything(self, store, a_second_migration):
        fill_with_people(store)
        save_goal(store, "kept", None)
        store_results(store, "results-1")
        store.close()

        done = maintenance.migrate(store.folder, at=NOON)

        assert (done.before, done.after) == ("0001", "0002")
        assert done.backup.name == "20260914T120000Z-before-migration-0002.zip"
        with Store.open(store.folder) as opened:
            assert opened.get("goal", "goal-1").record.statement == "kept"
            assert [s.id for s in opened.sections()] == ["6a"]
            assert len(opened.enrollments()) == 2
            assert opened.journal()[-1].action == "migrate"
            assert opened.verify_journal() == ()

    def test_is_taken_back_whole_when_it_fails(self, store, a_second_migration):
        fill_with_people(store)
        before = store.revision()
        store.close()
        a_second_migration.write_text(
            a_second_migration.read_text() + "    op.execute('insert into nowhere values (1)')\n"
        )

        with pytest.raises(sa.exc.OperationalError, match="nowhere") as raised:
            maintenance.migrate(store.folder, at=NOON)

        assert "nothing was changed" in raised.value.__notes__[0]
        with closing(sqlite3.connect(store.places.database)) as connection:
            names = [row[1] for row in connection.execute("pragma table_info(section)")]
            assert "room" not in names
            assert connection.execute("select version_num from alembic_version").fetchall() == [
                ("0001",)
            ]
            assert connection.execute("pragma user_version").fetchone() == (1,)
            assert connection.execute("select seq from journal_head").fetchone() == (before,)

    def test_a_backup_of_the_older_form_can_be_put_back_and_migrated(
        self, store, a_second_migration
    ):
        save_goal(store, "old", None)
        store.close()
        done = maintenance.migrate(store.folder, at=NOON)

        restored = maintenance.restore(store.folder, done.backup, at=NOON, force=True)
        again = maintenance.migrate(store.folder, at=NOON)

        assert restored.needs_migration
        assert again.after == "0002"
        with Store.open(store.folder) as opened:
            assert opened.get("goal", "goal-1").record.statement == "old"
