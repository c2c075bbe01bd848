"""``datacycle inspect``: what it prints, and its exit code."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datacycle.cli.files import inspect

GOOD = "Student ID,Name,Q1 (1),Q2 (2)\n0041,Ada Wren,1,1.5\n0042,Tom Ash,0,EX\n"


@pytest.fixture
def run(tmp_path):
    def run_it(content, *options, name="unit3_cfa.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(inspect, [str(path), *options])

    return run_it


class TestExitCode:
    def test_0_for_a_file_in_order(self, run):
        assert run(GOOD).exit_code == 0

    def test_1_for_problems_in_the_data(self, run):
        assert run(GOOD.replace("1.5", "9")).exit_code == 1

    @pytest.mark.parametrize("content", ["", "<html><body>Sign in", 'Student ID,Q1\n7,"1'])
    def test_1_for_what_cannot_be_read(self, run, content):
        assert run(content).exit_code == 1

    def test_0_for_totals_only_which_is_told(self, run):
        result = run("Timestamp,Score,Name\n8/4/2025 23:25:41,4 / 5,Ada\n")

        assert result.exit_code == 0
        assert "totals only" in result.output
        assert "Download responses" in result.output

    @pytest.mark.parametrize("options", [["--mapping", "no-such-thing"], ["--attempts", "worst"]])
    def test_2_for_usage(self, run, options):
        assert run(GOOD, *options).exit_code == 2

    def test_2_for_a_file_that_is_not_there(self):
        assert CliRunner().invoke(inspect, ["nowhere.csv"]).exit_code == 2


class TestJson:
    KEYS = [
        "format",
        "verdict",
        "items",
        "students",
        "scores",
        "statuses",
        "reported_totals",
        "attempts",
        "ignored",
        "warnings",
        "problems",
    ]

    @pytest.mark.parametrize("content", [GOOD, "", "<html>", "id,x\n1,2\n"])
    def test_is_one_object_with_the_agreed_names(self, run, content):
        shown = json.loads(run(content, "--json").output)

        assert list(shown) == self.KEYS
        assert set(shown["attempts"]) == {"policy", "rows_left_out"}
        assert set(shown["ignored"]) == {"rows", "columns"}

    def test_holds_scores_as_students_by_items(self, run):
        shown = json.loads(run(GOOD, "--json").output)

        assert shown["verdict"] == "import"
        assert shown["items"] == [
            {"position": 1, "label": "Q1 (1)", "max_points": 1.0},
            {"position": 2, "label": "Q2 (2)", "max_points": 2.0},
        ]
        assert shown["students"][0] == {
            "id": "0041", "given": None, "family": None, "name": "Ada Wren", "email": None
        }  # fmt: skip
        assert shown["scores"] == [[1.0, 1.5], [0.0, None]]
        assert shown["statuses"] == [["scored", "scored"], ["scored", "excused"]]

    def test_places_each_problem(self, run):
        shown = json.loads(run(GOOD.replace("EX", "krank"), "--json").output)

        [problem] = shown["problems"]
        assert (problem["code"], problem["row"], problem["column"]) == ("unknown-word", 3, "Q2 (2)")


class TestText:
    def test_says_what_happened_where_what_and_the_code(self, run):
        output = run(GOOD.replace("1.5", "9")).output

        assert "unit3_cfa.csv: 1 problem; nothing was stored." in output
        assert 'row 2, column "Q2 (2)": 9 points are more than the 2' in output
        assert "[points-above-maximum]" in output
        assert "Each code is explained in docs/import-problems.md." in output

    def test_shows_every_student_and_the_states(self, run):
        output = run(GOOD).output

        assert "0041  Ada Wren" in output
        assert "ex excused" in output

    def test_a_mapping_file_is_used(self, run, tmp_path):
        mapping = tmp_path / "mapping.yaml"
        mapping.write_text("words: {krank: missing}\n")

        assert run(GOOD.replace("EX", "krank"), "--mapping", str(mapping)).exit_code == 0

    def test_a_preset_is_used(self, run):
        content = "Student ID,Q1,Q2,Q3\n0041,1,C,1\n0042,A,1,B\n0043,D,1,1\n"

        assert run(content).exit_code == 1
        assert run(content, "--mapping", "number-right-letter-wrong").exit_code == 0

    def test_the_policy_is_followed(self, run):
        content = "Student ID,Q1 (1)\n0041,1\n0041,0\n"

        shown = json.loads(run(content, "--json", "--attempts", "best").output)

        assert shown["scores"] == [[1.0]]
        assert shown["attempts"] == {"policy": "best", "rows_left_out": [3]}
