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
        ("1/4", UPSIDE_DOWN), "4", ("−4", ORDER), "8",
    ),
    ask(
        FIND, WILL, 2, -0.7, "What is the slope of the line through (1, 10) and (6, 0)?", "D",
        ("−1/2", UPSIDE_DOWN), ("2", ORDER), "−10", "−2",
    ),
    ask(
        FIND, RENEE, 2, -0.5, "A table shows x: 0, 4, 8 and y: 3, 5, 7. What is the slope?", "A",
        "1/2", ("2", UPSIDE_DOWN), ("−1/2", ORDER), "3",
    ),
    ask(
        FIND, THUY, 2, 0.9,
        "The points (−3, 8) and (5, −4) lie on a line. What is its slope?", "C",
        ("−2/3", UPSIDE_DOWN), ("3/2", ORDER), "−3/2", "−2",
    ),
    ask(
        MEANING, RENEE, 1, -0.9,
        "A pool holds 40 gallons and gains 6 gallons each minute. What is the rate of change?", "D",
        "46 gallons per minute", ("40 gallons per minute", SWAPPED), "34 gallons per minute",
        "6 gallons per minute",
    ),
    ask(
        MEANING, THUY, 2, -0.4,
        "A taxi costs c = 3m + 5 dollars for m miles. What does the 5 tell?", "A",
        "The cost before any mile is driven", ("The cost of each mile", SWAPPED),
        "The number of miles", "The cost of a five-mile ride",
    ),
    ask(
        MEANING, THUY, 2, -0.2,
        "A candle is 20 cm tall at the start and 14 cm after 3 hours. How fast does it burn?", "C",
        ("14 cm per hour", Y_AS_RATE), ("20 cm per hour", SWAPPED), "2 cm per hour",
        "6 cm per hour",
    ),
    ask(
        MEANING, RENEE, 3, 0.2,
        "Savings grow from $60 in week 2 to $120 in week 6. What was there in week 0?", "B",
        ("$60", Y_AS_RATE), "$30", ("$15", SWAPPED), "$0",
    ),
)  # fmt: skip

ASSESSMENT_ID = "cfa-slope-a"

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
