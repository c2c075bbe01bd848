"""Fail the k-th call that brings something to the disk, for every k there is."""

import os
import sqlite3

import pandas as pd
import pytest

from plc_data.store import Store
from plc_data.store.backups import list_backups
from plc_data.store.maintenance import backup, doctor, is_well, restore
from tests.unit.store.making import NOON, answers, result_set, save_goal, store_results


class Fault(OSError):
    """The disk said no."""


class FailingCall:
    """Stand in for a function and raise at its k-th call."""

    def __init__(self, real, k):
        self.real, self.k, self.n = real, k, 0

    def __call__(self, *arguments, **more):
        self.n += 1
        if self.n == self.k:
            raise Fault(28, "No space left on device")
        return self.real(*arguments, **more)


def parts(folder):
    return sorted(p.name for p in folder.rglob("*") if p.name.endswith(".part"))


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
class TestStoringResults:
    def test_leaves_no_half_import(self, store, monkeypatch, call, k):
        store_results(store, "results-1")
        before, files = store.revision(), sorted(store.places.answers.iterdir())
        failing = FailingCall(getattr(os, call), k)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                store_results(store, "results-2", points=0.0)
                failed = False
            except Fault:
                failed = True

        assert failed == (failing.n >= k)
        if failed:
            assert store.revision() == before
            assert [r.id for r in store.result_sets("cfa-1")] == ["results-1"]
            named = [f for f in doctor(store.folder) if f.code != "orphan-file"]
            assert is_well(tuple(named))
            assert parts(store.folder) == []
            assert set(files) <= set(store.places.answers.iterdir())
            pd.testing.assert_frame_equal(
                store.answers("results-1"),
                answers().astype({"student_id": "str", "item_id": "str", "status": "str"}),
            )
        store_results(store, "results-3")
        assert [r.id for r in store.result_sets("cfa-1")] == ["results-3"]


class TestTheTransactionOfAnImport:
    @pytest.mark.parametrize("table", ["result_set", "result_sum", "journal"])
    def test_takes_the_file_back_when_a_row_cannot_be_written(self, store, table):
        store_results(store, "results-1")
        with store._writing() as connection:
            connection.exec_driver_sql(
                f"create trigger stop before insert on {table} "
                "begin select raise(abort, 'disk is full'); end"
            )

        with pytest.raises(Exception, match="disk is full"):
            store_results(store, "results-2")

        assert [r.id for r in store.result_sets("cfa-1", live_only=False)] == ["results-1"]
        assert len(list(store.places.answers.iterdir())) == 1
        assert is_well(doctor(store.folder))


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
class TestMakingABackup:
    def test_leaves_no_half_backup(self, store, monkeypatch, call, k):
        save_goal(store, "kept", None)
        backup(store.folder, at=NOON)
        failing = FailingCall(getattr(os, call), k)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                backup(store.folder, at=NOON)
            except Fault:
                assert failing.n >= k

        assert parts(store.folder) == []
        for made in list_backups(store.places):
            restore(store.folder, made.path, at=NOON, force=True)
            assert store.get("goal", "goal-1").record.statement == "kept"
        assert len(list_backups(store.places)) >= 1
        left = [p for p in store.places.backups.iterdir() if p.name.startswith(".")]
        found = [f for f in doctor(store.folder) if f.code == "unfinished-file"]
        assert bool(left) == bool(found)
        assert not left or call == "open"


@pytest.mark.parametrize("k", [1, 2, 3, 4, 6, 8])
@pytest.mark.parametrize("call", ["fsync", "replace"])
class TestRestoring:
    def test_leaves_the_old_state_or_the_new_one(self, store, monkeypatch, call, k):
        store_results(store, "results-1")
        save_goal(store, "old", None)
        archive = backup(store.folder, at=NOON)
        for path in store.places.answers.iterdir():
            path.unlink()
        save_goal(store, "new", 1)
        failing = FailingCall(getattr(os, call), k)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                restore(store.folder, archive, at=NOON, force=True)
            except Fault:
                assert failing.n >= k

        assert store.get("goal", "goal-1").record.statement in ("old", "new")
        assert store.verify_journal() == ()
        assert parts(store.folder) == []
        restore(store.folder, archive, at=NOON, force=True)
        assert is_well(doctor(store.folder))


class TestACommitThatFails:
    def test_is_not_acknowledged_and_leaves_nothing(self, store, monkeypatch):
        save_goal(store, "first", None)
        engine, real = store._engine, store._engine.dialect.do_commit

        def fail(connection):
            raise sqlite3.OperationalError("disk I/O error")

        monkeypatch.setattr(engine.dialect, "do_commit", fail)
        with pytest.raises(Exception, match="could not be written"):
            store.store_results(result_set(), answers(), {}, by="ana", at=NOON)
        monkeypatch.setattr(engine.dialect, "do_commit", real)

        assert store.result_sets() == ()
        assert list(store.places.answers.iterdir()) == []
        with Store.open(store.folder) as opened:
            assert opened.verify_journal() == ()
        assert save_goal(store, "second", 1) == 2
