"""Counting school days: Monday to Friday without the days off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

FIRST_WEEKEND_DAY = 5
"""``date.weekday()`` of Saturday."""


def is_school_day(day: date, days_off: Collection[date] = ()) -> bool:
    """Tell whether students are at school on that day.

    >>> is_school_day(date(2026, 10, 12)), is_school_day(date(2026, 10, 11))
    (True, False)
    """
    return day.weekday() < FIRST_WEEKEND_DAY and day not in days_off


def school_days(first: date, last: date, days_off: Collection[date] = ()) -> int:
    """Count the school days from the first day to the last, both included.

    >>> school_days(date(2026, 10, 5), date(2026, 10, 16), {date(2026, 10, 12)})
    9
    """
    span = (last - first).days + 1
    return sum(is_school_day(first + timedelta(days=n), days_off) for n in range(span))
