"""R7, the teacher's own words, and R8, the care that was taken with data."""

from __future__ import annotations

import re

from datacycle.protocol.wording import count
from plc_data.privacy import WHAT_IT_DOES_NOT_FIND, PrivacySettings

from ..blocks import facts, listing, prose, quote
from ..free_text import Free
from .facts import Facts
from .goal import _yes

FEWEST_WORDS, MOST_WORDS = 300, 500

COUNTS_RULE = (
    "Groups of fewer than {n} students are not described, nor is anything that would give one "
    "away by subtraction. Shares are told in bands with coded ends; counts of students per level "
    "are not told for up to 100 students."
)


def reflection_blocks(text: str, shared_with: str) -> list[dict]:
    """What R7 shows: the reflection as it was written, paragraph by paragraph."""
    if not text.strip():
        return []
    return [
        quote(Free("reflection", text)),
        facts([("Shared outside the team", Free("reflection.shared", shared_with))]),
    ]


def reflection_holds(text: str) -> list[tuple[str, str]]:
    """What the rubric asks of R7, answered as far as a program can."""
    n = len(re.findall(r"\w[\w’'-]*", text))
    if not n:
        return [("mend", "There is no reflection.")]
    span = f"{FEWEST_WORDS} to {MOST_WORDS} are a guide"
    return [
        ("ok", f"{count(n, 'word')} ({span}).")
        if FEWEST_WORDS <= n <= MOST_WORDS
        else ("advise", f"{count(n, 'word')} ({span}).")
    ]


def care_blocks(of: Facts, settings: PrivacySettings) -> list[dict]:
    """What R8 shows. What the search found and did is filled in once it has run."""
    reasons: dict[str, int] = {}
    for _, why in dict.fromkeys(of.ledger.hidden):
        reasons[why] = reasons.get(why, 0) + 1
    rules = [
        COUNTS_RULE.format(n=settings.minimum_n),
        "Every published number was attacked together with all others before export.",
        "Students stand in no table. Where a text named one, a random code stands; the key stays "
        "in the school.",
        "Colleagues are letters. Class results are not compared.",
    ]
    if settings.loosened:
        rules.append(f"The district lowered the smallest group to {settings.minimum_n}.")
    return [
        listing(rules, title="Rules of this package"),
        listing(
            [f"{count(n, 'number')} left out: {why}." for why, n in reasons.items()],
            title="What is left out",
            empty="Nothing had to be left out.",
        ),
        prose(WHAT_IT_DOES_NOT_FIND, title="What the search for names does not find"),
    ]


def care_holds(has_roster: bool) -> list[tuple[str, str]]:
    """R8 as a check: the gate ran."""
    return [
        _yes(
            has_roster,
            "Every text was searched for the names on the roster.",
            "There is no roster to search with.",
        )
    ]
