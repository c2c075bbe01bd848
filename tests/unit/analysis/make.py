"""Small assessments and answers for the tests of this folder."""

from __future__ import annotations

import pandas as pd

from plc_data.model import Assessment, Item, ItemType, LearningTarget, MasteryRule, RubricLevel


def assessment(*, rule: MasteryRule | None = None, **targets) -> Assessment:
    """Build an assessment from ``target="3 selected, 1 rubric"``-like lists of items.

    Each target is a number of selected items, or a list of ``Item`` keyword sets.
    """
    items, position = [], 0
    for target_id, wanted in targets.items():
        wanted = [{} for _ in range(wanted)] if isinstance(wanted, int) else wanted
        for number, extra in enumerate(wanted, start=1):
            position += 1
            items.append(
                Item(
                    **{
                        "id": f"{target_id}{number}",
                        "position": position,
                        "label": str(position),
                        "target_id": target_id,
                        **extra,
                    }
                )
            )
    return Assessment(
        id="cfa",
        team_id="team",
        title="A check",
        targets=tuple(LearningTarget(id=t, statement=f"I can {t}.") for t in targets),
        items=tuple(items),
        rule=rule or MasteryRule(),
    )


def rubric(points: int = 4, **extra) -> dict:
    """One rubric row with the levels 1 to ``points``."""
    levels = tuple(RubricLevel(label=str(p), points=p) for p in range(1, points + 1))
    return {"type": ItemType.RUBRIC_ROW, "max_points": points, "levels": levels, **extra}


def answers(scores: dict[str, dict[str, object]], *, max_points: float = 1) -> pd.DataFrame:
    """Lay out ``{student: {item: points, "blank" or "excused" or an (option, points) pair}}``."""
    rows = []
    for student, given in scores.items():
        for item, value in given.items():
            response, status, points = None, "scored", value
            if value == "blank":
                status, points = "no_response", None
            elif isinstance(value, str):
                status, points = value, None
            elif isinstance(value, tuple):
                response, points = value
            rows.append((student, item, response, points, max_points, status))
    frame = pd.DataFrame(
        rows, columns=["student_id", "item_id", "response", "points", "max_points", "status"]
    )
    return frame.astype(
        {"student_id": "str", "item_id": "str", "response": "str", "points": float,
         "max_points": float, "status": "str"}
    )  # fmt: skip


def right(target: str, k: int, n: int) -> dict[str, int]:
    """Give ``k`` of the ``n`` items of this target right."""
    return {f"{target}{i}": int(i <= k) for i in range(1, n + 1)}
