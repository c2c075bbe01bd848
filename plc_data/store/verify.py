"""Compare what is stored with what the journal says was stored."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from plc_data.model import JournalEntry, Problem

from . import documents, entries, journal, results, tables


def verify_journal(connection: sa.Connection) -> tuple[Problem, ...]:
    """Report the first break of the chain, and every record that is not what was journaled.

    ``row`` of a problem is the journal's number.
    """
    chain = journal.read(connection)
    head = connection.execute(
        sa.select(tables.journal_head.c.seq, tables.journal_head.c.hash)
    ).one_or_none()
    broken = journal.check_chain(chain, head=tuple(head) if head else (0, journal.FIRST_HASH))
    return broken + _check_records(connection, {entry.seq: entry for entry in chain})


def _check_records(
    connection: sa.Connection, chain: dict[int, JournalEntry]
) -> tuple[Problem, ...]:
    problems, seen = [], set()
    for seq, payload_hash in _hashes(connection):
        seen.add(seq)
        if seq not in chain or chain[seq].payload_hash != payload_hash:
            problems.append(_differs(seq, "is not what the journal says was stored"))
    kept = {"save", "conflict", "append", "store"}
    problems += [
        _differs(seq, "is gone") for seq, e in chain.items() if e.action in kept and seq not in seen
    ]
    return tuple(sorted(problems, key=lambda problem: problem.row))


def _hashes(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    """Hash every kept record again, with the number of its journal entry."""
    table = tables.document_version
    for r in connection.execute(sa.select(table)):
        hash = documents.payload_hash(r.kind, r.id, r.version, r.team_id, r.record)
        yield r.journal_seq, hash
    for r in connection.execute(sa.select(tables.conflict)):
        hash = documents.payload_hash(r.kind, r.id, r.based_on, r.team_id, r.record)
        yield r.journal_seq, hash
    for r in connection.execute(sa.select(tables.entry)):
        hash = entries.payload_hash(r.stream, r.kind, r.payload, r.step_id, r.replaces, r.withdrawn)
        yield r.seq, hash
    table = tables.result_set
    query = sa.select(table.c.journal_seq, table.c.assessment_id, table.c.content_sha256)
    for r in connection.execute(query):
        yield r.journal_seq, results.payload_hash(r.assessment_id, r.content_sha256)


def _differs(seq: int, what: str) -> Problem:
    return Problem(
        code="record-differs",
        message=f"What belongs to journal entry {seq} {what}.",
        row=seq,
    )
