"""How a share of students is told outside the school: coded ends, bands between, never a count."""

from __future__ import annotations

from dataclasses import dataclass

from .settings import COUNTS_FROM_N

_ENDS = ((9, 50), (20, 20), (40, 10), (100, 5), (200, 2))
"""(up to so many students, the end in percent): small groups have wide ends, so that each end
leaves at least three possible counts. Under ten students only "half or less" or "half or more"
may be said, and that only where a district allows so small a group at all."""
_LAST_END = 1
_TEN_POINTS_UP_TO = 40


@dataclass(frozen=True)
class ShareCode:
    """What may be said about ``k`` of ``n``.

    ``kind`` is ``"bottom"``, ``"top"``, ``"band"`` or ``"count"``; ``low`` and ``high`` are the
    counts that fit the words, ``low_percent`` and ``high_percent`` what a chart draws.
    """

    kind: str
    text: str
    n: int
    low: int
    high: int
    low_percent: int
    high_percent: int

    @property
    def is_end(self) -> bool:
        """True for the coded ends, which must not be narrowed by anything else published."""
        return self.kind in ("bottom", "top")


def end_percent(n: int) -> int:
    """How wide the coded ends are for a group of this size, in percent.

    Examples
    --------
    >>> [end_percent(n) for n in (9, 10, 20, 21, 40, 41, 100, 101, 201)]
    [50, 20, 20, 10, 10, 5, 5, 2, 1]
    """
    for up_to, end in _ENDS:
        if n <= up_to:
            return end
    return _LAST_END


def share_code(k: int, n: int) -> ShareCode:
    """Say ``k`` of ``n`` so that nobody can be picked out.

    The ends are closed ("90 % or more"), so that nobody reads "all" or "none" of a small group.
    Between them stand ten-point bands up to 40 students, five-point bands up to 100, and
    the count with its whole percent above. The caller decides first whether the group is large
    enough to be spoken of at all.

    Examples
    --------
    >>> share_code(29, 30).text, share_code(43, 45).text, share_code(149, 150).text
    ('90 % or more', '95 % or more', '98 % or more')
    >>> share_code(9, 24).text, share_code(30, 52).text, share_code(90, 150).text
    ('30 to 39 %', '55 to 59 %', '90 of 150 (60 %)')
    """
    if n < 1 or not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n and n >= 1")
    kind, low_percent, high_percent = _zone(k, n)
    fits = [c for c in range(n + 1) if _zone(c, n) == (kind, low_percent, high_percent)]
    text = {
        "bottom": f"{high_percent} % or less",
        "top": f"{low_percent} % or more",
        "band": f"{low_percent} to {high_percent} %",
        "count": f"{k} of {n} ({low_percent} %)",
    }[kind]
    if kind == "count":
        fits = [k]
    return ShareCode(kind, text, n, fits[0], fits[-1], low_percent, high_percent)


def _zone(k: int, n: int) -> tuple[str, int, int]:
    end = end_percent(n)
    if 100 * k <= end * n:
        return "bottom", 0, end
    if 100 * k >= (100 - end) * n:
        return "top", 100 - end, 100
    if n >= COUNTS_FROM_N:
        percent = int(100 * k / n + 0.5)
        return "count", percent, percent
    step = 10 if n <= _TEN_POINTS_UP_TO else 5
    start = (100 * k // n) // step * step
    return "band", max(start, end + 1), min(start + step - 1, 100 - end - 1)
