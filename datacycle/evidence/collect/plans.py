"""R5: a plan for students who are not there yet, and one for those who are."""

from __future__ import annotations

from datetime import date

from datacycle.protocol.wording import MONTHS, day, listed
from datacycle.reports.labels import words
from plc_data.model import ActionPlan, PlanState, PlanType
from plc_data.privacy import HIDDEN, CountTable, Group, Sum, suppress
from plc_data.privacy.settings import COUNTS_FROM_N

from ..blocks import facts, grid, prose, table
from ..free_text import Free, Sentence, sentence
from .facts import Facts
from .goal import _yes

DELIVERED_ENOUGH = 0.80
_ORDER = list(PlanType)


def ordered(of: Facts) -> list[ActionPlan]:
    """The plans: not yet, mastery, then the others."""
    return sorted(of.bundle.plans, key=lambda p: (_ORDER.index(p.type), p.id))


def plan_blocks(of: Facts) -> list[dict]:
    """What R5 shows."""
    plans = ordered(of)
    if not plans:
        return []
    blocks = [
        facts(
            [
                ("Plans", _counted(plans)),
                ("Owned by the submitting teacher", str(sum(_is_mine(of, p) for p in plans))),
                ("Students placed", _placed(of)),
            ],
            title="The plans in numbers",
        ),
        table("plans"),
    ]
    blocks += [_plan(of, alike) for alike in _alike(plans)]
    if not any(_is_mine(of, plan) for plan in plans):
        blocks.append(prose("No plan is owned by the submitting teacher."))
    return blocks


def plan_holds(of: Facts) -> list[tuple[str, str]]:
    """What the rubric asks of R5, answered as far as a program can."""
    live = [plan for plan in of.bundle.plans if plan.state is not PlanState.DROPPED]
    kinds = {plan.type for plan in live}
    ready = [p for p in live if p.owner_id and p.reassess_on and p.success_rule.strip()]
    mine = [plan for plan in of.bundle.plans if _is_mine(of, plan)]
    short = [plan for plan in mine if _is_short(plan) and not plan.dropped_because.strip()]
    return [
        _yes(
            {PlanType.NOT_YET, PlanType.MASTERY} <= kinds,
            "There is a plan for both groups.",
            "A plan for one of the two groups is missing.",
        ),
        _yes(
            bool(live) and len(ready) == len(live),
            "Every plan has an owner, a date and a measure.",
            f"{len(ready)} of {len(live)} plans have an owner, a date and a measure.",
        ),
        _yes(
            bool(mine) and not short,
            "What the submitting teacher owned was delivered.",
            "Less than 80 % of a plan of the submitting teacher was delivered, without a reason."
            if mine
            else "The submitting teacher owns no plan.",
        ),
    ]


def plan_tables(of: Facts) -> list[dict]:
    """Plans as a table; group sizes only where no group of students can be worked out."""
    plans = ordered(of)
    if not plans:
        return []
    sizes = _sizes(of, plans)
    rows = []
    for number, plan in enumerate(plans, 1):
        row: list = [
            f"{number}. {words(plan.type)}",
            of.target_code(plan.target_id),
            of.who(plan.owner_id),
            _from_to(plan),
            _delivered(plan.delivered_sessions, plan.sessions),
            _delivered(plan.delivered_minutes, plan.minutes),
            words(plan.state),
        ]
        if sizes is not None:
            row.insert(2, sizes[number - 1])
        rows.append(row)
    columns = [
        ("Plan", "text"),
        ("Target", "text"),
        ("Owner", "text"),
        ("When", "text"),
        ("Sessions", "text"),
        ("Minutes", "text"),
        ("State", "text"),
    ]
    notes = ["Sessions and minutes: delivered of planned."]
    if sizes is None:
        notes.append(
            f"How many students are in a group is not told for up to {COUNTS_FROM_N - 1} students: "
            "it would undo the bands of the results."
        )
    else:
        columns.insert(2, ("Students", "number"))
    return [grid("plans", "Action plans and what was delivered", columns, rows, notes=notes)]


def _sizes(of: Facts, plans: list[ActionPlan]) -> list[int | str] | None:
    """Students per plan for large teams; None where any count would say too much."""
    if of.n < COUNTS_FROM_N:
        of.ledger.hidden.append(
            ("groups", f"counts per level of up to {COUNTS_FROM_N - 1} students")
        )
        return None
    if "groups" in of.ledger.left_out:
        return None
    placed: frozenset[str] = frozenset()
    groups = []
    for number, plan in enumerate(plans, 1):
        members = frozenset(plan.student_ids) & of.told
        if members & placed:
            of.ledger.hidden.append(("groups", "a student stands in two plans"))
            return None
        placed |= members
        groups.append(Group(str(number), members))
    total = Sum("all", tuple(group.key for group in groups))
    published = suppress(CountTable("groups", tuple(groups), (total,)), of.ledger.settings)
    of.ledger.figures.extend(published.figures)
    shown = {group.key: group.n for group in published.groups}
    of.ledger.hidden.extend(
        (f"groups/{key}", "a small group, or one that would give it away")
        for key in published.hidden_keys
    )
    return [
        HIDDEN if str(i) in shown and shown[str(i)] is None else shown.get(str(i), 0)
        for i in range(1, len(plans) + 1)
    ]


_SAID = (
    *("cause", "aim", "strategy", "differs_how", "success_rule"),
    *("reassess_form", "evidence", "dropped_because"),
)


def _alike(plans: list[ActionPlan]) -> list[list[tuple[int, ActionPlan]]]:
    """Plans that say the same of the same target stand together: they differ in their group."""
    found: dict[tuple, list[tuple[int, ActionPlan]]] = {}
    for number, plan in enumerate(plans, 1):
        said = tuple(getattr(plan, field).strip() for field in _SAID)
        key = (plan.type, plan.target_id, plan.reassess_on, *said)
        found.setdefault(key, []).append((number, plan))
    return list(found.values())


def _plan(of: Facts, alike: list[tuple[int, ActionPlan]]) -> dict:
    number, plan = alike[0]

    def said(field: str) -> Free:
        return Free(f"plan.{number}.{field}", getattr(plan, field))

    owners = ", ".join(dict.fromkeys(of.who(p.owner_id) for _, p in alike))
    return facts(
        [
            ("Owner" if "," not in owners else "Owners", owners),
            ("Cause", said("cause")),
            ("Aim", said("aim")),
            ("Strategy", said("strategy")),
            ("Different from first teaching", said("differs_how")),
            ("Success means", said("success_rule")),
            ("Looked at again", _again(plan, said("reassess_form"))),
            ("Evidence it leaves", said("evidence")),
            ("Why it was dropped", said("dropped_because")),
        ],
        title=f"{listed(str(n) for n, _ in alike)}. {words(plan.type)} "
        f"({of.target_code(plan.target_id)})",
    )


def _again(plan: ActionPlan, form: Free) -> Sentence | None:
    if plan.reassess_on is None:
        return None
    return sentence(day(plan.reassess_on), ", " if form else "", form)


def _counted(plans: list[ActionPlan]) -> str:
    found = []
    for kind in PlanType:
        n = sum(plan.type is kind for plan in plans)
        if n:
            found.append(f"{n} × {words(kind).lower()}")
    return "; ".join(found)


def _placed(of: Facts) -> str:
    """Whether everybody has a plan: all, or not all; never how few are left."""
    in_plans = frozenset(s for plan in of.bundle.plans for s in plan.student_ids)
    if not in_plans:
        return "by group"
    return "all of them" if of.told <= in_plans else "not all of them are named in a plan"


def _is_mine(of: Facts, plan: ActionPlan) -> bool:
    return plan.owner_id == of.bundle.submitter_id


def _is_short(plan: ActionPlan) -> bool:
    if plan.sessions:
        return (plan.delivered_sessions or 0) < DELIVERED_ENOUGH * plan.sessions
    if plan.minutes:
        return (plan.delivered_minutes or 0) < DELIVERED_ENOUGH * plan.minutes
    return plan.state is not PlanState.DONE


def _delivered(done: int | None, planned: int | None) -> str:
    if planned is None:
        return "not planned"
    return f"{done if done is not None else 0} of {planned}"


def _from_to(plan: ActionPlan) -> str:
    if plan.starts_on is None or plan.ends_on is None:
        return "no dates"
    return f"{_short_day(plan.starts_on)} to {_short_day(plan.ends_on)}"


def _short_day(on: date) -> str:
    return f"{MONTHS[on.month - 1][:3]} {on.day}"
