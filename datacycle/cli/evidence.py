"""Commands for evidence: plan a package, export it, check one, search a text for names.

``verify`` needs no workspace and no network: whoever receives a package can check it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plc_data.errors import DataProblems, WorkbenchError
from plc_data.store.places import default_workspace

from .options import workspace_option

if TYPE_CHECKING:
    from datacycle.evidence.package import PackagePlan
    from datacycle.workbench import Workbench
    from plc_data.model import Finding

PERSON_VARIABLE = "DATACYCLE_PERSON"
EXIT_FAULT = 1

SIGNS = {"ok": "ok    ", "advise": "look  ", "ask": "ask   ", "mend": "FAULT "}
"""How a finding's level stands at the head of its line."""

_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def _at_work(command: Callable) -> Callable:
    """Options of commands that go through a workspace."""
    for option in (
        _json_option,
        click.option(
            "--person",
            metavar="ID",
            envvar=PERSON_VARIABLE,
            required=True,
            help=f"Who is acting: an id of the staff list. Or set {PERSON_VARIABLE}.",
        ),
        workspace_option,
    ):
        command = option(command)
    return command


def _about_package(command: Callable) -> Callable:
    for option in (
        click.option(
            "--decisions",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A JSON file: finding id to replace, generalise, edit: ... or keep: reason.",
        ),
        click.option("--teacher", metavar="ID", help="Whose evidence; yours without it."),
        click.option("--cycle", "cycle_id", metavar="ID", required=True, help="The cycle."),
    ):
        command = option(command)
    return command


@click.group()
def evidence() -> None:
    """Plan, export and check packages of evidence."""


@evidence.command()
@_about_package
@_at_work
def build(
    cycle_id: str,
    teacher: str | None,
    decisions: Path | None,
    workspace: Path | None,
    person: str,
    as_json: bool,
) -> None:
    """Say what a package would hold and what still stops it. Nothing is written.

    The exit code is 1 while something has to be decided first.
    """
    with_decisions = _decisions(decisions)
    workbench = _workbench(workspace, person)
    try:
        plan = workbench.plan_evidence(cycle_id, decisions=with_decisions, teacher_id=teacher)
    finally:
        workbench.store.close()
    if as_json:
        _print(_plan_rows(plan))
    else:
        _show_plan(plan)
    if plan.refused:
        raise SystemExit(EXIT_FAULT)


@evidence.command()
@_about_package
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="The zip to write; an existing file is not overwritten.",
)
@click.option("--recipient", default="assessor", show_default=True, help="To whom it goes.")
@_at_work
def export(
    cycle_id: str,
    teacher: str | None,
    decisions: Path | None,
    target: Path,
    recipient: str,
    workspace: Path | None,
    person: str,
    as_json: bool,
) -> None:
    """Write the signed package, or say what has to be decided first."""
    with_decisions = _decisions(decisions)
    workbench = _workbench(workspace, person)
    try:
        written = workbench.export_evidence(
            cycle_id, target, decisions=with_decisions, teacher_id=teacher, recipient=recipient
        )
    finally:
        workbench.store.close()
    if as_json:
        _print({"package": str(written), "bytes": written.stat().st_size})
        return
    click.echo(f"The package is in {written}")
    click.echo("It cannot be called back once it is handed over.")


@evidence.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PUB",
    help="A public key of your school's list: a did:key, or a PEM file. May be given often.",
)
@_json_option
def verify(file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Check the package FILE (a zip or an unpacked folder).

    Whether it is whole and unchanged, who signed it, and whether its parts agree. Needs no
    workspace. The exit code is 1 when there is a fault.
    """
    from datacycle.evidence.verify import is_sound, verify_package

    findings = verify_package(file, [_key(key) for key in keys])
    sound = is_sound(findings)
    if as_json:
        _print({"file": str(file), "sound": sound, "findings": _rows(findings)})
    else:
        _tell(findings)
        click.echo("No fault was found." if sound else "There are faults: do not rely on it.")
    if not sound:
        raise SystemExit(EXIT_FAULT)


@evidence.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_at_work
def scan(file: Path, workspace: Path | None, person: str, as_json: bool) -> None:
    """Search the text FILE for names on the roster. Nothing is stored.

    Prints places, not names. The exit code is 1 when a name would stop an export.
    """
    from plc_data.privacy import (
        WHAT_IT_DOES_NOT_FIND,
        NameSearch,
        blocking,
        named_staff,
        named_students,
    )

    text = _text(file)
    workbench = _workbench(workspace, person)
    try:
        students = named_students(workbench.store.students())
        search = NameSearch((*students, *named_staff(workbench.people.values())))
    finally:
        workbench.store.close()
    if not search.size:
        raise WorkbenchError("There is no roster to search with. Bring in the roster first.")
    findings = search.scan(file.name, text)
    rows = [
        {
            "line": text.count("\n", 0, finding.start) + 1,
            "start": finding.start,
            "end": finding.end,
            "level": finding.level,
            "message": finding.message,
        }
        for finding in findings
    ]
    if as_json:
        _print({"file": str(file), "searched": search.size, "findings": rows})
    else:
        for row in rows:
            click.echo(f"line {row['line']:>4}  {row['level']:<7} {row['message']}")
        click.echo(f"{len(rows)} places; {search.size} students were looked for.")
        click.echo(WHAT_IT_DOES_NOT_FIND)
    if blocking(findings):
        raise SystemExit(EXIT_FAULT)


def _workbench(workspace: Path | None, person: str) -> Workbench:
    from datacycle.workbench import Workbench

    return Workbench.open(workspace or default_workspace(), person_id=person)


def _decisions(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise DataProblems(path.name, [_no_decisions()]) from error
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise DataProblems(path.name, [_no_decisions()])
    return content


def _no_decisions():
    from plc_data.model import Problem

    return Problem(
        code="not-decisions",
        message="This is not a JSON object of finding ids and decisions (replace, keep: ...).",
    )


def _key(text: str) -> str | bytes:
    path = Path(text)
    return path.read_bytes() if len(text) < 250 and path.is_file() else text


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WorkbenchError(
            f"{path.name} is not a plain text file (UTF-8), so it cannot be searched."
        ) from None


def _plan_rows(plan: PackagePlan) -> dict[str, Any]:
    return {
        "package_id": plan.package_id,
        "made_on": plan.made_on.isoformat(),
        "refused": plan.refused,
        "refusals": list(plan.refusals),
        "findings": _rows(plan.findings),
        "files": {path: len(content) for path, content in sorted(plan.files.items())},
        "left_out": list(plan.left_out),
    }


def _show_plan(plan: PackagePlan) -> None:
    _tell(plan.findings)
    if plan.refused:
        click.echo("Nothing can be written yet:")
        for refusal in plan.refusals:
            click.echo(f"  {refusal}")
        click.echo("A decision is one line of a JSON file: the id above, and what to do.")
        return
    click.echo(f"The package {plan.file_name} would hold:")
    for path, content in sorted(plan.files.items()):
        click.echo(f"  {len(content):>9,}  {path}")


def _rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [finding.model_dump() for finding in findings]


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        where = f" ({finding.where})" if finding.where else ""
        click.echo(f"{SIGNS.get(finding.level, ''):<7}{finding.message}{where}")


def _print(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


COMMANDS: tuple[click.Command, ...] = (evidence,)
