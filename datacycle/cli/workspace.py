"""Commands for a whole workspace: make it, back it up, put it back, examine it, migrate it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plc_data.store.places import default_workspace

from .options import workspace_option

if TYPE_CHECKING:
    from plc_data.model import Finding

SIGNS = {"ok": "ok    ", "advise": "look  ", "ask": "ask   ", "mend": "FAULT "}
"""How a finding's level stands at the head of its line."""

EXIT_FAULT = 1


def _json(command: Callable) -> Callable:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


@click.command()
@workspace_option
@_json
def init(workspace: Path | None, as_json: bool) -> None:
    """Make a new, empty workspace."""
    from plc_data.store import Store

    folder = workspace or default_workspace()
    with Store.create(folder, at=_now()) as store:
        warnings = store.warnings
    if as_json:
        _print({"workspace": str(folder), "findings": _rows(warnings)})
        return
    click.echo(f"A new workspace is in {folder}")
    _tell(warnings)


@click.command()
@workspace_option
@click.option("--why", default="daily", show_default=True, help="One word for the file's name.")
@_json
def backup(workspace: Path | None, why: str, as_json: bool) -> None:
    """Make a backup: the database, the answers and the artifacts in one file."""
    from plc_data.store.maintenance import backup, list_backups
    from plc_data.store.places import Places
    from plc_data.store.restoring import read_manifest

    folder = workspace or default_workspace()
    path = backup(folder, at=_now(), why=why)
    manifest, n_kept = read_manifest(path), len(list_backups(Places(folder)))
    if as_json:
        said = {key: manifest[key] for key in ("revision", "head", "schema", "missing")}
        n_files = len(manifest["files"])
        _print({"backup": str(path), "n_files": n_files, "n_backups": n_kept, **said})
        return
    click.echo(f"The backup is in {path}")
    click.echo(f"{len(manifest['files'])} files, {manifest['revision']} changes; {n_kept} kept.")
    _tell_missing(manifest["missing"])


@click.command()
@click.argument("archive", required=False, type=click.Path(path_type=Path))
@workspace_option
@click.option("--list", "only_list", is_flag=True, help="List the backups; change nothing.")
@click.option("--force", is_flag=True, help="Go back even if the workspace holds newer changes.")
@_json
def restore(
    archive: Path | None, workspace: Path | None, only_list: bool, force: bool, as_json: bool
) -> None:
    """Put a backup back, the newest one when ARCHIVE is left out.

    What stands there now is backed up first.
    """
    from plc_data.store.maintenance import list_backups, restore
    from plc_data.store.places import Places

    folder = workspace or default_workspace()
    if only_list:
        known = list_backups(Places(folder))
        rows = [{"backup": str(b.path), "at": b.at.isoformat(), "why": b.why} for b in known]
        if as_json:
            _print({"backups": rows})
        else:
            for row in rows:
                click.echo(f"{row['at']}  {row['why']}  {row['backup']}")
        return
    done = restore(folder, archive, at=_now(), force=force)
    if as_json:
        _print(
            {
                "backup": str(done.backup),
                "revision": done.revision,
                "kept": str(done.kept) if done.kept else None,
                "needs_migration": done.needs_migration,
                "missing": list(done.missing),
            }
        )
        return
    click.echo(f"The workspace is as it was after change {done.revision}: {done.backup.name}")
    if done.kept:
        click.echo(f"What stood there before is kept in {done.kept}")
    if done.needs_migration:
        click.echo("The backup is in an older form. Bring it up to date: datacycle migrate")
    _tell_missing(done.missing)


@click.command()
@workspace_option
@_json
def doctor(workspace: Path | None, as_json: bool) -> None:
    """Examine the workspace and say in plain words what is well and what is not."""
    from plc_data.store.maintenance import doctor, is_well

    folder = workspace or default_workspace()
    findings = doctor(folder, at=_now())
    well = is_well(findings)
    if as_json:
        _print({"workspace": str(folder), "well": well, "findings": _rows(findings)})
    else:
        click.echo(f"Workspace {folder}")
        _tell(findings)
        click.echo("All is well." if well else "Something has to be mended: see FAULT above.")
    if not well:
        raise click.exceptions.Exit(EXIT_FAULT)


@click.command()
@workspace_option
@_json
def migrate(workspace: Path | None, as_json: bool) -> None:
    """Bring a workspace to the form this version needs; a backup is made first."""
    from plc_data.store.maintenance import migrate

    done = migrate(workspace or default_workspace(), at=_now())
    if as_json:
        kept = str(done.backup) if done.backup else None
        _print({"before": done.before, "after": done.after, "backup": kept})
    elif done.before == done.after:
        click.echo(f"The workspace is up to date (form {done.after}).")
    else:
        click.echo(f"The workspace went from form {done.before} to {done.after}.")
        if done.backup:
            click.echo(f"The backup made before is in {done.backup}")


COMMANDS: tuple[click.Command, ...] = (init, backup, restore, doctor, migrate)


def _now() -> datetime:
    return datetime.now(UTC)


def _print(value: dict) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _rows(findings: Iterable[Finding]) -> list[dict]:
    return [finding.model_dump(mode="json") for finding in findings]


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        where = f" ({finding.where})" if finding.where else ""
        click.echo(f"  {SIGNS[finding.level]}{finding.message}{where}")


def _tell_missing(missing: Iterable[str]) -> None:
    for name in missing:
        click.echo(f"Not in the backup, because it was not in the workspace: {name}", err=True)
