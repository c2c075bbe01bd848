"""Advice on how a fact is worded. It never blocks: the person decides."""

from __future__ import annotations

import re

from plc_data.model import Finding

from .findings import advise

WORDS: dict[str, tuple[str, str]] = {
    "cause": (
        r"because|since|due\s+to|caused?(?:\s+by)?|therefore|so\s+that's\s+why|as\s+a\s+result",
        '"{word}" explains. Keep it for the step "Explain" and say what you see.',
    ),
    "label": (
        r"lazy|unmotivated|careless|(?:low|high|weak|slow|bad)\s+(?:kids?|students?|ones|flyers?)|"
        r"my\s+(?:lows|highs)|struggling\s+kids?",
        '"{word}" is about the person. Say what stands in the work.',
    ),
    "effort": (
        r"(?:didn['’]?t|don['’]?t|never)\s+(?:study|try|care|read\s+the)|"
        r"(?:did|do)\s+not\s+(?:study|try|care)|gave\s+up|rushed",
        '"{word}" cannot be seen in the results. Say what stands there instead.',
    ),
    "absolute": (
        r"always|never|everybody|nobody|all\s+of\s+them|none\s+of\s+them",
        '"{word}" is seldom true. Say how many of how many.',
    ),
    "ought": (
        r"should(?:\s+have)?|ought\s+to|must\s+have",
        '"{word}" judges or plans. First what is there.',
    ),
}
"""Kind of wording -> what betrays it, and what to do instead."""

TIME = (
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|"
    r"may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
SINCE_WHEN = re.compile(
    r"since\s+(?:(?:about|around|at\s+least|the|our|this|that|last|early|late|mid-?)\s+)*"
    rf"(?:(?:{TIME})(?:day)?\b|\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{TIME})|\d\d?[./-]\d|\d{{4}}|"
    r"yesterday|then\b|week|month|term|quarter|semester|year|fall|"
    r"autumn|winter|spring|summer|break|start|beginning|end\s+of|test|quiz|unit|lesson|cfa|"
    r"assessment|pre-?test|thanksgiving|christmas|easter|labor)",
)
GUARDS = (
    SINCE_WHEN,
    re.compile(r"\bdue\s+(?:to\s+be\s+(?:handed|turned)\s+in|today|tomorrow|on\b|by\b)"),
    re.compile(r"\bcause[\s-]+(?:and|&|/)[\s-]*effects?\b"),
    re.compile(r"\b(?:root\s+)?causes?\s+of\s+(?:the\s+)?(?:war|revolution|conflict|event)\b"),
    re.compile(r"[\"“”«»‘][^\"“”«»‘’]*[\"“”«»’]"),
)
"""What looks like an explanation and is none: a date, a deadline, a topic, a quotation."""

EVIDENCE = re.compile(
    r"\d|%|\b(?:half|third|quarter|one|two|three|four|five|six|seven|eight|nine|ten|all|none|most|"
    r"few|row|column|item|question|target|chart|table|level)\b"
)


def lint_observation(text: str) -> tuple[Finding, ...]:
    """Point at words that explain, label or judge where a fact should stand.

    Parameters
    ----------
    text
        One observation, as written.

    Returns
    -------
    tuple of Finding
        All ``advise``; empty when there is nothing to say. ``where`` is the word itself.

    Examples
    --------
    >>> [f.where for f in lint_observation("9 of 24 chose B because they rushed")]
    ['because', 'rushed']
    >>> lint_observation("Since Monday 14 of 24 show their work in Q3")
    ()
    """
    if not text.strip():
        return ()
    bare = text.lower()
    for guard in GUARDS:
        bare = guard.sub(lambda match: " " * len(match.group()), bare)
    hits = [
        (match.start(), f"lint-{kind}", says.format(word=match.group()), match.group())
        for kind, (words, says) in WORDS.items()
        for match in re.finditer(rf"\b(?:{words})\b", bare)
    ]
    found = [advise(code, message, word) for _, code, message, word in sorted(hits)]
    if not EVIDENCE.search(text.lower()):
        says = 'No number and no place: "... of ... in row ..." lets the others look.'
        found.append(advise("lint-no-number", says))
    return tuple(found)
