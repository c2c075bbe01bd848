"""Whether a sentence promises learning, or an activity of adults; and whether it is one promise."""

from __future__ import annotations

import re

ACTIONS = (
    *("implement", "use", "utilize", "attend", "introduce", "share", "incorporate"),
    *("participate", "integrate", "conduct", "provide", "deliver", "pilot", "adopt"),
)
"""Verbs of what adults do. A student may "use evidence": there it is the learning itself."""

STUDENTS = re.compile(
    r"\b(students?|pupils?|learners?|children|class(?:es)?|those|they|group|graders?|"
    r"sections?|scholars?|musicians|readers|writers)\b"
)
ADULTS = re.compile(
    r"\b(we|i|teachers?|team|plc|staff|coach(?:es)?|department|faculty|members?|educators?|"
    r"colleagues?|math team)\b"
)
ACTION = re.compile(
    r"\b("
    + "|".join(
        f"{re.escape(verb.removesuffix('e'))}(?:e|es|ed|ing)"
        if verb.endswith("e")
        else f"{re.escape(verb)}(?:s|ed|ing)?"
        for verb in ACTIONS
    )
    + r")\b"
)
NOUN_BEFORE = re.compile(r"\b(the|a|an|larger|greater|higher|their|this|that|of|what)\s+$")
SECOND_PROMISE = re.compile(
    r"\band\s+(?:(?:also|to)\s+)*(?:will\s+)?"
    r"(?:increase|improve|raise|rise|reduce|decrease|grow|lower|gain)\b"
)


def activity_in(statement: str) -> str | None:
    """Find the verb of an activity where learning should stand; None when there is none.

    Only the promise is read, not what follows a semicolon: there the actions belong.

    >>> activity_in("We will implement exit tickets in every lesson.")
    'implement'
    >>> activity_in("Students will use evidence from the text in 3 of 4 answers.")
    >>> activity_in("Increase the use of number talks.")
    'increase the use of'
    """
    promise = statement.lower().partition(";")[0]
    rising = re.search(r"\bincrease\s+(?:(?:the|our|in)\s+)*use of\b", promise)
    if rising and _subject(promise[: rising.start()]) != "students":
        return rising.group()
    for match in ACTION.finditer(promise):
        before, after = promise[: match.start()], promise[match.end() :]
        subject = _subject(before)
        noun = NOUN_BEFORE.search(before) or re.match(r"\s+of\b", after)
        if subject == "students" or (noun and subject is None):
            continue
        if match.group() == "share" and noun:
            continue
        return match.group()
    return None


def is_two_promises(statement: str) -> bool:
    """Tell whether one sentence makes two promises.

    >>> is_two_promises("Students will solve equations and will improve attendance.")
    True
    >>> is_two_promises("Students will read and explain graphs.")
    False
    """
    promise = statement.lower().partition(";")[0]
    verbs = re.findall(r"\bwill\s+\w+", promise)
    return bool(SECOND_PROMISE.search(promise)) or len(verbs) > 1


def _subject(before: str) -> str | None:
    """Name who acts: the nearest of students and adults before the verb."""
    last = {
        name: max((m.end() for m in pattern.finditer(before)), default=-1)
        for name, pattern in (("students", STUDENTS), ("adults", ADULTS))
    }
    nearest = max(last, key=last.__getitem__)
    return nearest if last[nearest] >= 0 else None
