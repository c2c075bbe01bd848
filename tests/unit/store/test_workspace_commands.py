import json

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from plc_data.store import Store
from tests.unit.store.making import save_goal


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.setenv("DATACYCLE_WORKSPACE", str(folder))

    def call(*words):
        return CliRunner().invoke(main, words)

    return call


class TestInit:
    def test_makes_a_workspace_where_the_environment_says(self, run, folder):
        done = run("init")

        assert done.exit_code == 0
        assert str(folder) in done.stdout
        assert (folder / "workbench.sqlite").is_file()

    def test_makes_it_where_the_option_says(self, run, folder, tmp_path):
        done = run("init", "--workspace", str(tmp_path / "mine"), "--json")

        assert json.loads(done.stdout) == {"workspace": str(tmp_path / "mine"), "findings": []}
        assert not folder.exists()

    def test_refuses_a_second_time_without_a_traceback(self, run):
        run("init")

        done = run("init")

        assert done.exit_code == 1
        assert "already" in done.stderr
        assert "Traceback" not in done.output


class TestBackupAndRestore:
    def test_go_there_and_back(self, run, store):
        save_goal(store, "kept", None)
        made = json.loads(run("backup", "--json").stdout)
        save_goal(store, "newer", 1)

        refused = run("restore")
        done = json.loads(run("restore", made["backup"], "--force", "--json").stdout)

        assert (refused.exit_code, "1 changes" in refused.stderr) == (1, True)
        assert store.get("goal", "goal-1").record.statement == "kept"
        assert set(done) == {"backup", "revision", "kept", "needs_migration", "missing"}
        assert set(made) == {
            *("backup", "n_files", "n_backups", "revision", "head", "schema", "missing")
        }

    def test_speak_in_words(self, run, store):
        assert "The backup is in" in run("backup", "--why", "before the fair").stdout
        assert "before-the-fair" in run("restore", "--list").stdout
        assert "as it was after change 1" in run("restore").stdout
        (before, fair) = json.loads(run("restore", "--list", "--json").stdout)["backups"]
        assert (before["why"], fair["why"]) == ("before-restore", "before-the-fair")

    def test_without_any_backup(self, run, store):
        done = run("restore")

        assert done.exit_code == 1
        assert "no backup" in done.stderr


class TestDoctor:
    def test_is_content_with_a_new_workspace(self, run, store):
        done = run("doctor")

        assert done.exit_code == 0
        assert "All is well." in done.stdout

    def test_exits_with_1_on_a_fault(self, run, store):
        store.places.database.chmod(0o644)

        done = run("doctor", "--json")

        said = json.loads(done.stdout)
        assert done.exit_code == 1
        assert said["well"] is False
        assert {"code", "level", "message", "where"} == set(said["findings"][0])
        assert "FAULT" in run("doctor").stdout

    def test_exits_with_1_without_a_workspace(self, run):
        assert run("doctor").exit_code == 1


class TestMigrate:
    def test_says_that_nothing_is_due(self, run, store):
        assert "up to date" in run("migrate").stdout
        said = json.loads(run("migrate", "--json").stdout)
        assert said == {"before": "0001", "after": "0001", "backup": None}

    def test_refuses_what_a_newer_program_wrote(self, run, store):
        with store._writing() as connection:
            connection.exec_driver_sql("pragma user_version = 99")

        done = run("migrate")

        assert done.exit_code == 1
        assert "newer version" in done.stderr


class TestUsage:
    def test_an_unknown_option_is_2(self, run):
        assert run("doctor", "--nonsense").exit_code == 2

    def test_another_programs_store_stays_as_it_is(self, run, folder):
        folder.mkdir(mode=0o700)
        (folder / "workbench.sqlite").write_bytes(b"not ours")

        assert run("init").exit_code == 1
        assert run("migrate").exit_code == 1
        assert (folder / "workbench.sqlite").read_bytes() == b"not ours"
        with pytest.raises(Exception, match="not a database"):
            Store.open(folder)
