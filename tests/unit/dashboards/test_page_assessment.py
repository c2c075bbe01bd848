"""The assessment's page: every field saves its part, items move, versions stay, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest

from datacycle.dashboards.pages import assessment as room
from datacycle.dashboards.pages.cycle_room import CycleRoom
from datacycle.dashboards.parts import Download
from plc_data.errors import Conflict, NotAllowed
from plc_data.model import DocumentKind, ItemType
from tests.support.pages import below, buttons_of, field, fields_of, press, words_of

CYCLE, CFA, FORM_B = "cycle-slope", "cfa-slope-a", "cfa-slope-b"
KEY = (
    b"Key Letter,Question Number,Response/Mapping,Point Value,Tags\n"
    b"A,1,C,2,8.F.B.4\nA,2,D,1\nA,9,A,1,8.EE.B.6\n"
)


def open_page(wb, cycle_id=CYCLE, assessment_id=None) -> room.AssessmentPage:
    return room.AssessmentPage(CycleRoom.find(wb, {"cycle": cycle_id}), assessment_id)


def stored(wb, id=CFA):
    return wb.store.get(DocumentKind.ASSESSMENT, id)


def first(wb):
    return min(stored(wb).record.items, key=lambda item: item.position)


class TestWriting:
    @pytest.mark.parametrize(
        ("label", "raw", "name", "value"),
        [
            ("Title", "Slopes", "title", "Slopes"),
            ("Minutes", "30", "minutes", 30),
            ("Agreed by the team on", "2026-11-12", "rule_agreed_on", date(2026, 11, 12)),
            ("First day", "2026-11-18", "window_opens_on", date(2026, 11, 18)),
        ],
    )
    def test_each_field_saves_its_part_and_no_other(self, sit_down, label, raw, name, value):
        wb = sit_down("t07")
        before = stored(wb)
        page = open_page(wb)

        assert field(page.widget, label).change(raw)

        after = stored(wb)
        was, now = before.record.model_dump(), after.record.model_dump()
        assert getattr(after.record, name) == value
        assert {key for key in was if was[key] != now[key]} == {name}
        assert (after.version, after.author_id) == (before.version + 1, "t07")

    @pytest.mark.parametrize(
        ("label", "raw", "name", "value"),
        [
            ("What the student reads", " How steep? ", "prompt", "How steep?"),
            ("Points", "1.5", "max_points", 1.5),
            ("Depth", "3", "depth_of_knowledge", 3),
            ("Right", "D", "key", ("D",)),
            ("Asks for", "slope-meaning", "target_id", "slope-meaning"),
        ],
    )
    def test_the_open_item_saves_field_by_field(self, sit_down, label, raw, name, value):
        wb = sit_down("t07")
        page = open_page(wb)

        assert field(page.widget, label).change(raw)

        assert getattr(first(wb), name) == value

    def test_a_wrong_option_gets_its_misconception(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)

        assert field(page.widget, "Who chooses D thinks").change("counts squares")

        assert {o.label: o.misconception for o in first(wb).options}["D"] == "counts squares"

    def test_the_cut_is_a_percent_on_the_page_and_a_share_in_the_record(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        assert field(page.widget, "Secure from a true share of").value == 80

        assert field(page.widget, "Secure from a true share of").change("75")

        assert stored(wb).record.rule.cut_score == 0.75

    def test_what_cannot_be_is_refused_in_words_and_nothing_is_saved(self, sit_down):
        wb = sit_down("t07")
        version = stored(wb).version
        page = open_page(wb)

        assert not field(page.widget, "Points").change("0")
        assert not field(page.widget, "Title").change("  ")

        assert stored(wb).version == version
        assert "An item earns more than 0 points; nothing was saved." in words_of(page.widget)

    def test_targets_stop_at_three(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)

        press(page.widget, "Add a target")

        assert len(stored(wb).record.targets) == 3
        assert buttons_of(page.widget, "Add a target") == []
        assert field(page.widget, "Target 3, in students' words").change("I can draw a line.")
        assert stored(wb).record.targets[2].statement == "I can draw a line."


class TestItems:
    def test_are_added_copied_moved_and_removed_with_positions_in_a_row(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        ids = [item.id for item in sorted(stored(wb).record.items, key=lambda i: i.position)]

        press(page.widget, "Move down")
        press(page.widget, "Copy")
        press(page.widget, "Add an item")

        items = sorted(stored(wb).record.items, key=lambda item: item.position)
        assert [i.position for i in items] == list(range(1, len(ids) + 3))
        assert [items[0].id, items[1].id] == [ids[1], ids[0]]
        assert items[2].prompt == items[1].prompt
        assert page.items.open_id == items[-1].id
        press(page.widget, "Remove the item")
        press(page.widget, "Yes, remove it")
        assert len(stored(wb).record.items) == len(ids) + 1

    def test_a_rubric_row_gets_levels_and_earns_what_the_highest_earns(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)

        assert field(page.widget, "Type").change("rubric_row")
        assert field(page.widget, "Points of level 4").change("5")
        assert field(page.widget, "Work at level 1").change("No line yet.")

        item = first(wb)
        assert (item.type, item.max_points, len(item.levels)) == (ItemType.RUBRIC_ROW, 5, 4)
        assert item.levels[0].description == "No line yet."

    def test_only_one_item_is_open(self, sit_down):
        page = open_page(sit_down("t07"))

        assert len(fields_of(page.widget, "What the student reads")) == 1


class TestBesideIt:
    def test_checks_follow_in_plain_words(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        assert "Nothing is left to mend." in words_of(page.widget)

        field(page.widget, "Agreed by the team on").change("")

        assert "Agree on the mastery rule, and note the day" in words_of(page.widget)
        assert "slope-find" not in page.checks.said.value

    def test_says_how_often_the_rule_would_misjudge(self, sit_down):
        said = words_of(open_page(sit_down("t07")).widget)

        # four items, all needed: 0.5 to the power of 4 is 6 in 100
        assert "a student who knows half of it would be called secure in 6 of 100 cases" in said

    def test_both_sheets_are_pdf(self, sit_down):
        page = open_page(sit_down("t07"))

        files = [w for w in below(page.widget) if isinstance(w, Download)]

        assert [w.file_name for w in files] == [f"{CFA}.pdf", f"{CFA}-key.pdf"]
        assert all(w._make().startswith(b"%PDF") for w in files)


class TestKeyFile:
    def test_shows_what_would_change_and_stores_nothing_before_the_yes(self, sit_down):
        wb = sit_down("t07")
        before = stored(wb)
        page = open_page(wb)

        page.key.take("key.csv", KEY)

        said = words_of(page.widget)
        assert stored(wb).version == before.version
        assert "points 1 become 2" in said
        press(page.widget, "Take this over")
        items = {item.position: item for item in stored(wb).record.items}
        assert (items[1].key, items[1].max_points) == (("C",), 2)
        assert items[1].target_id == "slope-find"  # the first target with this standard
        assert (items[9].key, items[9].target_id) == (("A",), "slope-find")

    def test_a_plan_that_is_too_old_is_refused(self, sit_down):
        wb = sit_down("t07")
        plan = wb.blueprints.preview_key(KEY, CFA, name="key.csv")
        field(open_page(wb).widget, "Title").change("Another title")

        with pytest.raises(Conflict):
            wb.blueprints.store_key(plan)

        assert stored(wb).record.title == "Another title"

    def test_the_form_of_the_assessment_is_taken_and_said(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb, assessment_id=FORM_B)

        page.key.take("key.csv", KEY + b"B,1,D,3\n")

        assert "form B is taken" in words_of(page.widget)
        press(page.widget, "Take this over")
        items = {item.position: item for item in stored(wb, FORM_B).record.items}
        assert (items[1].key, items[1].max_points) == (("D",), 3)

    def test_another_file_is_refused_in_words(self, sit_down):
        page = open_page(sit_down("t07"))

        page.key.take("list.csv", b"name,points\nx,1\n")

        assert "Nothing can be taken over" in words_of(page.widget)


class TestVersionsAndForms:
    def test_an_earlier_version_can_be_read(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        field(page.widget, "What the student reads").change("How steep is it?")

        assert field(page.widget, "Look at version").change("1")

        assert "Version 1" in words_of(page.widget)
        assert "through (0, 1) and (2, 9)" in page.versions.said.value

    def test_results_stay_with_their_version(self, sit_down):
        wb = sit_down("t14")
        page = open_page(wb, "cycle-ukulele")
        given = wb.blueprints.version_with_results("cfa-ukulele-a")

        assert field(page.widget, "Minutes").change("35")

        assert f"Results are in. They stay with version {given}." in words_of(page.widget)
        assert wb.blueprints.version_with_results("cfa-ukulele-a") == given
        assert stored(wb, "cfa-ukulele-a").version == given + 1

    def test_a_second_form_has_the_same_targets_and_counts(self, sit_down):
        wb = sit_down("t07")
        cycle = wb.store.get(DocumentKind.CYCLE, CYCLE)
        without = cycle.record.model_copy(update={"reassessment_id": None})
        wb.cycles.save(without, based_on=cycle.version)

        press(open_page(wb).widget, "Copy as form B")

        made = wb.cycles.assessment(wb.cycles.get(CYCLE).reassessment_id).record
        one = stored(wb).record
        assert (made.form, made.parallel_to, made.targets) == ("B", CFA, one.targets)
        assert [i.target_id for i in made.items] == [i.target_id for i in one.items]
        assert made.id != FORM_B

    def test_a_cycle_without_one_begins_here(self, sit_down):
        wb = sit_down("t07")
        cycle = wb.store.get(DocumentKind.CYCLE, CYCLE)
        empty = cycle.record.model_copy(update={"assessment_id": None, "reassessment_id": None})
        wb.cycles.save(empty, based_on=cycle.version)

        press(room.page(wb, {"cycle": CYCLE}), "Begin it")

        made = stored(wb, wb.cycles.get(CYCLE).assessment_id).record
        assert (made.items, made.targets) == ((), ())
        assert "No learning target yet." in words_of(room.page(wb, {"cycle": CYCLE}))


class TestTogether:
    def test_two_people_in_one_field_see_both_texts(self, sit_down):
        mine, theirs = sit_down("t07"), sit_down("t09")
        page, other = open_page(mine), open_page(theirs)
        field(other.widget, "What the student reads").change("Their question?")

        assert not field(page.widget, "What the student reads").change("My own question?")

        said = words_of(page.widget)
        assert "Their question?" in said
        assert "My own question?" in said
        press(page.widget, "Put mine in")
        assert first(mine).prompt == "My own question?"

    def test_other_fields_go_together(self, sit_down):
        mine, theirs = sit_down("t07"), sit_down("t09")
        page, other = open_page(mine), open_page(theirs)

        field(other.widget, "Minutes").change("33")
        field(page.widget, "What the student reads").change("My own question?")

        assert (stored(mine).record.minutes, first(mine).prompt) == (33, "My own question?")

    def test_a_coach_reads_and_cannot_write(self, sit_down):
        wb = sit_down("c01")
        page = open_page(wb)

        said = words_of(page.widget)
        assert "You read along" in said
        assert "divides the change in x by the change in y" in said
        assert fields_of(page.widget, "Title") == []
        with pytest.raises(NotAllowed):
            wb.blueprints.preview_key(KEY, CFA, name="key.csv")
        with pytest.raises(NotAllowed):
            wb.blueprints.make_form_b(CYCLE)

    def test_a_closed_cycle_is_read_only(self, sit_down):
        page = open_page(sit_down("t07"), "cycle-equations")

        assert "This cycle is closed." in words_of(page.widget)
        assert buttons_of(page.widget, "Add an item") == []
