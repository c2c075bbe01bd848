"""Integer sums of answers, on whatever engine holds them: frame in, frame out.

One module of Narwhals functions runs unchanged on pandas, DuckDB and Spark. It only filters,
multiplies, groups and adds whole numbers, so every engine gives the same sums, bit for bit, and the
sums of two files add up to the sums of both. The formulas finish in ``finish.py``.

The frame: ``assessment_id``, ``student_id``, ``item_id``, ``response``, ``points`` and
``max_points`` as whole numbers in the smallest unit (half points: scale 2), ``status``.

Traps that the code below steps round: what is not scored goes out before anything is multiplied
(else totals count rows that items do not); 16-bit numbers are widened first (pandas and Polars wrap
in silence); sums are cast again (DuckDB adds to 128 bits, Spark to decimals).
"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw

from plc_data.model import ResponseStatus

from .answers import Blank

STUDENT = ("assessment_id", "student_id")
ITEM = ("assessment_id", "item_id")

ITEM_SUMS = ("n", "m", "sx", "sxx", "st", "stt", "sxt")
"""Per item: students, highest maximum, and sums of x, x^2, t, t^2, x t: points x, totals t."""

TOTAL_SUMS = ("n", "k", "m", "st", "stt")
"""Per assessment: students, answers, points possible (all answers), sums of totals t and t^2."""

OPTION_COUNTS = ("n", "st", "sr")
"""Per option: choosers, sums of their totals t and of their totals without the item r."""

TARGET_SUMS = ("n", "x", "m")
"""Per student and target: items seen, points earned, points possible."""

CLASS_SUMS = ("n_students", "n_at_cut", "sx", "sm")
"""Per class and target: students, those whose share reaches the cut, points earned and possible."""

_col = nw.col


def _whole(name: str) -> Any:
    return _col(name).cast(nw.Int64)


def scored(frame: Any, blank: Blank = "wrong") -> Any:
    """Keep what counts, as whole numbers ``x`` of ``m``; a blank that was seen is 0 or left out."""
    left_blank = _col("status") == ResponseStatus.NO_RESPONSE.value
    has_points = (_col("status") == ResponseStatus.SCORED.value) & ~_col("points").is_null()
    kept = frame.filter(has_points | left_blank if blank == "wrong" else has_points)
    filled = nw.when(left_blank).then(nw.lit(0)).otherwise(_col("points"))
    return kept.with_columns(x=filled.fill_null(0).cast(nw.Int64), m=_whole("max_points"))


def _with_totals(rows: Any) -> Any:
    totals = rows.group_by(*STUDENT).agg(t=_col("x").sum())
    return rows.join(totals, on=list(STUDENT)).with_columns(t=_whole("t"))


def _cast(frame: Any, names: tuple[str, ...]) -> Any:
    return frame.with_columns(*(_whole(name) for name in names))


@nw.narwhalify
def item_sums(frame: Any, blank: Blank = "wrong") -> Any:
    """Sum per assessment and item what its difficulty, spread and correlations follow from.

    Returns
    -------
    frame
        ``assessment_id``, ``item_id`` and ``ITEM_SUMS``, in the caller's kind of frame; the order
        of rows is the engine's.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "assessment_id": "cfa", "student_id": ["s1", "s1", "s2", "s2"],
    ...     "item_id": ["q1", "q2"] * 2, "response": "A", "points": [1, 1, 0, 1], "max_points": 1,
    ...     "status": "scored",
    ... })
    >>> item_sums(answers).sort_values("item_id")
      assessment_id item_id  n  m  sx  sxx  st  stt  sxt
    0           cfa      q1  2  1   1    1   3    5    2
    1           cfa      q2  2  1   2    2   3    5    3
    """
    rows = _with_totals(scored(frame, blank).select(*STUDENT, "item_id", "x", "m"))
    rows = rows.with_columns(
        xx=_col("x") * _col("x"), tt=_col("t") * _col("t"), xt=_col("x") * _col("t")
    )
    sums = rows.group_by(*ITEM).agg(
        n=_col("x").count(),
        m=_col("m").max(),
        sx=_col("x").sum(),
        sxx=_col("xx").sum(),
        st=_col("t").sum(),
        stt=_col("tt").sum(),
        sxt=_col("xt").sum(),
    )
    return _cast(sums, ITEM_SUMS)


@nw.narwhalify
def total_sums(frame: Any, blank: Blank = "wrong") -> Any:
    """Sum per assessment what alpha and the standard error need of the totals.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "assessment_id": "cfa", "student_id": ["s1", "s1", "s2", "s2"],
    ...     "item_id": ["q1", "q2"] * 2, "response": "A", "points": [1, 1, 0, 1], "max_points": 1,
    ...     "status": "scored",
    ... })
    >>> total_sums(answers)
      assessment_id  n  k  m  st  stt
    0           cfa  2  4  4   3    5
    """
    rows = scored(frame, blank)
    totals = rows.group_by(*STUDENT).agg(t=_col("x").sum(), k=_col("x").count(), m=_col("m").sum())
    totals = _cast(totals, ("t", "k", "m")).with_columns(tt=_col("t") * _col("t"))
    sums = totals.group_by("assessment_id").agg(
        n=_col("t").count(),
        k=_col("k").sum(),
        m=_col("m").sum(),
        st=_col("t").sum(),
        stt=_col("tt").sum(),
    )
    return _cast(sums, TOTAL_SUMS)


@nw.narwhalify
def option_counts(frame: Any, blank: Blank = "wrong") -> Any:
    """Count per option who chose it, and sum their totals.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "assessment_id": "cfa", "student_id": ["s1", "s1", "s2", "s2"],
    ...     "item_id": ["q1", "q2"] * 2, "response": ["A", "A", "B", "A"],
    ...     "points": [1, 1, 0, 1], "max_points": 1, "status": "scored",
    ... })
    >>> option_counts(answers).sort_values(["item_id", "response"], ignore_index=True)
      assessment_id item_id response  n  st  sr
    0           cfa      q1        A  1   2   1
    1           cfa      q1        B  1   1   1
    2           cfa      q2        A  2   3   1
    """
    rows = _with_totals(scored(frame, blank).select(*STUDENT, "item_id", "response", "x"))
    rows = rows.filter(~_col("response").is_null()).with_columns(r=_col("t") - _col("x"))
    counts = rows.group_by(*ITEM, "response").agg(
        n=_col("x").count(), st=_col("t").sum(), sr=_col("r").sum()
    )
    return _cast(counts, OPTION_COUNTS)


@nw.narwhalify
def target_sums(frame: Any, item_targets: Any, blank: Blank = "wrong") -> Any:
    """Sum per student and target what the mastery rule needs.

    Parameters
    ----------
    frame
        The answers.
    item_targets
        ``assessment_id``, ``item_id``, ``target_id``, in the same kind of frame.
    blank
        As everywhere.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "assessment_id": "cfa", "student_id": ["s1", "s1"], "item_id": ["q1", "q2"],
    ...     "response": "A", "points": [1, 0], "max_points": 1, "status": "scored",
    ... })
    >>> targets = pd.DataFrame({"assessment_id": "cfa", "item_id": ["q1", "q2"],
    ...                         "target_id": "add"})
    >>> target_sums(answers, targets)
      assessment_id student_id target_id  n  x  m
    0           cfa         s1       add  2  1  2
    """
    rows = scored(frame, blank).select(*STUDENT, "item_id", "x", "m")
    rows = rows.join(item_targets, on=list(ITEM))
    sums = rows.group_by(*STUDENT, "target_id").agg(
        n=_col("x").count(), x=_col("x").sum(), m=_col("m").sum()
    )
    return _cast(sums, TARGET_SUMS)


@nw.narwhalify
def class_sums(sums: Any, seats: Any, cut_percent: int = 80) -> Any:
    """Count per class and target how many students' share reaches the cut.

    Parameters
    ----------
    sums
        The result of :func:`target_sums`.
    seats
        ``section_id`` and ``student_id``.
    cut_percent
        The cut in whole percent: ``100 x >= cut m`` compares whole numbers, where a share as a
        double may land on either side.

    Notes
    -----
    Reaching the cut is not mastery: with few items the rule of ``mastery`` asks for more. This is
    the count that a district compares quickly.

    Examples
    --------
    >>> import pandas as pd
    >>> sums = pd.DataFrame({"assessment_id": "cfa", "student_id": ["s1", "s2"],
    ...                      "target_id": "add", "n": 5, "x": [4, 3], "m": 5})
    >>> seats = pd.DataFrame({"section_id": "p1", "student_id": ["s1", "s2"]})
    >>> class_sums(sums, seats)
      assessment_id section_id target_id  n_students  n_at_cut  sx  sm
    0           cfa         p1       add           2         1   7  10
    """
    rows = sums.join(seats, on="student_id")
    at_cut = _whole("x") * 100 >= _whole("m") * cut_percent
    rows = rows.with_columns(at=nw.when(at_cut).then(nw.lit(1)).otherwise(nw.lit(0)))
    counts = rows.group_by("assessment_id", "section_id", "target_id").agg(
        n_students=_col("x").count(),
        n_at_cut=_col("at").sum(),
        sx=_col("x").sum(),
        sm=_col("m").sum(),
    )
    return _cast(counts, CLASS_SUMS)
