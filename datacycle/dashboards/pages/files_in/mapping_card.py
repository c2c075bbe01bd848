"""The card on which a person says what the columns of a file mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets

from datacycle.reports import numbers
from datacycle.reports.tables import Column, Kind, Table
from datacycle.workbench.columns import IGNORE, ITEM, ColumnLook, TableLook
from datacycle.workbench.saved_mappings import SavedMapping
from plc_data.model import Assessment

from ...parts import (
    ChoiceField,
    Download,
    NumberField,
    RadioField,
    TextField,
    Upload,
    box,
    button,
    card,
    form_row,
    heading,
    message,
    paragraph,
    piece,
    row,
    table,
)
from . import keys

MOST_COLUMNS = 60
"""Columns with a choice of their own; the guess stands for those after them."""
COLUMNS_SHOWN = 8

WIDE, LONG = "wide", "long"
ROLES = (
    ("ignore", "not used"),
    ("id", "student's id"),
    ("given", "given name"),
    ("family", "family name"),
    ("name", "whole name"),
    ("email", "e-mail"),
    ("section", "class"),
    ("item", "a question"),
    ("total", "a total, not used"),
)
LONG_ROLES = (
    *ROLES[:7],
    ("item", "the question"),
    ("points", "points"),
    ("max_column", "maximum points"),
    ("response", "the answer"),
    ("standard", "standard"),
)
_LONG_WORDS = {
    "item": ("item", "question"),
    "max_column": ("possible", "max"),
    "points": ("points", "score", "earned"),
    "response": ("response", "answer"),
    "standard": ("standard", "target"),
}
CELLS = (
    ("points", "Points"),
    ("letters", "Answers, to be scored with a key"),
    ("points_or_wrong_letter", "Points; a letter is a wrong answer"),
    ("rubric", "Levels of a rubric, as numbers"),
    ("percent", "Percent of the maximum"),
)


class MappingCard:
    """Guess, show, correct; ``on_look(mapping)`` reads the file again."""

    def __init__(
        self,
        look: TableLook,
        assessment: Assessment,
        *,
        saved: SavedMapping | None,
        before: Mapping[str, Any] | None,
        on_look: Callable[[dict[str, Any]], object],
        on_place: Callable[[str | None, int | None], object],
        on_save: Callable[[str, str, dict[str, Any]], object],
        on_preset: Callable[[bytes], object],
    ) -> None:
        self.look, self.assessment, self.saved = look, assessment, saved
        self._on_look, self._on_place = on_look, on_place
        self._on_save, self._on_preset = on_save, on_preset
        start = dict(before or (saved.mapping if saved else {}))
        self.file_key: dict[str, str] = {}
        self.layout = RadioField(
            "How the table is built",
            (
                (WIDE, "One row for each student"),
                (LONG, "One row for each answer"),
            ),
            LONG if start.get("layout") == LONG else _layout(look),
            on_change=lambda _: self._draw_columns(start),
            saves=False,
        )
        self.columns_place, self.key_place, self.key_said = box(), box(), box()
        self.cells = RadioField(
            "What stands in the cells of the questions",
            CELLS,
            start.get("cells") or look.cells,
            on_change=lambda _: self._draw_key(),
            saves=False,
        )
        self.header = ChoiceField(
            "The row with the headers",
            [(str(n), f"Row {n}") for n in look.rows],
            str(look.header_row),
            on_change=lambda n: on_place(look.sheet or None, int(n)),
            saves=False,
        )
        self.max_row = self._row_choice("Row with the maximum points", "none", look.max_row)
        self.all_max = NumberField(
            "Each question gives",
            _number(start.get("max_points")),
            lowest=0.01,
            whole=False,
            unit="points",
            help="Blank: as the file or the assessment says",
        )
        self.key_row = self._row_choice("Row with the key", "none", look.key_row)
        self.key_typed = TextField(
            "Type the key", help="One answer for each question: A C B D, or B|D where two are right"
        )
        self.title = TextField("Keep this for next time as", saved.title if saved else "")
        self._draw_columns(start)
        self._draw_key()
        self.widget = self._whole()

    def _row_choice(self, label: str, none: str, guess: int | None) -> ChoiceField:
        rows = dict.fromkeys((*self.look.below, *([guess] if guess else [])))
        return ChoiceField(
            label,
            [(str(n), f"Row {n}") for n in rows],
            str(guess) if guess else None,
            empty=none,
        )

    # What it shows

    def _whole(self) -> ipywidgets.Widget:
        look, parts = self.look, []
        if self.saved is not None:
            words = "Below stands what was said then. Look at it, and correct it where needed."
            title = f"Files with these headers are known: {self.saved.title}"
            parts.append(piece(message(words, "good", title)))
        parts.append(table(_first_rows(look)))
        where = [self.header]
        if len(look.sheets) > 1:
            sheet = ChoiceField(
                "Sheet of the workbook",
                [(name, name) for name in look.sheets],
                look.sheet,
                on_change=lambda name: self._on_place(name, None),
                saves=False,
            )
            where.insert(0, sheet)
        parts += [
            self.layout,
            form_row(*where),
            piece(heading(3, "What each column is")),
            self.columns_place,
            self.cells,
            form_row(self.max_row, self.all_max),
            self.key_place,
            row(button("Look at it this way", self.read, kind="primary")),
            piece(heading(3, "For next time")),
            self.title,
            row(
                button("Keep as a preset", self.keep, kind="small"),
                Download(
                    "Save it as a file", self.preset_bytes, "preset.yaml", media_type="text/yaml"
                ),
                cls="dc-preset-ways",
            ),
            Upload(
                "Or use a preset of another school",
                on_file=lambda _name, content: self._on_preset(content),
                accept=(".yaml", ".yml"),
                most_megabytes=1,
                help="A small file that the workbench has saved; headers have to be the same",
            ),
        ]
        return card(
            "Say what the columns are",
            *parts,
            intro="This layout is not known here, so nothing was guessed into numbers. "
            "What is chosen below is a first guess.",
        )

    def _draw_columns(self, start: Mapping[str, Any]) -> None:
        long = self.layout.value == LONG
        self.roles: dict[int, ChoiceField] = {}
        self.maxima: dict[int, NumberField] = {}
        known = start.get("max_points")
        fields = []
        for column in self.look.columns[:MOST_COLUMNS]:
            if not column.usable:
                continue
            role = ChoiceField(
                f"{column.letters}: {column.header}",
                LONG_ROLES if long else ROLES,
                _role(column, start, long=long),
                help="for example " + ", ".join(column.examples) if column.examples else "empty",
            )
            self.roles[column.place] = role
            fields.append(role)
            if not long and column.guess == ITEM and (column.max_points or isinstance(known, dict)):
                first = (known or {}).get(column.header) if isinstance(known, dict) else None
                most = NumberField(
                    f"{column.letters}: maximum points",
                    first or column.max_points,
                    lowest=0.01,
                    whole=False,
                )
                self.maxima[column.place] = most
                fields.append(most)
        lost = [c.letters for c in self.look.columns if not c.usable]
        note = (
            f"Column {', '.join(lost)} has no header, or one that stands twice, and is not used. "
            "Give it a name of its own in the file if it is needed."
        )
        self.columns_place.children = (
            form_row(*fields),
            *((piece(paragraph(note, cls="dc-quiet")),) if lost else ()),
        )
        self._draw_key()

    def _draw_key(self) -> None:
        if self.layout.value == LONG or self.cells.value != "letters":
            self.key_place.children = ()
            return
        upload = Upload(
            "Or a file with the key",
            on_file=self.take_key,
            help="Two columns, question and key; or ZipGrade's answer key",
        )
        ours = keys.of_assessment(self.assessment)
        hint = (
            f"Without one of these the key of the assessment is used ({len(ours)} questions)."
            if ours
            else "The assessment has no key, so one is needed here."
        )
        self.key_place.children = (
            piece(heading(3, "The key")),
            piece(paragraph(hint, cls="dc-quiet")),
            form_row(self.key_row, self.key_typed),
            upload,
            self.key_said,
        )

    # What a person does

    def take_key(self, name: str, content: bytes) -> None:
        """Read a file with the key."""
        self.file_key = keys.read_key(name, content)
        words = f"{len(self.file_key)} questions have their key from {name}."
        self.key_said.children = (piece(message(words, "good")),)

    def read(self) -> None:
        """Read the file in this way."""
        self._on_look(self.mapping())

    def keep(self) -> None:
        """Keep it in the workspace."""
        self._on_save(self.title.value, self.look.fingerprint, self.mapping())

    def preset_bytes(self) -> bytes:
        """The preset as a file to hand on."""
        from datacycle.workbench.saved_mappings import kept

        title = self.title.value or "Preset"
        return SavedMapping(
            title=title, fingerprint=self.look.fingerprint, mapping=kept(self.mapping())
        ).to_yaml()

    def mapping(self) -> dict[str, Any]:
        """What was chosen, as the importer takes it."""
        roles = {c.header: self._chosen(c) for c in self.look.columns if c.usable}
        person = ("id", "given", "family", "name", "email", "section")
        made: dict[str, Any] = {
            "layout": self.layout.value,
            "header_row": self.look.header_row,
            "student": {role: name for name, role in roles.items() if role in person},
        }
        if len(self.look.sheets) > 1:
            made["sheet"] = self.look.sheet
        if self.layout.value == LONG:
            said = {role: name for name, role in roles.items()}
            made |= {role: said[role] for role in _LONG_WORDS if role in said}
            return made
        items = [name for name, role in roles.items() if role == ITEM]
        cells = self.cells.value
        made |= {"items": items, "cells": "points" if cells == "rubric" else cells}
        made |= self._points(items)
        if cells == "letters":
            made |= self._key(items)
        return made

    def _chosen(self, column: ColumnLook) -> str:
        field = self.roles.get(column.place)
        return (field.value or IGNORE) if field is not None else column.guess

    def _points(self, items: list[str]) -> dict[str, Any]:
        if self.max_row.value:
            return {"max_row": int(self.max_row.value)}
        headers = {c.place: c.header for c in self.look.columns}
        single = {headers[k]: f.value for k, f in self.maxima.items() if f.value is not None}
        single = {name: most for name, most in single.items() if name in items}
        if self.all_max.value is not None:
            return {"max_points": dict.fromkeys(items, self.all_max.value) | single}
        return {"max_points": single} if single else {}

    def _key(self, items: list[str]) -> dict[str, Any]:
        if self.key_row.value:
            return {"key_row": int(self.key_row.value)}
        if self.key_typed.value:
            return {"key": keys.typed(self.key_typed.value, items)}
        if self.file_key:
            return {"key": keys.for_items(self.file_key, items)}
        ours = keys.of_assessment(self.assessment)
        return {"key": keys.for_items(ours, items)} if ours else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _layout(look: TableLook) -> str:
    words = [column.header.casefold().replace("_", " ") for column in look.columns]
    has = all(any(w in known for w in words) for known in (
        ("item", "question", "item id", "question id", "questionno"),
        ("points", "score", "points earned", "earned points"),
    ))  # fmt: skip
    return LONG if has else WIDE


def _role(column: ColumnLook, start: Mapping[str, Any], *, long: bool) -> str:
    """What the column was said to be before, or the guess."""
    student = start.get("student") or {}
    said = {name: role for role, name in student.items()}
    said |= dict.fromkeys(start.get("items") or (), ITEM)
    if long:
        said |= {start[role]: role for role in _LONG_WORDS if start.get(role)}
    if column.header in said:
        return said[column.header]
    if start.get("items") and not long:
        return IGNORE
    if not long:
        return column.guess
    word = column.header.casefold()
    if column.guess in (ITEM, "total", IGNORE):
        found = (r for r, words in _LONG_WORDS.items() if any(w in word for w in words))
        return next(found, IGNORE)
    return column.guess


def _first_rows(look: TableLook) -> Table:
    shown = look.columns[:COLUMNS_SHOWN]
    columns = (
        Column("row", "Row", Kind.COUNT, row_header=True),
        *(Column(f"c{c.place}", c.letters) for c in shown),
    )
    rows = [
        (n, *(cells[c.place] if c.place < len(cells) else "" for c in shown))
        for n, cells in look.first_rows
    ]
    made = Table("The first rows, as they stand in the file", columns, tuple(rows))
    more = len(look.columns) - len(shown)
    return made.with_note(f"{numbers.plural(more, 'more column')}.") if more > 0 else made
