"""Staff, teams and passcodes from the command line: an empty workspace becomes a usable one."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from datacycle.server.passcodes import verify_passcode
from plc_data.model import Role
from plc_data.store import Store


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "workspace"

    def command(*words: str, typed: str = ""):
        where = ["--workspace", str(folder)]
        return CliRunner().invoke(main, [*words, *where], input=typed)

    assert command("init").exit_code == 0
    command.folder = folder
    return command


def test_people_and_a_team_are_added(run):
    run("staff", "add", "ana", "--given", "Ana", "--family", "López", "--role", "lead")
    run("staff", "add", "c1", "--given", "Cleo", "--family", "Roy", "--role", "coach")

    done = run(
        "staff", "team", "math", "--name", "Math 8", "--subject", "mathematics",
        "--member", "ana", "--lead", "ana", "--coach", "c1",
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    with Store.open(run.folder) as store:
        assert store.person("ana").roles == {Role.LEAD}
        assert store.team("math").coach_ids == ("c1",)


def test_a_team_with_a_stranger_is_refused_and_nothing_is_stored(run):
    done = run("staff", "team", "math", "--name", "M", "--subject", "m", "--member", "nobody")

    assert done.exit_code == 1
    assert "nobody" in done.output
    assert "nothing was stored" in done.output
    with Store.open(run.folder) as store:
        assert store.teams() == ()


def test_a_passcode_is_kept_as_a_hash_only(run):
    run("staff", "add", "ana", "--given", "Ana", "--family", "López")

    done = run("staff", "passcode", "ana", typed="green river 7\ngreen river 7\n")

    assert done.exit_code == 0, done.output
    with Store.open(run.folder) as store:
        kept = store.passcode("ana")
    assert "green river" not in kept
    assert verify_passcode("green river 7", kept)


def test_the_list_tells_who_has_a_passcode(run):
    run("staff", "add", "ana", "--given", "Ana", "--family", "López")

    rows = json.loads(run("staff", "list", "--json").output)

    assert [(p["id"], p["passcode"]) for p in rows["people"]] == [("ana", False)]
