"""Memory and time at the sizes that the documentation names, as a printed table.

Run with ``python -m pytest benchmarks/bench_sizes.py -s``. The large cases run only when asked for:
``DATACYCLE_BENCH_LARGE=1`` (5.8 million answers, and a million students by 50 items) or
``DATACYCLE_BENCH_LARGE=2`` (58 million answers as well; some minutes, 1 GB of disk).
Each memory case runs in a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from plc_data.model import MasteryState

LARGE = int(os.environ.get("DATACYCLE_BENCH_LARGE", "0"))

GROUPING_MILLISECONDS = 50
"""One hundred and fifty students; measured on the machine that runs it, printed and held."""

MEGABYTES_ABOVE_THE_DATA = 20
LARGEST_GIGABYTES = 1.5

ITEM_TABLE = """
import tracemalloc
import numpy as np
from datacycle.analysis.onepass import item_table

n, k = 1_000_000, 50
rng = np.random.default_rng(3)
scores = np.empty((n, k), np.uint8)
for start in range(0, n, 50_000):
    able = rng.normal(size=(50_000, 1))
    scores[start:start + 50_000] = rng.random((50_000, k)) < 1 / (1 + np.exp(-able))
tracemalloc.start()
item_table(scores)
print(tracemalloc.get_traced_memory()[1] / 1e6)
"""

FIVE_TABLES = """
import resource, sys, time
from pathlib import Path
import datacycle.analysis as an
from datacycle.analysis.engines import AnswerFile, Limits, connect, open_responses, write_result

assessments, students, folder, files = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], []
connection = connect(Limits(threads=2, memory="1GB", temp_directory=folder))
for a in range(assessments):
    path = str(Path(folder) / f"a{a}.parquet")
    connection.sql('''
        select 's' || (%d * %d + s) as student_id, 'q' || i as item_id,
               chr(65 + (hash(%d, s, i) %% 4)::int) as response,
               (hash(%d, s, i) %% 3 > 0)::smallint as points, 1::smallint as max_points,
               'scored' as status
        from range(%d) t(s), range(15) u(i)''' % (a, students, a, a, students)
    ).write_parquet(path)
    files.append(AnswerFile(path, f"cfa{a}", students * 15))
targets = connection.sql('''
    select 'cfa' || a as assessment_id, 'q' || i as item_id, 't' || i %% 3 as target_id
    from range(%d) t(a), range(15) u(i)''' % assessments)
seats = connection.sql('''
    select 's' || s as student_id, 'p' || s // 30 as section_id from range(%d) t(s)'''
    % (assessments * students))
began = time.perf_counter()
answers = open_responses(files, "duckdb", session=connection)
by_target = an.sums.target_sums(answers, targets)
tables = {
    "items": an.sums.item_sums(answers), "totals": an.sums.total_sums(answers),
    "options": an.sums.option_counts(answers), "targets": by_target,
    "classes": an.sums.class_sums(by_target, seats),
}
for name, table in tables.items():
    write_result(table, str(Path(folder) / f"out-{name}.parquet"))
print(time.perf_counter() - began)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""


def measured(code: str, *arguments: object) -> list[float]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(line) for line in shown.stdout.split()]


def test_grouping_of_150_students():
    rng = np.random.default_rng(2)
    ids = [f"s{i:03}" for i in range(150)]
    states = rng.choice([s.value for s in MasteryState if s.value != "no_evidence"], 150)
    same = {"target_id": "t1", "n_items": 5, "points": 3.0, "max_points": 5.0, "share": 0.6}
    mastery = pd.DataFrame({"student_id": ids, **same, "p_mastery": 0.5, "state": states})
    causes = pd.DataFrame(
        {"student_id": ids, "cause": rng.choice(["adds", "inverts", ""], 150), "n_times": 2}
    )
    an.propose_groups(mastery, causes, "t1")

    taken = []
    for _ in range(15):
        start = perf_counter()
        found = an.propose_groups(mastery, causes, "t1")
        taken.append(1000 * (perf_counter() - start))

    print(f"\n150 students into groups: {median(taken):.1f} ms (at most {GROUPING_MILLISECONDS})")
    assert sorted(found["student_id"]) == ids
    assert median(taken) < GROUPING_MILLISECONDS


@pytest.mark.skipif(LARGE < 1, reason="large: set DATACYCLE_BENCH_LARGE=1")
def test_a_million_students_by_fifty_items():
    (above,) = measured(ITEM_TABLE)

    print(f"\n1,000,000 x 50: {above:.1f} MB above the data (at most {MEGABYTES_ABOVE_THE_DATA})")
    assert above <= MEGABYTES_ABOVE_THE_DATA


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("assessments", "students", "asked"),
    [(420, 92, 0), (4_200, 92, 1), (4_200, 920, 2)],
    ids=["0.58M", "5.8M", "58M"],
)
def test_five_tables_from_file_to_file(assessments, students, asked, tmp_path):
    if asked > LARGE:
        pytest.skip(f"large: set DATACYCLE_BENCH_LARGE={asked}")

    seconds, gigabytes = measured(FIVE_TABLES, assessments, students, tmp_path)

    print(
        f"\n{assessments * students * 15:,} answers in {assessments:,} files, five tables: "
        f"{seconds:.1f} s, {gigabytes:.2f} GB at most (limit {LARGEST_GIGABYTES})"
    )
    assert gigabytes <= LARGEST_GIGABYTES
