"""A table as a person sees it who has to say what its columns mean: first rows and guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plc_data import importers
from plc_data.importers.files import load, open_file
from plc_data.importers.numbers import any_number
from plc_data.importers.people import find_people
from plc_data.importers.sources.headers import header_maximum, is_item, is_total, special_row
from plc_data.importers.sources.letters import kind_of, may_be_scores
from plc_data.importers.table import Body, Table, clean, column_letters

PERSON_ROLES = ("id", "given", "family", "name", "email", "section")
ITEM, TOTAL, IGNORE = "item", "total", "ignore"
LOOKED_AT = 20
"""Records among which a header is looked for, as the importer does."""
ROWS_SHOWN = 6
EXAMPLES = 3


@dataclass(frozen=True)
class ColumnLook:
    """One column: its header, a few of its cells, and what it seems to be."""

    place: int
    letters: str
    header: str
    examples: tuple[str, ...]
    guess: str
    max_points: float | None = None
    usable: bool = True
    """A mapping names columns by header: one without a header or with a double one is not used."""


@dataclass(frozen=True)
class TableLook:
    """What stands in a file before anybody knows what it means."""

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    rows: tuple[int, ...]
    """Row numbers that may be the header, as a spreadsheet shows them."""
    first_rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: tuple[ColumnLook, ...]
    fingerprint: str
    cells: str
    """What the item cells seem to be: points, letters, points_or_wrong_letter."""
    max_row: int | None
    key_row: int | None
    below: tuple[int, ...]
    """Rows near the header and at the end, which may hold maxima or a key."""


def look_at_table(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> TableLook | None:
    """Show a file's table with a guess per column; None when the file has no table."""
    try:
        data, own_name = load(source)
        file = open_file(data, name or own_name)
        sheets = [key for key, table in file.sheets.items() if table.records]
        if not sheets:
            return None
        chosen = sheet if sheet in sheets else sheets[0]
        table = file.sheets[chosen]
        place = _header_place(table, header_row)
        body = _body(table, place)
    except importers.Refused:
        return None
    return _look(table, body, place, tuple(sheets), chosen)


def _header_place(table: Table, row: int | None) -> int:
    """The record that a person named, that names people, or that reads most like headers."""
    if row is not None and row in table.rows:
        return table.rows.index(row)
    first = range(min(LOOKED_AT, len(table.records)))
    for place in first:
        if find_people(table.header(place)).identify:
            return place

    def words(place: int) -> int:
        cells = [clean(cell) for cell in table.records[place]]
        return sum(bool(cell) and any_number(cell) is None for cell in cells)

    return max(first, key=lambda place: (words(place), -place))


def _body(table: Table, place: int) -> Body:
    """What stands below, evened out: this is for looking; the importer reads strictly."""
    width = len(table.records[place])
    records = [(record + [""] * width)[:width] for record in table.records[place:]]
    even = Table(records, table.rows[place:], table.separator, table.sheet)
    return even.below(0)


def _look(table: Table, body: Body, place: int, sheets: tuple[str, ...], sheet: str) -> TableLook:
    guesses = _guesses(body)
    counts = Counter(header.casefold() for header in body.header)
    columns = tuple(
        ColumnLook(
            place=k,
            letters=column_letters(k),
            header=header,
            examples=_examples(body, k),
            guess=guesses[k],
            max_points=header_maximum(header) if guesses[k] == ITEM else None,
            usable=bool(header) and counts[header.casefold()] == 1,
        )
        for k, header in enumerate(body.header)
        if header or not body.is_blank(k)
    )
    special: dict[str | None, int] = {}
    naming = [c for c in range(len(body.header)) if guesses[c] not in (ITEM, TOTAL)]
    for k, row in enumerate(body.rows):
        what = special_row([body.column(c)[k] for c in naming])
        special.setdefault(what, row)
    shown = list(zip(table.rows, table.records, strict=True))[: max(ROWS_SHOWN, place + 4)]
    return TableLook(
        sheets=sheets,
        sheet=sheet,
        header_row=table.rows[place],
        rows=tuple(table.rows[:LOOKED_AT]),
        first_rows=tuple((row, tuple(clean(c) for c in cells)) for row, cells in shown),
        columns=columns,
        fingerprint=importers.fingerprint(body.header),
        cells=_cells(body, guesses),
        max_row=special.get("max"),
        key_row=special.get("key"),
        below=tuple(dict.fromkeys((*body.rows[:5], *body.rows[-2:]))),
    )


def _examples(body: Body, k: int) -> tuple[str, ...]:
    different = dict.fromkeys(cell for cell in body.column(k)[:40] if cell)
    return tuple(different)[:EXAMPLES]


def _guesses(body: Body) -> list[str]:
    people = find_people(body.header, body=body)
    roles = {getattr(people, role): role for role in PERSON_ROLES}
    roles.pop(None, None)
    found = []
    for k, header in enumerate(body.header):
        if k in roles:
            found.append(roles[k])
        elif is_total(header):
            found.append(TOTAL)
        elif is_item(header) and may_be_scores(body.columns[k], {}):
            found.append(ITEM)
        else:
            found.append(IGNORE)
    if not people.identify:
        id = _likely_id(body, found)
        if id is not None:
            found[id] = "id"
    if ITEM not in found:
        found = [ITEM if g == IGNORE and _like_scores(body, k) else g for k, g in enumerate(found)]
    return found


def _likely_id(body: Body, guesses: Sequence[str]) -> int | None:
    """The column with digits and the most different values, all of them different."""
    ranked = []
    for k in range(len(body.header)):
        cells = [cell for cell in body.column(k) if cell]
        digits = sum(any(letter.isdigit() for letter in cell) and len(cell) > 2 for cell in cells)
        if cells and digits * 2 > len(cells) and len(set(cells)) * 10 > len(cells) * 9:
            ranked.append((len(set(cells)), -k))
    return -max(ranked)[1] if ranked and guesses else None


def _like_scores(body: Body, k: int) -> bool:
    """Few different values, each a point or a single letter: this may be an item."""
    different = {cell for cell in body.column(k) if cell}
    short = all(
        len(cell) == 1 or (len(cell) <= 4 and any_number(cell) is not None) for cell in different
    )
    return bool(different) and len(different) <= 12 and short


def _cells(body: Body, guesses: Sequence[str]) -> str:
    texts = {c for k, g in enumerate(guesses) if g == ITEM for c in body.column(k)} - {""}
    try:
        return kind_of(texts)
    except importers.Refused:
        return "points_or_wrong_letter"
