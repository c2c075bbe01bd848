"""``datacycle items``: a plain table in, the documented object or a readable table out."""

import json
import re

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from tests.support.reference import CHECKOUT, reference

ROOMS = ("plain_table", "scored_table", "testing_file")

FIELDS = {
    "item", "n", "difficulty", "sd", "item_rest_r", "r_low", "r_high", "discrimination_index",
    "alpha_if_deleted", "options",
}  # fmt: skip


def run(*arguments: object, code: int = 0):
    result = CliRunner().invoke(main, ["items", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def run_json(*arguments: object) -> dict:
    return json.loads(run(*arguments, "--json").stdout)


@pytest.fixture
def write(tmp_path):
    def writer(text: str, name: str = "scores.csv", encoding: str = "utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return writer


class TestPoints:
    def test_prints_the_documented_object(self, write):
        printed = run_json(write("q1,q2,q3\n1,1,1\n1,1,0\n1,0,0\n0,0,0\n"))

        assert list(printed) == [
            "n_students", "n_items", "alpha", "alpha_low", "alpha_high", "sem", "items",
        ]  # fmt: skip
        assert (printed["n_students"], printed["n_items"]) == (4, 3)
        assert printed["alpha"] == pytest.approx(0.75)
        assert all(set(item) == FIELDS for item in printed["items"])
        assert [item["item"] for item in printed["items"]] == ["q1", "q2", "q3"]
        assert printed["items"][0]["options"] == {}

    def test_a_row_of_maxima_is_no_student_and_says_what_an_item_can_give(self, write):
        text = "Student ID,Last Name,Q1,Q2\nMAX,,4,2\n1,Abe,2,2\n2,Bo,1,0\nAverage,,1.5,1\n"

        printed = run_json(write(text))

        assert printed["n_students"] == 2
        assert [item["difficulty"] for item in printed["items"]] == [0.375, 0.5]

    def test_a_header_says_what_an_item_can_give_though_nobody_reached_it(self, write):
        printed = run_json(write("Student ID,Tone (4)\n1,3\n2,1\n"))

        assert printed["items"][0]["difficulty"] == 0.5

    def test_undefined_is_null(self, write):
        printed = run_json(write("q1,q2\n1,1\n1,0\n"))

        assert printed["items"][0]["item_rest_r"] is None
        assert printed["items"][0]["r_low"] is None
        assert printed["items"][0]["alpha_if_deleted"] is None

    def test_leaves_out_columns_that_speak_of_the_person(self, write):
        text = "Student ID,First name,e-mail,group,Class,person,q1\n7,Ann,a@b.c,2,3,x,1\n"

        assert [item["item"] for item in run_json(write(text))["items"]] == ["q1"]

    def test_leaves_out_columns_when_told(self, write):
        printed = run_json(write("q1,total\n1,1\n0,0\n"), "--not-items", "total")

        assert printed["n_items"] == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--not-items", "total", "--not-items", "my, note"),
            ("--not-items", "total,room", "--not-items", "my, note", "--not-items", "room"),
            ("--not-items", "total", "my, note"),
        ],
    )
    def test_leaves_out_several_columns_however_they_are_named(self, write, arguments):
        path = write('q1,total,"my, note",room\n1,1,3,4\n0,0,3,4\n')

        names = {item["item"] for item in run_json(path, *arguments)["items"]}

        assert "q1" in names
        assert not names & {"total", "my, note"}

    def test_a_header_without_students_gives_nothing_but_is_no_fault(self, write):
        printed = run_json(write("q1,q2\n"))

        assert printed["n_students"] == 0
        assert printed["items"][0]["difficulty"] is None

    def test_words_for_not_there_are_blanks(self, write):
        printed = run_json(write("q1,q2\n1,NA\n0,n/a\n1,1\n"), "--blank", "missing")

        assert [item["n"] for item in printed["items"]] == [3, 1]

    def test_takes_one_file_at_a_time(self, write):
        run(write("q1\n1\n"), "other.csv", code=2)

    def test_a_blank_is_wrong_or_missing(self, write):
        path = write("id,q1,q2\n1,1,1\n2,,0\n3,0,1\n")

        wrong = run_json(path)["items"][0]
        missing = run_json(path, "--blank", "missing")["items"][0]

        assert (wrong["n"], wrong["difficulty"]) == (3, pytest.approx(1 / 3))
        assert (missing["n"], missing["difficulty"]) == (2, 0.5)

    def test_who_has_not_a_single_score_was_absent(self, write):
        result = run(write("id,q1,q2\n1,1,1\n2,,\n3,0,1\n"), "--json")

        assert json.loads(result.stdout)["n_students"] == 2
        assert "left out (absent is absent, not zero): 1." in result.stderr

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_reads_what_spreadsheets_write(self, write, encoding):
        path = write("Schüler-ID;é1;q2\n1;0,5;1\n2;1;0\n", encoding=encoding)

        printed = run_json(path)

        assert printed["items"][-2]["item"] == "é1"
        assert printed["items"][-2]["difficulty"] == 0.75

    def test_reads_a_workbook(self, tmp_path):
        import pandas as pd

        path = tmp_path / "scores.xlsx"
        pd.DataFrame({"id": ["01", "02"], "q1": [1, 0]}).to_excel(path, index=False)

        assert run_json(path)["items"][0]["difficulty"] == 0.5

    def test_prints_a_readable_table_otherwise(self, write):
        shown = run(write("q1,q2\n" + "1,1\n1,0\n0,1\n0,0\n" * 5)).stdout

        assert "Students: 20. Items: 2. A blank counts as wrong." in shown
        assert "q1" in shown
        assert "Too few students or items to speak of reliability." in shown

    def test_shows_no_correlation_below_fifteen_students(self, write):
        shown = run(write("q1,q2\n1,1\n1,0\n0,1\n0,0\n")).stdout

        assert "too few to tell" in shown


class TestKey:
    def test_counts_the_options(self, write):
        answers = write("name,q1,q2,note\nx,A,C,hm\ny,B,C,\nz,,D,\n")
        key = write("item,key\nq1,A\nq2,C|D\n", "key.csv")

        printed = run_json(answers, "--key", key)

        assert printed["n_items"] == 2
        assert printed["items"][0]["difficulty"] == pytest.approx(1 / 3)
        assert printed["items"][1]["difficulty"] == 1
        assert {o: v["n"] for o, v in printed["items"][0]["options"].items()} == {"A": 1, "B": 1}
        assert printed["items"][0]["options"]["A"]["share"] == pytest.approx(1 / 3)

    def test_na_is_an_answer_like_any_other(self, write):
        printed = run_json(write("q1\nNA\nB\n"), "--key", write("item,key\nq1,NA\n", "key.csv"))

        assert printed["items"][0]["options"]["NA"]["n"] == 1

    def test_agrees_with_r_on_real_answers(self):
        """psych, CTT and psychometric in R 4.2.2, kept with the reference data."""
        expected = json.loads(
            reference("reference/psychometrics/expected_hci_test.json").read_text()
        )
        printed = run_json(
            reference("data/psychometrics/hci_test.csv"),
            "--key",
            reference("data/psychometrics/hci_key.csv"),
        )

        assert printed["alpha"] == pytest.approx(expected["ctt"]["reliability"]["alpha"], abs=1e-9)
        names = {
            "difficulty": "difficulty_p", "sd": "sd", "item_rest_r": "item_rest_r",
            "discrimination_index": "disc27_weighted", "alpha_if_deleted": "alpha_if_deleted",
        }  # fmt: skip
        for ours, theirs in names.items():
            found = [item[ours] for item in printed["items"]]
            assert found == pytest.approx(expected["ctt"]["items"][theirs], abs=1e-9)
        for item in printed["items"]:
            for option in expected["distractors"]["items"][item["item"]]["options"]:
                found = item["options"][option["option"]]
                assert found["n"] == option["n"]
                assert found["rest_r"] == pytest.approx(option["rest_r"], abs=1e-9)

    def test_asks_whether_a_key_is_right(self):
        """A known wrong key: of the SAT12 item 32, option 3 has r .20 and the key .04."""
        shown = run(
            reference("data/psychometrics/sat12.csv"),
            "--key",
            reference("data/psychometrics/sat12_key.csv"),
        ).stdout

        line = next(line for line in shown.splitlines() if line.startswith("Item.32 "))
        assert "is the key right? (3:" in line


class TestProblems:
    def test_each_have_a_code_that_the_page_explains(self):
        page = (CHECKOUT / "docs" / "explanation" / "numbers.md").read_text(encoding="utf-8")
        _, table = page.split("What can be wrong with a plain table")
        explained = set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))
        rooms = [CHECKOUT / "datacycle" / "cli" / f"{room}.py" for room in ROOMS]

        used = {
            code
            for room in rooms
            for code in re.findall(r'code="([a-z-]+)"', room.read_text(encoding="utf-8"))
        }

        assert used == explained

    def test_say_where_the_code_is_explained(self, write):
        shown = run(write("q1,q2\n1,x\n"), code=1).stderr

        assert "1 problem; nothing was computed." in shown
        assert "docs/explanation/numbers.md" in shown

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("q1,q2\n1,x\n", "not-a-number"),
            ("q1,q2\n1,inf\n", "not-a-number"),
            ("q1,q1\n1,0\n", "duplicate-header"),
            ("q1,\n1,0\n", "header-blank"),
            ("id,name\n1,x\n", "no-items"),
            ("", "empty-file"),
            ("q1,q2\n1,0,1\n", "uneven-rows"),
        ],
    )
    def test_of_the_file_end_with_one_and_a_code(self, write, text, code):
        result = run(write(text), "--json", code=1)

        assert f"[{code}]" in result.stderr
        assert result.stdout == ""

    def test_of_many_cells_of_a_column_are_one_line(self, write):
        result = run(write("q1\n" + "x\n" * 500), code=1)

        assert result.stderr.count("[not-a-number]") == 1
        assert "500 cells" in result.stderr

    @pytest.mark.parametrize(
        ("key", "code"),
        [
            ("item,key\nq9,A\n", "key-item-unknown"),
            ("item,key\nq1,\n", "key-blank"),
            ("item,key\nq1,A\nq1,B\n", "key-item-twice"),
            ("item\nq1\n", "key-columns"),
            ("item,key\n", "key-empty"),
        ],
    )
    def test_of_the_key_end_with_one_and_a_code(self, write, key, code):
        result = run(write("q1\nA\n"), "--key", write(key, "key.csv"), code=1)

        assert f"[{code}]" in result.stderr

    @pytest.mark.parametrize("arguments", [("nowhere.csv",), ("--blank", "zero"), ()])
    def test_of_usage_end_with_two(self, arguments):
        run(*arguments, code=2)

    def test_of_a_column_to_leave_out_that_is_not_there(self, write):
        run(write("q1\n1\n"), "--not-items", "q7", code=2)
