"""Percentages that no group of n students can reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

PERCENT = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:%|percent|per\s+cent)(?!\w|[\s-]*points?\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class PercentOfGroup:
    """A percentage of a group: how many students that is, and whether it can be."""

    percent: Fraction
    n: int
    exact: Fraction
    """Students that the percentage stands for, with their fraction."""
    whole: int
    """The smallest number of students that is at least that much."""
    possible: bool
    """Whether some whole number of students rounds to the percentage."""

    @property
    def sentence(self) -> str:
        """Say what to write instead; empty when nothing is wrong."""
        if self.possible:
            return ""
        written = f"{float(self.percent):g}"
        exact = f"{float(self.exact):.2f}".rstrip("0").rstrip(".")
        return f"{written} % of {self.n} is {exact}: say {self.whole} of {self.n}."


def percent_of_group(percent: str | float, n: int) -> PercentOfGroup:
    """Turn a percentage into students.

    Parameters
    ----------
    percent
        As written: "80", "62.5", 80. The digits after the point say how finely it was rounded.
    n
        Students in the group, at least one.

    Examples
    --------
    >>> percent_of_group(80, 24).sentence
    '80 % of 24 is 19.2: say 20 of 24.'
    >>> percent_of_group(75, 24).possible, percent_of_group(83, 24).possible
    (True, True)
    """
    text = f"{percent:g}" if isinstance(percent, int | float) else percent.replace(",", ".")
    value = Fraction(text)
    exact = value * n / 100
    decimals = len(text.partition(".")[2])
    nearest = round(exact)
    off = abs(Fraction(100 * nearest, n) - value)
    possible = 0 <= value <= 100 and off <= Fraction(1, 2 * 10**decimals)
    return PercentOfGroup(value, n, exact, min(n, max(0, ceil(exact))), possible)


def percents_in(text: str) -> tuple[str, ...]:
    """Find every percentage in a sentence, "percentage points" left out.

    >>> percents_in("from 40 % to 62.5 percent, a rise of 20 percent points")
    ('40', '62.5')
    """
    return tuple(PERCENT.findall(text))
