"""Evidence: the draft is the author's, names are decided first, the package verifies."""

from __future__ import annotations

import pytest

from datacycle.dashboards.pages.evidence import EvidencePage
from datacycle.evidence.verify import is_sound, verify_package
from plc_data.model import DocumentKind, Reflection
from tests.support.pages import buttons_of, field, press, words_of

CYCLE, LEAD, COACH = "cycle-equations", "t07", "c01"


@pytest.fixture
def page(sit_down):
    opened = EvidencePage(sit_down(LEAD), CYCLE)
    opened.refresh()
    return opened


class TestTheReflection:
    def test_is_saved_as_it_is_typed_and_private(self, page, sit_down):
        label = "What I did differently, and what it changed"

        assert field(page.widget, label).change("I stopped saying move it over.")

        stored = page.wb.store.get(DocumentKind.REFLECTION, Reflection.id_for(CYCLE, LEAD))
        assert stored.record.text == "I stopped saying move it over."
        coach = EvidencePage(sit_down(COACH), CYCLE)
        assert "move it over" not in words_of(coach.widget)
        assert "Nothing was handed over yet" in words_of(coach.widget)

    def test_a_students_name_in_it_stops_the_package(self, page):
        roster = page.wb.numbers.roster(page.cycle)
        student = next(iter(roster.values()))
        label = "What I did differently, and what it changed"

        field(page.widget, label).change(f"{student.given} {student.family} found it first.")
        page.refresh()

        assert page.download.disabled
        assert "my reflection" in words_of(page.names.widget)


class TestThePackage:
    def test_waits_for_the_names(self, page):
        assert page.download.disabled
        assert "Names to decide" in words_of(page.names.widget)

    def test_is_made_and_verifies_after_the_names_are_decided(self, page, tmp_path):
        press(page.names.widget, "Replace all of them by codes")

        assert not page.download.disabled
        content = page._make()

        path = tmp_path / "package.zip"
        path.write_bytes(content)
        found = verify_package(path, page.wb.evidence.known_signers())
        assert is_sound(found)
        assert {f.level for f in found} == {"ok"}
        assert page.wb.evidence.disclosures(CYCLE)[0]["to"] == "assessor"

    def test_one_changed_byte_is_told(self, page):
        press(page.names.widget, "Replace all of them by codes")
        content = bytearray(page._make())
        content[len(content) // 2] ^= 1

        found = page.wb.evidence.check(bytes(content))

        assert not is_sound(found)

    def test_the_same_work_makes_the_same_package(self, page):
        press(page.names.widget, "Replace all of them by codes")

        assert page._make() == page._make()
        assert len(page.wb.evidence.disclosures(CYCLE)) == 1


class TestTheCoach:
    def test_exports_what_was_handed_over_and_sees_no_draft_of_others(self, page, sit_down):
        press(page.names.widget, "Replace all of them by codes")
        press(page.widget, "Hand over to my coach")
        coach = EvidencePage(sit_down(COACH), CYCLE)
        coach.refresh()

        assert not buttons_of(coach.widget, "Hand over to my coach")
        assert len(coach._make()) > 10_000
