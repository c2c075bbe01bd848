"""Commands that bring files into a workspace: the plan is printed first, a yes stores it.

What is printed holds row numbers and counts, and no student's name.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plc_data.errors import DataProblems
from plc_data.model import Problem
from plc_data.store.places import default_workspace

from .import_plans import results_lines, results_rows, roster_lines, roster_rows
from .options import workspace_option
from .standards_plans import standards_lines, standards_rows
from .waiting import waiting

if TYPE_CHECKING:
    from datacycle.workbench import Workbench

PERSON_VARIABLE = "DATACYCLE_PERSON"
EXIT_PROBLEMS = 1

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _shared(command: Callable) -> Callable:
    """Options of both commands."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object, ask nothing."),
        click.option("--yes", is_flag=True, help="Store it without asking."),
        click.option("--dry-run", is_flag=True, help="Print the plan and store nothing."),
        workspace_option,
        click.option(
            "--as",
            "person",
            metavar="PERSON",
            envvar=PERSON_VARIABLE,
            required=True,
            help=f"Who brings it in: an id of the staff list. Or set {PERSON_VARIABLE}.",
        ),
    ):
        command = option(command)
    return command


@click.group("import")
def import_() -> None:
    """Bring a file of results or a class list into the workspace."""


@import_.command()
@click.argument("file", type=FILE)
@click.option("--cfa", "assessment", metavar="ID", required=True, help="The assessment.")
@click.option(
    "--attempts",
    type=click.Choice(["first", "latest", "best"]),
    default="latest",
    show_default=True,
    help="Which row counts when a student has several.",
)
@click.option(
    "--decisions",
    type=FILE,
    help="A JSON file: the number of a row to a student's id, or to leave_out.",
)
@click.option(
    "--mapping",
    metavar="M",
    help="What the columns mean: a YAML or JSON file, or the name of a preset.",
)
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="CODE",
    help="Take the problems of this code as they are. May be given often.",
)
@_shared
def results(
    file: Path,
    assessment: str,
    attempts: str,
    decisions: Path | None,
    mapping: str | None,
    accepted: tuple[str, ...],
    person: str,
    workspace: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Bring the results in FILE in, as the results of an assessment.

    Prints what storing it would do, then asks. The exit code is 0 when it was stored, or could
    be; 1 when something has to be mended or decided first.
    """
    from plc_data.model import AttemptPolicy

    from .files import read_mapping

    decided = _decisions(decisions)
    columns = read_mapping(mapping) if mapping else None
    _check_accepted(accepted)
    with _workbench(workspace, person) as workbench:
        with waiting(f"Reading {file.name}", file):
            plan = workbench.files.read(file, attempts=AttemptPolicy(attempts), mapping=columns)
            seen = workbench.files.preview(
                file, assessment, decisions=decided, accepted=accepted, plan=plan
            )
        if not as_json:
            click.echo("\n".join(results_lines(seen)))
        wanted = seen.can_store and _wanted(dry_run, yes, as_json, "Store these results?")
        stored = workbench.files.store(seen) if wanted else None
    if as_json:
        _print(results_rows(seen, stored))
    elif stored is not None:
        click.echo(f"Stored: {stored.n_students} students, {stored.n_items} items.")
    elif seen.same_as is None:
        click.echo("Nothing was stored.")
    if not seen.can_store and seen.same_as is None:
        raise SystemExit(EXIT_PROBLEMS)


@import_.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--team", metavar="ID", required=True, help="The team whose classes these are.")
@click.option(
    "--teacher",
    "teachers",
    multiple=True,
    metavar="CLASS=PERSON",
    help="Who teaches a class, or CLASS=leave_out. May be given often.",
)
@_shared
def roster(
    file: Path,
    team: str,
    teachers: tuple[str, ...],
    person: str,
    workspace: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Bring the class list in FILE in: a table, or the folder or zip of a OneRoster export.

    Prints who would join, leave or be corrected, then asks. Exit codes as for results.
    """
    said = _teachers(teachers)
    with _workbench(workspace, person) as workbench:
        seen = workbench.rosters.preview(file, team, teachers=said)
        if not as_json:
            click.echo("\n".join(roster_lines(seen, workbench.name)))
        open_ = seen.can_store and not seen.nothing
        stored = bool(open_ and _wanted(dry_run, yes, as_json, "Store this roster?"))
        if stored:
            workbench.rosters.store(seen)
    if as_json:
        _print(roster_rows(seen, stored))
    elif stored:
        click.echo(f"Stored: {len(seen.students)} students in {len(seen.sections)} classes.")
    elif not (seen.can_store and seen.nothing):
        click.echo("Nothing was stored.")
    if not seen.can_store:
        raise SystemExit(EXIT_PROBLEMS)


@import_.command()
@click.argument("file", type=FILE)
@click.option("--team", metavar="ID", required=True, help="The team that teaches to them.")
@_shared
def standards(
    file: Path,
    team: str,
    person: str,
    workspace: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Keep the list of standards in FILE: a CASE package, a set, or a table of codes.

    Prints what it holds and whose it is, then asks. Exit codes as for results.
    """
    with _workbench(workspace, person) as workbench:
        room = workbench.files.standards
        seen = room.preview(file)
        open_ = bool(seen.standards) and not seen.problems
        if not as_json:
            click.echo("\n".join(standards_lines(seen)))
        stored = open_ and _wanted(dry_run, yes, as_json, "Keep this list?")
        if stored:
            room.store(file, team)
    if as_json:
        _print(standards_rows(seen, stored))
    elif stored:
        click.echo(f"Stored: {len(seen.standards)} standards.")
    else:
        click.echo("Nothing was stored.")
    if not open_:
        raise SystemExit(EXIT_PROBLEMS)


COMMANDS: tuple[click.Command, ...] = (import_,)


def _workbench(workspace: Path | None, person: str) -> closing[Workbench]:
    from datacycle.workbench import Workbench

    return closing(Workbench.open(workspace or default_workspace(), person_id=person))


def _wanted(dry_run: bool, yes: bool, as_json: bool, question: str) -> bool:
    if dry_run:
        return False
    if yes:
        return True
    if as_json:
        return False
    try:
        return click.confirm(question, default=False)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        click.echo("")
        raise click.UsageError(
            "nobody is here to ask: add --yes to store it, or --dry-run to look only."
        ) from None


def _decisions(path: Path | None) -> Mapping[str, str]:
    if path is None:
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        text = (
            "This is not a JSON object of rows and decisions, like "
            '{"14": "0074021", "31": "leave_out"}.'
        )
        raise DataProblems(path.name, [Problem(code="not-decisions", message=text)])
    return content


def _check_accepted(codes: tuple[str, ...]) -> None:
    from datacycle.workbench.files import ACCEPTABLE

    for code in codes:
        if code not in ACCEPTABLE:
            allowed = ", ".join(sorted(ACCEPTABLE))
            raise click.BadParameter(
                f"{code} cannot be accepted; what can: {allowed}", param_hint="--accept"
            )


def _teachers(said: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in said:
        name, sign, person = pair.rpartition("=")
        if not (sign and name.strip() and person.strip()):
            raise click.BadParameter(f'"{pair}" is not CLASS=PERSON', param_hint="--teacher")
        found[name.strip()] = person.strip()
    return found


def _print(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
