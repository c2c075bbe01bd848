from __future__ import annotations

import random
import stat

import pytest

from datacycle.evidence import keys
from datacycle.evidence.atomic import CannotWrite, write_new
from plc_data.errors import NotFound


class TestSigningKey:
    def test_is_made_once_and_readable_by_its_owner_only(self, tmp_path):
        first = keys.package_key(tmp_path, "p-coach")
        again = keys.package_key(tmp_path, "p-coach")

        path = tmp_path / "keys" / "p-coach.pem"
        assert first.did == again.did
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_of_an_awkward_person_id_stays_in_the_folder(self, tmp_path):
        keys.package_key(tmp_path, "../../x")

        assert [p.parent for p in tmp_path.rglob("*.pem")] == [tmp_path / "keys"] * 2

    def test_is_never_written_over(self, tmp_path):
        keys.create(tmp_path / "a.pem")

        with pytest.raises(CannotWrite, match="not overwritten"):
            keys.create(tmp_path / "a.pem")

    def test_shows_no_private_half_in_its_repr(self, tmp_path):
        key = keys.create(tmp_path / "a.pem")

        assert repr(key) == f"<SigningKey {key.did}>"

    def test_is_missed_in_words(self, tmp_path):
        with pytest.raises(NotFound, match="no signing key"):
            keys.load(tmp_path / "a.pem")

    def test_that_is_no_key_is_refused(self, tmp_path):
        (tmp_path / "a.pem").write_text("hello")

        with pytest.raises(keys.BadKey):
            keys.load(tmp_path / "a.pem")


class TestDidKey:
    def test_comes_back_as_the_same_key(self, tmp_path):
        key = keys.create(tmp_path / "a.pem")

        for written in (key.did, key.did.removeprefix("did:key:"), key.public_pem()):
            assert keys.did_of(keys.public_key(written)) == key.did

    def test_of_a_known_key(self):
        # The Ed25519 example of the did:key specification (W3C CCG), section "Test vectors".
        did = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
        raw = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"

        assert keys.public_key(did).public_bytes_raw().hex() == raw

    @pytest.mark.parametrize("text", ["", "did:key:", "zzz", "did:key:z6Mk0OIl", "did:web:x"])
    def test_that_is_none_is_refused(self, text):
        with pytest.raises(keys.BadKey):
            keys.public_key(text)


class TestKeyTable:
    def test_is_kept_private_and_grows_without_changing_a_code(self, tmp_path):
        first = keys.key_table(tmp_path, "abc", ["1", "2"], random.Random(1))
        again = keys.key_table(tmp_path, "abc", ["2"], random.Random(2))
        grown = keys.key_table(tmp_path, "abc", ["1", "2", "3"], random.Random(3))

        (path,) = (tmp_path / "keys" / "codes").iterdir()
        assert again == first
        assert {i: grown.code(i) for i in "12"} == dict(first.code_of_id)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


class TestWriting:
    def test_leaves_nothing_behind_on_a_full_disk(self, tmp_path, monkeypatch):
        import os

        def full(handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)

        with pytest.raises(CannotWrite, match="No space left"):
            write_new(tmp_path / "a.zip", b"123")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
    def test_keeps_the_old_file_when_any_step_fails(self, tmp_path, monkeypatch, step):
        import os

        (tmp_path / "a").write_bytes(b"old")

        def fails(*args):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, step, fails)

        with pytest.raises(CannotWrite):
            write_new(tmp_path / "a", b"new", replace=True)
        assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]

    def test_refuses_a_link_a_folder_and_a_missing_folder(self, tmp_path):
        (tmp_path / "target").write_bytes(b"keep")
        (tmp_path / "link").symlink_to(tmp_path / "target")
        (tmp_path / "folder").mkdir()

        for path in ("link", "folder", "nowhere/a.zip", "target"):
            with pytest.raises(CannotWrite):
                write_new(tmp_path / path, b"new")
        assert (tmp_path / "target").read_bytes() == b"keep"
