"""Files in, in a real browser: results of a form, a sheet of letters with a key, a class list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plc_data.store import Store
from sample_data.output import RUNNING_FILE
from sample_data.workspace import ensure_sample
from tests.browser.hands import axe, shoot, sign_in
from tests.browser.running import Running, running
from tests.support.sources import CHECKOUT

LEAD, CYCLE, ASSESSMENT = "t07", "cycle-slope", "cfa-slope-a"
FORM = CHECKOUT / "sample_data" / RUNNING_FILE
YES = "Yes, store these results"
KEY = "ABCDABCD"
ANSWERS = {"0072003": "ABCDABCD", "0072005": "ABCAAAAA"}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Running]:
    """The workbench on a workspace of this file's own."""
    folder = tmp_path_factory.mktemp("files")
    ensure_sample(folder / "sample", at=datetime.now(UTC))
    with running(folder / "sample", folder) as found:
        yield found


def go(page: Page, name: str) -> None:
    sign_in(page, LEAD, then=f"/voila/render/{name}.ipynb?cycle={CYCLE}")
    expect(page.locator(".dc-page h1")).to_be_visible()


def drop(page: Page, path: Path) -> None:
    """Hand a file to the page's first place for files."""
    page.locator("input[type=file]").first.set_input_files(path)


def live(server: Running) -> list[float]:
    """The points of each student in the results in use."""
    with Store.open(server.workspace) as store:
        sets = store.result_sets(ASSESSMENT)
        if not sets:
            return []
        return sorted(store.answers(sets[-1].id).groupby("student_id")["points"].sum())


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.get_by_role("heading", name="Results in use")).to_have_count(0)


def test_the_running_forms_file_is_asked_about_stored_and_undone(page, server):
    go(page, "bring_in_results")
    drop(page, FORM)
    questions = page.get_by_label(re.compile(r"^Row \d+:"))
    expect(questions).to_have_count(2)
    axe(page)
    shoot(page, "files-two-questions")

    questions.first.select_option(index=1)
    expect(questions).to_have_count(1)
    questions.first.select_option("leave_out")
    page.get_by_role("button", name=YES).click()

    expect(page.get_by_text("74 students, 8 questions.")).to_be_visible()
    assert len(live(server)) == 74
    axe(page)
    undo(page)
    assert live(server) == []


def test_a_sheet_of_letters_comes_in_with_its_columns_named_and_a_key_file(page, server, tmp_path):
    rows = [f"{id},{','.join(answers)}" for id, answers in ANSWERS.items()]
    sheet, key = tmp_path / "letters.csv", tmp_path / "key.csv"
    sheet.write_text("\n".join(["Who,a,b,c,d,e,f,g,h", *rows, ""]))
    key.write_text(
        "item,key\n" + "".join(f"{q},{k}\n" for q, k in zip("abcdefgh", KEY, strict=True))
    )
    go(page, "bring_in_results")
    drop(page, sheet)
    expect(page.get_by_role("heading", name="Say what the columns are")).to_be_visible()
    expect(page.get_by_role("button", name=YES)).to_have_count(0)
    axe(page)
    shoot(page, "files-mapping")

    expect(page.get_by_label("A: Who")).to_have_value("id")
    expect(page.get_by_label("B: a")).to_have_value("item")
    key_place = page.locator(".dc-drop", has_text="Or a file with the key")
    key_place.locator("input[type=file]").set_input_files(key)
    expect(page.get_by_text("8 questions have their key from key.csv.")).to_be_visible()
    page.get_by_role("button", name="Look at it this way").click()
    page.get_by_role("button", name=YES).click()

    expect(page.get_by_text("2 students, 8 questions.")).to_be_visible()
    assert live(server) == [4, 8]
    undo(page)


def test_a_class_list_is_seen_stored_and_taken_back(page, server, tmp_path):
    path = tmp_path / "class.csv"
    path.write_text("Student ID,Last,First,Period\n0078888,Ito,Aki,Algebra\n")
    go(page, "rosters")
    axe(page)
    drop(page, path)
    page.get_by_label("Who teaches Algebra?").select_option(LEAD)
    expect(page.get_by_text("New: Aki Ito.")).to_be_visible()
    shoot(page, "files-roster")
    axe(page)

    page.get_by_role("button", name="Yes, store this list").click()

    expect(page.get_by_text("1 student in 1 class.")).to_be_visible()
    page.get_by_role("button", name="Undo this list").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.get_by_text("Choose a class list first")).to_be_visible()


@pytest.mark.parametrize("name", ["bring_in_results", "rosters"])
def test_it_fits_a_phone(page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, name)

    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    axe(page)
