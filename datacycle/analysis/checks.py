"""What checks for understanding told the team, and what was done with it.

A check is as strong as the work it shows and the students it reaches: strength = work seen x
coverage. Thumbs and fist-to-five show how sure students feel, never what they can do; they stay
low whatever the coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from plc_data.model import CheckForUnderstanding
from plc_data.schema import CALIBRATION, CHECKS, LOW_CHECKS, make_frame

from .intervals import newcombe_difference, wilson_limits

LINE = 0.8
"""Share of the responders that teams commonly ask for before moving on; the team sets its own."""

STRONG, FAIR = 0.75, 0.4
"""Work seen x coverage from which evidence is called high or medium (judgement)."""

LESSONS_TO_FOLLOW = 2
"""A low check is followed up when the same target is checked again within so many school days."""


class Strength(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Technique:
    """What one way of looking shows: every responder's work (1), parts of it, or a feeling."""

    words: tuple[str, ...]
    work_seen: float
    is_self_report: bool = False


TECHNIQUES = (
    Technique(("thumb", "fist", "traffic", "confidence", "self"), 0.0, is_self_report=True),
    Technique(("whiteboard", "board", "show me", "hinge", "exit", "ticket", "poll", "quiz"), 1.0),
    Technique(("do now", "retrieval", "performance", "play", "sketch", "write", "ink"), 1.0),
    Technique(("tally", "circulat", "tracking"), 0.9),
    Technique(("turn and talk", "talk"), 0.5),
    Technique(("cold call", "random", "name"), 0.5),
    Technique(("hands up", "volunteer", "choral"), 0.25),
)
"""Looked through in this order; the first whose word stands in the name counts."""

UNKNOWN_TECHNIQUE = Technique((), 0.5)
"""An own technique of the team is given the benefit of half a doubt."""

MOVED_ON = ("move on",)
TOOK_TIME = ("clarify", "reteach", "pull group", "revisit")

MATCHED, MOVED_BELOW, STAYED_ABOVE, UNDECIDED, NO_EVIDENCE = (
    "matched",
    "moved on below the line",
    "took time above the line",
    "no decision noted",
    "no work was seen",
)


def technique_of(name: str) -> Technique:
    """Look up what a technique shows, by the words in its name.

    Examples
    --------
    >>> technique_of("Mini whiteboards").work_seen, technique_of("fist to five").is_self_report
    (1.0, True)
    """
    plain = name.lower().replace("-", " ").replace("_", " ")
    for technique in TECHNIQUES:
        if any(word in plain for word in technique.words):
            return technique
    return UNKNOWN_TECHNIQUE


def evidence_strength(technique: Technique, coverage: float) -> Strength:
    """Grade one check; self-report is never more than low.

    Examples
    --------
    >>> evidence_strength(technique_of("exit ticket"), 0.9).value
    'high'
    >>> evidence_strength(technique_of("thumbs"), 1.0).value
    'low'
    """
    if technique.is_self_report or not coverage > 0:
        return Strength.LOW
    seen = technique.work_seen * coverage
    return Strength.HIGH if seen >= STRONG else Strength.MEDIUM if seen >= FAIR else Strength.LOW


def check_table(checks: Iterable[CheckForUnderstanding], *, line: float = LINE) -> pd.DataFrame:
    """Describe every check: how many it reached, how many had it, how strong it is, what followed.

    Parameters
    ----------
    checks
        In any order.
    line
        The team's line for moving on.

    Returns
    -------
    DataFrame
        The frame ``CHECKS``, by day. ``share_had_it`` is of the *responders*, with its Wilson
        interval; missing for self-report (a feeling is no success) and when nobody responded.
        ``days_since_strong`` counts from the last strong check of the same target and section.

    Examples
    --------
    >>> check = CheckForUnderstanding(
    ...     id="c1", team_id="t", section_id="p1", teacher_id="k", target_id="add",
    ...     on=date(2026, 10, 2), technique="exit ticket", n_present=25, n_responded=20,
    ...     n_had_it=12, decision="move on")
    >>> check_table([check])[["coverage", "share_had_it", "strength", "decision_fit"]]
       coverage  share_had_it strength             decision_fit
    0       0.8           0.6     high  moved on below the line
    """
    ordered = sorted(checks, key=lambda check: (check.on, check.id))
    rows: list[dict[str, object]] = []
    last_strong: dict[tuple[str, str], date] = {}
    for check in ordered:
        technique = technique_of(check.technique)
        coverage = check.n_responded / check.n_present if check.n_present else np.nan
        shows = check.n_responded > 0 and not technique.is_self_report
        share = check.n_had_it / check.n_responded if shows else np.nan
        strength = evidence_strength(technique, coverage)
        where = (check.target_id, check.section_id)
        before = last_strong.get(where)
        rows.append(
            {
                "check_id": check.id,
                "on": check.on.isoformat(),
                "section_id": check.section_id,
                "target_id": check.target_id,
                "technique": check.technique,
                "n_present": check.n_present,
                "n_responded": check.n_responded,
                "n_had_it": check.n_had_it,
                "coverage": coverage,
                "share_had_it": share,
                "strength": strength.value,
                "decision": check.decision,
                "decision_fit": _fit(check.decision, share, line),
                "days_since_strong": (check.on - before).days if before else np.nan,
            }
        )
        if strength is Strength.HIGH:
            last_strong[where] = check.on
    values = {name: [row.get(name) for row in rows] for name in CHECKS}
    shares = np.array(values["share_had_it"], float)
    low, high = wilson_limits(
        np.array(values["n_had_it"], float), np.array(values["n_responded"], float)
    )
    values["low"], values["high"] = (np.where(np.isnan(shares), np.nan, v) for v in (low, high))
    return make_frame(CHECKS, values)


def _fit(decision: str, share: float, line: float) -> str:
    plain = decision.lower().replace("_", " ")
    moved = any(word in plain for word in MOVED_ON)
    stayed = any(word in plain for word in TOOK_TIME)
    if np.isnan(share):
        return NO_EVIDENCE
    if not (moved or stayed):
        return UNDECIDED
    if moved and share < line:
        return MOVED_BELOW
    return STAYED_ABOVE if stayed and share >= line else MATCHED


def low_checks(
    checks: Iterable[CheckForUnderstanding],
    *,
    line: float = LINE,
    within: int = LESSONS_TO_FOLLOW,
    days_off: Sequence[date] = (),
) -> pd.DataFrame:
    """Say what came after each check below the line: whether the target was soon looked at again.

    Parameters
    ----------
    checks
        In any order.
    line
        The team's line.
    within
        School days (weekdays without ``days_off``) within which another check counts.

    Returns
    -------
    DataFrame
        The frame ``LOW_CHECKS``; ``next_share`` tells whether it had got better by then.

    Examples
    --------
    >>> def check(id, day, had_it):
    ...     return CheckForUnderstanding(
    ...         id=id, team_id="t", section_id="p1", teacher_id="k", target_id="add",
    ...         on=date(2026, 10, day), technique="hinge question", n_present=20, n_responded=20,
    ...         n_had_it=had_it)
    >>> low_checks([check("c1", 2, 9), check("c2", 5, 18)])[["check_id", "next_check_id",
    ...                                                        "school_days", "is_followed"]]
      check_id next_check_id  school_days  is_followed
    0       c1            c2          1.0         True
    """
    table = check_table(checks, line=line)
    rows = []
    for _, series in table.groupby(["target_id", "section_id"], sort=False):
        known = series[series["share_had_it"].notna()].reset_index(drop=True)
        for i, row in known.iterrows():
            if row["share_had_it"] >= line:
                continue
            after = known.iloc[i + 1] if i + 1 < len(known) else None
            days = np.nan
            if after is not None:
                days = float(
                    np.busday_count(row["on"], after["on"], holidays=[str(d) for d in days_off])
                )
            rows.append(
                {
                    **{name: row[name] for name in ("check_id", "on", "section_id", "target_id")},
                    "share_had_it": row["share_had_it"],
                    "decision": row["decision"],
                    "next_check_id": None if after is None else after["check_id"],
                    "school_days": days,
                    "next_share": np.nan if after is None else after["share_had_it"],
                    "is_followed": bool(days <= within),
                }
            )
    rows.sort(key=lambda row: (row["on"], row["check_id"]))
    return make_frame(LOW_CHECKS, {name: [row[name] for row in rows] for name in LOW_CHECKS})


def check_calibration(
    checks: Iterable[CheckForUnderstanding], classes: pd.DataFrame
) -> pd.DataFrame:
    """Compare what the last strong check said of a class with what the CFA said.

    Parameters
    ----------
    checks
        Those before the CFA.
    classes
        The frame ``CLASSES`` of the CFA (:func:`~datacycle.analysis.class_summary`).

    Returns
    -------
    DataFrame
        The frame ``CALIBRATION``: "we thought 85 %, the CFA said 60 %". ``difference`` is check
        minus CFA with Newcombe's interval; ``is_distinguishable`` when it leaves out 0.

    Notes
    -----
    The check asks one question, the CFA several, some days later: a difference is a question to
    the team, not a fault of the teacher.

    Examples
    --------
    >>> check = CheckForUnderstanding(
    ...     id="c1", team_id="t", section_id="p1", teacher_id="k", target_id="add",
    ...     on=date(2026, 10, 2), technique="exit ticket", n_present=24, n_responded=24,
    ...     n_had_it=22)
    >>> classes = pd.DataFrame({"target_id": "add", "section_id": "p1", "n_tested": 24,
    ...                         "n_secure": [10]}).set_index(["target_id", "section_id"])
    >>> check_calibration([check], classes)[["target_id", "difference", "is_distinguishable"]]
      target_id  difference  is_distinguishable
    0       add         0.5                True
    """
    table = check_table(checks)
    strong = table[(table["strength"] == Strength.HIGH.value) & table["share_had_it"].notna()]
    last = strong.drop_duplicates(["target_id", "section_id"], keep="last")
    rows = []
    for check in last.itertuples():
        where = (check.target_id, check.section_id)
        if where not in classes.index or not classes.loc[where, "n_tested"]:
            continue
        n, secure = (int(classes.loc[where, name]) for name in ("n_tested", "n_secure"))
        low, high = newcombe_difference(check.n_had_it, check.n_responded, secure, n)
        rows.append(
            {
                "target_id": check.target_id,
                "section_id": check.section_id,
                "check_id": check.check_id,
                "n_responded": check.n_responded,
                "share_had_it": check.share_had_it,
                "n_tested": n,
                "share_secure": secure / n,
                "difference": check.share_had_it - secure / n,
                "low": low,
                "high": high,
                "is_distinguishable": low > 0 or high < 0,
            }
        )
    rows.sort(key=lambda row: (row["target_id"], row["section_id"]))
    return make_frame(CALIBRATION, {name: [row[name] for row in rows] for name in CALIBRATION})


def targets_without_strong_check(
    checks: Iterable[CheckForUnderstanding], target_ids: Iterable[str], *, before: date
) -> tuple[str, ...]:
    """Name the targets that no strong check looked at before the CFA, in the order given.

    Examples
    --------
    >>> targets_without_strong_check([], ["add", "divide"], before=date(2026, 10, 9))
    ('add', 'divide')
    """
    table = check_table(check for check in checks if check.on < before)
    strong = set(table.loc[table["strength"] == Strength.HIGH.value, "target_id"])
    return tuple(target for target in target_ids if target not in strong)
