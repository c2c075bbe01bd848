"""How long a district's file takes to import, beside plain pandas doing the same.

A wide CSV with one million answers (66,667 students, 15 items) becomes the frame "answers" on both
ways. The plain way knows beforehand what every column is and checks nothing; the importer finds
out, keeps every state apart, and makes a plan that a person can look at. It should need at most
twice the time.

Run it with ``python benchmarks/bench_import.py``; processor time is taken, so that other work on
the machine counts little.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from plc_data.importers import answers_frame, map_items, match_roster, read_results
from plc_data.model import Assessment, Item, LearningTarget, RosterMatch, Student

N_STUDENTS, N_ITEMS = 66_667, 15
ROUNDS = 5
AT_MOST = 2.0


def make_file() -> bytes:
    """A sheet with 1 % blank, 1 % excused, and 60 % of the rest right."""
    rng = np.random.default_rng(20261006)
    cells = np.where(rng.random((N_STUDENTS, N_ITEMS)) < 0.6, "1", "0").astype(object)
    chance = rng.random((N_STUDENTS, N_ITEMS))
    cells[chance < 0.01] = ""
    cells[chance > 0.99] = "EX"
    items = [f"Q{n}" for n in range(1, N_ITEMS + 1)]
    lines = [",".join(["Student ID", "Last", "First", *items])]
    lines.append(",".join(["MAX", "", "", *["1"] * N_ITEMS]))
    lines += [f"{n:07},Last{n},First{n},{','.join(row)}" for n, row in enumerate(cells)]
    return "\n".join(lines).encode()


def plain_pandas(data: bytes) -> pd.DataFrame:
    """The same frame, by somebody who knows the file."""
    wide = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    most = pd.to_numeric(wide.iloc[0, 3:])
    wide = wide.iloc[1:]
    long = wide.melt(
        id_vars=["Student ID"], value_vars=list(most.index), var_name="item", value_name="cell"
    )
    points = pd.to_numeric(long["cell"], errors="coerce")
    status = np.select(
        [points.notna(), long["cell"] == "", long["cell"] == "EX"],
        ["scored", "missing", "excused"],
        "unknown",
    )
    return pd.DataFrame(
        {
            "student_id": long["Student ID"],
            "item_id": long["item"],
            "response": pd.array([None] * len(long), dtype="str"),
            "points": points,
            "max_points": long["item"].map(most).astype(float),
            "status": pd.array(status, dtype="str"),
        }
    )


def importer(data: bytes, assessment: Assessment, match: RosterMatch) -> pd.DataFrame:
    """The file through the plan to the frame; matching is a step of its own, timed by itself."""
    plan = read_results(data)
    return answers_frame(plan, match, map_items(plan, assessment)[0], assessment)


def seconds(work: Callable[[], object]) -> float:
    """The median processor time of a few rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> float:
    """Print both times, the matching's, and the ratio; return the ratio."""
    data = make_file()
    items = tuple(
        Item(id=f"Q{n}", position=n, label=f"Q{n}", target_id="t") for n in range(1, N_ITEMS + 1)
    )
    target = LearningTarget(id="t", statement="I can")
    assessment = Assessment(id="a", team_id="t", title="CFA", targets=(target,), items=items)
    roster = [
        Student(id=f"{n:07}", given=f"First{n}", family=f"Last{n}") for n in range(N_STUDENTS)
    ]
    match = match_roster(read_results(data), roster)
    ours, theirs = importer(data, assessment, match), plain_pandas(data)
    keys = ["student_id", "item_id"]
    pd.testing.assert_frame_equal(
        ours.sort_values(keys, ignore_index=True),
        theirs.sort_values(keys, ignore_index=True),
        check_dtype=False,
    )
    plain = seconds(lambda: plain_pandas(data))
    mine = seconds(lambda: importer(data, assessment, match))
    plan = read_results(data)
    matching = seconds(lambda: match_roster(plan, roster))
    print(f"{N_STUDENTS * N_ITEMS:,} answers, {len(data) / 1e6:.1f} MB")
    print(f"plain pandas        {plain:6.2f} s")
    print(f"importer            {mine:6.2f} s   {mine / plain:.2f} times (at most {AT_MOST})")
    print(f"matching the roster {matching:6.2f} s   ({N_STUDENTS:,} students, by id)")
    return mine / plain


if __name__ == "__main__":
    main()
