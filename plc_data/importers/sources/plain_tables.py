"""Where a plain table's header stands, and which of its rows are no students."""

from __future__ import annotations

from collections.abc import Sequence

from plc_data.model import IgnoredRow

from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping, place_of
from ..numbers import any_number
from ..people import PeopleColumns, find_people
from ..problems import refuse
from ..table import Body, Table, clean
from .headers import is_item, special_row

LOOKED_AT = 20
"""Records among which the header is looked for: sheets have titles above it."""


HOW_TO_MAP = (
    "Say once which columns hold the id, the name and the items (a mapping); it is remembered for "
    "files with the same header."
)


def choose_table(file: File, mapping: ColumnMapping) -> Table:
    """The table that is meant: the only one, or the sheet that the mapping names."""
    if mapping.sheet is not None:
        if mapping.sheet not in file.sheets:
            text = f'The workbook has no sheet "{mapping.sheet}".'
            raise refuse("mapping-does-not-fit", text)
        return file.sheets[mapping.sheet]
    if file.table is None:
        raise refuse(
            "which-sheet",
            f"The workbook has {len(file.sheets)} sheets with something on them. Say which one is "
            "meant (a mapping with the name of the sheet), or save that sheet as CSV.",
        )
    return file.table


def find_header(table: Table, mapping: ColumnMapping) -> int:
    """The place of the record that reads like a header, among the first ones."""
    if mapping.header_row is not None:
        if mapping.header_row not in table.rows:
            text = f"The mapping says that the header is row {mapping.header_row}, which is blank."
            raise refuse("mapping-does-not-fit", text)
        return table.rows.index(mapping.header_row)
    if mapping.items:
        wanted = {name.strip().casefold() for name in mapping.items}
        for k in range(min(LOOKED_AT, len(table.records))):
            if wanted <= {cell.casefold() for cell in table.header(k)}:
                return k
        place_of(table.header(0), mapping.items[0])
    return _guess_header(table)


def _guess_header(table: Table) -> int:
    with_people = None
    for k in range(min(LOOKED_AT, len(table.records))):
        header = table.header(k)
        people = find_people(header)
        if not people.identify:
            continue
        if with_people is None:
            with_people = k
        if any(is_item(cell) for j, cell in enumerate(header) if j not in people.used):
            return k
    if with_people is None:
        raise refuse(
            "unknown-layout",
            "This is not one of the known exports, and no row reads like a header with a student's "
            f"id or name. {HOW_TO_MAP}",
        )
    return with_people


def part_rows(
    body: Body, people: PeopleColumns, items: Sequence[int], mapping: ColumnMapping
) -> tuple[dict[int, str], list[int]]:
    """Rows that are no students (by place: what they are), and the places of the students."""
    ids = [body.column(k) for k in sorted(people.used | ({0} - set(items)))]
    special: dict[int, str] = {}
    students = []
    for k, (row, cells) in enumerate(zip(body.rows, zip(*ids, strict=True), strict=True)):
        what = special_row(cells)
        if row in mapping.rows_left_out:
            what = "left out"
        elif row == mapping.max_row:
            what = "max"
        elif row == mapping.key_row:
            what = "key"
        elif what == "max" and not _tops(body, items, k):
            what = None
        if what is None and not any(cells) and not any(body.columns[i][k].strip() for i in items):
            what = "empty"
        if what is None:
            students.append(k)
        else:
            special[k] = what
    return special, students


def _tops(body: Body, items: Sequence[int], k: int) -> bool:
    """Whether the row gives a number for each item: so a student called Max stays a student."""
    cells = [clean(body.columns[i][k]) for i in items]
    if not all(any_number(cell) is not None for cell in cells):
        return False
    return k == 0 or k == len(body) - 1


_WHY = {
    "max": "points possible, not a student",
    "key": "the answer key, not a student",
    "summary": "a total or average, not a student",
    "left out": "left out by the mapping",
    "empty": "nothing but notes",
}


def note_special_rows(draft: Draft, body: Body, special: dict[int, str]) -> None:
    """List the rows that are no students among those left out, each with its reason."""
    for k, what in special.items():
        draft.ignored_rows.append(IgnoredRow(row=body.rows[k], why=_WHY[what]))
