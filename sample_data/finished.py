"""The finished mathematics cycle as the records that the team saved, in the order of saving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plc_data.model import (
    ActionPlan,
    ActionStep,
    CheckForUnderstanding,
    Closing,
    Count,
    DataCycle,
    Dive,
    Focus,
    Lesson,
    Need,
    PlanState,
    PlanType,
    Record,
    ResultSet,
    SmartGoal,
)

from . import cast, checks, counts, finished_dive, finished_lessons
from .days import DAYS_OFF, SCHOOL_YEAR, moment
from .draws import generator
from .equations import AFTER_ID, BEFORE_ID, BOTH_SIDES, DROPS, NUMBER_SIGN, VARIABLE_SIGN
from .school import MATHEMATICS_SECTIONS, RENEE, THUY, WILL

CYCLE_ID = "cycle-equations"
GOAL_ID = "goal-equations"
DIVE_ID = "dive-equations"
CLOSING_ID = "closing-equations"
TEAM_ID = "mathematics"

AIM = 35
"""Students who should be secure in the end; the team agreed on it on 9 October."""
STARTS, ENDS = date(2026, 10, 5), date(2026, 11, 2)
REASSESSED = date(2026, 10, 29)
TESTED_ON = {
    "math8-p1": date(2026, 10, 6),
    "math8-p3": date(2026, 10, 6),
    "math8-p6": date(2026, 10, 7),
}
TESTED_AGAIN_ON = {
    "math8-p1": date(2026, 10, 28),
    "math8-p3": date(2026, 10, 29),
    "math8-p6": date(2026, 10, 29),
}
RESULTS_IN = moment(date(2026, 10, 8), "15:20")
RESULTS_AGAIN_IN = moment(date(2026, 10, 30), "15:05")


@dataclass(frozen=True)
class Saved:
    """One saving of one document: who, when, what."""

    record: Record
    by: str
    at: datetime


def checks_for_understanding() -> tuple[CheckForUnderstanding, ...]:
    """The log of the three classes, 24 September to 26 October."""
    truth = cast.equations_cycle()
    return checks.take(
        generator(4),
        finished_lessons.LOOKS,
        cast.school(),
        {i: (truth.learners_before[i], truth.learners_after[i]) for i in truth.learners_before},
        team_id=TEAM_ID,
        cycle_id=CYCLE_ID,
        between=(finished_dive.ON, TESTED_AGAIN_ON["math8-p1"]),
    )


def cycle() -> DataCycle:
    """The cycle as it stood on the first day: a focus out of two looks at students' work."""
    looks = checks_for_understanding()
    tickets = [c for c in looks if c.on == date(2026, 10, 1)]
    boards = [c for c in looks if c.on == date(2026, 9, 29)]

    def need(source: str, seen: str, found: list[CheckForUnderstanding]) -> Need:
        return Need(
            source=source,
            seen=seen,
            numerator=sum(c.n_had_it for c in found),
            denominator=sum(c.n_responded for c in found),
            on=found[0].on,
        )

    return DataCycle(
        id=CYCLE_ID,
        team_id=TEAM_ID,
        title="Equations with the variable on both sides",
        school_year=SCHOOL_YEAR,
        starts_on=STARTS,
        section_ids=MATHEMATICS_SECTIONS,
        focus=Focus(
            statement="Our eighth graders solve equations well while x stays on one side. As soon "
            "as it stands on both, many carry a term across and keep its sign. Everything in the "
            "spring (systems, functions) leans on this.",
            target_ids=(BOTH_SIDES,),
            needs=(
                need(
                    "Mini whiteboards, all three periods",
                    "had the same step written under both sides of 5x + 1 = 3x + 9",
                    boards,
                ),
                need(
                    "Exit ticket, all three periods",
                    "solved 6x − 5 = 2x + 11 and showed a check that works out",
                    tickets,
                ),
            ),
        ),
    )


def goal_first() -> SmartGoal:
    """The goal before the CFA: everything but the two counts."""
    return SmartGoal(
        id=GOAL_ID,
        cycle_id=CYCLE_ID,
        team_id=TEAM_ID,
        statement="By 2 November more of our eighth graders will be secure in solving equations "
        "with the variable on both sides, shown on form B of our CFA.",
        target_ids=(BOTH_SIDES,),
        section_ids=MATHEMATICS_SECTIONS,
        metric="secure",
        reassessment_is_parallel=True,
        starts_on=STARTS,
        ends_on=ENDS,
        days_off=tuple(day for day in DAYS_OFF if STARTS <= day <= ENDS),
        strategies=(
            ActionStep(
                what="Open each lesson with one balance drawing before any symbols",
                owner_id=THUY,
                by=date(2026, 10, 15),
            ),
            ActionStep(
                what="Teach small groups by the sign that goes wrong, six sessions in WIN time",
                owner_id=RENEE,
                by=date(2026, 10, 27),
            ),
            ActionStep(
                what="Log two checks a week per class and share them on Mondays",
                owner_id=WILL,
                by=date(2026, 10, 26),
            ),
        ),
        school_goal="School goal 2: every student leaves grade 8 ready for Algebra 1.",
        far_from_cut="Students with none or one of the four questions right start with bags and "
        "counters and work with numbers below 20 until the step is sure.",
        above_cut="Students who have it write and trade equations with a planted mistake, and "
        "say what the mistake tells about the thinking.",
        not_met_means=f"Fewer than {AIM} of our students secure on form B, whatever the average "
        "does.",
    )


def goal_agreed() -> SmartGoal:
    """The goal with the baseline that the CFA gave and the aim that the team set."""
    truth = cast.equations_cycle()
    secure, n_tested = counts.secure(truth.before, BOTH_SIDES, tuple(truth.before.chosen))
    n = len(cast.school().in_section(*MATHEMATICS_SECTIONS))
    return goal_first().model_copy(
        update={
            "statement": f"Of our {n} eighth graders, those secure in solving equations with the "
            f"variable on both sides will rise from {secure} (6-7 October, form A, {n_tested} "
            f"tested) to {AIM} by 2 November (28-30 October, form B, same rule); Renée, Will and "
            "Thúy teach small groups by cause and open lessons with balance drawings.",
            "group_size": n,
            "baseline": Count(
                numerator=secure, denominator=n, on=date(2026, 10, 7), assessment_id=BEFORE_ID
            ),
            "aim": Count(numerator=AIM, denominator=n, on=REASSESSED, assessment_id=AFTER_ID),
        }
    )


def dive(results: ResultSet) -> Dive:
    """The meeting, about these stored results."""
    truth = cast.equations_cycle()
    return Dive(
        id=DIVE_ID,
        cycle_id=CYCLE_ID,
        team_id=TEAM_ID,
        protocol_id=finished_dive.PROTOCOL,
        assessment_id=BEFORE_ID,
        assessment_version=results.assessment_version,
        result_set_id=results.id,
        result_set_sha256=results.content_sha256,
        goal_id=GOAL_ID,
        focus_target_ids=(BOTH_SIDES,),
        member_ids=(RENEE, WILL, THUY),
        planned_on=finished_dive.ON,
        n_tested=len(truth.before.chosen),
        n_absent=len(truth.before.absent),
        work_samples={BOTH_SIDES: 3},
    )


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


def closing() -> Closing:
    """What the team keeps, changes and stops."""
    truth = cast.equations_cycle()
    both = [i for i in truth.before.chosen if i in truth.after.chosen]
    started = [i for i in both if counts.state(truth.before, i, BOTH_SIDES) == "not_yet"]
    now, _ = counts.secure(truth.after, BOTH_SIDES, started)
    still = sum(counts.state(truth.after, i, BOTH_SIDES) == "not_yet" for i in started)
    return Closing(
        id=CLOSING_ID,
        cycle_id=CYCLE_ID,
        lessons=(
            Lesson(
                author_id=RENEE,
                keep="The check line. An equation is finished when the answer has been put back.",
                change="Sort exit tickets the same day; after a weekend they are cold.",
                stop="Saying “move it over”. Nothing moves.",
            ),
            Lesson(
                author_id=WILL,
                keep="Watching a colleague's first ten minutes. I used Thúy's drawing the next "
                "day.",
                change="Put the groups' six sessions on the calendar before the dive; I lost one "
                "to the assembly.",
                stop="Asking for thumbs and believing them.",
            ),
            Lesson(
                author_id=THUY,
                keep="One drawing before any symbols.",
                change="Split the minus in front of the parentheses from this target on the next "
                "form.",
                stop="Giving students who have it ten more of the same.",
            ),
        ),
        practice_worth_copying="Balance drawings before symbols (Thúy, Period 6).",
        next_step=f"Of {len(started)} students who were not there yet and took both forms, {now} "
        f"are secure now and {still} are still not there. Those {still} keep two sessions a week "
        "of WIN time until Thanksgiving; the rest go on to slope.",
        closed=True,
    )
