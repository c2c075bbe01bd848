"""The music story: a team of one, a performance scored on a rubric, a second scorer for some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from plc_data.model import (
    ActionStep,
    CheckForUnderstanding,
    Count,
    DataCycle,
    Focus,
    Need,
    SmartGoal,
)

from . import cast, checks
from .answers import Learner
from .checks import Look
from .days import DAYS_OFF, SCHOOL_YEAR, moment
from .draws import generator, normal, shuffled
from .school import MATEO, MUSIC_SECTION
from .ukulele import AGAIN_ID, ASSESSMENT_ID, ROWS, SHAPE, TIME

CYCLE_ID = "cycle-ukulele"
GOAL_ID = "goal-ukulele"
TEAM_ID = "music"
STARTS, ENDS = date(2026, 10, 19), date(2026, 11, 13)
SCORED = moment(date(2026, 10, 23), "15:40")
N_ABSENT = 1
N_DOUBLE_SCORED = 6
SEVERITY = 0.25
"""How much lower the second scorer hears the same playing, on the scale of ability."""
STEPS = (-1.3, 0.0, 1.3)
"""How far above a row's hardness a performance must be for levels 2, 3 and 4."""


@dataclass(frozen=True)
class Performances:
    """Levels reached, student by student; the second scorer heard only some."""

    abilities: Mapping[str, Mapping[str, float]]
    levels: Mapping[str, tuple[int | None, ...]]
    second: Mapping[str, tuple[int, ...]]
    absent: tuple[str, ...]


@cache
def performances() -> Performances:
    """All performances of the class, drawn once."""
    rng = generator(7)
    ids = cast.school().in_section(MUSIC_SECTION)
    abilities = {}
    for student_id in ids:
        general = normal(rng)
        abilities[student_id] = {
            target: 0.9 * general + 0.4 * normal(rng) for target in (TIME, SHAPE)
        }
    absent = tuple(shuffled(rng, ids)[:N_ABSENT])
    played = {i: tuple(0.35 * normal(rng) for _ in ROWS) for i in ids}
    heard = {i: tuple(0.3 * normal(rng) - SEVERITY for _ in ROWS) for i in ids}

    def level(student_id: str, row: int, shift: float) -> int:
        _, target, hardness, _ = ROWS[row]
        reached = abilities[student_id][target] + shift - hardness
        return 1 + sum(reached > step for step in STEPS)

    levels = {
        i: (None,) * len(ROWS)
        if i in absent
        else tuple(level(i, row, played[i][row]) for row in range(len(ROWS)))
        for i in ids
    }
    listened = sorted(shuffled(rng, [i for i in ids if i not in absent])[:N_DOUBLE_SCORED])
    second = {
        i: tuple(level(i, row, played[i][row] + heard[i][row]) for row in range(len(ROWS)))
        for i in listened
    }
    return Performances(abilities, levels, second, absent)


def met(target_id: str) -> tuple[int, int]:
    """Students whose rows of the target earn at least the agreed share, and students heard."""
    rows = [place for place, row in enumerate(ROWS) if row[1] == target_id]
    heard = [levels for levels in performances().levels.values() if None not in levels]
    reached = sum(sum(levels[row] or 0 for row in rows) >= 3 * len(rows) for levels in heard)
    return reached, len(heard)


def agreement() -> tuple[int, int, int]:
    """Rubric rows where both scorers gave the same level, at most one apart, and all."""
    story = performances()
    pairs = [
        (first, other)
        for student_id, levels in story.second.items()
        for first, other in zip(story.levels[student_id], levels, strict=True)
    ]
    same = sum(first == other for first, other in pairs)
    near = sum(abs((first or 0) - other) <= 1 for first, other in pairs)
    return same, near, len(pairs)


_LOOKS = (
    Look(
        date(2026, 10, 13), MUSIC_SECTION, TIME, "mini whiteboards",
        "Listen to eight bars. Mark each beat where I changed the chord.", -0.4, 4,
        ("clarify now", "Clapped the chord changes before playing them."),
    ),
    Look(
        date(2026, 10, 15), MUSIC_SECTION, TIME, "exit ticket",
        "Play C to G four times with the click at 80; your partner tallies changes in time.",
        0.0, 7,
        ("reteach now", "Slowed the click to 60 and let the left hand change on beat four."),
    ),
    Look(
        date(2026, 10, 29), MUSIC_SECTION, TIME, "exit ticket",
        "Play C to G four times with the click at 80; your partner tallies changes in time.",
        -0.4, 7,
        ("pull group", "Four partners took the click at 60 to the practice room."),
    ),
)  # fmt: skip


def checks_for_understanding() -> tuple[CheckForUnderstanding, ...]:
    """The log of the class."""
    learners = {i: Learner(i, abilities, {}) for i, abilities in performances().abilities.items()}
    return checks.take(
        generator(8),
        _LOOKS,
        cast.school(),
        {i: (learner, learner) for i, learner in learners.items()},
        team_id=TEAM_ID,
        cycle_id=CYCLE_ID,
        between=(STARTS, ENDS),
    )


def cycle() -> DataCycle:
    """The cycle with its focus."""
    ticket = next(c for c in checks_for_understanding() if c.on == date(2026, 10, 15))
    return DataCycle(
        id=CYCLE_ID,
        team_id=TEAM_ID,
        title="Chord changes in time",
        school_year=SCHOOL_YEAR,
        starts_on=STARTS,
        section_ids=(MUSIC_SECTION,),
        focus=Focus(
            statement="The class plays the chords, but the beat waits for the left hand. Until "
            "changes come in time, nobody can play together.",
            target_ids=(TIME,),
            needs=(
                Need(
                    source="Partner tally with the click at 80",
                    seen="changed from C to G in time all four times",
                    numerator=ticket.n_had_it,
                    denominator=ticket.n_responded,
                    on=ticket.on,
                ),
            ),
        ),
    )


def goal() -> SmartGoal:
    """The goal of a team of one, with its baseline."""
    reached, n_heard = met(TIME)
    n = len(performances().levels)
    aim = reached + 5
    return SmartGoal(
        id=GOAL_ID,
        cycle_id=CYCLE_ID,
        team_id=TEAM_ID,
        statement=f"Of the {n} students of the ensemble, those who meet the agreed level in "
        f"keeping time and changing chords will rise from {reached} ({n_heard} heard) to {aim} by "
        "13 November, on the same task with another song and the same rubric.",
        target_ids=(TIME,),
        section_ids=(MUSIC_SECTION,),
        group_size=n,
        baseline=Count(
            numerator=reached, denominator=n, on=date(2026, 10, 22), assessment_id=ASSESSMENT_ID
        ),
        aim=Count(numerator=aim, denominator=n, on=date(2026, 11, 12), assessment_id=AGAIN_ID),
        metric="secure",
        reassessment_is_parallel=True,
        starts_on=STARTS,
        ends_on=ENDS,
        days_off=tuple(day for day in DAYS_OFF if STARTS <= day <= ENDS),
        strategies=(
            ActionStep(
                what="Five minutes of “left hand first” with the click at 60 in every lesson",
                owner_id=MATEO,
                by=date(2026, 11, 6),
            ),
            ActionStep(
                what="Ask Grace in art to score six recordings with the same rubric",
                owner_id=MATEO,
                by=date(2026, 10, 23),
            ),
        ),
        school_goal="School goal 4: every student performs for others once a semester.",
        far_from_cut="Students on level 1 play two-chord songs until the beat holds.",
        above_cut="Students beyond the level lead a group of four and count it in.",
        not_met_means=f"Fewer than {aim} of the ensemble at the agreed level.",
        single_member=True,
    )
