"""Evidence in a real browser: names first, then one button, then a file that verifies anywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sample_data.workspace import ensure_sample
from tests.browser.hands import axe, shoot, sign_in
from tests.browser.running import Running, running

ADDRESS = "/voila/render/evidence.ipynb?cycle=cycle-equations"
LEAD, COACH, PRINCIPAL = "t07", "c01", "a01"
PATIENCE = 30_000


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A sample workspace, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "sample"
    ensure_sample(folder, at=datetime.now(UTC))
    return folder


@pytest.fixture
def server(made, tmp_path) -> Iterator[Running]:
    """The workbench on a fresh copy."""
    shutil.copytree(made, tmp_path / "sample")
    with running(tmp_path / "sample", tmp_path) as found:
        yield found


def make_button(page: Page):
    return page.get_by_role("button", name="Make the package", exact=True)


def decide_all(page: Page) -> None:
    page.get_by_role("button", name="Replace all of them by codes").click(timeout=PATIENCE)
    expect(make_button(page)).to_be_enabled(timeout=PATIENCE)


class TestATeacher:
    def test_decides_names_and_gets_a_package_that_verifies(self, page, server, tmp_path):
        sign_in(page, LEAD, then=ADDRESS)
        expect(page.get_by_text("Names to decide")).to_be_visible(timeout=PATIENCE)
        expect(make_button(page)).to_be_disabled()
        axe(page)
        shoot(page, "evidence-names")

        decide_all(page)
        axe(page)
        shoot(page, "evidence-ready")
        with page.expect_download(timeout=PATIENCE) as download:
            make_button(page).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)

        command = [sys.executable, "-m", "datacycle", "evidence", "verify", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout
        assert "No fault was found." in done.stdout

    def test_finds_one_changed_byte_on_the_page(self, page, server, tmp_path):
        sign_in(page, LEAD, then=ADDRESS)
        decide_all(page)
        with page.expect_download(timeout=PATIENCE) as download:
            make_button(page).click()
        content = bytearray(download.value.path().read_bytes())
        content[len(content) // 3] ^= 1
        changed = tmp_path / "changed.zip"
        changed.write_bytes(content)

        with page.expect_file_chooser() as chooser:
            page.get_by_text("Choose a package").click()
        chooser.value.set_files(changed)

        expect(page.get_by_text("Something was changed: changed.zip")).to_be_visible()

    def test_a_draft_is_there_again_after_a_reload(self, page, server):
        sign_in(page, LEAD, then=ADDRESS)
        field = page.get_by_label("What I did differently, and what it changed")
        expect(field).to_be_visible(timeout=PATIENCE)
        field.fill("I ask for the check line before anything else.")
        expect(page.locator(".dc-status")).to_contain_text(re.compile("Saved"))

        page.reload()

        expect(field).to_have_value("I ask for the check line before anything else.")


class TestOthers:
    def test_a_coach_exports_only_what_was_handed_over(self, page, browser, server):
        sign_in(page, COACH, then=ADDRESS)
        expect(page.get_by_text("Nothing was handed over yet")).to_be_visible(timeout=PATIENCE)
        axe(page)

        teachers_window = browser.new_context(base_url=server.address)
        teachers = teachers_window.new_page()
        sign_in(teachers, LEAD, then=ADDRESS)
        decide_all(teachers)
        teachers.get_by_role("button", name="Hand over to my coach").click()
        expect(teachers.get_by_text("Handed over: your coach can export it.")).to_be_visible()
        teachers_window.close()
        page.reload()

        expect(make_button(page)).to_be_enabled(timeout=PATIENCE)
        expect(page.get_by_label("What I did differently, and what it changed")).to_have_count(0)

    def test_an_administrator_does_not_see_a_teams_draft(self, page, server):
        sign_in(page, PRINCIPAL, then=ADDRESS)

        expect(page.get_by_text("This page is not open to you")).to_be_visible(timeout=PATIENCE)
