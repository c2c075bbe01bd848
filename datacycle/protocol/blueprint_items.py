"""Checks of a blueprint's items: key, options, scoring guide."""

from __future__ import annotations

from plc_data.model import Assessment, Finding, Item, ItemType

from .findings import advise, mend, ok
from .wording import listed

CHOSEN = frozenset({ItemType.SELECTED, ItemType.SELECTED_SEVERAL})
"""Items that are answered by choosing among options."""

NEAR = 1e-9
"""Points this close count as equal."""


def check_keys(assessment: Assessment) -> tuple[Finding, ...]:
    """Check that every item can be scored: a key among the options, or a rubric.

    ``where`` is the label of the item.
    """
    found = [finding for item in assessment.items for finding in _scorable(item)]
    if not found:
        return (ok("item-key", "Every item has its key or its rubric."),)
    return tuple(found)


def check_options(assessment: Assessment) -> tuple[Finding, ...]:
    """Check that every wrong option names the misconception of the student who chooses it."""
    found = [finding for item in assessment.items for finding in _telling(item)]
    if found or not any(item.options for item in assessment.items):
        return tuple(found)
    return (ok("option-misconception", "Every wrong option names the thinking behind it."),)


def _scorable(item: Item) -> tuple[Finding, ...]:
    if item.type in CHOSEN:
        return _key(item)
    if item.type is ItemType.RUBRIC_ROW or item.levels:
        return _levels(item)
    if item.type is ItemType.CONSTRUCTED and not item.key:
        text = "no scoring guide: name the levels, or write what a full answer holds as its key."
        return (advise("item-guide", text, item.label),)
    if item.type is ItemType.SHORT_ANSWER and not item.key:
        return (mend("item-key", "no key: list every answer that counts as right.", item.label),)
    return ()


def _key(item: Item) -> tuple[Finding, ...]:
    if not item.key:
        return (mend("item-key", "no key: say which option is right.", item.label),)
    labels = [option.label for option in item.options]
    found = []
    if not labels:
        text = "no options listed: with them, wrong answers tell what students were thinking."
        found.append(advise("item-options", text, item.label))
        return tuple(found)
    stray = [key for key in item.key if key not in labels]
    if stray:
        text = f"the key {listed(stray)} is not among the options ({', '.join(labels)})."
        found.append(mend("item-key-option", text, item.label))
    elif set(labels) <= set(item.key):
        found.append(mend("item-all-right", "every option is right: nobody can err.", item.label))
    if len(set(labels)) < len(labels):
        found.append(mend("item-options-twice", "two options share a label.", item.label))
    return tuple(found)


def _levels(item: Item) -> tuple[Finding, ...]:
    points = [level.points for level in item.levels]
    if len(points) < 2:
        text = "a rubric row needs at least two levels, with what each looks like."
        return (mend("item-levels", text, item.label),)
    if points != sorted(points) or len(set(points)) < len(points):
        text = "the levels go from the lowest to the highest points, each its own."
        return (mend("item-levels-order", text, item.label),)
    if abs(points[-1] - item.max_points) > NEAR:
        text = f"the highest level earns {points[-1]:g}, the item {item.max_points:g}: make equal."
        return (mend("item-levels-points", text, item.label),)
    bare = [level.label for level in item.levels if not level.description]
    if bare:
        text = f"say what work at level {listed(bare)} looks like."
        return (advise("item-levels-words", text, item.label),)
    return ()


def _telling(item: Item) -> tuple[Finding, ...]:
    bare = [o.label for o in item.options if o.label not in item.key and not o.misconception]
    if item.type not in CHOSEN or not bare:
        return ()
    text = (
        f"wrong option{'s' if len(bare) > 1 else ''} {listed(bare)}: name the misconception of "
        "a student who chooses it, or replace it by one that tells you something."
    )
    return (advise("option-misconception", text, item.label),)
