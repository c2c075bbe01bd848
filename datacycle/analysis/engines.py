"""Which engine holds the answers: pandas for a team, DuckDB for a district, Spark for a cluster.

The catalog of a workspace names the files and the engine opens them; this room only hands the names
over, so it is the one place of the analysis that touches a disk, and it is imported when asked for.
What comes back is the engine's own kind of frame, ready for ``sums``: the columns of stored answers
with ``assessment_id``, points as whole numbers in one unit for all files.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from plc_data.schema import RESPONSES

Engine = Literal["auto", "pandas", "duckdb", "spark"]

ANSWERS_FOR_DUCKDB = 100_000
"""Answers from which reading with DuckDB is the faster way (measured; see the page on scale)."""

UNIT_FACTOR = "_unit_factor"


@dataclass(frozen=True)
class AnswerFile:
    """One Parquet file of answers, as the catalog knows it.

    ``path`` may be anything the engine opens: a file, or an address in an object store.
    ``n_answers`` is what the choice of the engine goes by; points are in units of
    1/``points_scale``.
    """

    path: str
    assessment_id: str
    n_answers: int
    points_scale: int = 1


@dataclass(frozen=True)
class Limits:
    """What one DuckDB may take: many notebooks share a machine.

    ``temp_directory`` is where it puts what does not fit ``memory``; without one it fails instead.
    """

    threads: int = 2
    memory: str = "1GB"
    temp_directory: str = ""


def choose_engine(n_answers: int) -> Literal["pandas", "duckdb"]:
    """Choose for a number of answers; Spark is never chosen, only asked for.

    Examples
    --------
    >>> choose_engine(450), choose_engine(5_800_000)
    ('pandas', 'duckdb')
    """
    return "pandas" if n_answers < ANSWERS_FOR_DUCKDB else "duckdb"


def common_scale(files: Iterable[AnswerFile]) -> int:
    """Find the unit in which the points of all files are whole: halves and thirds meet in sixths.

    Examples
    --------
    >>> common_scale([AnswerFile("a", "cfa1", 9, 2), AnswerFile("b", "cfa2", 9, 3)])
    6
    """
    return math.lcm(*(file.points_scale for file in files))


def open_responses(
    files: Sequence[AnswerFile],
    engine: Engine = "auto",
    *,
    session: Any = None,
    limits: Limits | None = None,
) -> Any:
    """Open files of answers as one frame for the functions of ``sums``.

    Parameters
    ----------
    files
        From the catalog; nothing is searched for. An assessment may be in several files, a file
        stands in the list once.
    engine
        ``auto`` goes by the number of answers.
    session
        A DuckDB connection or a Spark session of the caller's. Spark needs one: only the caller
        knows the cluster.
    limits
        For DuckDB, where no connection is given.

    Returns
    -------
    frame
        A pandas frame, a DuckDB relation or a Spark frame. Points are in units of
        1/:func:`common_scale`.

    Examples
    --------
    >>> open_responses([], "pandas").columns.tolist()
    ['student_id', 'item_id', 'response', 'points', 'max_points', 'status', 'assessment_id']
    """
    if len({file.path for file in files}) != len(files):
        raise ValueError("a file of answers is named twice; its students would count twice")
    if engine == "auto":
        engine = choose_engine(sum(file.n_answers for file in files))
    if engine == "pandas" or not files:
        return _with_pandas(files)
    if engine == "duckdb":
        return _with_duckdb(files, connect(limits or Limits()) if session is None else session)
    if engine == "spark":
        if session is None:
            raise ValueError("Spark needs a session: pass session=SparkSession...")
        return _with_spark(files, session)
    raise ValueError(f"there is no engine {engine!r}: auto, pandas, duckdb or spark")


def connect(limits: Limits) -> Any:
    """Start a DuckDB in memory within its limits; it fetches nothing from anywhere."""
    import duckdb

    connection = duckdb.connect(
        config={
            "threads": limits.threads,
            "memory_limit": limits.memory,
            "temp_directory": limits.temp_directory,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    connection.execute("set enable_progress_bar = false")
    return connection


def collect(frame: Any) -> pd.DataFrame:
    """Bring a result into pandas, whatever engine holds it: for what a person reads.

    Examples
    --------
    >>> collect(pd.DataFrame({"n": [1]}))
       n
    0  1
    """
    if isinstance(frame, pd.DataFrame):
        return frame
    if hasattr(frame, "to_arrow_table"):
        return frame.to_arrow_table().to_pandas()
    return frame.toArrow().to_pandas()


def write_result(frame: Any, path: str) -> None:
    """Let the engine write a result as Parquet: a large one never passes through pandas.

    Spark writes a folder of files, the others one file.
    """
    if isinstance(frame, pd.DataFrame):
        frame.to_parquet(path, index=False)
    elif hasattr(frame, "write_parquet"):
        frame.write_parquet(path)
    else:
        frame.write.parquet(path)


def _factors(files: Sequence[AnswerFile], key: str, names: list[str]) -> pd.DataFrame:
    scale = common_scale(files)
    return pd.DataFrame(
        {
            key: names,
            "assessment_id": [file.assessment_id for file in files],
            UNIT_FACTOR: [scale // file.points_scale for file in files],
        }
    )


def _with_pandas(files: Sequence[AnswerFile]) -> pd.DataFrame:
    scale = common_scale(files)
    parts = []
    for file in files:
        part = pd.read_parquet(file.path, columns=list(RESPONSES))
        factor = scale // file.points_scale
        parts.append(
            part.assign(
                points=part["points"].astype("Int64") * factor,
                max_points=part["max_points"].astype("Int64") * factor,
                assessment_id=file.assessment_id,
            )
        )
    if not parts:
        return pd.DataFrame(columns=[*RESPONSES, "assessment_id"])
    return pd.concat(parts, ignore_index=True)


def _with_duckdb(files: Sequence[AnswerFile], connection: Any) -> Any:
    paths = [file.path for file in files]
    catalog = connection.from_df(_factors(files, "filename", paths))
    rows = connection.read_parquet(paths, filename=True).join(catalog, "filename")
    return rows.project(
        "student_id, item_id, response, points::bigint * _unit_factor as points, "
        "max_points::bigint * _unit_factor as max_points, status, assessment_id"
    )


def _with_spark(files: Sequence[AnswerFile], session: Any) -> Any:
    """Name each row's file by its last part: Spark writes the folder its own way."""
    from pyspark.sql import functions as spark

    names = [file.path.replace("\\", "/").rpartition("/")[2] for file in files]
    if len(set(names)) != len(names):
        raise ValueError("on Spark, files need names of their own, also in different folders")
    rows = [tuple(row) for row in _factors(files, "_file", names).to_numpy().tolist()]
    catalog = session.createDataFrame(rows, ["_file", "assessment_id", UNIT_FACTOR])
    read = session.read.parquet(*(file.path for file in files))
    joined = read.withColumn("_file", spark.col("_metadata.file_name")).join(
        spark.broadcast(catalog), "_file"
    )
    in_units = {
        name: spark.col(name).cast("bigint") * spark.col(UNIT_FACTOR)
        for name in ("points", "max_points")
    }
    return joined.withColumns(in_units).select(*RESPONSES, "assessment_id")
