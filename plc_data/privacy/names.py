"""Search a text for everybody on the roster.

A known roster finds more names with fewer false alarms than any language model of names; what is
not on the roster (descriptions, handwriting, other people) it cannot find, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from .name_findings import ASK, DECIDE, WARN, NameFinding, make_finding, without_overlaps
from .normal import Reading, read, words
from .variants import Form, Named, is_long_enough_glued, variants
from .word_lists import function_words, place_names, word_names, word_set

WHAT_IT_DOES_NOT_FIND = (
    "The search finds the names, nicknames, initials, ids and e-mail addresses of the people on "
    "the roster. It does not find descriptions (the only student who ...), people who are not on "
    "the roster, handwriting, faces or voices. For these the person who exports answers."
)

_SHORTEST_INSIDE_WORD = 5
_SHORTEST_FULL_INSIDE_WORD = 8
_SHORTEST_NUMBER = 4
_SHORTEST_LIKE = 4
_SHORTEST_WITH_S = 4
"""Shorter names with an s behind are words ("this"); "Maria's" does not need this."""
_ABBREVIATIONS = word_set(
    "pe ap ib ed el ell se sel us uk tv id it pm am ok vs dr mr ms st no pd ai ta la pc hw iq "
    "ad bc al ar ct dc de fl ga ia il in ks ky ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh "
    "or pa ri sc sd tn tx ut va vt wa wi wv wy ds cd dj"
)
_MONTHS = word_set(
    "january february march april may june july august september october november december"
)
_BEFORE_MONTH = word_set(
    "in by since early late mid during until till through from of before after last next this end "
    "and to start beginning middle"
)
_AFTER_WILL = word_set(
    "we i the they he she it you our my this that these those students there be not all each any a "
    "an your their his her"
)
_COMMON = word_set(
    "then they there these this that what when where which while with work week well were would "
    "could should from many more most much make made team test time take them their than some same "
    "such each every next last both also been before after about again math class group lesson "
    "student students teacher grade item items data goal target check plan dive result results"
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\w)")
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|born(?: on)?|birth ?da(?:y|te))\b[:\s]*"
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[A-Z][a-z]+ \d{1,2}(?:, \d{4})?)",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5} (?:[A-Z][\w'.]+ ){1,3}"
    r"(?:Street|St\.|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr\.|Court|Ct|Boulevard|Blvd|Way|Place)(?!\w)"
)
_PATTERNS = {"email": _EMAIL, "phone": _PHONE, "birth": _BIRTH, "street": _STREET}
_ONLY = re.compile(r"\b(?:as )?the only (?:\w+[ -]){0,3}\w+", re.IGNORECASE)
_NUMBER = re.compile(r"\d(?:[ -]?\d)*")
_ANNOUNCES_NUMBER = re.compile(
    r"(?:\bid|\bstudent|\bpupil|\bnumber|\bno\.?|#)[ #:.]*$", re.IGNORECASE
)
_DOTTED = re.compile(r"^\w\.[ ]?\w\.?$")


class NameSearch:
    """A search for a roster, built once and used on many texts.

    Parameters
    ----------
    people
        Everybody to look for: students (those who left and earlier names too) and staff.
    not_searched
        Ids of people who may be named, such as the teacher who hands in.

    Examples
    --------
    >>> search = NameSearch([Named("7", "Will", "Okafor"), Named("8", "Zoë", "Brandt")])
    >>> [f.level for f in search.scan("reflection", "Will we? zoe did, and Will O. too.")]
    ['decide', 'decide']
    """

    def __init__(self, people: Iterable[Named], *, not_searched: Iterable[str] = ()) -> None:
        import ahocorasick

        free = frozenset(not_searched)
        self._people = tuple(person for person in people if person.id not in free)
        self._in_order = {
            " ".join((*words(person.given), *words(person.family))) for person in self._people
        }
        self._forms: dict[str, dict[Form, list[Named]]] = {}
        self._singles: dict[str, list[str]] = {}
        self._numbers: dict[str, list[Named]] = {}
        self._mails: dict[str, list[Named]] = {}
        for person in self._people:
            for variant, form in variants(person).items():
                self._forms.setdefault(variant, {}).setdefault(form, []).append(person)
                if form is Form.SINGLE and len(variant) >= _SHORTEST_LIKE and " " not in variant:
                    self._singles.setdefault(variant[0], []).append(variant)
            self._add_numbers(person)
        self._automaton = ahocorasick.Automaton()
        for variant in self._forms:
            self._automaton.add_word(variant, variant)
        if self._forms:
            self._automaton.make_automaton()

    @property
    def size(self) -> int:
        """How many students are searched for; with none, nothing may leave."""
        return len({person.id for person in self._people if not person.is_staff})

    def _add_numbers(self, person: Named) -> None:
        for number in person.numbers:
            for form in (number, number.lstrip("0") if number.isdigit() else number):
                joined = "".join(words(form))
                if joined:
                    self._numbers.setdefault(joined, []).append(person)
        if person.email:
            local = person.email.split("@", 1)[0]
            self._mails["".join(words(local))] = [person]

    def scan(self, document: str, raw: str) -> tuple[NameFinding, ...]:
        """Every place of the text where somebody may be named, in order, none overlapping."""
        reading = read(raw)
        found = [*self._patterns(document, raw)]
        found += self._numbers_in(document, raw)
        found += self._tokens_in(document, raw, reading)
        if self._forms:
            for end, variant in self._automaton.iter(reading.text):
                found += self._judge(document, raw, reading, end - len(variant) + 1, end + 1)
        chosen = without_overlaps(found)
        chosen += self._alike(document, raw, reading, chosen)
        return tuple(sorted(chosen, key=lambda finding: finding.start))

    # -- names ------------------------------------------------------------------------------

    def _judge(
        self, document: str, raw: str, reading: Reading, start: int, end: int
    ) -> list[NameFinding]:
        variant = reading.text[start:end]
        first, last = reading.raw_span(start, end)
        shown = raw[first:last]
        starts, stops = _starts_word(raw, reading, start), _ends_word(raw, reading, start, end)
        found = []
        for form, people in self._forms[variant].items():
            whole = starts and stops
            if form is Form.FULL:
                judged = self._full(variant, shown, whole)
            elif form is Form.SINGLE:
                judged = self._single(variant, shown, whole, raw, reading, start, end)
            elif form is Form.INITIALS:
                judged = _initials(variant, shown) if whole else None
            else:
                judged = _with_initial(form, variant, shown) if whole else None
            if judged is not None:
                level, kind = judged
                found.append(make_finding(document, first, last, level, kind, people, shown))
        return found

    def _full(self, variant: str, shown: str, whole: bool) -> tuple[str, str] | None:
        if not whole:
            glued = " " not in variant and len(variant) >= _SHORTEST_FULL_INSIDE_WORD
            return (DECIDE, "full") if glued else None
        if all(part in word_names() for part in variant.split()):
            if shown == shown.lower():
                in_order = " " in variant and (variant in self._in_order or "," in shown)
                return (ASK, "full") if in_order else None
            return (DECIDE, "full") if _capitals(shown) >= 2 else (ASK, "full")
        return DECIDE, "full"

    def _single(
        self,
        variant: str,
        shown: str,
        whole: bool,
        raw: str,
        reading: Reading,
        start: int,
        end: int,
    ) -> tuple[str, str] | None:
        is_word = all(part in word_names() for part in variant.split())
        if not whole:
            long_enough = len(variant) >= _SHORTEST_INSIDE_WORD and not is_word
            return (WARN, "inside") if long_enough else None
        if variant in place_names():
            return ASK, "word"
        if not is_word:
            return DECIDE, "single"
        if not shown[:1].isupper():
            return None
        before = reading.text[:start].split()[-1:]
        after = reading.text[end:].split()[:1]
        if variant in _MONTHS and (
            (before and (before[0] in _BEFORE_MONTH or before[0].isdigit()))
            or (after and after[0][0].isdigit())
        ):
            return None
        if variant in ("will", "may", "can", "do") and after and after[0] in _AFTER_WILL:
            return None
        if variant in function_words() and _opens_sentence(raw, reading.origin[start]):
            return WARN, "word"
        return ASK, "word"

    # -- numbers and addresses --------------------------------------------------------------

    def _numbers_in(self, document: str, raw: str) -> Iterable[NameFinding]:
        for match in _NUMBER.finditer(raw):
            digits = "".join(words(match.group()))
            joined = digits.replace(" ", "")
            people = self._numbers.get(joined)
            if not people:
                continue
            announced = _ANNOUNCES_NUMBER.search(raw[: match.start()]) is not None
            if len(joined) < _SHORTEST_NUMBER and not announced:
                continue
            like_year = len(joined) == 4 and joined[:2] in ("19", "20") and not announced
            level = ASK if like_year or len(joined) < _SHORTEST_NUMBER else DECIDE
            yield make_finding(
                document, match.start(), match.end(), level, "id", people, match.group()
            )

    def _tokens_in(self, document: str, raw: str, reading: Reading) -> Iterable[NameFinding]:
        """Ids and mail names made of letters and digits, whatever separates their parts."""
        spans = [(m.start(), m.end()) for m in re.finditer(r"\S+", reading.text)]
        for i, (start, _) in enumerate(spans):
            joined = ""
            for _, end in spans[i : i + 5]:
                joined = reading.text[start:end].replace(" ", "")
                people = self._numbers.get(joined) or self._mails.get(joined)
                if not people or joined.isdigit():
                    continue
                is_mail = joined not in self._numbers
                if joined.isalpha() and (len(joined) < 4 or joined in word_names()):
                    continue
                first, last = reading.raw_span(start, end)
                shown = raw[first:last]
                level = ASK if len(joined) < _SHORTEST_NUMBER else DECIDE
                kind = "email" if is_mail else "id"
                yield make_finding(document, first, last, level, kind, people, shown)

    def _patterns(self, document: str, raw: str) -> Iterable[NameFinding]:
        for kind, pattern in (
            ("email", _EMAIL),
            ("phone", _PHONE),
            ("birth", _BIRTH),
            ("street", _STREET),
        ):
            for match in pattern.finditer(raw):
                people = []
                if kind == "email":
                    local = "".join(words(match.group().split("@")[0]))
                    people = self._mails.get(local, [])
                yield make_finding(
                    document, match.start(), match.end(), DECIDE, kind, people, match.group()
                )
        for match in _ONLY.finditer(raw):
            yield make_finding(
                document, match.start(), match.end(), WARN, "only", [], match.group()
            )

    # -- slips of the pen --------------------------------------------------------------------

    def _alike(
        self, document: str, raw: str, reading: Reading, taken: list[NameFinding]
    ) -> list[NameFinding]:
        from rapidfuzz.distance import DamerauLevenshtein

        covered = {i for finding in taken for i in range(finding.start, finding.end)}
        written_small = {token for token, shown in _tokens(raw, reading) if shown[1][:1].islower()}
        judged: dict[str, str | None] = {}
        found = []
        for token, (first, shown) in _tokens(raw, reading):
            plain = token in _COMMON or token in word_names() or token in written_small
            if len(token) < _SHORTEST_LIKE or not shown[:1].isupper() or plain or first in covered:
                continue
            if token not in judged:
                most = 1 if len(token) <= 5 else 2
                judged[token] = next(
                    (
                        name
                        for name in self._singles.get(token[0], ())
                        if abs(len(name) - len(token)) <= most
                        and DamerauLevenshtein.distance(name, token, score_cutoff=most) <= most
                    ),
                    None,
                )
            name = judged[token]
            if name is not None:
                people = self._forms[name][Form.SINGLE]
                last = first + len(shown)
                found.append(make_finding(document, first, last, WARN, "like", people, shown))
        return found


def _tokens(raw: str, reading: Reading) -> Iterable[tuple[str, tuple[int, str]]]:
    for match in re.finditer(r"[^\W\d_]+", reading.text):
        first, last = reading.raw_span(match.start(), match.end())
        yield match.group(), (first, raw[first:last])


def _initials(variant: str, shown: str) -> tuple[str, str] | None:
    if not (shown[:1].isupper() and _capitals(shown) == 2):
        return None
    if " " in variant:
        return (ASK, "initials") if _DOTTED.match(shown) else None
    return (WARN if variant in _ABBREVIATIONS else ASK), "initials"


def _with_initial(form: Form, variant: str, shown: str) -> tuple[str, str] | None:
    if form is Form.GLUED_INITIAL:
        seam = any(a.islower() and b.isupper() for a, b in pairwise(shown))
        if variant in word_names() or not (seam or is_long_enough_glued(variant)):
            return None
        return DECIDE if seam or shown != shown.title() else ASK, "initial"
    letters = [part for part in variant.split() if len(part) == 1]
    capital = re.search(r"(?:^|[\W_])[^\W\d_](?=$|[\W_])", shown)
    if not letters or capital is None or not capital.group()[-1].isupper():
        return None
    rest = [part for part in variant.split() if len(part) > 1]
    is_word = all(part in word_names() for part in rest)
    if is_word and _capitals(shown) < 2:
        return None
    if is_word and letters[0] in ("a", "i"):
        return ASK, "initial"
    return DECIDE, "initial"


def _capitals(shown: str) -> int:
    return sum(character.isupper() for character in shown)


def _starts_word(raw: str, reading: Reading, start: int) -> bool:
    if start == 0 or not reading.text[start - 1].isalpha():
        return True
    return raw[reading.origin[start - 1]].islower() and raw[reading.origin[start]].isupper()


def _ends_word(raw: str, reading: Reading, start: int, end: int) -> bool:
    text = reading.text
    if end == len(text) or not text[end].isalpha():
        return True
    long_enough = end - start >= _SHORTEST_WITH_S
    if text[end] == "s" and long_enough and (end + 1 == len(text) or not text[end + 1].isalpha()):
        return True
    return raw[reading.origin[end - 1]].islower() and raw[reading.origin[end]].isupper()


def _opens_sentence(raw: str, at: int) -> bool:
    before = raw[:at].rstrip(" \t\"'“‘(*#->•")
    return not before or before[-1] in ".!?:;\n•"
