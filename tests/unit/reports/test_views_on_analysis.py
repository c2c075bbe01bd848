"""The frames that the analysis really gives are the frames that the views read."""

from __future__ import annotations

import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.reports import views, views_growth, views_targets
from datacycle.reports.charts import plotly_figure, print_svg
from plc_data.model import Assessment, Enrollment, Item, LearningTarget, Option, Section

KEYS = {f"q{n}": ("B",) for n in range(1, 7)}
ASSESSMENT = Assessment(
    id="cfa",
    team_id="team",
    title="Ratios",
    targets=(
        LearningTarget(id="t1", statement="I can find a unit rate of two quantities"),
        LearningTarget(id="t2", statement="I can solve percent problems with two steps"),
    ),
    items=tuple(
        Item(
            id=item,
            position=place,
            label=item.upper(),
            target_id="t1" if place <= 3 else "t2",
            key=key,
            options=(Option(label="A", misconception="adds"), Option(label="B")),
        )
        for place, (item, key) in enumerate(KEYS.items(), 1)
    ),
)
SECTIONS = tuple(
    Section(id=s, name=f"Period {s[1]}", teacher_id="p", team_id="team") for s in ("s1", "s2")
)
STUDENTS = [f"st{n:02d}" for n in range(16)]
ENROLLMENTS = [
    Enrollment(section_id="s1" if n < 8 else "s2", student_id=s) for n, s in enumerate(STUDENTS)
]


def answers(shift: int) -> pd.DataFrame:
    """Student n gets the first (n + shift) mod 7 items of six right; the last one was absent."""
    rows = []
    for n, student in enumerate(STUDENTS[:-1]):
        for place, item in enumerate(KEYS):
            right = place < (n + shift) % 7
            rows.append((student, item, "B" if right else "A", float(right), 1.0, "scored"))
    return pd.DataFrame(
        rows, columns=["student_id", "item_id", "response", "points", "max_points", "status"]
    )


@pytest.fixture(scope="module")
def mastery() -> pd.DataFrame:
    return an.mastery_by_target(answers(0), ASSESSMENT, roster=STUDENTS)


def draws(spec) -> None:
    """Both drawings can be made."""
    assert plotly_figure(spec)["data"]
    assert print_svg(spec).startswith(b"<?xml")


def test_items():
    scores = an.score_table(answers(0), blank="wrong")
    spec = views.items_chart(an.item_statistics(scores), ASSESSMENT)

    draws(spec)
    # residues 0..6 of fifteen students: 0 comes three times, the others twice; the first item is
    # right for all but the three
    assert spec.table.to_rows()[1][2:4] == ["15", "80 %"]


def test_options():
    wide = answers(0).pivot(index="student_id", columns="item_id", values="response")
    scores = an.score_table(answers(0), blank="wrong")
    spec = views.options_chart(an.option_table(wide, scores, KEYS), "q1", ASSESSMENT)

    draws(spec)
    assert spec.alt == (
        "12 of 15 (80 %) chose the right answer, B; most chosen wrong answer: A, by 3 (adds)."
    )


def test_targets(mastery):
    spec = views_targets.targets_chart(an.target_summary(mastery), ASSESSMENT)

    draws(spec)
    for row in spec.table.rows:
        assert sum(row[2:6]) == len(STUDENTS)
        assert row[5] == 1  # nobody else was absent


def test_classes(mastery):
    summary = an.class_summary(mastery, ENROLLMENTS)
    spec = views_targets.classes_chart(summary, SECTIONS, "t1")

    draws(spec)
    assert spec.table.values("section") == ("Period 1", "Period 2")
    assert sum(spec.table.values("n_tested")) == 15


def test_grid(mastery):
    grid = views_targets.student_grid(mastery, ASSESSMENT, {s: s for s in STUDENTS})

    assert grid.cells[-1][0].text == "No evidence"
    assert grid.cells[6][0].detail == "3 of 3 points"


def test_growth(mastery):
    after = an.mastery_by_target(answers(2), ASSESSMENT, roster=STUDENTS)
    transitions = an.matched_growth(mastery, after).transitions
    spec = views_growth.growth_chart(transitions, ASSESSMENT)

    draws(spec)
    draws(views_growth.transition_chart(transitions, "t1", ASSESSMENT))
    assert set(spec.table.values("n")) == {15}


def test_groups(mastery):
    causes = an.student_causes(answers(0), ASSESSMENT, "t1")
    table = views_targets.groups_table(
        an.propose_groups(mastery, causes, "t1"), {s: s for s in STUDENTS}
    )

    named = ", ".join(table.values("students")).split(", ")
    assert sorted(named) == STUDENTS
