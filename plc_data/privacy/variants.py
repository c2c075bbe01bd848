"""The ways in which people write a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from plc_data.model import Person, Student

from .normal import spelled_out, words
from .word_lists import short_forms, word_set

_PARTICLES = word_set(
    "van von der den de del della di da do dos das du la le el al bin ibn abu ter ten st mac mc y e"
)
_SUFFIXES = word_set("jr sr ii iii iv")
_SHORTEST_GLUED = 6
"""Glued forms shorter than this ("allj") count only when a capital shows the seam."""


class Form(StrEnum):
    """What kind of writing a variant is; the search treats each in its own way."""

    FULL = "full"
    SINGLE = "single"
    WITH_INITIAL = "with_initial"
    GLUED_INITIAL = "glued_initial"
    INITIALS = "initials"


@dataclass(frozen=True)
class Named:
    """A person to search for. ``numbers`` are ids; an earlier name is one more ``Named``."""

    id: str
    given: str
    family: str
    nickname: str | None = None
    email: str | None = None
    numbers: tuple[str, ...] = ()
    is_staff: bool = False


def named_students(students: Iterable[Student]) -> tuple[Named, ...]:
    """Students as the search needs them; the list may hold earlier names and those who left."""
    return tuple(
        Named(s.id, s.given, s.family, s.nickname, s.email, numbers=(s.id,)) for s in students
    )


def named_staff(people: Iterable[Person]) -> tuple[Named, ...]:
    """Members of staff as the search needs them; their ids are account names, not searched."""
    return tuple(Named(p.id, p.given, p.family, email=p.email, is_staff=True) for p in people)


def variants(person: Named) -> dict[str, Form]:
    """Every writing of a name that the search looks for, as ``normal.read`` would read it.

    Examples
    --------
    >>> found = variants(Named("1", "Mary Jane", "van der Berg"))
    >>> [found.get(v) for v in ("maryjane berg", "vanderberg", "jane", "mary v", "m v")]
    [<Form.FULL: 'full'>, <Form.SINGLE: 'single'>, <Form.SINGLE: 'single'>,
     <Form.WITH_INITIAL: 'with_initial'>, <Form.INITIALS: 'initials'>]
    """
    found: dict[str, Form] = {}
    given, family = _given_forms(person), _family_forms(person.family)
    firsts, lasts = _initials(person.given, set()), _initials(person.family, _PARTICLES)
    for first in firsts:
        for last in lasts:
            found[f"{first} {last}"] = found[f"{first}{last}"] = Form.INITIALS
    for name in given:
        for last in lasts:
            found[f"{name} {last}"] = Form.WITH_INITIAL
            found[f"{name}{last}"] = Form.GLUED_INITIAL
    for name in family:
        for first in firsts:
            found[f"{first} {name}"] = found[f"{name} {first}"] = Form.WITH_INITIAL
            found[f"{first}{name}"] = found[f"{name}{first}"] = Form.GLUED_INITIAL
    for name in (*given, *family):
        if len(name) > 1:
            found[name] = Form.SINGLE
    for first in given:
        for last in family:
            for full in (f"{first} {last}", f"{last} {first}", first + last, last + first):
                found[full] = Form.FULL
    return found


def is_long_enough_glued(variant: str) -> bool:
    """True when a glued form cannot well be a common word."""
    return len(variant) >= _SHORTEST_GLUED


def _spellings(name: str) -> Iterator[tuple[str, ...]]:
    yield words(name)
    yield words(spelled_out(name))
    for mark in "'’‘`":
        if mark in name:
            yield words(name.replace(mark, " "))


def _given_forms(person: Named) -> tuple[str, ...]:
    forms: dict[str, None] = {}
    for name in (person.given, person.nickname or ""):
        for parts in _spellings(name):
            for form in _joined(parts):
                forms[form] = None
            for part in parts:
                if len(part) > 1 and part not in _PARTICLES | _SUFFIXES:
                    forms[part] = None
                    forms.update(dict.fromkeys(short_forms(part)))
    return tuple(forms)


def _family_forms(family: str) -> tuple[str, ...]:
    forms: dict[str, None] = {}
    for spelled in _spellings(family):
        parts = tuple(part for part in spelled if part not in _SUFFIXES) or spelled
        bare = tuple(part for part in parts if part not in _PARTICLES) or parts
        for form in (*_joined(parts), *_joined(bare)):
            forms[form] = None
        for part in bare:
            if len(part) > 1 or len(bare) == 1:
                forms[part] = None
    return tuple(forms)


def _joined(parts: tuple[str, ...]) -> Iterator[str]:
    """The parts with spaces, without, and with the first ones glued ("vander berg")."""
    if parts:
        yield " ".join(parts)
        yield "".join(parts)
    for cut in range(2, len(parts)):
        yield "".join(parts[:cut]) + " " + " ".join(parts[cut:])
        yield " ".join(parts[: cut - 1]) + " " + "".join(parts[cut - 1 :])


def _initials(name: str, without: frozenset[str] | set[str]) -> tuple[str, ...]:
    parts = words(name)
    bare = [part for part in parts if part not in without] or list(parts)
    return tuple(dict.fromkeys(part[0] for part in (*parts[:1], *bare[:1])))
