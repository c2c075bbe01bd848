"""The first tables, and the triggers that keep what was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("journal", "entry", "document_version", "conflict")
FIRST_HASH = "0" * 64


def upgrade() -> None:
    """Make every table, the journal's head, and the triggers."""
    _journal()
    _facts()
    _documents()
    _results()
    head = sa.table("journal_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": FIRST_HASH}])
    for table in APPEND_ONLY:
        _refuse_changes(table)


def _journal() -> None:
    _table(
        "journal",
        _seq("seq", key=True),
        _text("previous_hash"),
        _moment("at"),
        _id("person_id"),
        _text("action"),
        _text("object_kind"),
        _text("object_id"),
        _text("payload_hash"),
        _text("hash"),
        key=("seq",),
    )
    _table(
        "journal_head",
        _seq("id", key=True),
        _seq("seq"),
        _text("hash"),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_only_one")),
        key=("id",),
    )


def _facts() -> None:
    _table(
        "person",
        _id("id"),
        _text("given"),
        _text("family"),
        _text("email", null=True),
        _text("subject", null=True),
        _text("roles"),
        key=("id",),
    )
    _table(
        "passcode",
        _id("person_id"),
        _text("hash"),
        key=("person_id",),
        to={"person_id": "person.id"},
    )
    _table(
        "team",
        _id("id"),
        _text("name"),
        _text("subject"),
        _text("grade", null=True),
        _id("lead_id", null=True),
        key=("id",),
        to={"lead_id": "person.id"},
    )
    _table(
        "team_person",
        _id("team_id"),
        _text("part"),
        _seq("position", key=True),
        _id("person_id"),
        sa.CheckConstraint("part IN ('member', 'coach')", name=op.f("ck_team_person_part_known")),
        key=("team_id", "part", "position"),
        to={"team_id": "team.id", "person_id": "person.id"},
    )
    student = ("given", "family"), ("nickname", "email", "grade")
    _table(
        "student",
        _id("id"),
        *[_text(name) for name in student[0]],
        *[_text(name, null=True) for name in student[1]],
        sa.Column("active", sa.Boolean(), nullable=False),
        key=("id",),
    )
    _table(
        "former_student",
        _seq("seq", key=True),
        _id("id"),
        *[_text(name) for name in student[0]],
        *[_text(name, null=True) for name in student[1]],
        sa.Column("active", sa.Boolean(), nullable=False),
        key=("seq", "id"),
        to={"id": "student.id"},
    )
    _table(
        "section",
        _id("id"),
        _text("name"),
        _id("teacher_id"),
        _id("team_id"),
        _text("course", null=True),
        _text("period", null=True),
        key=("id",),
        to={"teacher_id": "person.id", "team_id": "team.id"},
    )
    op.create_index("ix_section_team_id", "section", ["team_id"])
    _table(
        "enrollment",
        _id("section_id"),
        _id("student_id"),
        key=("section_id", "student_id"),
        to={"section_id": "section.id", "student_id": "student.id"},
    )
    op.create_index("ix_enrollment_student_id", "enrollment", ["student_id"])


def _documents() -> None:
    _table(
        "document",
        _text("kind"),
        _id("id"),
        _id("team_id", null=True),
        _seq("version"),
        key=("kind", "id"),
    )
    op.create_index("ix_document_kind_team_id", "document", ["kind", "team_id"])
    _table(
        "document_version",
        _text("kind"),
        _id("id"),
        _seq("version", key=True),
        _id("team_id", null=True),
        _id("author_id"),
        _moment("saved_at"),
        _text("record"),
        _seq("journal_seq"),
        key=("kind", "id", "version"),
        to={"journal_seq": "journal.seq"},
    )
    _table(
        "conflict",
        _seq("journal_seq", key=True),
        _text("kind"),
        _id("id"),
        _seq("based_on"),
        _id("team_id", null=True),
        _id("author_id"),
        _moment("saved_at"),
        _text("record"),
        key=("journal_seq",),
        to={"journal_seq": "journal.seq"},
    )
    op.create_index("ix_conflict_kind_id", "conflict", ["kind", "id"])
    _table(
        "entry",
        _seq("seq", key=True),
        _text("stream"),
        _text("kind"),
        _text("payload"),
        _id("person_id"),
        _moment("at"),
        _id("step_id", null=True),
        sa.Column("replaces", sa.Integer()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        key=("seq",),
        to={"seq": "journal.seq", "replaces": "entry.seq"},
    )
    op.create_index("ix_entry_stream_seq", "entry", ["stream", "seq"])


def _results() -> None:
    _table(
        "result_set",
        _id("id"),
        _id("assessment_id"),
        _seq("assessment_version"),
        _text("source_name"),
        _text("source_sha256"),
        _text("content_sha256"),
        _text("format"),
        _text("attempts_policy"),
        _seq("points_scale"),
        _seq("n_students"),
        _seq("n_items"),
        _text("absent_ids"),
        _text("file"),
        _id("imported_by"),
        _moment("imported_at"),
        sa.Column("live", sa.Boolean(), nullable=False),
        _id("replaced_id", null=True),
        _seq("journal_seq"),
        sa.UniqueConstraint("file", name=op.f("uq_result_set_file")),
        key=("id",),
        to={"replaced_id": "result_set.id", "journal_seq": "journal.seq"},
    )
    op.create_index("ix_result_set_assessment_id", "result_set", ["assessment_id", "journal_seq"])
    op.create_index(
        "uq_result_set_one_live",
        "result_set",
        ["assessment_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    _table(
        "result_sum",
        _id("result_set_id"),
        _id("name"),
        _text("frame"),
        key=("result_set_id", "name"),
        to={"result_set_id": "result_set.id"},
    )
    _table(
        "artifact",
        sa.Column("sha256", sa.String(64), nullable=False),
        _text("media_type"),
        _seq("n_bytes"),
        _seq("journal_seq"),
        key=("sha256",),
        to={"journal_seq": "journal.seq"},
    )


def _table(
    name: str,
    *parts: sa.Column | sa.Constraint,
    key: tuple[str, ...],
    to: dict[str, str] | None = None,
) -> None:
    constraints = [sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}"))]
    for column, target in (to or {}).items():
        constraints.append(
            sa.ForeignKeyConstraint(
                [column],
                [target],
                name=op.f(f"fk_{name}_{column}_{target.partition('.')[0]}"),
                deferrable=True,
                initially="DEFERRED",
            )
        )
    op.create_table(name, *parts, *constraints)


def _id(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(120), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=null)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.String(27), nullable=False)


def _seq(name: str, *, key: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False, autoincrement=False if key else "auto")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{change} before {change} on {table} "
                f"begin select raise(abort, 'append-only: {table}'); end"
            )
        return
    op.execute(
        "create or replace function refuse_change() returns trigger language plpgsql as "
        "$$ begin raise exception 'append-only: %', TG_TABLE_NAME; end $$"
    )
    op.execute(
        f"create trigger {table}_no_change before update or delete on {table} "
        "for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table} "
        "for each statement execute function refuse_change()"
    )
