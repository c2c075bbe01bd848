"""Three piles that always make the number who responded."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Counts:
    """Who was there, who responded, and how it went. ``had_it`` is None until it is typed."""

    present: int
    responded: int
    had_it: int | None = None
    almost: int = 0
    not_yet: int = 0

    @property
    def adds_up(self) -> bool:
        return (
            self.had_it is not None
            and self.had_it + self.almost + self.not_yet == self.responded
            and self.responded <= self.present
        )


def with_count(counts: Counts, name: str, value: int | None) -> Counts:
    """Take over one number; the others follow so that the three piles make the responses.

    What was typed stays. "Not yet" is the rest, unless it is what was typed: then the number
    who responded follows. Who was there is never fewer than who responded by itself only where
    the number of responses follows ``present``.

    Examples
    --------
    >>> with_count(Counts(24, 24), "had_it", 18)
    Counts(present=24, responded=24, had_it=18, almost=0, not_yet=6)
    >>> with_count(Counts(24, 24, 18, 0, 6), "not_yet", 3)
    Counts(present=24, responded=21, had_it=18, almost=0, not_yet=3)
    """
    if name == "had_it" and value is None:
        return replace(counts, had_it=None, not_yet=0)
    value = value or 0
    if name == "present":
        followed = counts.responded == counts.present
        counts = replace(counts, present=value)
        return with_count(counts, "responded", value) if followed else counts
    new = replace(counts, **{name: value})
    had = new.had_it or 0
    if name == "not_yet":
        return replace(new, responded=had + new.almost + value)
    if new.had_it is None:
        return new
    rest = new.responded - had - new.almost
    if rest < 0:
        return replace(new, responded=had + new.almost, not_yet=0)
    return replace(new, not_yet=rest)
