"""What the stories say agrees with the answers, and reads as teachers would want it to."""

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import sample_data
from datacycle.protocol.blueprint import check_blueprint
from datacycle.protocol.lint import lint_observation
from datacycle.protocol.plans import check_plan
from plc_data.model import ActionPlan, Contribution, ContributionKind
from sample_data import cast, equations, slope, ukulele
from sample_data.days import is_school_day

HERE = Path(sample_data.__file__).parent
STORY = HERE / "mathematics_finished"


def read(name):
    return json.loads((STORY / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sheet():
    """The answers as the fourth tool gave them: letters and keys, counted by hand here."""
    with (STORY / "before_zipgrade_full.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def said():
    return [Contribution.model_validate(c) for c in read("dive_contributions.json")]


def all_right(sheet, first, last, period=None):
    rows = [r for r in sheet if period in (None, r["QuizClass"])]
    got = [all(r[f"Mark{k}"] == "C" for k in range(first, last + 1)) for r in rows]
    return sum(got), len(rows)


class TestFacts:
    def facts(self, said):
        replaced = {c.replaces for c in said}
        return [
            c.payload["text"]
            for c in said
            if c.kind is ContributionKind.OBSERVATION and c.seq not in replaced
        ]

    def test_secure_counts_and_their_order(self, sheet, said):
        one, both, many = (all_right(sheet, k, k + 3)[0] for k in (1, 5, 9))
        text = " ".join(self.facts(said))

        assert f"{one} of {len(sheet)} secure on parentheses" in text
        assert f"{both} of {len(sheet)} secure with the variable on both sides, the few" in text
        assert one > many > both

    def test_the_question_missed_most(self, sheet, said):
        rights = {k: sum(r[f"Mark{k}"] == "C" for r in sheet) for k in range(1, 13)}
        text = " ".join(self.facts(said))

        assert f"{rights[8]} of {len(sheet)} right on Q8, fewer than on any other" in text
        assert sorted(rights.values())[0] == rights[8] < sorted(rights.values())[1]

    def test_the_option_chosen(self, sheet, said):
        letters = Counter(r["Stu6"] for r in sheet)

        assert f"option D of Q6 chosen {letters['D']} times" in " ".join(self.facts(said))

    def test_the_three_classes(self, sheet, said):
        text = " ".join(self.facts(said))

        for period in ("6", "1", "3"):
            k, n = all_right(sheet, 5, 8, f"Period {period}")
            assert re.search(rf"{k} of {n}\D*Period {period}", text)

    def test_every_link_shows_a_number_of_its_sentence(self, said):
        linked = [c.payload for c in said if c.payload.get("link")]

        assert len(linked) >= 4
        for payload in linked:
            assert payload["link"]["shows"] in payload["text"]

    def test_only_the_sentence_that_was_taken_back_explains(self, said):
        replaced = {c.replaces for c in said}
        for c in said:
            if c.kind is ContributionKind.OBSERVATION:
                flagged = [f for f in lint_observation(c.payload["text"]) if f.level != "ok"]
                assert bool(flagged) == (c.seq in replaced)

    def test_the_coach_answers_with_the_blanks_there_are(self, sheet, said):
        blanks = sum(r[f"Stu{k}"] == "" for r in sheet for k in range(1, 13))
        answer = next(c for c in said if c.kind is ContributionKind.DATA_ANSWER)

        assert f"{blanks} blanks" in answer.payload["text"]

    def test_the_lost_minus_is_counted(self, sheet, said):
        letters = Counter(r["Stu8"] for r in sheet)
        texts = json.dumps([c.payload for c in said], ensure_ascii=False)

        assert f"{letters['D']} of {len(sheet)} chose x = 2" in texts


class TestPlans:
    def test_have_nothing_to_mend(self):
        team = next(t for t in cast.school().teams if t.id == "mathematics")
        plans = [ActionPlan.model_validate(p) for p in read("plans.json")]

        found = [f for p in plans for f in check_plan(p, team, date(2026, 10, 14))]

        assert [f for f in found if f.level == "mend"] == []
        assert {p.type.value for p in plans} == {"not_yet", "mastery", "look_again", "no_evidence"}

    def test_each_teacher_owns_one_and_delivered_most_of_it(self):
        plans = [ActionPlan.model_validate(p) for p in read("plans.json")]

        assert {p.owner_id for p in plans} == {"t07", "t08", "t09"}
        for p in plans:
            assert 0.8 * p.minutes <= p.delivered_minutes <= p.minutes


class TestBlueprints:
    @pytest.mark.parametrize(
        "assessment",
        [equations.BEFORE, equations.AFTER, slope.ASSESSMENT, slope.AGAIN, ukulele.ASSESSMENT],
        ids=lambda assessment: assessment.id,
    )
    def test_have_nothing_to_mend(self, assessment):
        assert [f for f in check_blueprint(assessment) if f.level == "mend"] == []


class TestWords:
    def test_no_student_is_named_in_what_teachers_wrote(self):
        written = "".join(
            path.read_text(encoding="utf-8")
            for story in ("mathematics_finished", "mathematics_running", "music_performance")
            for path in (HERE / story).glob("*.json")
        )
        teachers = {name for p in cast.school().people for name in (p.given, p.family)}
        for student in cast.school().students:
            assert student.name not in written
            if len(student.family) > 4 and student.family not in teachers:
                assert not re.search(rf"\b{re.escape(student.family)}\b", written)

    def test_nothing_blames_homes_or_effort(self):
        written = "".join(p.read_text(encoding="utf-8") for p in STORY.glob("*.json")).lower()

        for word in ("lazy", "low kids", "didn't study", "parents", "at home", "effort"):
            assert word not in written

    def test_meetings_and_tests_fall_on_school_days(self):
        days = [date.fromisoformat(c["on"]) for c in read("checks_for_understanding.json")]
        days += [date.fromisoformat(e["at"][:10]) for e in read("dive_events.json")]
        for plan in read("plans.json"):
            days += [date.fromisoformat(plan[f]) for f in ("starts_on", "ends_on", "reassess_on")]
        days += [equations.AFTER.window_opens_on, equations.AFTER.window_closes_on]

        assert all(is_school_day(day) for day in days)
