import shutil
import sqlite3
from contextlib import closing

import pytest

from plc_data.errors import NotAllowed
from plc_data.store import Store
from plc_data.store.journal import check_chain, digest, link_of
from tests.unit.store.making import NOON, fill_with_people, save_goal, store_results


def a_full_store(store):
    fill_with_people(store)
    save_goal(store, "first", None)
    save_goal(store, "second", 1)
    store.append("dive:1", "note", {"text": "seen"}, by="ben", at=NOON)
    store_results(store, "results-1")


def tamper(store, statement, *parameters):
    """Change the file as somebody with full access would: without the triggers."""
    with closing(sqlite3.connect(store.places.database)) as connection, connection:
        names = connection.execute("select name from sqlite_schema where type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"drop trigger {name}")
        connection.execute(statement, parameters)


class TestTheChain:
    def test_has_one_entry_for_each_change(self, store):
        a_full_store(store)

        actions = [(e.action, e.object_kind, e.object_id) for e in store.journal()]

        assert actions == [
            ("create", "workspace", "workspace"),
            ("put", "people", "3 people"),
            ("put", "teams", "math-6"),
            ("put", "students", "2 students"),
            ("put", "sections", "6a"),
            ("put", "enrollments", "2 enrollments"),
            ("save", "goal", "goal-1"),
            ("save", "goal", "goal-1"),
            ("append", "note", "dive:1"),
            ("store", "results", "results-1"),
        ]
        assert [e.seq for e in store.journal()] == list(range(1, 11))
        assert store.journal_head() == store.journal()[-1].hash
        assert [e.seq for e in store.journal(after=8)] == [9, 10]

    def test_holds(self, store):
        a_full_store(store)

        assert store.verify_journal() == ()
        assert check_chain(map(link_of, store.journal())) == ()

    def test_is_the_same_for_the_same_changes(self, store, tmp_path):
        a_full_store(store)
        with Store.create(tmp_path / "again", at=NOON) as other:
            a_full_store(other)

            assert other.journal_head() == store.journal_head()

    def test_names_no_student(self, store):
        a_full_store(store)

        text = repr(store.journal()).lower()

        for name in ("zora", "vance", "zee", "milo", "abara"):
            assert name not in text

    def test_does_not_hash_a_students_name(self, store, tmp_path):
        from plc_data.model import Student

        heads = []
        for given in ("Zora", "Milo"):
            with Store.create(tmp_path / given, at=NOON) as other:
                other.put_students([Student(id="7", given=given, family="X")], by="a", at=NOON)
                heads.append(other.journal_head())

        assert heads[0] == heads[1]


class TestTamperingWithTheJournal:
    @pytest.mark.parametrize(
        "column",
        [
            "previous_hash",
            "at",
            "person_id",
            "action",
            "object_kind",
            "object_id",
            "payload_hash",
            "hash",
        ],
    )
    @pytest.mark.parametrize("seq", [1, 5, 10])
    def test_one_changed_byte_is_found_where_it_is(self, store, column, seq):
        a_full_store(store)

        tamper(
            store,
            f"update journal set {column} = cast(replace(substr({column}, 1, 1), "
            f"substr({column}, 1, 1), 'z') || substr({column}, 2) as text) where seq = ?",
            seq,
        )

        assert store.verify_journal()[0].row == seq

    def test_a_byte_that_is_not_even_text_is_found(self, store):
        a_full_store(store)

        tamper(store, "update journal set person_id = cast(x'ff' as text) where seq = 4")

        assert store.verify_journal()[0].row == 4

    def test_a_missing_entry_is_found(self, store):
        a_full_store(store)

        tamper(store, "delete from journal where seq = 4")

        assert store.verify_journal()[0].row == 4
        assert "missing" in store.verify_journal()[0].message

    def test_a_missing_end_is_found_against_the_head(self, store):
        a_full_store(store)

        tamper(store, "delete from journal where seq >= 9")

        assert store.verify_journal()[0].row == 9

    def test_two_swapped_entries_are_found(self, store):
        a_full_store(store)

        tamper(
            store, "update journal set seq = case seq when 4 then -5 when 5 then -4 else seq end"
        )
        tamper(store, "update journal set seq = abs(seq)")

        assert store.verify_journal()[0].row == 4

    def test_an_inserted_entry_is_found(self, store):
        a_full_store(store)

        tamper(
            store,
            "insert into journal select 11, hash, at, person_id, action, object_kind, object_id, "
            "payload_hash, hash from journal where seq = 10",
        )

        assert store.verify_journal()[0].row == 11

    def test_any_byte_flipped_in_the_file_is_found(self, store, folder, tmp_path):
        a_full_store(store)
        at = store.journal()[6].hash.encode()
        store.close()
        data = folder.joinpath("workbench.sqlite").read_bytes()
        where = [n for n in range(len(data)) if data.startswith(at, n)]
        assert len(where) == 2

        for n in where:
            other = tmp_path / f"flipped-{n}"
            shutil.copytree(folder, other)
            flipped = bytearray(data)
            flipped[n + 10] ^= 1
            other.joinpath("workbench.sqlite").write_bytes(flipped)
            with Store.open(other) as opened:
                assert opened.verify_journal()[0].row in (7, 8)


class TestTamperingWithRecords:
    def test_a_changed_document_is_found(self, store):
        a_full_store(store)

        tamper(store, "update document_version set record = replace(record, 'first', 'other')")

        assert [(p.code, p.row) for p in store.verify_journal()] == [("record-differs", 7)]

    def test_a_changed_author_or_moment_is_found(self, store):
        a_full_store(store)

        tamper(store, "update document_version set author_id = 'ben' where version = 1")
        tamper(store, "update document_version set saved_at = '?' where version = 2")

        assert [p.row for p in store.verify_journal()] == [7, 8]

    def test_a_changed_or_missing_entry_is_found(self, store):
        a_full_store(store)
        store.append("dive:1", "note", {}, by="ben", at=NOON)

        tamper(store, "update entry set withdrawn = 1 where seq = 9")
        tamper(store, "delete from entry where seq = 11")

        assert [p.row for p in store.verify_journal()] == [9, 11]

    def test_results_put_in_anothers_place_are_found(self, store):
        a_full_store(store)

        tamper(store, "update result_set set content_sha256 = 'x'")

        assert [p.row for p in store.verify_journal()] == [10]


class TestTheTriggers:
    @pytest.mark.parametrize("table", ["journal", "entry", "document_version", "conflict"])
    @pytest.mark.parametrize("change", ["update {} set rowid = rowid", "delete from {}"])
    def test_refuse_a_careless_script(self, store, table, change):
        a_full_store(store)
        with pytest.raises(Exception, match="changed meanwhile"):
            save_goal(store, "stale", 1)

        with (
            closing(sqlite3.connect(store.places.database)) as connection,
            pytest.raises(sqlite3.IntegrityError, match=f"append-only: {table}"),
        ):
            connection.execute(change.format(table))

    def test_speak_in_words_through_the_store(self, store):
        with pytest.raises(NotAllowed, match="stays as it is"), store._writing() as connection:
            connection.exec_driver_sql("delete from journal")


class TestDigest:
    def test_tells_missing_from_empty(self):
        assert digest(None) != digest("")
        assert digest(1) != digest("1")
