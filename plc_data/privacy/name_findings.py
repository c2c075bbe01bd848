"""What the search for names found, and which of several findings in one place counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from .normal import read
from .variants import Named

DECIDE, ASK, WARN = "decide", "ask", "warn"
BLOCKING = (DECIDE, ASK)
"""Findings of these levels stop an export until somebody has decided."""

_RANK = {DECIDE: 0, ASK: 1, WARN: 2}


@dataclass(frozen=True)
class NameFinding:
    """One place of a text where somebody may be named.

    ``id`` joins the document and a digest of what was found, so that one decision holds for one
    word in one document. ``found`` is for the page that asks; it is left out of the ``repr``.
    """

    id: str
    document: str
    start: int
    end: int
    level: str
    kind: str
    person_ids: tuple[str, ...] = field(repr=False)
    is_staff: bool
    found: str = field(repr=False)

    @property
    def blocks(self) -> bool:
        return self.level in BLOCKING

    @property
    def message(self) -> str:
        """What was found, without repeating it."""
        who = "a member of staff" if self.is_staff else "a student"
        what = {
            "full": f"The full name of {who} on the roster.",
            "single": f"A name of {who} on the roster.",
            "word": f"A word that is also a name of {who} on the roster.",
            "initial": f"A name and an initial of {who} on the roster.",
            "initials": f"Initials that fit {who} on the roster.",
            "id": "The id of a student.",
            "email": "An e-mail address.",
            "phone": "A telephone number.",
            "birth": "A date of birth.",
            "street": "A street address.",
            "like": f"A word much like a name of {who} on the roster.",
            "inside": f"A name of {who} inside a longer word.",
            "only": "A description that may fit one person only.",
        }
        return what[self.kind]


def make_finding(
    document: str,
    start: int,
    end: int,
    level: str,
    kind: str,
    people: Iterable[Named],
    shown: str,
) -> NameFinding:
    """Make a finding; a name that only members of staff bear is asked about, never decided."""
    people = tuple(people)
    ids = tuple(dict.fromkeys(person.id for person in people))
    is_staff = bool(people) and all(person.is_staff for person in people)
    if is_staff and level == DECIDE:
        level = ASK
    digest = hashlib.sha256(f"{document}\0{read(shown).text}".encode()).hexdigest()[:10]
    return NameFinding(
        f"{document}:{digest}", document, start, end, level, kind, ids, is_staff, shown
    )


def without_overlaps(found: Iterable[NameFinding]) -> list[NameFinding]:
    """Keep the finding that says most about a place: the sternest, then the longest."""
    order = sorted(found, key=lambda f: (_RANK[f.level], f.start - f.end, f.start))
    chosen: list[NameFinding] = []
    for finding in order:
        if all(finding.end <= other.start or other.end <= finding.start for other in chosen):
            chosen.append(finding)
    return chosen
