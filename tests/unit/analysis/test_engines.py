"""The same files opened by each engine give the same sums, in one unit."""

import os
import warnings

import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis.engines import (
    AnswerFile,
    Limits,
    choose_engine,
    collect,
    connect,
    open_responses,
    write_result,
)

ONE = [("s1", "q1", 1, 2), ("s1", "q2", 2, 2), ("s2", "q1", 0, 2), ("s2", "q2", 1, 2)]
TWO = [("s1", "q1", 1, 3), ("s2", "q1", 3, 3)]


def written(path, rows) -> str:
    frame = pd.DataFrame(rows, columns=["student_id", "item_id", "points", "max_points"])
    frame = frame.astype({"points": "Int16", "max_points": "int16"})
    frame = frame.assign(response="A", status="scored")
    frame.loc[len(frame)] = ["s9", "q1", pd.NA, rows[0][3], None, "excused"]
    order = ["student_id", "item_id", "response", "points", "max_points", "status"]
    frame[order].to_parquet(path, index=False)
    return str(path)


@pytest.fixture
def files(tmp_path) -> list[AnswerFile]:
    """Half points in one file, thirds in the other."""
    return [
        AnswerFile(written(tmp_path / "one.parquet", ONE), "cfa1", 5, points_scale=2),
        AnswerFile(written(tmp_path / "two.parquet", TWO), "cfa2", 3, points_scale=3),
    ]


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    warnings.simplefilter("ignore")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


@pytest.fixture(params=["pandas", "duckdb", "spark"])
def opened(request, files):
    session = request.getfixturevalue("spark") if request.param == "spark" else None
    return open_responses(files, request.param, session=session)


class TestOpenResponses:
    def test_gives_every_engine_the_same_sums_in_sixths(self, opened):
        sums = collect(an.sums.item_sums(opened)).sort_values(["assessment_id", "item_id"])

        assert sums[["assessment_id", "item_id", "n", "m", "sx", "sxx", "st"]].values.tolist() == [
            ["cfa1", "q1", 2, 6, 3, 9, 12],
            ["cfa1", "q2", 2, 6, 9, 45, 12],
            ["cfa2", "q1", 2, 6, 8, 40, 8],
        ]

    def test_lets_the_engine_write_what_is_large(self, opened, tmp_path):
        write_result(an.sums.total_sums(opened), str(tmp_path / "totals.parquet"))

        back = pd.read_parquet(tmp_path / "totals.parquet").sort_values("assessment_id")
        assert back["st"].tolist() == [12, 8]

    def test_takes_pandas_for_a_team(self, files):
        assert isinstance(open_responses(files), pd.DataFrame)

    def test_takes_duckdb_for_a_district(self, files):
        many = [AnswerFile(f.path, f.assessment_id, 90_000, f.points_scale) for f in files]

        assert not isinstance(open_responses(many), pd.DataFrame)

    def test_refuses_to_count_a_file_twice(self, files):
        with pytest.raises(ValueError, match="twice"):
            open_responses([files[0], files[0]])

    def test_needs_to_be_told_which_cluster(self, files):
        with pytest.raises(ValueError, match="session"):
            open_responses(files, "spark")

    def test_refuses_an_engine_it_does_not_know(self, files):
        with pytest.raises(ValueError, match="no engine 'dusk'"):
            open_responses(files, "dusk")

    def test_of_nothing_is_an_empty_frame(self):
        assert len(open_responses([], "duckdb")) == 0


def test_the_border_between_pandas_and_duckdb():
    assert (choose_engine(99_999), choose_engine(100_000)) == ("pandas", "duckdb")


def test_a_duckdb_stays_within_its_limits_and_fetches_nothing(tmp_path):
    connection = connect(Limits(threads=1, memory="200MB", temp_directory=str(tmp_path)))

    names = ("threads", "temp_directory", "autoinstall_known_extensions", "memory_limit")
    found = {
        name: connection.execute("select current_setting(?)", [name]).fetchone()[0]
        for name in names
    }
    assert found["threads"] == 1
    assert found["temp_directory"] == str(tmp_path)
    assert found["autoinstall_known_extensions"] in (False, "false")
    assert found["memory_limit"].startswith("190")
