"""The school year of the sample: when things happen, in the school's own time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

SCHOOL_YEAR = "2026-27"
SUMMER_TIME_ENDS = date(2026, 11, 1)
DAYS_OFF = (
    date(2026, 10, 12),
    date(2026, 11, 3),
    date(2026, 11, 11),
    date(2026, 11, 26),
    date(2026, 11, 27),
)
"""No school on these: two holidays, an in-service day, and Thanksgiving."""


def moment(day: date, clock: str) -> datetime:
    """A moment at the school, with its offset.

    >>> moment(date(2026, 10, 14), "14:50").isoformat()
    '2026-10-14T14:50:00-04:00'
    """
    offset = timezone(timedelta(hours=-4 if day < SUMMER_TIME_ENDS else -5))
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=offset)


def is_school_day(day: date) -> bool:
    """Whether there is school on this day."""
    return day.weekday() < 5 and day not in DAYS_OFF
