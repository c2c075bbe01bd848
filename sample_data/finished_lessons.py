"""The finished cycle's lessons: which checks for understanding the three teachers made."""

from __future__ import annotations

from datetime import date

from .checks import Look
from .equations import BOTH_SIDES, HOW_MANY, ONE_SIDE
from .school import MATHEMATICS_SECTIONS

BOARDS, HINGE, TICKET, THUMBS = "mini whiteboards", "hinge question", "exit ticket", "thumbs"


def _each(
    on: date,
    target: str,
    technique: str,
    prompt: str,
    hardness: float,
    minutes: int,
    if_low: tuple[str, str],
    if_high: tuple[str, str] = ("move on", ""),
) -> tuple[Look, ...]:
    return tuple(
        Look(on, section, target, technique, prompt, hardness, minutes, if_low, if_high)
        for section in MATHEMATICS_SECTIONS
    )


LOOKS = (
    *_each(
        date(2026, 9, 24), ONE_SIDE, BOARDS, "Solve 3(x + 4) = 27. Show the line where the "
        "parentheses go away.", -1.2, 4,
        ("clarify now", "Drew the area of a 3 by (x + 4) rectangle beside the equation, then a "
         "fresh board each."),
        ("move on", "Nearly every board multiplied both terms."),
    ),
    *_each(
        date(2026, 9, 29), BOTH_SIDES, BOARDS, "Solve 5x + 1 = 3x + 9. Show what you did to both "
        "sides first.", -0.7, 5,
        ("reteach now", "Worked one more together and said aloud what is done to each side."),
        ("move on", "Boards show the same step written under both sides."),
    ),
    *_each(
        date(2026, 10, 1), BOTH_SIDES, TICKET, "Solve 6x − 5 = 2x + 11 and check your answer.",
        -0.5, 6,
        ("revisit tomorrow", "Sorted the tickets into three piles before going home; the next "
         "lesson opens with the middle pile."),
        ("move on", "Most tickets carry a check that works out."),
    ),
    *_each(
        date(2026, 10, 2), HOW_MANY, HINGE, "4x + 3 = 4x + 7 has A no solution, B one, C "
        "infinitely many. Cards up.", -0.9, 3,
        ("clarify now", "Let an A and a C card each argue, then tried x = 0, 1 and 10."),
    ),
    *_each(
        date(2026, 10, 5), BOTH_SIDES, THUMBS, "How sure are you about equations with x on both "
        "sides?", -0.5, 1,
        ("move on", "This is how sure they feel, not what they can do; the CFA will tell."),
        ("move on", "This is how sure they feel, not what they can do; the CFA will tell."),
    ),
    *_each(
        date(2026, 10, 16), BOTH_SIDES, HINGE, "7x + 2 = 4x + 20. Which line comes next: "
        "A 11x + 2 = 20, B 3x + 2 = 20, C 3x = 22, D 7x = 4x + 22?", -0.7, 3,
        ("pull group", "Kept the A and C cards at the front table with the balance mat while the "
         "others went on."),
        ("move on", "The few A and C cards are in this week's group already."),
    ),
    *_each(
        date(2026, 10, 20), BOTH_SIDES, BOARDS, "Solve 3(x + 2) = x + 14. Draw the balance first.",
        -0.7, 5,
        ("reteach now", "Went back to the balance with real bags of counters, then the same "
         "equation again."),
        ("move on", "Balances drawn and the same bag taken off both sides."),
    ),
    *_each(
        date(2026, 10, 22), BOTH_SIDES, TICKET, "Find and mend the mistake: 9x − 4 = 5x + 12, so "
        "14x = 16.", -0.8, 6,
        ("revisit tomorrow", "Two tickets, one right and one not, go on the board tomorrow with "
         "the names cut off."),
        ("move on", "The mistake was found; most could say which side it was done to."),
    ),
    *_each(
        date(2026, 10, 26), BOTH_SIDES, BOARDS, "Solve 5 − 2(x − 1) = 3x − 8.", 0.0, 5,
        ("clarify now", "The minus in front of the parentheses needs its own line; did two more "
         "of only that line."),
        ("move on", "Ready for the second form on Wednesday."),
    ),
)  # fmt: skip
