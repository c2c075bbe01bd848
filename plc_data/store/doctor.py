"""The doctor: says in plain words what is well and what is not. It changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from plc_data.errors import WorkbenchError
from plc_data.model import Finding

from . import results, tables
from .artifacts import path_of
from .atomic import UNFINISHED
from .backups import list_backups
from .engine import StoreDamaged
from .facade import Store
from .places import Places, check_disk, check_modes
from .schema_version import REVISIONS, SchemaTooNew, SchemaTooOld
from .verify import verify_journal

_CODES = {
    SchemaTooOld: "schema-old",
    SchemaTooNew: "schema-new",
    StoreDamaged: "database-damaged",
}

SCRATCH = re.compile(r"backups/\.(making|restoring)-")
"""Folders in which a backup or a restore prepares its files; they are gone when it is over."""

BACKUP_IS_OLD_AFTER = timedelta(days=7)


def doctor(
    folder: Path, *, url: str | None = None, at: datetime | None = None
) -> tuple[Finding, ...]:
    """Examine a workspace.

    ``mend`` findings are faults, ``advise`` ones are worth a look. ``at`` is the present moment;
    without it nothing is said about the age of backups.
    """
    places = Places(Path(folder))
    findings = [*check_modes(places), *check_disk(places)]
    try:
        for finding in _look_inside(places, url):
            findings.append(finding)
    except WorkbenchError as error:
        findings.append(_mend(_CODES.get(type(error), "cannot-open"), str(error)))
    if url is None:
        findings += _check_backups(places, at)
    return tuple(findings)


def _look_inside(places: Places, url: str | None) -> Iterator[Finding]:
    with Store.open(places.folder, url=url) as store, store._reading() as connection:
        yield _ok("schema", f"The database has the form {REVISIONS[-1]}.")
        yield from _check_database(connection)
        yield from _check_journal(connection)
        yield from _check_answers(connection, places)
        yield from _check_artifacts(connection, places)
        yield from _check_orphans(connection, places)


def is_well(findings: tuple[Finding, ...]) -> bool:
    """Tell whether nothing has to be mended."""
    return all(finding.level != "mend" for finding in findings)


def _check_database(connection: sa.Connection) -> Iterator[Finding]:
    if connection.dialect.name != "sqlite":
        return
    said = connection.exec_driver_sql("pragma quick_check").scalars().all()
    if said != ["ok"]:
        yield _mend(
            "database-damaged",
            f"The database file is damaged in {len(said)} places. Put a backup back: "
            "datacycle restore",
            "workbench.sqlite",
        )
        return
    stray = connection.exec_driver_sql("pragma foreign_key_check").all()
    if stray:
        yield _mend("pointing-nowhere", f"{len(stray)} rows point at something that is not there.")
        return
    yield _ok("database", "The database file is whole.")


def _check_journal(connection: sa.Connection) -> Iterator[Finding]:
    problems = verify_journal(connection)
    for problem in problems:
        yield _mend(problem.code, problem.message, f"journal {problem.row}")
    if not problems:
        n = connection.execute(sa.select(tables.journal_head.c.seq)).scalar_one()
        yield _ok("journal", f"The journal's chain holds through all {n} entries.")


def _check_answers(connection: sa.Connection, places: Places) -> Iterator[Finding]:
    from . import answers as room

    catalog = results.result_sets(connection, live_only=False)
    n_bad = 0
    for result in catalog:
        path = places.folder / result.file
        if not path.is_file():
            fault = "answers-missing", "is missing"
        elif _rows_sha256(room, path, result.points_scale) != result.content_sha256:
            fault = "answers-changed", "does not hold the answers that were imported"
        else:
            continue
        n_bad += 1
        yield _mend(
            fault[0],
            f"The file of result set {result.id} {fault[1]}. A backup may still have it: "
            "datacycle restore",
            result.file,
        )
    if not n_bad:
        yield _ok("answers", f"{_count(len(catalog), 'file')} of answers, all as imported.")


def _rows_sha256(room: object, path: Path, scale: int) -> str | None:
    import pyarrow as pa

    try:
        return room.packed_sha256(path.read_bytes(), scale)
    except (pa.ArrowException, KeyError, OSError):
        return None


def _check_artifacts(connection: sa.Connection, places: Places) -> Iterator[Finding]:
    hashes = connection.execute(sa.select(tables.artifact.c.sha256)).scalars().all()
    n_bad = 0
    for sha256 in hashes:
        path = path_of(places, sha256)
        if not path.is_file():
            fault = "artifact-missing", "is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            fault = "artifact-changed", "was changed after it was stored"
        else:
            continue
        n_bad += 1
        where = path.relative_to(places.folder).as_posix()
        yield _mend(fault[0], f"An artifact's file {fault[1]}.", where)
    if not n_bad:
        yield _ok("artifacts", f"{_count(len(hashes), 'artifact')}, all as stored.")


def _check_orphans(connection: sa.Connection, places: Places) -> Iterator[Finding]:
    named = {r.file for r in results.result_sets(connection, live_only=False)}
    hashes = connection.execute(sa.select(tables.artifact.c.sha256)).scalars()
    named |= {path_of(places, sha256).relative_to(places.folder).as_posix() for sha256 in hashes}
    for folder in (places.answers, places.artifacts, places.backups):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(places.folder).as_posix()
            is_left = path.name.endswith(UNFINISHED) or SCRATCH.match(name) is not None
            if path.is_file() and (is_left or (folder != places.backups and name not in named)):
                yield Finding(
                    code="unfinished-file" if is_left else "orphan-file",
                    level="advise",
                    message="Nothing in the catalog names this file; an import or backup was "
                    "probably interrupted. It may be deleted when no import is running.",
                    where=name,
                )


def _check_backups(places: Places, at: datetime | None) -> Iterator[Finding]:
    known = list_backups(places)
    if not known:
        yield _advise("no-backup", "There is no backup yet. Make one: datacycle backup")
    elif at is not None and at - known[0].at > BACKUP_IS_OLD_AFTER:
        days = (at - known[0].at).days
        yield _advise("old-backup", f"The newest backup is {days} days old: datacycle backup")
    else:
        yield _ok(
            "backups", f"{_count(len(known), 'backup')}, the newest of {known[0].at:%Y-%m-%d}."
        )


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _ok(code: str, message: str) -> Finding:
    return Finding(code=code, level="ok", message=message)


def _advise(code: str, message: str) -> Finding:
    return Finding(code=code, level="advise", message=message)


def _mend(code: str, message: str, where: str | None = None) -> Finding:
    return Finding(code=code, level="mend", message=message, where=where)
