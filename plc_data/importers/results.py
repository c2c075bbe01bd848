"""``read_results``: a file of results becomes an :class:`~plc_data.model.ImportPlan`."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plc_data.model import AttemptPolicy, Attempts, ImportPlan, Problem, Verdict

from .drafts import Draft, finish
from .files import File, load, open_file, sha256
from .limits import LIMITS, Limits
from .mapping import ColumnMapping, read_mapping
from .numbers import MixedDecimals
from .problems import Refused, problem, shortened

_LARGE = 500_000
"""Bytes from which a file is large."""

UNKNOWN = "unknown"
"""The format of a file that nothing recognised."""


def read_results(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    attempts: AttemptPolicy = AttemptPolicy.LATEST,
    mapping: Mapping[str, Any] | ColumnMapping | None = None,
    limits: Limits = LIMITS,
) -> ImportPlan:
    """Read a file of results and say what importing it would do. Nothing is stored.

    Parameters
    ----------
    source
        A path, or the bytes of an uploaded file.
    name
        The file's name for people to read; the path's last part by default.
    attempts
        Which row counts when a student has several.
    mapping
        What a person said about the columns (see :class:`ColumnMapping`).

    Returns
    -------
    ImportPlan
        ``verdict`` is ``refuse`` when the file cannot be read as results; ``problems`` then says
        why and what to do. This function never raises on bad content, only ``OSError`` for a
        path that cannot be read.

    Examples
    --------
    >>> plan = read_results(b"Student ID,Q1 (1),Q2 (1)\\n0041,1,0\\n", name="quiz.csv")
    >>> plan.verdict.value, plan.students[0].id, plan.scores
    ('import', '0041', ((1.0, 0.0),))
    """
    found = UNKNOWN
    digest = ""
    try:
        data, own_name = load(source, limits=limits)
        name = name or own_name
        digest = sha256(data)
        chosen = read_mapping(mapping)
        with _nothing_to_collect(len(data)):
            file = open_file(data, name, limits=limits)
            kind, evidence = recognise(file, chosen)
            found = kind.name
            draft = kind.read(file, evidence, chosen)
            _check_not_empty(draft)
            draft.warnings[:0] = file.warnings
            return finish(draft, policy=attempts, name=name, sha256=digest)
    except Refused as refused:
        return _refusal(refused.problems, found, name or _plain_name(source), digest, attempts)
    except MixedDecimals:
        mixed = problem(
            "mixed-decimals",
            "Some numbers have a decimal comma and others a decimal point, so 1,234 cannot be "
            "told. Write all of them in one way.",
        )
        return _refusal((mixed,), found, name, digest, attempts)


@contextmanager
def _nothing_to_collect(size: int) -> Iterator[None]:
    """Pause the garbage collector while a large file is read.

    Everything that reading makes is kept, so collecting would only look at it again and again:
    it takes 40 % of the time of a district's file.
    """
    paused = size > _LARGE and gc.isenabled()
    if paused:
        gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def recognise(file: File, mapping: ColumnMapping) -> tuple[Any, Any]:
    """The first source that knows the file, and what it found. A mapped layout goes first.

    The sources are loaded with the first file, not with every kernel.
    """
    from .sources import SOURCES, generic_long, generic_wide, key_first_row

    if mapping.layout or mapping.items or mapping.item:
        if mapping.layout == "key_first_row":
            return key_first_row.SOURCE, None
        long = mapping.layout == "long" or mapping.item
        return (generic_long if long else generic_wide).SOURCE, None
    for kind in SOURCES:
        evidence = kind.recognise(file)
        if evidence is not None:
            return kind, evidence
    return generic_wide.SOURCE, None


def _check_not_empty(draft: Draft) -> None:
    if not draft.students:
        text = "The table has a header and no student below it. Was the quiz taken already?"
        raise Refused(problem("no-students", text))
    if not draft.items and draft.verdict is Verdict.IMPORT:
        raise Refused(
            problem("no-items", "The file has students and not a single item that gives points.")
        )


def _plain_name(source: object) -> str:
    return Path(source).name if isinstance(source, str | Path) else "file"


def _refusal(
    problems: tuple[Problem, ...], format: str, name: str, digest: str, policy: AttemptPolicy
) -> ImportPlan:
    return ImportPlan(
        format=format,
        verdict=Verdict.REFUSE,
        source_name=name,
        source_sha256=digest,
        attempts=Attempts(policy=policy),
        problems=shortened(problems),
    )


def plan_as_json(plan: ImportPlan) -> dict[str, Any]:
    """The plan as plain values, as ``datacycle inspect --json`` prints it."""
    return {
        "format": plan.format,
        "verdict": plan.verdict.value,
        "items": [
            {"position": i.position, "label": i.label, "max_points": i.max_points}
            for i in plan.items
        ],
        "students": [
            {"id": s.id, "given": s.given, "family": s.family, "name": s.name, "email": s.email}
            for s in plan.students
        ],
        "scores": [list(row) for row in plan.scores],
        "statuses": [[status.value for status in row] for row in plan.statuses],
        "reported_totals": list(plan.reported_totals),
        "attempts": {
            "policy": plan.attempts.policy.value,
            "rows_left_out": list(plan.attempts.rows_left_out),
        },
        "ignored": {
            "rows": [{"row": r.row, "why": r.why} for r in plan.ignored_rows],
            "columns": [{"name": c.name, "why": c.why} for c in plan.ignored_columns],
        },
        "warnings": [{"code": w.code, "message": _with_place(w)} for w in plan.warnings],
        "problems": [
            {"code": p.code, "row": p.row, "column": p.column, "message": p.message}
            for p in plan.problems
        ],
    }


def _with_place(warning: Problem) -> str:
    where = [f"row {warning.row}"] if warning.row is not None else []
    where += [f'column "{warning.column}"'] if warning.column is not None else []
    return f"{', '.join(where)}: {warning.message}" if where else warning.message
