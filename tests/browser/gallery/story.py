"""A small made-up team and its numbers, for looking at the parts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from plc_data.model import (
    Assessment,
    CheckForUnderstanding,
    Item,
    LearningTarget,
    MasteryRule,
    Option,
    Person,
    Prediction,
    Section,
)

TARGETS = {
    "t1": "I can find the unit rate of two quantities that vary together",
    "t2": "I can tell a proportional relationship from one that is not",
    "t3": "I can solve percent problems with more than one step",
}
PEOPLE = (
    Person(id="p-ana", given="Ana", family="Ruiz"),
    Person(id="p-ben", given="Ben", family="Okafor"),
    Person(id="p-chi", given="Chi", family="Nguyen"),
    Person(id="p-dee", given="Dee", family="Walker"),
)
SECTIONS = tuple(
    Section(id=f"s{n}", name=f"Period {n}", teacher_id=PEOPLE[n - 1].id, team_id="team")
    for n in (1, 2, 3)
)
ASSESSMENT = Assessment(
    id="cfa",
    team_id="team",
    title="Ratios and percent",
    targets=tuple(LearningTarget(id=i, statement=words) for i, words in TARGETS.items()),
    items=tuple(
        Item(
            id=f"q{n}",
            position=n,
            label=f"Q{n}",
            target_id=f"t{(n - 1) // 4 + 1}",
            key=("B",),
            options=(
                Option(label="A", text="$3 < 4$ <b>", misconception="adds instead of multiplies"),
                Option(label="B", text="12"),
                Option(label="C", text="7", misconception="takes the difference"),
                Option(label="D", text="not enough to tell"),
            ),
        )
        for n in range(1, 13)
    ),
    rule=MasteryRule(),
)
STUDENTS = {
    f"st{n:02d}": name
    for n, name in enumerate(
        "Ada A. Bo B. Cy C. Di D. Eli E. Fay F. Gus G. Hal H.".replace(". ", ".|").split("|"), 1
    )
}


def target_summary() -> pd.DataFrame:
    """States per target, as datacycle.analysis gives them."""
    return pd.DataFrame(
        {
            "target_id": list(TARGETS),
            "n_tested": [70, 71, 68],
            "n_secure": [41, 22, 30],
            "n_look_again": [14, 17, 12],
            "n_not_yet": [15, 32, 26],
            "n_no_evidence": [2, 1, 4],
            "share_secure": [41 / 70, 22 / 71, 30 / 68],
            "low": [0.469, 0.214, 0.329],
            "high": [0.694, 0.425, 0.559],
        }
    ).set_index("target_id")


def class_summary() -> pd.DataFrame:
    """States per target and class."""
    rows = [
        ("t2", "s1", 24, 9, 6, 9, 0, 9 / 24, 0.212, 0.573),
        ("t2", "s2", 23, 8, 4, 11, 1, 8 / 23, 0.188, 0.551),
        ("t2", "s3", 24, 5, 7, 12, 0, 5 / 24, 0.092, 0.405),
    ]
    names = ["target_id", "section_id", *target_summary().columns]
    return pd.DataFrame(rows, columns=names).set_index(["target_id", "section_id"])


def item_statistics() -> pd.DataFrame:
    """Twelve items of one assessment."""
    shares = [0.91, 0.83, 0.62, 0.55, 0.47, 0.35, 0.29, 0.52, 0.66, 0.71, 0.38, 0.44]
    return pd.DataFrame(
        {
            "item": [f"q{n}" for n in range(1, 13)],
            "n": [71] * 12,
            "difficulty": shares,
            "low": [max(0.0, p - 0.11) for p in shares],
            "high": [min(1.0, p + 0.10) for p in shares],
            "n_omitted": [0, 0, 1, 0, 2, 3, 1, 0, 0, 0, 5, 2],
            "item_rest_r": [0.31, 0.42, 0.5, 0.38, 0.44, 0.12, 0.27, 0.35, 0.48, 0.3, 0.22, 0.4],
            "r_low": [0.08] * 12,
            "r_high": [0.55] * 12,
            "discrimination_index": [0.2, 0.3, 0.5, 0.4, 0.6, 0.1, 0.3, 0.4, 0.5, 0.3, 0.2, 0.5],
        }
    ).set_index("item")


def option_table() -> pd.DataFrame:
    """The options of Q6."""
    return pd.DataFrame(
        {
            "item": ["q6"] * 5,
            "option": ["A", "B", "C", "D", ""],
            "is_key": [False, True, False, False, False],
            "n": [31, 25, 8, 4, 3],
            "share": [31 / 71, 25 / 71, 8 / 71, 4 / 71, 3 / 71],
            "rest_r": [-0.2, 0.12, -0.05, 0.01, -0.1],
        }
    )


def mastery() -> pd.DataFrame:
    """Eight students on three targets."""
    states = ["secure", "not_yet", "look_again", "no_evidence", "not_yet", "secure"]
    rows = []
    for number, student in enumerate(STUDENTS):
        for place, target in enumerate(TARGETS):
            state = states[(number * 2 + place) % 6]
            earned = {"secure": 4, "look_again": 3, "not_yet": 1, "no_evidence": 0}[state]
            rows.append((student, target, 4, float(earned), 4.0, earned / 4, 0.5, state))
    names = [
        "student_id",
        "target_id",
        "n_items",
        "points",
        "max_points",
        "share",
        "p_mastery",
        "state",
    ]
    return pd.DataFrame(rows, columns=names)


def transitions() -> pd.DataFrame:
    """Before and after on target t2 and t3."""
    rows = [
        ("t2", "not_yet", "secure", 14),
        ("t2", "not_yet", "look_again", 7),
        ("t2", "not_yet", "not_yet", 10),
        ("t2", "look_again", "secure", 11),
        ("t2", "look_again", "look_again", 4),
        ("t2", "look_again", "not_yet", 1),
        ("t2", "secure", "secure", 20),
        ("t2", "secure", "look_again", 2),
        ("t3", "not_yet", "secure", 6),
        ("t3", "not_yet", "not_yet", 20),
        ("t3", "secure", "secure", 28),
        ("t3", "secure", "not_yet", 2),
    ]
    return pd.DataFrame(rows, columns=["target_id", "before", "after", "n"])


def predictions() -> list[tuple[str, Prediction]]:
    """What four members expected."""
    guesses = [(0.7, 0.5, 0.6), (0.65, 0.45, 0.5), (0.8, 0.6, 0.55), (0.6, 0.4, 0.7)]
    return [("", Prediction(shares=dict(zip(TARGETS, guess, strict=True)))) for guess in guesses]


def checks() -> list[CheckForUnderstanding]:
    """Three checks in lessons."""
    return [
        CheckForUnderstanding(
            id=f"c{n}",
            team_id="team",
            section_id=f"s{n}",
            teacher_id=PEOPLE[n - 1].id,
            target_id="t2",
            on=date(2026, 11, 10 + n),
            technique="mini_whiteboards",
            n_present=25,
            n_responded=24,
            n_had_it=8 + 4 * n,
            decision="reteach_now" if n == 1 else "move_on",
        )
        for n in (1, 2, 3)
    ]
