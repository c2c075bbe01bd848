"""Integer sums on every engine, and what is finished from them."""

import os
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an

SCALE = 2
"""Half points: one unit is half a point."""


def answers(seed: int = 1, *, absent: bool = True) -> pd.DataFrame:
    """Two assessments with blanks, absences, half points; whole numbers in units of 1/2."""
    rng = np.random.default_rng(seed)
    frames = []
    for assessment, n, k in (("cfa1", 30, 6), ("cfa2", 25, 4)):
        grid = pd.MultiIndex.from_product(
            [[f"s{i:02}" for i in range(n)], [f"q{j}" for j in range(k)]],
            names=["student_id", "item_id"],
        )
        frame = grid.to_frame(index=False)
        frame["assessment_id"] = assessment
        frame["max_points"] = np.int16(2 * SCALE)
        points = rng.integers(0, 2 * SCALE + 1, len(frame)).astype("int16")
        chances = [0.9, 0.06, 0.04] if absent else [1, 0, 0]
        status = rng.choice(["scored", "no_response", "excused"], len(frame), p=chances)
        frame["points"] = pd.Series(points, dtype="Int16").where(status == "scored")
        frame["response"] = pd.Series(rng.choice(list("ABCD"), len(frame)), dtype="str").where(
            status == "scored"
        )
        frame["status"] = status
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def targets() -> pd.DataFrame:
    frame = answers()[["assessment_id", "item_id"]].drop_duplicates(ignore_index=True)
    return frame.assign(target_id=["add", "divide"] * (len(frame) // 2))


def seats() -> pd.DataFrame:
    students = [f"s{i:02}" for i in range(30)]
    return pd.DataFrame({"section_id": ["p1"] * 14 + ["p2"] * 16, "student_id": students})


FUNCTIONS = {
    "item_sums": lambda f, blank: an.sums.item_sums(f["answers"], blank),
    "total_sums": lambda f, blank: an.sums.total_sums(f["answers"], blank),
    "option_counts": lambda f, blank: an.sums.option_counts(f["answers"], blank),
    "target_sums": lambda f, blank: an.sums.target_sums(f["answers"], f["targets"], blank),
    "class_sums": lambda f, blank: an.sums.class_sums(
        an.sums.target_sums(f["answers"], f["targets"], blank), f["seats"]
    ),
}

ENGINES = ["pandas with NaN", "duckdb", "pyarrow", "polars", "spark"]


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """One small local session for all tests; skipped where Spark is not installed."""
    sql = pytest.importorskip("pyspark.sql")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    warnings.simplefilter("ignore")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def on_engine(engine: str, function, tmp_path, request) -> pd.DataFrame:
    """Run a function on this engine's own kind of frame, read from Parquet where it can."""
    frames = {"answers": answers(), "targets": targets(), "seats": seats()}
    if engine == "pandas":
        return function(frames)
    if engine == "pandas with NaN":
        points = frames["answers"]["points"].astype(float)
        return function({**frames, "answers": frames["answers"].assign(points=points)})
    if engine == "pyarrow":
        pa = pytest.importorskip("pyarrow")
        return function({k: pa.Table.from_pandas(v) for k, v in frames.items()}).to_pandas()
    if engine == "polars":
        polars = pytest.importorskip("polars")
        return function({k: polars.from_pandas(v) for k, v in frames.items()}).to_pandas()
    paths = {name: str(tmp_path / f"{name}.parquet") for name in frames}
    for name, frame in frames.items():
        frame.to_parquet(paths[name], index=False)
    if engine == "duckdb":
        connection = pytest.importorskip("duckdb").connect()
        native = {name: connection.read_parquet(path) for name, path in paths.items()}
        return function(native).to_arrow_table().to_pandas()
    session = request.getfixturevalue("spark")
    native = {name: session.read.parquet(path) for name, path in paths.items()}
    return function(native).toArrow().to_pandas()


def sorted_rows(frame: pd.DataFrame) -> list[tuple]:
    return sorted(tuple(row) for row in frame[sorted(frame.columns)].itertuples(index=False))


class TestSums:
    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize("name", FUNCTIONS)
    @pytest.mark.parametrize("blank", ["wrong", "missing"])
    def test_are_equal_on_every_engine(self, engine, name, blank, tmp_path, request):
        def function(frames):
            return FUNCTIONS[name](frames, blank)

        ours = on_engine("pandas", function, tmp_path, request)
        theirs = on_engine(engine, function, tmp_path, request)

        assert len(ours) > 0
        assert sorted_rows(theirs) == sorted_rows(ours)

    def test_reach_a_cut_in_whole_numbers(self):
        """4 of 5 is 80 %, also where .8 as a double is not."""
        sums = pd.DataFrame(
            {
                "assessment_id": "cfa",
                "student_id": ["s1", "s2", "s3"],
                "target_id": "add",
                "n": 5,
                "x": [12, 11, 15],
                "m": 15,
            }
        )
        room = pd.DataFrame({"section_id": "p1", "student_id": ["s1", "s2", "s3", "s4"]})

        counts = an.sums.class_sums(sums, room).iloc[0]

        assert (counts["n_students"], counts["n_at_cut"]) == (3, 2)

    def test_of_targets_are_what_mastery_counts(self):
        frame = answers()
        frame = frame[frame["assessment_id"] == "cfa1"]
        halves = targets()

        sums = an.sums.target_sums(frame, halves)

        kept = an.earned_points(frame.assign(points=frame["points"].astype(float)))
        kept = kept.merge(halves, on=["assessment_id", "item_id"])
        direct = kept.groupby(["student_id", "target_id"])["points"].agg(["size", "sum"])
        found = sums.set_index(["student_id", "target_id"]).loc[direct.index]
        assert found["n"].tolist() == direct["size"].tolist()
        assert found["x"].tolist() == direct["sum"].tolist()

    def test_hold_by_plain_counting(self):
        frame = answers()
        counted = {}
        totals = {}
        rows = [
            (r.assessment_id, r.student_id, r.item_id, 0 if r.status == "no_response" else r.points)
            for r in frame.itertuples()
            if r.status in ("scored", "no_response")
        ]
        for a, s, _, x in rows:
            totals[a, s] = totals.get((a, s), 0) + int(x)
        for a, s, i, x in rows:
            t = totals[a, s]
            old = counted.get((a, i), [0] * 6)
            counted[a, i] = [
                o + v for o, v in zip(old, (1, x, x * x, t, t * t, x * t), strict=True)
            ]

        sums = an.sums.item_sums(frame)

        found = {
            (r.assessment_id, r.item_id): [r.n, r.sx, r.sxx, r.st, r.stt, r.sxt]
            for r in sums.itertuples()
        }
        assert found == counted

    def test_do_not_wrap_small_numbers(self):
        """300 x 300 does not fit 16 bits; pandas would go on in silence with 24464."""
        frame = answers(absent=False).assign(points=np.int16(300), max_points=np.int16(300))

        sums = an.sums.item_sums(frame)

        assert (sums["sxx"] == sums["n"] * 90_000).all()

    def test_of_two_files_add_up_to_the_sums_of_both(self):
        frame = answers()
        first = frame["student_id"] < "s12"
        for name, by in (
            ("item_sums", ["assessment_id", "item_id"]),
            ("total_sums", ["assessment_id"]),
            ("option_counts", ["assessment_id", "item_id", "response"]),
        ):
            function = getattr(an.sums, name)
            merged = an.finish.merge_sums(function(frame[first]), function(frame[~first]), by=by)
            assert sorted_rows(merged) == sorted_rows(function(frame))


class TestFinish:
    def test_gives_what_the_answers_give(self):
        frame = answers(absent=False)
        one = frame[frame["assessment_id"] == "cfa1"]
        scores = one.pivot(index="student_id", columns="item_id", values="points").astype(int)

        from_sums = an.finish.items_from_sums(an.sums.item_sums(frame)).loc["cfa1"]
        direct = an.item_statistics(scores, max_points=dict.fromkeys(scores, 2 * SCALE))

        for column in ("n", "difficulty", "low", "high", "sd", "item_rest_r", "r_low", "r_high"):
            assert from_sums[column].to_numpy() == pytest.approx(
                direct[column].to_numpy(), rel=1e-12
            ), column

    def test_gives_the_same_reliability(self):
        frame = answers(absent=False)
        one = frame[frame["assessment_id"] == "cfa2"]
        scores = one.pivot(index="student_id", columns="item_id", values="points").astype(int)

        row = an.finish.reliability_from_sums(
            an.sums.item_sums(frame), an.sums.total_sums(frame)
        ).loc["cfa2"]
        direct = an.reliability(scores)

        for column in ("alpha", "alpha_low", "alpha_high", "standard_error", "n_students"):
            assert row[column] == pytest.approx(getattr(direct, column), rel=1e-12)

    def test_says_nothing_of_reliability_where_items_were_missed(self):
        frame = answers()

        table = an.finish.reliability_from_sums(an.sums.item_sums(frame), an.sums.total_sums(frame))

        assert table["alpha"].isna().all()

    def test_gives_the_same_options(self):
        frame = answers(absent=False)
        one = frame[frame["assessment_id"] == "cfa1"]
        scores = one.pivot(index="student_id", columns="item_id", values="points").astype(int)
        responses = one.pivot(index="student_id", columns="item_id", values="response")

        from_sums = an.finish.options_from_sums(
            an.sums.option_counts(frame), an.sums.item_sums(frame)
        ).loc["cfa1"]
        direct = an.option_table(responses, scores, dict.fromkeys(scores, ("A",)))

        direct = direct.set_index(["item", "option"])
        for column in ("n", "share", "rest_r", "mean_total"):
            assert from_sums[column].to_numpy() == pytest.approx(
                direct[column].to_numpy(), rel=1e-12
            )

    def test_stays_exact_beyond_64_bits(self):
        """2 million students with totals near 3 million: n stt leaves 64 bits."""
        n, t = 2_000_000, 3_000_000
        sums = pd.DataFrame(
            {"assessment_id": "cfa", "item_id": ["q1"], "n": [n], "m": [1], "sx": [n // 2],
             "sxx": [n // 2], "st": [n * t + n // 2], "stt": [n * t * t + n * t + n // 2],
             "sxt": [(n // 2) * (t + 1)]}
        )  # fmt: skip

        row = an.finish.items_from_sums(sums).iloc[0]

        assert row["sd"] == pytest.approx(0.5, rel=1e-6)
        assert np.isnan(row["item_rest_r"])


class TestTheDoor:
    def test_stays_light(self):
        heavy = "('scipy', 'narwhals', 'duckdb', 'matplotlib', 'plotly', 'polars')"
        code = f"import sys, datacycle.analysis; print([m for m in {heavy} if m in sys.modules])"

        shown = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )

        assert shown.stdout.strip() == "[]"
