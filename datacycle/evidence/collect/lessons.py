"""R3: the log of checks for understanding, the submitting teacher's own."""

from __future__ import annotations

from datetime import date

from datacycle.analysis.checks import technique_of
from datacycle.protocol.wording import count
from datacycle.reports.labels import DECISION_WORDS
from plc_data.model import CheckForUnderstanding
from plc_data.privacy import HIDDEN

from ..blocks import facts, grid, listing, table
from ..free_text import NOTHING, Free, sentence
from .facts import Facts
from .goal import _yes

FEWEST_CHECKS = 6
FEWEST_TECHNIQUES = 2
LINE = 0.80
"""Share of responders from which a team commonly moves on."""


def own_checks(of: Facts) -> list[CheckForUnderstanding]:
    """The submitting teacher's checks, oldest first."""
    mine = [c for c in of.bundle.checks if c.teacher_id == of.bundle.submitter_id]
    return sorted(mine, key=lambda c: (c.on, c.id))


def shows_work(check: CheckForUnderstanding) -> bool:
    """False for techniques that only ask students how sure they are."""
    return not technique_of(check.technique).is_self_report


def techniques(checks: list[CheckForUnderstanding]) -> set[str]:
    """The techniques among these that show work."""
    return {check.technique.strip().lower() for check in checks if shows_work(check)}


def lesson_blocks(of: Facts) -> list[dict]:
    """What R3 shows."""
    mine = own_checks(of)
    if not mine:
        return []
    notes = [
        sentence(f"{week(check.on)}: ", Free(f"check.{i}.note", check.note))
        for i, check in enumerate(mine, 1)
        if check.note.strip()
    ]
    low = [c for c in mine if _is_low(c)]
    return [
        facts(
            [
                ("Checks logged", str(len(mine))),
                ("Techniques that show work", str(len(techniques(mine)))),
                ("Below the line of 80 %", str(len(low))),
                ("of these, followed up in two weeks", str(_followed(mine, low))),
                ("Checks of the whole team", str(len(of.bundle.checks))),
            ],
            title="The log in numbers",
        ),
        table("checks"),
        listing(notes, title="What the teacher noted"),
    ]


def lesson_holds(of: Facts) -> list[tuple[str, str]]:
    """What the rubric asks of R3, answered as far as a program can."""
    mine = own_checks(of)
    goal = of.bundle.goal
    on_target = [c for c in mine if goal is None or c.target_id in goal.target_ids]
    kinds = techniques(mine)
    low = [c for c in mine if _is_low(c)]
    return [
        _yes(
            len(on_target) >= FEWEST_CHECKS,
            f"{count(len(on_target), 'check')} on the target.",
            f"{count(len(on_target), 'check')} on the target; at least {FEWEST_CHECKS} are asked.",
        ),
        _yes(
            len(kinds) >= FEWEST_TECHNIQUES,
            f"{count(len(kinds), 'technique')} that show work.",
            f"{count(len(kinds), 'technique')} that show work; at least two are asked.",
        ),
        _yes(
            all(check.decision for check in mine) and bool(mine),
            "A decision is recorded for each check.",
            "Some checks have no decision.",
        ),
        _yes(
            _followed(mine, low) == len(low),
            "Low checks were followed up." if low else "No check was low.",
            f"{_followed(mine, low)} of {len(low)} low checks were followed by another.",
        ),
    ]


def lesson_tables(of: Facts) -> list[dict]:
    """The log as a table."""
    mine = own_checks(of)
    if not mine:
        return []
    rows = []
    for i, check in enumerate(mine, 1):
        rows.append(
            [
                week(check.on),
                of.target_code(check.target_id),
                Free(f"check.{i}.technique", check.technique.replace("_", " "), NOTHING),
                "yes" if shows_work(check) else "no, self-report",
                of.ledger.tell_counts(check.n_responded, check.n_present),
                of.ledger.tell_counts(check.n_had_it, check.n_responded),
                DECISION_WORDS.get(check.decision.strip().lower().replace(" ", "_"))
                or Free(f"check.{i}.decision", check.decision, NOTHING),
            ]
        )
    return [
        grid(
            "checks",
            "Checks for understanding in Tier 1 teaching",
            [
                ("Week", "text"),
                ("Target", "text"),
                ("Technique", "text"),
                ("Shows work", "text"),
                ("Responded", "text"),
                ("Had it", "text"),
                ("What came next", "text"),
            ],
            rows,
            notes=[
                "Responded: share of those present. Had it: share of those who responded.",
                *(
                    [f'"{HIDDEN}": fewer than {of.ledger.settings.minimum_n} students.']
                    if any(HIDDEN in row for row in rows)
                    else []
                ),
            ],
        )
    ]


def week(on: date) -> str:
    """The week of a day: exact enough for a log, too wide to find a lesson by.

    Examples
    --------
    >>> week(date(2026, 10, 7))
    '2026, week 41'
    """
    year, number, _ = on.isocalendar()
    return f"{year}, week {number}"


def _is_low(check: CheckForUnderstanding) -> bool:
    return check.n_responded > 0 and check.n_had_it < LINE * check.n_responded


def _followed(mine: list[CheckForUnderstanding], low: list[CheckForUnderstanding]) -> int:
    return sum(
        any(
            other.target_id == check.target_id
            and other.section_id == check.section_id
            and other.id != check.id
            and 0 <= (other.on - check.on).days <= 14
            and (other.on, other.id) > (check.on, check.id)
            for other in mine
        )
        for check in low
    )
