"""The blueprint to read: for the coach, in a closed cycle, and for earlier versions."""

from __future__ import annotations

from markupsafe import Markup

from datacycle.protocol.blueprint_edits import sorted_items
from datacycle.reports import numbers
from datacycle.reports.labels import DEPTH_WORDS, words
from plc_data.model import Assessment, Item

from ...parts import bullets, facts, join, paragraph, strong, tag


def blueprint_words(assessment: Assessment) -> Markup:
    """Targets, items with key and misconceptions, rule and window."""
    number = {t.id: n for n, t in enumerate(assessment.targets, start=1)}
    targets = [f"{t.statement} ({DEPTH_WORDS[t.depth_of_knowledge]})" for t in assessment.targets]
    return join(
        [
            bullets(targets, ordered=True) if targets else paragraph("No target yet."),
            *(_item(item, number[item.target_id]) for item in sorted_items(assessment)),
            facts(
                [
                    ("Secure from", numbers.percent(assessment.rule.cut_score)),
                    ("Rule agreed", numbers.day(assessment.rule_agreed_on) or "not yet"),
                    ("Opens", numbers.day(assessment.window_opens_on) or "open"),
                    ("Closes", numbers.day(assessment.window_closes_on) or "open"),
                ]
            ),
        ]
    )


def _item(item: Item, target: int) -> Markup:
    said = f"{words(item.type)}, {_points(item.max_points)}, target {target}"
    lines = [
        join(
            [
                strong(f"{option.label}  {option.text}") if option.label in item.key
                else f"{option.label}  {option.text}",
                " (right)" if option.label in item.key else None,
                f": {option.misconception}" if option.misconception else None,
            ]
        )
        for option in item.options
    ]  # fmt: skip
    lines += [
        f"{level.label}, {_points(level.points)}: {level.description}" for level in item.levels
    ]
    if not item.options and item.key:
        lines.append(f"Counts as right: {numbers.joined(list(item.key), 'or')}")
    return tag(
        "div",
        tag("h3", f"{item.label}. {said}"),
        paragraph(item.prompt) if item.prompt else None,
        bullets(lines) if lines else None,
        cls="dc-cfa-read",
    )


def _points(value: float) -> str:
    return f"{numbers.points(value)} {'point' if value == 1 else 'points'}"
