"""The running mathematics cycle: goal written, CFA given, the results file not yet imported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from plc_data.model import (
    ActionStep,
    CheckForUnderstanding,
    DataCycle,
    Focus,
    Need,
    SmartGoal,
    Student,
)

from . import cast, checks
from .answers import BLANK
from .checks import Look
from .days import DAYS_OFF, SCHOOL_YEAR, moment
from .draws import generator
from .files import Row, submissions
from .school import DOMAIN, MATHEMATICS_SECTIONS, RENEE, THUY, WILL
from .slope import FIND, MEANING

CYCLE_ID = "cycle-slope"
GOAL_ID = "goal-slope"
TEAM_ID = "mathematics"
STARTS, ENDS = date(2026, 11, 9), date(2026, 12, 4)
TESTED_ON = {
    "math8-p1": date(2026, 11, 17),
    "math8-p3": date(2026, 11, 17),
    "math8-p6": date(2026, 11, 18),
}

TWIN = "Hope Marin"
"""Two students share this name; one of them forgot to type an id."""
NEWCOMER = Student(
    id="0074410",
    given="Inês",
    family="Ravenhurst",
    email=f"iravenhurst410@students.{DOMAIN}",
    grade="8",
)
"""Moved in on Monday; the office has not sent the new roster yet."""

_LOOKS = tuple(
    Look(on, section, target, technique, prompt, hardness, minutes, low)
    for on, target, technique, prompt, hardness, minutes, low in (
        (
            date(2026, 11, 10), FIND, "mini whiteboards",
            "A line climbs from (1, 2) to (4, 11). Show the two changes, then the slope.",
            -0.6, 5,
            ("clarify now", "Drew the stairs under the line and wrote “up per over” beside them."),
        ),
        (
            date(2026, 11, 12), MEANING, "exit ticket",
            "A phone plan costs y = 8x + 15. What does the 8 tell you, what the 15?",
            -0.3, 6,
            ("revisit tomorrow", "Two tickets, names cut off, open the next lesson: which one "
             "would you pay?"),
        ),
        (
            date(2026, 11, 16), FIND, "hinge question",
            "Slope through (2, 9) and (6, 1): A 2, B −2, C −1/2, D 1/2. Cards up.",
            -0.5, 3,
            ("clarify now", "A and B argued over the order of the points; then one more."),
        ),
    )
    for section in MATHEMATICS_SECTIONS
)  # fmt: skip


def checks_for_understanding() -> tuple[CheckForUnderstanding, ...]:
    """The log so far."""
    learners = cast.slope_cycle().learners
    return checks.take(
        generator(5),
        _LOOKS,
        cast.school(),
        {i: (learner, learner) for i, learner in learners.items()},
        team_id=TEAM_ID,
        cycle_id=CYCLE_ID,
        between=(STARTS, ENDS),
    )


def cycle() -> DataCycle:
    """The cycle with its focus."""
    tickets = [c for c in checks_for_understanding() if c.on == date(2026, 11, 12)]
    return DataCycle(
        id=CYCLE_ID,
        team_id=TEAM_ID,
        title="Slope and what it means",
        school_year=SCHOOL_YEAR,
        starts_on=STARTS,
        section_ids=MATHEMATICS_SECTIONS,
        focus=Focus(
            statement="Many of our students can compute a slope but can't say what it tells in a "
            "story, and mix it up with the starting value.",
            target_ids=(MEANING,),
            needs=(
                Need(
                    source="Exit ticket, all three periods",
                    seen="said what the 8 and the 15 of y = 8x + 15 mean",
                    numerator=sum(c.n_had_it for c in tickets),
                    denominator=sum(c.n_responded for c in tickets),
                    on=tickets[0].on,
                ),
            ),
        ),
    )


def goal() -> SmartGoal:
    """The goal so far: baseline and aim wait for the results."""
    return SmartGoal(
        id=GOAL_ID,
        cycle_id=CYCLE_ID,
        team_id=TEAM_ID,
        statement="By 4 December more of our eighth graders will be secure in saying what slope "
        "and starting value mean in a story, shown on form B of our CFA.",
        target_ids=(MEANING,),
        section_ids=MATHEMATICS_SECTIONS,
        metric="secure",
        reassessment_is_parallel=True,
        starts_on=STARTS,
        ends_on=ENDS,
        days_off=tuple(day for day in DAYS_OFF if STARTS <= day <= ENDS),
        strategies=(
            ActionStep(
                what="Tell one story a day from a graph without numbers, then put numbers in",
                owner_id=THUY,
                by=date(2026, 11, 23),
            ),
            ActionStep(
                what="Sort story, table, graph and equation cards in fours, with two cards missing",
                owner_id=RENEE,
                by=date(2026, 12, 1),
            ),
            ActionStep(
                what="Hold form B against form A question by question and share the key",
                owner_id=WILL,
                by=date(2026, 11, 30),
            ),
        ),
        school_goal="School goal 2: every student leaves grade 8 ready for Algebra 1.",
        far_from_cut="Students with none or one of four right start from a story they tell "
        "themselves (pocket money, a bus ride) and only then meet the equation.",
        above_cut="Students who have it write a story in which the slope changes once, and graph "
        "it.",
        not_met_means="Fewer students secure on form B than the aim says, counted, not averaged.",
    )


def rows() -> tuple[Row, ...]:
    """The submissions as the form has them: what real files are like, in three places.

    One student sent the form twice, one of two students of the same name left the id out and
    used a home address, and one is so new that the roster does not have her.
    """
    truth = cast.slope_cycle()
    made = list(submissions(generator(6), truth.testing, cast.school(), TESTED_ON))
    twin = next(row for row in made if row.student.name == TWIN)
    typed = twin.student.model_copy(
        update={"id": "", "email": "hope.and.the.marins@homemail.example"}
    )
    made[made.index(twin)] = replace(twin, student=typed)
    twice = next(row for row in made if BLANK in row.letters and row.student.name != TWIN)
    key = tuple(question.key for question in truth.testing.questions)
    first = tuple(
        letter or key_letter for letter, key_letter in zip(twice.letters, key, strict=True)
    )
    made.append(
        replace(
            twice,
            letters=tuple(BLANK if place >= 5 else letter for place, letter in enumerate(first)),
            at=twice.at - timedelta(minutes=9),
        )
    )
    made.append(
        Row(
            NEWCOMER,
            "Math 8 - Period 6",
            "6",
            tuple(
                question.key if place % 3 else question.distractors()[0]
                for place, question in enumerate(truth.testing.questions)
            ),
            moment(TESTED_ON["math8-p6"], "13:38"),
        )
    )
    return tuple(sorted(made, key=lambda row: (row.at, row.student.email or "")))
