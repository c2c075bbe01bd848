"""How often the mastery rule would misjudge a student, told before anybody is tested."""

from __future__ import annotations

from datacycle import analysis as an
from plc_data.model import Assessment, ItemType, LearningTarget, MasteryState

from . import numbers
from .charts import Category, ChartKind, ChartSpec, Mark, Series, Unit
from .labels import STATE_LOOKS, words
from .tables import Column, Kind, Table

HALF, STRONG = 0.50, 0.90
SHOWN = (HALF, STRONG)
"""A student who knows half of it, and one who knows nearly all."""
CALLS = (MasteryState.SECURE, MasteryState.LOOK_AGAIN, MasteryState.NOT_YET)


def misjudged_chart(assessment: Assessment) -> ChartSpec:
    """What the rule would call two imagined students, on each target with counted items."""
    judged = [(t, f) for t in assessment.targets if (f := _frame(assessment, t)) is not None]
    rows, categories = [], []
    marks: dict[MasteryState, list[Mark]] = {state: [] for state in CALLS}
    for target, frame in judged:
        n = _counted(assessment, target)
        name = f"Target {assessment.targets.index(target) + 1}"
        for line in frame.itertuples():
            shares = {state: float(getattr(line, f"p_{state.value}")) for state in CALLS}
            rows.append((name, n, float(line.true_share), *shares.values()))
            id = f"{target.id}:{line.true_share:g}"
            knows = "half of it" if line.true_share == HALF else numbers.percent(line.true_share)
            categories.append(Category(id, f"{name}: knows {knows}"))
            for state, share in shares.items():
                label = numbers.percent(share) if share >= 0.08 else ""
                marks[state].append(Mark(id, share, label))
    columns = (
        Column("target", "Target", row_header=True),
        Column("items", "Items", Kind.COUNT),
        Column("knows", "A student who would earn", Kind.SHARE),
        *(Column(s.value, f"is called {words(s).lower()}", Kind.SHARE) for s in CALLS),
    )
    return ChartSpec(
        kind=ChartKind.STACKED,
        title="What the rule would say",
        categories=tuple(categories),
        series=tuple(
            Series(words(s), tuple(marks[s]), STATE_LOOKS[s].color, STATE_LOOKS[s].pattern)
            for s in CALLS
        ),
        unit=Unit.SHARE,
        axis_title="Of 100 such students",
        alt=" ".join(misjudged_sentence(assessment, t) for t in assessment.targets)
        or "There is no target yet.",
        table=Table("How often the rule would misjudge", columns, tuple(rows)),
        maximum=1.0,
        note="Computed from the rule and the number of items, each counted as one point; equally "
        "hard items are assumed.",
    )


def misjudged_sentence(assessment: Assessment, target: LearningTarget) -> str:
    """The same as one sentence for a target."""
    name = f"Target {assessment.targets.index(target) + 1}"
    frame = _frame(assessment, target)
    if frame is None:
        if assessment.items_of(target.id):
            return f"{name}: judged by the agreed level of the rubric, not by counting items."
        return f"{name}: no item yet, so nobody can be judged."
    by_share = {line.true_share: line for line in frame.itertuples()}
    passes, fails = by_share[HALF].p_secure, by_share[STRONG].p_not_yet
    if by_share[STRONG].p_secure == 0:
        return f"{name}: with so few items nobody can ever be called secure."
    return (
        f"{name}: a student who knows half of it would be called secure in {_in_100(passes)} of "
        f"100 cases; one who knows nine tenths would be called not yet in {_in_100(fails)} of 100."
    )


def _in_100(share: float) -> str:
    hundred = 100 * share
    return "fewer than 1" if 0 < hundred < 0.5 else numbers.rounded(hundred)


def _counted(assessment: Assessment, target: LearningTarget) -> int:
    return sum(i.type is not ItemType.RUBRIC_ROW for i in assessment.items_of(target.id))


def _frame(assessment: Assessment, target: LearningTarget):
    n = _counted(assessment, target)
    if n == 0:
        return None
    rubric = n < len(assessment.items_of(target.id))
    return an.misclassification(n, assessment.rule, SHOWN, with_rubric_row=rubric)
