"""Several writers at once, and writers that are killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from plc_data.errors import Conflict
from plc_data.store import Store
from plc_data.store.maintenance import doctor, is_well
from tests.unit.store.making import NOON, goal, save_goal, store_results

SAVING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from plc_data.model import SmartGoal
from plc_data.store import Store

folder, at = Path(sys.argv[1]), datetime.now(UTC)

def write(name, limit):
    with Store.open(folder) as store:
        base, n = None, 0
        print("ready", name, os.getpid(), flush=True)
        while n < limit:
            record = SmartGoal(id=name, cycle_id="c", team_id="t", statement=f"text {n}")
            saved = store.save("goal", record, team_id="t", by=name, at=at, based_on=base)
            base = saved.version
            seq = store.append("dive:1", "note", {"n": n}, by=name, at=at)
            print("kept", name, base, n, seq, flush=True)
            n += 1
"""

ONE_WRITER = SAVING + "write(sys.argv[2], int(sys.argv[3]))"

TEN_WRITERS_IN_TURN = (
    SAVING
    + """
for turn in range(10):
    child = os.fork()
    if child == 0:
        write(f"writer-{turn}", 1_000_000)
    os.waitpid(child, 0)
"""
)


def start(program, *arguments):
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kept(lines):
    words = [line.split() for line in lines if line.startswith("kept")]
    return [(name, int(version), int(n), int(seq)) for _, name, version, n, seq in words]


class TestKilledWriters:
    @pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are POSIX words")
    def test_lose_nothing_that_was_acknowledged(self, store):
        chance, lines, n_killed = random.Random(20260914), [], 0

        with start(TEN_WRITERS_IN_TURN, store.folder) as starter:
            for line in starter.stdout:
                lines.append(line)
                if line.startswith("ready"):
                    pid, n_more = int(line.split()[2]), chance.randint(1, 8)
                n_more -= line.startswith("kept")
                if n_more == 0:
                    time.sleep(chance.uniform(0, 0.01))
                    os.kill(pid, signal.SIGKILL)
                    n_killed += 1

        promised = kept(lines)
        assert n_killed == 10
        assert len(promised) >= 10
        entries = {e.seq: (e.by, e.payload["n"]) for e in store.entries("dive:1")}
        for name, version, n, seq in promised:
            assert store.get("goal", name, version).record.statement == f"text {n}"
            assert entries[seq] == (name, n)
        assert is_well(doctor(store.folder))


class TestSeveralWriters:
    def test_two_processes_lose_nothing_and_number_in_one_line(self, store):
        children = [start(ONE_WRITER, store.folder, f"writer-{n}", 40) for n in range(2)]
        saved = [kept(child.communicate()[0].splitlines()) for child in children]

        assert [len(saves) for saves in saved] == [40, 40]
        assert len({seq for saves in saved for *_, seq in saves}) == 80
        assert [d.version for d in store.find("goal")] == [40, 40]
        assert len(store.journal()) == 161
        assert store.verify_journal() == ()

    def test_eight_threads_with_one_base_leave_one_winner_and_seven_texts(self, store):
        save_goal(store, "start", None)
        barrier = threading.Barrier(8)

        def write(n):
            barrier.wait()
            try:
                return save_goal(store, f"thread {n}", 1, by=f"p{n}")
            except Conflict:
                return None

        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(write, range(8)))

        assert sorted(won, key=str) == [2, *[None] * 7]
        texts = [d.record.statement for d in store.losing_texts("goal", "goal-1")]
        texts.append(store.get("goal", "goal-1").record.statement)
        assert sorted(texts) == [f"thread {n}" for n in range(8)]
        assert store.verify_journal() == ()

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

    def test_readers_see_whole_steps_only(self, store):
        stop = threading.Event()
        halves = []

        def read():
            while not stop.is_set():
                with store._reading() as connection:
                    rows = connection.exec_driver_sql(
                        "select (select count(*) from document_version), "
                        "(select count(*) from entry)"
                    ).one()
                if rows[0] != rows[1]:
                    halves.append(rows)

        reader = threading.Thread(target=read)
        reader.start()
        for n in range(30):
            with store.together():
                store.save("goal", goal(id=f"g{n}"), team_id=None, by="ana", at=NOON, based_on=None)
                store.append("dive:1", "note", {}, by="ana", at=NOON)
        stop.set()
        reader.join()

        assert halves == []

    def test_two_imports_at_once_leave_one_live_set(self, store):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: store_results(store, f"results-{n}"), range(8)))

        (live,) = store.result_sets("cfa-1")
        every = store.result_sets("cfa-1", live_only=False)
        assert live.id == every[-1].id
        for result in reversed(every):
            assert [r.id for r in store.result_sets("cfa-1")] == [result.id]
            store.undo_results(result.id, by="ana", at=NOON)
        assert store.result_sets("cfa-1") == ()

    def test_a_page_sees_another_process_change_the_revision(self, store):
        before = store.revision()

        with Store.open(store.folder) as other:
            save_goal(other, "x", None)

        assert store.revision() == before + 1
