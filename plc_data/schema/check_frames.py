"""The frames about checks for understanding."""

from __future__ import annotations

from .columns import CHECK_ID, FLAG, NUMBER, SECTION_ID, TARGET_ID, TEXT, WHOLE
from .shape import Column, FrameSchema

CHECKS = FrameSchema(
    "checks",
    "one check for understanding",
    (
        CHECK_ID,
        Column("on", TEXT, "the day, as YYYY-MM-DD"),
        SECTION_ID,
        TARGET_ID,
        Column("technique", TEXT, "how it looked"),
        Column("n_present", WHOLE, "students in the room"),
        Column("n_responded", WHOLE, "students who responded"),
        Column("n_had_it", WHOLE, "responders who had it"),
        Column("coverage", NUMBER, "n_responded / n_present", "nobody was present"),
        Column(
            "share_had_it", NUMBER, "n_had_it / n_responded", "nobody responded, or self-report"
        ),
        Column("low", NUMBER, "lower end of its 95 % Wilson interval", "no share"),
        Column("high", NUMBER, "upper end of the same", "no share"),
        Column("strength", TEXT, "work seen x coverage", words=("high", "medium", "low")),
        Column("decision", TEXT, "what the teacher decided; empty when not noted"),
        Column(
            "decision_fit",
            TEXT,
            "whether the decision fits the evidence and the team's line",
            words=(
                "matched",
                "moved on below the line",
                "took time above the line",
                "no decision noted",
                "no work was seen",
            ),
        ),
        Column(
            "days_since_strong",
            NUMBER,
            "days since the last strong check of the target in the section",
            "there was none",
        ),
    ),
    unique=("check_id",),
)

LOW_CHECKS = FrameSchema(
    "low_checks",
    "one check below the team's line",
    (
        CHECK_ID,
        Column("on", TEXT, "the day, as YYYY-MM-DD"),
        SECTION_ID,
        TARGET_ID,
        Column("share_had_it", NUMBER, "share of the responders who had it"),
        Column("decision", TEXT, "what the teacher decided; empty when not noted"),
        Column("next_check_id", TEXT, "the next check of the target in the section", "none came"),
        Column("school_days", NUMBER, "school days until then", "none came"),
        Column("next_share", NUMBER, "share who had it then", "none came"),
        Column("is_followed", FLAG, "whether it came within the days agreed"),
    ),
    unique=("check_id",),
)

CALIBRATION = FrameSchema(
    "calibration",
    "one target in one section: the last strong check and the CFA",
    (
        TARGET_ID,
        SECTION_ID,
        CHECK_ID,
        Column("n_responded", WHOLE, "students who responded to the check"),
        Column("share_had_it", NUMBER, "share of them who had it"),
        Column("n_tested", WHOLE, "students with evidence in the CFA"),
        Column("share_secure", NUMBER, "share of them secure"),
        Column("difference", NUMBER, "share_had_it - share_secure"),
        Column("low", NUMBER, "lower end of its 95 % interval (Newcombe)"),
        Column("high", NUMBER, "upper end of the same"),
        Column("is_distinguishable", FLAG, "whether the interval leaves out 0"),
    ),
    unique=("target_id", "section_id"),
)
