"""Trust in words: misconceptions, checks, readers, rules and reliability, drawn and told."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.reports import views_quality as views
from datacycle.reports.charts import plotly_figure, print_svg
from plc_data.model import Assessment, CheckForUnderstanding, Item, LearningTarget, Option, Section

ASSESSMENT = Assessment(
    id="cfa",
    team_id="team",
    title="Ratios",
    targets=(LearningTarget(id="t1", statement="I can find a unit rate"),),
    items=tuple(
        Item(
            id=f"q{n}",
            position=n,
            label=f"Q{n}",
            target_id="t1",
            key=("B",),
            options=(Option(label="A", misconception="adds"), Option(label="B")),
        )
        for n in (1, 2)
    ),
)


def draws(spec) -> None:
    """Both drawings can be made, with a sentence and the same figures in a table."""
    assert plotly_figure(spec)["data"]
    assert print_svg(spec).startswith(b"<?xml")
    assert spec.table.rows


def test_misconceptions_tell_once_from_twice():
    rows = [("s1", "q1", "A"), ("s1", "q2", "A"), ("s2", "q1", "A"), ("s2", "q2", "B")]
    answers = pd.DataFrame(rows, columns=["student_id", "item_id", "response"])

    spec = views.misconceptions_chart(an.misconception_counts(answers, ASSESSMENT))

    draws(spec)
    assert spec.table.rows == (("adds", 2, 2, 1),)
    assert [series.marks[0].value for series in spec.series] == [1, 1]
    assert spec.alt == "Seen most: adds; 2 students showed it, 1 of them twice or more."


def test_no_misconceptions_say_so():
    bare = Assessment(id="cfa", team_id="t", title="Bare", targets=(), items=())
    answers = pd.DataFrame({"student_id": [], "item_id": [], "response": []}, dtype="str")

    spec = views.misconceptions_chart(an.misconception_counts(answers, bare))

    assert spec.alt.startswith("No wrong option")


def test_a_check_stands_beside_the_test():
    check = CheckForUnderstanding(
        id="c1", team_id="t", section_id="p1", teacher_id="k", target_id="t1",
        on=date(2026, 10, 2), technique="exit ticket", n_present=24, n_responded=24, n_had_it=22,
    )  # fmt: skip
    classes = pd.DataFrame(
        {"target_id": "t1", "section_id": "p1", "n_tested": 24, "n_secure": [10]}
    ).set_index(["target_id", "section_id"])
    sections = (Section(id="p1", name="Period 1", teacher_id="k", team_id="t"),)

    spec = views.calibration_chart(
        an.check_calibration([check], classes), ASSESSMENT, sections=sections
    )

    draws(spec)
    assert spec.categories[0].label == "I can find a unit rate · Period 1"
    assert [series.marks[0].value for series in spec.series] == pytest.approx([22 / 24, 10 / 24])
    assert spec.alt == "In 1 of 1 comparison the check and the test differ by more than chance."


def test_readers_of_few_papers_have_no_kappa():
    first, second = pd.Series([1, 2, 3, 3]), pd.Series([1, 2, 3, 1])

    spec = views.agreement_chart({"Claim": an.rubric_agreement(first, second, [1, 2, 3])})

    draws(spec)
    assert spec.table.values("kappa") == (None,)
    assert [series.marks[0].value for series in spec.series] == [0.75, 0.0, 0.25]
    assert spec.alt == "Claim: same level on 75 %, same or next on 75 % of 4 papers."


def test_the_rule_is_shown_with_its_errors():
    spec = views.misjudged_chart(an.misclassification(4, true_shares=(0.5, 0.9)), 4)

    draws(spec)
    for place in (0, 1):
        parts = [series.marks[place].value for series in spec.series]
        assert sum(parts) == pytest.approx(1)
    assert spec.alt.startswith("With 4 items, misjudged most: students who would get 50 % right")


class TestReliabilityInWords:
    def scores(self, n: int) -> pd.DataFrame:
        rng = np.random.default_rng(4)
        able = rng.normal(size=(n, 1))
        right = rng.random((n, 8)) < 1 / (1 + np.exp(-1.5 * able))
        return pd.DataFrame(right.astype(int), columns=[f"q{j}" for j in range(8)])

    def test_a_small_class_says_nothing(self):
        found = an.reliability(self.scores(9))

        assert views.reliability_sentence(found) == (
            "9 students and 8 items are too few to speak of reliability."
        )

    def test_a_class_hears_points_an_interval_and_who_would_change_sides(self):
        scores = self.scores(60)

        said = views.reliability_sentence(an.reliability(scores), an.huynh(scores, 6))

        assert said.startswith("A total is good to about ")
        assert "anything from" in said
        assert "land on the other side next time." in said
