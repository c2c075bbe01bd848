"""Commands for data dives: see where one stands, write its record down.

What is printed is what the acting person may see: sealed predictions stay sealed, private notes
private, and students appear as counts only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plc_data.store.places import default_workspace

from .dive_record import dive_record, markdown
from .options import workspace_option

if TYPE_CHECKING:
    from datacycle.workbench import Workbench

PERSON_VARIABLE = "DATACYCLE_PERSON"

SIGNS = {"ok": "ok    ", "advise": "look  ", "ask": "ask   ", "mend": "still "}
"""How a finding's level stands at the head of its line."""


def _options(command: Callable) -> Callable:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option(
            "--person",
            metavar="ID",
            envvar=PERSON_VARIABLE,
            required=True,
            help=f"Who is looking: an id of the staff list. Or set {PERSON_VARIABLE}.",
        ),
        workspace_option,
    ):
        command = option(command)
    return command


@click.group()
def dive() -> None:
    """See and keep the record of a data dive."""


@dive.command()
@click.argument("dive_id", metavar="ID")
@_options
def show(dive_id: str, workspace: Path | None, person: str, as_json: bool) -> None:
    """Say where the dive ID stands: step, clock, roles, what is there and what is missing."""
    record = _record(workspace, person, dive_id)
    if as_json:
        _print(record)
        return
    clock = record["clock"]
    click.echo(f"{record['protocol']['title']} ({record['dive']}): {record['status']}")
    step = next((s for s in record["steps"] if s["id"] == clock["step"]), None)
    if step is not None:
        click.echo(f"Step: {step['title']}")
    click.echo(f"Time: {clock['minutes']:g} of {clock['minutes_planned']:g} minutes")
    for member in record["people"]:
        late = ", came late" if member["late"] else ""
        click.echo(f"  {member['name']} ({member['role']}{late})")
    click.echo("Entries:")
    for kind, n in record["counts"].items():
        click.echo(f"  {n:4}  {kind}")
    click.echo(record["complete"]["sentence"])
    for finding in record["complete"]["findings"]:
        if finding["level"] != "ok":
            click.echo(f"  {SIGNS[finding['level']]}{finding['message']}")


@dive.command()
@click.argument("dive_id", metavar="ID")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .md for people, .json for programs. Without it: to the screen.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@_options
def export(
    dive_id: str,
    to: Path | None,
    force: bool,
    workspace: Path | None,
    person: str,
    as_json: bool,
) -> None:
    """Write down the record of the dive ID, for the team's own use.

    It holds what members wrote, and names of staff. What goes to an assessor is made by
    ``datacycle evidence``, which looks for students' names first.
    """
    record = _record(workspace, person, dive_id)
    as_json = as_json or (to is not None and to.suffix == ".json")
    text = json.dumps(record, ensure_ascii=False, indent=1) if as_json else markdown(record)
    if to is None:
        click.echo(text)
        return
    if to.exists() and not force:
        raise click.UsageError(f"{to} is there already; add --force to write over it.")
    try:
        to.write_text(text.rstrip() + "\n", encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(to), error.strerror or "it cannot be written") from None
    click.echo(f"The record is in {to}")


COMMANDS: tuple[click.Command, ...] = (dive,)


def _record(workspace: Path | None, person: str, dive_id: str) -> dict[str, Any]:
    from datacycle.workbench import Workbench

    wb: Workbench = Workbench.open(workspace or default_workspace(), person_id=person)
    try:
        return dive_record(wb, dive_id)
    finally:
        wb.close()


def _print(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
