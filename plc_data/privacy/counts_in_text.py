"""Numbers of students that people write into sentences.

"9 of 28" in a sentence gives away what the tables hide, so it is told in the same words as in
the tables before it leaves the school.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from .bands import share_code
from .settings import COUNTS_FROM_N, PrivacySettings

_SPELLED_TEXT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_SPELLED = _SPELLED_TEXT.split()
_NUMBER = r"(?:\d{1,4}|" + "|".join(_SPELLED) + "|none|all|no)"
_WHO = (
    r"(?:(?:of|the|our|my|these|those|all|more|other|tested|absent|seventh|eighth|sixth|"
    r"[\w-]{2,14})\s+){0,3}?"
    r"(?:students?|pupils?|learners?|children|kids?|scholars?|boys|girls|[\w-]*graders?)\b"
)
_NOT_STUDENTS = (
    r"(?:items?|questions?|points?|lessons?|sessions?|minutes?|weeks?|days?|times?|checks?|classes|"
    r"teachers?|colleagues?|standards?|targets?|steps?|parts?|tasks?|rows?|problems?|tries|"
    r"sections?|members?|meetings?|hours?|pages?|criteria|strategies|groups?|reasons?|years?|months?)"
)
_OF = re.compile(
    rf"\b(?P<k>{_NUMBER})\s*(?:out\s+of|of|/)\s*(?:the\s+|our\s+|my\s+|all\s+)?(?P<n>\d{{1,4}}|"
    + "|".join(_SPELLED[1:])
    + rf")\b(?!\s*[/.\-]\d)(?!\s+(?:\w+\s+)?{_NOT_STUDENTS})"
    r"(?P<percent>\s*\(\d{1,3}(?:\.\d+)?\s?%\))?",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"\b(?P<k>\d{{1,4}}|{'|'.join(_SPELLED[2:])})\s+{_WHO}", re.IGNORECASE)
_PERCENT = re.compile(
    rf"(?P<p>\d{{1,3}}(?:\.\d+)?)\s?(?:%|per\s?cent|percent)(?P<who>\s+(?:of\s+)?{_WHO}|\s+(?:of\s+)?"
    r"(?:the |our |my )?(?:class|team|group)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CountFinding:
    """A number of students in a sentence, and the words that may stand there instead."""

    start: int
    end: int
    instead: str


def counts_in_text(
    raw: str,
    n_tested: int | None,
    settings: PrivacySettings,
    *,
    every_count: bool = False,
    every_percent: bool = False,
    allowed: Collection[tuple[int, int]] = (),
) -> tuple[CountFinding, ...]:
    """Find counts and exact shares of students in a text.

    Parameters
    ----------
    raw
        The text.
    n_tested
        How many students its numbers are about, where the number itself does not tell.
    settings
        The smallest group that may be described.
    every_count
        True for a text about students, where any "k of n" is one of them; else a small n
        counts only where it is the number tested or students are named.
    every_percent
        True for a text about results, where any percentage is one of students.
    allowed
        (k, n) pairs that are public, such as the promise of the goal.

    Examples
    --------
    >>> [f.instead for f in counts_in_text("10 of 28 chose B, 3 of 5 items were hard, two students "
    ...                                    "left it out.", 28, PrivacySettings())]
    ['30 to 39 %', 'fewer than 10 students']
    """
    found: list[CountFinding] = []
    for match in _OF.finditer(raw):
        n = _value(match["n"])
        k = n if match["k"].lower() == "all" else _value(match["k"])
        if k > n or (k, n) in allowed or _looks_like_date(raw, match):
            continue
        certain = every_count or every_percent or n == n_tested
        if n < settings.minimum_n and not certain and not _names_students(raw, match.end()):
            continue
        found.append(CountFinding(match.start(), match.end(), _instead(k, n, settings)))
    taken = [(f.start, f.end) for f in found]
    for match in _COUNT.finditer(raw):
        if _overlaps(match, taken):
            continue
        k, who = _value(match["k"]), raw[match.end("k") : match.end()].strip()
        if n_tested is not None and k == n_tested >= settings.minimum_n:
            continue
        if (
            n_tested is not None
            and settings.minimum_n <= k <= n_tested
            and n_tested < COUNTS_FROM_N
        ):
            instead = f"{share_code(k, n_tested).text} of the {_last_word(who)}"
        elif k < settings.minimum_n:
            instead = f"fewer than {settings.minimum_n} {who}"
        else:
            continue
        found.append(CountFinding(match.start(), match.end(), instead))
    taken = [(f.start, f.end) for f in found]
    for match in _PERCENT.finditer(raw):
        if n_tested is None or _overlaps(match, taken) or not (match["who"] or every_percent):
            continue
        percent = float(match["p"])
        if percent > 100 or n_tested >= COUNTS_FROM_N:
            continue
        k = round(percent * n_tested / 100)
        end = match.end("who") if match["who"] else match.end()
        instead = _instead_share(k, n_tested, settings) + (match["who"] or "")
        found.append(CountFinding(match.start(), end, instead))
    return tuple(sorted(found, key=lambda f: f.start))


def without_counts(raw: str, findings: Collection[CountFinding]) -> str:
    """The text with each number told in the words of the tables."""
    pieces, at = [], 0
    for finding in findings:
        pieces += [raw[at : finding.start], finding.instead]
        at = finding.end
    return "".join([*pieces, raw[at:]])


def _instead(k: int, n: int, settings: PrivacySettings) -> str:
    return share_code(k, n).text if n >= settings.minimum_n else "some of a small group"


def _instead_share(k: int, n: int, settings: PrivacySettings) -> str:
    return share_code(k, n).text if n >= settings.minimum_n else "a part"


def _value(text: str) -> int:
    lowered = text.lower()
    if lowered in ("none", "no"):
        return 0
    return _SPELLED.index(lowered) if lowered in _SPELLED else int(text) if text.isdigit() else 0


def _last_word(who: str) -> str:
    word = who.split()[-1].lower()
    return word if word.endswith(("s", "n")) else word + "s"


def _looks_like_date(raw: str, match: re.Match[str]) -> bool:
    if "/" not in match.group():
        return False
    before = raw[max(0, match.start() - 1) : match.start()]
    return before in ("/", ".", "-") or not _names_students(raw, match.end())


def _names_students(raw: str, at: int) -> bool:
    return re.match(rf"\s+(?:of\s+)?{_WHO}", raw[at : at + 40], re.IGNORECASE) is not None


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(match.start() < end and start < match.end() for start, end in taken)
