"""The same store on PostgreSQL; runs when DATACYCLE_TEST_POSTGRES names an empty database.

The address is SQLAlchemy's, such as ``postgresql+psycopg://me@localhost/store_test``. Every table
in that database is dropped before each test.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
import sqlalchemy as sa

from plc_data.errors import Conflict, NotAllowed, NotFound
from plc_data.store import Store
from plc_data.store.engine import StoreBusy, in_plain_words
from plc_data.store.journal import lock
from plc_data.store.maintenance import backup, doctor, is_well, migrate
from plc_data.store.tables import APPEND_ONLY, metadata
from tests.unit.store.making import (
    NOON,
    answers,
    fill_with_people,
    item_sums,
    save_goal,
    store_results,
)

URL = os.environ.get("DATACYCLE_TEST_POSTGRES")

pytestmark = pytest.mark.skipif(URL is None, reason="DATACYCLE_TEST_POSTGRES is not set")


@pytest.fixture
def store(folder):
    engine = sa.create_engine(URL)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop schema public cascade")
        connection.exec_driver_sql("create schema public")
    engine.dispose()
    with Store.create(folder, url=URL, at=NOON) as store:
        yield store


class TestOnPostgres:
    def test_everything_comes_back(self, store):
        fill_with_people(store)
        save_goal(store, "first", None)
        seq = store.append("dive:1", "note", {"text": "ü"}, by="ben", at=NOON)
        store_results(store, "results-1")
        store_results(store, "results-2")
        store.undo_results("results-2", by="ana", at=NOON)
        sha256 = store.put_artifact(b"photo", media_type="image/png", by="ana", at=NOON)

        with Store.open(store.folder, url=URL) as opened:
            assert [s.id for s in opened.students()] == ["0071", "0072"]
            assert opened.team("math-6").member_ids == ("ben", "ana")
            assert opened.get("goal", "goal-1").record.statement == "first"
            assert [e.seq for e in opened.entries("dive:1")] == [seq]
            assert [r.id for r in opened.result_sets("cfa-1")] == ["results-1"]
            pd.testing.assert_frame_equal(opened.sums("results-1", "items"), item_sums())
            assert opened.answers("results-1")["item_id"].tolist() == answers()["item_id"].tolist()
            assert opened.artifact(sha256) == b"photo"
            assert opened.verify_journal() == ()
        assert is_well(doctor(store.folder, url=URL))

    def test_the_chain_is_the_same_as_on_sqlite(self, store, tmp_path):
        with Store.create(tmp_path / "file", at=NOON) as other:
            for each in (store, other):
                fill_with_people(each)
                save_goal(each, "first", None)
                store_results(each, "results-1")

            assert other.journal_head() == store.journal_head()

    def test_the_migrated_schema_is_what_the_tables_say(self, store):
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        with store._reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
        assert migrate(store.folder, at=NOON, url=URL).backup is None

    def test_a_second_workspace_in_one_database_is_refused(self, store, tmp_path):
        with pytest.raises(NotAllowed):
            Store.create(tmp_path / "second", url=URL, at=NOON)

    def test_a_stale_save_keeps_its_text(self, store):
        save_goal(store, "start", None)

        with pytest.raises(Conflict):
            save_goal(store, "stale", None)

        assert [d.record.statement for d in store.losing_texts("goal", "goal-1")] == ["stale"]

    def test_what_points_nowhere_is_refused_in_words(self, store):
        from plc_data.model import Enrollment

        with pytest.raises(NotAllowed, match="does not know"):
            store.put_enrollments(
                [Enrollment(section_id="ghost", student_id="ghost")], by="ana", at=NOON
            )

    @pytest.mark.parametrize("table", APPEND_ONLY)
    @pytest.mark.parametrize("change", ["delete from {}", "truncate {} cascade"])
    def test_a_careless_script_is_refused(self, store, table, change):
        save_goal(store, "start", None)
        with pytest.raises(Conflict):
            save_goal(store, "stale", None)
        store.append("dive:1", "note", {}, by="ben", at=NOON)

        with pytest.raises(NotAllowed, match="stays as it is"), store._writing() as connection:
            connection.exec_driver_sql(change.format(table))

    def test_eight_threads_that_look_again_all_get_their_turn(self, store):
        save_goal(store, "", None)

        def add(n):
            while True:
                newest = store.get("goal", "goal-1")
                try:
                    return save_goal(store, f"{newest.record.statement} {n}", newest.version)
                except Conflict:
                    continue

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(add, range(16)))

        statement = store.get("goal", "goal-1").record.statement
        assert sorted(map(int, statement.split())) == list(range(16))
        assert store.verify_journal() == ()

    def test_a_writer_that_waits_too_long_says_so(self, store):
        with (
            ThreadPoolExecutor(1) as pool,
            store._engine.connect() as other,
            store._engine.connect() as waiting,
        ):
            other.exec_driver_sql("select seq from journal_head for update")
            waiting.exec_driver_sql("set lock_timeout = 50")
            waiting.commit()
            with pytest.raises(StoreBusy), in_plain_words():
                pool.submit(lock, waiting).result()

    def test_backups_are_postgres_own_matter(self, store):
        with pytest.raises(NotFound, match="pg_dump"):
            backup(store.folder, at=NOON)
