"""The goal as a form: every field is saved as it is left, on the version it was read."""

from __future__ import annotations

from datetime import date

import ipywidgets
from markupsafe import Markup

from datacycle.reports import numbers
from plc_data.errors import WorkbenchError
from plc_data.model import Count, SmartGoal

from ...parts import (
    CheckField,
    ChecksField,
    DateField,
    NumberField,
    RadioField,
    TextAreaField,
    TextField,
    box,
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
from ..keeping import ClashPanel, Keeper
from ..places import address
from .parts_of_goal import TEXTS, goal_parts, with_count
from .rows import ActionRows, DaysOff


class NotPossible(WorkbenchError):
    """A value that this goal cannot have; nothing was saved."""


class GoalForm:
    """Fields round one goal. Nothing is kept here but the version that was read."""

    def __init__(self, room: CycleRoom, keeper: Keeper, changed) -> None:
        self.room, self.keeper, self._changed = room, keeper, changed
        sections = room.wb.cycles.sections(room.cycle.id)
        self._targets = room.targets()
        self.parts = goal_parts(room.wb, self._targets, {s.id: s.name for s in sections})
        keeper.parts = list(self.parts.values())
        self.fields: dict[str, object] = {}
        self.clashes = ClashPanel(keeper, room.wb.name, self._settled)
        self.way = piece(paragraph(""))
        self.from_results = piece(paragraph(""))
        self.sentence = piece(paragraph(""))
        self.widget: ipywidgets.Widget = box(
            self.clashes,
            self._what(sections),
            self._numbers(),
            self._days(),
            self._who(),
            self._everybody(),
            self._words(),
            cls="dc-stack-cards",
        )
        self.load()

    # The cards

    def _what(self, sections) -> ipywidgets.Widget:
        room = self.room
        sizes = {s.id: len(room.wb.promises.group(room.cycle.id, (s.id,))) for s in sections}
        items = {t.id: len(a.items_of(t.id)) for a in room.assessments()[:1] for t in a.targets}
        if self._targets:
            target = RadioField(
                "Learning target",
                [
                    (id, words, numbers.plural(items[id], "item") + " in the assessment")
                    if id in items
                    else (id, words)
                    for id, words in self._targets.items()
                ],
                on_change=lambda id: self._save("target_ids", (id,) if id else ()),
            )
            self.fields["target_ids"] = target
        else:
            target = piece(
                message("The targets come with the common assessment. Write it first.", "info")
            )
        self.fields["section_ids"] = ChecksField(
            "Classes",
            [(s.id, s.name, numbers.plural(sizes[s.id], "student")) for s in sections],
            on_change=lambda ids: self._save("section_ids", ids),
        )
        return card(
            "Which students, which target",
            target,
            self.fields["section_ids"],
            intro="One target and one group: a goal for everything is a goal for nothing.",
        )

    def _numbers(self) -> ipywidgets.Widget:
        self.now = NumberField(
            "Secure now", lowest=0, unit="students", on_change=lambda _: self._save_baseline()
        )
        self.now_on = DateField("Measured on", on_change=lambda _: self._save_baseline())
        self.aim = NumberField(
            "Secure at the end", lowest=0, unit="students", on_change=lambda _: self._save_aim()
        )
        self.aim_on = DateField("Measured again on", on_change=lambda _: self._save_aim())
        self.take = button(
            "Take the numbers from the results", self._take_baseline, kind="plain", saves=True
        )
        self.fields["reassessment_is_parallel"] = RadioField(
            "The second assessment is",
            [
                ("parallel", "A parallel form", "Other questions, the same targets and rule"),
                ("same", "The same form again"),
            ],
            on_change=lambda value: self._save(
                "reassessment_is_parallel", {"parallel": True, "same": False}.get(value)
            ),
        )
        return card(
            "From where to where",
            self.from_results,
            self.take,
            form_row(self.now, self.now_on, self.aim, self.aim_on),
            self.way,
            self.fields["reassessment_is_parallel"],
            intro="Whole students, counted the same way at both ends.",
        )

    def _days(self) -> ipywidgets.Widget:
        self._field("starts_on", DateField("Begins", on_change=self._saver("starts_on")))
        self._field("ends_on", DateField("Ends", on_change=self._saver("ends_on")))
        self.days_off = DaysOff(self._saver("days_off"))
        return card(
            "When",
            form_row(self.fields["starts_on"], self.fields["ends_on"]),
            self.days_off.widget,
            intro="Three to four weeks, with both assessments inside.",
        )

    def _who(self) -> ipywidgets.Widget:
        members = [(person.id, person.name) for person in self.room.members()]
        self.actions = ActionRows(members, self._saver("strategies"), draft=self.keeper.record.id)
        more = []
        if len(members) < 2:
            more.append(
                self._field(
                    "single_member",
                    CheckField(
                        "We are a team of one, and this is my goal",
                        on_change=self._saver("single_member"),
                    ),
                )
            )
        return card(
            "Who does what by when",
            self.actions.widget,
            *more,
            intro="One person and one day for each action.",
        )

    def _everybody(self) -> ipywidgets.Widget:
        rows = [
            self._text(TextField, "school_goal"),
            self._text(TextAreaField, "far_from_cut", rows=2),
            self._text(TextAreaField, "above_cut", rows=2),
            self._text(
                TextAreaField,
                "not_met_means",
                rows=2,
                help="A goal that cannot be missed is no goal. From how many students on is it "
                "missed, and what will you do then?",
            ),
        ]
        return card("For all of them, and honest", *rows)

    def _words(self) -> ipywidgets.Widget:
        return card(
            "Our sentence",
            self.sentence,
            button("Use this sentence", self._use_sentence, saves=True),
            self._text(TextAreaField, "statement", rows=4, label="In our own words"),
            intro="Put together from what stands above; gaps stand in brackets.",
        )

    def _text(self, kind: type, name: str, *, label: str = "", **more: object):
        made = kind(
            label or TEXTS[name],
            on_change=self._saver(name),
            draft_key=f"{self.keeper.record.id}:{name}",
            **more,
        )
        return self._field(name, made)

    def _field(self, name: str, field):
        self.fields[name] = field
        return field

    # Saving

    def _saver(self, name: str):
        return lambda value: self._save(name, value)

    def _save(self, name: str, value: object) -> None:
        if name in TEXTS:
            value = (value or "").strip()
        try:
            self.keeper.change(self.parts[name], value)
        finally:
            self.load()
            self._changed()

    def n(self) -> int:
        """Students in the group: as the roster has it, else as the goal says."""
        goal: SmartGoal = self.keeper.record
        group = self.room.wb.promises.group(self.room.cycle.id, goal.section_ids)
        return len(group) or goal.group_size or 0

    def made_sentence(self) -> str:
        """The goal in one sentence, put together from its parts."""
        goal: SmartGoal = self.keeper.record
        sized = goal.model_copy(update={"group_size": self.n() or None})
        return self.room.wb.promises.sentence(sized)

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

    def _use_sentence(self) -> None:
        self._save("statement", self.made_sentence())
        self.fields["statement"].reset(self.keeper.record.statement)

    def _settled(self, key: str) -> None:
        if key in self.fields and key not in ("target_ids", "reassessment_is_parallel"):
            self.fields[key].reset(getattr(self.keeper.record, key))
        if key == "strategies":
            self.actions.show(self.keeper.record.strategies, anew=True)
        self.load()
        self._changed()

    # Showing

    def load(self) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        goal: SmartGoal = self.keeper.record
        for name, field in self.fields.items():
            value = getattr(goal, name)
            if name == "target_ids":
                value = value[0] if value and value[0] in self._targets else None
            elif name == "reassessment_is_parallel":
                value = {True: "parallel", False: "same"}.get(value)
            if name not in self.keeper.clashes and field.value != value:
                field.value = value
        for count, k, on in (
            (goal.baseline, self.now, self.now_on),
            (goal.aim, self.aim, self.aim_on),
        ):
            _show(k, count.numerator if count else None)
            if count is not None:
                _show(on, count.on)
        if "strategies" not in self.keeper.clashes:
            self.actions.show(goal.strategies)
        self.days_off.show(goal.days_off)
        self._tell(goal)

    def _tell(self, goal: SmartGoal) -> None:
        n = self.n()
        self.way.show(way_words(goal, n))
        counted = self._counted()
        taken = counted is not None and _same(goal.baseline, counted)
        self.take.layout.display = "" if counted is not None and not taken else "none"
        self.from_results.show(self._results_words(goal, counted, taken))
        self.sentence.show(tag("blockquote", self.made_sentence(), cls="dc-goal"))

    def _results_words(self, goal: SmartGoal, counted: Count | None, taken: bool) -> Markup:
        if counted is not None:
            words = f"The results say: {_count_words(counted)} secure."
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
    on = f", brought in on {numbers.day(count.on)}" if count.on else ""
    return numbers.share_of(count.numerator, count.denominator) + on
