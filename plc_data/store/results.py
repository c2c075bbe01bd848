"""Result sets: one file of answers for each import, and the catalog that names the files.

The file comes first, whole and on the disk; then one transaction writes the catalog's row and
the sums and takes ``live`` from the set before. A crash in between leaves a file that no row
names, which ``doctor`` finds, and never half an import. Undoing gives ``live`` back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from plc_data.errors import DataProblems, NotAllowed, NotFound
from plc_data.model import ResultSet

from . import journal, sums, tables
from .atomic import write_whole
from .places import Places

if TYPE_CHECKING:
    import pandas as pd

NOT_IN_RECORD = ("replaced_id", "journal_seq")


@dataclass(frozen=True)
class Packed:
    """An import made ready: its file is on the disk, its sums are text, nothing is cataloged."""

    result: ResultSet
    sums: Mapping[str, str]


def write_file(
    places: Places, result: ResultSet, answers: pd.DataFrame, frames: Mapping[str, pd.DataFrame]
) -> Packed:
    """Check and write the answers; what the file decides is filled into the result set."""
    import secrets

    from . import answers as room

    problems = room.check_answers(answers)
    if problems:
        raise DataProblems(result.source_name, problems)
    data, scale, content_sha256 = room.pack(answers)
    texts = {name: sums.pack(frame) for name, frame in frames.items()}
    name = f"{content_sha256[:16]}-{secrets.token_hex(4)}.parquet"
    write_whole(places.answers / name, data)
    filled = {
        "points_scale": scale,
        "content_sha256": content_sha256,
        "n_students": int(answers["student_id"].nunique()),
        "n_items": int(answers["item_id"].nunique()),
        "file": f"{places.answers.name}/{name}",
        "live": True,
    }
    return Packed(result.model_copy(update=filled), texts)


def store(connection: sa.Connection, packed: Packed, by: str, at: datetime) -> ResultSet:
    """Catalog a written file as the live one of its assessment."""
    table = tables.result_set
    result = packed.result.model_copy(update={"imported_by": by, "imported_at": at})
    if connection.execute(sa.select(table.c.id).where(table.c.id == result.id)).first():
        raise NotAllowed(f"There is a result set {result.id!r} already; nothing was stored.")
    seq = _note(connection, "store", result, by, at)
    before = _live_id(connection, result.assessment_id)
    _set_live(connection, before, False)
    connection.execute(
        table.insert().values(
            **result.model_dump(exclude={"absent_ids", "attempts_policy"}),
            absent_ids=json.dumps(result.absent_ids),
            attempts_policy=result.attempts_policy.value,
            replaced_id=before,
            journal_seq=seq,
        )
    )
    for name, text in packed.sums.items():
        connection.execute(
            tables.result_sum.insert().values(result_set_id=result.id, name=name, frame=text)
        )
    return result


def undo(connection: sa.Connection, id: str, by: str, at: datetime) -> None:
    """Make the set that this one replaced the live one again."""
    row = _row(connection, id, for_update=True)
    if not row.live:
        raise NotAllowed(
            "These results are not the ones in use, so there is nothing to undo. "
            "Undo the newest import of this assessment first."
        )
    _note(connection, "undo", _result(row), by, at)
    _set_live(connection, id, False)
    _set_live(connection, row.replaced_id, True)


def result_set(connection: sa.Connection, id: str) -> ResultSet:
    """Read one row of the catalog, or raise ``NotFound``."""
    return _result(_row(connection, id))


def result_sets(
    connection: sa.Connection, assessment_id: str | None = None, *, live_only: bool = True
) -> tuple[ResultSet, ...]:
    """Read the catalog in the order of the imports."""
    table = tables.result_set
    query = sa.select(table).order_by(table.c.journal_seq)
    if assessment_id is not None:
        query = query.where(table.c.assessment_id == assessment_id)
    if live_only:
        query = query.where(table.c.live)
    return tuple(_result(row) for row in connection.execute(query))


def is_named(connection: sa.Connection, file: str) -> bool:
    """Tell whether the catalog names this file."""
    table = tables.result_set
    query = sa.select(table.c.id).where(table.c.file == file)
    return connection.execute(query).first() is not None


def read_sums(connection: sa.Connection, id: str, name: str) -> pd.DataFrame:
    """Read the stored sums of one name, or raise ``NotFound``."""
    table = tables.result_sum
    text = connection.execute(
        sa.select(table.c.frame).where(table.c.result_set_id == id, table.c.name == name)
    ).scalar_one_or_none()
    if text is None:
        raise NotFound(f"There are no sums {name!r} for the result set {id!r}.")
    return sums.unpack(text)


def read_answers(places: Places, result: ResultSet) -> pd.DataFrame:
    """Read the answers of a result set."""
    from . import answers as room

    path = places.folder / result.file
    if not path.is_file():
        raise NotFound(
            f"The file with the answers of result set {result.id!r} is missing. "
            "Look with datacycle doctor; a backup may still have it."
        )
    return room.unpack(path.read_bytes(), result.points_scale)


def _note(connection: sa.Connection, action: str, result: ResultSet, by: str, at: datetime) -> int:
    return journal.append(
        connection,
        by=by,
        at=at,
        action=action,
        object_kind="results",
        object_id=result.id,
        payload_hash=payload_hash(result.assessment_id, result.content_sha256),
    )


def payload_hash(assessment_id: str, content_sha256: str) -> str:
    """Hash what the journal keeps of an import."""
    return journal.digest(assessment_id, content_sha256)


def _live_id(connection: sa.Connection, assessment_id: str) -> str | None:
    table = tables.result_set
    query = sa.select(table.c.id).where(table.c.assessment_id == assessment_id, table.c.live)
    return connection.execute(query.with_for_update()).scalar_one_or_none()


def _set_live(connection: sa.Connection, id: str | None, live: bool) -> None:
    if id is not None:
        table = tables.result_set
        connection.execute(table.update().where(table.c.id == id).values(live=live))


def _row(connection: sa.Connection, id: str, *, for_update: bool = False) -> sa.Row:
    table = tables.result_set
    query = sa.select(table).where(table.c.id == id)
    row = connection.execute(query.with_for_update() if for_update else query).one_or_none()
    if row is None:
        raise NotFound(f"There is no result set {id!r}.")
    return row


def _result(row: sa.Row) -> ResultSet:
    fields = {k: v for k, v in row._mapping.items() if k not in NOT_IN_RECORD}
    return ResultSet.model_validate({**fields, "absent_ids": json.loads(row.absent_ids)})
