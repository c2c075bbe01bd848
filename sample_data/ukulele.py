"""The content of the music story: one performance task, four rubric rows of four levels."""

from __future__ import annotations

from datetime import date

from plc_data.model import Assessment, Item, ItemType, LearningTarget, RubricLevel

from .school import MATEO

TIME, SHAPE = "uke-time", "uke-shape"

TARGETS = (
    LearningTarget(
        id=TIME,
        statement="I can keep a steady beat and change chords in time.",
        standard_codes=("MU:Pr5.3.E.8a",),
        depth_of_knowledge=2,
        team_id="music",
    ),
    LearningTarget(
        id=SHAPE,
        statement="I can shape a phrase with tone and dynamics.",
        standard_codes=("MU:Pr6.1.E.8a",),
        depth_of_knowledge=3,
        team_id="music",
    ),
)

ROWS = (
    ("Steady beat", TIME, -0.6, (
        "The beat stops or restarts several times.",
        "The beat holds within a line but slows at most chord changes.",
        "The beat holds through the piece with one or two slips.",
        "The beat holds throughout, and others could play along.",
    )),
    ("Chord changes", TIME, 0.3, (
        "Most changes come a beat or more late.",
        "Easy changes are in time; G to C is late.",
        "All changes are in time with one or two slips.",
        "All changes are in time and sound clean.",
    )),
    ("Tone", SHAPE, -0.1, (
        "Many strings buzz or are muted.",
        "Open chords ring; one chord is mostly muted.",
        "Chords ring, with a buzz here and there.",
        "Every chord rings, and the strum fits the song.",
    )),
    ("Dynamics", SHAPE, 0.7, (
        "The whole piece has one volume.",
        "A change of volume is heard, but not where the music asks for it.",
        "The marked changes of volume are heard.",
        "The changes of volume shape the phrases, beyond what is marked.",
    )),
)  # fmt: skip
"""Label, target, true hardness, the four levels lowest first."""

LEVELS = ("1 Beginning", "2 Approaching", "3 Met", "4 Beyond")

ASSESSMENT_ID, AGAIN_ID = "cfa-ukulele-a", "cfa-ukulele-b"

ASSESSMENT = Assessment(
    id=ASSESSMENT_ID,
    team_id="music",
    title="Ukulele performance task",
    form="A",
    targets=TARGETS,
    items=tuple(
        Item(
            id=f"uke-{place:02d}",
            position=place,
            label=label,
            target_id=target,
            type=ItemType.RUBRIC_ROW,
            max_points=4,
            depth_of_knowledge=2 if target == TIME else 3,
            levels=tuple(
                RubricLevel(label=level, points=points, description=text)
                for points, (level, text) in enumerate(zip(LEVELS, texts, strict=True), 1)
            ),
            prompt="Play the first verse and chorus of the song you chose, from the chord sheet.",
            author_id=MATEO,
        )
        for place, (label, target, _, texts) in enumerate(ROWS, 1)
    ),
    rule_agreed_on=date(2026, 10, 19),
    window_opens_on=date(2026, 10, 21),
    window_closes_on=date(2026, 10, 23),
    minutes=40,
)

AGAIN = ASSESSMENT.model_copy(
    update={
        "id": AGAIN_ID,
        "form": "B",
        "parallel_to": ASSESSMENT_ID,
        "items": tuple(
            item.model_copy(
                update={
                    "id": item.id.replace("uke", "ukb"),
                    "prompt": "Play the first verse and chorus of another song you chose, from the "
                    "chord sheet.",
                }
            )
            for item in ASSESSMENT.items
        ),
        "window_opens_on": date(2026, 11, 10),
        "window_closes_on": date(2026, 11, 13),
    }
)
"""The same task and rubric with another song."""
