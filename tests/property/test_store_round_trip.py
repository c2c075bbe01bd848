"""What is stored comes back the same; random writers lose nothing that was acknowledged."""

import math
import shutil
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plc_data.errors import Conflict
from plc_data.model import Person, ResponseStatus, Role, SmartGoal, Student
from plc_data.store import Store, sums
from plc_data.store.answers import pack, packed_sha256, points_scale, unpack
from plc_data.store.tables import Moment, moment_text
from tests.unit.store.making import NOON, result_set

SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
identifiers = text.map(str.strip).filter(bool)
moments = st.datetimes(
    datetime(2000, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.sampled_from(
        [UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))]
    ),
)
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def new_workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "workspace"
    Store.create(folder, at=NOON).close()
    return folder


@pytest.fixture(scope="module")
def store(new_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled") / "workspace"
    shutil.copytree(new_workspace, folder)
    with Store.open(folder) as store:
        yield store


class TestRecords:
    @SETTINGS
    @given(st.lists(st.tuples(identifiers, text, text, st.none() | text, st.booleans())))
    def test_students_come_back(self, store, rows):
        students = {
            id: Student(id=id, given=given, family=family, nickname=nickname, active=active)
            for id, given, family, nickname, active in rows
        }

        store.put_students(students.values(), by="ana", at=NOON)

        assert {s.id: s for s in store.students(students)} == students

    @SETTINGS
    @given(identifiers, text, st.frozensets(st.sampled_from(Role)))
    def test_people_come_back(self, store, id, name, roles):
        person = Person(id=id, given=name, family=name, roles=roles)

        store.put_people([person], by="ana", at=NOON)

        assert store.person(id) == person

    @SETTINGS
    @given(identifiers, st.lists(text, min_size=1, max_size=4), moments)
    def test_documents_come_back_in_every_version(self, store, id, statements, at):
        base = len(store.versions("goal", id)) or None
        saved = []
        for statement in statements:
            record = SmartGoal(id=id, cycle_id="c", team_id="t", statement=statement)
            document = store.save("goal", record, team_id="t", by="ana", at=at, based_on=base)
            base = document.version
            saved.append(document)

        assert store.versions("goal", id)[-len(saved) :] == tuple(saved)

    @SETTINGS
    @given(identifiers, text, st.dictionaries(text, plain_json, max_size=4), moments)
    def test_entries_come_back(self, store, stream, kind, payload, at):
        seq = store.append(stream, kind, payload, by="ana", at=at)

        (entry,) = store.entries(stream, after=seq - 1)

        assert (entry.seq, entry.kind, entry.payload, entry.at) == (seq, kind, payload, at)

    def test_and_the_journal_holds_over_all_of_it(self, store):
        assert store.verify_journal() == ()

    @given(moments, moments)
    def test_moments_as_text_keep_their_order(self, one, other):
        assert (moment_text(one) < moment_text(other)) == (one < other)
        assert Moment().process_result_value(moment_text(one), None) == one


fractions = st.builds(
    lambda n, d: n / d, st.integers(0, 400), st.sampled_from([1, 2, 3, 4, 10, 100])
)


@st.composite
def frames(draw):
    students = draw(st.lists(identifiers, min_size=1, max_size=6, unique=True))
    items = draw(st.lists(identifiers, min_size=1, max_size=4, unique=True))
    cells = draw(st.permutations([(s, i) for s in students for i in items]))
    n = len(cells)
    column = lambda values: draw(st.lists(values, min_size=n, max_size=n))  # noqa: E731
    return pd.DataFrame(
        {
            "student_id": pd.Series([s for s, _ in cells], dtype="str"),
            "item_id": pd.Series([i for _, i in cells], dtype="str"),
            "response": pd.Series(column(st.none() | text), dtype="str"),
            "points": pd.Series(column(st.none() | fractions), dtype="float64"),
            "max_points": pd.Series(column(fractions), dtype="float64"),
            "status": pd.Series(
                column(st.sampled_from([s.value for s in ResponseStatus])), dtype="str"
            ),
        }
    )


class TestAnswers:
    @SETTINGS
    @given(frames())
    def test_reading_back_gives_the_same_frame(self, frame):
        data, scale, sha256 = pack(frame)

        pd.testing.assert_frame_equal(unpack(data, scale), frame, check_exact=True)
        assert packed_sha256(data, scale) == sha256

    @SETTINGS
    @given(frames(), st.randoms(use_true_random=False))
    def test_the_hash_is_of_the_rows_and_not_of_their_order(self, frame, chance):
        order = list(range(len(frame)))
        chance.shuffle(order)

        assert pack(frame.iloc[order])[1:] == pack(frame)[1:]

    @SETTINGS
    @given(frames(), st.data())
    def test_another_cell_gives_another_hash(self, frame, data):
        row = data.draw(st.integers(0, len(frame) - 1))
        other = frame.copy()
        other.loc[row, "max_points"] += 1

        assert pack(other)[2] != pack(frame)[2]

    @given(st.lists(fractions, max_size=12))
    def test_the_scale_is_the_smallest(self, values):
        scale = points_scale(values)

        def is_exact(s):
            return all(round(v * s) / s == v for v in values)

        assert is_exact(scale)
        assert not any(is_exact(s) for s in range(1, min(scale, 300)))


class TestSums:
    @SETTINGS
    @given(
        st.lists(
            st.tuples(text, st.integers(-(2**62), 2**62), st.floats(allow_infinity=False)),
            max_size=6,
        )
    )
    def test_come_back_with_their_types(self, rows):
        frame = pd.DataFrame(
            {
                "item_id": pd.Series([r[0] for r in rows], dtype="str"),
                "sxx": pd.Series([r[1] for r in rows], dtype="int64"),
                "mean": pd.Series([r[2] for r in rows], dtype="float64"),
            }
        )

        pd.testing.assert_frame_equal(sums.unpack(sums.pack(frame)), frame, check_exact=True)
        indexed = frame.set_index("item_id")
        pd.testing.assert_frame_equal(sums.unpack(sums.pack(indexed)), indexed)


steps = st.tuples(st.sampled_from("ab"), st.sampled_from(["read", "save"]))


class TestTwoWriters:
    @settings(SETTINGS, max_examples=20)
    @given(interleaving=st.lists(steps, max_size=20))
    def test_lose_nothing_that_was_acknowledged(self, new_workspace, interleaving):
        """Each writer holds the version it read last, as a form left open in a browser does."""
        with tempfile.TemporaryDirectory() as folder:
            workspace = Path(folder) / "workspace"
            shutil.copytree(new_workspace, workspace)
            with Store.open(workspace) as one, Store.open(workspace) as other:
                stores, seen = {"a": one, "b": other}, {"a": None, "b": None}
                won, lost = [], []
                for n, (writer, what) in enumerate(interleaving):
                    store = stores[writer]
                    if what == "read":
                        found = store.versions("goal", "g")
                        seen[writer] = found[-1].version if found else None
                        continue
                    record = SmartGoal(id="g", cycle_id="c", team_id="t", statement=f"{n}")
                    try:
                        seen[writer] = store.save(
                            "goal", record, team_id="t", by=writer, at=NOON, based_on=seen[writer]
                        ).version
                        won.append(f"{n}")
                    except Conflict as conflict:
                        lost.append((f"{n}", conflict.newest, len(won)))

                assert [d.record.statement for d in one.versions("goal", "g")] == won
                assert [d.record.statement for d in one.losing_texts("goal", "g")] == [
                    text for text, _, _ in lost
                ]
                assert all(newest == n_won for _, newest, n_won in lost)
                assert one.verify_journal() == ()


def test_missing_and_zero_are_not_the_same(store):
    frame = pd.DataFrame(
        {
            "student_id": ["1", "2"],
            "item_id": ["q", "q"],
            "response": pd.Series([None, ""], dtype="str"),
            "points": [math.nan, 0.0],
            "max_points": [1.0, 1.0],
            "status": ["missing", "scored"],
        }
    )
    store.store_results(result_set("mz", "cfa-mz"), frame, {}, by="ana", at=NOON)

    back = store.answers("mz")

    assert back["points"].isna().tolist() == [True, False]
    assert back["response"].isna().tolist() == [True, False]
