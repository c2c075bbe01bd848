"""The dive's page in Python: what is shown, left, hidden and kept; the store is the only memory."""

from __future__ import annotations

import pytest

from datacycle.dashboards.pages.data_dive import DivePage, page
from datacycle.protocol.engine import Command
from plc_data.model import ContributionKind, EventKind, Observation
from tests.support.pages import buttons_of, field, fields_of, press, words_of

FINISHED, RUNNING = "cycle-equations", "cycle-slope"
DIVE = "dive-equations"


@pytest.fixture
def reopened(sit_down):
    """The finished dive opened again by its facilitator, as the lead sees it at step See."""
    coach = sit_down("c01")
    coach.dives.do(DIVE, Command(kind=EventKind.REOPENED))
    coach.dives.do(DIVE, Command(kind=EventKind.STEP_ENTERED, step_id="see"))
    return sit_down("t07")


def facts(wb) -> list[str]:
    view = wb.dives.view(DIVE)
    return [c.read().text for c in view.of(ContributionKind.OBSERVATION)]


class TestAFinishedDive:
    def test_shows_everything_and_offers_no_form(self, sit_down):
        shown = DivePage(sit_down("t07"), DIVE)
        shown.steps.pick("see")

        words = words_of(shown.widget)
        assert "This dive is finished." in words
        assert "31 of 73 secure" in words
        assert not fields_of(shown.widget, "I see ...")
        assert not buttons_of(shown.widget, "Take back")

    @pytest.mark.parametrize(
        "step",
        [
            "open",
            "predict",
            "read",
            "look_inside",
            "explain",
            "plan_not_yet",
            "plan_mastery",
            "commit",
            "close",
        ],
    )
    def test_every_step_is_complete(self, sit_down, step):
        shown = DivePage(sit_down("t07"), DIVE)

        shown.steps.pick(step)

        assert next(s for s in shown.steps.items if s["id"] == step)["done"]


class TestLeaving:
    def test_a_fact_is_stored_at_once_with_its_cell(self, reopened):
        shown = DivePage(reopened, DIVE)
        grid = shown.room.link
        assert grid is None
        target = reopened.dives.view(DIVE).testing.assessment.targets[0].id
        from datacycle.dashboards.parts import CellGrid
        from tests.support.pages import below

        first = next(w for w in below(shown.widget) if isinstance(w, CellGrid))
        first.pick(target, "n_secure")
        field(shown.widget, "I see ...").change("I see 31 of 73 secure on the first target.")
        press(shown.widget, "Add what I see")

        assert facts(reopened)[-1] == "I see 31 of 73 secure on the first target."
        stored = reopened.dives.view(DIVE).of(ContributionKind.OBSERVATION)[-1].read()
        assert (stored.link.row, stored.link.shows) == (target, "31")
        assert field(shown.widget, "I see ...").value == ""

    def test_a_cause_is_advised_about_and_never_refused(self, reopened):
        shown = DivePage(reopened, DIVE)

        field(shown.widget, "I see ...").change("They failed because they are lazy.")
        assert "Worth a second look" in words_of(shown.widget)
        press(shown.widget, "Add what I see")

        assert facts(reopened)[-1] == "They failed because they are lazy."

    def test_nothing_written_is_told_and_nothing_is_stored(self, reopened):
        shown = DivePage(reopened, DIVE)
        before = reopened.revision()

        press(shown.widget, "Add what I see")

        assert reopened.revision() == before

    def test_another_persons_entry_comes_in_with_the_next_beat(self, reopened, sit_down):
        shown = DivePage(reopened, DIVE)
        colleague = sit_down("t08")

        colleague.dives.contribute(DIVE, ContributionKind.OBSERVATION, Observation(text="I see 3."))
        shown.heartbeat.beat()

        assert "I see 3." in words_of(shown.widget)

    def test_a_half_written_form_is_not_pulled_away(self, reopened, sit_down):
        shown = DivePage(reopened, DIVE)
        field(shown.widget, "I see ...").change("I see 18 of")

        sit_down("c01").dives.do(DIVE, Command(kind=EventKind.STEP_ENTERED, step_id="explain"))
        shown.heartbeat.beat()

        assert field(shown.widget, "I see ...").value == "I see 18 of"
        assert "The team is at: Explain." in words_of(shown.widget)
        press(shown.widget, "Go there with the team")
        assert fields_of(shown.widget, "It may be that ...")


class TestNames:
    def test_students_are_codes_until_a_teacher_asks(self, reopened):
        shown = DivePage(reopened, DIVE)
        roster = reopened.numbers.roster(shown.room.view.cycle)
        families = {student.family for student in roster.values()}
        shown.steps.pick("plan_not_yet")

        before = words_of(shown.widget)
        assert not [family for family in families if len(family) > 4 and f"{family}," in before]

        label = "Show names (for your own screen, not for the wall)"
        assert field(shown.widget, label).change(True)
        after = words_of(shown.widget)
        assert [family for family in families if f"{family}," in after]

    def test_a_coach_has_no_such_box(self, reopened, sit_down):
        shown = DivePage(sit_down("c01"), DIVE)
        shown.steps.pick("plan_not_yet")

        assert not fields_of(shown.widget, "Show names (for your own screen, not for the wall)")
        assert not buttons_of(shown.widget, "Move")


def test_without_results_the_page_says_what_comes_first(sit_down):
    widget = page(sit_down("t07"), {"cycle": RUNNING})

    assert "There are no results yet" in words_of(widget)
