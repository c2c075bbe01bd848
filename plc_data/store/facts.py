"""Who is who: people, teams, students, sections and enrollments as plain rows.

Putting something again updates it. A student's earlier name is kept apart, so that a name scan
still finds it after the roster was corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from plc_data.errors import NotFound
from plc_data.model import Enrollment, Person, Record, Section, Student, Team

from . import journal, tables

T = TypeVar("T", bound=Record)

IDS_IN_ONE_QUERY = 5_000
"""Well under the 32,766 parameters that SQLite takes."""

NOT_HASHED = frozenset({"given", "family", "nickname", "email"})
"""Fields of a student that stay out of the journal's hash (see ``journal``)."""


def put_people(connection: sa.Connection, items: Iterable[Person], by: str, at: datetime) -> None:
    """Insert or update members of staff."""
    items = tuple(items)
    rows = [item.model_dump() | {"roles": json.dumps(sorted(item.roles))} for item in items]
    _upsert(connection, tables.person, rows)
    _note(connection, "people", items, by, at)


def put_teams(connection: sa.Connection, items: Iterable[Team], by: str, at: datetime) -> None:
    """Insert or update teams; the lists of members and coaches are replaced."""
    items = tuple(items)
    rows = [item.model_dump(exclude={"member_ids", "coach_ids"}) for item in items]
    _upsert(connection, tables.team, rows)
    seats = [
        {"team_id": item.id, "part": part, "position": position, "person_id": person_id}
        for item in items
        for part, ids in (("member", item.member_ids), ("coach", item.coach_ids))
        for position, person_id in enumerate(ids)
    ]
    table = tables.team_person
    connection.execute(table.delete().where(table.c.team_id.in_([item.id for item in items])))
    if seats:
        connection.execute(table.insert(), seats)
    _note(connection, "teams", items, by, at)


def put_students(
    connection: sa.Connection, items: Iterable[Student], by: str, at: datetime
) -> None:
    """Insert or update students; an earlier name is kept apart."""
    items = tuple(items)
    before = {student.id: student for student in students(connection, [item.id for item in items])}
    seq = journal.next_seq(connection)
    renamed = [
        before[item.id].model_dump() | {"seq": seq}
        for item in items
        if item.id in before and _names(before[item.id]) != _names(item)
    ]
    if renamed:
        connection.execute(tables.former_student.insert(), renamed)
    _upsert(connection, tables.student, [item.model_dump() for item in items])
    _note(connection, "students", items, by, at)


def put_sections(
    connection: sa.Connection, items: Iterable[Section], by: str, at: datetime
) -> None:
    """Insert or update sections."""
    items = tuple(items)
    _upsert(connection, tables.section, [item.model_dump() for item in items])
    _note(connection, "sections", items, by, at)


def put_enrollments(
    connection: sa.Connection, items: Iterable[Enrollment], by: str, at: datetime
) -> None:
    """Enroll students in sections; who is enrolled already stays so."""
    items = tuple(items)
    _upsert(connection, tables.enrollment, [item.model_dump() for item in items])
    _note(connection, "enrollments", items, by, at)


def remove_enrollments(
    connection: sa.Connection, items: Iterable[Enrollment], by: str, at: datetime
) -> None:
    """Take students out of sections, as when they change class."""
    items = tuple(items)
    table = tables.enrollment
    for item in items:
        connection.execute(
            table.delete().where(
                table.c.section_id == item.section_id, table.c.student_id == item.student_id
            )
        )
    _note(connection, "enrollments", items, by, at, action="remove")


def put_passcode(
    connection: sa.Connection, person_id: str, hash: str, by: str, at: datetime
) -> None:
    """Keep the hash of a person's passcode; the journal says that it changed, not to what."""
    person(connection, person_id)
    _upsert(connection, tables.passcode, [{"person_id": person_id, "hash": hash}])
    journal.append(
        connection,
        by=by,
        at=at,
        action="put",
        object_kind="passcode",
        object_id=person_id,
        payload_hash=journal.digest("passcode", person_id),
    )


def passcode(connection: sa.Connection, person_id: str) -> str | None:
    table = tables.passcode
    return connection.execute(
        sa.select(table.c.hash).where(table.c.person_id == person_id)
    ).scalar_one_or_none()


def people(connection: sa.Connection, id: str | None = None) -> tuple[Person, ...]:
    table = tables.person
    query = sa.select(table).order_by(table.c.id)
    if id is not None:
        query = query.where(table.c.id == id)
    return tuple(
        Person.model_validate({**row._mapping, "roles": json.loads(row.roles)})
        for row in connection.execute(query)
    )


def person(connection: sa.Connection, id: str) -> Person:
    for found in people(connection, id):
        return found
    raise NotFound(f"The workspace knows no person {id!r}.")


def teams(connection: sa.Connection, id: str | None = None) -> tuple[Team, ...]:
    table, seats = tables.team, tables.team_person
    query = sa.select(table).order_by(table.c.id)
    seated = sa.select(seats).order_by(seats.c.team_id, seats.c.part, seats.c.position)
    if id is not None:
        query = query.where(table.c.id == id)
        seated = seated.where(seats.c.team_id == id)
    ids: dict[tuple[str, str], list[str]] = {}
    for row in connection.execute(seated):
        ids.setdefault((row.team_id, row.part), []).append(row.person_id)
    return tuple(
        Team.model_validate(
            {
                **row._mapping,
                "member_ids": ids.get((row.id, "member"), ()),
                "coach_ids": ids.get((row.id, "coach"), ()),
            }
        )
        for row in connection.execute(query)
    )


def team(connection: sa.Connection, id: str) -> Team:
    for found in teams(connection, id):
        return found
    raise NotFound(f"The workspace knows no team {id!r}.")


def students(connection: sa.Connection, ids: Iterable[str] | None = None) -> tuple[Student, ...]:
    """Students in the order of their ids; unknown ids are left out."""
    return _read(connection, tables.student, Student, tables.student.c.id, ids)


def former_students(connection: sa.Connection) -> tuple[Student, ...]:
    """Students as the roster named them before a correction, the oldest first."""
    table = tables.former_student
    query = sa.select(table).order_by(table.c.seq, table.c.id)
    return tuple(_record(Student, row) for row in connection.execute(query))


def sections(connection: sa.Connection, team_id: str | None = None) -> tuple[Section, ...]:
    ids = None if team_id is None else [team_id]
    return _read(connection, tables.section, Section, tables.section.c.team_id, ids)


def enrollments(
    connection: sa.Connection, section_ids: Iterable[str] | None = None
) -> tuple[Enrollment, ...]:
    table = tables.enrollment
    return _read(connection, table, Enrollment, table.c.section_id, section_ids)


def _read(
    connection: sa.Connection,
    table: sa.Table,
    record: type[T],
    column: sa.Column,
    wanted: Iterable[str] | None,
) -> tuple[T, ...]:
    query = sa.select(table)
    if wanted is None:
        rows: list[sa.Row] = list(connection.execute(query))
    else:
        rows = []
        for some in _in_parts(sorted(set(wanted))):
            rows += connection.execute(query.where(column.in_(some)))
    key = [column.name for column in table.primary_key]
    rows.sort(key=lambda row: [row._mapping[name] for name in key])
    return tuple(_record(record, row) for row in rows)


def _record(record: type[T], row: sa.Row) -> T:
    fields = record.model_fields
    return record.model_validate({k: v for k, v in row._mapping.items() if k in fields})


def _in_parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(ids), IDS_IN_ONE_QUERY):
        yield ids[start : start + IDS_IN_ONE_QUERY]


def _names(student: Student) -> tuple[object, ...]:
    return tuple(getattr(student, name) for name in sorted(NOT_HASHED))


def _upsert(connection: sa.Connection, table: sa.Table, rows: list[dict]) -> None:
    """Insert rows or update those whose key is there; the last of two with one key wins."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    rows = list({tuple(row[name] for name in key): row for row in rows}.values())
    others = {c.name: statement.excluded[c.name] for c in table.c if c.name not in key}
    statement = (
        statement.on_conflict_do_update(index_elements=key, set_=others)
        if others
        else statement.on_conflict_do_nothing(index_elements=key)
    )
    connection.execute(statement, rows)


def _note(
    connection: sa.Connection,
    what: str,
    items: Sequence[Record],
    by: str,
    at: datetime,
    action: str = "put",
) -> None:
    """One journal entry for all items of one call, without a name in it; none for no items."""
    if not items:
        return
    hidden = NOT_HASHED if what == "students" else frozenset()
    texts = [json.dumps(_plain(item, hidden), sort_keys=True) for item in items]
    only = getattr(items[0], "id", None) if len(items) == 1 else None
    journal.append(
        connection,
        by=by,
        at=at,
        action=action,
        object_kind=what,
        object_id=only or f"{len(items)} {what}",
        payload_hash=journal.digest(action, what, *texts),
    )


def _plain(item: Record, hidden: frozenset[str]) -> dict:
    plain = item.model_dump(mode="json", exclude=set(hidden))
    if isinstance(item, Person):
        plain["roles"] = sorted(plain["roles"])
    return plain
