"""What the rule would say of imagined students, against the binomial numbers worked out by hand."""

from __future__ import annotations

from math import comb

import pytest

from datacycle.reports.views_blueprint import misjudged_chart, misjudged_sentence
from plc_data.model import Assessment, Item, ItemType, LearningTarget


def cfa(n: int, *, rubric: bool = False) -> Assessment:
    items = [Item(id=f"q{k}", position=k, label=f"Q{k}", target_id="t") for k in range(1, n + 1)]
    if rubric:
        row = ItemType.RUBRIC_ROW
        items.append(Item(id="r", position=n + 1, label="R", target_id="t", type=row))
    target = LearningTarget(id="t", statement="I can add.")
    return Assessment(id="c", team_id="x", title="Sums", targets=(target,), items=tuple(items))


class TestTheSentence:
    @pytest.mark.parametrize(("n", "needed", "at_most"), [(4, 4, 2), (5, 5, 3)])
    def test_counts_cases_in_a_hundred(self, n, needed, at_most):
        # secure from `needed` right, not yet up to `at_most` right: the field table for the rule
        passes = sum(comb(n, k) * 0.5**n for k in range(needed, n + 1))
        fails = sum(comb(n, k) * 0.9**k * 0.1 ** (n - k) for k in range(at_most + 1))

        said = misjudged_sentence(cfa(n), cfa(n).targets[0])

        assert f"called secure in {round(100 * passes)} of 100" in said
        assert f"not yet in {round(100 * fails)} of 100" in said

    def test_says_that_two_items_never_show_it(self):
        assert "nobody can ever be called secure" in misjudged_sentence(cfa(2), cfa(2).targets[0])

    def test_a_rubric_is_judged_by_its_level(self):
        made = cfa(0, rubric=True)

        assert "agreed level of the rubric" in misjudged_sentence(made, made.targets[0])

    def test_a_target_without_items_is_said(self):
        assert "no item yet" in misjudged_sentence(cfa(0), cfa(0).targets[0])


class TestTheChart:
    def test_each_student_is_called_something_in_a_hundred_cases(self):
        chart = misjudged_chart(cfa(4, rubric=True))

        for row in chart.table.rows:
            assert sum(row[3:]) == pytest.approx(1)
        assert len(chart.categories) == 2

    def test_is_empty_but_whole_without_targets(self):
        empty = Assessment(id="c", team_id="x", title="Sums", targets=(), items=())

        chart = misjudged_chart(empty)

        assert chart.is_empty
        assert chart.alt == "There is no target yet."
