"""The content of the finished cycle: linear equations, two parallel forms of twelve questions.

Every wrong choice is what a student with a named misconception (or a common slip) arrives at;
``tests/unit/sample_data`` solves each equation again.
"""

from __future__ import annotations

from datetime import date

from plc_data.model import Assessment, LearningTarget

from .questions import as_items, ask
from .school import RENEE, THUY, WILL

FIRST = "multiplies only the first term in the parentheses"
UNLIKE = "combines terms that are not alike"
REPEATS = "repeats the operation instead of undoing it"
VARIABLE_SIGN = "keeps the sign of an x-term moved across"
NUMBER_SIGN = "keeps the sign of a number moved across"
ZERO = "reads an answer of zero as no solution"
SAME_TERM = "takes the same x-term on both sides to mean infinitely many"

STOPS = "stops before x stands alone"
LIKE = "subtracts like terms that are added"
MINUS = "loses track of a minus sign"
DROPS = "drops the x-term of one side"
EXACTLY_ONE = "expects every equation to have one solution"
NUMBERS_ONLY = "looks only at the numbers"

ONE_SIDE, BOTH_SIDES, HOW_MANY = "eq-one-side", "eq-both-sides", "eq-how-many"
MISCONCEPTIONS = {
    ONE_SIDE: (FIRST, UNLIKE, REPEATS),
    BOTH_SIDES: (VARIABLE_SIGN, NUMBER_SIGN),
    HOW_MANY: (ZERO, SAME_TERM),
}
"""What students of the sample hold; the other names are slips that anybody may make."""

TARGETS = (
    LearningTarget(
        id=ONE_SIDE,
        statement="I can solve an equation with parentheses and like terms on one side.",
        standard_codes=("8.EE.C.7.b",),
        depth_of_knowledge=2,
        team_id="mathematics",
    ),
    LearningTarget(
        id=BOTH_SIDES,
        statement="I can solve an equation with the variable on both sides.",
        standard_codes=("8.EE.C.7.b",),
        depth_of_knowledge=2,
        team_id="mathematics",
    ),
    LearningTarget(
        id=HOW_MANY,
        statement="I can tell whether an equation has one solution, none, or infinitely many.",
        standard_codes=("8.EE.C.7.a",),
        depth_of_knowledge=3,
        team_id="mathematics",
    ),
)


FORM_A = (
    ask(
        ONE_SIDE, RENEE, 2, -1.6, "Solve: 2(x + 6) = 20", "B",
        ("x = 7", FIRST), "x = 4", ("x = 8", STOPS), ("x = 16", REPEATS),
    ),
    ask(
        ONE_SIDE, WILL, 1, -1.4, "Solve: 5x + 3 + 2x = 24", "D",
        ("x = 21", STOPS), ("x = 2.4", UNLIKE), ("x = 7", LIKE), "x = 3",
    ),
    ask(
        ONE_SIDE, RENEE, 2, -1.0, "Solve: 4(x − 2) + 6 = 30", "A",
        "x = 8", ("x = 6.5", FIRST), ("x = 7", REPEATS), ("x = 32", STOPS),
    ),
    ask(
        ONE_SIDE, THUY, 2, -0.8, "Solve: −2(x + 3) = 14", "C",
        ("x = −5.5", FIRST), ("x = 10", MINUS), "x = −10", ("x = −4", REPEATS),
    ),
    ask(
        BOTH_SIDES, WILL, 2, -1.1, "Solve: 4x + 6 = 2x + 30", "D",
        ("x = 6", DROPS), ("x = 4", VARIABLE_SIGN), ("x = 18", NUMBER_SIGN), "x = 12",
    ),
    ask(
        BOTH_SIDES, WILL, 2, -0.9, "Solve: 7x − 4 = 3x + 16", "A",
        "x = 5", ("x = 3", NUMBER_SIGN), ("x = −5", MINUS), ("x = 2", VARIABLE_SIGN),
    ),
    ask(
        BOTH_SIDES, THUY, 2, -0.6, "Solve: 3(x + 4) = x + 24", "C",
        ("x = 3", VARIABLE_SIGN), ("x = 10", FIRST), "x = 6", ("x = 18", NUMBER_SIGN),
    ),
    ask(
        BOTH_SIDES, RENEE, 3, 0.4, "Solve: 6 − 2(x − 3) = 4x − 12", "B",
        ("x = 0", NUMBER_SIGN), "x = 4", ("x = 12", VARIABLE_SIGN), ("x = 2", MINUS),
    ),
    ask(
        HOW_MANY, THUY, 2, -1.2, "How many solutions does 3x + 5 = 3x − 2 have?", "A",
        "No solution", ("Infinitely many", SAME_TERM), ("One: x = 0", EXACTLY_ONE),
        ("One: x = 7", EXACTLY_ONE),
    ),
    ask(
        HOW_MANY, THUY, 2, -1.0, "How many solutions does 2(x + 4) = 2x + 8 have?", "C",
        ("One: x = 4", EXACTLY_ONE), ("One: x = 0", EXACTLY_ONE),
        "Infinitely many", ("No solution", ZERO),
    ),
    ask(
        HOW_MANY, RENEE, 3, -0.7, "How many solutions does 5x + 3 = 3x + 3 have?", "D",
        ("No solution", ZERO), ("Infinitely many", SAME_TERM), ("One: x = 3", NUMBERS_ONLY),
        "One: x = 0",
    ),
    ask(
        HOW_MANY, WILL, 3, -0.4, "Which equation has infinitely many solutions?", "B",
        ("2x + 6 = 2x + 3", SAME_TERM), "2x + 6 = 2(x + 3)", ("2x + 6 = x + 6", NUMBERS_ONLY),
        ("2x = 2", NUMBERS_ONLY),
    ),
)  # fmt: skip

FORM_B = (
    ask(
        ONE_SIDE, RENEE, 2, -1.6, "Solve: 2(x + 8) = 26", "C",
        ("x = 10", STOPS), ("x = 9", FIRST), "x = 5", ("x = 21", REPEATS),
    ),
    ask(
        ONE_SIDE, WILL, 1, -1.4, "Solve: 6x + 4 + 2x = 36", "A",
        "x = 4", ("x = 32", STOPS), ("x = 3", UNLIKE), ("x = 8", LIKE),
    ),
    ask(
        ONE_SIDE, RENEE, 2, -1.0, "Solve: 4(x − 3) + 2 = 30", "D",
        ("x = 5", REPEATS), ("x = 7.75", FIRST), ("x = 40", STOPS), "x = 10",
    ),
    ask(
        ONE_SIDE, THUY, 2, -0.8, "Solve: −4(x + 2) = 24", "B",
        ("x = −5.5", FIRST), "x = −8", ("x = −4", REPEATS), ("x = 8", MINUS),
    ),
    ask(
        BOTH_SIDES, WILL, 2, -1.1, "Solve: 5x + 4 = 3x + 44", "B",
        ("x = 5", VARIABLE_SIGN), "x = 20", ("x = 8", DROPS), ("x = 24", NUMBER_SIGN),
    ),
    ask(
        BOTH_SIDES, WILL, 2, -0.9, "Solve: 8x − 3 = 2x + 27", "C",
        ("x = 4", NUMBER_SIGN), ("x = 3", VARIABLE_SIGN), "x = 5", ("x = −5", MINUS),
    ),
    ask(
        BOTH_SIDES, THUY, 2, -0.6, "Solve: 2(x + 5) = x + 22", "A",
        "x = 12", ("x = 4", VARIABLE_SIGN), ("x = 32", NUMBER_SIGN), ("x = 17", FIRST),
    ),
    ask(
        BOTH_SIDES, RENEE, 3, 0.4, "Solve: 9 − 3(x − 5) = x − 8", "D",
        ("x = −16", VARIABLE_SIGN), ("x = 0.5", MINUS), ("x = 4", NUMBER_SIGN), "x = 8",
    ),
    ask(
        HOW_MANY, THUY, 2, -1.2, "How many solutions does 4x − 1 = 4x + 6 have?", "D",
        ("One: x = 0", EXACTLY_ONE), ("Infinitely many", SAME_TERM), ("One: x = 5", EXACTLY_ONE),
        "No solution",
    ),
    ask(
        HOW_MANY, THUY, 2, -1.0, "How many solutions does 3(x − 2) = 3x − 6 have?", "B",
        ("No solution", ZERO), "Infinitely many", ("One: x = 2", EXACTLY_ONE),
        ("One: x = 0", EXACTLY_ONE),
    ),
    ask(
        HOW_MANY, RENEE, 3, -0.7, "How many solutions does 6x − 7 = 2x − 7 have?", "A",
        "One: x = 0", ("No solution", ZERO), ("One: x = 7", NUMBERS_ONLY),
        ("Infinitely many", SAME_TERM),
    ),
    ask(
        HOW_MANY, WILL, 3, -0.4, "Which equation has infinitely many solutions?", "C",
        ("5x = 5", NUMBERS_ONLY), ("5x + 10 = x + 10", NUMBERS_ONLY),
        "5x + 10 = 5(x + 2)", ("5x + 10 = 5x + 2", SAME_TERM),
    ),
)  # fmt: skip

BEFORE_ID, AFTER_ID = "cfa-equations-a", "cfa-equations-b"

BEFORE = Assessment(
    id=BEFORE_ID,
    team_id="mathematics",
    title="Linear equations CFA",
    form="A",
    targets=TARGETS,
    items=as_items(FORM_A, prefix="eqa"),
    rule_agreed_on=date(2026, 10, 5),
    window_opens_on=date(2026, 10, 6),
    window_closes_on=date(2026, 10, 8),
    minutes=30,
)

AFTER = Assessment(
    id=AFTER_ID,
    team_id="mathematics",
    title="Linear equations CFA",
    form="B",
    parallel_to=BEFORE_ID,
    targets=TARGETS,
    items=as_items(FORM_B, prefix="eqb"),
    rule_agreed_on=date(2026, 10, 5),
    window_opens_on=date(2026, 10, 28),
    window_closes_on=date(2026, 10, 30),
    minutes=30,
)
