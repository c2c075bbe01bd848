"""Numbers of students that people write into sentences.

"9 of 28" in a sentence gives away what the tables hide, so it is told in the same words as in
the tables before it leaves the school.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from .bands import share_code
from .settings import COUNTS_FROM_N, PrivacySettings

_SPELLED_TEXT = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_SPELLED = _SPELLED_TEXT.split()
_ONE_UP, _TWO_UP = "|".join(_SPELLED[1:]), "|".join(_SPELLED[2:])
_WHO = (
    r"(?:(?:of|the|our|my|these|those|all|more|other|tested|absent|seventh|eighth|sixth|"
    r"[\w-]{2,14})\s+){0,3}?"
    r"(?:students?|pupils?|learners?|children|kids?|scholars?|boys|girls|[\w-]*graders?)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_OTHER_UNIT = (
    r"(?:items?|questions?|points?|lessons?|sessions?|minutes?|min|weeks?|days?|checks?|classes|"
    r"teachers?|colleagues?|standards?|targets?|steps?|parts?|tasks?|rows?|problems?|tries|"
    r"sections?|members?|meetings?|hours?|pages?|criteria|strategies|groups?|reasons?|years?|"
    r"months?|periods?|grades?|samples?|equations?|plans?|tickets?|options?)\b"
)
_NOT_A_COUNT = (
    r"(?!\s?%|\s*percent|[\d:/=.\-–]\S|st\b|nd\b|rd\b|th\b|"
    rf"\s+(?:\w+\s+)?{_OTHER_UNIT}|\s+{_MONTH})"
)
_DID = (
    r"(?:chose|picked|took|got|missed|had|have|has|were|are|was|answered|left|showed|wrote|solved|"
    r"could|can|did|made|used|tested|present|absent|responded|secure|correct|right|wrong|"
    r"of\s+(?:them|these|those|us))\b"
)
_OF = re.compile(
    rf"\b(?P<k>\d{{1,4}}|{'|'.join(_SPELLED)}|none|all|no)\s*(?:out\s+of|of|/)\s*"
    rf"(?:the\s+|our\s+|my\s+|all\s+)?(?P<n>\d{{1,4}}|{_ONE_UP})\b"
    rf"(?!\s*[/.\-]\d)(?!\s+(?:\w+\s+)?{_OTHER_UNIT}|\s+times?\b)"
    r"(?P<percent>\s*\(\d{1,3}(?:\.\d+)?\s?%\))?",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"\b(?P<k>\d{{1,4}}|{_TWO_UP})\s+{_WHO}", re.IGNORECASE)
_TIMES = re.compile(
    r"(?<![\w.=+−-])(?:by\s+)?(?P<k>\d{1,4})\s+times\b(?!\s+[\d−(-])", re.IGNORECASE
)
_DOERS = re.compile(rf"(?<![\w.=+−-])(?P<k>\d{{1,4}})(?=\s+{_DID})", re.IGNORECASE)
_BY = re.compile(
    rf"\b(?:by|only|just|than|least|most)\s+(?P<k>\d{{1,4}})\b{_NOT_A_COUNT}", re.IGNORECASE
)
_FROM_TO = re.compile(
    rf"\b(?:from|to|by|only|just|than|least|most|now)\s+(?P<k>\d{{1,4}})\b{_NOT_A_COUNT}",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?P<p>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent|percent)"
    rf"(?P<who>\s+(?:of\s+)?{_WHO}|\s+(?:of\s+)?(?:the |our |my )?(?:class|team|group)\b)?",
    re.IGNORECASE,
)


class Reading(IntEnum):
    """How closely a text's numbers are read; each level reads more than the one before."""

    STUDENTS = 1
    """Numbers beside a word for students."""
    GOAL = 2
    """Every "k of n", and "from k to l": a text that promises or judges."""
    RESULTS = 3
    """Every "k of n", "k chose", "k times" and every percentage: a text about results."""


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
    reading: Reading = Reading.STUDENTS,
    n_public: int | None = None,
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
    reading
        What the text is about, and so how much of it is read as numbers of students.
    n_public
        The one group size that is told elsewhere; any other size beside it would give the
        few who differ away.
    allowed
        (k, n) pairs that are public, such as the promise of the goal.

    Examples
    --------
    >>> [f.instead for f in counts_in_text("10 of 28 chose B, 3 of 5 items were hard, two students "
    ...                                    "left it out.", 28, PrivacySettings())]
    ['30 to 39 %', 'fewer than 10 students']
    >>> text = "Of our 30 students, secure rise from 9 (6-7 October, 28 tested) to 20 by May 2."
    >>> without_counts(text, counts_in_text(text, 28, PrivacySettings(), reading=Reading.GOAL))
    'Of our students, secure rise from 30 to 39 % (6-7 October, all tested) to 70 to 79 % by
    May 2.'
    """
    found: list[CountFinding] = []
    speak = _Speaker(n_tested, n_public, settings)
    public_k = {k for k, _ in allowed}

    def take(start: int, end: int, instead: str | None) -> None:
        free = all(end <= f.start or f.end <= start for f in found)
        if instead is not None and instead != raw[start:end] and free:
            found.append(CountFinding(start, end, instead))

    for match in _OF.finditer(raw):
        n = _value(match["n"])
        k = n if match["k"].lower() == "all" else _value(match["k"])
        certain = reading >= Reading.GOAL or n == n_tested or _names_students(raw, match.end())
        small = n < settings.minimum_n and not certain
        if k <= n and (k, n) not in allowed and not small and not _is_date(raw, match):
            take(match.start(), match.end(), speak.share_of(k, n))
    for match in _COUNT.finditer(raw):
        if not any(f.start <= match.start("k") < f.end for f in found):
            who = raw[match.end("k") : match.end()].strip()
            take(match.start(), match.end(), speak.students(_value(match["k"]), who))
    for match in _bare(raw, reading):
        k = int(match["k"])
        if match.re is _TIMES:
            take(match.start(), match.end(), f"by {speak.bare(k)}")
        elif not (match.re is _FROM_TO and k in public_k):
            take(match.start("k"), match.end("k"), speak.bare(k))
    for match in _PERCENT.finditer(raw):
        if match["who"] or reading >= Reading.RESULTS:
            take(
                match.start(),
                match.end("who") if match["who"] else match.end(),
                speak.percent(match),
            )
    return tuple(sorted(found, key=lambda f: f.start))


def without_counts(raw: str, findings: Collection[CountFinding]) -> str:
    """The text with each number told in the words of the tables."""
    pieces, at = [], 0
    for finding in findings:
        pieces += [raw[at : finding.start], finding.instead]
        at = finding.end
    return "".join([*pieces, raw[at:]])


@dataclass(frozen=True)
class _Speaker:
    """Says a number of students as the tables do; None where it may stand as it is."""

    n_tested: int | None
    n_public: int | None
    settings: PrivacySettings

    def share_of(self, k: int, n: int) -> str:
        """Tell "k of n" as a share."""
        if n < self.settings.minimum_n:
            return "some of a small group"
        return share_code(k, n).text

    def students(self, k: int, who: str) -> str | None:
        """Tell "k students"."""
        if k < self.settings.minimum_n:
            return f"fewer than {self.settings.minimum_n} {who}"
        if k == self.n_public or self.n_tested is None:
            return None
        if k == self.n_tested:
            return None if self.n_public is None else who
        if k > self.n_tested:
            return who
        if self.n_tested >= COUNTS_FROM_N:
            return None
        return f"{share_code(k, self.n_tested).text} of the {_plural(who)}"

    def bare(self, k: int) -> str | None:
        """A number alone, where the sentence says that it counts students."""
        n = self.n_tested
        if n is None or k == self.n_public:
            return None
        if k == n:
            return "all"
        if k > n:
            return "some"
        return share_code(k, n).text if n >= self.settings.minimum_n else "some"

    def percent(self, match: re.Match[str]) -> str | None:
        """A percentage of students."""
        n, percent = self.n_tested, float(match["p"])
        if n is None or percent > 100 or n >= COUNTS_FROM_N:
            return None
        k = round(percent * n / 100)
        said = share_code(k, n).text if n >= self.settings.minimum_n else "a part"
        return said + (match["who"] or "")


def _bare(raw: str, reading: Reading) -> Iterator[re.Match[str]]:
    if reading >= Reading.RESULTS:
        patterns = (_TIMES, _DOERS, _BY)
    elif reading >= Reading.GOAL:
        patterns = (_FROM_TO, _DOERS)
    else:
        patterns = ()
    for pattern in patterns:
        yield from pattern.finditer(raw)


def _value(text: str) -> int:
    lowered = text.lower()
    if lowered in ("none", "no"):
        return 0
    return _SPELLED.index(lowered) if lowered in _SPELLED else int(text) if text.isdigit() else 0


def _plural(who: str) -> str:
    word = who.split()[-1].lower()
    return word if word.endswith(("s", "n")) else word + "s"


def _is_date(raw: str, match: re.Match[str]) -> bool:
    if "/" not in match.group():
        return False
    before = raw[max(0, match.start() - 1) : match.start()]
    return before in ("/", ".", "-") or not _names_students(raw, match.end())


def _names_students(raw: str, at: int) -> bool:
    return re.match(rf"\s+(?:of\s+)?{_WHO}", raw[at : at + 40], re.IGNORECASE) is not None
