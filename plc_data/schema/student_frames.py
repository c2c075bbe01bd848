"""The frames about where students stand, what moved and who works with whom."""

from __future__ import annotations

from .columns import NUMBER, SECTION_ID, SEEN_STATES, STATES, STUDENT_ID, TARGET_ID, TEXT, WHOLE
from .shape import Column, FrameSchema

_SUMMARY = (
    Column("n_tested", WHOLE, "students with evidence on the target"),
    Column("n_secure", WHOLE, "of them secure"),
    Column("n_look_again", WHOLE, "of them to look at again"),
    Column("n_not_yet", WHOLE, "of them not there yet"),
    Column("n_no_evidence", WHOLE, "students without evidence (absent); not in n_tested"),
    Column("share_secure", NUMBER, "n_secure / n_tested", "nobody was tested"),
    Column("low", NUMBER, "lower end of its 95 % Wilson interval", "nobody was tested"),
    Column("high", NUMBER, "upper end of the same", "nobody was tested"),
)

TARGETS = FrameSchema("targets", "one target", (TARGET_ID, *_SUMMARY), index=("target_id",))

CLASSES = FrameSchema(
    "classes",
    "one target in one section",
    (TARGET_ID, SECTION_ID, *_SUMMARY),
    index=("target_id", "section_id"),
)

TRANSITIONS = FrameSchema(
    "transitions",
    "one step between two states on one target",
    (
        TARGET_ID,
        Column("before", TEXT, "state at the first testing", words=SEEN_STATES),
        Column("after", TEXT, "state at the second", words=SEEN_STATES),
        Column("n", WHOLE, "students with evidence at both testings who made it"),
    ),
    unique=("target_id", "before", "after"),
)

GROWTH = FrameSchema(
    "growth",
    "one target at two testings, same students",
    (
        TARGET_ID,
        Column("n_matched", WHOLE, "students with evidence at both testings"),
        Column("n_secure_before", WHOLE, "of them secure at the first"),
        Column("n_secure_after", WHOLE, "of them secure at the second"),
        Column("share_before", NUMBER, "n_secure_before / n_matched", "nobody is matched"),
        Column("share_after", NUMBER, "n_secure_after / n_matched", "nobody is matched"),
        Column("change", NUMBER, "share_after - share_before", "nobody is matched"),
        Column("low", NUMBER, "lower end of its 95 % interval (paired)", "nobody is matched"),
        Column("high", NUMBER, "upper end of the same", "nobody is matched"),
        Column("n_moved_up", WHOLE, "of the matched in a better state at the second"),
        Column("n_same", WHOLE, "in the same state"),
        Column("n_moved_down", WHOLE, "in a worse state"),
        Column("n_unmatched_before", WHOLE, "students with evidence at the first only"),
        Column("n_unmatched_after", WHOLE, "students with evidence at the second only"),
    ),
    index=("target_id",),
)

RELIABLE_CHANGES = FrameSchema(
    "reliable_changes",
    "one student with two totals",
    (
        STUDENT_ID,
        Column("before", NUMBER, "the earlier total"),
        Column("after", NUMBER, "the later total"),
        Column("change", NUMBER, "after - before"),
        Column(
            "index",
            NUMBER,
            "change in standard errors of a difference",
            "the standard error is missing or 0",
        ),
        Column(
            "call",
            TEXT,
            "what may be said of it",
            words=("up", "down", "not distinguishable", "too short to tell"),
        ),
    ),
    unique=("student_id",),
)

CAUSES = FrameSchema(
    "causes",
    "one student on one target",
    (
        STUDENT_ID,
        Column("cause", TEXT, "the misconception chosen most often; empty when none was seen"),
        Column("n_times", WHOLE, "items on which it was chosen"),
    ),
    unique=("student_id",),
)

MISCONCEPTIONS = FrameSchema(
    "misconceptions",
    "one misconception of one student",
    (
        STUDENT_ID,
        Column("misconception", TEXT, "what the chosen options have in common"),
        Column("n_items", WHOLE, "items on which it was chosen"),
        Column("n_offered", WHOLE, "items answered that offered it"),
    ),
    unique=("student_id", "misconception"),
)

MISCONCEPTION_COUNTS = FrameSchema(
    "misconception_counts",
    "one misconception",
    (
        Column("misconception", TEXT, "what a wrong option stands for"),
        Column("n_items", WHOLE, "items that offer it"),
        Column("n_students", WHOLE, "students who chose it at least once"),
        Column("n_with_pattern", WHOLE, "students who chose it on two items or more"),
    ),
    unique=("misconception",),
)

GROUPS = FrameSchema(
    "groups",
    "one student's place",
    (
        STUDENT_ID,
        Column("state", TEXT, "where the student stands on the target", words=STATES),
        Column("group", TEXT, "the group proposed"),
        Column("cause", TEXT, "the student's misconception; empty when none was seen"),
    ),
    unique=("student_id",),
)

MINUTES = FrameSchema(
    "minutes",
    "one starting state",
    (
        Column("state", TEXT, "where the students started", words=STATES),
        Column("n_students", WHOLE, "students in it on the planned targets"),
        Column("student_minutes", NUMBER, "planned minutes, once per student in a plan"),
        Column("share_of_students", NUMBER, "part of all students", "there are none"),
        Column("share_of_minutes", NUMBER, "part of all student minutes", "none are planned"),
    ),
    unique=("state",),
)

WITHOUT_PLAN = FrameSchema(
    "without_plan",
    "one student in no plan of a planned target",
    (STUDENT_ID, TARGET_ID, Column("state", TEXT, "where the student stands", words=STATES)),
    unique=("student_id", "target_id"),
)

SUBGROUPS = FrameSchema(
    "subgroups",
    "one subgroup on one target",
    (
        TARGET_ID,
        Column("subgroup", TEXT, "the subgroup"),
        Column("n_tested", NUMBER, "its students with evidence", "too few to show"),
        Column("share_secure", NUMBER, "share of them secure", "too few to show"),
        Column("low", NUMBER, "lower end of its 95 % Wilson interval", "too few to show"),
        Column("high", NUMBER, "upper end of the same", "too few to show"),
    ),
    unique=("target_id", "subgroup"),
)
