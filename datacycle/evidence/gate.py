"""What the privacy gate says: what stops an export, and what it found and did."""

from __future__ import annotations

from datetime import date

from plc_data.model import Finding
from plc_data.privacy import NameFinding, NameSearch, PrivacySettings

from .bundle import CycleBundle
from .free_text import Settled


def roster_refusals(
    bundle: CycleBundle, made_on: date, search: NameSearch, settings: PrivacySettings
) -> list[str]:
    """Say why this roster cannot protect anybody, if so."""
    if not search.size:
        return [
            "There is no roster, so nobody can search the texts for students' names. "
            "Bring in the roster first."
        ]
    if bundle.roster_as_of is not None:
        age = (made_on - bundle.roster_as_of).days
        if age > settings.roster_max_age_days:
            return [
                f"The roster is {age} days old; names of students who joined since cannot be "
                "found. Bring in the current roster first."
            ]
    return []


def name_refusals(settled: Settled) -> list[str]:
    """Say how many names wait for a decision, and where; never which."""
    waiting = {finding.id for finding in settled.open if finding.blocks}
    if not waiting:
        return []
    places = ", ".join(sorted({f.document for f in settled.open if f.blocks}))
    n = len(waiting)
    found = (
        "1 name or other mark of a person waits"
        if n == 1
        else (f"{n} names or other marks of persons wait")
    )
    return [f"{found} for a decision (in {places})."]


def repeat_refusals(repeats: tuple[str, ...]) -> list[str]:
    """Say which figures an earlier package told of nearly the same students."""
    if not repeats:
        return []
    keys = ", ".join(f"figure:{measure}" for measure in repeats)
    return [
        "An earlier package told the same figures of nearly the same students; both together "
        "would give the few who differ away. Use the results of the earlier package, or leave "
        f'these figures out (decide "figure:*": "leave_out", or one by one: {keys}).'
    ]


def findings_of(
    settled: Settled, attacked: frozenset[str], repeats: tuple[str, ...]
) -> tuple[Finding, ...]:
    """List everything that was found, for the page and the command line."""
    found = [as_finding(finding) for finding in settled.open]
    decided = {applied.finding_id for applied in settled.applied}
    found += [
        Finding(
            code="name-decided",
            level="ok",
            message="A name was found here and decided on.",
            where=finding_id,
        )
        for finding_id in sorted(decided)
    ]
    for document in sorted({document for document, _ in settled.counts}):
        found.append(
            Finding(
                code="counts-told-as-bands",
                level="advise",
                message="Numbers of students in this text are told as in the tables.",
                where=document,
            )
        )
    found += [
        Finding(
            code="figure-left-out",
            level="advise",
            message="This figure is left out: with the others it would give students away.",
            where=measure,
        )
        for measure in sorted(attacked)
    ]
    found += [
        Finding(
            code="figure-repeated",
            level="mend",
            message="An earlier package told this of nearly the same students.",
            where=f"figure:{measure}",
        )
        for measure in repeats
    ]
    return tuple(found)


_LEVELS = {"decide": "mend", "ask": "ask", "warn": "advise"}


def as_finding(finding: NameFinding) -> Finding:
    """Turn a finding of the name search into one that a page shows like all others."""
    return Finding(
        code=f"name-{finding.level}",
        level=_LEVELS[finding.level],
        message=finding.message,
        where=finding.id,
    )


def gate_words(settled: Settled) -> dict:
    """What the gate did, as counts, for ``evidence.json`` and for R8."""
    actions = [str(applied.action) for applied in settled.applied]
    return {
        "texts_searched": len(settled.raw),
        "names_replaced": actions.count("replace") + actions.count("generalise"),
        "names_edited": actions.count("edit"),
        "names_kept": actions.count("keep"),
        "numbers_in_texts_told_as_bands": len(settled.counts),
        "numbers_in_texts_kept": len(settled.counts_kept),
    }
