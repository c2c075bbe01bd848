import hashlib

import pandas as pd
import pyarrow.parquet as pq
import pytest

from plc_data.errors import DataProblems, NotAllowed, NotFound, WorkbenchError
from plc_data.store.answers import points_scale
from tests.unit.store.making import NOON, answers, item_sums, result_set, store_results


def live(store):
    return [r.id for r in store.result_sets("cfa-1")]


class TestStoringResults:
    def test_gives_the_same_frame_back(self, store):
        stored = store_results(store, "results-1")

        pd.testing.assert_frame_equal(
            store.answers("results-1"),
            answers().astype({"student_id": "str", "item_id": "str", "status": "str"}),
        )
        assert store.result_set("results-1") == stored
        assert (stored.n_students, stored.n_items, stored.points_scale) == (2, 2, 2)
        assert (stored.absent_ids, stored.live) == (("0099",), True)

    def test_writes_whole_numbers_in_the_smallest_unit(self, store):
        stored = store_results(store, "results-1")

        table = pq.read_table(store.folder / stored.file)

        assert table.column("points").to_pylist() == [2, None, 1, 0]
        assert table.column("max_points").to_pylist() == [2, 4, 2, 4]

    def test_gives_the_sums_back_with_their_types(self, store):
        store_results(store, "results-1")

        pd.testing.assert_frame_equal(store.sums("results-1", "items"), item_sums())
        with pytest.raises(NotFound):
            store.sums("results-1", "totals")

    def test_hashes_rows_whatever_their_order(self, store):
        first = store_results(store, "results-1")
        turned = answers().iloc[::-1].reset_index(drop=True)
        second = store.store_results(result_set("results-2"), turned, {}, by="ana", at=NOON)
        third = store_results(store, "results-3", points=0.0)

        assert first.content_sha256 == second.content_sha256 != third.content_sha256
        assert store.answers("results-2")["item_id"].tolist() == ["q2", "q10", "q2", "q10"]

    def test_keeps_files_for_the_owner_only(self, store):
        stored = store_results(store, "results-1")

        assert (store.folder / stored.file).stat().st_mode & 0o777 == 0o600

    def test_refuses_the_same_id_twice_and_leaves_no_file(self, store):
        store_results(store, "results-1")

        with pytest.raises(NotAllowed):
            store_results(store, "results-1")

        assert len(list(store.places.answers.iterdir())) == 1

    def test_takes_its_file_back_with_the_step_it_belongs_to(self, store):
        def step():
            with store.together():
                store_results(store, "results-1")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            step()

        assert list(store.places.answers.iterdir()) == []
        assert live(store) == []

    def test_no_rows_is_a_result_too(self, store):
        store.store_results(result_set(), answers().iloc[:0], {}, by="ana", at=NOON)

        assert len(store.answers("results-1")) == 0
        assert store.result_set("results-1").n_students == 0


class TestWhatCannotBeStored:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda f: f.drop(columns="status"), "column-missing"),
            (lambda f: f.assign(name="Zora"), "column-unknown"),
            (lambda f: f.assign(student_id=[71, 71, 72, 72]), "column-kind"),
            (lambda f: f.assign(item_id="q1"), "row-twice"),
            (lambda f: f.assign(status="blank"), "word-unknown"),
            (lambda f: f.assign(points=-1.0), "points-out-of-range"),
            (lambda f: f.assign(points=float("inf")), "points-out-of-range"),
            (lambda f: f.assign(points=0.12345678), "points-not-exact"),
        ],
    )
    def test_is_refused_with_a_code_and_leaves_nothing(self, store, change, code):
        with pytest.raises(DataProblems) as raised:
            store.store_results(result_set(), change(answers()), {}, by="ana", at=NOON)

        assert [p.code for p in raised.value.problems] == [code]
        assert "Zora" not in str(raised.value)
        assert list(store.places.answers.iterdir()) == []
        assert store.revision() == 1


class TestTheLiveSet:
    def test_is_the_newest_import_of_its_assessment(self, store):
        store_results(store, "results-1")
        store_results(store, "results-2")
        store.store_results(result_set("other", "cfa-2"), answers(), {}, by="ana", at=NOON)

        assert live(store) == ["results-2"]
        every = store.result_sets("cfa-1", live_only=False)
        assert [(r.id, r.live) for r in every] == [("results-1", False), ("results-2", True)]
        assert [r.id for r in store.result_sets()] == ["results-2", "other"]

    def test_undoing_gives_the_set_before_back_in_one_step(self, store):
        store_results(store, "results-1")
        store_results(store, "results-2")
        before = store.revision()

        store.undo_results("results-2", by="ana", at=NOON)

        assert live(store) == ["results-1"]
        assert store.revision() == before + 1
        assert store.verify_journal() == ()

    def test_undoing_all_leaves_none(self, store):
        store_results(store, "results-1")
        store_results(store, "results-2")

        store.undo_results("results-2", by="ana", at=NOON)
        store.undo_results("results-1", by="ana", at=NOON)

        assert live(store) == []
        assert len(store.answers("results-1")) == 4

    def test_an_import_after_an_undo_replaces_what_is_live_then(self, store):
        store_results(store, "results-1")
        store_results(store, "results-2")
        store.undo_results("results-2", by="ana", at=NOON)
        store_results(store, "results-3")

        store.undo_results("results-3", by="ana", at=NOON)

        assert live(store) == ["results-1"]

    def test_only_the_live_one_can_be_undone(self, store):
        store_results(store, "results-1")
        store_results(store, "results-2")

        with pytest.raises(NotAllowed):
            store.undo_results("results-1", by="ana", at=NOON)
        with pytest.raises(NotFound):
            store.undo_results("nothing", by="ana", at=NOON)

        assert live(store) == ["results-2"]


class TestPointsScale:
    @pytest.mark.parametrize(
        ("values", "scale"),
        [
            ([], 1),
            ([0, 3, 10], 1),
            ([0.5], 2),
            ([0.25, 0.5], 4),
            ([1 / 3, 2 / 3], 3),
            ([0.1, 0.25], 20),
            ([0.33], 100),
            ([0.000001], 1_000_000),
            ([0.1 + 0.2], 10),
        ],
    )
    def test_is_the_smallest_that_makes_all_whole(self, values, scale):
        assert points_scale(values) == scale


class TestArtifacts:
    def test_come_back_and_are_kept_once(self, store):
        first = store.put_artifact(b"photo", media_type="image/png", by="ana", at=NOON)
        before = store.revision()
        second = store.put_artifact(b"photo", media_type="image/png", by="ben", at=NOON)

        assert first == second == hashlib.sha256(b"photo").hexdigest()
        assert store.artifact(first) == b"photo"
        assert store.artifact_media_type(first) == "image/png"
        assert store.revision() == before

    @pytest.mark.parametrize("name", ["../../etc/passwd", "0" * 64, "", "A" * 64])
    def test_what_is_not_there_is_not_found(self, store, name):
        with pytest.raises(NotFound):
            store.artifact(name)

    def test_changed_bytes_are_refused(self, store):
        sha256 = store.put_artifact(b"photo", media_type="image/png", by="ana", at=NOON)
        (store.places.artifacts / sha256[:2] / sha256).write_bytes(b"other")

        with pytest.raises(WorkbenchError, match="changed after"):
            store.artifact(sha256)

    def test_putting_it_again_mends_a_spoiled_file(self, store):
        sha256 = store.put_artifact(b"photo", media_type="image/png", by="ana", at=NOON)
        (store.places.artifacts / sha256[:2] / sha256).write_bytes(b"other")

        store.put_artifact(b"photo", media_type="image/png", by="ana", at=NOON)

        assert store.artifact(sha256) == b"photo"
