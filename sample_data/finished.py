"""The finished mathematics cycle as the records that the team saved, in the order of saving."""

from __future__ import annotations

from datetime import date

from plc_data.model import (
    ActionStep,
    CheckForUnderstanding,
    Closing,
    Count,
    DataCycle,
    Dive,
    Focus,
    Lesson,
    Need,
    ResultSet,
    SmartGoal,
)

from . import cast, checks, counts, finished_dive, finished_lessons
from .days import DAYS_OFF, SCHOOL_YEAR, moment
from .draws import generator
from .equations import AFTER_ID, BEFORE_ID, BOTH_SIDES
from .finished_plans import CYCLE_ID, REASSESSED
from .school import MATHEMATICS_SECTIONS, RENEE, THUY, WILL

GOAL_ID = "goal-equations"
DIVE_ID = "dive-equations"
CLOSING_ID = "closing-equations"
TEAM_ID = "mathematics"

AIM = 35
"""Students who should be secure in the end; the team agreed on it on 9 October."""
STARTS, ENDS = date(2026, 10, 5), date(2026, 11, 2)
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
