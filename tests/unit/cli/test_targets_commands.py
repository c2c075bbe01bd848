"""``datacycle targets``, ``growth`` and ``groups`` on plain tables."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from datacycle.cli import main

TARGETS = "item,target\nq1,add\nq2,add\nq3,add\nq4,divide\nq5,divide\nq6,divide\n"
SCORES = (
    "student id,q1,q2,q3,q4,q5,q6\n007,1,1,1,1,1,1\n008,1,1,1,0,0,1\n009,0,0,,1,0,1\n010,,,,,,\n"
)


def run(command: str, *arguments: object, code: int = 0):
    result = CliRunner().invoke(main, [command, *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def write(tmp_path):
    def writer(text: str, name: str = "scores.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writer


class TestTargets:
    def test_counts_the_states_of_each_target(self, write):
        printed = json.loads(
            run("targets", write(SCORES), "--targets", write(TARGETS, "t.csv"), "--json").stdout
        )

        add, divide = printed["targets"]
        assert (add["target_id"], divide["target_id"]) == ("add", "divide")
        assert (add["n_tested"], add["n_secure"], add["n_not_yet"], add["n_no_evidence"]) == (
            3, 2, 1, 1,
        )  # fmt: skip
        assert add["share_secure"] == pytest.approx(2 / 3)
        assert divide["n_secure"] == 1
        assert printed["rule"]["cut_score"] == 0.8

    def test_keeps_ids_as_they_stand_and_absent_students(self, write):
        printed = json.loads(run("targets", write(SCORES), "--json").stdout)

        students = {s["student_id"]: s for s in printed["students"]}
        assert list(students) == ["007", "008", "009", "010"]
        assert students["010"]["state"] == "no_evidence"
        assert students["010"]["share"] is None
        assert students["009"]["n_items"] == 6

    def test_leaves_blanks_out_when_asked(self, write):
        printed = json.loads(run("targets", write(SCORES), "--blank", "missing", "--json").stdout)

        assert printed["students"][2]["n_items"] == 5

    def test_prints_csv(self, write):
        shown = run("targets", write(SCORES), "--by-student", "--csv").stdout

        rows = list(csv.DictReader(io.StringIO(shown)))
        assert [row["student_id"] for row in rows] == ["007", "008", "009", "010"]
        assert rows[3]["share"] == ""

    def test_prints_tables_for_reading(self, write):
        path = write(SCORES)

        assert "all items" in run("targets", path).stdout
        assert "no evidence" in run("targets", path, "--by-student").stdout

    def test_takes_another_cut(self, write):
        path = write(SCORES)

        states = {
            cut: json.loads(run("targets", path, "--cut", cut, "--json").stdout)["students"][1]
            for cut in ("0.5", "0.8")
        }

        assert (states["0.5"]["state"], states["0.8"]["state"]) == ("secure", "not_yet")

    @pytest.mark.parametrize(
        ("scores", "targets", "code"),
        [
            ("id,q1\n1,1\n1,0\n", None, "duplicate-student"),
            ("id,q1\n,1\n", None, "blank-student"),
            (SCORES, "item,target\nq9,add\n", "target-item-unknown"),
            (SCORES, "item\nq1\n", "missing-column"),
            (SCORES, "item,target\nq1,\n", "cell-blank"),
            (SCORES, "item,target,max_points\nq1,add,many\n", "not-a-number"),
            ("id,q1\n1,3\n", "item,target,max_points\nq1,add,2\n", "points-above-maximum"),
        ],
    )
    def test_refuses_what_it_cannot_read(self, write, scores, targets, code):
        more = ["--targets", write(targets, "t.csv")] if targets else []

        assert f"[{code}]" in run("targets", write(scores), *more, code=1).stderr

    def test_prints_one_form_at_a_time(self, write):
        run("targets", write(SCORES), "--json", "--csv", code=2)


class TestGrowth:
    AFTER = "student id,q1,q2,q3,q4,q5,q6\n007,1,1,1,1,1,1\n008,1,1,1,1,1,1\n011,1,1,1,1,1,1\n"

    def test_matches_students_by_id(self, write):
        printed = json.loads(
            run(
                "growth", write(SCORES), write(self.AFTER, "after.csv"),
                "--targets", write(TARGETS, "t.csv"), "--json",
            ).stdout
        )  # fmt: skip

        divide = printed["per_target"][1]
        assert divide["n_matched"] == 2
        assert (divide["n_secure_before"], divide["n_secure_after"]) == (1, 2)
        assert printed["unmatched_before"] == ["009"]
        assert printed["unmatched_after"] == ["011"]
        assert printed["totals"]["mean_change"] == 1
        assert printed["totals"]["n"] == 2
        assert "without teaching" in printed["warning"]
        assert len(printed["transitions"]) == 18

    def test_warns_of_retest_effects_where_people_read(self, write):
        shown = run("growth", write(SCORES), write(self.AFTER, "after.csv")).stdout

        assert "also without teaching" in shown
        assert "not distinguishable" in shown

    def test_prints_csv(self, write):
        shown = run("growth", write(SCORES), write(self.AFTER, "after.csv"), "--csv").stdout

        assert next(csv.DictReader(io.StringIO(shown)))["target_id"] == "all items"

    def test_with_nobody_in_both(self, write):
        other = write("id,q1\nx,1\n", "after.csv")

        printed = json.loads(run("growth", write(SCORES), other, "--json").stdout)

        assert printed["per_target"][0]["change"] is None
        assert printed["totals"]["mean_change"] is None


class TestGroups:
    ANSWERS = "id,q1,q2,q3\n" + "".join(
        f"{i:03},{'B' if i < 4 else 'A'},{'B' if i < 4 else 'C' if i < 7 else 'A'},A\n"
        for i in range(10)
    )
    KEY = "item,key\nq1,A\nq2,A\nq3,A\n"
    MEANT = "item,option,misconception\nq1,B,adds denominators\nq2,B,adds denominators\n"

    def test_place_everybody_once_by_state_and_cause(self, write):
        printed = json.loads(
            run(
                "groups", write(self.ANSWERS), "--key", write(self.KEY, "key.csv"),
                "--misconceptions", write(self.MEANT, "meant.csv"), "--json",
            ).stdout
        )  # fmt: skip

        students = printed["students"]
        assert sorted(s["student_id"] for s in students) == [f"{i:03}" for i in range(10)]
        first = next(s for s in students if s["student_id"] == "000")
        assert first["cause"] == "adds denominators"
        assert first["group"] == "not yet: adds denominators"
        assert printed["target"] == "all items"

    def test_print_a_list_for_reading_and_csv(self, write):
        path, key = write(self.ANSWERS), write(self.KEY, "key.csv")

        assert "secure (3): 007, 008, 009" in run("groups", path, "--key", key).stdout
        assert run("groups", path, "--key", key, "--csv").stdout.startswith("student_id,state")

    def test_ask_for_a_target_where_there_are_several(self, write):
        arguments = ["groups", write(SCORES), "--targets", write(TARGETS, "t.csv")]

        assert "one of add, divide" in run(*arguments, code=2).output
        assert json.loads(run(*arguments, "--target", "add", "--json").stdout)["target"] == "add"

    def test_refuse_bounds_the_wrong_way_round(self, write):
        run("groups", write(SCORES), "--smallest", "5", "--largest", "4", code=2)
