"""What the front page and the tutorials show is what a reader gets."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner

from datacycle.cli import main
from tests.support.sources import CHECKOUT

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n\$ datacycle (.+)\n([\s\S]*?)```", README)
PAGES = [
    *CHECKOUT.glob("*.md"),
    *(CHECKOUT / "docs").rglob("*.md"),
    *(CHECKOUT / "notebooks").glob("*.ipynb"),
]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def name_of(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[c.split()[0] for c, _ in SESSIONS])
def test_the_front_page_shows_what_the_command_prints(command, shown, monkeypatch):
    monkeypatch.chdir(CHECKOUT)

    result = CliRunner().invoke(main, command.split())

    assert result.exit_code == 0
    assert result.stdout.rstrip() == shown.rstrip()


def test_the_front_page_shows_two_commands():
    assert [command.split()[0] for command, _ in SESSIONS] == ["inspect", "items"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))

    lost = [
        link
        for link in links
        if not link.startswith(("http://", "https://", "mailto:"))
        and not (page.parent / link).resolve().exists()
    ]

    assert lost == []


def test_every_page_of_the_documents_is_in_the_index():
    index = CHECKOUT / "docs" / "README.md"
    told = {(index.parent / link).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    pages = {path.resolve() for path in (CHECKOUT / "docs").rglob("*.md")} - {index.resolve()}

    assert sorted(name_of(page) for page in pages - told) == []


def test_the_picture_of_the_front_page_is_as_wide_as_a_projector():
    picture = (CHECKOUT / "docs" / "images" / "data_dive.png").read_bytes()

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", picture[16:20])[0] == 1366
