"""All rows of evidence of one cycle, the summary before them, and where everything came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from datacycle.protocol.wording import count, day, percent
from plc_data.privacy import PrivacySettings

from ..blocks import is_empty
from ..bundle import CycleBundle
from ..free_text import GOAL, NOTHING, Free, sentence
from .assessment import assessment_blocks, assessment_charts, assessment_holds, assessment_tables
from .closing import (
    change_words,
    closing_blocks,
    closing_charts,
    closing_holds,
    closing_tables,
    verdict_counts,
    verdict_headline,
)
from .facts import Facts, Ledger
from .goal import aim_code, aim_is_coded, goal_blocks, goal_holds
from .lessons import lesson_blocks, lesson_holds, lesson_tables, own_checks, techniques
from .meeting import K, entries, meeting_blocks, meeting_holds, meeting_tables, minutes
from .plans import plan_blocks, plan_holds, plan_tables
from .reflection import care_blocks, care_holds, reflection_blocks, reflection_holds

FORMAT, FORMAT_VERSION = "datacycle-evidence", 1

ROWS = (
    ("R1", "Focus and goal", "A need seen in data, a goal of three to four weeks, owned by all."),
    ("R2", "Common assessment", "At most three targets, every item tagged, a rule agreed first."),
    ("R3", "Checks for understanding", "A log that shows work, and what it changed in teaching."),
    ("R4", "Reading the evidence", "Facts tied to figures, a gap named, rival explanations."),
    ("R5", "Acting for both groups", "Plans for those not there yet and those who are, delivered."),
    ("R6", "Closing the loop", "Matched before and after, an honest verdict, a next step."),
    ("R7", "Reflection and sharing", "A specific change in practice, tied to a figure."),
    ("R8", "Care with data", "Nothing in this package points at a student."),
)
"""The rows of the rubric, in its order, with what "met" asks for."""

NOT_MET_CAN_EARN = (
    "A goal that was not met can still earn: what is judged is the cycle, not the score."
)


@dataclass(frozen=True)
class Collected:
    """The tree of evidence and what the numbers in it were made of."""

    tree: dict
    facts: Facts

    @property
    def ledger(self) -> Ledger:
        return self.facts.ledger


def collect(
    bundle: CycleBundle,
    *,
    reflection: str,
    shared_with: str,
    made_on: date,
    package_id: str,
    seal: str,
    n_searched: int,
    settings: PrivacySettings,
    left_out: frozenset[str] = frozenset(),
) -> Collected:
    """Build the rows of evidence.

    Parameters
    ----------
    bundle
        The cycle's facts.
    reflection, shared_with
        The teacher's own words.
    made_on
        The day that stands on the package.
    package_id
        Its id.
    seal
        A private text mixed into fingerprints, so that nobody can guess what they are of.
    n_searched
        How many students the search for names knows.
    settings
        The thresholds.
    left_out
        Measures of which nothing may be said.
    """
    of = Facts(bundle, Ledger(settings, left_out), seal)
    tables = [
        *assessment_tables(of),
        *lesson_tables(of),
        *meeting_tables(of),
        *plan_tables(of),
        *closing_tables(of),
    ]
    charts = [*assessment_charts(of), *closing_charts(of)]
    made = {
        "R1": (goal_blocks(of, made_on), goal_holds(of, made_on)),
        "R2": (assessment_blocks(of), assessment_holds(of)),
        "R3": (lesson_blocks(of), lesson_holds(of)),
        "R4": (meeting_blocks(of), meeting_holds(of)),
        "R5": (plan_blocks(of), plan_holds(of)),
        "R6": (closing_blocks(of), closing_holds(of)),
        "R7": (reflection_blocks(reflection, shared_with), reflection_holds(reflection)),
    }
    summary = _summary(of)
    made["R8"] = (care_blocks(of, settings), care_holds(n_searched > 0))
    names = {("table", t["name"]) for t in tables} | {("chart", c["name"]) for c in charts}
    rows = []
    for id, title, asks in ROWS:
        blocks, holds = made[id]
        shown = [b for b in blocks if not is_empty(b) and _is_there(b, names)]
        rows.append(
            {
                "id": id,
                "title": title,
                "asks": asks,
                "holds": [{"level": level, "text": text} for level, text in holds],
                "blocks": shown,
            }
        )
    tree = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "package": _package(of, made_on, package_id),
        "summary": summary,
        "rows": rows,
        "tables": tables,
        "charts": charts,
        "privacy": {
            "profile": "external",
            "minimum_n": settings.minimum_n,
            "left_out": sorted({f"{place}: {why}" for place, why in _public_hidden(of)}),
        },
        "sources": _sources(of, seal),
    }
    return Collected(tree, of)


def _is_there(block: dict, names: set[tuple[str, str]]) -> bool:
    kind = block["kind"]
    return kind not in ("table", "chart") or (kind, block["name"]) in names


def _package(of: Facts, made_on: date, package_id: str) -> dict:
    bundle = of.bundle
    submitter = bundle.people.get(bundle.submitter_id)
    return {
        "id": f"urn:uuid:{_as_uuid(package_id)}",
        "made_on": made_on.isoformat(),
        "made_on_words": day(made_on),
        "title": Free("cycle.title", bundle.cycle.title, NOTHING),
        "team": Free("team.name", bundle.team.name, NOTHING),
        "subject": Free("team.subject", bundle.team.subject, NOTHING),
        "grade": Free("team.grade", bundle.team.grade or "", NOTHING),
        "school_year": Free("cycle.school_year", bundle.cycle.school_year, NOTHING),
        "submitted_by": Free(
            "cover.submitter", submitter.name if submitter else "", NOTHING, may_name=True
        ),
        "starts_on": day(bundle.cycle.starts_on),
    }


def _as_uuid(package_id: str) -> str:
    from uuid import UUID

    return str(UUID(package_id))


def _summary(of: Facts) -> dict:
    goal = of.bundle.goal
    figures = []
    if of.is_large_enough and goal is not None and goal.target_ids:
        for when, label in (("before", "secure at the start"), ("after", "secure at the end")):
            code = of.share_secure(when, goal.target_ids[0])
            if code is not None:
                figures.append({"value": code.text, "label": label})
        if aim_is_coded(of):
            figures.append({"value": aim_code(of).text, "label": "promised"})
        elif goal.aim is not None:
            share = percent(goal.aim.numerator, goal.aim.denominator)
            figures.append({"value": share, "label": "promised"})
    if of.is_large_enough:
        label = "students, the same at both" if of.after is not None else "students"
        figures.append({"value": str(of.n), "label": label})
    return {
        "headline": verdict_headline(of),
        "met": of.goal_result.met if of.goal_result else None,
        "counts": verdict_counts(of),
        "goal": Free("goal.statement", goal.statement, GOAL) if goal else "",
        "figures": figures,
        "did": _did(of),
        "changed": _changed(of),
        "note": NOT_MET_CAN_EARN,
    }


def _did(of: Facts) -> list:
    bundle = of.bundle
    found: list = []
    if bundle.goal is not None:
        said = {c.person_id for c in bundle.confirmations} & set(bundle.team.member_ids)
        found.append(f"Wrote a goal; {len(said)} of {count(of.n_members, 'member')} confirmed it.")
    if bundle.before is not None:
        cfa = bundle.before.assessment
        found.append(
            f"Gave a common assessment: {count(len(cfa.items), 'item')} on "
            f"{count(len(cfa.targets), 'learning target')}."
        )
    mine = own_checks(of)
    if mine:
        found.append(
            f"Logged {count(len(mine), 'check')} for understanding, with "
            f"{count(len(techniques(mine)), 'technique')} that show work."
        )
    if bundle.dive is not None:
        spent = minutes(of)
        took = f" of {spent[1]:g} minutes" if spent else ""
        found.append(
            f"Held a data dive{took}: {count(len(entries(of, K.OBSERVATION)), 'fact')}, "
            f"{count(len(entries(of, K.GAP)), 'gap')}, "
            f"{count(len(entries(of, K.HYPOTHESIS)), 'possible explanation')}."
        )
    if bundle.plans:
        found.append(f"Made {count(len(bundle.plans), 'action plan')} and kept count of delivery.")
    if bundle.after is not None:
        found.append("Reassessed and compared the same students before and after.")
    return found


def _changed(of: Facts) -> list:
    if of.before is None or of.after is None:
        return []
    if not of.is_large_enough:
        return change_words(of)
    found = []
    for target_id in of.target_ids:
        codes = [of.share_secure(when, target_id) for when in ("before", "after")]
        if all(codes):
            found.append(
                sentence(
                    f"{of.target_code(target_id)}, ",
                    of.target_words(target_id),
                    f": {codes[0].text} secure before, {codes[1].text} after.",
                )
            )
    return found


def _public_hidden(of: Facts) -> list[tuple[str, str]]:
    """What was left out, by kind of place; the ids of items and targets stay out of it."""
    return [(place.split("/")[0], why) for place, why in of.ledger.hidden]


def _sources(of: Facts, seal: str) -> dict:
    """Versions and fingerprints: what the numbers were made from.

    A fingerprint of results is mixed with a private text: without it nobody can try out which
    results it belongs to, with it the school can.
    """

    def fingerprint(content: str) -> str:
        return hashlib.sha256(f"{seal}:{content}".encode()).hexdigest()

    bundle = of.bundle
    found: dict = {"journal_head": bundle.journal_head}
    if bundle.goal_version is not None:
        found["goal_version"] = bundle.goal_version
    for name, testing in (("before", bundle.before), ("after", bundle.after)):
        if testing is not None:
            found[name] = {
                "assessment_version": testing.assessment_version,
                "results": fingerprint(testing.results.content_sha256),
            }
    return found
