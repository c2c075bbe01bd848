"""Kahoot report: right or wrong per player and question.

The points reward speed and are never used. Players are nicknames: a person says who is who.
"""

from __future__ import annotations

import html
import re

from plc_data.model import IgnoredColumn, PlannedItem, PlannedStudent, ResponseStatus, Verdict

from ..cells import ScoreColumn, cell_problem
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..people import header_word
from ..problems import refuse
from ..table import Body, clean, clean_header
from .base import Source

S = ResponseStatus
SHEET = "RawReportData Data"
_NEEDED = ("question number", "question", "player", "answer", "correct incorrect")
_DIGITS = re.compile(r"\s*(\d+)")
_TAG = re.compile(r"<[^<>]*>")


def plain_text(text: str) -> str:
    """Text without HTML entities and tags.

    >>> plain_text("Half&nbsp;of <b>8</b>")
    'Half of 8'
    """
    return clean_header(_TAG.sub("", html.unescape(text)))


def _recognise(file: File) -> str | None:
    return SHEET if SHEET in file.sheets else None


def _read(file: File, sheet: str, mapping: ColumnMapping) -> Draft:
    body = file.sheets[sheet].below()
    words = [header_word(cell) for cell in body.header]
    lacking = [name for name in _NEEDED if name not in words]
    if lacking:
        raise refuse(
            "columns-to-map",
            f'The sheet "{SHEET}" lacks the column "{lacking[0]}": Kahoot has changed its report. '
            "Map the columns of a long table instead.",
            column=lacking[0],
        )
    number, question, player, answer, right = (body.column(words.index(n)) for n in _NEEDED)
    keys = body.column(words.index("correct answers") if "correct answers" in words else None)
    items: dict[str, int] = {}
    asked: dict[str, str] = {}
    polls: dict[str, str] = {}
    players: dict[str, int] = {}
    order = [(m[1] if (m := _DIGITS.match(n)) else n) for n in number]
    graded = {n for n, mark in zip(order, right, strict=True) if _mark(mark) is not None}
    keyed = {n for n, key in zip(order, keys, strict=True) if key}
    for n, text, who, key in zip(order, question, player, keys, strict=True):
        if who:
            players.setdefault(who, len(players))
        if n in graded and (n in keyed or not keyed):
            items.setdefault(n, len(items))
            asked.setdefault(n, key)
        else:
            polls.setdefault(n, plain_text(text))
    draft = Draft("kahoot", _players(body, player, players))
    draft.columns = [
        ScoreColumn([None] * len(players), [S.MISSING] * len(players), [None] * len(players))
        for _ in items
    ]
    labels = {n: plain_text(t) for n, t in reversed(list(zip(order, question, strict=True)))}
    for position, n in enumerate(items, start=1):
        label = labels[n] or f"Question {n}"
        draft.items.append(
            PlannedItem(
                position=position, label=label, max_points=1.0, key=plain_text(asked[n]) or None
            )
        )
    for k, (n, who) in enumerate(zip(order, player, strict=True)):
        if who and n in items:
            item = draft.items[items[n]].label
            _put(draft.columns[items[n]], players[who], right[k], answer[k], body.rows[k], item)
    for text in polls.values():
        why = "no right answer: a poll, not an item"
        draft.ignored_columns.append(IgnoredColumn(name=text, why=why))
    draft.warn("one-point-each", "Right or wrong counts; Kahoot's points reward speed.")
    draft.warn(
        "nicknames",
        "Kahoot names players only. Say once which student each player is; it is remembered.",
    )
    draft.verdict = Verdict.IMPORT
    return draft


def _players(body: Body, player: list[str], players: dict[str, int]) -> list[PlannedStudent]:
    first = {who: row for who, row in reversed(list(zip(player, body.rows, strict=True))) if who}
    return [PlannedStudent(row=first[who], name=plain_text(who) or who) for who in players]


def _mark(text: str) -> bool | None:
    return {"correct": True, "incorrect": False}.get(clean(text).casefold())


def _put(column: ScoreColumn, s: int, mark: str, answer: str, row: int, name: str) -> None:
    right = _mark(mark)
    answer = plain_text(answer)
    if right is None:
        column.points[s], column.statuses[s] = None, S.UNKNOWN
        column.problems.append(cell_problem("unknown-word", mark, row=row, column=name))
        return
    column.points[s] = 1.0 if right else 0.0
    column.statuses[s] = S.SCORED if answer or right else S.NO_RESPONSE
    column.responses[s] = answer or None


SOURCE = Source("kahoot", "Kahoot report", _recognise, _read)
