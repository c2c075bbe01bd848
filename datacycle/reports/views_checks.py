"""What the log of checks says: technique mix, low checks, and checks beside the assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from . import labels, numbers
from .charts import Category, ChartKind, ChartSpec, Mark, Series, Unit
from .check_words import FIT_WORDS, STRENGTH_WORDS, technique_words
from .tables import Column, Kind, Table

if TYPE_CHECKING:
    import pandas as pd


def strip_table(
    checks: pd.DataFrame, sections: Mapping[str, str], targets: Mapping[str, str]
) -> Table:
    """Every check with its evidence; ``checks`` is the frame ``CHECKS``. Newest first."""
    rows = [
        (
            date.fromisoformat(row.on),
            targets.get(row.target_id, row.target_id),
            sections.get(row.section_id, row.section_id),
            technique_words(row.technique),
            (int(row.n_had_it), int(row.n_responded)),
            (row.low, row.high),
            (int(row.n_responded), int(row.n_present)),
            STRENGTH_WORDS[row.strength],
            technique_words(row.decision),
            FIT_WORDS[row.decision_fit],
        )
        for row in checks.itertuples()
    ]
    return Table(
        "Checks for understanding",
        (
            Column("on", "Day", Kind.DAY, row_header=True),
            Column("target", "Learning target"),
            Column("section", "Class"),
            Column("technique", "Technique"),
            Column("had_it", "Had it", Kind.OF),
            Column("interval", "95 % interval", Kind.INTERVAL),
            Column("coverage", "Responded of present", Kind.OF),
            Column("strength", "Evidence"),
            Column("decision", "Decision"),
            Column("fit", "Decision and line"),
        ),
        tuple(reversed(rows)),
        empty="No check is in the log yet.",
    )


def strip_sentence(checks: pd.DataFrame, targets: Mapping[str, str], line: float) -> str:
    """The strip in words: how many, over which days, how many below the line."""
    if checks.empty:
        return "No check is in the log yet."
    n_targets = checks["target_id"].nunique()
    known = checks[checks["share_had_it"].notna()]
    below = int((known["share_had_it"] < line).sum())
    first, last = (date.fromisoformat(checks["on"].agg(end)) for end in ("min", "max"))
    days = (
        f"on {numbers.short_day(first)}"
        if first == last
        else f"from {numbers.short_day(first)} to {numbers.short_day(last)}"
    )
    said = (
        f"{numbers.plural(len(checks), 'check')} on {numbers.plural(n_targets, 'target')} {days}: "
        f"{below} of the {len(known)} that show work are below the line of "
        f"{numbers.percent(line)}."
    )
    feelings = len(checks) - len(known)
    if feelings:
        said += f" {numbers.plural(feelings, 'check')} tell how sure students feel, or nothing."
    return said


def technique_mix(checks: pd.DataFrame) -> ChartSpec:
    """How often each technique was used, by the strength of its evidence."""
    counts = (
        checks.groupby(["technique", "strength"]).size().unstack(fill_value=0)
        if len(checks)
        else checks.iloc[:0]
    )
    names = (
        sorted(counts.index, key=lambda name: (-int(counts.loc[name].sum()), name))
        if len(checks)
        else []
    )
    looks = {
        "high": (labels.KEY, ""),
        "medium": ("#2D7AB0", "/"),
        "low": (labels.QUIET, ""),
    }

    def of(name: str, grade: str) -> int:
        return int(counts.loc[name].get(grade, 0))

    series = tuple(
        Series(
            f"{STRENGTH_WORDS[grade]} evidence",
            tuple(Mark(name, of(name, grade), str(of(name, grade))) for name in names),
            color,
            pattern,
        )
        for grade, (color, pattern) in looks.items()
    )
    strong = int((checks["strength"] == "high").sum()) if len(checks) else 0
    alt = (
        f"{strong} of {numbers.plural(len(checks), 'check')} are strong evidence: they saw the "
        f"work of most students. {numbers.plural(len(names), 'technique')} in use."
    )
    rows = tuple(
        (technique_words(name), *(of(name, grade) for grade in looks), int(counts.loc[name].sum()))
        for name in names
    )
    return ChartSpec(
        kind=ChartKind.STACKED,
        title="Technique mix",
        categories=tuple(Category(name, technique_words(name)) for name in names),
        series=series,
        unit=Unit.COUNT,
        axis_title="Checks",
        alt=alt,
        note="Evidence is the work a technique shows times the share of students it reached. "
        "Self-report (thumbs, fist to five, traffic light) is never more than weak.",
        table=Table(
            "Technique mix",
            (
                Column("technique", "Technique", row_header=True),
                *(Column(grade, STRENGTH_WORDS[grade], Kind.COUNT) for grade in looks),
                Column("all", "All", Kind.COUNT),
            ),
            rows,
        ),
    )


def low_table(
    low: pd.DataFrame, sections: Mapping[str, str], targets: Mapping[str, str], within: int
) -> Table:
    """Each low check and what came after it; ``low`` is the frame ``LOW_CHECKS``."""
    rows = tuple(
        (
            date.fromisoformat(row.on),
            targets.get(row.target_id, row.target_id),
            sections.get(row.section_id, row.section_id),
            row.share_had_it,
            technique_words(row.decision) or "not noted",
            "none came" if numbers.is_missing(row.school_days) else _days(row.school_days),
            row.next_share,
            bool(row.is_followed),
        )
        for row in low.itertuples()
    )
    return Table(
        "Low check, then what?",
        (
            Column("on", "Day", Kind.DAY, row_header=True),
            Column("target", "Learning target"),
            Column("section", "Class"),
            Column("had_it", "Had it", Kind.SHARE),
            Column("decision", "Decision"),
            Column("days", "Checked again"),
            Column("next", "Had it then", Kind.SHARE),
            Column("followed", "Followed up", Kind.YES),
        ),
        rows,
        empty="No check was below the line.",
    ).with_note(
        f"Followed up: the same target was looked at again in the same class within "
        f"{within} school days."
    )


def low_sentence(low: pd.DataFrame) -> str:
    """How many low checks were followed up."""
    if low.empty:
        return "No check was below the line."
    followed = int(low["is_followed"].sum())
    better = int((low["next_share"] > low["share_had_it"]).sum())
    return (
        f"{followed} of {numbers.plural(len(low), 'low check')} were soon followed by another; "
        f"{better} had a higher share the next time."
    )


def calibration_chart(
    frame: pd.DataFrame, sections: Mapping[str, str], targets: Mapping[str, str]
) -> ChartSpec:
    """The last strong check beside the assessment; ``frame`` is the frame ``CALIBRATION``."""
    names = {
        i: f"{sections.get(row.section_id, row.section_id)} · "
        f"{targets.get(row.target_id, row.target_id)}"
        for i, row in enumerate(frame.itertuples())
    }
    rows_of = list(enumerate(frame.itertuples()))
    thought = tuple(_mark(i, row.share_had_it, int(row.n_responded)) for i, row in rows_of)
    said = tuple(_mark(i, row.share_secure, int(row.n_tested)) for i, row in rows_of)
    apart = int(frame["is_distinguishable"].sum()) if len(frame) else 0
    alt = (
        f"In {apart} of {len(frame)} pairs the check and the assessment differ by more than "
        "chance; the others are not distinguishable."
        if len(frame)
        else "There is no strong check before an assessment with results yet."
    )
    rows = tuple(
        (
            targets.get(row.target_id, row.target_id),
            sections.get(row.section_id, row.section_id),
            row.share_had_it,
            int(row.n_responded),
            row.share_secure,
            int(row.n_tested),
            f"{_points(row.difference)} ({_points(row.low)} to {_points(row.high)})",
            "differ" if row.is_distinguishable else "not distinguishable",
        )
        for row in frame.itertuples()
    )
    return ChartSpec(
        kind=ChartKind.DOTS,
        title="Check against assessment",
        categories=tuple(
            Category(
                str(i),
                names[i],
                f"{_points(row.difference)} ({_points(row.low)} to {_points(row.high)})",
            )
            for i, row in rows_of
        ),
        series=(
            Series("Had it in the last strong check", thought, labels.DISTRACTOR, symbol="diamond"),
            Series("Secure in the assessment", said, labels.KEY),
        ),
        unit=Unit.SHARE,
        axis_title="Share of students",
        alt=alt,
        note="At the right: check minus assessment in points, with its 95 % interval; one that "
        "holds 0 is not distinguishable from no difference. The check asks one question, the "
        "assessment several, days later, and for mastery: a difference is a question for the "
        "team about the check, not a fault of anybody.",
        connected=True,
        table=Table(
            "Check against assessment",
            (
                Column("target", "Learning target", row_header=True),
                Column("section", "Class"),
                Column("check", "Had it in the check", Kind.SHARE),
                Column("responded", "Responded", Kind.COUNT),
                Column("secure", "Secure in the assessment", Kind.SHARE),
                Column("tested", "Tested", Kind.COUNT),
                Column("difference", "Check minus assessment, points (95 %)"),
                Column("verdict", "Do they differ?"),
            ),
            rows,
        ),
    )


def unchecked_sentence(target_ids: Iterable[str], targets: Mapping[str, str], when: str) -> str:
    """Name the targets without a strong check before the assessment."""
    names = [f"“{targets.get(id, id).rstrip('.')}”" for id in target_ids]
    if not names:
        return f"Every target of the assessment had a strong check {when}."
    return f"No strong check {when}: {numbers.joined(names)}."


def _days(value: float) -> str:
    return f"after {numbers.plural(int(value), 'school day')}" if value else "the same day"


def _mark(i: int, share: float, n: int) -> Mark:
    return Mark(str(i), share, f"{numbers.percent(share)} of {n}")


def _points(share: float) -> str:
    return numbers.signed(round(100 * share))
