"""R1: the need, the focus and the goal."""

from __future__ import annotations

from datetime import date

from datacycle.protocol.goal import check_goal
from datacycle.protocol.wording import count, day, percent
from plc_data.model import Count, Need
from plc_data.privacy import ShareCode, share_code

from ..blocks import checks, facts, listing, quote
from ..free_text import GOAL, RESULTS, Free, Sentence, sentence
from .facts import Facts

_LETTER_NAMES = {
    "S": "Specific",
    "M": "Measurable",
    "A": "Attainable",
    "R": "Relevant",
    "T": "Time-bound",
    "Who": "Owned",
    "Honesty": "Can fail",
}
GOOD_DAYS = (21, 28)
"""Three to four weeks."""


def goal_blocks(of: Facts, made_on: date) -> list[dict]:
    """What R1 shows."""
    bundle = of.bundle
    focus, goal = bundle.cycle.focus, bundle.goal
    blocks = []
    if focus is not None:
        blocks.append(quote(Free("focus", focus.statement), title="Instructional focus"))
        needs = [_need(of, need, i) for i, need in enumerate(focus.needs, 1)]
        blocks.append(listing(needs, title="Where the need was seen"))
    if goal is None:
        return blocks
    blocks.append(quote(Free("goal.statement", goal.statement, GOAL), title="The goal as written"))
    targets = sentence(*_joined([of.target_words(t) for t in goal.target_ids]))
    blocks.append(
        facts(
            [
                ("Learning target", targets if goal.target_ids else None),
                ("At the start", baseline_words(of)),
                ("Promise", aim_words(of)),
                ("From and to", _dates(goal.starts_on, goal.ends_on)),
                ("School goal it serves", Free("goal.school_goal", goal.school_goal)),
                ("Students far from the cut", Free("goal.far_from_cut", goal.far_from_cut)),
                ("Students secure already", Free("goal.above_cut", goal.above_cut)),
                ('"Not met" means', Free("goal.not_met_means", goal.not_met_means, GOAL)),
                ("Confirmed by", _confirmed(of)),
            ],
            title="The goal, field by field",
        )
    )
    steps = [
        sentence(
            f"{of.who(step.owner_id)}{f', by {day(step.by)}' if step.by else ''}: ",
            Free(f"goal.step.{i}", step.what),
        )
        for i, step in enumerate(goal.strategies, 1)
    ]
    blocks.append(listing(steps, title="Who does what by when"))
    blocks.append(checks(_checks(of, made_on), title="SMART check, computed"))
    return blocks


def goal_holds(of: Facts, made_on: date) -> list[tuple[str, str]]:
    """What the rubric asks of R1, answered as far as a program can."""
    goal = of.bundle.goal
    if goal is None:
        return [("mend", "There is no goal.")]
    failing = [f for f in _findings(of, made_on) if f.level == "mend"]
    confirmed = {c.person_id for c in of.bundle.confirmations}
    members = set(of.bundle.team.member_ids)
    days = (goal.ends_on - goal.starts_on).days if goal.starts_on and goal.ends_on else None
    return [
        _yes(not failing, "Every computable SMART check passes.", "A SMART check does not pass."),
        _yes(
            goal.baseline is not None,
            "The baseline was measured.",
            "There is no measured baseline.",
        ),
        _yes(
            days is not None and GOOD_DAYS[0] <= days <= GOOD_DAYS[1],
            "It runs for three to four weeks.",
            "It does not run for three to four weeks.",
        ),
        _yes(
            members <= confirmed,
            "Every member confirmed it.",
            f"{len(members & confirmed)} of {len(members)} members confirmed it.",
        ),
    ]


def aim_words(of: Facts) -> str | None:
    """The promise: a share, and as a count where that tells nothing of a few students."""
    goal = of.bundle.goal
    if goal is None or goal.aim is None:
        return None
    aim = goal.aim
    if aim_is_coded(of):
        return f"{aim_code(of).text} of the group secure"
    share = percent(aim.numerator, aim.denominator)
    if allowed_counts(of):
        return f"{aim.numerator} of {aim.denominator} secure ({share})"
    return f"{share} of the group secure"


def aim_code(of: Facts) -> ShareCode | None:
    """The promise as a share is told, if there is one."""
    aim = of.bundle.goal.aim if of.bundle.goal else None
    return share_code(min(aim.numerator, aim.denominator), aim.denominator) if aim else None


def aim_is_coded(of: Facts) -> bool:
    """True where "met" would tell that all (or "not met" that none) of a small group have it."""
    code = aim_code(of)
    return code is not None and code.is_end


def allowed_counts(of: Facts) -> tuple[tuple[int, int], ...]:
    """The (k, n) of the promise, public where its group is the group of every figure."""
    aim = of.bundle.goal.aim if of.bundle.goal else None
    if aim is None or aim_is_coded(of) or not of.is_large_enough or aim.denominator != of.n:
        return ()
    return ((aim.numerator, aim.denominator),)


def baseline_words(of: Facts) -> str | None:
    """The baseline; told of the same students as every other figure where there are results."""
    goal = of.bundle.goal
    if goal is None:
        return None
    if of.before is not None and goal.target_ids:
        code = of.share_secure("before", goal.target_ids[0])
        on = f" ({day(goal.baseline.on)})" if goal.baseline and goal.baseline.on else ""
        return f"{code.text} secure{on}" if code else "too few students to give a number"
    return _count_words(of, goal.baseline)


def _count_words(of: Facts, count_: Count | None) -> str | None:
    return of.ledger.tell_counts(count_.numerator, count_.denominator) if count_ else None


def _need(of: Facts, need: Need, number: int) -> Sentence:
    parts: list[str | Free] = [Free(f"need.{number}.source", need.source), ": "]
    parts.append(Free(f"need.{number}.seen", need.seen, RESULTS))
    if need.numerator is not None and need.denominator:
        parts.append(f" ({of.ledger.tell_counts(need.numerator, need.denominator)})")
    if need.on:
        parts.append(f", {day(need.on)}")
    return sentence(*parts)


def _findings(of: Facts, made_on: date):
    bundle = of.bundle
    goal = bundle.goal
    return check_goal(
        goal,
        team=bundle.team,
        sections=bundle.sections,
        group_ids=of.goal_group,
        assessment=bundle.before.assessment if bundle.before else None,
        reassessment=bundle.after.assessment if bundle.after else None,
        today=goal.starts_on or made_on,
        confirmed_by=[c.person_id for c in bundle.confirmations],
    )


def _checks(of: Facts, made_on: date) -> list[tuple[str, str | Sentence]]:
    """One line per letter; what does not hold is said in full."""
    found: list[tuple[str, str | Sentence]] = []
    findings = _findings(of, made_on)
    for where, letter in _LETTER_NAMES.items():
        here = [f for f in findings if f.where == where and f.level in ("ok", "mend")]
        held = [f for f in here if f.level == "ok"]
        if held:
            found.append(("ok", f"{letter}: {len(held)} of {count(len(here), 'check')} hold."))
        for number, finding in enumerate((f for f in here if f.level == "mend"), 1):
            text = Free(f"goal.check.{where}.{number}", finding.message, GOAL)
            found.append(("mend", sentence(f"{letter}: ", text)))
    return found


def _confirmed(of: Facts) -> str:
    members = set(of.bundle.team.member_ids)
    said = {c.person_id for c in of.bundle.confirmations} & members
    return f"{len(said)} of {count(len(members), 'member')}"


def _dates(start: date | None, end: date | None) -> str | None:
    if start is None or end is None:
        return None
    return f"{day(start)} to {day(end)} ({count((end - start).days, 'day')})"


def _yes(holds: bool, yes: str, no: str) -> tuple[str, str]:
    return ("ok", yes) if holds else ("mend", no)


def _joined(parts: list[Free | str]) -> list[Free | str]:
    found: list[Free | str] = []
    for part in parts:
        if part:
            found += ["; ", part] if found else [part]
    return found
