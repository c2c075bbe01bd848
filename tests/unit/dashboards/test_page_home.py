"""The start page: one next step for each running cycle, past cycles in short, nobody's names."""

from __future__ import annotations

import time

from datacycle.dashboards.pages import home
from plc_data.model import DocumentKind
from tests.support.pages import links_of, markup_of, words_of

SECONDS_TO_BUILD = 3.0
SECONDS_TO_REDRAW = 0.3


def student_names(wb) -> set[str]:
    return {student.name for student in wb.store.students()}


class TestTheNextStep:
    def test_is_the_results_when_the_goal_waits_for_nothing_but_its_baseline(self, sit_down):
        page = home.page(sit_down("t07"), {})

        assert "Next step: Results" in words_of(page)
        address = links_of(page)["Bring in the results"]
        assert address == "./bring_in_results.ipynb?cycle=cycle-slope&assessment=cfa-slope-a"

    def test_is_the_dive_once_results_are_in(self, sit_down):
        page = home.page(sit_down("t14"), {})

        assert "Next step: Data dive" in words_of(page)
        assert links_of(page)["Open the data dive"] == "./data_dive.ipynb?cycle=cycle-ukulele"

    def test_is_one_for_each_running_cycle(self, sit_down):
        for person, running in (("t07", 1), ("t14", 1), ("c01", 2)):
            page = home.page(sit_down(person), {})

            assert markup_of(page).count('class="dc-next"') == running
            assert markup_of(page).count('aria-current="step"') == running

    def test_asks_for_my_confirmation_when_only_that_is_missing(self, sit_down):
        wb = sit_down("t14")
        goal = wb.cycles.goal("cycle-ukulele")
        wb.cycles.save_goal(
            goal.record.model_copy(update={"statement": goal.record.statement + " "}),
            based_on=goal.version,
        )

        page = home.page(wb, {})

        assert links_of(page)["Confirm the goal"] == "./smart_goal.ipynb?cycle=cycle-ukulele"

    def test_is_to_wait_for_the_team_where_a_coach_may_not_act(self, sit_down):
        page = home.page(sit_down("c01"), {})

        assert "Waiting for Mathematics PLC: Results" in words_of(page)
        assert "Bring in the results" not in links_of(page)


class TestTheLine:
    def test_has_the_nine_stages_with_state_and_day(self, sit_down):
        page = home.page(sit_down("t07"), {})

        assert markup_of(page).count("dc-stage-sign") == 9
        for words in ("Done, 9 Nov", "Begun, 9 Nov", "Now, 19 Nov", "To come, 4 Dec"):
            assert words in words_of(page)

    def test_leads_to_read_results_that_are_in(self, sit_down):
        page = home.page(sit_down("t14"), {})

        address = links_of(page)["Results"]
        assert address == "./results.ipynb?cycle=cycle-ukulele&assessment=cfa-ukulele-a"


class TestPastCycles:
    def test_show_counts_first_and_then_the_verdict(self, sit_down):
        page = home.page(sit_down("t07"), {})

        words = words_of(page)
        assert words.index("36 of 76 secure, needed 35") < words.index("Goal met")

    def test_say_not_met_without_a_tick(self, sit_down):
        wb = sit_down("t07")
        goal = wb.cycles.goal("cycle-equations")
        aim = goal.record.aim.model_copy(update={"numerator": 37})
        wb.cycles.save_goal(goal.record.model_copy(update={"aim": aim}), based_on=goal.version)

        page = home.page(wb, {})

        assert "36 of 76 secure, needed 37 Goal not met" in words_of(page)
        assert "Goal met" not in words_of(page)


class TestWhoSeesWhat:
    def test_everybody_is_greeted_by_name(self, sit_down):
        assert "Hello, Renée" in words_of(home.page(sit_down("t07"), {}))

    def test_a_coach_sees_the_teams_and_no_student(self, sit_down):
        wb = sit_down("c01")
        words = words_of(home.page(wb, {}))

        assert "Slope and what it means" in words
        assert "Chord changes in time" in words
        assert not [name for name in student_names(wb) if name in words]

    def test_a_teacher_sees_the_own_teams_only(self, sit_down):
        words = words_of(home.page(sit_down("t14"), {}))

        assert "Slope and what it means" not in words

    def test_an_administrator_without_a_team_is_told_so_kindly(self, sit_down):
        words = words_of(home.page(sit_down("a01"), {}))

        assert "You are not in a team here" in words
        assert "cycle-" not in words

    def test_a_team_without_a_cycle_is_told_where_one_begins(self, sit_down):
        assert "No cycle is running" in words_of(home.page(sit_down("t01"), {}))


class TestKeepingUp:
    def test_shows_what_others_did_at_the_next_beat(self, sit_down):
        mine, other = sit_down("t07"), sit_down("t08")
        page = home.HomePage(mine)
        cycle = other.store.get(DocumentKind.CYCLE, "cycle-slope")
        other.cycles.save(
            cycle.record.model_copy(update={"title": "Slope, again"}), based_on=cycle.version
        )

        page.heartbeat.beat()

        assert "Slope, again" in words_of(page.widget)

    def test_is_quick(self, sit_down):
        wb = sit_down("c01")

        began = time.perf_counter()
        page = home.HomePage(wb)
        built = time.perf_counter()
        page.draw()
        drawn = time.perf_counter()

        assert built - began < SECONDS_TO_BUILD
        assert drawn - built < SECONDS_TO_REDRAW
