"""The content of the running cycle: slope and starting value, eight questions."""

from __future__ import annotations

from datetime import date

from plc_data.model import Assessment, LearningTarget

from .questions import as_items, ask
from .school import RENEE, THUY, WILL

UPSIDE_DOWN = "divides the change in x by the change in y"
ORDER = "subtracts the two points in different orders"
SWAPPED = "swaps the rate and the starting value"
Y_AS_RATE = "reads one y-value as the rate of change"

ONLY_Y = "takes only the change in y"
ADDS = "adds the rate and the starting value"
FOR_X = "takes a number of the rule for x"
FROM_ZERO = "expects every story to start at zero"

FIND, MEANING = "slope-find", "slope-meaning"
MISCONCEPTIONS = {FIND: (UPSIDE_DOWN, ORDER), MEANING: (SWAPPED, Y_AS_RATE)}

TARGETS = (
    LearningTarget(
        id=FIND,
        statement="I can find the slope of a line from two points, a table or a graph.",
        standard_codes=("8.EE.B.6", "8.F.B.4"),
        depth_of_knowledge=2,
        team_id="mathematics",
    ),
    LearningTarget(
        id=MEANING,
        statement="I can say what the slope and the starting value mean in a story.",
        standard_codes=("8.F.B.4",),
        depth_of_knowledge=2,
        team_id="mathematics",
    ),
)

QUESTIONS = (
    ask(
        FIND, WILL, 1, -1.1, "What is the slope of the line through (0, 1) and (2, 9)?", "B",
        ("1/4", UPSIDE_DOWN), "4", ("−4", ORDER), ("8", ONLY_Y),
    ),
    ask(
        FIND, WILL, 2, -0.7, "What is the slope of the line through (1, 10) and (6, 0)?", "D",
        ("−1/2", UPSIDE_DOWN), ("2", ORDER), ("−10", ONLY_Y), "−2",
    ),
    ask(
        FIND, RENEE, 2, -0.5, "A table shows x: 0, 4, 8 and y: 3, 5, 7. What is the slope?", "A",
        "1/2", ("2", UPSIDE_DOWN), ("−1/2", ORDER), ("3", Y_AS_RATE),
    ),
    ask(
        FIND, THUY, 2, 0.9,
        "The points (−3, 8) and (5, −4) lie on a line. What is its slope?", "C",
        ("−2/3", UPSIDE_DOWN), ("3/2", ORDER), "−3/2", ("−12", ONLY_Y),
    ),
    ask(
        MEANING, RENEE, 1, -0.9,
        "A pool holds 40 gallons and gains 6 gallons each minute. What is the rate of change?", "D",
        ("46 gallons per minute", ADDS), ("40 gallons per minute", SWAPPED),
        ("1/6 gallon per minute", UPSIDE_DOWN),
        "6 gallons per minute",
    ),
    ask(
        MEANING, THUY, 2, -0.4,
        "A taxi costs c = 3m + 5 dollars for m miles. What does the 5 tell?", "A",
        "The cost before any mile is driven", ("The cost of each mile", SWAPPED),
        ("The number of miles", FOR_X), ("The cost of a five-mile ride", FOR_X),
    ),
    ask(
        MEANING, THUY, 2, -0.2,
        "A candle is 20 cm tall at the start and 14 cm after 3 hours. How fast does it burn?", "C",
        ("14 cm per hour", Y_AS_RATE), ("20 cm per hour", SWAPPED), "2 cm per hour",
        ("6 cm per hour", ONLY_Y),
    ),
    ask(
        MEANING, RENEE, 3, 0.2,
        "Savings grow from $60 in week 2 to $120 in week 6. What was there in week 0?", "B",
        ("$60", Y_AS_RATE), "$30", ("$15", SWAPPED), ("$0", FROM_ZERO),
    ),
)  # fmt: skip

FORM_B = (
    ask(
        FIND, WILL, 1, -1.1, "What is the slope of the line through (0, 2) and (3, 17)?", "A",
        "5", ("1/5", UPSIDE_DOWN), ("15", ONLY_Y), ("−5", ORDER),
    ),
    ask(
        FIND, WILL, 2, -0.7, "What is the slope of the line through (2, 12) and (6, 0)?", "C",
        ("3", ORDER), ("−12", ONLY_Y), "−3", ("−1/3", UPSIDE_DOWN),
    ),
    ask(
        FIND, RENEE, 2, -0.5, "A table shows x: 0, 3, 6 and y: 4, 5, 6. What is the slope?", "D",
        ("4", Y_AS_RATE), ("−1/3", ORDER), ("3", UPSIDE_DOWN), "1/3",
    ),
    ask(
        FIND, THUY, 2, 0.9,
        "The points (−2, 7) and (4, −3) lie on a line. What is its slope?", "B",
        ("−10", ONLY_Y), "−5/3", ("5/3", ORDER), ("−3/5", UPSIDE_DOWN),
    ),
    ask(
        MEANING, RENEE, 1, -0.9,
        "A tank holds 50 liters and gains 8 liters each minute. What is the rate of change?", "B",
        ("1/8 liter per minute", UPSIDE_DOWN), "8 liters per minute",
        ("58 liters per minute", ADDS), ("50 liters per minute", SWAPPED),
    ),
    ask(
        MEANING, THUY, 2, -0.4,
        "Skates cost c = 4h + 6 dollars for h hours. What does the 6 tell?", "D",
        ("The cost of a six-hour visit", FOR_X), ("The cost of each hour", SWAPPED),
        ("The number of hours", FOR_X), "The cost before the first hour",
    ),
    ask(
        MEANING, THUY, 2, -0.2,
        "Snow is 30 cm deep at first and 18 cm after 4 hours. How fast does it melt?", "A",
        "3 cm per hour", ("12 cm per hour", ONLY_Y), ("18 cm per hour", Y_AS_RATE),
        ("30 cm per hour", SWAPPED),
    ),
    ask(
        MEANING, RENEE, 3, 0.2,
        "Savings grow from $50 in week 3 to $90 in week 7. What was there in week 0?", "C",
        ("$0", FROM_ZERO), ("$10", SWAPPED), "$20", ("$50", Y_AS_RATE),
    ),
)  # fmt: skip

ASSESSMENT_ID, AGAIN_ID = "cfa-slope-a", "cfa-slope-b"

ASSESSMENT = Assessment(
    id=ASSESSMENT_ID,
    team_id="mathematics",
    title="Slope and starting value CFA",
    form="A",
    targets=TARGETS,
    items=as_items(QUESTIONS, prefix="sla"),
    rule_agreed_on=date(2026, 11, 13),
    window_opens_on=date(2026, 11, 17),
    window_closes_on=date(2026, 11, 19),
    minutes=25,
)

AGAIN = ASSESSMENT.model_copy(
    update={
        "id": AGAIN_ID,
        "form": "B",
        "parallel_to": ASSESSMENT_ID,
        "items": as_items(FORM_B, prefix="slb"),
        "window_opens_on": date(2026, 12, 1),
        "window_closes_on": date(2026, 12, 3),
    }
)
"""The parallel form for the end of the cycle."""
