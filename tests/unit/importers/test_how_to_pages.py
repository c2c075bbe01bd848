"""One page per tool says how to get its file; what the pages promise is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from plc_data.importers import ColumnMapping, read_results
from plc_data.importers.presets import preset, presets
from plc_data.importers.sources import SOURCES

CHECKOUT = Path(__file__).resolve().parents[3]
PAGES = {p.stem.removeprefix("get_results_from_"): p for p in
         sorted((CHECKOUT / "docs" / "how_to").glob("get_results_from_*.md"))}  # fmt: skip

PAGE_OF = {
    "google_forms": "google_forms", "google_sheets_totals": "google_forms",
    "ms_forms": "microsoft_forms", "canvas_student_analysis": "canvas",
    "canvas_gradebook": "canvas", "moodle_grades": "moodle", "moodle_responses": "moodle",
    "zipgrade_full": "zipgrade", "zipgrade_standard": "zipgrade", "zipgrade_key": "zipgrade",
    "plickers": "plickers", "kahoot": "kahoot", "quizizz": "quizizz",
    "gradescope": "gradescope", "gradescope_course": "gradescope",
    "generic_long": "other_tools", "generic_wide": "other_tools", "key_first_row": "other_tools",
}  # fmt: skip
NO_RESULTS = {"oneroster_results", "clever", "archive", "standards", "json"}


def blocks(page: str) -> list[str]:
    text = PAGES[page].read_text("utf-8")
    found = re.findall(r"(?:^    .*\n)+", text, flags=re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in found]


def test_every_source_of_results_has_its_page():
    assert {s.name for s in SOURCES} == set(PAGE_OF) | NO_RESULTS
    assert set(PAGE_OF.values()) == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_leads_to_the_codes_and_its_links_exist(page):
    text = PAGES[page].read_text("utf-8")

    assert "(../import-problems.md)" in text
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (PAGES[page].parent / target).exists(), target


def test_the_two_tables_that_are_shown_are_read_without_a_question():
    wide, long = blocks("other_tools")[:2]

    plan = read_results(wide.encode())
    assert (plan.verdict.value, plan.scores) == ("import", ((1.0, 0.0, 1.5),))
    assert [item.max_points for item in plan.items] == [1, 1, 2]
    more = long + "0041201,Q2,0,1,C,7.RP.A.2\n"
    assert read_results(more.encode()).scores == ((1.0, 0.0),)


def test_the_mapping_that_is_shown_is_one():
    mapping = yaml.safe_load(blocks("other_tools")[2])
    table = b"Local No,Learner,Slope,Intercept,Graph\n0041,Ada,2,abs,3\n"

    plan = read_results(table, mapping=mapping)

    assert plan.scores == ((2.0, None, 3.0),)
    assert plan.statuses[0][1].value == "missing"


def test_every_name_of_a_mapping_is_explained():
    text = PAGES["other_tools"].read_text("utf-8")

    assert all(f"`{name}`" in text or f"`{name}:" in text for name in ColumnMapping.model_fields)


@pytest.mark.parametrize("name", presets())
def test_each_preset_is_named_and_fits_the_record(name):
    assert f"`{name}`" in PAGES["other_tools"].read_text("utf-8")
    ColumnMapping.model_validate(preset(name))
