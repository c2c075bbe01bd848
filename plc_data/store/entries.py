"""What several people leave at once: rows of their own, appended and never overwritten.

An entry's number is its number in the journal, so it grows with time across all streams, and a
page that remembers the last number it saw asks for what came ``after`` it.
"""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa

from plc_data.errors import NotFound
from plc_data.model import Record

from . import journal, tables


class Entry(Record):
    """One appended entry: who left what, when, in which stream.

    ``replaces`` names the entry that this one corrects; ``withdrawn`` takes that one back.
    """

    seq: int
    stream: str
    kind: str
    payload: dict
    by: str
    at: datetime
    step_id: str | None = None
    replaces: int | None = None
    withdrawn: bool = False


def append(
    connection: sa.Connection,
    stream: str,
    kind: str,
    payload: dict,
    *,
    by: str,
    at: datetime,
    step_id: str | None = None,
    replaces: int | None = None,
    withdrawn: bool = False,
) -> int:
    """Append one entry; returns its number."""
    table = tables.entry
    kind = str(kind)
    if replaces is not None:
        there = sa.select(table.c.seq).where(table.c.stream == stream, table.c.seq == replaces)
        if connection.execute(there).one_or_none() is None:
            raise NotFound(f"There is no entry {replaces} in {stream!r} to replace.")
    text = json.dumps(payload)
    seq = journal.append(
        connection,
        by=by,
        at=at,
        action="append",
        object_kind=kind,
        object_id=stream,
        payload_hash=payload_hash(stream, kind, text, step_id, replaces, withdrawn),
    )
    connection.execute(
        table.insert().values(
            seq=seq,
            stream=stream,
            kind=kind,
            payload=text,
            person_id=by,
            at=at,
            step_id=step_id,
            replaces=replaces,
            withdrawn=withdrawn,
        )
    )
    return seq


def payload_hash(
    stream: str, kind: str, text: str, step_id: str | None, replaces: int | None, withdrawn: bool
) -> str:
    """Hash what the journal keeps of one entry."""
    return journal.digest(stream, kind, text, step_id, replaces, withdrawn)


def read(connection: sa.Connection, stream: str, *, after: int = 0) -> tuple[Entry, ...]:
    """Read the entries of a stream after a number, in order."""
    table = tables.entry
    query = sa.select(table).where(table.c.stream == stream, table.c.seq > after)
    return tuple(
        Entry(
            seq=row.seq,
            stream=row.stream,
            kind=row.kind,
            payload=json.loads(row.payload),
            by=row.person_id,
            at=row.at,
            step_id=row.step_id,
            replaces=row.replaces,
            withdrawn=row.withdrawn,
        )
        for row in connection.execute(query.order_by(table.c.seq))
    )
