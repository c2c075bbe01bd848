"""Groups and both plans: moving students without dragging, and a plan for each group."""

from __future__ import annotations

import re

import ipywidgets

from datacycle.protocol.plans import check_plan
from datacycle.reports import labels, numbers
from plc_data.model import (
    ActionPlan,
    ContributionKind,
    Placement,
    PlanType,
    ProtocolStep,
)

from ...parts import (
    ChoiceField,
    DateField,
    NumberField,
    TextAreaField,
    TextField,
    box,
    bullets,
    button,
    card,
    details,
    form_row,
    join,
    message,
    paragraph,
    piece,
    pill,
    tag,
)
from ...parts.empty import empty_words
from .forms import Form, NothingWritten
from .room import Room

STEP_PLACES = {
    "plan_not_yet": (PlanType.NOT_YET,),
    "plan_mastery": (PlanType.MASTERY, PlanType.LOOK_AGAIN, PlanType.NO_EVIDENCE),
}
"""Which students' plans a step with this requirement is about."""


def places_of(step: ProtocolStep) -> tuple[PlanType, ...]:
    """The plan types a step writes; all four when it does not say."""
    named = [STEP_PLACES[r.kind] for r in step.requires if r.kind in STEP_PLACES]
    return tuple(place for places in named for place in places) or tuple(PlanType)


def plan_id(cycle_id: str, target_id: str, place: str, group: str) -> str:
    """One plan for a group: its id is made of what it is for."""
    slug = re.sub(r"[^a-z0-9]+", "-", group.lower()).strip("-")[:40]
    return f"plan-{cycle_id}-{target_id}-{place}-{slug}"[:120]


class MoveForm(Form):
    """One student, one group, one button: the hand's move wins over the proposal."""

    kind = ContributionKind.PLACEMENT

    def build(self) -> ipywidgets.Widget:
        focus = self.room.focus()
        self.target = ChoiceField(
            "Target", focus, focus[0][0] if focus else None, on_change=self._again, saves=False
        )
        self.student = ChoiceField("Student", ())
        self.group = ChoiceField("Move to group", ())
        self.why = TextField("Why (optional)", draft_key=self.key("why"))
        self.said = piece(paragraph(""))
        self.refresh()
        self.inputs = box(
            form_row(self.target, self.student, self.group),
            self.why,
            button("Move", self._send, saves=True),
        )
        return card(
            "Move a student",
            self.inputs,
            self.said,
            intro="The proposal comes from the answers. You know more: your move wins.",
        )

    def _again(self, _target: str) -> None:
        self.refresh()

    def _frame(self):
        groups = self.room.groups()
        return groups[groups["target_id"] == self.target.value] if len(groups) else groups

    def _send(self) -> None:
        if not (self.target.value and self.student.value and self.group.value):
            raise NothingWritten("Choose target, student and group; nothing was moved.")
        move = Placement(
            student_id=self.student.value,
            target_id=self.target.value,
            group=self.group.value,
            why=self.why.value,
        )
        who, where = self.room.labels()[move.student_id], group_words(move.group)
        self.room.leave(self.kind, move, self.step)
        self.said.show(message(f"{who} is now in: {where}.", "good"))
        self.student.value = None
        self.why.reset("")

    def refresh(self) -> None:
        frame, names = self._frame(), self.room.labels()
        now = dict(zip(frame["student_id"], frame["group"], strict=True)) if len(frame) else {}
        self.student.set_choices(
            (id, f"{name} (now: {group_words(now[id])})")
            for id, name in sorted(names.items(), key=lambda pair: pair[1])
            if id in now
        )
        groups = list(dict.fromkeys([*now.values(), *(kind.value for kind in PlanType)]))
        self.group.set_choices((group, group_words(group)) for group in groups)


def group_words(group: str) -> str:
    """A group's name as a reader sees it."""
    plain = {kind.value: labels.words(kind.state) for kind in PlanType}
    plain |= {kind.state.value: labels.words(kind.state) for kind in PlanType}
    return plain.get(group, group[:1].upper() + group[1:])


class PlanForm:
    """The plan of one group. Every field is saved as it is left, on the version it was read."""

    def __init__(self, room: Room, place: PlanType, target_id: str, group: str) -> None:
        self.room, self.place, self.target_id, self.group = room, place, target_id, group
        self.id = plan_id(room.view.cycle.id, target_id, place.value, group)
        self.version: int | None = None
        self.plan = ActionPlan(
            id=self.id,
            cycle_id=room.view.cycle.id,
            type=place,
            target_id=target_id,
            group=group,
        )
        self._fields: dict[str, object] = {}
        self.said = piece(paragraph(""))
        self.widget = self._build()
        self.load()

    def _build(self) -> ipywidgets.Widget:
        def field(kind: type, name: str, label: str, **more: object):
            made = kind(
                label,
                on_change=lambda value: self._change(name, value),
                draft_key=f"{self.id}:{name}",
                **more,
            )
            self._fields[name] = made
            return made

        differs = (
            "Why it goes deeper than first teaching"
            if self.place is PlanType.MASTERY
            else "What is different from the first time"
        )
        first = [
            field(TextAreaField, "strategy", "What we do with this group", rows=2),
            form_row(
                field(ChoiceField, "owner_id", "Owner", choices=self.room.members()),
                field(DateField, "reassess_on", "We check again on"),
            ),
            field(TextField, "success_rule", "It worked when ..."),
        ]
        more = [
            field(TextAreaField, "differs_how", differs, rows=2),
            form_row(
                field(NumberField, "sessions", "Sessions", lowest=0, highest=60),
                field(NumberField, "minutes", "Minutes in all", lowest=0, highest=3000),
            ),
            form_row(
                field(DateField, "starts_on", "From"),
                field(DateField, "ends_on", "To"),
            ),
            field(TextField, "reassess_form", "How we check (form, questions)"),
        ]
        if self.place is PlanType.MASTERY:
            more.append(field(TextField, "evidence", "What they will leave that shows it"))
        self.head = piece(paragraph(""))
        return box(self.head, *first, *more, self.said, cls="dc-plan")

    def load(self) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        plans = self.room.wb.dives.plans(self.room.view)
        stored = next((d for d in plans if self._is_mine(d.record)), None)
        if stored is not None and stored.version != self.version:
            self.plan, self.version = stored.record, stored.version
            for name, field in self._fields.items():
                if field.value != getattr(self.plan, name):
                    field.value = getattr(self.plan, name)
        self._tell()

    def _is_mine(self, plan: ActionPlan) -> bool:
        here = (self.place, self.target_id, self.group)
        return (plan.type, plan.target_id, plan.group) == here

    def _change(self, name: str, value: object) -> None:
        if name not in ("owner_id", "reassess_on", "starts_on", "ends_on", "sessions", "minutes"):
            value = value or ""
        plan = self.plan.model_copy(update={name: value})
        document = self.room.wb.dives.save_plan(
            ActionPlan.model_validate(plan.model_dump()), based_on=self.version
        )
        self.plan, self.version = document.record, document.version
        self._tell()
        self.room.changed()

    def _tell(self) -> None:
        groups = self.room.groups()
        here = groups[(groups["target_id"] == self.target_id) & (groups["group"] == self.group)]
        here = here[here["place"] == self.place.value]
        names = self.room.labels()
        who = sorted(names.get(s, s) for s in here["student_id"])
        cause = next((c for c in here["cause"] if c), "") if len(here) else ""
        self.head.show(
            join(
                [
                    tag("h3", group_words(self.group)),
                    tag(
                        "p",
                        pill(numbers.plural(len(who), "student"), "info"),
                        " ",
                        self.room.target(self.target_id),
                    ),
                    tag("p", "Shared cause: ", cause, cls="dc-quiet") if cause else None,
                    tag(
                        "details",
                        tag("summary", "Who is in it"),
                        bullets(who),
                        cls="dc-details",
                    ),
                ]
            )
        )
        found = [
            finding
            for finding in check_plan(
                self.plan.model_copy(update={"student_ids": tuple(here["student_id"])}),
                self.room.view.team,
                self.room.wb.today(),
            )
            if finding.level in ("mend", "advise")
        ]
        done = self.version is not None and not found
        self.said.show(
            message("This plan has all it needs.", "good")
            if done
            else message(bullets(f.message for f in found), "warn", "Still open")
            if self.version is not None
            else paragraph("Nothing written yet.", cls="dc-quiet")
        )


class PlansForm(Form):
    """The plans of the step's students: choose the group, write its plan."""

    kind = ContributionKind.PLACEMENT

    def build(self) -> ipywidgets.Widget:
        self._open: dict[str, PlanForm] = {}
        self.which = ChoiceField("Plan for", (), on_change=self._choose, saves=False)
        self.place = box()
        title = (
            "Plan: not there yet"
            if places_of(self.step) == (PlanType.NOT_YET,)
            else "Plans: secure, look again, no evidence"
        )
        self.refresh()
        return card(
            title,
            self.which,
            self.place,
            intro="A new approach for each cause, not a louder repeat."
            if places_of(self.step) == (PlanType.NOT_YET,)
            else "The same target, deeper: justify, transfer, criticise, create.",
        )

    def _groups(self) -> list[tuple[str, PlanType, str, str, str]]:
        """(plan id, place, target, group, words) of every group this step plans for."""
        frame = self.room.groups()
        found = []
        for target_id, _ in self.room.focus():
            for place in places_of(self.step):
                here = frame[(frame["target_id"] == target_id) & (frame["place"] == place.value)]
                for group in dict.fromkeys(here["group"]):
                    n = int((here["group"] == group).sum())
                    words = f"{group_words(group)} ({numbers.plural(n, 'student')})"
                    key = plan_id(self.room.view.cycle.id, target_id, place.value, group)
                    found.append((key, place, target_id, group, words))
        return found

    def refresh(self) -> None:
        groups = self._groups()
        choices = [(key, words) for key, *_, words in groups]
        if choices != getattr(self, "_choices", None):
            self._choices = choices
            self.which.set_choices(choices)
        if self.which.value is None and choices:
            self.which.value = choices[0][0]
            self._choose(choices[0][0])
        elif not choices:
            self.place.children = (piece(empty_words("Nobody is in these groups.")),)
        for form in self._open.values():
            form.load()

    def _choose(self, key: str | None) -> None:
        found = next((g for g in self._groups() if g[0] == key), None)
        if found is None:
            return
        _, place, target_id, group, _ = found
        if key not in self._open:
            self._open[key] = PlanForm(self.room, place, target_id, group)
        self.place.children = (self._open[key].widget,)


def plans_in_words(room: Room) -> ipywidgets.Widget:
    """All plans of the cycle, to read."""
    plans = [document.record for document in room.wb.dives.plans(room.view)]
    if not plans:
        return piece(empty_words("No plan is written yet."))
    shown = [
        details(
            f"{labels.words(plan.type)}: {group_words(plan.group)}",
            paragraph(plan.strategy or "Not said yet."),
            bullets(
                line
                for line in (
                    f"Owner: {room.wb.name(plan.owner_id)}" if plan.owner_id else "",
                    f"Check again: {numbers.day(plan.reassess_on)}" if plan.reassess_on else "",
                    f"It worked when {plan.success_rule}" if plan.success_rule else "",
                )
                if line
            ),
        )
        for plan in plans
    ]
    return box(*shown)
