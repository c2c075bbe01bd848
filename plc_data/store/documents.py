"""What people write: each save is a new version, based on the one its author had on the screen.

When the base is not the newest any more, nothing is overwritten: the save is refused with a
``Conflict`` and its text goes to the table ``conflict``, where ``losing_texts`` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plc_data.errors import Conflict, NotFound
from plc_data.model import RECORDS, Document, DocumentKind, Record

from . import journal, tables


@dataclass(frozen=True)
class Save:
    """One wish to save, with everything that has to be kept whether it wins or loses."""

    kind: DocumentKind
    record: Record
    team_id: str | None
    by: str
    at: datetime
    based_on: int | None

    def __post_init__(self) -> None:
        expected = RECORDS.get(self.kind)
        if expected is None or not isinstance(self.record, expected):
            known = "no record yet (add one to RECORDS)" if expected is None else expected.__name__
            raise TypeError(
                f"documents of kind {self.kind.value!r} hold {known}, "
                f"not {type(self.record).__name__}"
            )

    @property
    def id(self) -> str:
        return self.record.id


def save(connection: sa.Connection, wish: Save) -> Document:
    """Store the next version, or raise ``Conflict`` before anything is written."""
    head = tables.document
    newest = connection.execute(
        sa.select(head.c.version).where(_is(head, wish.kind, wish.id)).with_for_update()
    ).scalar_one_or_none()
    if newest is None and wish.based_on is not None:
        raise NotFound(f"There is no {wish.kind.value} {wish.id!r} to save a new version of.")
    if newest is not None and newest != wish.based_on:
        by = get(connection, wish.kind, wish.id).author_id
        raise Conflict(wish.kind.value, wish.id, wish.based_on or 0, newest, by)
    version = (newest or 0) + 1
    text = wish.record.model_dump_json()
    seq = journal.append(
        connection,
        by=wish.by,
        at=wish.at,
        action="save",
        object_kind=wish.kind.value,
        object_id=wish.id,
        payload_hash=payload_hash(wish.kind, wish.id, version, wish.team_id, text),
    )
    connection.execute(
        tables.document_version.insert().values(
            kind=wish.kind.value,
            id=wish.id,
            version=version,
            team_id=wish.team_id,
            author_id=wish.by,
            saved_at=wish.at,
            record=text,
            journal_seq=seq,
        )
    )
    if newest is None:
        connection.execute(
            head.insert().values(
                kind=wish.kind.value, id=wish.id, team_id=wish.team_id, version=version
            )
        )
    else:
        connection.execute(
            head.update()
            .where(_is(head, wish.kind, wish.id))
            .values(team_id=wish.team_id, version=version)
        )
    return Document(
        kind=wish.kind,
        id=wish.id,
        team_id=wish.team_id,
        version=version,
        author_id=wish.by,
        saved_at=wish.at,
        record=wish.record,
    )


def keep_losing(connection: sa.Connection, wish: Save) -> None:
    """Keep the text of a save that was refused."""
    text, based_on = wish.record.model_dump_json(), wish.based_on or 0
    seq = journal.append(
        connection,
        by=wish.by,
        at=wish.at,
        action="conflict",
        object_kind=wish.kind.value,
        object_id=wish.id,
        payload_hash=payload_hash(wish.kind, wish.id, based_on, wish.team_id, text),
    )
    connection.execute(
        tables.conflict.insert().values(
            journal_seq=seq,
            kind=wish.kind.value,
            id=wish.id,
            based_on=based_on,
            team_id=wish.team_id,
            author_id=wish.by,
            saved_at=wish.at,
            record=text,
        )
    )


def payload_hash(kind: str, id: str, version: int, team_id: str | None, text: str) -> str:
    """Hash what the journal keeps of one version."""
    return journal.digest(str(kind), id, version, team_id, text)


def get(
    connection: sa.Connection, kind: DocumentKind, id: str, version: int | None = None
) -> Document:
    """One version, the newest when none is named."""
    table, head = tables.document_version, tables.document
    query = sa.select(table).where(_is(table, kind, id))
    query = (
        query.join(head, _same_document(table, head) & (table.c.version == head.c.version))
        if version is None
        else query.where(table.c.version == version)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        which = "" if version is None else f" in version {version}"
        raise NotFound(f"There is no {DocumentKind(kind).value} {id!r}{which}.")
    return _document(row)


def find(
    connection: sa.Connection, kind: DocumentKind, team_id: str | None = None
) -> tuple[Document, ...]:
    """Read the newest version of every document of a kind, in the order of their ids."""
    table, head = tables.document_version, tables.document
    query = (
        sa.select(table)
        .join(head, _same_document(table, head) & (table.c.version == head.c.version))
        .where(head.c.kind == DocumentKind(kind).value)
    )
    if team_id is not None:
        query = query.where(head.c.team_id == team_id)
    found = (_document(row) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda document: document.id))


def versions(connection: sa.Connection, kind: DocumentKind, id: str) -> tuple[Document, ...]:
    """Every version of a document, the first one first."""
    table = tables.document_version
    query = sa.select(table).where(_is(table, kind, id)).order_by(table.c.version)
    return tuple(_document(row) for row in connection.execute(query))


def losing_texts(connection: sa.Connection, kind: DocumentKind, id: str) -> tuple[Document, ...]:
    """Texts whose save was refused, the oldest first; ``version`` is the one they started from."""
    table = tables.conflict
    query = (
        sa.select(*[c for c in table.c if c.name != "based_on"], table.c.based_on.label("version"))
        .where(_is(table, kind, id))
        .order_by(table.c.journal_seq)
    )
    return tuple(_document(row) for row in connection.execute(query))


def _is(table: sa.Table, kind: DocumentKind, id: str) -> sa.ColumnElement[bool]:
    return (table.c.kind == DocumentKind(kind).value) & (table.c.id == id)


def _same_document(one: sa.Table, other: sa.Table) -> sa.ColumnElement[bool]:
    return (one.c.kind == other.c.kind) & (one.c.id == other.c.id)


def _document(row: sa.Row) -> Document:
    kind = DocumentKind(row.kind)
    if kind not in RECORDS:
        raise TypeError(f"nothing in RECORDS reads documents of kind {kind.value!r}")
    return Document(
        kind=kind,
        id=row.id,
        team_id=row.team_id,
        version=row.version,
        author_id=row.author_id,
        saved_at=row.saved_at,
        record=RECORDS[kind].model_validate_json(row.record),
    )
