"""Every table of the store, in SQLAlchemy Core; the migrations bring a database to exactly this.

Facts (people, students, sections) may be updated. ``journal``, ``entry``, ``document_version``
and ``conflict`` are only ever appended to: triggers made by the first migration refuse the rest.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa


class Moment(sa.types.TypeDecorator):
    """A moment as UTC text that sorts by time; a moment without a time zone is refused."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> str | None:
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: object) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def moment_text(at: datetime) -> str:
    """Write a moment the one way the store writes it.

    >>> from datetime import timedelta, timezone
    >>> moment_text(datetime(2026, 9, 1, 10, 0, tzinfo=timezone(timedelta(hours=2))))
    '2026-09-01T08:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise ValueError("a moment in the store needs a time zone: datetime.now(UTC)")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str, *more: object, **options: object) -> sa.Column:
    return sa.Column(name, sa.String(120), *more, **options)


def _text(name: str, **options: object) -> sa.Column:
    return sa.Column(name, sa.Text, **options)


def _to(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, deferrable=True, initially="DEFERRED")


# The journal and its head. The head's row is the lock that every writer takes first.

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _text("previous_hash", nullable=False),
    sa.Column("at", Moment, nullable=False),
    _id("person_id", nullable=False),
    _text("action", nullable=False),
    _text("object_kind", nullable=False),
    _text("object_id", nullable=False),
    _text("payload_hash", nullable=False),
    _text("hash", nullable=False),
)

journal_head = sa.Table(
    "journal_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, nullable=False),
    _text("hash", nullable=False),
    sa.CheckConstraint("id = 1", name="only_one"),
)

# Facts

person = sa.Table(
    "person",
    metadata,
    _id("id", primary_key=True),
    _text("given", nullable=False),
    _text("family", nullable=False),
    _text("email"),
    _text("subject"),
    _text("roles", nullable=False),
)

passcode = sa.Table(
    "passcode",
    metadata,
    _id("person_id", _to("person.id"), primary_key=True),
    _text("hash", nullable=False),
)

team = sa.Table(
    "team",
    metadata,
    _id("id", primary_key=True),
    _text("name", nullable=False),
    _text("subject", nullable=False),
    _text("grade"),
    _id("lead_id", _to("person.id")),
)

team_person = sa.Table(
    "team_person",
    metadata,
    _id("team_id", _to("team.id"), primary_key=True),
    _text("part", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    _id("person_id", _to("person.id"), nullable=False),
    sa.CheckConstraint("part IN ('member', 'coach')", name="part_known"),
)

student = sa.Table(
    "student",
    metadata,
    _id("id", primary_key=True),
    _text("given", nullable=False),
    _text("family", nullable=False),
    _text("nickname"),
    _text("email"),
    _text("grade"),
    sa.Column("active", sa.Boolean, nullable=False),
)

former_student = sa.Table(
    "former_student",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _id("id", _to("student.id"), primary_key=True),
    _text("given", nullable=False),
    _text("family", nullable=False),
    _text("nickname"),
    _text("email"),
    _text("grade"),
    sa.Column("active", sa.Boolean, nullable=False),
)

section = sa.Table(
    "section",
    metadata,
    _id("id", primary_key=True),
    _text("name", nullable=False),
    _id("teacher_id", _to("person.id"), nullable=False),
    _id("team_id", _to("team.id"), nullable=False, index=True),
    _text("course"),
    _text("period"),
)

enrollment = sa.Table(
    "enrollment",
    metadata,
    _id("section_id", _to("section.id"), primary_key=True),
    _id("student_id", _to("student.id"), primary_key=True, index=True),
)

# Documents: every version is kept, the head names the newest, a losing text goes to "conflict".

document = sa.Table(
    "document",
    metadata,
    _text("kind", primary_key=True),
    _id("id", primary_key=True),
    _id("team_id"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_document_kind_team_id", "kind", "team_id"),
)

document_version = sa.Table(
    "document_version",
    metadata,
    _text("kind", primary_key=True),
    _id("id", primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    _id("team_id"),
    _id("author_id", nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    _text("record", nullable=False),
    sa.Column("journal_seq", sa.Integer, _to("journal.seq"), nullable=False),
)

conflict = sa.Table(
    "conflict",
    metadata,
    sa.Column("journal_seq", sa.Integer, _to("journal.seq"), primary_key=True, autoincrement=False),
    _text("kind", nullable=False),
    _id("id", nullable=False),
    sa.Column("based_on", sa.Integer, nullable=False),
    _id("team_id"),
    _id("author_id", nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    _text("record", nullable=False),
    sa.Index("ix_conflict_kind_id", "kind", "id"),
)

# Entries: what several people leave at once. The number is the journal's, one count for all.

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("seq", sa.Integer, _to("journal.seq"), primary_key=True, autoincrement=False),
    _text("stream", nullable=False),
    _text("kind", nullable=False),
    _text("payload", nullable=False),
    _id("person_id", nullable=False),
    sa.Column("at", Moment, nullable=False),
    _id("step_id"),
    sa.Column("replaces", sa.Integer, _to("entry.seq")),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Index("ix_entry_stream_seq", "stream", "seq"),
)

# Results: the catalog names the files; nobody looks into the folder to find out.

result_set = sa.Table(
    "result_set",
    metadata,
    _id("id", primary_key=True),
    _id("assessment_id", nullable=False),
    sa.Column("assessment_version", sa.Integer, nullable=False),
    _text("source_name", nullable=False),
    _text("source_sha256", nullable=False),
    _text("content_sha256", nullable=False),
    _text("format", nullable=False),
    _text("attempts_policy", nullable=False),
    sa.Column("points_scale", sa.Integer, nullable=False),
    sa.Column("n_students", sa.Integer, nullable=False),
    sa.Column("n_items", sa.Integer, nullable=False),
    _text("absent_ids", nullable=False),
    _text("file", nullable=False, unique=True),
    _id("imported_by", nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
    sa.Column("live", sa.Boolean, nullable=False),
    _id("replaced_id", _to("result_set.id")),
    sa.Column("journal_seq", sa.Integer, _to("journal.seq"), nullable=False),
    sa.Index(
        "uq_result_set_one_live",
        "assessment_id",
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    ),
    sa.Index("ix_result_set_assessment_id", "assessment_id", "journal_seq"),
)

result_sum = sa.Table(
    "result_sum",
    metadata,
    _id("result_set_id", _to("result_set.id"), primary_key=True),
    _id("name", primary_key=True),
    _text("frame", nullable=False),
)

artifact = sa.Table(
    "artifact",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    _text("media_type", nullable=False),
    sa.Column("n_bytes", sa.Integer, nullable=False),
    sa.Column("journal_seq", sa.Integer, _to("journal.seq"), nullable=False),
)

APPEND_ONLY = ("journal", "entry", "document_version", "conflict")
"""Tables whose rows are never changed or taken away; triggers hold it."""
