"""How far the numbers can be trusted, as tables and charts: the test, its readers, its checks.

Misconceptions behind wrong options, checks in class against the test, two readers of a rubric, how
often a rule misjudges, and reliability in words. Nothing here computes a statistic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from datacycle.analysis import Reliability, RubricAgreement, advice
from plc_data.model import Assessment, MasteryState, Section

from . import labels, numbers
from .charts import Category, ChartKind, ChartSpec, Mark, Series, Unit
from .labels import words
from .tables import Column, Kind, Table
from .views_targets import target_label

if TYPE_CHECKING:
    import pandas as pd

    from datacycle.analysis import DecisionConsistency

_CALLS = {
    MasteryState.SECURE: "p_secure",
    MasteryState.LOOK_AGAIN: "p_look_again",
    MasteryState.NOT_YET: "p_not_yet",
}


def misconceptions_table(counts: pd.DataFrame) -> Table:
    """One row per misconception: how many showed it at all, how many twice or more."""
    return Table(
        "Misconceptions behind wrong answers",
        (
            Column("misconception", "Misconception", row_header=True),
            Column("n_items", "Items that offer it", Kind.COUNT),
            Column("n_students", "Students who showed it", Kind.COUNT),
            Column("n_patterns", "Twice or more", Kind.COUNT),
        ),
        tuple(counts.itertuples(index=False, name=None)),
        ("Once may be a slip; twice or more is worth a question to the student.",),
        empty="No wrong option of this assessment names a misconception.",
    )


def misconceptions_chart(counts: pd.DataFrame) -> ChartSpec:
    """One bar per misconception in two parts: twice or more, and once."""
    table = misconceptions_table(counts)
    named = [(str(row[0]), row[0], row[2], row[3]) for row in table.rows]
    twice = tuple(Mark(i, float(p), numbers.count(p)) for i, _, _, p in named)
    once = tuple(Mark(i, float(n - p), numbers.count(n - p)) for i, _, n, p in named)
    if named:
        _, most, n, patterns = named[0]
        sentence = (
            f"Seen most: {most}; {numbers.plural(n, 'student')} showed it, "
            f"{numbers.count(patterns)} of them twice or more."
        )
    else:
        sentence = "No wrong option of this assessment names a misconception."
    return ChartSpec(
        kind=ChartKind.STACKED,
        title="Misconceptions behind wrong answers",
        categories=tuple(Category(i, name) for i, name, _, _ in named),
        series=(
            Series("Twice or more", twice, labels.KEY),
            Series("Once", once, labels.DISTRACTOR, pattern="/"),
        ),
        unit=Unit.COUNT,
        axis_title="Students",
        alt=sentence,
        table=table,
    )


def calibration_table(
    calibration: pd.DataFrame,
    assessment: Assessment | None = None,
    *,
    sections: Sequence[Section] = (),
) -> Table:
    """One row per class and target: what the last strong check said, what the test said."""
    names = {section.id: section.name for section in sections}
    return Table(
        "Checks in class and the test",
        (
            Column("target", "Learning target", row_header=True),
            Column("section", "Class"),
            Column("check", "Had it at the check", Kind.SHARE),
            Column("secure", "Secure on the test", Kind.SHARE),
            Column("interval", "95 % interval of the difference", Kind.R_INTERVAL),
            Column("clear", "More than chance", Kind.YES),
        ),
        tuple(
            (
                target_label(assessment, row.target_id),
                names.get(row.section_id, row.section_id),
                row.share_had_it,
                row.share_secure,
                (row.low, row.high),
                bool(row.is_distinguishable),
            )
            for row in calibration.itertuples(index=False)
        ),
        ("A check asks one question, the test several, some days later.",),
        empty="No strong check came before the test.",
    )


def calibration_chart(
    calibration: pd.DataFrame,
    assessment: Assessment | None = None,
    *,
    sections: Sequence[Section] = (),
) -> ChartSpec:
    """Two dots per class and target: the check, and the test."""
    table = calibration_table(calibration, assessment, sections=sections)
    ids = [f"{r.target_id}|{r.section_id}" for r in calibration.itertuples(index=False)]

    def marks(key: str) -> tuple[Mark, ...]:
        found = zip(ids, table.values(key), strict=True)
        return tuple(Mark(i, float(v), numbers.percent(v)) for i, v in found)

    clear = [row for row in table.rows if row[5]]
    sentence = (
        f"In {len(clear)} of {numbers.plural(len(table.rows), 'comparison')} the check and the "
        "test differ by more than chance."
        if table.rows
        else "No strong check came before the test."
    )
    return ChartSpec(
        kind=ChartKind.DOTS,
        title="Checks in class and the test",
        categories=tuple(
            Category(i, f"{row[0]} · {row[1]}") for i, row in zip(ids, table.rows, strict=True)
        ),
        series=(
            Series("Check in class", marks("check"), labels.QUIET, symbol="circle-open"),
            Series("Test", marks("secure"), labels.KEY, symbol="diamond"),
        ),
        unit=Unit.SHARE,
        axis_title="Share of students",
        alt=sentence,
        table=table,
        connected=True,
    )


def agreement_table(agreements: Mapping[str, RubricAgreement]) -> Table:
    """One row per criterion: how often two readers agreed; kappa only where papers are enough."""
    return Table(
        "Two readers of the same papers",
        (
            Column("criterion", "Criterion", row_header=True),
            Column("n", "Papers read twice", Kind.COUNT),
            Column("exact", "Same level", Kind.SHARE),
            Column("adjacent", "Same or next level", Kind.SHARE),
            Column("kappa", "Quadratic weighted kappa", Kind.R),
        ),
        tuple(
            (
                name,
                one.n,
                one.exact,
                one.adjacent,
                one.quadratic_kappa if one.may_show_kappa else None,
            )
            for name, one in agreements.items()
        ),
        ("Kappa is left out where few papers were read twice.",),
    )


def agreement_chart(agreements: Mapping[str, RubricAgreement]) -> ChartSpec:
    """One bar per criterion in three parts: same level, next level, further apart."""

    def series(name: str, share, color: str, pattern: str = "") -> Series:
        found = ((i, share(one)) for i, one in agreements.items() if one.n)
        return Series(
            name,
            tuple(Mark(i, max(value, 0.0), numbers.percent(value)) for i, value in found),
            color,
            pattern=pattern,
        )

    parts = [
        f"{name}: same level on {numbers.percent(one.exact)}, same or next on "
        f"{numbers.percent(one.adjacent)} of {numbers.plural(one.n, 'paper')}."
        for name, one in agreements.items()
        if one.n
    ]
    return ChartSpec(
        kind=ChartKind.STACKED,
        title="Two readers of the same papers",
        categories=tuple(Category(name, name) for name in agreements),
        series=(
            series("Same level", lambda one: one.exact, labels.KEY),
            series("Next level", lambda one: one.adjacent - one.exact, labels.BAR, "/"),
            series("Further apart", lambda one: 1 - one.adjacent, labels.DISTRACTOR, "."),
        ),
        unit=Unit.SHARE,
        axis_title="Share of papers read twice",
        alt=" ".join(parts) or "No paper was read twice.",
        table=agreement_table(agreements),
    )


def misjudged_table(misjudged: pd.DataFrame, n_items: int) -> Table:
    """One row per true share: how often the rule would call what, and how often wrongly."""
    return Table(
        f"What {numbers.plural(n_items, 'item')} can tell",
        (
            Column("true_share", "Would get right of many such items", Kind.SHARE, row_header=True),
            *(Column(s.value, f"Called {words(s).lower()}", Kind.SHARE) for s in _CALLS),
            Column("misjudged", "Misjudged", Kind.SHARE),
        ),
        tuple(
            (row["true_share"], *(row[name] for name in _CALLS.values()), row["p_misjudged"])
            for _, row in misjudged.iterrows()
        ),
        ("Look again is never wrong: it is what keeps the other two honest.",),
    )


def misjudged_chart(misjudged: pd.DataFrame, n_items: int) -> ChartSpec:
    """One bar per true share, in three parts: how the rule would call such a student."""
    table = misjudged_table(misjudged, n_items)
    ids = [numbers.percent(share) for share in misjudged["true_share"]]
    worst = max(table.rows, key=lambda row: row[4])
    return ChartSpec(
        kind=ChartKind.STACKED,
        title=table.caption,
        categories=tuple(Category(i, f"True share {i}") for i in ids),
        series=tuple(
            Series(
                f"Called {words(state).lower()}",
                tuple(
                    Mark(i, float(p), numbers.percent(p))
                    for i, p in zip(ids, misjudged[name], strict=True)
                ),
                labels.STATE_LOOKS[state].color,
                pattern=labels.STATE_LOOKS[state].pattern,
            )
            for state, name in _CALLS.items()
        ),
        unit=Unit.SHARE,
        axis_title="How often such a student is called so",
        alt=f"With {numbers.plural(n_items, 'item')}, misjudged most: students who would get "
        f"{numbers.percent(worst[0])} right of many such items, in {numbers.percent(worst[4])} "
        "of cases.",
        table=table,
    )


def reliability_sentence(found: Reliability, consistency: DecisionConsistency | None = None) -> str:
    """Reliability as a colleague would say it; nothing where a class or test is too small."""
    known = advice.may_show_reliability(found.n_students, found.n_items)
    if not known or numbers.is_missing(found.alpha):
        return (
            f"{numbers.plural(found.n_students, 'student')} and "
            f"{numbers.plural(found.n_items, 'item')} are too few to speak of reliability."
        )
    text = (
        f"A total is good to about {numbers.points(round(found.standard_error, 1))} points either "
        f"way. Alpha is {numbers.rounded(found.alpha, 2)}, with this many students anything from "
        f"{numbers.rounded(found.alpha_low, 2)} to {numbers.rounded(found.alpha_high, 2)}."
    )
    return f"{text} {consistency.in_words()}" if consistency else text
