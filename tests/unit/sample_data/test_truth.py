"""The known truth can be found in the answers: that is what the sample is for."""

import re
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from sample_data import cast, equations, music, slope
from sample_data.cast import APPROACH_SECTION
from sample_data.school import MATHEMATICS_SECTIONS

FOCUS = equations.BOTH_SIDES


@pytest.fixture(scope="module")
def cycle():
    return cast.equations_cycle()


TESTINGS = {
    "before": lambda: (cast.equations_cycle().before, cast.equations_cycle().learners_before),
    "after": lambda: (cast.equations_cycle().after, cast.equations_cycle().learners_after),
    "slope": lambda: (cast.slope_cycle().testing, cast.slope_cycle().learners),
}


def n_right(testing, student_id, target_id):
    return sum(
        letter == question.key
        for letter, question in zip(testing.chosen[student_id], testing.questions, strict=True)
        if question.target_id == target_id
    )


@pytest.mark.parametrize("name", TESTINGS)
class TestEveryTesting:
    def test_the_hardest_question_is_missed_most_of_its_target(self, name):
        testing, _ = TESTINGS[name]()
        hardest = max(testing.questions, key=lambda question: question.hardness)
        rights = {
            q.prompt: sum(letters[k] == q.key for letters in testing.chosen.values())
            for k, q in enumerate(testing.questions)
            if q.target_id == hardest.target_id
        }

        assert len(rights) == 4
        assert min(rights, key=rights.get) == hardest.prompt

    def test_who_holds_a_misconception_chooses_its_option(self, name):
        testing, learners = TESTINGS[name]()
        compared = 0
        for k, question in enumerate(testing.questions):
            for letter, (_, behind) in zip("ABCD", question.choices, strict=True):
                holders = [
                    i
                    for i in testing.chosen
                    if behind and learners[i].misconceptions[question.target_id] == behind
                ]
                if len(holders) < 8:
                    continue
                chosen = Counter(testing.chosen[i][k] for i in holders)
                assert chosen.most_common(1)[0][0] == letter
                compared += 1
        assert compared >= 3

    def test_able_students_have_more_right(self, name):
        testing, learners = TESTINGS[name]()
        ids = list(testing.chosen)
        for target in {q.target_id for q in testing.questions}:
            ability = [learners[i].abilities[target] for i in ids]
            right = [n_right(testing, i, target) for i in ids]
            assert np.corrcoef(ability, right)[0, 1] > 0.5

    def test_a_few_are_absent_and_a_few_questions_left_blank(self, name):
        testing, learners = TESTINGS[name]()
        blanks = sum(letter == "" for letters in testing.chosen.values() for letter in letters)

        assert 2 <= len(testing.absent) <= 4
        assert set(testing.absent) | set(testing.chosen) == set(learners)
        assert not set(testing.absent) & set(testing.chosen)
        assert 3 <= blanks <= 40


class TestBeforeTeachingActs:
    @pytest.mark.parametrize("name", ["before", "slope"])
    def test_the_hardest_question_of_all_is_missed_most(self, name):
        testing, _ = TESTINGS[name]()
        rights = [
            sum(letters[k] == q.key for letters in testing.chosen.values())
            for k, q in enumerate(testing.questions)
        ]

        assert np.argmin(rights) == np.argmax([q.hardness for q in testing.questions])


class TestRemediation:
    def gain(self, cycle, ids, target):
        return np.mean(
            [n_right(cycle.after, i, target) - n_right(cycle.before, i, target) for i in ids]
        )

    def matched(self, cycle):
        return [i for i in cycle.before.chosen if i in cycle.after.chosen]

    def test_who_was_not_there_yet_gains_most_on_the_target(self, cycle):
        gains = {
            got: self.gain(cycle, [i for i in self.matched(cycle) if cycle.got[i] == got], FOCUS)
            for got in ("not_yet", "look_again", "secure")
        }

        assert gains["not_yet"] > gains["look_again"] > gains["secure"]

    def test_it_is_more_than_coming_back_to_the_average(self, cycle):
        """Low scorers rise a little by chance alone; on a target without sessions that is all."""
        low = {
            target: [i for i in self.matched(cycle) if n_right(cycle.before, i, target) <= 2]
            for target in equations.MISCONCEPTIONS
        }
        gains = {target: self.gain(cycle, ids, target) for target, ids in low.items()}

        assert gains[FOCUS] > max(gains[equations.ONE_SIDE], gains[equations.HOW_MANY]) + 0.25

    def test_the_truth_rose_by_what_was_given(self, cycle):
        for i, got in cycle.got.items():
            before, after = cycle.learners_before[i], cycle.learners_after[i]
            assert after.abilities[FOCUS] - before.abilities[FOCUS] == pytest.approx(
                cast.GAINS[got]
            )


class TestApproach:
    def test_the_class_taught_another_way_has_more_secure_students_on_its_target_only(self, cycle):
        def share(section_ids, target):
            ids = [i for i in cast.school().in_section(*section_ids) if i in cycle.before.chosen]
            return np.mean([n_right(cycle.before, i, target) == 4 for i in ids])

        others = [s for s in MATHEMATICS_SECTIONS if s != APPROACH_SECTION]
        ahead = {
            target: share([APPROACH_SECTION], target) - share(others, target)
            for target in equations.MISCONCEPTIONS
        }

        assert ahead[FOCUS] > 0.25
        assert ahead[FOCUS] == max(ahead.values())


class TestUkulele:
    def test_the_hardest_row_has_the_lowest_levels(self):
        story = music.performances()
        heard = np.array([levels for levels in story.levels.values() if None not in levels])
        hardness = [row[2] for row in music.ROWS]

        assert np.argmin(heard.mean(axis=0)) == np.argmax(hardness)

    def test_the_second_scorer_is_stricter_but_near(self):
        story = music.performances()
        pairs = [
            (a, b)
            for i, other in story.second.items()
            for a, b in zip(story.levels[i], other, strict=True)
        ]

        assert len(pairs) == 24
        assert np.mean([b - a for a, b in pairs]) < 0
        assert all(abs(a - b) <= 1 for a, b in pairs)


class TestSlopeKeys:
    @pytest.mark.parametrize(
        "question",
        [form[place] for form in (slope.QUESTIONS, slope.FORM_B) for place in (0, 1, 3)],
        ids=lambda question: question.prompt,
    )
    def test_the_slope_through_two_points_is_the_key(self, question):
        found = re.findall(r"\((−?\d+), (−?\d+)\)", question.prompt)
        (x1, y1), (x2, y2) = [[int(n.replace("−", "-")) for n in pair] for pair in found]
        rise_over_run = Fraction(y2 - y1, x2 - x1)
        values = {
            behind: Fraction(text.replace("−", "-")) for text, behind in question.choices if behind
        }

        assert Fraction(question.text_of(question.key).replace("−", "-")) == rise_over_run
        assert values[slope.UPSIDE_DOWN] == 1 / rise_over_run
        assert values[slope.ORDER] == -rise_over_run
        assert values[slope.ONLY_Y] in (y2 - y1, y1 - y2)

    def test_the_forms_are_parallel(self):
        for first, second in zip(slope.QUESTIONS, slope.FORM_B, strict=True):
            assert first.target_id == second.target_id
            assert {b for _, b in first.choices} == {b for _, b in second.choices}
