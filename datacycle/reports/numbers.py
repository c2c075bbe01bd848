"""Numbers as a reader sees them. The only place where a number is rounded or becomes percent.

A cell has one of three marks: a number, ``NONE`` (there is no such number: nobody answered, it
cannot vary) or ``HIDDEN`` (there is one, and a privacy rule keeps it back).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

NONE = "none"
"""What is written where there is no number."""


class Suppressed(Enum):
    """The mark of a number that a privacy rule keeps back; the number itself is not in it."""

    HIDDEN = "hidden"

    def __str__(self) -> str:
        return self.value


HIDDEN = Suppressed.HIDDEN
MINUS = "\N{MINUS SIGN}"
TWO_DIGITS_FROM = 100
"""Students from whom on a correlation is given with two digits (PSYCHOMETRICS, section 5)."""


def is_missing(value: object) -> bool:
    """True for None, NaN and pandas' NA; never for HIDDEN.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(0), is_missing(HIDDEN)
    (True, False, False)
    """
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in {"NAType", "NaTType"} or (
        type(value).__name__.startswith("float") and value != value
    )


def rounded(value: float, digits: int = 0) -> str:
    """Half away from zero, as people round; a true minus sign; no negative zero.

    Examples
    --------
    >>> rounded(0.125, 2), rounded(-2.5), rounded(-0.04, 1)
    ('0.13', '−3', '0.0')
    """
    quantum = Decimal(1).scaleb(-digits)
    number = Decimal(repr(float(value))).quantize(quantum, rounding=ROUND_HALF_UP)
    if number == 0:
        number = abs(number)
    return f"{number:f}".replace("-", MINUS)


def percent(share: object) -> str:
    """A share as percent; 0 % and 100 % only when it is exactly that.

    Examples
    --------
    >>> percent(17 / 24), percent(0.998), percent(1), percent(None), percent(HIDDEN)
    ('71 %', 'over 99 %', '100 %', 'none', 'hidden')
    """
    if share is HIDDEN:
        return str(HIDDEN)
    if is_missing(share):
        return NONE
    text = rounded(100 * float(share))
    if text == "100" and share < 1:
        return "over 99 %"
    if text == "0" and share > 0:
        return "under 1 %"
    return f"{text} %"


def interval(low: object, high: object) -> str:
    """An interval of a share in percent.

    Examples
    --------
    >>> interval(0.5510, 0.8800)
    '55 to 88 %'
    """
    if low is HIDDEN or high is HIDDEN:
        return str(HIDDEN)
    if is_missing(low) or is_missing(high):
        return NONE
    return f"{rounded(100 * float(low))} to {rounded(100 * float(high))} %"


def count(value: object) -> str:
    """A whole number, with a comma between thousands.

    Examples
    --------
    >>> count(17), count(12345)
    ('17', '12,345')
    """
    if value is HIDDEN:
        return str(HIDDEN)
    return NONE if is_missing(value) else f"{round(float(value)):,}"


def count_of(k: object, n: object) -> str:
    """So many of so many.

    Examples
    --------
    >>> count_of(17, 24)
    '17 of 24'
    """
    if k is HIDDEN or n is HIDDEN:
        return str(HIDDEN)
    return NONE if is_missing(k) or is_missing(n) else f"{count(k)} of {count(n)}"


def share_of(k: object, n: object) -> str:
    """Counts first, then the percent.

    Examples
    --------
    >>> share_of(17, 24), share_of(0, 0)
    ('17 of 24 (71 %)', 'none')
    """
    if k is HIDDEN or n is HIDDEN:
        return str(HIDDEN)
    if is_missing(k) or is_missing(n) or n == 0:
        return NONE
    return f"{count_of(k, n)} ({percent(k / n)})"


def correlation(r: object, n: float | None = None) -> str:
    """A correlation with as many digits as the number of students supports.

    Examples
    --------
    >>> correlation(0.456, 28), correlation(0.456, 120), correlation(float("nan"), 28)
    ('0.5', '0.46', 'none')
    """
    if r is HIDDEN:
        return str(HIDDEN)
    if is_missing(r):
        return NONE
    return rounded(r, 2 if n is not None and n >= TWO_DIGITS_FROM else 1)


def points(value: object) -> str:
    """Points without a useless ".0".

    Examples
    --------
    >>> points(3.0), points(2.5), points(2 / 3)
    ('3', '2.5', '0.67')
    """
    if value is HIDDEN:
        return str(HIDDEN)
    if is_missing(value):
        return NONE
    text = rounded(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: object, unit: str = "") -> str:
    """A change, with its sign.

    Examples
    --------
    >>> signed(3), signed(-2, "points"), signed(0)
    ('+3', '−2 points', '0')
    """
    if value is HIDDEN:
        return str(HIDDEN)
    if is_missing(value):
        return NONE
    text = points(value)
    text = text if value <= 0 or text == "0" else f"+{text}"
    return f"{text} {unit}" if unit else text


def plural(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    Examples
    --------
    >>> plural(1, "student"), plural(3, "student"), plural(2, "class", "classes")
    ('1 student', '3 students', '2 classes')
    """
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """A list as a sentence has it.

    Examples
    --------
    >>> joined(["A", "B", "C"])
    'A, B and C'
    """
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def day(value: date | None) -> str:
    """A date that nobody can read the wrong way round.

    Examples
    --------
    >>> day(date(2026, 11, 4))
    '4 November 2026'
    """
    return NONE if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None) -> str:
    """Day and month, for narrow places.

    Examples
    --------
    >>> short_day(date(2026, 11, 4))
    '4 Nov'
    """
    return NONE if value is None else f"{value.day} {_MONTHS[value.month - 1][:3]}"


def moment(value: datetime) -> str:
    """The time of day, to the second, in the zone that ``value`` is in.

    Examples
    --------
    >>> moment(datetime(2026, 11, 24, 10, 42, 7))
    '10:42:07'
    """
    return f"{value:%H:%M:%S}"


def clock_face(seconds: float) -> str:
    """Minutes and seconds left; past the end, how far over.

    Examples
    --------
    >>> clock_face(2700), clock_face(-130)
    ('45:00', 'over time 02:10')
    """
    whole = abs(round(seconds))
    face = f"{whole // 60:02d}:{whole % 60:02d}"
    return f"over time {face}" if round(seconds) < 0 else face


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
