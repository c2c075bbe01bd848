"""Compare what is stored with what the journal says was stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from plc_data.model import Problem

from . import documents, entries, journal, results, tables
from .journal import Link

KEEPING = frozenset({"save", "conflict", "append", "store"})
"""Actions that leave a row which must be there for good."""


def verify_journal(connection: sa.Connection) -> tuple[Problem, ...]:
    """Report the first break of the chain, and every record that is not what was journaled.

    ``row`` of a problem is the journal's number.
    """
    with _any_bytes(connection):
        chain = journal.read_links(connection)
        head = connection.execute(
            sa.select(tables.journal_head.c.seq, tables.journal_head.c.hash)
        ).one_or_none()
        broken = journal.check_chain(chain, head=tuple(head) if head else (0, ""))
        return broken + _check_records(connection, {link.seq: link for link in chain})


def _check_records(connection: sa.Connection, chain: Mapping[int, Link]) -> tuple[Problem, ...]:
    problems, seen = [], set()
    for seq, *said in _kept(connection):
        seen.add(seq)
        link = chain.get(seq)
        if link is None or said != [link.person_id, link.at, link.payload_hash]:
            problems.append(_differs(seq, "is not what the journal says was stored"))
    problems += [
        _differs(link.seq, "is gone")
        for link in chain.values()
        if link.action in KEEPING and link.seq not in seen
    ]
    return tuple(sorted(problems, key=lambda problem: problem.row))


def _kept(connection: sa.Connection) -> Iterator[tuple[int, str, str, str]]:
    """Read every kept record: its journal number, whose it is, when, and its hash made anew."""
    version, lost = tables.document_version.c, tables.conflict.c
    for c, number in ((version, version.version), (lost, lost.based_on)):
        query = _select(c.journal_seq, c.author_id, c.saved_at, c.kind, c.id, number, c.team_id)
        for seq, by, at, *what, text in connection.execute(query.add_columns(c.record)):
            yield seq, by, at, documents.payload_hash(*what, text)
    c = tables.entry.c
    query = _select(c.seq, c.person_id, c.at, c.stream, c.kind, c.payload, c.step_id, c.replaces)
    for seq, by, at, *what in connection.execute(query.add_columns(c.withdrawn)):
        yield seq, by, at, entries.payload_hash(*what)
    c = tables.result_set.c
    query = _select(c.journal_seq, c.imported_by, c.imported_at, c.assessment_id, c.content_sha256)
    for seq, by, at, *what in connection.execute(query):
        yield seq, by, at, results.payload_hash(*what)


def _select(*columns: sa.Column) -> sa.Select:
    """Select columns with moments as the text they are, so that a spoiled one can be read."""
    return sa.select(
        *[
            sa.type_coerce(c, sa.String).label(c.name) if isinstance(c.type, tables.Moment) else c
            for c in columns
        ]
    )


@contextmanager
def _any_bytes(connection: sa.Connection) -> Iterator[None]:
    """Read text with spoiled bytes as well: it will not have the right hash."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    before = driver.text_factory
    driver.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = before


def _differs(seq: int, what: str) -> Problem:
    return Problem(
        code="record-differs", message=f"What belongs to journal entry {seq} {what}.", row=seq
    )
