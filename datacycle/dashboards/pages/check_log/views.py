"""What the log says: strip, mix, low checks, targets without a strong check, check against CFA."""

from __future__ import annotations

import ipywidgets

from datacycle import analysis as an
from datacycle.analysis.checks import LESSONS_TO_FOLLOW, LINE
from datacycle.reports import numbers, views_checks

from ...parts import (
    ChartPanel,
    box,
    card,
    csv_link,
    empty_state,
    join,
    message,
    paragraph,
    piece,
    tag,
)
from .room import LogRoom
from .strip import strip


def views(log: LogRoom) -> ipywidgets.Widget:
    """All cards, as the log stands now."""
    checks, sections, targets = log.checks(), log.sections, log.targets
    if not checks:
        return empty_state(
            "Nothing in the log yet",
            "After the first checks, this is where you see each target day by day.",
        )
    table = an.check_table(checks, line=LINE)
    goal = log.wb.cycles.goal(log.room.cycle.id)
    low = an.low_checks(checks, line=LINE, days_off=goal.record.days_off if goal else ())
    cards = [
        _strip(log, table),
        _before(log, checks),
        card(
            "Low check, then what?",
            _table_panel(
                views_checks.low_table(low, sections, targets, LESSONS_TO_FOLLOW),
                views_checks.low_sentence(low),
                "low-checks.csv",
            ),
        ),
        card("Technique mix", ChartPanel(views_checks.technique_mix(table), title=False)),
        _against(log, checks),
    ]
    return box(*(one for one in cards if one is not None), cls="dc-stack-cards")


def _strip(log: LogRoom, table) -> ipywidgets.Widget:
    said = views_checks.strip_sentence(table, log.targets, LINE)
    full = views_checks.strip_table(table, log.sections, log.targets)
    return card(
        "Target by target, day by day",
        piece(
            join(
                [
                    paragraph(said, cls="dc-chart-says"),
                    strip(table, log.sections, log.targets, LINE),
                    _behind(full, "checks.csv"),
                ]
            )
        ),
        intro=f"The line of {numbers.percent(LINE)} of those who responded is a common habit; "
        "it decides nothing.",
    )


def _before(log: LogRoom, checks) -> ipywidgets.Widget | None:
    first = next(iter(log.room.assessments()), None)
    if first is None or first.window_opens_on is None:
        return None
    opens = first.window_opens_on
    ids = [target.id for target in first.targets]
    missing = an.targets_without_strong_check(checks, ids, before=opens)
    words = views_checks.unchecked_sentence(
        missing, log.targets, f"before the assessment opens on {numbers.short_day(opens)}"
    )
    return piece(message(words, "warn" if missing else "good", "Before the assessment"))


def _against(log: LogRoom, checks) -> ipywidgets.Widget | None:
    testing = log.wb.numbers.testing(log.room.cycle.assessment_id)
    if testing is None:
        return None
    opens = testing.assessment.window_opens_on
    before = [check for check in checks if opens is None or check.on < opens]
    classes = log.wb.numbers.classes(testing, log.room.cycle)
    frame = an.check_calibration(before, classes)
    spec = views_checks.calibration_chart(frame, log.sections, log.targets)
    return card("What we thought, what the assessment said", ChartPanel(spec, title=False))


def _table_panel(table, sentence: str, name: str) -> ipywidgets.Widget:
    return piece(join([paragraph(sentence, cls="dc-chart-says"), _behind(table, name)]))


def _behind(table, name: str):
    return tag(
        "details",
        tag("summary", "Show as table"),
        table.to_html(),
        tag("p", csv_link(table, name), cls="dc-file-line"),
        cls="dc-details",
    )
