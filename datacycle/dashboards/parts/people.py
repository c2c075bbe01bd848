"""People as initials in a circle with their names beside: who is here, who wrote this."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from datacycle.reports.numbers import joined
from plc_data.model import Person

from .html import join, tag

N_COLORS = 8


def initials(name: str) -> str:
    """Give the first letters of the first and the last word.

    Examples
    --------
    >>> initials("Ana María López"), initials("Cher"), initials("")
    ('AL', 'C', '?')
    """
    parts = [part for part in name.split() if part[0].isalnum()]
    if not parts:
        return "?"
    ends = parts if len(parts) == 1 else (parts[0], parts[-1])
    return "".join(part[0] for part in ends).upper()


def avatar(person: Person) -> Markup:
    """The circle alone; what it stands for is said by the name beside it."""
    color = zlib.crc32(person.id.encode()) % N_COLORS
    return tag(
        "span", initials(person.name), cls=f"dc-avatar dc-avatar-{color}", aria_hidden="true"
    )


def person_line(person: Person, note: str = "") -> Markup:
    """Circle, name, and a note: a role, a moment."""
    return tag(
        "span",
        avatar(person),
        tag("span", person.name, cls="dc-person-name"),
        tag("span", note, cls="dc-person-note") if note else None,
        cls="dc-person",
    )


def people_row(
    people: Iterable[Person], notes: Mapping[str, str] | None = None, *, label: str = "People"
) -> Markup:
    """Several people in a row, with a note each."""
    notes = notes or {}
    lines = [tag("li", person_line(person, notes.get(person.id, ""))) for person in people]
    return tag("ul", *lines, cls="dc-people", aria_label=label)


def people_stack(people: Iterable[Person]) -> Markup:
    """Circles close together, with all names as one text for who cannot see them."""
    people = list(people)
    return tag(
        "span",
        join(avatar(person) for person in people),
        tag("span", joined([person.name for person in people]), cls="dc-sr"),
        cls="dc-stack",
    )
