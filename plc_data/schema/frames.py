"""Every frame that one part hands to another: its columns, what they hold, what they mean.

One place, so that a column is described once; ``docs/glossary.md`` and the reference are compared
with it by test. Raw material stands first, the results of ``datacycle.analysis`` after it.
"""

from __future__ import annotations

from plc_data.model import MasteryState, ResponseStatus

from .shape import Column, FrameSchema, Kind

TEXT, NUMBER, WHOLE, FLAG = Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.FLAG

_STATES = tuple(state.value for state in MasteryState)
_SEEN_STATES = tuple(s.value for s in MasteryState if s is not MasteryState.NO_EVIDENCE)

_student_id = Column("student_id", TEXT, "the school's own id, as text")
_target_id = Column("target_id", TEXT, "the learning target")
_item_id = Column("item_id", TEXT, "the item's id in the assessment")

RESPONSES = FrameSchema(
    "responses",
    "one student's response to one item",
    (
        _student_id,
        _item_id,
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
        _student_id,
        _target_id,
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
        Column("state", TEXT, "where the student stands by the team's rule", words=_STATES),
    ),
    unique=("student_id", "target_id"),
)

ITEMS = FrameSchema(
    "items",
    "one item",
    (
        Column("item", TEXT, "the item's id"),
        Column("n", WHOLE, "students with a score on the item"),
        Column(
            "difficulty", NUMBER, "share of the points earned: higher is easier", "nobody saw it"
        ),
        Column("low", NUMBER, "lower end of difficulty's 95 % Wilson interval", "nobody saw it"),
        Column("high", NUMBER, "upper end of the same", "nobody saw it"),
        Column("sd", NUMBER, "standard deviation of the points (n - 1)", "fewer than two students"),
        Column(
            "item_rest_r",
            NUMBER,
            "correlation with the score on the other items (Moodle: discrimination index / 100)",
            "either side does not vary",
        ),
        Column("r_low", NUMBER, "lower end of its 95 % Fisher interval", "no r, or n below 4"),
        Column("r_high", NUMBER, "upper end of the same", "no r, or n below 4"),
        Column(
            "discrimination_index",
            NUMBER,
            "difficulty in the upper 27 % minus difficulty in the lower 27 % of total scores",
            "fewer than two students",
        ),
    ),
    index=("item",),
)

OPTIONS = FrameSchema(
    "options",
    "one option of one item",
    (
        Column("item", TEXT, "the item's id"),
        Column("option", TEXT, "the option's label"),
        Column("is_key", FLAG, "whether it is the right one, or one of them"),
        Column("n", WHOLE, "students who chose it"),
        Column("share", NUMBER, "n / students who saw the item", "nobody saw the item"),
        Column(
            "rest_r",
            NUMBER,
            "correlation of choosing it with the score on the other items",
            "nobody or everybody chose it, or the rest does not vary",
        ),
        Column("mean_total", NUMBER, "its choosers' mean total points", "nobody chose it"),
    ),
    unique=("item", "option"),
)

OPTION_THIRDS = FrameSchema(
    "option_thirds",
    "one option of one item",
    (
        Column("item", TEXT, "the item's id"),
        Column("option", TEXT, "the option's label"),
        Column("is_key", FLAG, "whether it is the right one, or one of them"),
        Column("n_lower", WHOLE, "its choosers in the lower third of total scores"),
        Column("n_middle", WHOLE, "its choosers in the middle third"),
        Column("n_upper", WHOLE, "its choosers in the upper third"),
        Column("n_in_lower", WHOLE, "students in the lower third; ties stay together"),
        Column("n_in_middle", WHOLE, "students in the middle third"),
        Column("n_in_upper", WHOLE, "students in the upper third"),
    ),
    unique=("item", "option"),
)

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

TARGETS = FrameSchema("targets", "one target", (_target_id, *_SUMMARY), index=("target_id",))

CLASSES = FrameSchema(
    "classes",
    "one target in one section",
    (_target_id, Column("section_id", TEXT, "the section"), *_SUMMARY),
    index=("target_id", "section_id"),
)

MISJUDGED = FrameSchema(
    "misjudged",
    "students whose true share is the same",
    (
        Column("true_share", NUMBER, "what they would get right of endlessly many such items"),
        Column("is_master", FLAG, "whether that is at least the cut score"),
        Column("p_secure", NUMBER, "probability that the rule calls them secure"),
        Column("p_look_again", NUMBER, "probability of look again"),
        Column("p_not_yet", NUMBER, "probability of not yet"),
        Column(
            "p_misjudged",
            NUMBER,
            "probability of the wrong call: not yet for a master, secure for anyone else",
        ),
    ),
)

TRANSITIONS = FrameSchema(
    "transitions",
    "one step between two states on one target",
    (
        _target_id,
        Column("before", TEXT, "state at the first testing", words=_SEEN_STATES),
        Column("after", TEXT, "state at the second", words=_SEEN_STATES),
        Column("n", WHOLE, "students with evidence at both testings who made it"),
    ),
    unique=("target_id", "before", "after"),
)

GROWTH = FrameSchema(
    "growth",
    "one target at two testings, same students",
    (
        _target_id,
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

ITEM_CHANGES = FrameSchema(
    "item_changes",
    "one item at two testings, same students",
    (
        Column("item", TEXT, "the item's id"),
        Column("n", WHOLE, "students with both scores"),
        Column("n_gained", WHOLE, "wrong first, right later"),
        Column("n_lost", WHOLE, "right first, wrong later"),
        Column("p_exact", NUMBER, "McNemar's exact two-sided p"),
        Column("p_mid", NUMBER, "its mid-p"),
        Column("p_holm", NUMBER, "the exact p, adjusted over all items"),
    ),
    index=("item",),
)

RELIABLE_CHANGES = FrameSchema(
    "reliable_changes",
    "one student with two totals",
    (
        _student_id,
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
        _student_id,
        Column("cause", TEXT, "the misconception chosen most often; empty when none was seen"),
        Column("n_times", WHOLE, "items on which it was chosen"),
    ),
    unique=("student_id",),
)

GROUPS = FrameSchema(
    "groups",
    "one student's place",
    (
        _student_id,
        Column("state", TEXT, "where the student stands on the target", words=_STATES),
        Column("group", TEXT, "the group proposed"),
        Column("cause", TEXT, "the student's misconception; empty when none was seen"),
    ),
    unique=("student_id",),
)

FRAMES: dict[str, FrameSchema] = {
    schema.name: schema
    for schema in (
        RESPONSES,
        MASTERY,
        ITEMS,
        OPTIONS,
        OPTION_THIRDS,
        TARGETS,
        CLASSES,
        MISJUDGED,
        TRANSITIONS,
        GROWTH,
        ITEM_CHANGES,
        RELIABLE_CHANGES,
        CAUSES,
        GROUPS,
    )
}
"""All of them by name."""
