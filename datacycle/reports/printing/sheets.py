"""What stands on the two sheets, as plain data; the templates only set it.

The students' sheet is built from nothing but what students may read. It has no key, no
misconception, no depth and no scoring guide to leave out by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from datacycle.reports import numbers
from datacycle.reports.labels import DEPTH_WORDS, words
from plc_data.model import Assessment, Item, ItemType

CHOSEN = frozenset({ItemType.SELECTED, ItemType.SELECTED_SEVERAL})
SHORT_OPTION = 24
"""Characters of an option up to which two stand beside each other."""
LINES = {ItemType.SHORT_ANSWER: 2, ItemType.CONSTRUCTED: 7}
"""Lines to write on."""


def student_sheet(assessment: Assessment) -> dict:
    """What students get: questions, options, room to write, what a performance is looked at for.

    Examples
    --------
    >>> from plc_data.model import LearningTarget, Option
    >>> target = LearningTarget(id="t", statement="I can add.")
    >>> options = (Option(label="A", text="4"), Option(label="B", text="22", misconception="joins"))
    >>> item = Item(id="q", position=1, label="Q1", target_id="t", key=("A",), options=options)
    >>> cfa = Assessment(id="c", team_id="x", title="Sums", targets=(target,), items=(item,))
    >>> student_sheet(cfa)["questions"][0]["options"]
    [{'label': 'A', 'text': '4'}, {'label': 'B', 'text': '22'}]
    """
    total = sum(item.max_points for item in assessment.items)
    return {
        **_head(assessment),
        "points": numbers.points(total),
        "targets": [target.statement for target in assessment.targets],
        "questions": [_question(items) for items in _together(assessment)],
    }


def teacher_sheet(assessment: Assessment) -> dict:
    """What the team scores with: key, points, target, depth, the thinking behind wrong options."""
    rule = assessment.rule
    number = {target.id: i for i, target in enumerate(assessment.targets, start=1)}
    return {
        **_head(assessment),
        "window": _window(assessment),
        "rule": (
            f"Secure: the answers make a true share of {numbers.percent(rule.cut_score)} or more "
            f"likely, with {numbers.plural(rule.min_items, 'item')} at least. Rubric rows: "
            f"{numbers.percent(rule.met_share)} of the points."
        ),
        "agreed": numbers.day(assessment.rule_agreed_on) if assessment.rule_agreed_on else "",
        "targets": [
            {
                "number": str(number[target.id]),
                "statement": target.statement,
                "standards": ", ".join(target.standard_codes),
                "depth": DEPTH_WORDS[target.depth_of_knowledge],
                "items": str(len(assessment.items_of(target.id))),
                "points": _sum(assessment.items_of(target.id)),
            }
            for target in assessment.targets
        ],
        "items": [
            _keyed(item, number[item.target_id])
            for item in sorted(assessment.items, key=lambda item: item.position)
        ],
        "total": _sum(assessment.items),
    }


def key_words(item: Item) -> str:
    """The key as a reader sees it.

    Examples
    --------
    >>> key_words(Item(id="q", position=1, label="1", target_id="t", key=("A", "C"),
    ...                type=ItemType.SELECTED_SEVERAL))
    'A and C'
    >>> key_words(Item(id="q", position=1, label="1", target_id="t", key=("1/2", "0.5"),
    ...                type=ItemType.SHORT_ANSWER))
    '1/2 or 0.5'
    """
    last = "and" if item.type is ItemType.SELECTED_SEVERAL else "or"
    return numbers.joined(list(item.key), last)


def _head(assessment: Assessment) -> dict:
    minutes = f"{assessment.minutes} minutes" if assessment.minutes else ""
    return {"title": assessment.title, "form": assessment.form, "minutes": minutes}


def _sum(items: Iterable[Item]) -> str:
    return numbers.points(sum(item.max_points for item in items))


def _window(assessment: Assessment) -> str:
    opens, closes = assessment.window_opens_on, assessment.window_closes_on
    return f"{numbers.day(opens)} to {numbers.day(closes)}" if opens and closes else ""


def _together(assessment: Assessment) -> list[list[Item]]:
    """Items in order; rubric rows that follow each other and share a task stand together."""
    items = sorted(assessment.items, key=lambda item: item.position)

    def task(item: Item) -> tuple:
        rubric = item.type is ItemType.RUBRIC_ROW
        return ("task", item.prompt) if rubric else ("item", item.id)

    return [list(group) for _, group in groupby(items, key=task)]


def _question(items: list[Item]) -> dict:
    first = items[0]
    chosen = first.type in CHOSEN
    options = [{"label": o.label, "text": o.text} for o in first.options] if chosen else []
    points = sum(item.max_points for item in items)
    return {
        "number": _span(items),
        "prompt": first.prompt,
        "points": f"{numbers.points(points)} {'point' if points == 1 else 'points'}",
        "note": "Choose all that are right." if first.type is ItemType.SELECTED_SEVERAL else "",
        "options": options,
        "beside": all(len(option["text"]) <= SHORT_OPTION for option in options),
        "lines": LINES.get(first.type, 0),
        "looked_at": [_row(item) for item in items if item.type is ItemType.RUBRIC_ROW],
    }


def _span(items: list[Item]) -> str:
    first, last = items[0].position, items[-1].position
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def _row(item: Item) -> dict:
    return {
        "name": item.label,
        "levels": [{"label": level.label, "text": level.description} for level in item.levels],
    }


def _keyed(item: Item, target: int) -> dict:
    return {
        "number": str(item.position),
        "label": item.label,
        "prompt": item.prompt,
        "type": words(item.type),
        "key": key_words(item),
        "points": numbers.points(item.max_points),
        "target": str(target),
        "depth": DEPTH_WORDS[item.depth_of_knowledge],
        "options": [
            {
                "label": option.label,
                "text": option.text,
                "right": option.label in item.key,
                "thinking": option.misconception or "",
            }
            for option in item.options
            if item.type in CHOSEN
        ],
        "levels": [
            {
                "label": level.label,
                "points": numbers.points(level.points),
                "text": level.description,
            }
            for level in item.levels
        ],
    }
