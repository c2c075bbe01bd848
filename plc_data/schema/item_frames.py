"""The frames about items and their options."""

from __future__ import annotations

from .columns import FLAG, NUMBER, TEXT, WHOLE
from .shape import Column, FrameSchema

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

ADJUDICATION = FrameSchema(
    "adjudication",
    "one paper on which two readers differ",
    (
        Column("paper", TEXT, "the paper"),
        Column("first", NUMBER, "the first reader's level"),
        Column("second", NUMBER, "the second reader's level"),
        Column("distance", WHOLE, "levels apart"),
        Column("settle_by", TEXT, "how to settle it", words=("average", "third reader")),
    ),
    unique=("paper",),
)

RASCH_ITEMS = FrameSchema(
    "rasch_items",
    "one item on the Rasch scale",
    (
        Column("item", TEXT, "the item's id"),
        Column(
            "hardness", NUMBER, "higher is harder; the items' sum is 0", "too few, or all alike"
        ),
        Column("standard_error", NUMBER, "of the hardness", "no hardness"),
    ),
    index=("item",),
)

RASCH_SCORES = FrameSchema(
    "rasch_scores",
    "one raw score on the Rasch scale",
    (
        Column("score", WHOLE, "items right"),
        Column("ability", NUMBER, "what the score says, on the scale of the items' hardness"),
        Column("standard_error", NUMBER, "of the ability"),
    ),
    unique=("score",),
)

DIF = FrameSchema(
    "dif",
    "one item, two groups of equally able students",
    (
        Column("item", TEXT, "the item's id"),
        Column("n_reference", WHOLE, "students of the reference group"),
        Column("n_focal", WHOLE, "students of the focal group"),
        Column("odds_ratio", NUMBER, "above 1: easier for the reference group", "too few"),
        Column("delta", NUMBER, "-2.35 ln odds ratio: below 0, harder for the focal", "too few"),
        Column("delta_se", NUMBER, "its standard error", "too few"),
        Column("chi2", NUMBER, "Mantel-Haenszel, continuity correction never below 0", "too few"),
        Column("p", NUMBER, "its probability without any difference", "too few"),
        Column("ets_class", TEXT, "A negligible, B moderate, C large", "too few", ("A", "B", "C")),
        Column("caution", TEXT, "how far to trust it; empty from 200 students a group"),
    ),
    index=("item",),
)
