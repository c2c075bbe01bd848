"""The data dive: one page for the whole meeting, from the gate to the last tap."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.protocol.dives import protocols
from datacycle.reports import numbers
from datacycle.workbench import Workbench
from plc_data.model import ContributionKind, EventKind, ProtocolStep

from ..parts import (
    ChecksField,
    Clock,
    Heartbeat,
    RadioField,
    Step,
    Steps,
    box,
    bullets,
    button,
    card,
    columns,
    empty_state,
    message,
    paragraph,
    piece,
    row,
    tabs,
    tag,
)
from ..parts import (
    page as whole_page,
)
from ..parts.html import join
from .dive import forms, gate, planning, promises, views, views_team
from .dive.room import Room
from .places import address, places

FORMS = {
    form.kind: form
    for form in (
        forms.PredictionForm,
        forms.NoteForm,
        forms.QuestionForm,
        forms.ObservationForm,
        forms.GapForm,
        forms.HypothesisForm,
        forms.PracticeForm,
        forms.ChangeCourseForm,
        forms.NextMeetingForm,
        promises.CommitmentForm,
        promises.ExitPulseForm,
    )
}
"""Which form takes which kind; answers stand with the questions, placements with the plans."""

VIEWS = {
    "header": views_team.header,
    "goal": views_team.goal,
    "targets": views.targets_only,
    "items_without_results": views.items_only,
    "rubric_without_results": views.rubric,
    "predictions": views_team.predictions,
    "by_target": views.by_target,
    "by_item": views.by_item,
    "by_rubric_row": views.by_item,
    "prediction_and_actual": views.prediction_and_actual,
    "by_class": views.by_class,
    "options": views.options,
    "work_samples": views.work_samples,
    "by_student": views.by_student,
    "rubric": views.rubric,
    "gaps": views_team.gaps,
    "checks": views.checks,
    "groups": views_team.groups,
    "not_yet_plan": views_team.plans,
    "mastery_plan": views_team.plans,
    "plans": views_team.plans,
    "commitments": views_team.commitments,
    "fidelity": views_team.fidelity,
}
"""What a protocol may name under ``shows``."""


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The dive of a cycle (``?cycle=``); a cycle without one gets a form to plan it."""
    cycle = wb.cycles.get(query.get("cycle", ""))
    if cycle.dive_id is None:
        return _planning(wb, cycle.id)
    return DivePage(wb, cycle.dive_id).widget


def _planning(wb: Workbench, cycle_id: str) -> ipywidgets.Widget:
    cycle, team = wb.cycles.get(cycle_id), wb.cycles.team(cycle_id)
    head = dict(
        subtitle=f"{team.name}, {cycle.title}",
        places=places("data_dive", cycle_id),
        person=wb.person,
    )
    if wb.numbers.before(cycle) is None:
        return whole_page(
            "Data dive",
            empty_state(
                "There are no results yet",
                "The dive looks at the results of the common assessment. Bring them in first.",
                action="Bring in results",
                address=address("bring_in_results", cycle_id),
            ),
            **head,
        )
    proposed = wb.dives.prepare(cycle_id, protocols()[0].id)
    testing = wb.numbers.before(cycle)
    which = RadioField(
        "Protocol",
        [(p.id, p.title, f"{p.minutes} minutes, {len(p.steps)} steps") for p in protocols()],
        protocols()[0].id,
    )
    focus = ChecksField(
        "What the dive is about (one target, or two)",
        [(t.id, t.statement) for t in testing.assessment.targets],
        proposed.focus_target_ids,
    )
    place = box()

    def plan() -> None:
        dive = wb.dives.prepare(cycle_id, which.value or protocols()[0].id)
        wb.dives.plan(dive.model_copy(update={"focus_target_ids": focus.value}))
        place.children = (DivePage(wb, dive.id).widget,)

    place.children = (
        whole_page(
            "Plan the data dive",
            card(
                "What it looks at",
                piece(
                    paragraph(
                        f"{testing.assessment.title}: {proposed.n_tested} students tested, "
                        f"{proposed.n_absent} absent, from {testing.results.source_name}."
                    )
                ),
                which,
                focus,
                button("Plan the dive", plan, kind="primary", saves=True),
            ),
            **head,
        ),
    )
    return place


class DivePage:
    """Listens and redraws. Nothing of the dive is kept here: it is read from the store."""

    def __init__(self, wb: Workbench, dive_id: str) -> None:
        self.room = Room(wb, dive_id)
        if not self.room.is_here and not self.room.view.state.finished_at:
            self.room.do(EventKind.JOINED)
            self.room.look()
        self.room.changed = self.refresh
        self.looking_at: str | None = None
        """The step this page shows when it is another than the team's."""
        self._panels: dict[str, tuple[ipywidgets.Widget, list]] = {}
        state, view = self.room.view.state, self.room.view
        self.steps = Steps(
            self._step_list(), current=state.step_id or "", label="Steps", on_pick=self._pick
        )
        self.clock = Clock(
            seconds=60 * state.protocol.minutes,
            on_action=self._clock,
            warn_at=state.protocol.warn_at_minutes,
            now=lambda: wb.now().timestamp(),
        )
        self.heartbeat = Heartbeat(revision=wb.revision, on_change=lambda _: self.refresh())
        self.notice = piece(paragraph(""))
        self.go = button("Go there with the team", self._follow, kind="primary small")
        self.next = button("Next step", self._next, kind="primary", saves=True)
        self.reopen = button("Open the dive again", self._reopen, kind="quiet small", saves=True)
        self.place = box()
        self.gate = gate.Gate(self.room) if not state.started else None
        day = numbers.day(view.dive.planned_on)
        self.widget = whole_page(
            f"Data dive: {view.testing.assessment.title}",
            self.steps,
            row(self.notice, self.go, self.next, self.reopen, cls="dc-dive-bar"),
            self.place,
            subtitle=(
                f"{view.team.name}, {day}. {numbers.plural(view.dive.n_tested, 'student')} tested, "
                f"{view.dive.n_absent} absent."
            ),
            places=places("data_dive", view.cycle.id),
            person=wb.person,
            beside=self.clock,
            heartbeat=self.heartbeat,
            cls="dc-dive",
        )
        self.draw()

    # What a person does

    def _pick(self, step_id: str) -> None:
        self.looking_at = None if step_id == self.room.view.state.step_id else step_id
        self.draw()

    def _follow(self) -> None:
        self.looking_at = None
        self.draw()

    def _next(self) -> None:
        steps = [step.id for step in self.room.view.state.protocol.steps]
        here = steps.index(self.room.view.state.step_id)
        self.looking_at = None
        self.room.do(EventKind.STEP_ENTERED, step_id=steps[min(here + 1, len(steps) - 1)])

    def _reopen(self) -> None:
        self.room.do(EventKind.REOPENED)

    def _clock(self, what: str, minutes: int | None) -> None:
        kinds = {
            "start": EventKind.STARTED,
            "pause": EventKind.PAUSED,
            "resume": EventKind.RESUMED,
            "extend": EventKind.EXTENDED,
        }
        step = self.room.view.state.step_id if what == "extend" else None
        self.room.do(kinds[what], minutes=minutes, step_id=step)

    # What the page shows

    def refresh(self) -> None:
        """Look again, and follow the team unless something is half written here."""
        before = self.room.view.state.step_id
        self.room.look()
        self.heartbeat.seen()
        after = self.room.view.state.step_id
        if before != after and self.looking_at is None and before and self._half_written(before):
            self.looking_at = before
        self.draw()

    def draw(self) -> None:
        """Bring every part up to the dive as it stands."""
        state = self.room.view.state
        shown = self.looking_at or state.step_id
        self.steps.update(steps=self._step_list(), current=state.step_id or "")
        self._draw_clock()
        if not state.started:
            self.gate.refresh()
            self._put(self.gate.widget)
        elif shown is not None:
            widget, live = self._panel(state.protocol.step(shown))
            self._put(widget)
            for part in live:
                part.refresh()
                if isinstance(part, forms.Form):
                    part.close_inputs(state.finished_at is not None)
        self._draw_bar(shown)

    def _put(self, widget: ipywidgets.Widget) -> None:
        if self.place.children != (widget,):
            self.place.children = (widget,)

    def _draw_clock(self) -> None:
        clock = self.room.wb.dives.clock(self.room.view)
        state = self.room.view.state
        title = state.protocol.step(state.step_id).title if state.step_id else ""
        self.clock.show(
            running=clock.running,
            left=clock.seconds_left - clock.over,
            started=state.started,
            step=title,
            step_left=clock.seconds_left_in_step - clock.over_in_step if state.step_id else None,
            can_control=self.room.is_here and state.finished_at is None,
        )

    def _draw_bar(self, shown: str | None) -> None:
        state = self.room.view.state
        steps = state.protocol.steps
        ids = [step.id for step in steps]
        away = self.looking_at is not None
        finished = state.finished_at is not None
        last = state.step_id == ids[-1]
        if finished:
            words, tone = "This dive is finished. Everything stays readable.", "good"
        elif away and state.step_id:
            words = f"You look at another step. The team is at: {self._title(state.step_id)}."
            tone = "info"
        else:
            words, tone = "", "info"
        self.notice.show(message(words, tone) if words else join([]))
        self.go.layout.display = "" if away and not finished else "none"
        can_move = state.started and not finished and not last and not away
        self.next.layout.display = "" if can_move else "none"
        if can_move:
            self.next.description = f"Next step: {steps[ids.index(state.step_id) + 1].title}"
        self.reopen.layout.display = "" if finished else "none"

    def _panel(self, step: ProtocolStep) -> tuple[ipywidgets.Widget, list]:
        """The two columns of a step, made when it is first shown."""
        sealed = ContributionKind.PREDICTION in step.does or not self.room.view.state.revealed
        key = f"{step.id}:{sealed}"
        if key in self._panels:
            return self._panels[key]
        room = self.room
        live: list = []
        owes = piece(paragraph(""))
        live.append(_Owes(room, step, owes))
        left = [
            card(
                step.title,
                piece(bullets(step.prompts, cls="dc-list dc-prompts")),
                owes,
                intro=step.purpose,
                cls="dc-step-card",
            )
        ]
        for form in self._forms(step):
            left.append(form.widget)
            live.append(form)
        shown = [VIEWS[name](room) for name in step.shows if name in VIEWS]
        live += shown
        right = (
            card("", tabs([(view.title, view.widget) for view in shown]), cls="dc-views")
            if len(shown) > 1
            else card(shown[0].title, shown[0].widget, cls="dc-views")
            if shown
            else box()
        )
        made = columns(box(*left, cls="dc-stack-cards"), right, shape="2 3")
        self._panels[key] = (made, live)
        return self._panels[key]

    def _forms(self, step: ProtocolStep) -> list[forms.Form]:
        room = self.room
        made = [
            FORMS[kind](room, step)
            for kind in (ContributionKind(name) for name in step.does)
            if kind in FORMS and (room.is_member or kind in room.coach_leaves)
        ]
        if ContributionKind.PLACEMENT in step.does and room.is_member:
            made += [planning.PlansForm(room, step), planning.MoveForm(room, step)]
        return made

    def _half_written(self, step_id: str) -> bool:
        for key, (_, live) in self._panels.items():
            if key.split(":")[0] == step_id:
                return any(part.is_dirty() for part in live if isinstance(part, forms.Form))
        return False

    def _title(self, step_id: str) -> str:
        return self.room.view.state.protocol.step(step_id).title

    def _step_list(self) -> list[Step]:
        return [
            Step(step.id, step.title, step.minutes, done=self.room.is_done(step))
            for step in self.room.view.state.protocol.steps
        ]


class _Owes:
    """The list of what a step leaves: done, or how much is missing."""

    def __init__(self, room: Room, step: ProtocolStep, place) -> None:
        self._room, self._step, self._place = room, step, place

    def refresh(self) -> None:
        """Tick off what was left meanwhile."""
        found = self._room.owed(self._step)
        if not found:
            self._place.show(join([]))
            return
        done = {"ok": "✓ ", "mend": "○ ", "advise": "· ", "ask": "· "}
        title = self._step.title
        lines = [tag("span", done[f.level] + _without(f.message, title)) for f in found]
        self._place.show(
            tag(
                "div",
                tag("h3", "This step leaves"),
                bullets(
                    lines,
                    cls="dc-owes",
                ),
            )
        )


def _without(message: str, title: str) -> str:
    """A finding's words without the step's title, which stands above them already."""
    words = message.removeprefix(f"{title}: ")
    return words[:1].upper() + words[1:]
