"""From the frames of ``datacycle.analysis`` to tables and charts: the numbers of the answers.

What describes items and their options stands here; targets, students and classes in
``views_targets``, what changes over time in ``views_growth``. Nothing here computes a statistic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from plc_data.model import Assessment, Item

from . import labels, numbers
from .charts import Category, ChartKind, ChartSpec, Mark, Series, Unit
from .numbers import is_missing
from .sentences import ends_sentence
from .tables import Column, Kind, Table

if TYPE_CHECKING:
    import pandas as pd

SMALLEST_N_FOR_CORRELATION = 15
"""Students below whom no correlation is given (PSYCHOMETRICS, section 5)."""
SMALLEST_N_FOR_DISCRIMINATION = 30
"""Students below whom the upper-lower index is not given (DOMAIN, section 5c)."""


def item_label(assessment: Assessment | None, item_id: str) -> str:
    """What a teacher calls the item; its id where the assessment does not know it."""
    item = _item(assessment, item_id)
    return item.label if item else str(item_id)


def items_table(items: pd.DataFrame, assessment: Assessment | None = None) -> Table:
    """One row per item: how many got it, how sure that is, how it goes with the rest."""
    n = int(items["n"].max()) if len(items) else 0
    columns = [
        Column("item", "Item", row_header=True),
        Column("target", "Learning target"),
        Column("n", "Students", Kind.COUNT),
        Column("difficulty", "Share of points earned", Kind.SHARE),
        Column("interval", "95 % interval", Kind.INTERVAL),
        Column("omitted", "Left blank", Kind.COUNT),
        Column("r", "Goes with the rest (r)", Kind.R, n_students=n),
        Column("r_interval", "95 % interval of r", Kind.R_INTERVAL, n_students=n),
        Column("discrimination", "Upper minus lower group", Kind.R, n_students=n),
    ]
    rows = []
    for item_id, row in items.iterrows():
        item = _item(assessment, item_id)
        few = row["n"] < SMALLEST_N_FOR_CORRELATION
        rows.append(
            (
                item_label(assessment, item_id),
                assessment.target(item.target_id).statement if item and assessment else None,
                row["n"],
                row["difficulty"],
                (row["low"], row["high"]),
                row.get("n_omitted"),
                None if few else row.get("item_rest_r"),
                (None, None) if few else (row.get("r_low"), row.get("r_high")),
                None
                if row["n"] < SMALLEST_N_FOR_DISCRIMINATION
                else row.get("discrimination_index"),
            )
        )
    table = Table(
        "Items: how many earned the points", tuple(columns), tuple(rows), _item_notes(items)
    )
    if "n_omitted" not in items:
        table = table.without("omitted")
    if assessment is None:
        table = table.without("target")
    return table


def items_chart(items: pd.DataFrame, assessment: Assessment | None = None) -> ChartSpec:
    """One bar per item, in the order of the assessment, with its interval."""
    names = {str(i): item_label(assessment, i) for i in items.index}
    marks = tuple(
        Mark(
            category=str(item_id),
            value=_number(row["difficulty"]),
            label=numbers.percent(row["difficulty"]),
            low=_number(row["low"]),
            high=_number(row["high"]),
        )
        for item_id, row in items.iterrows()
    )
    return ChartSpec(
        kind=ChartKind.BARS,
        title="Items",
        categories=tuple(Category(i, name) for i, name in names.items()),
        series=(Series("Share of points earned", marks, labels.BAR),),
        unit=Unit.SHARE,
        axis_title="Share of points earned, with 95 % interval",
        alt=ends_sentence(
            [(names[m.category], m.value) for m in marks], what="of the points earned"
        ),
        table=items_table(items, assessment),
        note="A longer bar is an easier item.",
    )


def options_table(
    options: pd.DataFrame, item_id: str, assessment: Assessment | None = None
) -> Table:
    """One row per option of one item: who chose it, and what a wrong one may mean."""
    rows = options[options["item"] == item_id]
    n = int(rows["n"].sum()) if len(rows) else 0
    item = _item(assessment, item_id)
    meanings = {o.label: o for o in item.options} if item else {}
    table = Table(
        f"Options of {item_label(assessment, item_id)}",
        (
            Column("option", "Option", row_header=True),
            Column("is_key", "Right answer", Kind.YES),
            Column("chosen", "Chosen by", Kind.OF),
            Column("text", "What it says"),
            Column("misconception", "What choosing it may mean"),
            Column("r", "Goes with the rest (r)", Kind.R, n_students=n),
        ),
        tuple(
            (
                _option_name(row["option"]),
                bool(row["is_key"]),
                (row["n"], n),
                _text(meanings, row["option"], "text"),
                _text(meanings, row["option"], "misconception"),
                None if n < SMALLEST_N_FOR_CORRELATION else row.get("rest_r"),
            )
            for _, row in rows.iterrows()
        ),
    )
    empty = [key for key in ("text", "misconception") if not any(table.values(key))]
    return table.without(*empty)


def options_chart(
    options: pd.DataFrame, item_id: str, assessment: Assessment | None = None
) -> ChartSpec:
    """One bar per option of one item; the right answer is marked in words and in color."""
    rows = options[options["item"] == item_id]
    total = int(rows["n"].sum()) if len(rows) else 0
    categories, marks, colors = [], [], []
    for _, row in rows.iterrows():
        option = str(row["option"])
        is_key = bool(row["is_key"])
        categories.append(Category(option, _option_name(option) + (" ✓ key" if is_key else "")))
        marks.append(Mark(option, float(row["n"]), numbers.share_of(row["n"], total)))
        colors.append(labels.KEY if is_key else labels.DISTRACTOR)
    return ChartSpec(
        kind=ChartKind.BARS,
        title=f"Options of {item_label(assessment, item_id)}",
        categories=tuple(categories),
        series=(Series("Students", tuple(marks), labels.DISTRACTOR, colors=tuple(colors)),),
        unit=Unit.COUNT,
        axis_title="Students who chose it",
        alt=_options_sentence(rows, total, assessment, item_id),
        table=options_table(options, item_id, assessment),
        maximum=float(total) if total else None,
    )


def _options_sentence(
    rows: pd.DataFrame, total: int, assessment: Assessment | None, item_id: str
) -> str:
    if total == 0:
        return "Nobody has answered this item."
    right = [r for _, r in rows.iterrows() if r["is_key"]]
    wrong = sorted((r for _, r in rows.iterrows() if not r["is_key"]), key=lambda r: -r["n"])
    parts = []
    if right:
        names = numbers.joined([_option_name(r["option"]) for r in right])
        parts.append(
            f"{numbers.share_of(sum(r['n'] for r in right), total)} chose the right answer, {names}"
        )
    if wrong and wrong[0]["n"]:
        item = _item(assessment, item_id)
        meanings = {o.label: o for o in item.options} if item else {}
        tag = _text(meanings, wrong[0]["option"], "misconception")
        parts.append(
            f"most chosen wrong answer: {_option_name(wrong[0]['option'])}, "
            f"by {numbers.count(wrong[0]['n'])}" + (f" ({tag})" if tag else "")
        )
    return "; ".join(parts) + "."


def _item_notes(items: pd.DataFrame) -> tuple[str, ...]:
    notes = ["A higher share means an easier item. r shows whether who knows the rest knows it."]
    if len(items) and items["n"].min() < SMALLEST_N_FOR_CORRELATION:
        notes.append(f"No r below {SMALLEST_N_FOR_CORRELATION} students: too few to tell.")
    if len(items) and items["n"].min() < SMALLEST_N_FOR_DISCRIMINATION:
        notes.append(
            f"Upper minus lower group is given from {SMALLEST_N_FOR_DISCRIMINATION} students on."
        )
    return tuple(notes)


def _option_name(option: object) -> str:
    text = "" if is_missing(option) else str(option).strip()
    return text or "(left blank)"


def _text(meanings: Mapping[str, object], option: object, what: str) -> str | None:
    found = meanings.get(str(option))
    return getattr(found, what) or None if found is not None else None


def _item(assessment: Assessment | None, item_id: object) -> Item | None:
    if assessment is None:
        return None
    return next((item for item in assessment.items if item.id == item_id), None)


def _number(value: object) -> float | None:
    return None if is_missing(value) else float(value)
