"""The evidence commands, called as a shell calls them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from datacycle.cli import main


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def zipped(package, tmp_path):
    path = tmp_path / "p.zip"
    path.write_bytes(package)
    return path


class TestVerify:
    def test_needs_no_workspace(self, zipped, key, monkeypatch, tmp_path):
        monkeypatch.setenv("DATACYCLE_WORKSPACE", str(tmp_path / "nowhere"))
        (tmp_path / "key.pem").write_bytes(key.public_pem())

        by_file = run("evidence", "verify", zipped, "--key", tmp_path / "key.pem")
        by_did = run("evidence", "verify", zipped, "--key", key.did, "--json")

        assert by_file.exit_code == 0
        assert "No fault was found." in by_file.output
        content = json.loads(by_did.output)
        assert content["sound"] is True
        assert {f["code"] for f in content["findings"]} == {"whole", "signed", "agrees"}
        assert not (tmp_path / "nowhere").exists()

    def test_says_that_without_a_key_nobody_knows_who_signed(self, zipped):
        result = run("evidence", "verify", zipped)

        assert result.exit_code == 0
        assert "only the school's list of keys can tell" in result.output

    def test_fails_on_a_changed_file(self, zipped, key):
        data = bytearray(zipped.read_bytes())
        data[len(data) // 2] ^= 1
        zipped.write_bytes(data)

        result = run("evidence", "verify", zipped, "--key", key.did, "--json")

        assert result.exit_code == 1
        assert json.loads(result.output)["sound"] is False

    def test_refuses_what_is_no_key_in_words(self, zipped):
        result = run("evidence", "verify", zipped, "--key", "hello")

        assert result.exit_code == 1
        assert "neither a did:key nor a public key file" in result.output
        assert "Traceback" not in result.output

    def test_of_a_missing_file_is_wrong_usage(self, tmp_path):
        assert run("evidence", "verify", tmp_path / "none.zip").exit_code == 2


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    from datetime import UTC, datetime

    from sample_data.workspace import ensure_sample

    folder = tmp_path_factory.mktemp("sample") / "workspace"
    return ensure_sample(folder, at=datetime(2026, 11, 24, tzinfo=UTC))


def at_work(sample, *arguments, person="t08"):
    return run("evidence", *arguments, "--workspace", sample, "--person", person)


class TestBuildAndExport:
    def test_wait_for_a_decision_and_then_write_a_package_that_verifies(self, sample, tmp_path):
        cycle = ("--cycle", "cycle-equations")
        built = at_work(sample, "build", *cycle, "--json")

        plan = json.loads(built.output)
        assert built.exit_code == 1
        assert plan["refused"] is True
        waiting = {f["where"]: "keep: test" for f in plan["findings"] if f["level"] == "ask"}
        refused = at_work(sample, "export", *cycle, "--to", tmp_path / "a.zip")
        assert refused.exit_code == 1
        assert "Nothing was written." in refused.output
        assert list(tmp_path.iterdir()) == []

        (tmp_path / "decisions.json").write_text(json.dumps(waiting))
        decided = ("--decisions", tmp_path / "decisions.json")
        assert at_work(sample, "build", *cycle, *decided).exit_code == 0
        written = at_work(sample, "export", *cycle, *decided, "--to", tmp_path / "a.zip")
        assert written.exit_code == 0
        assert run("evidence", "verify", tmp_path / "a.zip").exit_code == 0

    def test_refuse_decisions_that_cannot_be_read(self, sample, tmp_path):
        (tmp_path / "d.json").write_text("[1]")

        result = at_work(
            sample, "build", "--cycle", "cycle-equations", "--decisions", tmp_path / "d.json"
        )

        assert result.exit_code == 1
        assert "[not-decisions]" in result.output


class TestScan:
    def test_prints_places_and_no_names(self, sample, tmp_path):
        from plc_data.store import Store

        with Store.open(sample) as store:
            student = store.students()[0]
        (tmp_path / "text.txt").write_text(f"First.\nI asked {student.name}.\n", encoding="utf-8")

        shown = at_work(sample, "scan", tmp_path / "text.txt")
        as_json = at_work(sample, "scan", tmp_path / "text.txt", "--json")

        assert shown.exit_code == as_json.exit_code == 1
        assert student.family not in shown.output + as_json.output
        (finding,) = json.loads(as_json.output)["findings"]
        assert (finding["line"], finding["level"]) == (2, "decide")

    def test_of_a_text_without_names_is_fine(self, sample, tmp_path):
        (tmp_path / "text.txt").write_text("We began with an estimate.")

        assert at_work(sample, "scan", tmp_path / "text.txt").exit_code == 0
