"""Every frame that one part hands to another: its columns, what they hold, what they mean.

One place, so that a column is described once; ``docs/glossary.md`` and the reference are compared
with it by test. Answers and mastery stand here, the results of ``datacycle.analysis`` in the rooms
beside.
"""

from __future__ import annotations

from plc_data.model import ResponseStatus

from .check_frames import (
    CALIBRATION,
    CHECKS,
    LOW_CHECKS,
)
from .columns import ITEM_ID, NUMBER, STATES, STUDENT_ID, TARGET_ID, TEXT, WHOLE
from .item_frames import (
    ADJUDICATION,
    DIF,
    ITEM_CHANGES,
    ITEMS,
    MISJUDGED,
    OPTION_THIRDS,
    OPTIONS,
    RASCH_ITEMS,
    RASCH_SCORES,
)
from .shape import Column, FrameSchema
from .student_frames import (
    CAUSES,
    CLASSES,
    GROUPS,
    GROWTH,
    MINUTES,
    MISCONCEPTION_COUNTS,
    MISCONCEPTIONS,
    RELIABLE_CHANGES,
    SUBGROUPS,
    TARGETS,
    TRANSITIONS,
    WITHOUT_PLAN,
)

RESPONSES = FrameSchema(
    "responses",
    "one student's response to one item",
    (
        STUDENT_ID,
        ITEM_ID,
        Column("response", TEXT, "what was chosen or written", "nothing was recorded"),
        Column("points", NUMBER, "points earned", "no points were given: see status"),
        Column("max_points", NUMBER, "points the item can earn"),
        Column(
            "status",
            TEXT,
            "what happened with the item",
            words=tuple(status.value for status in ResponseStatus),
        ),
    ),
    unique=("student_id", "item_id"),
)

MASTERY = FrameSchema(
    "mastery",
    "one student on one target",
    (
        STUDENT_ID,
        TARGET_ID,
        Column("n_items", WHOLE, "items of the target that the student saw"),
        Column("points", NUMBER, "points earned on them", "no item was seen"),
        Column("max_points", NUMBER, "points they can earn; 0 when none was seen"),
        Column("share", NUMBER, "points / max_points", "no item was seen"),
        Column(
            "p_mastery",
            NUMBER,
            "probability that the student's true share is at least the cut score",
            "no item was seen, or only rubric rows",
        ),
        Column("state", TEXT, "where the student stands by the team's rule", words=STATES),
    ),
    unique=("student_id", "target_id"),
)

FRAMES: dict[str, FrameSchema] = {
    schema.name: schema
    for schema in (
        RESPONSES,
        MASTERY,
        ITEMS,
        OPTIONS,
        OPTION_THIRDS,
        MISJUDGED,
        ITEM_CHANGES,
        ADJUDICATION,
        DIF,
        RASCH_ITEMS,
        RASCH_SCORES,
        TARGETS,
        CLASSES,
        TRANSITIONS,
        GROWTH,
        RELIABLE_CHANGES,
        CAUSES,
        MISCONCEPTIONS,
        MISCONCEPTION_COUNTS,
        GROUPS,
        MINUTES,
        WITHOUT_PLAN,
        SUBGROUPS,
        CHECKS,
        LOW_CHECKS,
        CALIBRATION,
    )
}
"""All of them by name."""
