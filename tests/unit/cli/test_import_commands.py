"""``datacycle import``: the plan first, stored only after a yes, exit codes for programs."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from plc_data.store import Store
from tests.support.small_school import (
    ANA,
    CORA,
    FORM_A,
    TEAM,
    SmallSchool,
    google_forms_file,
    roster_file,
    with_cycle,
)

STRANGER = google_forms_file().splitlines(keepends=True)[1].replace("00417", "00999")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A school with a cycle and no results, and one with its staff only; not to be written to."""
    folder = tmp_path_factory.mktemp("schools")
    for name in ("cycle", "staff"):
        school = SmallSchool.found(folder / name)
        if name == "cycle":
            with_cycle(school)
        school.close()
    return folder


@pytest.fixture
def desk(made, tmp_path):
    """Run a command on a copy of a school, and look what it holds."""

    class Desk:
        def __init__(self, stage):
            self.folder = tmp_path / stage
            shutil.copytree(made / stage, self.folder)

        def run(self, what, text, *options, person=ANA, said=None):
            path = tmp_path / f"{what}.csv"
            path.write_text(text, encoding="utf-8")
            about = ["--cfa", FORM_A] if what == "results" else ["--team", TEAM.id]
            where = ["--workspace", str(self.folder), "--as", person]
            return CliRunner().invoke(
                main, ["import", what, str(path), *about, *where, *options], input=said
            )

        def holds(self):
            with Store.open(self.folder) as store:
                results = store.result_sets(FORM_A, live_only=False)
                return store.revision(), len(results), len(store.students())

    return Desk


class TestResults:
    def test_no_yes_no_change(self, desk):
        school = desk("cycle")
        before = school.holds()

        for options, said in ((["--dry-run"], None), (["--json"], None), ([], "n\n")):
            result = school.run("results", google_forms_file(), *options, said=said)
            assert result.exit_code == 0
            assert school.holds() == before

    def test_nobody_to_ask_is_a_usage_error(self, desk):
        school = desk("cycle")
        before = school.holds()

        result = school.run("results", google_forms_file())

        assert result.exit_code == 2
        assert "--yes" in result.stderr
        assert school.holds() == before

    @pytest.mark.parametrize(("options", "said"), [(["--yes"], None), ([], "y\n")])
    def test_a_yes_stores_after_the_plan_was_shown(self, desk, options, said):
        school = desk("cycle")

        result = school.run("results", google_forms_file(), *options, said=said)

        assert result.exit_code == 0
        plan, stored = result.stdout.index("25 found on the roster"), result.stdout.index("Stored:")
        assert plan < stored
        assert "1 of the roster absent" in result.stdout
        assert school.holds()[1] == 1

    def test_a_question_is_printed_as_it_is_to_be_answered(self, desk, tmp_path):
        school = desk("cycle")
        text = google_forms_file() + STRANGER

        asked = school.run("results", text, "--yes")
        (tmp_path / "decisions.json").write_text('{"27": "leave_out"}')
        answered = school.run(
            "results", text, "--yes", "--decisions", str(tmp_path / "decisions.json")
        )

        assert (asked.exit_code, answered.exit_code) == (1, 0)
        assert '"27": "leave_out"' in asked.stdout
        assert "Abioye" not in asked.stdout
        assert school.holds()[1] == 1

    def test_the_same_file_again_is_nothing_to_do(self, desk):
        school = desk("cycle")
        school.run("results", google_forms_file(), "--yes")
        before = school.holds()

        again = school.run("results", google_forms_file(), "--yes")

        assert again.exit_code == 0
        assert "nothing to do" in again.stdout
        assert school.holds() == before

    def test_json_says_the_same_to_a_program(self, desk):
        school = desk("cycle")

        first = json.loads(school.run("results", google_forms_file(), "--json", "--yes").stdout)
        corrected = google_forms_file().replace("1.00 / 1", "0.00 / 1", 1)
        second = json.loads(school.run("results", corrected, "--json").stdout)

        assert (first["n_matched"], first["absent"], first["changes"]) == (25, ["00571"], None)
        assert first["stored"]["n_students"] == 25
        assert second["changes"] == {"added": [], "removed": [], "n_changed": 1}
        assert (second["can_store"], second["stored"]) == (True, None)

    @pytest.mark.parametrize(
        ("text", "person", "code"),
        [("", ANA, "empty-file"), ("<html>Sign in</html>", ANA, "web-page"), ("x", CORA, "member")],
    )
    def test_what_cannot_be_is_exit_code_1(self, desk, text, person, code):
        school = desk("cycle")
        results = school.holds()[1:]

        result = school.run("results", text, "--yes", person=person)

        assert result.exit_code == 1
        assert code in result.output
        assert school.holds()[1:] == results

    def test_decisions_that_are_none_are_told(self, desk, tmp_path):
        (tmp_path / "decisions.json").write_text("[1, 2]")

        result = desk("cycle").run(
            "results", google_forms_file(), "--decisions", str(tmp_path / "decisions.json")
        )

        assert result.exit_code == 1
        assert "leave_out" in result.stderr


class TestRoster:
    SAID = ("--teacher", "P2=ana", "--teacher", "P5=ben")

    def test_a_yes_stores_after_the_plan_was_shown(self, desk):
        school = desk("staff")

        result = school.run("roster", roster_file(), *self.SAID, "--yes")

        assert result.exit_code == 0
        assert "P2: 13 students, taught by Ana Lindahl" in result.stdout
        assert school.holds()[2] == 26

    def test_a_class_without_a_teacher_is_asked_about(self, desk):
        school = desk("staff")

        result = school.run("roster", roster_file(), "--teacher", "P2=ana", "--yes")

        assert result.exit_code == 1
        assert '--teacher "P5=..."' in result.stdout
        assert school.holds()[2] == 0

    @pytest.mark.parametrize(
        ("said", "code", "says"),
        [("P2", 2, "CLASS=PERSON"), ("P9=ana", 1, "it has P2, P5"), ("P2=anna", 1, "staff list")],
    )
    def test_a_slip_of_the_pen_leaves_no_class_out(self, desk, said, code, says):
        result = desk("staff").run("roster", roster_file(), "--teacher", said, "--yes")

        assert result.exit_code == code
        assert says in result.stderr

    def test_the_same_list_again_is_nothing_to_do(self, desk):
        school = desk("cycle")
        before = school.holds()

        result = school.run("roster", roster_file(), "--yes", "--json")

        assert result.exit_code == 0
        assert json.loads(result.stdout)["stored"] is False
        assert school.holds() == before
