"""From where to where: the baseline, the aim and what one student is worth, as whole students."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ipywidgets
from markupsafe import Markup

from datacycle.reports import numbers
from plc_data.errors import WorkbenchError
from plc_data.model import Count, SmartGoal

from ...parts import (
    DateField,
    NumberField,
    RadioField,
    button,
    card,
    form_row,
    join,
    link,
    message,
    paragraph,
    piece,
    tag,
)
from ..cycle_room import CycleRoom
from ..keeping import Keeper
from ..places import address
from .parts_of_goal import with_count


class NotPossible(WorkbenchError):
    """A value that this goal cannot have; nothing was saved."""


class CountsCard:
    """Both ends of the goal, counted the same way; the baseline comes from the results at a press.

    ``save(name, value)`` saves one part of the goal.
    """

    def __init__(
        self, room: CycleRoom, keeper: Keeper, save: Callable[[str, object], None]
    ) -> None:
        self.room, self.keeper, self._save = room, keeper, save
        self.way = piece(paragraph(""))
        self.from_results = piece(paragraph(""))
        self.now = NumberField(
            "Secure now", lowest=0, unit="students", on_change=lambda _: self._save_baseline()
        )
        self.now_on = DateField("Measured on", on_change=lambda _: self._save_baseline())
        self.aim = NumberField(
            "Secure at the end", lowest=0, unit="students", on_change=lambda _: self._save_aim()
        )
        self.aim_on = DateField("Measured again on", on_change=lambda _: self._save_aim())
        self.fields = (self.now, self.now_on, self.aim, self.aim_on)
        self.take = button(
            "Take the numbers from the results", self._take_baseline, kind="plain", saves=True
        )
        self.form_of_second = RadioField(
            "The second assessment is",
            [
                ("parallel", "A parallel form", "Other questions, the same targets and rule"),
                ("same", "The same form again"),
            ],
            on_change=lambda value: self._save(
                "reassessment_is_parallel", {"parallel": True, "same": False}.get(value)
            ),
        )
        self.widget: ipywidgets.Widget = card(
            "From where to where",
            self.from_results,
            self.take,
            form_row(*self.fields),
            self.way,
            self.form_of_second,
            intro="Whole students, counted the same way at both ends.",
        )

    def n(self) -> int:
        """Students in the group: as the roster has it, else as the goal says."""
        goal: SmartGoal = self.keeper.record
        group = self.room.wb.promises.group(self.room.cycle.id, goal.section_ids)
        return len(group) or goal.group_size or 0

    def _save_baseline(self) -> None:
        before = self.keeper.record.baseline
        n = self._checked(self.now.value)
        cfa = self.room.cycle.assessment_id
        made = with_count(
            before, n, numerator=self.now.value, on=self.now_on.value, assessment_id=cfa
        )
        if made != before:
            self._save("baseline", made)

    def _save_aim(self) -> None:
        before = self.keeper.record.aim
        n = self._checked(self.aim.value)
        second = self.room.cycle.reassessment_id
        made = with_count(
            before, n, numerator=self.aim.value, on=self.aim_on.value, assessment_id=second
        )
        if made != before:
            self._save("aim", made)

    def _checked(self, k: int | None) -> int:
        n = self.n()
        if n == 0:
            raise NotPossible("The group has no students yet: choose the classes first.")
        if k is not None and k > n:
            raise NotPossible(f"The group has {numbers.plural(n, 'student')}; nothing was saved.")
        return n

    def _counted(self) -> Count | None:
        goal: SmartGoal = self.keeper.record
        if not goal.target_ids:
            return None
        return self.room.wb.promises.baseline(
            self.room.cycle.id, goal.target_ids[0], goal.section_ids
        )

    def _take_baseline(self) -> None:
        counted = self._counted()
        if counted is None:
            raise NotPossible("There are no results for this target yet; nothing was changed.")
        self._save("baseline", counted)

    def load(self) -> None:
        """Take over what stands in the store, and say what it means."""
        goal: SmartGoal = self.keeper.record
        for count, k, on in (
            (goal.baseline, self.now, self.now_on),
            (goal.aim, self.aim, self.aim_on),
        ):
            _show(k, count.numerator if count else None)
            if count is not None:
                _show(on, count.on)
        n = self.n()
        self.way.show(way_words(goal, n))
        counted = self._counted()
        taken = counted is not None and _same(goal.baseline, counted)
        self.take.layout.display = "" if counted is not None and not taken else "none"
        self.from_results.show(self._results_words(goal, counted, taken))

    def _results_words(self, goal: SmartGoal, counted: Count | None, taken: bool) -> Markup:
        if counted is not None:
            words = f"The results say: {_count_words(counted)}."
            return message(
                f"{words} This is your baseline." if taken else words, "good" if taken else "info"
            )
        if not goal.target_ids:
            return paragraph("Choose the target; then the results can say where you start.")
        return message(
            join(
                [
                    "There are no results for this target yet. ",
                    link(
                        address(
                            "bring_in_results",
                            self.room.cycle.id,
                            assessment=self.room.cycle.assessment_id or "",
                        ),
                        "Bring them in",
                    ),
                    ", or write down what you counted yourselves.",
                ]
            ),
            "info",
        )


def way_words(goal: SmartGoal, n: int) -> Markup:
    """From so many to so many, large, with the percent and what one student is worth."""
    if n == 0:
        return paragraph("The group has no students yet.", cls="dc-quiet")
    each = f"{numbers.plural(n, 'student')}; each is {numbers.points(round(100 / n, 1))} points."
    first = _end("Now", goal.baseline)
    last = _end("Aim", goal.aim)
    step = ""
    if goal.baseline and goal.aim and goal.baseline.denominator == goal.aim.denominator:
        more = goal.aim.numerator - goal.baseline.numerator
        step = f"{numbers.signed(more)} {'student' if abs(more) == 1 else 'students'}. "
    return tag(
        "div",
        tag("div", first, tag("span", "→", cls="dc-way-arrow", aria_hidden="true"), last,
            cls="dc-way"),
        paragraph(f"{step}{each}", cls="dc-quiet"),
    )  # fmt: skip


def _end(name: str, count: Count | None) -> Markup:
    said = numbers.count_of(count.numerator, count.denominator) if count else "not said yet"
    share = numbers.percent(count.numerator / count.denominator) if count else ""
    return tag(
        "span",
        tag("span", name, cls="dc-way-name"),
        tag("strong", said),
        tag("span", share, cls="dc-way-share") if share else None,
        cls="dc-way-end",
    )


def _show(field, value: int | date | None) -> None:
    if field.value != value:
        field.value = value


def _same(one: Count | None, other: Count) -> bool:
    return one is not None and (one.numerator, one.denominator) == (
        other.numerator,
        other.denominator,
    )


def _count_words(count: Count) -> str:
    on = f", tested by {numbers.day(count.on)}" if count.on else ""
    return f"{numbers.share_of(count.numerator, count.denominator)} secure{on}"
