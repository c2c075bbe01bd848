"""The start page: who you are, what comes next, where each team's cycle stands."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
from markupsafe import Markup

from datacycle.protocol.goal_results import GoalResult
from datacycle.protocol.stages import StageState, StageStatus
from datacycle.reports import numbers
from datacycle.workbench import Workbench
from datacycle.workbench.policy import Action
from plc_data.model import DataCycle, Team

from ..parts import (
    Heartbeat,
    box,
    card,
    empty_state,
    join,
    link,
    link_button,
    paragraph,
    piece,
    pill,
    tag,
)
from ..parts import (
    page as whole_page,
)
from .places import address, places
from .start_page.next_step import (
    NextStep,
    next_step,
    stage_page,
    stage_words,
    status_words,
    title_of,
)


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """Everything that is mine to see, with one next step for each running cycle."""
    return HomePage(wb).widget


class HomePage:
    """Reads the store and draws; others' changes show by themselves."""

    def __init__(self, wb: Workbench) -> None:
        self.wb = wb
        self.place = box()
        self.heartbeat = Heartbeat(revision=wb.revision, on_change=lambda _: self.draw())
        self.draw()
        self.widget = whole_page(
            f"Hello, {wb.person.given}",
            self.place,
            subtitle=numbers.day(wb.today()),
            places=places("home", None),
            person=wb.person,
            status=None,
            heartbeat=self.heartbeat,
            cls="dc-home",
        )

    def draw(self) -> None:
        """Show every team's cycles as they stand now."""
        mine = self.wb.cycles.mine()
        running, closed, idle = [], [], []
        for team, cycles in mine:
            open_ones = [cycle for cycle in cycles if not self.wb.promises.is_closed(cycle.id)]
            running += [(team, cycle) for cycle in open_ones]
            closed += [(team, cycle) for cycle in cycles if cycle not in open_ones]
            if not cycles:
                idle.append(team)
        cards = [self._running(team, cycle) for team, cycle in running]
        if not mine:
            cards.append(_no_team())
        elif not running:
            cards.append(_no_cycle(closed))
        if closed:
            cards.append(self._past(closed))
        if idle and (running or closed):
            cards.append(_idle(idle))
        if any(self.wb.may(Action.EDIT_TEAM_WORK, team) for team, _ in mine):
            begin = link_button("Begin a data cycle", address("begin_cycle"))
            lists = link_button("Class lists and standards", address("rosters"))
            cards.append(piece(tag("p", begin, " ", lists, cls="dc-begin")))
        self.place.children = tuple(cards)

    def _running(self, team: Team, cycle: DataCycle) -> ipywidgets.Widget:
        states = self.wb.promises.stages(cycle.id)
        step = next_step(self.wb, cycle, team, states)
        focus = cycle.focus.statement if cycle.focus else ""
        return card(
            cycle.title,
            piece(paragraph(focus, cls="dc-focus")) if focus else None,
            piece(_next(step)),
            piece(_line(cycle, states, step)),
            intro=f"{team.name}, since {numbers.day(cycle.starts_on)}",
            cls="dc-cycle",
        )

    def _past(self, closed: list[tuple[Team, DataCycle]]) -> ipywidgets.Widget:
        lines = [
            tag("li", _past_line(team, cycle, self.wb.promises.result(cycle.id)))
            for team, cycle in closed
        ]
        return card("Past cycles", piece(tag("ul", *lines, cls="dc-past")))


def _next(step: NextStep | None) -> Markup:
    """The next step as the loudest thing of the card."""
    if step is None:
        return tag("div", paragraph("Everything is done."), cls="dc-next")
    name = f"Waiting for {step.waiting_for}" if step.waiting_for else "Next step"
    button = link_button(step.button, step.address, primary=True) if step.button else None
    return tag(
        "div",
        tag(
            "div",
            paragraph(f"{name}: {title_of(step.stage)}", cls="dc-next-name"),
            paragraph(step.words, cls="dc-next-words"),
        ),
        button,
        cls="dc-next",
    )


def _line(cycle: DataCycle, states: tuple[StageState, ...], step: NextStep | None) -> Markup:
    """The nine stages as one line; each has its page, its day and its words."""
    return tag(
        "ol",
        *(_stage(cycle, n, state, step) for n, state in enumerate(states, start=1)),
        cls="dc-stages",
        aria_label="Stages of the cycle",
    )


def _stage(cycle: DataCycle, n: int, state: StageState, step: NextStep | None) -> Markup:
    is_now = step is not None and state.stage is step.stage
    done = state.status is StageStatus.DONE
    look = "now" if is_now else state.status.value.replace("_", "-")
    page = stage_page(cycle, state.stage, done=done)
    title = title_of(state.stage)
    return tag(
        "li",
        tag("span", "✓" if done else str(n), cls="dc-stage-sign", aria_hidden="true"),
        tag(
            "span",
            link(page, title, cls="dc-stage-title") if page else title,
            cls="dc-stage-name",
        ),
        tag(
            "span",
            status_words(state.status, is_now=is_now),
            f", {numbers.short_day(state.on)}" if state.on else "",
            cls="dc-stage-day",
        ),
        tag("span", stage_words(state), cls="dc-stage-words"),
        cls=f"dc-stage dc-stage-{look}",
        aria_current="step" if is_now else None,
    )


def _past_line(team: Team, cycle: DataCycle, result: GoalResult | None) -> Markup:
    """Counts first, then the word; no tick where it cannot be said."""
    if result is None or result.met is None:
        verdict = pill("Cannot be said", "plain")
    else:
        verdict = pill("Goal met", "good") if result.met else pill("Goal not met", "warn")
    counts = (
        f"{numbers.count_of(result.numerator, result.denominator)} secure, "
        f"needed {numbers.count(result.needed)}"
        if result and result.needed is not None
        else "No second results."
    )
    return join(
        [
            tag(
                "span",
                tag("strong", cycle.title),
                tag("span", f"{team.name}, {numbers.day(cycle.starts_on)}", cls="dc-quiet"),
                cls="dc-past-name",
            ),
            tag("span", counts, " ", verdict, cls="dc-past-result"),
            tag(
                "span",
                link(address("results", cycle.id), "Results"),
                " ",
                link(address("close_cycle", cycle.id), "How it ended"),
                cls="dc-past-ways",
            ),
        ]
    )


def _no_team() -> ipywidgets.Widget:
    return empty_state(
        "You are not in a team here",
        "Cycles belong to the teams that run them and to their coach. When you join one, its "
        "cycle shows here. Until then there is nothing you have to do.",
    )


def _no_cycle(closed: list) -> ipywidgets.Widget:
    words = (
        "The last one is closed. The next begins with a need that you see in your students' work."
        if closed
        else "A cycle begins with a need that you see in your students' work."
    )
    return empty_state("No cycle is running", words)


def _idle(teams: list[Team]) -> ipywidgets.Widget:
    names = numbers.joined([team.name for team in teams])
    return piece(paragraph(f"No cycle yet: {names}.", cls="dc-quiet dc-idle"))
