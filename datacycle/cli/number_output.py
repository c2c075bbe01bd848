"""How the numbers are printed: objects at full precision, tables for reading, CSV."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from .scored_table import Scored

ITEM_COLUMNS = (
    *("n", "n_omitted", "difficulty", "low", "high", "sd", "item_rest_r", "r_low", "r_high"),
    *("discrimination_index", "alpha_if_deleted"),
)
"""The item table as CSV, in this order, after the item's name."""


def items_as_json(scored: Scored, item_frame: Any, rel: Any, options: Any) -> dict[str, Any]:
    """Lay the results out as the documented object; undefined is null."""
    by_item: dict[str, dict[str, Any]] = {str(item): {} for item in scored.scores.columns}
    if options is not None:
        for row in options.itertuples():
            by_item[row.item][row.option] = {
                "n": int(row.n),
                "share": _number(row.share),
                "rest_r": _number(row.rest_r),
            }
    return {
        "n_students": len(scored.scores),
        "n_items": scored.scores.shape[1],
        "alpha": _number(rel.alpha),
        "alpha_low": _number(rel.alpha_low),
        "alpha_high": _number(rel.alpha_high),
        "sem": _number(rel.standard_error),
        "items": [
            {
                "item": row.Index,
                "n": int(row.n),
                "difficulty": _number(row.difficulty),
                "sd": _number(row.sd),
                "item_rest_r": _number(row.item_rest_r),
                "r_low": _number(row.r_low),
                "r_high": _number(row.r_high),
                "discrimination_index": _number(row.discrimination_index),
                "alpha_if_deleted": _number(without),
                "options": by_item[row.Index],
            }
            for row, without in zip(item_frame.itertuples(), rel.alpha_if_deleted, strict=True)
        ],
    }


def items_as_frame(item_frame: Any, rel: Any) -> pd.DataFrame:
    """Lay the item table out as rows: one item each, without its options."""
    frame = item_frame.assign(alpha_if_deleted=rel.alpha_if_deleted.to_numpy())
    return frame.rename_axis("item")[list(ITEM_COLUMNS)]


def _number(value: float) -> float | None:
    value = float(value)
    return value if math.isfinite(value) else None


def items_as_text(scored: Scored, item_frame: Any, rel: Any, options: Any, blank: str) -> list[str]:
    """Lay the results out for reading, with what one class cannot tell left open."""
    from datacycle.analysis import advice

    n, k = scored.scores.shape
    shown, doubt = advice.may_show_r(item_frame), advice.items_in_doubt(item_frame)
    digits = advice.digits_of_r(n)
    alarms = (
        {} if options is None else advice.key_alarms(options).set_index("item").to_dict("index")
    )
    said = advice.difficulty_advice(item_frame)
    rows = []
    for row in item_frame.itertuples():
        remarks = []
        if doubt[row.Index]:
            remarks.append("look at it")
        if said[row.Index]:
            remarks.append(said[row.Index])
        if row.Index in alarms:
            alarm = alarms[row.Index]
            remarks.append(f"is the key right? ({alarm['option']}: {alarm['n']} students)")
        rows.append(
            (
                row.Index,
                str(row.n),
                _percent(row.difficulty),
                f"{_percent(row.low)}-{_percent(row.high)}",
                str(row.n_omitted),
                _plain(row.item_rest_r, digits) if shown[row.Index] else "",
                f"{_plain(row.r_low, digits)} to {_plain(row.r_high, digits)}"
                if shown[row.Index]
                else "too few to tell",
                _plain(row.discrimination_index, digits) if shown[row.Index] else "",
                "; ".join(remarks),
            )
        )
    head = ("item", "n", "right %", "95 %", "blank", "item-rest r", "95 %", "upper-lower", "")
    lines = [f"Students: {n}. Items: {k}. A blank counts as {blank}.", ""]
    lines += draw_text_table(head, rows)
    lines.append("")
    if advice.may_show_reliability(n, k) and math.isfinite(rel.alpha):
        lines.append(
            f"Alpha {rel.alpha:.2f} (95 % interval {rel.alpha_low:.2f} to {rel.alpha_high:.2f}); "
            f"one student's total is good to +- {rel.standard_error:.1f} points."
        )
    else:
        lines.append("Too few students or items to speak of reliability.")
    if options is not None:
        lines += ["", *_options_as_text(options)]
    return lines


def _options_as_text(options: Any) -> list[str]:
    rows = [
        (
            row.item,
            row.option + (" (key)" if row.is_key else ""),
            str(row.n),
            _percent(row.share),
            _plain(row.mean_total, 1),
        )
        for row in options.itertuples()
    ]
    return draw_text_table(("item", "option", "n", "%", "choosers' mean total"), rows)


def draw_text_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Align a table for a terminal: text left, numbers right.

    >>> draw_text_table(("item", "n"), [("q1", "3"), ("q10", "12")])
    ['item   n', 'q1     3', 'q10   12']
    """
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    right = [i > 0 and all(_is_number(row[i]) for row in rows) for i in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in [head, *rows]
    ]


def _is_number(cell: str) -> bool:
    return not cell or cell.lstrip("-").replace(".", "", 1).isdigit()


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.0f}"


def _plain(value: float, digits: int) -> str:
    return "" if math.isnan(value) else f"{value:.{digits}f}"


def frame_as_json(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn rows into objects; a missing value is null.

    >>> import pandas as pd
    >>> frame_as_json(pd.DataFrame({"n": [2], "share": [float("nan")]}))
    [{'n': 2, 'share': None}]
    """
    flat = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame
    return [
        {name: _plain_value(value) for name, value in zip(flat.columns, row, strict=True)}
        for row in flat.itertuples(index=False, name=None)
    ]


def _plain_value(value: Any) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def frame_as_csv(frame: pd.DataFrame) -> str:
    """Write a frame as CSV, full precision, blank where missing."""
    flat = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame
    return flat.to_csv(index=False, lineterminator="\n").rstrip("\n")


def targets_as_text(summary: pd.DataFrame) -> list[str]:
    """Lay out how many stand where on each target."""
    rows = [
        (
            row.Index,
            str(row.n_tested),
            str(row.n_secure),
            str(row.n_look_again),
            str(row.n_not_yet),
            str(row.n_no_evidence),
            _percent(row.share_secure),
            f"{_percent(row.low)}-{_percent(row.high)}" if row.n_tested else "",
        )
        for row in summary.itertuples()
    ]
    head = (
        "target",
        "tested",
        "secure",
        "look again",
        "not yet",
        "no evidence",
        "secure %",
        "95 %",
    )
    return draw_text_table(head, rows)


def growth_as_text(growth: Any, totals: Any) -> list[str]:
    """Lay out the matched growth per target and of the totals, with the warning it needs."""
    from datacycle.analysis.change import RETEST_WARNING

    rows = []
    for row in growth.per_target.itertuples():
        told = "" if row.low > 0 or row.high < 0 or not row.n_matched else "not distinguishable"
        rows.append(
            (
                row.Index,
                str(row.n_matched),
                f"{row.n_secure_before} -> {row.n_secure_after}",
                f"{100 * row.change:+.0f}" if row.n_matched else "",
                f"{100 * row.low:+.0f} to {100 * row.high:+.0f}" if row.n_matched else "",
                str(row.n_moved_up),
                str(row.n_same),
                str(row.n_moved_down),
                told,
            )
        )
    head = ("target", "matched", "secure", "points %", "95 %", "up", "same", "down", "")
    lines = draw_text_table(head, rows)
    lines += ["", f"Matched students: {totals.n}; left out with one testing: {totals.n_left_out}."]
    if totals.n > 1:
        lines.append(
            f"Totals: {totals.mean_before:.1f} -> {totals.mean_after:.1f} points, change "
            f"{totals.mean_change:+.1f} (95 % interval {totals.low:+.1f} to {totals.high:+.1f})."
        )
    return [*lines, RETEST_WARNING]


def groups_as_text(groups: pd.DataFrame) -> list[str]:
    """List every group with its students."""
    lines = []
    for name, part in groups.groupby("group", sort=False):
        lines.append(f"{name} ({len(part)}): {', '.join(part['student_id'])}")
    return lines or ["Nobody to group."]
