"""Focus and inventory: need from data, each field saved as it is left, nobody's text lost."""

from __future__ import annotations

from datetime import date

from datacycle.dashboards.pages.cycle_room import CycleRoom
from datacycle.dashboards.pages.focus import FocusPage
from plc_data.model import DocumentKind, Grain, Need, Purpose
from tests.support.pages import buttons_of, field, fields_of, press, words_of

CYCLE = "cycle-slope"


def open_page(wb, cycle_id=CYCLE) -> FocusPage:
    return FocusPage(CycleRoom.find(wb, {"cycle": cycle_id}))


def focus(wb):
    return wb.needs.cycle(CYCLE).record.focus


class TestNeed:
    def test_it_is_offered_from_results_and_from_the_log_lowest_first(self, sit_down):
        wb = sit_down("t07")

        results = wb.needs.seen_in_assessments(CYCLE)
        checks = wb.needs.seen_in_checks(CYCLE, {})

        for offered in (results, checks):
            shares = [need.numerator / need.denominator for need in offered]
            assert shares
            assert shares == sorted(shares)

    def test_an_offered_need_is_taken_with_one_button(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        n = len(focus(wb).needs)

        buttons_of(page.widget, "Use this")[0].click()

        assert len(focus(wb).needs) == n + 1
        assert focus(wb).needs[-1] == wb.needs.seen_in_assessments(CYCLE)[0]

    def test_another_source_is_counted_with_its_day(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        for label, raw in (
            ("Which data", "State test, grade 7"),
            ("What was counted", "met the standard on ratios"),
            ("So many", "31"),
            ("of so many", "76"),
        ):
            field(page.widget, label).change(raw)

        press(page.widget, "Add what was seen")
        without_a_day = len(focus(wb).needs)
        field(page.widget, "Day of the data").change("2026-05-04")
        press(page.widget, "Add what was seen")

        assert without_a_day == 1
        assert focus(wb).needs[-1] == Need(
            source="State test, grade 7", seen="met the standard on ratios",
            numerator=31, denominator=76, on=date(2026, 5, 4),
        )  # fmt: skip

    def test_the_statement_saves_itself_and_leaves_the_rest(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        before = focus(wb)

        assert field(page.widget, "What our students need most now").change("They need a story.")

        assert focus(wb) == before.model_copy(update={"statement": "They need a story."})


class TestInventory:
    def test_every_field_of_a_source_is_kept(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        press(page.widget, "Add a source")
        for label, raw in (
            ("Source", "Exit tickets"),
            ("It is", "formative"),
            ("How near it looks", "micro"),
            ("Who looks at it", "each of us"),
            ("How often", "weekly"),
            ("For which decision", "who gets a second look"),
            ("We will use this more intentionally", True),
        ):
            assert field(page.widget, label).change(raw)
        texts = fields_of(page.widget, "What we will use more intentionally")
        assert texts[0].change("Exit tickets, sorted the same day.")

        kept = wb.store.get(DocumentKind.INVENTORY, f"inventory-{CYCLE}").record
        (source,) = kept.sources
        assert (source.name, source.purpose, source.grain) == (
            "Exit tickets", Purpose.FORMATIVE, Grain.MICRO,
        )  # fmt: skip
        assert (source.who, source.how_often, source.use_more) == ("each of us", "weekly", True)
        assert source.decision == "who gets a second look"
        assert kept.more_intentionally == "Exit tickets, sorted the same day."

    def test_two_texts_in_one_field_are_both_shown(self, sit_down):
        mine = open_page(sit_down("t07"))
        theirs = open_page(sit_down("t09"))
        label = "What our students need most now"
        field(theirs.widget, label).change("They need a graph.")

        kept = field(mine.widget, label).change("They need a table.")

        said = words_of(mine.widget)
        assert not kept
        assert "They need a graph." in said
        assert "They need a table." in said

    def test_two_people_in_two_fields_both_get_in(self, sit_down):
        one = sit_down("t07")
        mine = open_page(one)
        press(mine.widget, "Add a source")
        theirs = open_page(sit_down("t09"))

        assert field(theirs.widget, "Who looks at it").change("the lead")
        assert field(mine.widget, "How often").change("monthly")

        (source,) = one.needs.inventory(CYCLE).record.sources
        assert (source.who, source.how_often) == ("the lead", "monthly")


def test_a_coach_reads_both_and_writes_neither(sit_down):
    page = open_page(sit_down("c01"))

    said = words_of(page.widget)
    assert "You read along" in said
    assert "Data inventory" in said
    assert fields_of(page.widget, "Source") == []
    assert buttons_of(page.widget, "Use this") == []
