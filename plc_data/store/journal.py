"""The journal: one entry for each change, each holding the hash of the one before.

A changed, missing or inserted entry breaks the chain from there on. What the chain cannot show
is a journal that was cut short or written anew as a whole; for that its last hash (the *head*)
is printed on every export.

No entry holds a student's name: what was stored is there only as a hash, and names are left out
of what is hashed, since a hash of a name can be found by trying names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from plc_data.model import JournalEntry, Problem

from .tables import journal, journal_head, moment_text

FIRST_HASH = "0" * 64
"""What stands as the previous hash in the first entry."""


def digest(*parts: str | int | bool | None) -> str:
    """SHA-256 over the parts, written as one JSON array so that no two lists look alike.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Link(NamedTuple):
    """One entry as it stands in the table, the moment as text: what the hash is made of."""

    seq: int
    previous_hash: str
    at: str
    person_id: str
    action: str
    object_kind: str
    object_id: str
    payload_hash: str
    hash: str


def link_of(entry: JournalEntry) -> Link:
    """Write an entry as the link that it is in the chain."""
    return Link(**{**entry.model_dump(), "at": moment_text(entry.at)})


def chain_hash(link: Link) -> str:
    """Compute the hash that a link must have from everything else it says."""
    return digest(*link[:-1])


def lock(connection: sa.Connection) -> None:
    """Let writers in one at a time; SQLite has done so already when it began."""
    connection.execute(sa.select(journal_head.c.seq).with_for_update())


def next_seq(connection: sa.Connection) -> int:
    """Tell the number that the next entry will have; only valid while the lock is held."""
    return head_seq(connection) + 1


def head_seq(connection: sa.Connection) -> int:
    return connection.execute(_HEAD_SEQ).scalar_one()


def head_hash(connection: sa.Connection) -> str:
    return connection.execute(sa.select(journal_head.c.hash)).scalar_one()


_HEAD_SEQ = sa.select(journal_head.c.seq)


def append(
    connection: sa.Connection,
    *,
    by: str,
    at: datetime,
    action: str,
    object_kind: str,
    object_id: str,
    payload_hash: str,
) -> int:
    """Write down one change, in the transaction of the change itself; returns its number."""
    head = connection.execute(
        sa.select(journal_head.c.seq, journal_head.c.hash).with_for_update()
    ).one()
    bare = Link(
        seq=head.seq + 1,
        previous_hash=head.hash,
        at=moment_text(at),
        person_id=by,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        payload_hash=payload_hash,
        hash="",
    )
    link = bare._replace(hash=chain_hash(bare))
    connection.execute(journal.insert().values({**link._asdict(), "at": at}))
    connection.execute(journal_head.update().values(seq=link.seq, hash=link.hash))
    return link.seq


def read(connection: sa.Connection, *, after: int = 0) -> tuple[JournalEntry, ...]:
    """Read the entries after a number, in order."""
    rows = connection.execute(
        sa.select(journal).where(journal.c.seq > after).order_by(journal.c.seq)
    )
    return tuple(JournalEntry.model_validate(dict(row._mapping)) for row in rows)


def read_links(connection: sa.Connection) -> tuple[Link, ...]:
    """Read the chain as it stands, whatever was done to it."""
    columns = [journal.c[name] for name in Link._fields if name != "at"]
    columns.insert(Link._fields.index("at"), sa.type_coerce(journal.c.at, sa.String).label("at"))
    rows = connection.execute(sa.select(*columns).order_by(journal.c.seq))
    return tuple(Link(row[0], *map(str, row[1:])) for row in rows)


def check_chain(
    links: Iterable[Link], *, head: tuple[int, str] | None = None
) -> tuple[Problem, ...]:
    """Say where the chain first breaks; nothing when it holds.

    ``head`` is the number and hash that the last entry must have, when known from elsewhere.
    """
    previous_hash, seq = FIRST_HASH, 0
    for link in links:
        if link.seq != seq + 1:
            return (_broken(seq + 1, "is missing"),)
        if link.previous_hash != previous_hash:
            return (_broken(link.seq, "does not follow from the entry before it"),)
        if link.hash != chain_hash(link):
            return (_broken(link.seq, "was changed after it was written"),)
        previous_hash, seq = link.hash, link.seq
    if head is not None and tuple(head) != (seq, previous_hash):
        return (_broken(min(seq, head[0]) + 1, "is missing at the end of the journal"),)
    return ()


def _broken(seq: int, what: str) -> Problem:
    return Problem(code="journal-broken", message=f"Journal entry {seq} {what}.", row=seq)
