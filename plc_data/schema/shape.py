"""What a frame's description is, and the one check that compares a frame with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from plc_data.model import Problem

if TYPE_CHECKING:
    import pandas as pd


class Kind(StrEnum):
    """What a column holds; ``whole`` columns never have a missing value."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"


PANDAS_DTYPE = {Kind.TEXT: "str", Kind.NUMBER: "float64", Kind.WHOLE: "int64", Kind.FLAG: "bool"}


@dataclass(frozen=True)
class Column:
    """One column: its name, what it holds, what that means, and when it is missing.

    ``missing`` is None where a value always stands. ``words`` is the closed list of a column
    that holds one of a few words.
    """

    name: str
    kind: Kind
    meaning: str
    missing: str | None = None
    words: tuple[str, ...] = ()

    @property
    def dtype(self) -> str:
        """The pandas dtype that this project writes."""
        return PANDAS_DTYPE[self.kind]


@dataclass(frozen=True)
class FrameSchema(Mapping[str, Column]):
    """One frame: what its rows are and what its columns mean. A mapping of column name to column.

    ``index`` names the columns that stand in the index instead; ``unique`` those that no two rows
    share.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    index: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrameSchema) and (self.name, self.columns) == (
            other.name,
            other.columns,
        )


def make_frame(schema: FrameSchema, values: Mapping[str, Any]) -> pd.DataFrame:
    """Build a frame of this schema from one sequence per column, in the schema's order and dtypes.

    Also gives an empty table its columns: no rows is a result, not a reason for another shape.
    """
    import pandas as pd

    frame = pd.DataFrame(
        {
            column.name: pd.Series(values[column.name], dtype=column.dtype)
            for column in schema.columns
        }
    )
    return frame.set_index(list(schema.index)) if schema.index else frame


def check_frame(frame: pd.DataFrame, schema: FrameSchema) -> tuple[Problem, ...]:
    """Compare a frame with its schema; no problems means that its columns mean what they say.

    Rows count from 0 here as pandas counts them: a frame is not a spreadsheet. Extra columns are
    allowed. The messages never repeat a cell, which could be somebody's name.
    """
    flat = frame.reset_index() if schema.index else frame
    missing = [name for name in schema if name not in flat.columns]
    problems = [
        Problem(
            code="column-missing",
            column=name,
            message=f"The frame {schema.name} needs the column {name} ({schema[name].meaning}).",
        )
        for name in missing
    ]
    for column in schema.columns:
        if column.name not in missing:
            problems += _check_column(flat[column.name], column)
    if schema.unique and not missing:
        n_twice = int(flat.duplicated(list(schema.unique)).sum())
        if n_twice:
            problems.append(
                Problem(
                    code="row-twice",
                    message=f"{n_twice} rows of the frame {schema.name} repeat another row's "
                    f"{' and '.join(schema.unique)}; each may stand once.",
                )
            )
    return tuple(problems)


def _check_column(values: pd.Series, column: Column) -> list[Problem]:
    found = []
    if not _holds(values, column.kind):
        found.append(
            Problem(
                code="column-kind",
                column=column.name,
                message=f"{column.name} should hold {column.kind.value} values, "
                f"not {values.dtype}.",
            )
        )
        return found
    n_missing = int(values.isna().sum())
    if n_missing and column.missing is None:
        found.append(
            Problem(
                code="value-missing",
                column=column.name,
                message=f"{column.name} has no value in {n_missing} rows; it never may be missing.",
            )
        )
    if column.words:
        n_other = int((~values.dropna().isin(column.words)).sum())
        if n_other:
            found.append(
                Problem(
                    code="word-unknown",
                    column=column.name,
                    message=f"{n_other} values of {column.name} are none of: "
                    f"{', '.join(column.words)}.",
                )
            )
    return found


def _holds(values: pd.Series, kind: Kind) -> bool:
    from pandas.api import types

    if kind is Kind.TEXT:
        if types.is_string_dtype(values.dtype) and values.dtype != object:
            return True
        categories = getattr(values.dtype, "categories", None)
        if categories is not None:
            return all(isinstance(word, str) for word in categories)
        return values.dtype == object and all(isinstance(v, str) for v in values.dropna())
    if kind is Kind.FLAG:
        return types.is_bool_dtype(values.dtype)
    if types.is_bool_dtype(values.dtype):
        return False
    if kind is Kind.WHOLE:
        return types.is_integer_dtype(values.dtype)
    return types.is_numeric_dtype(values.dtype)
