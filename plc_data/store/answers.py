"""Answers as bytes and back: a Parquet file with whole-number points, and a hash of its rows.

Points are kept in units of 1/``points_scale`` (halves: 2, quarters: 4, thirds: 3), because sums
of whole numbers are the same on every engine and sums of fractions are not. The scale is the
smallest one that holds every value exactly.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from plc_data.errors import DataProblems
from plc_data.model import Problem
from plc_data.schema import RESPONSES, Kind, check_frame

if TYPE_CHECKING:
    import pandas as pd

TEXT_COLUMNS = tuple(name for name, column in RESPONSES.items() if column.kind is Kind.TEXT)
POINT_COLUMNS = tuple(name for name, column in RESPONSES.items() if column.kind is Kind.NUMBER)

LARGEST_SCALE = 1_000_000
"""Six decimals. With more, sums of squares of a district would not fit into 64 bits."""

LARGEST_POINTS = 1_000
"""More points than this for one item are a mistake in the file."""

SAME_POINTS = 4e-13
"""Two values nearer than this are the same points written with rounding errors: half of the
least distance between two fractions whose denominators are at most ``LARGEST_SCALE``."""


def check_answers(answers: pd.DataFrame) -> tuple[Problem, ...]:
    """Say what keeps these answers from being stored; nothing when they can be."""
    problems = list(check_frame(answers, RESPONSES))
    for name in answers.columns:
        if name not in RESPONSES:
            message = f"The store has no place for the column {name}; leave it out."
            problems.append(Problem(code="column-unknown", column=str(name), message=message))
    if problems:
        return tuple(problems)
    for name in POINT_COLUMNS:
        if not all(math.isfinite(v) and 0 <= v <= LARGEST_POINTS for v in _known(answers[name])):
            message = f"Points must lie between 0 and {LARGEST_POINTS}."
            problems.append(Problem(code="points-out-of-range", column=name, message=message))
    return tuple(problems)


def points_scale(values: Iterable[float]) -> int:
    """Find the smallest scale in which all values are whole numbers.

    Examples
    --------
    >>> points_scale([1, 0, 2])
    1
    >>> points_scale([0.5, 1.25])
    4
    >>> points_scale([1 / 3, 0.5])
    6
    """
    scale = 1
    for value in sorted(set(values)):
        near = Fraction(value).limit_denominator(LARGEST_SCALE)
        if abs(near - Fraction(value)) > SAME_POINTS:
            raise _not_exact(f"{value!r} has more than six decimals; round it to six")
        scale = math.lcm(scale, near.denominator)
        if scale > LARGEST_SCALE:
            raise _not_exact("they mix fractions that no common unit holds; round to six decimals")
    return scale


def _not_exact(why: str) -> DataProblems:
    problem = Problem(code="points-not-exact", column="points", message=f"Points: {why}.")
    return DataProblems("answers", [problem])


def pack(answers: pd.DataFrame) -> tuple[bytes, int, str]:
    """Write answers as a Parquet file.

    Returns
    -------
    The file's bytes, the points scale, and the SHA-256 over the rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    scale = points_scale(
        value for name in POINT_COLUMNS for value in _known(answers[name].unique())
    )
    arrays = {}
    for name in RESPONSES:
        values = answers[name].tolist()
        if name in POINT_COLUMNS:
            units = [None if _is_missing(value) else round(value * scale) for value in values]
            largest = max((unit for unit in units if unit is not None), default=0)
            arrays[name] = pa.array(units, type=pa.int16() if largest < 2**15 else pa.int32())
        else:
            texts = [None if _is_missing(value) else value for value in values]
            arrays[name] = pa.array(texts, type=pa.string())
    table = pa.table(arrays).replace_schema_metadata({"points_scale": str(scale)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue().to_pybytes(), scale, content_sha256(table, scale)


def unpack(data: bytes, scale: int) -> pd.DataFrame:
    """Read the file back: the same rows in the same order, points as the teacher counts them."""
    frame = _table(data).to_pandas()
    for name in TEXT_COLUMNS:
        frame[name] = frame[name].astype("str")
    for name in POINT_COLUMNS:
        frame[name] = frame[name].astype("float64") / scale
    return frame[list(RESPONSES)]


def packed_sha256(data: bytes, scale: int) -> str:
    """Hash the rows of a file, to compare with the catalog."""
    return content_sha256(_table(data), scale)


def content_sha256(table: object, scale: int) -> str:
    """Hash the rows sorted by student and item; compression and row order make no difference."""
    columns = [table.column(name).to_pylist() for name in RESPONSES]
    rows = sorted(zip(*columns, strict=True), key=lambda row: row[:2])
    total = hashlib.sha256(json.dumps(["answers", scale, *RESPONSES]).encode())
    for row in rows:
        total.update(b"\n" + json.dumps(row, ensure_ascii=False).encode("utf-8"))
    return total.hexdigest()


def _table(data: bytes) -> object:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(data)).read()


def _known(values: Iterable[float]) -> list[float]:
    return [float(value) for value in values if not _is_missing(value)]


def _is_missing(value: object) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
