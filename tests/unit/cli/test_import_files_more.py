"""``datacycle import``: presets, accepted problems, standards, and word of a long reading."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datacycle.cli import main, waiting
from datacycle.workbench import Workbench
from datacycle.workbench.saved_mappings import SavedMapping
from tests.support.small_school import ANA, FORM_A, TEAM, SmallSchool, with_cycle

LETTERS = "Who,a,b,c,d,e,f,g,h\n00417,A,B,A,A,A,A,A,A\n"
COLUMNS = {"student": {"id": "Who"}, "items": list("abcdefgh"), "cells": "letters", "key_row": 2}
KEYED = LETTERS.replace("\n00417", "\nkey,A,A,A,A,A,A,A,A\n00417")
WIDE = "Student ID,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8\n00417,1,1,5,1,1,1,1,1\n"


@pytest.fixture
def school(tmp_path):
    made = SmallSchool.found(tmp_path / "school")
    with_cycle(made)
    made.close()
    return made.folder


@pytest.fixture
def run(school, tmp_path):
    def run(what, text, *options):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        about = ["--cfa", FORM_A] if what == "results" else ["--team", TEAM.id]
        where = ["--workspace", str(school), "--as", ANA]
        return CliRunner().invoke(main, ["import", what, str(path), *about, *where, *options])

    return run


def live(folder):
    wb = Workbench.open(folder, person_id=ANA)
    found = wb.store.result_sets(FORM_A)
    wb.close()
    return found


def test_a_preset_as_the_page_saves_it_reads_a_file_end_to_end(run, school, tmp_path):
    preset = tmp_path / "preset.yaml"
    preset.write_bytes(
        SavedMapping(title="Scanner", fingerprint="0" * 16, mapping=COLUMNS).to_yaml()
    )

    dry = run("results", KEYED, "--mapping", str(preset), "--dry-run")
    assert (dry.exit_code, live(school)) == (0, ())
    wet = run("results", KEYED, "--mapping", str(preset), "--yes")

    assert wet.exit_code == 0, wet.output
    assert [r.n_students for r in live(school)] == [1]


def test_a_problem_is_accepted_by_its_code(run, school):
    assert run("results", WIDE, "--yes").exit_code == 1

    assert run("results", WIDE, "--yes", "--accept", "points-above-maximum").exit_code == 0

    assert len(live(school)) == 1


def test_a_code_that_cannot_be_accepted_is_a_usage_error(run, school):
    result = run("results", WIDE, "--yes", "--accept", "item-count-differs")

    assert result.exit_code == 2
    assert live(school) == ()


def test_a_long_reading_is_told_on_standard_error_only(run, monkeypatch):
    monkeypatch.setattr(waiting, "LONG", 1)

    result = run("results", WIDE, "--json", "--accept", "points-above-maximum")

    assert "Reading file.csv" in result.stderr
    assert json.loads(result.stdout)["can_store"]


class TestStandards:
    text = "code,description\n8.EE.B.5,Graph\n8.F.A.3,Linear\n"

    def test_a_dry_run_prints_and_keeps_nothing(self, run, school):
        result = run("standards", self.text, "--dry-run")

        assert result.exit_code == 0
        assert "2 standards" in result.output
        assert kept(school) == ()

    def test_a_yes_keeps_the_list(self, run, school):
        assert json.loads(run("standards", self.text, "--yes", "--json").stdout)["stored"]

        assert [one.n_standards for one in kept(school)] == [2]

    def test_what_is_no_list_keeps_nothing(self, run, school):
        assert run("standards", "a,b\n1,2\n", "--yes").exit_code == 1

        assert kept(school) == ()


def kept(folder):
    wb = Workbench.open(folder, person_id=ANA)
    found = wb.files.standards.lists(TEAM.id)
    wb.close()
    return found
