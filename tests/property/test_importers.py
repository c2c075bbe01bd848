"""Whatever bytes come in, the importers answer with a plan; whatever is fair, they read right."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plc_data.importers import (
    CODES,
    match_roster,
    plan_as_json,
    read_answer_key,
    read_results,
    read_roster,
    read_standards,
)
from plc_data.model import AttemptPolicy, ImportPlan, MatchKind, Student, Verdict

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "importers"
SEEDS = sorted(p.read_bytes() for p in GOLDEN.glob("*/input.*"))
READERS = (read_results, read_roster, read_standards, read_answer_key)
CALM = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def check_plan(plan: ImportPlan) -> None:
    """What holds for every plan, of whatever file."""
    assert {p.code for p in (*plan.problems, *plan.warnings)} <= set(CODES)
    assert len(plan.scores) == len(plan.statuses) == len(plan.responses) == len(plan.students)
    assert len(plan.reported_totals) == len(plan.students)
    for row, states in zip(plan.scores, plan.statuses, strict=True):
        assert len(row) == len(states) == len(plan.items)
        for points, state in zip(row, states, strict=True):
            assert points is None or (math.isfinite(points) and points >= 0)
            assert points is not None or state.value != "scored"
            assert points is None or state.value in ("scored", "no_response")
    if plan.verdict is Verdict.REFUSE:
        assert plan.problems
    plan_as_json(plan)


class TestOnlyAnswers:
    @CALM
    @given(st.binary(max_size=400))
    def test_to_any_bytes(self, data):
        for read in READERS:
            read(data)
        check_plan(read_results(data))

    @CALM
    @given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
    def test_to_any_text(self, text, encoding):
        check_plan(read_results(text.encode(encoding, errors="replace")))

    @CALM
    @given(
        st.sampled_from(SEEDS),
        st.lists(
            st.tuples(
                st.integers(0, 10**6),
                st.sampled_from(["cut", "drop", "swap", "insert", "double"]),
                st.binary(min_size=1, max_size=3),
            ),
            min_size=1,
            max_size=4,
        ),
    )
    def test_to_real_layouts_with_damage(self, data, damages):
        for where, how, bytes_ in damages:
            at = where % (len(data) + 1)
            if how == "cut":
                data = data[:at]
            elif how == "drop":
                data = data[:at] + data[at + 1 :]
            elif how == "swap":
                data = data[:at] + bytes_ + data[at + len(bytes_) :]
            elif how == "insert":
                data = data[:at] + bytes_ + data[at:]
            else:
                data = data[:at] + data[max(at - 20, 0) :]
        for read in READERS:
            read(data)
        check_plan(read_results(data))

    @CALM
    @given(
        st.sampled_from(SEEDS),
        st.dictionaries(
            st.sampled_from(
                ["layout", "sheet", "items", "cells", "key", "max_points", "words", "item",
                 "points", "assignment", "max_row", "key_row", "header_row", "student", "other"]
            ),
            st.none() | st.integers(-3, 30) | st.text(max_size=8) | st.lists(st.text(max_size=4))
            | st.dictionaries(st.text(max_size=4), st.text(max_size=4) | st.integers()),
            max_size=4,
        ),
    )  # fmt: skip
    def test_to_any_mapping(self, data, mapping):
        check_plan(read_results(data, mapping=mapping))

    json_values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
        max_leaves=12,
    )

    @CALM
    @given(
        st.dictionaries(
            st.sampled_from(
                ["CFDocument", "CFItems", "CFAssociations", "data", "standards", "jurisdiction"]
            ),
            json_values | st.lists(
                st.dictionaries(
                    st.sampled_from(
                        ["identifier", "humanCodingScheme", "fullStatement", "associationType",
                         "originNodeURI", "destinationNodeURI", "sequenceNumber", "educationLevel"]
                    ),
                    json_values | st.sampled_from(["a", "b", "isChildOf"]),
                ),
                max_size=4,
            ),
        )
    )  # fmt: skip
    def test_to_any_json_of_standards(self, value):
        import json

        data = json.dumps(value).encode()
        plan = read_standards(data)
        assert plan.standards or plan.problems


names = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)
ids = st.from_regex(r"\A[0-9]{1,9}\Z")
cells = st.sampled_from(["", "0", "1", "0.5", "2", "EX", "N/A", "-"])


@st.composite
def sheets(draw):
    """A fair sheet: ids that differ, any names, cells that mean something."""
    n_items = draw(st.integers(1, 5))
    found = draw(st.lists(ids, min_size=1, max_size=8, unique=True))
    rows = [
        (id, draw(names), [draw(cells) for _ in range(n_items)]) for id in found
    ]  # fmt: skip
    return n_items, rows


def as_csv(n_items, rows, separator=","):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["Student ID", "Name", *(f"Q{n} (2)" for n in range(1, n_items + 1))])
    for id, name, points in rows:
        shown = [p.replace(".", ",") if separator == ";" else p for p in points]
        writer.writerow([id, name, *shown])
    return out.getvalue()


POINTS = {"0": 0.0, "1": 1.0, "0.5": 0.5, "2": 2.0}
STATES = {"": "missing", "EX": "excused", "N/A": "not_assigned", "-": "no_response"}


class TestReadsWhatWasWritten:
    @CALM
    @given(
        sheets(),
        st.sampled_from([",", ";", "\t"]),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    )
    def test_whatever_the_separator_and_the_letters(self, sheet, separator, encoding):
        n_items, rows = sheet
        assume(any(points[-1] for _, _, points in rows))

        plan = read_results(as_csv(n_items, rows, separator).encode(encoding))

        assert plan.problems == ()
        assert [s.id for s in plan.students] == [id for id, _, _ in rows]
        assert [list(r) for r in plan.scores] == [[POINTS.get(c) for c in r] for _, _, r in rows]
        assert [[s.value for s in r] for r in plan.statuses] == [
            [STATES.get(c, "scored") for c in r] for _, _, r in rows
        ]

    @CALM
    @given(sheets())
    def test_what_is_cut_anywhere_within_a_row_is_refused(self, sheet):
        n_items, rows = sheet
        text = as_csv(n_items, rows).rstrip("\r\n")
        cut = text[: text.rindex(",")]

        assert read_results(cut.encode()).verdict is Verdict.REFUSE

    @CALM
    @given(sheets(), st.randoms(use_true_random=False))
    def test_the_order_of_rows_changes_nothing_but_the_order(self, sheet, random):
        n_items, rows = sheet
        mixed = list(rows)
        random.shuffle(mixed)

        def by_id(some):
            plan = read_results(as_csv(n_items, some).encode())
            return {s.id: r for s, r in zip(plan.students, plan.scores, strict=True)}

        assert by_id(rows) == by_id(mixed)


class TestMatching:
    @CALM
    @given(st.lists(ids, min_size=1, max_size=8, unique=True))
    def test_lost_zeros_find_the_student_or_ask(self, found):
        roster = [Student(id=id, given=f"G{k}", family=f"F{k}") for k, id in enumerate(found)]
        rows = [(id.lstrip("0") or "0", "x", ["1"]) for id in found]
        plan = read_results(
            as_csv(1, [(r[0], f"G{k} F{k}", r[2]) for k, r in enumerate(rows)]).encode()
        )

        match = match_roster(plan, roster)

        by_row = {m.row: m for m in match.matches}
        for student in plan.students:
            m = by_row[student.row]
            if m.student_id is not None:
                assert m.student_id.lstrip("0") == student.id.lstrip("0")
            else:
                assert m.kind in (MatchKind.AMBIGUOUS, MatchKind.NOT_FOUND)

    @CALM
    @given(sheets(), st.sampled_from(list(AttemptPolicy)))
    def test_no_student_is_matched_twice(self, sheet, policy):
        n_items, rows = sheet
        roster = [Student(id=id, given="A", family=f"B{k}") for k, (id, _, _) in enumerate(rows)]
        plan = read_results(as_csv(n_items, [*rows, *rows]).encode(), attempts=policy)

        match = match_roster(plan, roster)

        found = [m.student_id for m in match.matches if m.student_id]
        assert len(found) == len(set(found))


@pytest.mark.parametrize("read", READERS)
def test_a_missing_path_is_an_oserror(read, tmp_path):
    with pytest.raises(OSError, match="No such file"):
        read(tmp_path / "nowhere.csv")
