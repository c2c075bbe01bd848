"""Checks of a common formative assessment while it is being designed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from plc_data.model import Assessment, Finding, ItemType, LearningTarget

from .blueprint_items import check_keys, check_options
from .findings import advise, ask, mend, ok
from .school_days import school_days
from .wording import count, day, listed

TARGETS_AT_MOST = 3
"""A CFA that tests more cannot be answered with teaching next week."""

ITEMS_PER_TARGET_AT_MOST = 4
"""Three selected and one constructed per target: the size that teams keep up."""

WINDOW_AT_MOST = 5
"""School days between the first and the last class: later ones have heard of it."""

DEPTH_ABOVE_AT_MOST = 1
"""No item more than one level deeper than its target."""

HALF = 0.5
"""At least this share of a target's points reaches the target's depth; no one item exceeds it."""


def check_blueprint(
    assessment: Assessment, *, days_off: Collection[date] = ()
) -> tuple[Finding, ...]:
    """Check a blueprint: targets, items, depth, keys, options, rule, window, points.

    Parameters
    ----------
    assessment
        The blueprint.
    days_off
        Days without school, for the span of the window.

    Returns
    -------
    tuple of Finding
        ``where`` is the id of a target or the label of an item; None for the whole.
    """
    return (
        _targets(assessment),
        *(f for target in assessment.targets for f in _target(assessment, target)),
        *_labels(assessment),
        *check_keys(assessment),
        *check_options(assessment),
        _rule(assessment),
        _window(assessment, days_off),
        _points(assessment),
        ask("cfa-ask-cold", "Would a student who reads it cold know what to do?"),
        ask("cfa-ask-verb", "Is it demanding enough for the verb of the target?"),
    )


def _targets(assessment: Assessment) -> Finding:
    code, n = "cfa-targets", len(assessment.targets)
    if n == 0:
        return mend(code, "No learning target yet.")
    if n > TARGETS_AT_MOST:
        return mend(
            code, f"{n} targets: keep {TARGETS_AT_MOST} at most, so that you can act next week."
        )
    return ok(code, f"{count(n, 'target')}.")


def _target(assessment: Assessment, target: LearningTarget) -> tuple[Finding, ...]:
    n = len(assessment.items_of(target.id))
    if n == 0:
        return (mend("cfa-items", "No item asks for this target.", target.id),)
    return (
        _many(n, target),
        _enough(assessment, target, n),
        *_depth(assessment, target),
        *_heavy(assessment, target),
    )


def _many(n: int, target: LearningTarget) -> Finding:
    if n > ITEMS_PER_TARGET_AT_MOST:
        text = f"{n} items: {ITEMS_PER_TARGET_AT_MOST} per target keep it short enough to repeat."
        return advise("cfa-items", text, target.id)
    return ok("cfa-items", f"{count(n, 'item')}.", target.id)


def _enough(assessment: Assessment, target: LearningTarget, n: int) -> Finding:
    code, need = "cfa-mastery-call", assessment.rule.min_items
    rubric = any(item.type == ItemType.RUBRIC_ROW for item in assessment.items_of(target.id))
    if n >= need:
        return ok(code, "Enough items to call a student secure.", target.id)
    if rubric:
        return advise(
            code, "One task scored by rubric: let two people score it before you call it.",
            target.id,
        )  # fmt: skip
    return mend(
        code,
        f"{count(n, 'item')} can never show that a student is secure: ask {need} at least, or "
        "score one task by rubric.",
        target.id,
    )


def _depth(assessment: Assessment, target: LearningTarget) -> tuple[Finding, ...]:
    items, aim = assessment.items_of(target.id), target.depth_of_knowledge
    found = [
        mend(
            "cfa-depth-above",
            f"depth {item.depth_of_knowledge}, its target {aim}: ask nearer to the target.",
            item.label,
        )
        for item in items
        if item.depth_of_knowledge > aim + DEPTH_ABOVE_AT_MOST
    ]
    points = sum(item.max_points for item in items)
    reaching = sum(item.max_points for item in items if item.depth_of_knowledge >= aim)
    text = f"{reaching:g} of {points:g} points reach the target's depth ({aim})"
    if reaching < HALF * points:
        found.append(mend("cfa-depth", f"{text}: half of them should.", target.id))
    else:
        found.append(ok("cfa-depth", f"{text}.", target.id))
    return tuple(found)


def _heavy(assessment: Assessment, target: LearningTarget) -> tuple[Finding, ...]:
    items = assessment.items_of(target.id)
    points = sum(item.max_points for item in items)
    if len(items) < assessment.rule.min_items:
        return ()
    return tuple(
        advise(
            "cfa-heavy-item",
            f"{item.max_points:g} of the target's {points:g} points hang on this item.",
            item.label,
        )
        for item in items
        if item.max_points > HALF * points
    )


def _labels(assessment: Assessment) -> tuple[Finding, ...]:
    found = []
    labels = [item.label for item in assessment.items]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        found.append(mend("cfa-label", "two items share this label.", label))
    positions = sorted(item.position for item in assessment.items)
    if positions != list(range(1, len(positions) + 1)):
        found.append(
            mend("cfa-positions", "The items' positions do not run 1, 2, 3 ...: number them anew.")
        )
    return tuple(found)


def _rule(assessment: Assessment) -> Finding:
    code, agreed, opens = "cfa-rule", assessment.rule_agreed_on, assessment.window_opens_on
    if agreed is None:
        return mend(code, "Agree on the mastery rule, and note the day, before anybody is tested.")
    if opens is not None and agreed > opens:
        return mend(
            code,
            f"The rule was agreed on {day(agreed)}, after the window opened ({day(opens)}): a "
            "rule that knows the results is none.",
        )
    return ok(code, f"The rule was agreed on {day(agreed)}, before the results.")


def _window(assessment: Assessment, days_off: Collection[date]) -> Finding:
    code, opens, closes = "cfa-window", assessment.window_opens_on, assessment.window_closes_on
    if opens is None or closes is None:
        return mend(code, "Say in which days all classes take it: first and last day.")
    if closes < opens:
        return mend(code, "The window closes before it opens.")
    n = school_days(opens, closes, days_off)
    if n == 0:
        return mend(code, "There is no school day in the window.")
    if n > WINDOW_AT_MOST:
        return advise(code, f"{n} school days: keep the window to {WINDOW_AT_MOST}, or it leaks.")
    return ok(code, f"All classes within {count(n, 'school day')}.")


def _points(assessment: Assessment) -> Finding:
    code = "cfa-points"
    per_target = [
        f"{sum(item.max_points for item in assessment.items_of(target.id)):g} for {target.id}"
        for target in assessment.targets
    ]
    total = sum(item.max_points for item in assessment.items)
    if not assessment.items:
        return mend(code, "No points yet.")
    return ok(code, f"{total:g} points: {listed(per_target)}.")
