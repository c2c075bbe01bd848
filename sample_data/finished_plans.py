"""The finished cycle's action plans: what each group gets, why it differs, what was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plc_data.model import ActionPlan, PlanState, PlanType

from .equations import BOTH_SIDES, DROPS, NUMBER_SIGN, VARIABLE_SIGN
from .school import RENEE, THUY, WILL

CYCLE_ID = "cycle-equations"
REASSESSED = date(2026, 10, 29)


@dataclass(frozen=True)
class Group:
    """Students who get the same plan, as the groups of the dive name them."""

    name: str
    place: str
    cause: str
    student_ids: tuple[str, ...]


def plans(groups: Sequence[Group]) -> tuple[ActionPlan, ...]:
    """A plan for every group, as agreed on 14 October; "look again" students share one."""
    found: list[ActionPlan] = []
    for group in _with_one_second_look(groups):
        kind = PlanType(group.place)
        number = len(found) + 1
        found.append(
            ActionPlan(
                id=f"plan-equations-{number:02d}",
                cycle_id=CYCLE_ID,
                type=kind,
                target_id=BOTH_SIDES,
                group=group.name,
                student_ids=group.student_ids,
                cause=group.cause,
                owner_id=_owner(kind, group.cause, number),
                **_WHAT[kind](group.cause),
            )
        )
    return tuple(found)


def _with_one_second_look(groups: Sequence[Group]) -> list[Group]:
    again = [group for group in groups if group.place == PlanType.LOOK_AGAIN]
    together = Group(
        "look again", PlanType.LOOK_AGAIN.value, "", tuple(i for g in again for i in g.student_ids)
    )
    order = [kind.value for kind in PlanType]
    kept = [group for group in groups if group not in again] + ([together] if again else [])
    return sorted(kept, key=lambda group: order.index(group.place))


def plans_done(groups: Sequence[Group]) -> tuple[ActionPlan, ...]:
    """The same plans afterwards: delivered, one of them a session short."""
    done = []
    short = _first_not_yet_of(WILL, plans(groups))
    for plan in plans(groups):
        sessions = (plan.sessions or 0) - (plan.id == short)
        each = (plan.minutes or 0) // max(plan.sessions or 1, 1)
        done.append(
            plan.model_copy(
                update={
                    "state": PlanState.DONE,
                    "delivered_sessions": sessions,
                    "delivered_minutes": sessions * each,
                }
            )
        )
    return tuple(done)


def _first_not_yet_of(owner: str, made: Sequence[ActionPlan]) -> str | None:
    own = [p.id for p in made if p.owner_id == owner and p.type is PlanType.NOT_YET]
    return own[0] if own else None


def _owner(kind: PlanType, cause: str, number: int) -> str:
    if kind is PlanType.NOT_YET:
        return {VARIABLE_SIGN: (WILL, THUY)[number % 2], NUMBER_SIGN: RENEE}.get(cause, WILL)
    return {
        PlanType.MASTERY: (THUY, RENEE)[number % 2],
        PlanType.LOOK_AGAIN: WILL,
        PlanType.NO_EVIDENCE: RENEE,
    }[kind]


def _not_yet(cause: str) -> dict[str, object]:
    strategy, differs = {
        VARIABLE_SIGN: (
            "Balance mats: build both sides with bags and counters, take the same bags off both "
            "pans, draw it, write the line under the drawing. Two equations a session, the second "
            "one alone.",
            "The first time we gave the rule “move it over, change the sign”. Nobody moves "
            "anything now; the same thing is done to both sides and seen.",
        ),
        NUMBER_SIGN: (
            "Write the step under both sides in color, then put the answer back into the "
            "equation. Trade papers and look for the line where the two sides part.",
            "The first time the check was optional. Now no equation is finished without it.",
        ),
        DROPS: (
            "Build the equation with counters first and count the bags on both pans aloud before "
            "any step. Circle the x-terms, as many circles as there are.",
            "The first time both sides were read from the board. Now each student builds them, and "
            "a bag that lies there can't be forgotten.",
        ),
    }.get(
        cause,
        (
            "A short interview over one equation each (“tell me what you do first”), then the "
            "balance mat or the check line, whichever the interview calls for.",
            "The first time we did not ask. The answers were too mixed to name one cause.",
        ),
    )
    return {
        "aim": "I do the same thing to both sides, and I can show why the equation stays true.",
        "strategy": strategy,
        "differs_how": differs,
        "sessions": 6,
        "minutes": 150,
        "starts_on": date(2026, 10, 15),
        "ends_on": date(2026, 10, 27),
        "success_rule": "All four questions of form B right; three is look again.",
        "reassess_on": REASSESSED,
        "reassess_form": "CFA form B",
        "evidence": "Balance drawings and the exit ticket of 22 October",
    }


def _mastery(_: str) -> dict[str, object]:
    return {
        "aim": "I can plant a mistake that others fall for, and explain the thinking behind it.",
        "strategy": "Write an equation with the variable on both sides whose wrong answer looks "
        "right, solve it both ways, trade with a partner, and record a one-minute explanation.",
        "differs_how": "Same target, but now they argue about thinking instead of solving more.",
        "sessions": 4,
        "minutes": 100,
        "starts_on": date(2026, 10, 15),
        "ends_on": date(2026, 10, 27),
        "success_rule": "The explanation names the step and why it breaks the balance (level 3 "
        "of our 4-level sheet), and form B stays secure.",
        "reassess_on": REASSESSED,
        "reassess_form": "CFA form B and the recorded explanation",
        "evidence": "The traded equations with both solutions, names cut off",
    }


def _look_again(_: str) -> dict[str, object]:
    return {
        "aim": "I can show that the one I missed was a slip, or find out what it was.",
        "strategy": "Two fresh questions at the start of a lesson, one with a minus in front of "
        "the parentheses. Both right: join the mastery group. Otherwise: join the group whose "
        "sign it is.",
        "differs_how": "Not a lesson but a second look before we decide.",
        "sessions": 1,
        "minutes": 10,
        "starts_on": date(2026, 10, 15),
        "ends_on": date(2026, 10, 22),
        "success_rule": "Both questions right.",
        "reassess_on": date(2026, 10, 22),
        "reassess_form": "Two questions on a half sheet",
        "evidence": "The half sheets",
    }


def _no_evidence(_: str) -> dict[str, object]:
    return {
        "aim": "I take form A when I am back, so that my teachers know where to start.",
        "strategy": "Form A in the library in the first WIN time after coming back.",
        "differs_how": "Nothing was seen yet.",
        "sessions": 1,
        "minutes": 30,
        "starts_on": date(2026, 10, 15),
        "ends_on": date(2026, 10, 20),
        "success_rule": "Form A taken and read by the teacher.",
        "reassess_on": date(2026, 10, 20),
        "reassess_form": "CFA form A",
        "evidence": "The date in the teacher's own list",
    }


_WHAT = {
    PlanType.NOT_YET: _not_yet,
    PlanType.MASTERY: _mastery,
    PlanType.LOOK_AGAIN: _look_again,
    PlanType.NO_EVIDENCE: _no_evidence,
}
