"""The parts of focus and inventory that are saved one by one."""

from __future__ import annotations

from datacycle.reports import numbers
from datacycle.reports.labels import words
from plc_data.model import DataCycle, DataInventory, DataSource, Focus, Need

from ..keeping import Part, field_part

SOURCE_TEXTS = {
    "name": "Source",
    "who": "Who looks at it",
    "how_often": "How often",
    "decision": "For which decision",
}


def focus_part(name: str, label: str, empty: object, said=None) -> Part:
    """A part of the focus that stands on the cycle's own page."""

    def get(cycle: DataCycle) -> object:
        return getattr(cycle.focus, name) if cycle.focus else empty

    def put(cycle: DataCycle, value: object) -> DataCycle:
        focus = cycle.focus or Focus(statement="")
        return cycle.model_copy(update={"focus": focus.model_copy(update={name: value})})

    made = Part(name, label, get, put)
    return Part(name, label, get, put, said) if said else made


def need_words(need: Need) -> str:
    """A need in one line: the count first, then what was seen, where and when.

    Examples
    --------
    >>> need_words(Need(source="CFA 1", seen="were secure", numerator=17, denominator=24))
    '17 of 24 (71 %) were secure. CFA 1.'
    """
    counted = (
        numbers.share_of(need.numerator, need.denominator) + " "
        if need.numerator is not None and need.denominator
        else ""
    )
    when = f", {numbers.day(need.on)}" if need.on else ""
    return f"{counted}{need.seen}. {need.source}{when}."


def source_part(id: str, name: str, label: str) -> Part:
    """One field of one source, so that two people can write in two sources."""

    def get(inventory: DataInventory) -> object:
        found = next((source for source in inventory.sources if source.id == id), None)
        return getattr(found, name) if found else None

    def put(inventory: DataInventory, value: object) -> DataInventory:
        sources = tuple(
            DataSource.model_validate({**source.model_dump(), name: value})
            if source.id == id
            else source
            for source in inventory.sources
        )
        return inventory.model_copy(update={"sources": sources})

    return Part(f"{id}:{name}", label, get, put)


def sources_part() -> Part:
    """The list of sources as a whole, for adding one and taking one out."""

    def told(sources: tuple[DataSource, ...]) -> str:
        return "\n".join(source_words(source) for source in sources)

    return field_part("sources", "Sources", told)


def source_words(source: DataSource) -> str:
    """A source in one line."""
    kinds = [words(kind).lower() for kind in (source.purpose, source.grain) if kind]
    return f"{source.name or 'a source without a name'} ({', '.join(kinds) or 'no kind yet'})"
