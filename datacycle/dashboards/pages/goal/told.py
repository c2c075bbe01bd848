"""The goal to read: for the coach, and for everybody once the cycle is closed; and its result."""

from __future__ import annotations

import ipywidgets
from markupsafe import Markup

from datacycle.protocol.goal_results import GoalResult
from datacycle.reports import numbers
from plc_data.model import SmartGoal

from ...parts import box, bullets, card, facts, lines, link, message, paragraph, piece, tag
from ...parts.html import join
from ..cycle_room import CycleRoom
from ..places import address
from .counts import way_words
from .parts_of_goal import TEXTS, action_words


def goal_to_read(room: CycleRoom, goal: SmartGoal, n: int) -> ipywidgets.Widget:
    """Everything of the goal, without a field."""
    targets = room.targets()
    sections = {s.id: s.name for s in room.wb.cycles.sections(room.cycle.id)}
    days = [numbers.day(day) for day in (goal.starts_on, goal.ends_on) if day]
    about = [
        ("Learning target", numbers.joined([targets.get(id, id) for id in goal.target_ids])),
        ("Classes", numbers.joined([sections.get(id, id) for id in goal.section_ids])),
        ("From and to", " to ".join(days)),
    ]
    actions = [action_words(room.wb, step) for step in goal.strategies]
    rest = [
        (label, lines(getattr(goal, name)))
        for name, label in TEXTS.items()
        if name != "statement" and getattr(goal, name)
    ]
    statement = goal.statement or room.wb.promises.sentence(goal)
    return box(
        card("The goal", piece(tag("blockquote", lines(statement), cls="dc-goal"))),
        card(
            "From where to where",
            piece(join([way_words(goal, n), facts((k, v) for k, v in about if v)])),
        ),
        card(
            "Who does what by when",
            piece(bullets(actions) if actions else paragraph("No action yet.", cls="dc-quiet")),
        ),
        card("For all of them, and honest", piece(facts(rest, cls="dc-facts dc-facts-long"))),
        cls="dc-stack-cards",
    )


def verdict(result: GoalResult) -> tuple[str, str]:
    """Words and tone of a result; no green where it cannot be said."""
    if result.met is None:
        return "It cannot be said", "info"
    return ("Goal met", "good") if result.met else ("Goal not met", "warn")


def result_words(result: GoalResult) -> Markup:
    """The computed result: counts first, then what has to be said beside it."""
    name, tone = verdict(result)
    return join(
        [
            message(result.sentence, tone, name),
            bullets(result.notes) if result.notes else None,
        ]
    )


def result_card(room: CycleRoom, result: GoalResult) -> ipywidgets.Widget:
    """The result with the way to the page that says more."""
    return card(
        "What came of it",
        piece(
            join(
                [
                    result_words(result),
                    paragraph(
                        link(address("close_cycle", room.cycle.id), "Before and after, in full")
                    ),
                ]
            )
        ),
        intro="Counted from the second results, never typed.",
    )
