"""What the four commands print as JSON and CSV has the names that the reference page gives."""

import csv
import json
import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from tests.support.sources import CHECKOUT

PAGE = CHECKOUT / "docs" / "reference" / "command_line_numbers.md"
COMMANDS = {
    "items": ["before"],
    "targets": ["before"],
    "growth": ["before", "after"],
    "groups": ["before"],
}
FILES = {
    "before": "id,q1,q2,q3,q4\n1,A,B,A,D\n2,A,,A,A\n3,B,B,B,B\n4,A,A,A,C\n",
    "after": "id,q1,q2,q3,q4\n1,A,A,A,A\n2,A,A,A,A\n3,B,A,A,B\n5,A,A,A,A\n",
    "key": "item,key\nq1,A\nq2,A\nq3,A\nq4,A\n",
}


def documented(command: str) -> dict[str, list[str]]:
    """Read from the page: "--json", "--csv" or a part's name -> the names in their order."""
    text = PAGE.read_text(encoding="utf-8")
    section = re.search(rf"^## {command}\n(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)
    lines = re.findall(r"^(?:Of each of )?`(.+?)`[^:\n]*: (`.*`)$", section, re.M)
    return {what: re.findall(r"`(\w+)`", names) for what, names in lines}


def run(command: str, folder, *options: str) -> str:
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    paths = [str(folder / f"{name}.csv") for name in COMMANDS[command]]
    key = ["--key", str(folder / "key.csv")]
    result = CliRunner().invoke(main, [command, *paths, *key, *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def rows_of(printed: dict, part: str) -> Iterator[dict]:
    if part == "options":
        for item in printed["items"]:
            yield from item["options"].values()
    else:
        yield from printed[part]


@pytest.mark.parametrize("command", COMMANDS)
class TestThePage:
    def test_names_what_json_holds(self, command, tmp_path):
        page = documented(command)

        printed = json.loads(run(command, tmp_path, "--json"))

        assert list(printed) == page["--json"]
        for part in page.keys() - {"--json", "--csv"}:
            rows = list(rows_of(printed, part))
            assert rows, part
            assert {tuple(row) for row in rows} == {tuple(page[part])}, part

    def test_names_what_csv_holds(self, command, tmp_path):
        head, *rows = csv.reader(run(command, tmp_path, "--csv").splitlines())

        assert head == documented(command)["--csv"]
        assert rows
        assert {len(row) for row in rows} == {len(head)}


def test_csv_and_json_say_the_same_of_an_item(tmp_path):
    by_item = {row["item"]: row for row in json.loads(run("items", tmp_path, "--json"))["items"]}

    for row in csv.DictReader(run("items", tmp_path, "--csv").splitlines()):
        for name in ("n", "difficulty", "item_rest_r", "alpha_if_deleted"):
            told = by_item[row["item"]][name]
            assert (float(row[name]) if row[name] else None) == told


def test_only_one_form_at_a_time(tmp_path):
    (tmp_path / "points.csv").write_text("q1,q2\n1,0\n0,1\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["items", str(tmp_path / "points.csv"), "--csv", "--json"])

    assert result.exit_code == 2


def test_answers_without_a_key_are_told_for_every_column(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("id,q1,q2\n1,A,B\n2,A,A\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["items", str(path)])

    assert result.exit_code == 1
    assert 'column "q1"' in result.stderr
    assert 'column "q2"' in result.stderr
