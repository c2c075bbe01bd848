"""What the server refuses before it starts, and the files it makes."""

import os
import stat

import pytest

from datacycle.server.settings import (
    ServerSettings,
    check_address,
    cookie_secret,
    is_loopback,
    notebook_folder,
)
from plc_data.errors import WorkbenchError


def settings_at(address: str, tmp_path, **others) -> ServerSettings:
    return ServerSettings(tmp_path, tmp_path, address=address, **others)


class TestAddresses:
    @pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
    def test_this_computer_needs_no_passcode(self, address, tmp_path):
        check_address(settings_at(address, tmp_path), with_passcode=0)

        assert is_loopback(address)

    @pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "192.168.1.5", "school.example"])
    def test_other_computers_do(self, address, tmp_path):
        with pytest.raises(WorkbenchError, match="Not started"):
            check_address(settings_at(address, tmp_path), with_passcode=0)

    def test_passcodes_or_a_proxy_open_it(self, tmp_path):
        check_address(settings_at("0.0.0.0", tmp_path), with_passcode=1)
        check_address(settings_at("0.0.0.0", tmp_path, proxy_secret="s"), with_passcode=0)

        assert not settings_at("0.0.0.0", tmp_path).is_local


class TestCookieSecret:
    def test_it_is_made_once_and_for_its_owner_only(self, tmp_path):
        first = cookie_secret(tmp_path)

        file = tmp_path / "keys" / "sign-in-cookies"
        assert cookie_secret(tmp_path) == first
        assert len(first) == 32
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    def test_a_torn_file_is_made_anew(self, tmp_path):
        first = cookie_secret(tmp_path)
        (tmp_path / "keys" / "sign-in-cookies").write_bytes(first[:3])

        second = cookie_secret(tmp_path)

        assert len(second) == 32
        assert second != first

    def test_each_workspace_has_its_own(self, tmp_path):
        assert cookie_secret(tmp_path / "a") != cookie_secret(tmp_path / "b")


class TestNotebooks:
    def test_a_named_folder_wins(self, tmp_path, monkeypatch):
        (tmp_path / "dashboards").mkdir()
        monkeypatch.setenv("DATACYCLE_NOTEBOOKS", str(tmp_path))

        assert notebook_folder() == tmp_path

    def test_the_checkouts_are_found(self, monkeypatch):
        monkeypatch.delenv("DATACYCLE_NOTEBOOKS", raising=False)

        assert (notebook_folder() / "dashboards").is_dir()
