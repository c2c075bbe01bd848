"""What changes over time, as tables and charts: growth, predictions, checks in class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from plc_data.model import (
    Assessment,
    CheckForUnderstanding,
    MasteryState,
    Prediction,
    Section,
)

from . import labels, numbers
from .charts import Category, ChartKind, ChartSpec, Mark, Series, Unit
from .labels import DECISION_WORDS, STATES, words
from .sentences import ends_sentence, in_a_sentence, moves_sentence
from .tables import Column, Kind, Table
from .views_targets import target_label

if TYPE_CHECKING:
    import pandas as pd

_RANK = {MasteryState.NOT_YET: 0, MasteryState.LOOK_AGAIN: 1, MasteryState.SECURE: 2}
_REGRESSION_NOTE = (
    "Only students tested both times. Some of any change is chance: extreme results come closer "
    "to the middle by themselves the second time."
)


def transition_counts(transitions: pd.DataFrame, target_id: str) -> dict[tuple, int]:
    """Counts by (before, after) state for one target."""
    rows = transitions[transitions["target_id"] == target_id]
    return {
        (labels.state_of(row.before), labels.state_of(row.after)): int(row.n)
        for row in rows.itertuples(index=False)
    }


def moves(counts: Mapping[tuple, int]) -> tuple[int, int, int]:
    """How many moved up, stayed, moved down, among those judged both times."""
    judged = {pair: n for pair, n in counts.items() if MasteryState.NO_EVIDENCE not in pair}
    up = sum(n for (a, b), n in judged.items() if _RANK[b] > _RANK[a])
    down = sum(n for (a, b), n in judged.items() if _RANK[b] < _RANK[a])
    return up, sum(judged.values()) - up - down, down


def growth_table(transitions: pd.DataFrame, assessment: Assessment | None = None) -> Table:
    """One row per target: secure before and after, and who moved which way."""
    rows = []
    for target_id in dict.fromkeys(transitions["target_id"]):
        counts = transition_counts(transitions, target_id)
        judged = {p: n for p, n in counts.items() if MasteryState.NO_EVIDENCE not in p}
        total = sum(judged.values())
        secure = MasteryState.SECURE
        before = sum(n for (a, _), n in judged.items() if a is secure)
        after = sum(n for (_, b), n in judged.items() if b is secure)
        up, same, down = moves(counts)
        rows.append(
            (
                target_label(assessment, target_id),
                total,
                (before, total),
                (after, total),
                after - before,
                up,
                same,
                down,
            )
        )
    return Table(
        "Growth by learning target",
        (
            Column("target", "Learning target", row_header=True),
            Column("n", "Tested both times", Kind.COUNT),
            Column("before", "Secure before", Kind.OF),
            Column("after", "Secure after", Kind.OF),
            Column("change", "Change, students", Kind.CHANGE),
            Column("up", "Moved up", Kind.COUNT),
            Column("same", "Stayed", Kind.COUNT),
            Column("down", "Moved down", Kind.COUNT),
        ),
        tuple(rows),
        (_REGRESSION_NOTE,),
    )


def growth_chart(transitions: pd.DataFrame, assessment: Assessment | None = None) -> ChartSpec:
    """One row per target: the share secure before and after."""
    table = growth_table(transitions, assessment)
    targets = list(dict.fromkeys(transitions["target_id"]))

    def marks(key: str) -> tuple[Mark, ...]:
        return tuple(
            Mark(str(t), k / n if n else None, numbers.share_of(k, n))
            for t, (k, n) in zip(targets, table.values(key), strict=True)
        )

    sentences = [
        moves_sentence(target_label(assessment, t), *moves(transition_counts(transitions, t)))
        for t in targets
    ]
    notes = [
        f"{numbers.percent(a / n)} → {numbers.percent(b / n)}" if n else ""
        for (a, n), (b, _) in zip(table.values("before"), table.values("after"), strict=True)
    ]
    return ChartSpec(
        kind=ChartKind.DOTS,
        title="Growth",
        categories=tuple(
            Category(str(t), target_label(assessment, t), note)
            for t, note in zip(targets, notes, strict=True)
        ),
        connected=True,
        series=(
            Series("Before", marks("before"), labels.QUIET, symbol="circle-open"),
            Series("After", marks("after"), labels.KEY, symbol="diamond"),
        ),
        unit=Unit.SHARE,
        axis_title="Share secure, students tested both times",
        alt=" ".join(sentences) or "There is nothing to compare yet.",
        table=table,
        note=_REGRESSION_NOTE,
    )


def transition_table(
    transitions: pd.DataFrame, target_id: str, assessment: Assessment | None = None
) -> Table:
    """State before down, state after across, students in the cells."""
    counts = transition_counts(transitions, target_id)
    return Table(
        f"From before to after: {target_label(assessment, target_id)}",
        (
            Column("before", "Before", row_header=True),
            *(Column(s.value, f"After: {words(s).lower()}", Kind.COUNT) for s in STATES),
        ),
        tuple((words(a), *(counts.get((a, b), 0) for b in STATES)) for a in STATES),
        (_REGRESSION_NOTE,),
    )


def transition_chart(
    transitions: pd.DataFrame, target_id: str, assessment: Assessment | None = None
) -> ChartSpec:
    """One bar per state before; its parts are where these students stand now."""
    counts = transition_counts(transitions, target_id)
    befores = [a for a in STATES if any(counts.get((a, b), 0) for b in STATES)]
    series = tuple(
        Series(
            f"Now {words(after).lower()}",
            tuple(
                Mark(
                    a.value,
                    float(counts.get((a, after), 0)),
                    numbers.count(counts.get((a, after), 0)),
                )
                for a in befores
            ),
            labels.STATE_LOOKS[after].color,
            pattern=labels.STATE_LOOKS[after].pattern,
        )
        for after in STATES
        if any(counts.get((a, after), 0) for a in befores)
    )
    return ChartSpec(
        kind=ChartKind.STACKED,
        title=f"From before to after: {target_label(assessment, target_id)}",
        categories=tuple(Category(a.value, f"Was {words(a).lower()}") for a in befores),
        series=series,
        unit=Unit.COUNT,
        axis_title="Students",
        alt=moves_sentence(target_label(assessment, target_id), *moves(counts)),
        table=transition_table(transitions, target_id, assessment),
        note=_REGRESSION_NOTE,
    )


def predictions_table(
    predictions: Sequence[tuple[str, Prediction]],
    summary: pd.DataFrame,
    assessment: Assessment | None = None,
) -> Table:
    """One row per target: what the team expected, what came."""
    rows = []
    for target_id, row in summary.iterrows():
        guesses = sorted(p.shares[target_id] for _, p in predictions if target_id in p.shares)
        lowest, highest = (guesses[0], guesses[-1]) if guesses else (None, None)
        actual = row["share_secure"]
        off = (
            None
            if not guesses or numbers.is_missing(actual)
            else 100 * (sum(guesses) / len(guesses) - actual)
        )
        rows.append(
            (
                target_label(assessment, target_id),
                len(guesses),
                (lowest, highest),
                actual,
                None if off is None else round(off),
            )
        )
    return Table(
        "Predicted and actual share secure",
        (
            Column("target", "Learning target", row_header=True),
            Column("n", "Predictions", Kind.COUNT),
            Column("predicted", "Predicted, lowest to highest", Kind.INTERVAL),
            Column("actual", "Actual", Kind.SHARE),
            Column("off", "Mean prediction minus actual, points", Kind.CHANGE),
        ),
        tuple(rows),
    )


def predictions_chart(
    predictions: Sequence[tuple[str, Prediction]],
    summary: pd.DataFrame,
    assessment: Assessment | None = None,
) -> ChartSpec:
    """Dots of what each member expected, a diamond for what came, per target.

    ``predictions`` are (name or "", prediction); without names nobody is singled out.
    """
    targets = [str(t) for t in summary.index]
    series = []
    for name, prediction in predictions:
        marks = tuple(
            Mark(t, prediction.shares[t], numbers.percent(prediction.shares[t]))
            for t in targets
            if t in prediction.shares
        )
        series.append(Series(name or "A prediction", marks, labels.ACCENT, symbol="circle-open"))
    if not any(name for name, _ in predictions):
        every = tuple(mark for s in series for mark in s.marks)
        series = [Series("Predictions", every, labels.ACCENT, symbol="circle-open")]
    actual = tuple(
        Mark(str(t), _share(row["share_secure"]), numbers.percent(row["share_secure"]))
        for t, row in summary.iterrows()
    )
    table = predictions_table(predictions, summary, assessment)
    return ChartSpec(
        kind=ChartKind.DOTS,
        title="Predicted and actual",
        categories=tuple(
            Category(t, target_label(assessment, t), f"{numbers.percent(share)} secure")
            for t, share in zip(targets, table.values("actual"), strict=True)
        ),
        series=(*series, Series("Actual", actual, labels.KEY, symbol="diamond")),
        unit=Unit.SHARE,
        axis_title="Share secure",
        alt=_prediction_sentence(table),
        table=table,
    )


def _prediction_sentence(table: Table) -> str:
    """Where the team was furthest off, and whether it hoped for more than came."""
    known = [row for row in table.rows if not numbers.is_missing(row[4])]
    if not known:
        return "There is nothing to compare yet."
    furthest = max(known, key=lambda row: abs(row[4]))
    off = furthest[4]
    if off == 0:
        return "The mean prediction was right on every target, to the percent."
    way = "above" if off > 0 else "below"
    return (
        f"Furthest off: {in_a_sentence(furthest[0])}; the mean prediction was "
        f"{numbers.points(abs(off))} points {way} the actual {numbers.percent(furthest[3])}."
    )


def checks_table(
    checks: Sequence[CheckForUnderstanding],
    *,
    sections: Sequence[Section] = (),
    targets: Mapping[str, str] | None = None,
) -> Table:
    """The log of checks for understanding, newest first."""
    names = {section.id: section.name for section in sections}
    targets = targets or {}
    return Table(
        "Checks for understanding",
        (
            Column("on", "Day", Kind.DAY, row_header=True),
            Column("section", "Class"),
            Column("target", "Learning target"),
            Column("technique", "Technique"),
            Column("had_it", "Had it", Kind.OF),
            Column("coverage", "Responded of present", Kind.OF),
            Column("decision", "Decision"),
        ),
        tuple(
            (
                check.on,
                names.get(check.section_id, check.section_id),
                targets.get(check.target_id, check.target_id),
                check.technique.replace("_", " "),
                (check.n_had_it, check.n_responded),
                (check.n_responded, check.n_present),
                DECISION_WORDS.get(check.decision, check.decision),
            )
            for check in sorted(checks, key=lambda c: (c.on, c.id), reverse=True)
        ),
        empty="No check for understanding is logged yet.",
    )


def checks_chart(
    checks: Sequence[CheckForUnderstanding],
    *,
    sections: Sequence[Section] = (),
    targets: Mapping[str, str] | None = None,
) -> ChartSpec:
    """One row per check, oldest first: the share of those who responded that had it."""
    names = {section.id: section.name for section in sections}
    ordered = sorted(checks, key=lambda c: (c.on, c.id))
    categories = tuple(
        Category(c.id, f"{numbers.short_day(c.on)} · {names.get(c.section_id, c.section_id)}")
        for c in ordered
    )
    marks = tuple(
        Mark(
            c.id,
            c.n_had_it / c.n_responded if c.n_responded else None,
            numbers.share_of(c.n_had_it, c.n_responded),
        )
        for c in ordered
    )
    named = [(cat.label, mark.value) for cat, mark in zip(categories, marks, strict=True)]
    return ChartSpec(
        kind=ChartKind.BARS,
        title="Checks for understanding",
        categories=categories,
        series=(Series("Had it", marks, labels.BAR),),
        unit=Unit.SHARE,
        axis_title="Share of those who responded",
        alt=ends_sentence(named, what="had it"),
        table=checks_table(checks, sections=sections, targets=targets),
    )


def _share(value: object) -> float | None:
    return None if numbers.is_missing(value) else float(value)
