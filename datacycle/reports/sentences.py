"""Sentences made from numbers: what a chart shows, for who cannot or need not look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plc_data.model import MasteryState

from . import numbers
from .labels import STATES, words


def in_a_sentence(name: str) -> str:
    """A name without its full stop, to go on after it.

    Examples
    --------
    >>> in_a_sentence("I can find a unit rate. ")
    'I can find a unit rate'
    """
    return name.strip().rstrip(".")


def states_sentence(name: str, counts: Mapping[MasteryState, int]) -> str:
    """Counts of states on one target; empty states are left out.

    Examples
    --------
    >>> states_sentence("Ratios", {MasteryState.SECURE: 17, MasteryState.NOT_YET: 7})
    'Ratios: 17 secure and 7 not yet of 24 students.'
    """
    name, total = in_a_sentence(name), sum(counts.values())
    if total == 0:
        return f"{name}: no results."
    parts = [
        f"{numbers.count(counts[s])} {words(s).lower()}" for s in STATES if counts.get(s, 0) > 0
    ]
    return f"{name}: {numbers.joined(parts)} of {numbers.plural(total, 'student')}."


def ends_sentence(named: Sequence[tuple[str, float | None]], *, what: str) -> str:
    """The lowest and the highest of several shares.

    Examples
    --------
    >>> ends_sentence([("Q1", 0.9), ("Q2", 0.4), ("Q3", None)], what="correct")
    'Lowest: Q2, 40 % correct. Highest: Q1, 90 % correct. Without a number: Q3.'
    """
    named = [(in_a_sentence(name), share) for name, share in named]
    hidden = [name for name, share in named if share is numbers.HIDDEN]
    known = [(n, s) for n, s in named if n not in hidden and not numbers.is_missing(s)]
    missing = [name for name, share in named if numbers.is_missing(share)]
    if not known:
        return "No numbers are shown." if hidden else "There are no numbers yet."
    low = min(known, key=lambda pair: pair[1])
    high = max(known, key=lambda pair: pair[1])
    text = f"Lowest: {low[0]}, {numbers.percent(low[1])} {what}."
    if len(known) > 1:
        text += f" Highest: {high[0]}, {numbers.percent(high[1])} {what}."
    else:
        text = f"{low[0]}: {numbers.percent(low[1])} {what}."
    text += f" Without a number: {numbers.joined(missing)}." if missing else ""
    return text + (f" Hidden: {numbers.joined(hidden)}." if hidden else "")


def moves_sentence(name: str, up: int, same: int, down: int) -> str:
    """How many moved up, stayed, moved down: the last is never left out.

    Examples
    --------
    >>> moves_sentence("Ratios", 9, 12, 1)
    'Ratios: 9 moved up, 12 stayed, 1 moved down, of 22 students tested both times.'
    """
    total = up + same + down
    return (
        f"{in_a_sentence(name)}: {numbers.count(up)} moved up, {numbers.count(same)} stayed, "
        f"{numbers.count(down)} moved down, of {numbers.plural(total, 'student')} "
        "tested both times."
    )


def distinguishable_sentence(low: float | None, high: float | None, first: str, second: str) -> str:
    """What the interval of a difference allows to say about two groups.

    Examples
    --------
    >>> distinguishable_sentence(-0.3, 0.1, "Period 1", "Period 2")
    'Period 1 and Period 2 are not distinguishable with this many students.'
    """
    if numbers.is_missing(low) or numbers.is_missing(high):
        return f"{first} and {second} cannot be compared."
    if low <= 0 <= high:
        return f"{first} and {second} are not distinguishable with this many students."
    ahead = first if low > 0 else second
    behind = second if low > 0 else first
    span = numbers.interval(min(abs(low), abs(high)), max(abs(low), abs(high)))
    return f"{ahead} is ahead of {behind} by {span.replace(' %', '')} points."
