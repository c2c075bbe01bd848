"""``datacycle dive show`` and ``export`` on the sample's finished dive."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from sample_data.workspace import ensure_sample

DIVE, MEMBER, COACH, STRANGER = "dive-equations", "t07", "c01", "t01"


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "workspace"
    return ensure_sample(folder, at=datetime(2026, 11, 20, tzinfo=UTC))


def run(sample: Path, *arguments: str, person: str = MEMBER):
    return CliRunner().invoke(
        main, ["dive", *arguments, "--workspace", str(sample), "--person", person]
    )


def record(sample: Path, person: str = MEMBER) -> dict:
    return json.loads(run(sample, "show", DIVE, "--json", person=person).stdout)


def test_show_says_where_the_dive_stands(sample):
    result = run(sample, "show", DIVE)

    assert result.exit_code == 0
    assert "finished" in result.stdout.splitlines()[0]
    assert "Complete: every step left its record" in result.stdout


def test_the_record_holds_every_documented_field(sample):
    reference = Path(__file__).parents[3] / "docs" / "reference" / "dive_record.md"
    text = reference.read_text(encoding="utf-8")

    found = record(sample)

    inner = [found["clock"], found["assessment"], *(found[k][0] for k in ("people", "entries"))]
    names = {key for part in (found, *inner) for key in part}
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_private_notes_taps_and_students_are_counts(sample):
    found = record(sample)

    assert found["counts"]["note"] == 3
    assert {entry["kind"] for entry in found["entries"]}.isdisjoint(
        {"note", "exit_pulse", "placement"}
    )
    assert "student_id" not in json.dumps(found)
    assert sum(group["n_students"] for group in found["groups"]) == 76


def test_no_student_of_the_workspace_is_named(sample):
    from plc_data.store import Store

    with Store.open(sample) as store:
        names = {student.name for student in store.students()}

    text = run(sample, "export", DIVE).stdout

    assert [name for name in names if name in text] == []


def test_export_writes_a_text_once(sample, tmp_path):
    to = tmp_path / "dive.md"

    first = run(sample, "export", DIVE, "--to", str(to))
    again = run(sample, "export", DIVE, "--to", str(to))
    forced = run(sample, "export", DIVE, "--to", str(to), "--force")

    assert [first.exit_code, again.exit_code, forced.exit_code] == [0, 2, 0]
    text = to.read_text(encoding="utf-8")
    for heading in ("# Data dive", "## Minutes", "## Facts", "## Gaps", "## Commitments"):
        assert f"\n{heading}" in f"\n{text}"


def test_export_for_programs_is_the_record(sample, tmp_path):
    to = tmp_path / "dive.json"

    run(sample, "export", DIVE, "--to", str(to))

    written = json.loads(to.read_text(encoding="utf-8"))
    assert written == record(sample)


def test_the_coach_sees_it_and_another_team_does_not(sample):
    assert record(sample, COACH)["dive"] == DIVE
    refused = run(sample, "show", DIVE, person=STRANGER)

    assert refused.exit_code == 1
    assert "You can't see the team's cycle" in refused.stderr


@pytest.mark.parametrize(("dive", "person"), [("nope", MEMBER), (DIVE, "zz")])
def test_what_is_not_there_is_said_without_a_traceback(sample, dive, person):
    result = run(sample, "show", dive, person=person)

    assert result.exit_code == 1
    assert "Traceback" not in result.stderr


def test_without_a_person_the_usage_is_shown(sample, monkeypatch):
    monkeypatch.delenv("DATACYCLE_PERSON", raising=False)

    result = CliRunner().invoke(main, ["dive", "show", DIVE, "--workspace", str(sample)])

    assert result.exit_code == 2
