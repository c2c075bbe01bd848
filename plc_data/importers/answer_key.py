"""ZipGrade's answer key: points and standards of each item, where teachers put them as tags."""

from __future__ import annotations

import re
from pathlib import Path

from plc_data.model import ImportPlan, PlannedItem, Problem, Record

from .files import load, open_file
from .limits import LIMITS, Limits
from .numbers import any_number
from .people import header_word
from .problems import Refused, problem, refuse, shortened
from .table import Table, clean

_CODE_LIKE = re.compile(r"(?=.*\d)[\w-]+(?:[.-][\w-]+)+\.?")
_BONUS = re.compile(r"\[[^\]]*\]")


class AnswerKey(Record):
    """The items of a key, by form (``""`` where there is one form); tags that look like codes."""

    source_name: str
    forms: dict[str, tuple[PlannedItem, ...]] = {}
    problems: tuple[Problem, ...] = ()


def read_answer_key(
    source: str | Path | bytes, *, name: str | None = None, limits: Limits = LIMITS
) -> AnswerKey:
    """Read a key: ``Key Letter,Question Number,Response/Mapping,Point Value,Tags``, tag after tag.

    >>> text = b"Key Letter,Question Number,Response,Point Value\\nA,1,B,2,7.RP.A.1,Easy\\n"
    >>> key = read_answer_key(text)
    >>> key.forms["A"][0].max_points, key.forms["A"][0].target_codes
    (2.0, ('7.RP.A.1',))
    """
    own_name = Path(source).name if isinstance(source, str | Path) else "file"
    try:
        data, own_name = load(source, limits=limits)
        file = open_file(data, name or own_name, limits=limits)
        if file.table is None:
            raise _no_key()
        forms, problems = _read(file.table)
    except Refused as refused:
        return AnswerKey(source_name=name or own_name, problems=shortened(refused.problems))
    return AnswerKey(source_name=name or own_name, forms=forms, problems=shortened(problems))


def _no_key() -> Refused:
    return refuse(
        "unknown-layout",
        "This is no answer key: a key has the columns Key Letter, Question Number, Response, Point "
        "Value, Tags.",
    )


def _read(table: Table) -> tuple[dict[str, tuple[PlannedItem, ...]], list[Problem]]:
    start = 1 if header_word(table.records[0][0]).startswith("key") else 0
    found: dict[str, list[PlannedItem]] = {}
    problems: list[Problem] = []
    for record, row in zip(table.records[start:], table.rows[start:], strict=True):
        cells = [clean(cell) for cell in record] + [""] * 4
        number, points = any_number(cells[1]), any_number(cells[3])
        if number is None or number < 1 or number != int(number):
            raise _no_key()
        if points is None or points < 0:
            text = "The points of this item are no number; they were left open."
            problems.append(problem("not-a-number", text, row=row, column="Point Value"))
            points = None
        tags = [tag for tag in cells[4:] if _CODE_LIKE.fullmatch(tag)]
        items = found.setdefault(cells[0].upper(), [])
        items.append(
            PlannedItem(
                position=int(number),
                label=f"Q{int(number)}",
                max_points=points or None,
                key=_BONUS.sub("", cells[2]).strip() or None,
                target_codes=tuple(dict.fromkeys(tags)),
            )
        )
    if not found:
        raise _no_key()
    forms = {form: tuple(sorted(i, key=lambda x: x.position)) for form, i in found.items()}
    return forms, problems


def plan_with_key(plan: ImportPlan, items: tuple[PlannedItem, ...]) -> ImportPlan:
    """The plan with the key's points and codes where the file of results is silent."""
    known = {item.position: item for item in items}

    def filled(item: PlannedItem) -> PlannedItem:
        key = known.get(item.position)
        if key is None:
            return item
        return item.model_copy(
            update={
                "max_points": item.max_points if item.max_points is not None else key.max_points,
                "key": item.key or key.key,
                "target_codes": item.target_codes or key.target_codes,
            }
        )

    return plan.model_copy(update={"items": tuple(map(filled, plan.items))})
