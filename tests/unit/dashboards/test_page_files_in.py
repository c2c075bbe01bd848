"""The mapping card, accepted problems and long files on the page that brings results in."""

from __future__ import annotations

import asyncio
import time

import pytest

from datacycle.dashboards.pages.bring_in_results import ResultsIn
from datacycle.dashboards.pages.files_in import keys
from plc_data.errors import WorkbenchError
from tests.support.pages import buttons_of, field, fields_of, press, words_of

CYCLE, ASSESSMENT = "cycle-slope", "cfa-slope-a"
YES = "Yes, store these results"
KEY = "ABCDABCD"
ANSWERS = {"0072003": "ABCDABCD", "0072005": "ABCAAAAA", "0072480": "BBBBBBBB"}


@pytest.fixture
def opened(sit_down):
    wb = sit_down("t07")
    return wb, ResultsIn(wb, CYCLE, None)


def letters(header: str = "Who,a,b,c,d,e,f,g,h") -> bytes:
    rows = [f"{id},{','.join(answers)}" for id, answers in ANSWERS.items()]
    return "\n".join([header, *rows, ""]).encode()


def named(page) -> None:
    """Say of the letters file what each column is, where the guess did not."""
    card = page.mapping.widget
    assert field(card, "A: Who").change("id")
    for column, header in zip("BCDEFGHI", "abcdefgh", strict=True):
        assert field(card, f"{column}: {header}").change("item")
    assert field(card, "What stands in the cells of the questions").change("letters")


class TestTheMappingCard:
    def test_an_unknown_layout_shows_the_first_rows_and_stores_nothing(self, opened):
        wb, page = opened
        before = wb.revision()

        page.upload.take("odd.csv", letters())

        words = words_of(page.place)
        assert "Say what the columns are" in words
        assert "0072003" in words
        assert not buttons_of(page.place, YES)
        assert wb.revision() == before

    def test_a_letters_file_becomes_stored_results_with_a_key_file(self, opened):
        wb, page = opened
        page.upload.take("odd.csv", letters())
        named(page)
        lines = "".join(f"{n},{key}\n" for n, key in zip("abcdefgh", KEY, strict=True))

        page.mapping.take_key("key.csv", ("item,key\n" + lines).encode())
        press(page.place, "Look at it this way")
        press(page.place, YES)

        (live,) = wb.store.result_sets(ASSESSMENT)
        points = wb.store.answers(live.id).groupby("student_id")["points"].sum().to_dict()
        assert points == {"0072003": 8, "0072005": 4, "0072480": 2}

    def test_the_key_may_be_typed(self, opened):
        _, page = opened
        page.upload.take("odd.csv", letters())
        named(page)

        field(page.mapping.widget, "Type the key").change(" ".join(KEY))
        press(page.place, "Look at it this way")

        assert page.preview.plan.scores[1] == (1, 1, 1, 0, 1, 0, 0, 0)
        assert buttons_of(page.place, YES)

    def test_a_preset_is_offered_for_the_same_headers_to_a_colleague(self, opened, sit_down):
        wb, page = opened
        page.upload.take("odd.csv", letters())
        named(page)
        field(page.mapping.widget, "Keep this for next time as").change("Old scanner")

        press(page.place, "Keep as a preset")

        colleague = ResultsIn(sit_down("t08"), CYCLE, None)
        colleague.upload.take("another.csv", letters() + b"0072529,A,A,A,A,A,A,A,A\n")
        assert "Old scanner" in words_of(colleague.place)
        assert field(colleague.mapping.widget, "A: Who").value == "id"
        assert (wb.store.folder / "presets").is_dir()

    def test_a_preset_as_a_file_is_taken_from_another_school(self, opened):
        _, page = opened
        page.upload.take("odd.csv", letters())
        named(page)
        content = page.mapping.preset_bytes()
        page.upload.take("odd.csv", letters())

        page.take_preset(content)

        assert field(page.mapping.widget, "A: Who").value == "id"
        assert {p.code for p in page.preview.problems} == {"needs-key"}

    def test_a_long_table_is_named_column_by_column(self, opened):
        _, page = opened
        rows = [f"{id},{n},{p}" for id in ANSWERS for n, p in enumerate("10110010", start=1)]
        page.upload.take("long.csv", "\n".join(["Wer,Aufgabe,Punkte", *rows, ""]).encode())
        card = page.mapping.widget

        field(card, "How the table is built").change("long")
        field(card, "A: Wer").change("id")
        field(card, "B: Aufgabe").change("item")
        field(card, "C: Punkte").change("points")
        press(page.place, "Look at it this way")

        assert page.preview.plan.scores[0] == (1, 0, 1, 1, 0, 0, 1, 0)
        assert buttons_of(page.place, YES)

    def test_rubric_levels_are_points_out_of_the_highest_level(self, opened):
        _, page = opened
        page.upload.take("rubric.csv", b"Who,r1,r2\n0072003,3,4\n0072005,2,1\n")
        card = page.mapping.widget
        for label, role in (("A: Who", "id"), ("B: r1", "item"), ("C: r2", "item")):
            field(card, label).change(role)
        field(card, "What stands in the cells of the questions").change("rubric")
        field(card, "Each question gives").change("4")

        press(page.place, "Look at it this way")

        assert [item.max_points for item in page.preview.plan.items] == [4, 4]
        assert page.preview.plan.scores == ((3, 4), (2, 1))

    def test_a_web_page_gets_no_card(self, opened):
        _, page = opened

        page.upload.take("page.csv", b"<!DOCTYPE html><html></html>")

        assert page.mapping is None


class TestKeys:
    @pytest.mark.parametrize("content", [b"only one column\nx\n", b"<html>", b"q,k\n1,A\n1,B\n"])
    def test_what_is_no_key_is_told(self, content):
        with pytest.raises(WorkbenchError):
            keys.read_key("key.csv", content)

    def test_too_few_answers_are_told(self):
        with pytest.raises(WorkbenchError, match="2 answers and 3 columns"):
            keys.for_items({"x": "A", "y": "B"}, ["p", "q", "r"])


class TestAccepting:
    def test_a_tick_says_what_it_does_and_makes_it_storable(self, opened):
        wb, page = opened
        wide = b"Student ID,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8\n0072003,1,1,ill,1,1,1,1,1\n"
        page.upload.take("own.csv", wide + b"0072005,1,1,1,1,1,1,1,1\n")
        label = (
            "Store it all the same: these cells are stored without points and count as not known, "
            "never as 0"
        )
        assert not buttons_of(page.place, YES)

        field(page.place, label).change(True)
        press(page.place, YES)

        (live,) = wb.store.result_sets(ASSESSMENT)
        assert wb.store.answers(live.id)["points"].isna().sum() == 1

    def test_a_new_file_begins_with_nothing_accepted(self, opened):
        _, page = opened
        wide = b"Student ID,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8\n0072003,1,1,9,1,1,1,1,1\n"
        page.upload.take("own.csv", wide)
        page.accept("points-above-maximum", True)

        page.upload.take("again.csv", wide + b"0072005,1,1,9,1,1,1,1,1\n")

        assert not buttons_of(page.place, YES)


def large_file(n_students: int = 20_000, n_items: int = 20) -> bytes:
    head = ",".join(["Student ID", *(f"Q{k + 1}" for k in range(n_items))])
    rows = [
        f"9{n:06}," + ",".join(str((n * k) % 2) for k in range(n_items)) for n in range(n_students)
    ]
    return "\n".join([head, *rows, ""]).encode()


class TestLongFiles:
    def test_20000_rows_are_through_the_page_in_time(self, opened):
        _, page = opened
        content = large_file()
        began = time.monotonic()

        page.upload.take("district.csv", content)

        assert time.monotonic() - began < 10
        assert len(page.preview.plan.students) == 20_000

    def test_a_stopped_reading_shows_nothing_later(self, opened):
        _, page = opened

        async def begin_and_stop() -> None:
            page.upload.take("district.csv", large_file(8_000, 30))
            assert page.heartbeat.busy_with
            await asyncio.sleep(0)
            press(page.place, "Stop")
            await page.reading._task

        asyncio.run(begin_and_stop())

        assert page.preview is None
        assert not page.heartbeat.busy_with
        assert "Choose a file first" in words_of(page.place)

    def test_a_reading_beside_the_page_comes_to_its_end(self, opened):
        _, page = opened

        async def begin_and_wait() -> None:
            page.upload.take("district.csv", large_file(8_000, 30))
            assert fields_of(page.place, "Stop") == []
            assert buttons_of(page.place, "Stop")
            await page.reading._task

        asyncio.run(begin_and_wait())

        assert len(page.preview.plan.students) == 8_000
        assert "Reading the file" not in words_of(page.place)
