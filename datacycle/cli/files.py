"""Commands for files: look at a file of results before anything is stored.

``inspect`` needs no workspace. The ``import`` commands, which do, are in ``importing.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from plc_data.model import ImportPlan

EXIT_PROBLEMS = 1
"""The file was read and something in it has to be mended, or it cannot be read as results."""

VERDICTS = {
    "import": "can be imported",
    "totals_only": "totals only: no analysis of items",
    "refuse": "cannot be read as results",
}

SIGNS = {
    "no_response": ".",
    "not_graded": "?",
    "not_assigned": "/",
    "excused": "ex",
    "missing": "-",
    "in_progress": "~",
    "unknown": "!",
}
"""How a state without points stands in the printed table."""

WIDEST_LABEL = 60


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mapping",
    metavar="M",
    help="What the columns mean: a YAML or JSON file, or the name of a preset.",
)
@click.option(
    "--attempts",
    type=click.Choice(["first", "latest", "best"]),
    default="latest",
    show_default=True,
    help="Which row counts when a student has several.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def inspect(file: Path, mapping: str | None, attempts: str, as_json: bool) -> None:
    """Say what FILE holds and what importing it would do. Nothing is stored.

    The exit code is 0 when the file is in order, 1 when something in it has to be mended or it
    cannot be read as results.
    """
    from plc_data.importers import plan_as_json, read_results
    from plc_data.model import AttemptPolicy

    try:
        columns = read_mapping(mapping) if mapping else None
        plan = read_results(file, attempts=AttemptPolicy(attempts), mapping=columns)
    except OSError as error:
        raise click.FileError(str(file), error.strerror or "it cannot be read") from None
    if as_json:
        click.echo(json.dumps(plan_as_json(plan), ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(_lines(plan)))
    if plan.problems or plan.verdict.value == "refuse":
        raise SystemExit(EXIT_PROBLEMS)


def read_mapping(text: str) -> dict[str, Any]:
    """A mapping by preset name, or from a YAML or JSON file."""
    from plc_data.importers.presets import preset

    known = preset(text)
    if known is not None:
        return known
    path = Path(text)
    if not path.is_file():
        raise click.BadParameter(f'there is no file and no preset "{text}"', param_hint="--mapping")
    import yaml

    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise click.BadParameter(
            "the file is neither YAML nor JSON", param_hint="--mapping"
        ) from None
    if not isinstance(value, dict):
        raise click.BadParameter("the file does not hold names and values", param_hint="--mapping")
    inner = value.get("mapping")  # a preset as the workbench saves it has its title round it
    return inner if isinstance(inner, dict) else value


def _lines(plan: ImportPlan) -> Iterator[str]:
    """The plan for a person at a terminal."""
    from plc_data.errors import DataProblems
    from plc_data.importers.sources import title_of

    verdict = VERDICTS[plan.verdict.value]
    if plan.problems and plan.verdict.value == "import":
        verdict += " once the problems below are decided"
    yield f"{plan.source_name}: {title_of(plan.format)}; {verdict}."
    if plan.students:
        yield (
            f"{len(plan.students)} students, {len(plan.items)} items; of several attempts the "
            f"{plan.attempts.policy.value} counts."
        )
    if plan.items:
        yield ""
        yield from _item_lines(plan)
    if plan.students:
        yield ""
        yield from _score_lines(plan)
    yield from _left_out_lines(plan)
    if plan.warnings:
        yield ""
        yield "Worth knowing:"
        for warning in plan.warnings:
            where = f"row {warning.row}: " if warning.row is not None else ""
            yield f"  {where}{warning.message}  [{warning.code}]"
    if plan.problems:
        yield ""
        yield str(DataProblems(plan.source_name, plan.problems))


def _item_lines(plan: ImportPlan) -> Iterator[str]:
    yield "item   max  label"
    for item in plan.items:
        most = "?" if item.max_points is None else f"{item.max_points:g}"
        label = item.label if len(item.label) <= WIDEST_LABEL else item.label[:57] + "..."
        yield f"{item.position:>4} {most:>5}  {label}"


def _score_lines(plan: ImportPlan) -> Iterator[str]:
    ids = [student.id or student.email or "" for student in plan.students]
    names = [student.name or "" for student in plan.students]
    wide_id, wide_name = max(map(len, [*ids, "id"])), max(map(len, [*names, "name"]))
    heads = [str(item.position) for item in plan.items]
    cells = [
        [_cell(score, status.value) for score, status in zip(scores, statuses, strict=True)]
        for scores, statuses in zip(plan.scores, plan.statuses, strict=True)
    ]
    widths = [max(len(head), *(len(row[k]) for row in cells)) for k, head in enumerate(heads)]
    head = " ".join(f"{text:>{w}}" for text, w in zip(heads, widths, strict=True))
    yield f"{'row':>5}  {'id':<{wide_id}}  {'name':<{wide_name}}  {head}  total".rstrip()
    for student, id, name, row, total in zip(
        plan.students, ids, names, cells, plan.reported_totals, strict=True
    ):
        points = " ".join(f"{text:>{w}}" for text, w in zip(row, widths, strict=True))
        told = "" if total is None else f"{total:g}"
        line = f"{student.row:>5}  {id:<{wide_id}}  {name:<{wide_name}}  {points}  {told:>5}"
        yield line.rstrip()
    seen = {status.value for row in plan.statuses for status in row} - {"scored"}
    if seen:
        yield "  " + ", ".join(f"{SIGNS[s]} {s.replace('_', ' ')}" for s in SIGNS if s in seen)


def _cell(score: float | None, status: str) -> str:
    if score is None:
        return SIGNS.get(status, "!")
    return f"{score:g}" + (SIGNS["no_response"] if status == "no_response" else "")


def _left_out_lines(plan: ImportPlan) -> Iterator[str]:
    if not (plan.ignored_rows or plan.ignored_columns or plan.attempts.rows_left_out):
        return
    yield ""
    yield "Left out:"
    for ignored in plan.ignored_rows:
        yield f"  row {ignored.row}: {ignored.why}"
    if plan.attempts.rows_left_out:
        rows = ", ".join(map(str, plan.attempts.rows_left_out))
        yield f"  row {rows}: another attempt of the same student counts"
    for column in plan.ignored_columns:
        yield f'  column "{column.name}": {column.why}'


COMMANDS: tuple[click.Command, ...] = (inspect,)
