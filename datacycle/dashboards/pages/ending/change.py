"""Before and after: the verdict with its counts first, and how the same students moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import ipywidgets
from markupsafe import Markup

from datacycle.analysis import Growth
from datacycle.protocol.closing import CHANGE_NOT_CAUSE
from datacycle.protocol.goal_results import GoalResult
from datacycle.reports import numbers, views_growth, views_targets
from datacycle.reports.charts import ChartSpec
from datacycle.reports.tables import Table
from plc_data.model import Assessment, MasteryState

from ...parts import (
    ChartPanel,
    ChoiceField,
    bullets,
    card,
    columns,
    facts,
    join,
    message,
    paragraph,
    piece,
    table,
    tag,
)
from ..cycle_room import CycleRoom
from ..goal.told import verdict


def verdict_card(room: CycleRoom, result: GoalResult) -> ipywidgets.Widget:
    """Counts first; a green message only where the goal was met and that can be said."""
    goal = room.wb.cycles.goal(room.cycle.id).record
    target = room.targets().get(goal.target_ids[0], "") if goal.target_ids else ""
    name, tone = verdict(result)
    names = room.names()
    tested = result.denominator - result.n_missing
    about = [
        ("Promised", f"{result.needed} of {result.denominator}" if result.needed else "no number"),
        (
            "Of those tested at the end",
            f"{numbers.count_of(result.numerator, tested)}, "
            f"{numbers.interval(result.low, result.high)}",
        ),
        (
            "Tested both times",
            f"{numbers.plural(result.n_matched, 'student')}: {result.n_secure_before} secure "
            f"before, {result.n_secure_after} after",
        ),
    ]
    left = piece(
        join(
            [
                tag(
                    "p",
                    tag("strong", numbers.count_of(result.numerator, result.denominator)),
                    f" secure on “{target.rstrip('.')}”",
                    cls="dc-verdict",
                ),
                message(result.sentence, tone, name),
                facts(about),
            ]
        )
    )
    right = piece(
        join(
            [
                tag("h3", "To be said beside it"),
                bullets(result.notes) if result.notes else paragraph("Nothing."),
                _who("Moved down", result.moved_down, names),
                _who("No result at the end", result.missing, names),
                _who("No result at the start", result.new, names),
            ]
        )
    )
    return card(
        "The goal",
        columns(left, right, shape="3 2"),
        intro="Counted from the second results, never typed.",
    )


def _who(title: str, ids: Iterable[str], names: dict[str, str]) -> Markup | None:
    """Students by name for who may see them; nothing for others, who have the counts."""
    named = [names[id] for id in names if id in set(ids)]
    if not named:
        return None
    return tag(
        "details",
        tag("summary", f"{title}: {len(named)}"),
        bullets(named),
        cls="dc-details",
    )


class ChangeCard:
    """All targets side by side, then one at a time as a table of three by three."""

    def __init__(self, room: CycleRoom, growth: Growth, assessment: Assessment) -> None:
        self.growth, self.assessment = growth, assessment
        targets = [
            (str(id), views_targets.target_label(assessment, str(id)))
            for id in growth.per_target.index
        ]
        goal = room.wb.cycles.goal(room.cycle.id)
        wanted = goal.record.target_ids[:1] if goal else ()
        first = next((id for id, _ in targets if id in wanted), targets[0][0])
        self.which = ChoiceField(
            "Learning target", targets, first, on_change=self.show, saves=False
        )
        self.panel = ChartPanel(self._spec(first), title=False, file_name="before_and_after.csv")
        self.cells = table(self.table_of(first))
        everything = ChartPanel(
            views_growth.growth_chart(growth.transitions, assessment),
            title=False,
            file_name="growth.csv",
        )
        self.widget: ipywidgets.Widget = card(
            "What changed",
            piece(message(CHANGE_NOT_CAUSE, "info")),
            columns(
                card("Every target", everything, level=3),
                card("One target, from state to state", self.which, self.panel, self.cells,
                     level=3),
                shape="1 1",
            ),
            piece(self._unmatched(room)),
            intro="The same students at both ends.",
        )  # fmt: skip

    def table_of(self, target_id: str) -> Table:
        """The nine steps: state before down, state after across; only who was seen twice."""
        made = views_growth.transition_table(
            self.growth.transitions, target_id, self.assessment
        ).without(MasteryState.NO_EVIDENCE.value)
        return replace(made, rows=made.rows[: made.width - 1], notes=())

    def _spec(self, target_id: str) -> ChartSpec:
        made = views_growth.transition_chart(self.growth.transitions, target_id, self.assessment)
        return replace(made, table=self.table_of(target_id))

    def show(self, target_id: str | None) -> None:
        """Show another target."""
        if target_id is not None:
            self.panel.show(self._spec(target_id))
            self.cells.show(self.table_of(target_id).to_html())

    def _unmatched(self, room: CycleRoom) -> Markup:
        first, second = self.growth.unmatched_before, self.growth.unmatched_after
        if not first and not second:
            return paragraph("Everybody was tested both times.", cls="dc-quiet")
        said = (
            f"In no change: {numbers.plural(len(first), 'student')} tested at the start only, "
            f"{numbers.plural(len(second), 'student')} at the end only."
        )
        names = room.names()
        return join(
            [
                paragraph(said),
                _who("At the start only", first, names),
                _who("At the end only", second, names),
            ]
        )


def next_start(room: CycleRoom) -> Markup | None:
    """Where the next goal can begin."""
    count = room.wb.promises.next_baseline(room.cycle.id)
    if count is None:
        return None
    share = numbers.share_of(count.numerator, count.denominator)
    return paragraph(
        f"Where the next goal can start from: {share} secure, of those tested at the end."
    )
