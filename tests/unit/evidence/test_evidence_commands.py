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
