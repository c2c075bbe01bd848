"""A report table is a value: caption, columns, rows, notes. Each step returns a new one.

Cells hold raw values (a share is 0 to 1); the words are made when the table is written, so that
the page, the CSV file and the printed report cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from markupsafe import Markup, escape

from plc_data.model import MasteryState

from . import numbers
from .labels import STATE_LOOKS, state_of, words
from .numbers import HIDDEN, is_missing

FORMULA_STARTS = "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}" + (
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""A text cell that starts like this would run as a formula in a spreadsheet (TRUST 4.1)."""


class Kind(StrEnum):
    """What a column holds; decides alignment, words and CSV columns.

    ``of`` holds (k, n); ``interval`` holds (low, high) as shares; ``r_interval`` holds (low,
    high) of a correlation. Both become two CSV columns.
    """

    TEXT = "text"
    COUNT = "count"
    OF = "of"
    SHARE = "share"
    INTERVAL = "interval"
    R = "r"
    R_INTERVAL = "r_interval"
    POINTS = "points"
    CHANGE = "change"
    STATE = "state"
    DAY = "day"
    YES = "yes"


_LEFT = {Kind.TEXT, Kind.STATE, Kind.DAY, Kind.YES}
_PAIRS = {
    Kind.OF: ("", " (of)"),
    Kind.INTERVAL: (" (low)", " (high)"),
    Kind.R_INTERVAL: (" (low)", " (high)"),
}


@dataclass(frozen=True)
class Column:
    """One column. ``n_students`` tells a correlation how many digits it may have."""

    key: str
    header: str
    kind: Kind = Kind.TEXT
    align: str = ""
    n_students: float | None = None
    row_header: bool = False

    def __post_init__(self) -> None:
        if not self.header.strip():
            raise ValueError(f"column {self.key!r} has no header; a screen reader needs one")

    @property
    def side(self) -> str:
        """``left`` or ``right``."""
        return self.align or ("left" if self.kind in _LEFT else "right")

    def text(self, value: object) -> str:
        """The cell as a reader sees it."""
        if value is HIDDEN:
            return str(HIDDEN)
        if is_missing(value):
            return "" if self.kind is Kind.TEXT else numbers.NONE
        return _TEXTS[self.kind](value, self)

    def csv_headers(self) -> list[str]:
        return [self.header + end for end in _PAIRS.get(self.kind, ("",))]

    def csv_values(self, value: object) -> list[object]:
        """The cell at full precision, one value per CSV column."""
        width = len(_PAIRS.get(self.kind, ("",)))
        if value is HIDDEN:
            return [str(HIDDEN)] * width
        if is_missing(value):
            return [None] * width
        if width == 2:
            return [None if is_missing(part) else part for part in value]
        if self.kind is Kind.STATE:
            return [words(state_of(value))]
        if self.kind is Kind.YES:
            return ["yes" if value else "no"]
        if isinstance(value, (date, datetime)):
            return [value.isoformat()]
        return [value]


_TEXTS: dict[Kind, Callable[[object, Column], str]] = {
    Kind.TEXT: lambda v, c: str(v),
    Kind.COUNT: lambda v, c: numbers.count(v),
    Kind.OF: lambda v, c: numbers.share_of(*v),
    Kind.SHARE: lambda v, c: numbers.percent(v),
    Kind.INTERVAL: lambda v, c: numbers.interval(*v),
    Kind.R: lambda v, c: numbers.correlation(v, c.n_students),
    Kind.R_INTERVAL: lambda v, c: (
        numbers.NONE
        if is_missing(v[0]) or is_missing(v[1])
        else " to ".join(numbers.correlation(end, c.n_students) for end in v)
    ),
    Kind.POINTS: lambda v, c: numbers.points(v),
    Kind.CHANGE: lambda v, c: numbers.signed(v),
    Kind.STATE: lambda v, c: words(state_of(v)),
    Kind.DAY: lambda v, c: numbers.day(v) if isinstance(v, date) else str(v),
    Kind.YES: lambda v, c: "yes" if v else "no",
}


@dataclass(frozen=True)
class Table:
    """A caption, columns, rows in column order, and notes below.

    Examples
    --------
    >>> table = Table(
    ...     "Secure by target",
    ...     (Column("target", "Target", row_header=True), Column("secure", "Secure", Kind.OF)),
    ...     (("Ratios", (17, 24)), ("=Slopes", HIDDEN)),
    ... )
    >>> table.to_rows()
    [['Target', 'Secure'], ['Ratios', '17 of 24 (71 %)'], ['=Slopes', 'hidden']]
    >>> print(table.to_csv())
    "Target","Secure","Secure (of)"
    "Ratios",17,24
    "'=Slopes","hidden","hidden"
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = "Nothing to show yet."

    def __post_init__(self) -> None:
        if not self.caption.strip():
            raise ValueError("a table needs a caption")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption}: a row has {len(row)} cells, not {self.width}")

    @property
    def width(self) -> int:
        return len(self.columns)

    def with_rows(self, rows: Iterable[Sequence[object]]) -> Table:
        return replace(self, rows=tuple(tuple(row) for row in rows))

    def with_caption(self, caption: str) -> Table:
        return replace(self, caption=caption)

    def with_note(self, *notes: str) -> Table:
        return replace(self, notes=(*self.notes, *(note for note in notes if note)))

    def position(self, key: str) -> int:
        """Where the column with this key stands; ``KeyError`` when there is none."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)

    def values(self, key: str) -> tuple[object, ...]:
        """One column's raw values."""
        place = self.position(key)
        return tuple(row[place] for row in self.rows)

    def only(self, *keys: str) -> Table:
        """The named columns, in the given order."""
        places = [self.position(key) for key in keys]
        return replace(
            self,
            columns=tuple(self.columns[p] for p in places),
            rows=tuple(tuple(row[p] for p in places) for row in self.rows),
        )

    def without(self, *keys: str) -> Table:
        """All but the named columns; names that are not there do not matter."""
        return self.only(*(c.key for c in self.columns if c.key not in keys))

    def sorted_by(self, key: str, *, descending: bool = False) -> Table:
        """Ordered by one column; cells without a number come last either way."""
        place = self.position(key)

        def is_blank(row: tuple[object, ...]) -> bool:
            return row[place] is HIDDEN or is_missing(row[place])

        filled = sorted(
            (row for row in self.rows if not is_blank(row)),
            key=lambda row: row[place],
            reverse=descending,
        )
        return replace(self, rows=(*filled, *(row for row in self.rows if is_blank(row))))

    def to_rows(self) -> list[list[str]]:
        """Header and rows as texts, as a printed report sets them."""
        header = [column.header for column in self.columns]
        return [
            header,
            *([c.text(v) for c, v in zip(self.columns, row, strict=True)] for row in self.rows),
        ]

    def to_html(self) -> Markup:
        """The table for a page: everything escaped, a caption, scopes, no empty header cell."""
        head = Markup("").join(
            Markup('<th scope="col" class="dc-{}">{}</th>').format(c.side, c.header)
            for c in self.columns
        )
        body = Markup("").join(self._html_row(row) for row in self.rows)
        if not self.rows:
            body = Markup('<tr><td colspan="{}" class="dc-left">{}</td></tr>').format(
                self.width, self.empty
            )
        notes = Markup("").join(
            Markup('<p class="dc-table-note">{}</p>').format(note) for note in self.notes
        )
        return Markup(
            '<div class="dc-table-wrap" role="region" aria-label="{}" tabindex="0">'
            '<table class="dc-table"><caption>{}</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}"
        ).format(self.caption, self.caption, head, body, notes)

    def _html_row(self, row: tuple[object, ...]) -> Markup:
        cells = []
        for column, value in zip(self.columns, row, strict=True):
            inside = _html_cell(column, value)
            form = (
                '<th scope="row" class="dc-{}">{}</th>'
                if column.row_header
                else '<td class="dc-{}">{}</td>'
            )
            cells.append(Markup(form).format(column.side, inside))
        return Markup("<tr>{}</tr>").format(Markup("").join(cells))

    def to_csv(self, *, for_excel: bool = False) -> str:
        """The table as a file: text quoted, numbers bare and at full precision, CRLF.

        A text that would start a formula gets a single quote in front; ``for_excel`` puts the
        byte order mark in front that Excel needs to read accents.
        """
        lines = [[name for column in self.columns for name in column.csv_headers()]]
        lines += [
            [cell for c, v in zip(self.columns, row, strict=True) for cell in c.csv_values(v)]
            for row in self.rows
        ]
        text = "".join(",".join(_csv_cell(cell) for cell in line) + "\r\n" for line in lines)
        return ("\N{ZERO WIDTH NO-BREAK SPACE}" if for_excel else "") + text


def state_chip(state: MasteryState | str) -> Markup:
    """A state as a small labeled chip: sign, word, color."""
    state = state_of(state)
    return Markup(
        '<span class="dc-chip dc-{}"><span aria-hidden="true">{}</span> {}</span>'
    ).format(state.value.replace("_", "-"), STATE_LOOKS[state].mark, words(state))


def formula_safe(text: str) -> str:
    """Put a single quote before a text that a spreadsheet would run.

    Examples
    --------
    >>> formula_safe("=1+1"), formula_safe("  @x"), formula_safe("7-A"), formula_safe("-")
    ("'=1+1", "'  @x", '7-A', "'-")
    """
    first = text[:1]
    if first and first in "\t\r\n":
        return "'" + text
    stripped = text.lstrip()
    return "'" + text if stripped and stripped[0] in FORMULA_STARTS else text


def _html_cell(column: Column, value: object) -> Markup:
    if value is HIDDEN:
        return Markup('<span class="dc-hidden">{}</span>').format(str(HIDDEN))
    if is_missing(value):
        text = column.text(value)
        return Markup('<span class="dc-none">{}</span>').format(text) if text else Markup("")
    if column.kind is Kind.STATE:
        return state_chip(value)
    return escape(column.text(value))


def _csv_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return '"yes"' if cell else '"no"'
    if isinstance(cell, str):
        return '"' + formula_safe(cell).replace('"', '""') + '"'
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    return _csv_cell(str(cell))
