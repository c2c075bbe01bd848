"""``match_roster``: which student of the roster each row of a file is.

By the school's id, then the e-mail address, then the name. Whatever fits more than one student,
or fits only nearly, is asked and never decided here. Two rows never become one student silently.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from plc_data.model import (
    ImportPlan,
    MatchKind,
    PlannedStudent,
    RosterMatch,
    Student,
    StudentMatch,
)

from .names import joined_keys, name_key, parts
from .people import is_spoiled

LEAVE_OUT = "leave_out"
"""The decision that a row is nobody's: it gets no match and nothing of it is stored."""

_FLOAT_ID = re.compile(r"(\d+)\.0+")
_NEAR_ENOUGH = 88
"""Spelling closeness (0-100) from which a student is offered as a candidate; a person decides."""

_MOST_CANDIDATES = 5
_SHORTEST_FORM = 2
_SPELLINGS_TRIED = 200
"""Rows whose spelling is compared with the whole roster; beyond, the file is of other students."""


def match_roster(
    plan: ImportPlan,
    students: Sequence[Student],
    *,
    decisions: Mapping[str, str] | None = None,
) -> RosterMatch:
    """Find each row's student.

    Parameters
    ----------
    plan
        The plan of a file.
    students
        The roster. Those not active are found too, but are never absent.
    decisions
        What persons decided: row number as text -> student id, or ``"leave_out"``.

    Returns
    -------
    RosterMatch
        One match per row that is not left out; ``open`` lists what is to be asked.
        ``absent_ids`` are the active students whose row is not in the file.

    Examples
    --------
    >>> from plc_data.importers import read_results
    >>> plan = read_results(b"Student ID,Q1 (1)\\n41207,1\\n")
    >>> match_roster(plan, [Student(id="0041207", given="Greta", family="Oyelaran")]).matches
    (StudentMatch(row=2, kind=<MatchKind.ID: 'id'>, student_id='0041207', candidate_ids=()),)
    """
    decisions = decisions or {}
    index = _Index(students)
    schools_ids = any(row.id in index.by_id for row in plan.students)
    matches = []
    for row in plan.students:
        decided = decisions.get(str(row.row))
        if decided == LEAVE_OUT:
            continue
        if decided is not None and decided in index.by_id:
            kind = MatchKind.DECIDED
            matches.append(StudentMatch(row=row.row, kind=kind, student_id=decided))
        else:
            matches.append(index.match(row, schools_ids=schools_ids))
    matches = _ask_about_twins(matches)
    found = {m.student_id for m in matches if m.student_id is not None}
    absent = tuple(s.id for s in students if s.active and s.id not in found)
    return RosterMatch(matches=tuple(matches), absent_ids=absent)


def _ask_about_twins(matches: list[StudentMatch]) -> list[StudentMatch]:
    """Two rows that both found one student: both are asked about, unless a person decided."""
    counts = Counter(m.student_id for m in matches if m.student_id is not None)
    return [
        StudentMatch(row=m.row, kind=MatchKind.AMBIGUOUS, candidate_ids=(m.student_id,))
        if m.student_id is not None and counts[m.student_id] > 1 and m.kind != MatchKind.DECIDED
        else m
        for m in matches
    ]


@dataclass
class _Names:
    """The roster by name: whole, by family, and by each part."""

    whole: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    family: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    part: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, student: Student) -> None:
        keys: set[str] = set()
        for given in filter(None, (student.given, student.nickname)):
            keys |= joined_keys(given, student.family)
        for key in keys or joined_keys("", student.family):
            self.whole[key].append(student.id)
        self.family[name_key(student.family)].append(student.id)
        for part in set(_parts_of(student)):
            self.part[part].append(student.id)


def _parts_of(student: Student) -> tuple[str, ...]:
    return parts(f"{student.given} {student.family} {student.nickname or ''}")


class _Index:
    """The roster, ready to be asked by id, e-mail and name."""

    def __init__(self, students: Sequence[Student]) -> None:
        self.by_id = {s.id: s for s in students}
        self.spellings_left = _SPELLINGS_TRIED
        self.by_short: dict[str, list[str]] = defaultdict(list)
        self.by_email: dict[str, list[str]] = defaultdict(list)
        self.by_mailbox: dict[str, list[str]] = defaultdict(list)
        for s in students:
            self.by_short[short_id(s.id)].append(s.id)
            if s.email:
                self.by_email[s.email.casefold()].append(s.id)
                self.by_mailbox[_mailbox(s.email)].append(s.id)

    @cached_property
    def names(self) -> _Names:
        """The names, put in order when the first one is asked for: most files have ids."""
        found = _Names()
        for student in self.by_id.values():
            found.add(student)
        return found

    def match(self, row: PlannedStudent, *, schools_ids: bool) -> StudentMatch:
        """The student of a row, or the candidates to ask about.

        ``schools_ids``: whether the file's ids are the school's; if so, a known name with an
        unknown id is asked about, not taken.
        """
        for kind, find in ((MatchKind.ID, self._by_id), (MatchKind.EMAIL, self._by_email)):
            ids = find(row)
            if len(ids) > 1:
                named = self._named(row)
                ids = [i for i in ids if i in named] or ids
            if len(ids) > 1:
                return _ask(row, ids)
            if ids:
                others = self._speaks_against(row, ids[0], kind)
                if others is None:
                    return StudentMatch(row=row.row, kind=kind, student_id=ids[0])
                return _ask(row, [ids[0], *others])
        named = self._named(row)
        odd_id = schools_ids and row.id and not is_spoiled(row.id)
        if len(named) == 1 and not odd_id:
            return StudentMatch(row=row.row, kind=MatchKind.NAME, student_id=named[0])
        candidates = named or self._near(row)
        if candidates:
            return _ask(row, candidates)
        return StudentMatch(row=row.row, kind=MatchKind.NOT_FOUND)

    def _by_id(self, row: PlannedStudent) -> list[str]:
        """The id itself; else the one student whose id became this when its zeros were lost."""
        if not row.id or is_spoiled(row.id):
            return []
        if row.id in self.by_id:
            return [row.id]
        return self.by_short.get(short_id(row.id), []) if short_id(row.id) else []

    def _by_email(self, row: PlannedStudent) -> list[str]:
        if not row.email:
            return []
        exact = self.by_email.get(row.email.casefold())
        return exact or [
            i for i in self.by_mailbox.get(_mailbox(row.email), []) if self._may_be(row, i)
        ]

    def _named(self, row: PlannedStudent) -> list[str]:
        keys = set(joined_keys(row.given or "", row.family or "")) if row.family else set()
        if row.name:
            keys.add(name_key(row.name))
        found = [i for key in keys - {""} for i in self.names.whole.get(key, ())]
        return list(dict.fromkeys(found))

    def _speaks_against(self, row: PlannedStudent, id: str, kind: MatchKind) -> list[str] | None:
        """Other candidates when the rest of the row speaks against this student, else None.

        Students type their ids by hand and share keyboards: an id of one student with the name
        or the address of another is asked about.
        """
        if not self._may_be(row, id):
            return [i for i in self._named(row) if i != id]
        if kind is MatchKind.ID and row.email:
            exact = self.by_email.get(row.email.casefold(), [])
            if exact and id not in exact:
                return list(exact)
        return None

    def _may_be(self, row: PlannedStudent, id: str) -> bool:
        """Whether the row's name has any part in common with the student's (or has no name)."""
        if not row.name:
            return True
        mine = set(parts(row.name))
        theirs = set(_parts_of(self.by_id[id]))
        if not mine or mine & theirs:
            return True
        return any(_short_form(a, b) for a in mine for b in theirs)

    def _near(self, row: PlannedStudent) -> list[str]:
        """Students who may be meant: a spoiled id, a part of the name, or nearly its spelling."""
        found: list[str] = []
        if row.id and is_spoiled(row.id):
            found += self._from_spoiled(row.id)
        mine = parts(row.name or "")
        if mine:
            counts = Counter(i for part in set(mine) for i in self.names.part.get(part, ()))
            wanted = min(2, len(set(mine)))
            found += [i for i, n in counts.most_common() if n >= wanted]
            found += [
                i
                for part in mine
                for i in self.names.family.get(part, ())
                if any(_short_form(a, b) for a in mine for b in parts(self.by_id[i].given))
            ]
            found += self._spelled_nearly(" ".join(sorted(mine)))
        return list(dict.fromkeys(found))

    def _from_spoiled(self, text: str) -> list[str]:
        digits = _known_digits(text)
        if not digits:
            return []
        start, length = digits
        return [
            i for i in self.by_id if len(short_id(i)) == length and short_id(i).startswith(start)
        ]

    def _spelled_nearly(self, key: str) -> list[str]:
        if len(key) < 5 or self.spellings_left <= 0:
            return []
        self.spellings_left -= 1
        from rapidfuzz import fuzz, process

        hits = process.extract(
            key, list(self.names.whole), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH,
            limit=_MOST_CANDIDATES,
        )  # fmt: skip
        return [i for name, _, _ in hits for i in self.names.whole[name]]


def short_id(id: str) -> str:
    """An id as a spreadsheet program leaves it: without leading zeros, ``.0`` and capitals.

    >>> short_id("0041207"), short_id("41207.0"), short_id("ab-7")
    ('41207', '41207', 'ab-7')
    """
    text = id.strip().casefold()
    if match := _FLOAT_ID.fullmatch(text):
        text = match[1]
    return text.lstrip("0") if text.isdigit() else text


def _known_digits(text: str) -> tuple[str, int] | None:
    """First digits and length of an id written like ``1.00023E+11``.

    >>> _known_digits("1.00023E+11"), _known_digits("####")
    (('100023', 12), None)
    """
    match = re.fullmatch(r"(\d+)(?:[.,](\d+))?E\+?(\d{1,2})", text, re.IGNORECASE)
    if not match:
        return None
    digits = (match[1] + (match[2] or "")).rstrip("0")
    return digits, len(match[1]) + int(match[3])


def _mailbox(email: str) -> str:
    """The address before the @, without a ``+tag``."""
    return email.casefold().partition("@")[0].partition("+")[0]


def _short_form(a: str, b: str) -> bool:
    """Whether one given name may be short for the other (Ben, Benicio)."""
    return min(len(a), len(b)) >= _SHORTEST_FORM and (a.startswith(b) or b.startswith(a))


def _ask(row: PlannedStudent, ids: Iterable[str]) -> StudentMatch:
    candidates = tuple(dict.fromkeys(ids))[:_MOST_CANDIDATES]
    return StudentMatch(row=row.row, kind=MatchKind.AMBIGUOUS, candidate_ids=candidates)
