"""What the numbers can carry, in words: reliability with its interval, items worth a look."""

from __future__ import annotations

from math import isnan

import pandas as pd

from datacycle.analysis import Reliability, advice
from datacycle.analysis.precision import length_factor_for
from datacycle.reports import numbers
from datacycle.reports.views import item_label
from plc_data.model import Assessment

WANTED = 0.8
"""The alpha that people ask for when totals of single students are compared."""

WORTH_SAYING = 1.2
"""How many times as long a test would have to be before its length is spoken of."""

STEADY_FROM, LOOSE_BELOW = 0.8, 0.6
"""Interval ends from which the words say that items agree well, or little. Judgement."""


def reliability_words(found: Reliability, assessment: Assessment) -> tuple[str, tuple[str, ...]]:
    """Say in words how far totals can be trusted: a headline, and what stands below it.

    Nothing is said of few students or few items, and alpha never stands without its interval.
    """
    size = f"{numbers.plural(found.n_students, 'student')} and " + numbers.plural(
        found.n_items, "item"
    )
    if not advice.may_show_reliability(found.n_students, found.n_items) or isnan(found.alpha):
        return (
            "Too little to say how steady totals are",
            (
                f"That takes at least {advice.N_FOR_RELIABILITY} students and "
                f"{advice.ITEMS_FOR_RELIABILITY} items, and totals that differ; these are {size}. "
                "Read target by target, with the intervals.",
            ),
        )
    n = found.n_students
    alpha, low, high = (
        numbers.correlation(value, n) for value in (found.alpha, found.alpha_low, found.alpha_high)
    )
    most = sum(item.max_points for item in assessment.items)
    lines = [
        f"A student's total is known to about ±{numbers.rounded(found.standard_error, 1)} of "
        f"{numbers.points(most)} points.",
        f"Alpha {alpha}, with 95 % confidence between {low} and {high}, from {size}.",
    ]
    factor = length_factor_for(found.alpha, WANTED)
    if factor > WORTH_SAYING:
        lines.append(
            f"For {WANTED:g} it would take about {round(factor * found.n_items)} items like these. "
            "A short test is no worse for that: look at targets, not at totals."
        )
    return _headline(found), tuple(lines)


def _headline(found: Reliability) -> str:
    if found.alpha_low >= STEADY_FROM:
        return "Totals are steady: other questions like these would give much the same order"
    if found.alpha_high < LOOSE_BELOW:
        return "Totals are loose: talk about targets and questions, not about totals"
    return "Good enough to talk about the class, not to decide about one student by the total"


def items_to_look_at(
    items: pd.DataFrame, options: pd.DataFrame | None, assessment: Assessment
) -> list[str]:
    """Questions to the team about single items. None of them is a verdict."""

    def name(item_id: object) -> str:
        return item_label(assessment, str(item_id))

    found = []
    if options is not None and len(options):
        found += [
            f"{name(row.item)}: is the key right? {numbers.plural(int(row.n), 'student')} chose "
            f"{row.option}, and they know the rest better than those who chose the key."
            for row in advice.key_alarms(options).itertuples()
        ]
    doubt = advice.items_in_doubt(items)
    found += [
        f"{name(item)}: is it clear? Students who know the rest do not get it more often."
        for item in doubt[doubt].index
    ]
    hard = items[items["difficulty"] < advice.RETEACH_BELOW]
    found += [
        f"{name(item)}: {numbers.percent(row['difficulty'])} of the points. Teach it again, and "
        "check the key."
        for item, row in hard.iterrows()
    ]
    return found


def shown_items(items: pd.DataFrame) -> pd.DataFrame:
    """The item frame without the correlations that may not be shown."""
    shown = items.copy()
    hidden = ~advice.may_show_r(items)
    shown.loc[hidden, ["item_rest_r", "r_low", "r_high"]] = float("nan")
    return shown
