"""Action plans: five fields, one for the students who are not there yet, one for those who are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from plc_data.model import ActionPlan, Finding, MasteryState, PlanState, PlanType, Team

from .findings import advise, mend, ok
from .wording import count, listed

REQUIRED_FIELDS = {
    "strategy": "what will be done",
    "owner_id": "who does it",
    "minutes": "how many sessions, and how many minutes in all",
    "success_rule": "what counts as success",
    "reassess_on": "the day of looking again",
}
"""The five that a person types; target, students and cause come from the group."""

LONGEST_DAYS = 21
"""One to three weeks, so that it ends within the cycle."""

SHORTEST_DAYS = 5

GROUP_AT_MOST = 9
"""Fewer than ten: a group that one adult can watch."""

DELIVERED_ENOUGH = 0.80
"""Share of the planned minutes that counts as delivered."""

LOUDER = re.compile(
    r"\b(?:re-?teach(?:ing)?\s+(?:it\s+)?again|again|repeat(?:ing)?|go\s+over|review\s+again|"
    r"more\s+practice|same\s+(?:lesson|worksheet|way)|extra\s+worksheets?|slower)\b"
)
MORE_OF_THE_SAME = re.compile(
    r"\b(?:more\s+(?:of\s+the\s+same|practice|problems|questions|worksheets?)|extra\s+(?:practice|"
    r"worksheets?|problems)|free\s+time|games?\s+time|silent\s+reading|homework\s+time|"
    r"help(?:ing)?\s+(?:the\s+)?others|tutor(?:s|ing)?|next\s+chapter|read(?:ing)?\s+ahead|"
    r"finish\s+early|early\s+finishers?|reward|computer\s+time)\b"
)
DEEPER = re.compile(
    r"\b(?:justif\w+|transfer\w*|critiqu\w+|creat\w+|design\w*|teach\w*|explain\w*|prov\w+|"
    r"compar\w+|argu\w+|invent\w*|compos\w+|error\w*|real[\s-]world|new\s+context|product|build\w*|"
    r"writ\w+|challeng\w+|investigat\w+|generaliz\w+)\b"
)


def check_plan(plan: ActionPlan, team: Team, today: date) -> tuple[Finding, ...]:
    """Check one plan: its five fields, its owner, its dates, and that it is something new.

    Parameters
    ----------
    plan
        The plan, as far as it is written.
    team
        Whose plan it is: the owner is one of its members.
    today
        The day of the check.

    Returns
    -------
    tuple of Finding
        ``where`` is the name of the field.
    """
    if plan.state == PlanState.DROPPED:
        return _dropped(plan)
    return (
        *_fields(plan),
        *_owner(plan, team),
        *_dates(plan, today),
        *_size(plan),
        *_new_approach(plan),
        *_delivery(plan),
    )


def missing_fields(plan: ActionPlan) -> tuple[str, ...]:
    """Name those of the five required fields that are empty."""
    empty = []
    for name in REQUIRED_FIELDS:
        value = getattr(plan, name)
        if value is None or value == "" or (isinstance(value, str) and not value.strip()):
            empty.append(name)
    if "minutes" not in empty and not (plan.sessions and plan.minutes):
        empty.append("minutes")
    return tuple(empty)


def delivered_share(plan: ActionPlan) -> float | None:
    """Compare delivered with planned minutes (sessions where minutes were not noted).

    None where nothing was planned or noted. Above 1 when more was given than planned.
    """
    if plan.delivered_minutes is not None and plan.minutes:
        return plan.delivered_minutes / plan.minutes
    if plan.delivered_sessions is not None and plan.sessions:
        return plan.delivered_sessions / plan.sessions
    return None


@dataclass(frozen=True)
class Decision:
    """What to do next for one student. Always provisional: one or two looks are few."""

    code: str
    sentence: str
    provisional: bool = True


STOP = Decision("stop", "Kept: back to the ordinary lesson.")
LIGHTER = Decision("lighter", "Reached, not yet kept: go on with less and look once more.")
CHANGE = Decision("change", "Some response: keep the plan and change one element.")
STRONGER = Decision("stronger", "Little or no response: ask for stronger help.")
CANNOT_SAY = Decision("cannot_say", "No second evidence: test before deciding.")
FIRST_LOOK = Decision("first_look", "No first evidence: decide from this look, as a new start.")

_N, _L, _S = MasteryState.NOT_YET, MasteryState.LOOK_AGAIN, MasteryState.SECURE
DECISIONS: dict[tuple[MasteryState, MasteryState], Decision] = {
    (_N, _N): STRONGER,
    (_N, _L): CHANGE,
    (_N, _S): LIGHTER,
    (_L, _N): STRONGER,
    (_L, _L): CHANGE,
    (_L, _S): LIGHTER,
    (_S, _N): STRONGER,
    (_S, _L): CHANGE,
    (_S, _S): STOP,
}
"""State before and after -> decision."""


def decide_next(before: MasteryState | str, after: MasteryState | str) -> Decision:
    """Apply the decision rule after a reassessment; provisional by nature.

    >>> decide_next("not_yet", "secure").sentence
    'Reached, not yet kept: go on with less and look once more.'
    """
    if MasteryState(after) == MasteryState.NO_EVIDENCE:
        return CANNOT_SAY
    if MasteryState(before) == MasteryState.NO_EVIDENCE:
        return FIRST_LOOK
    return DECISIONS[MasteryState(before), MasteryState(after)]


def _dropped(plan: ActionPlan) -> tuple[Finding, ...]:
    if plan.dropped_because.strip():
        return (ok("plan-dropped", "Dropped, with the reason.", "state"),)
    return (mend("plan-dropped", "Say why the plan was dropped.", "dropped_because"),)


def _fields(plan: ActionPlan) -> tuple[Finding, ...]:
    empty = missing_fields(plan)
    found = [mend("plan-field", f"Say {REQUIRED_FIELDS[name]}.", name) for name in empty]
    if not empty:
        found.append(ok("plan-field", "All five fields are there."))
    if plan.type == PlanType.MASTERY and not plan.evidence.strip():
        text = "Say what these students will leave that shows deeper work."
        found.append(mend("plan-evidence", text, "evidence"))
    return tuple(found)


def _owner(plan: ActionPlan, team: Team) -> tuple[Finding, ...]:
    if plan.owner_id is None or plan.owner_id in {*team.member_ids, team.lead_id}:
        return ()
    return (mend("plan-owner", "The owner is one member of the team.", "owner_id"),)


def _dates(plan: ActionPlan, today: date) -> tuple[Finding, ...]:
    starts, ends, again = plan.starts_on, plan.ends_on, plan.reassess_on
    found = []
    if starts and ends:
        days = (ends - starts).days
        if days < 0:
            found.append(mend("plan-dates", "The plan ends before it starts.", "ends_on"))
        elif not SHORTEST_DAYS - 1 <= days <= LONGEST_DAYS:
            text = f"{days} days: one to three weeks fit in a cycle."
            found.append(advise("plan-length", text, "ends_on"))
    if again and starts and again <= starts:
        text = "Looking again comes after the start."
        found.append(mend("plan-dates", text, "reassess_on"))
    elif again and ends and again < ends:
        text = "Looking again comes before the last session: is that meant?"
        found.append(advise("plan-dates", text, "reassess_on"))
    if again and again < today and plan.state != PlanState.DONE:
        text = "The day of looking again has passed: note the result or set a new day."
        found.append(advise("plan-overdue", text, "reassess_on"))
    return tuple(found)


def _size(plan: ActionPlan) -> tuple[Finding, ...]:
    n = len(plan.student_ids)
    if plan.type == PlanType.NOT_YET and n > GROUP_AT_MOST:
        text = f"{n} students: groups of fewer than {GROUP_AT_MOST + 1} can be watched. Split it?"
        return (advise("plan-size", text, "student_ids"),)
    return ()


def _new_approach(plan: ActionPlan) -> tuple[Finding, ...]:
    strategy = plan.strategy.lower()
    if plan.type == PlanType.NOT_YET:
        if not plan.differs_how.strip():
            text = "Say how it differs from the first teaching."
            return (advise("plan-differs", text, "differs_how"),)
        louder = LOUDER.search(strategy)
        if louder:
            text = f'"{louder.group()}": a new approach, not a louder repeat?'
            return (advise("plan-repeat", text, "strategy"),)
    if plan.type == PlanType.MASTERY and strategy.strip():
        same = MORE_OF_THE_SAME.search(strategy)
        if same and not DEEPER.search(strategy):
            text = (
                f'"{same.group()}" is more of the same: let them justify, transfer, critique or '
                "create on the same target."
            )
            return (mend("plan-extension", text, "strategy"),)
        if not DEEPER.search(strategy):
            text = "What makes them think harder: justify, transfer, critique, create, teach?"
            return (advise("plan-extension", text, "strategy"),)
    if plan.type == PlanType.LOOK_AGAIN and not plan.reassess_form.strip():
        text = "Two more questions on the target settle it: name them."
        return (advise("plan-recheck", text, "reassess_form"),)
    return ()


def _delivery(plan: ActionPlan) -> tuple[Finding, ...]:
    if plan.state != PlanState.DONE:
        return ()
    share = delivered_share(plan)
    if share is None:
        text = "Note how many sessions or minutes were given."
        return (mend("plan-delivered", text, "delivered_sessions"),)
    if share < DELIVERED_ENOUGH and not plan.dropped_because.strip():
        unit = f"{plan.delivered_minutes} of {plan.minutes} minutes"
        if plan.delivered_minutes is None:
            unit = f"{plan.delivered_sessions} of {count(plan.sessions or 0, 'session')}"
        text = f"{unit} were given: note the reason, it belongs beside the result."
        return (advise("plan-delivered", text, "dropped_because"),)
    return (ok("plan-delivered", "Delivered as planned."),)


def plan_sentence(plan: ActionPlan) -> str:
    """Name what a plan still lacks, in one line."""
    lacking = [REQUIRED_FIELDS[name] for name in missing_fields(plan)]
    return f"Still to say: {listed(lacking)}." if lacking else "All five fields are there."
