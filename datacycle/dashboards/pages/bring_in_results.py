"""Results in: choose the file of the school's own tool, see what will happen, say yes."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.reports import labels, numbers
from datacycle.workbench import ResultsPreview, Workbench
from datacycle.workbench.policy import Action
from plc_data.model import AttemptPolicy, ImportPlan

from ..parts import (
    ChoiceField,
    ConfirmButton,
    Heartbeat,
    RadioField,
    Upload,
    box,
    button,
    card,
    columns,
    current_guard,
    empty_state,
    facts,
    join,
    link_button,
    message,
    paragraph,
    piece,
    row,
    table,
    tag,
)
from ..parts import (
    page as whole_page,
)
from .files_in import accepting, plan_view
from .files_in.mapping_card import MappingCard
from .files_in.reading import Reading, is_long
from .places import address, places

NAMED_BY_A_PERSON = frozenset(
    {
        "columns-to-map",
        "unknown-layout",
        "needs-key",
        "no-student-columns",
        "no-items",
        "which-sheet",
        "mapping-does-not-fit",
        "percent-or-points",
        "totals-only",
    }
)
"""Codes that are settled by saying what the columns are."""


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """Bring in the results of a cycle's assessment (``?cycle=&assessment=``)."""
    return ResultsIn(wb, query.get("cycle", ""), query.get("assessment")).widget


class ResultsIn:
    """Choose, look, say yes. Nothing is stored before the yes."""

    def __init__(self, wb: Workbench, cycle_id: str, assessment_id: str | None) -> None:
        self.wb = wb
        self.cycle = wb.cycles.get(cycle_id)
        self.preview: ResultsPreview | None = None
        self._file: tuple[str, bytes] | None = None
        self._decisions: dict[str, str] = {}
        self._accepted: set[str] = set()
        self._mapping: dict | None = None
        self._plan: ImportPlan | None = None
        self.mapping: MappingCard | None = None
        self.heartbeat = Heartbeat(revision=wb.revision)
        self.reading = Reading(self.heartbeat)
        self.status = current_guard().status
        if self.status is not None:
            self.status.say("Nothing is stored before you say yes.")
        self.place = box()
        self.stored = box()
        team = wb.cycles.team(cycle_id)
        self.named = {
            id: f"{s.family}, {s.given}" for id, s in wb.numbers.roster(self.cycle).items()
        }
        choices = self._assessments()
        may = wb.may(Action.IMPORT_RESULTS, team)
        head = {
            "subtitle": f"{team.name}, {self.cycle.title}",
            "places": places("bring_in_results", cycle_id),
            "person": wb.person,
            "status": self.status,
            "heartbeat": self.heartbeat,
        }
        if not choices:
            self.widget = whole_page(
                "Bring in results",
                empty_state("There is no assessment yet", "Write the common assessment first."),
                **head,
            )
            return
        first = assessment_id if assessment_id in {id for id, _ in choices} else choices[0][0]
        self.which = ChoiceField("Results of", choices, first, on_change=self._again, saves=False)
        self.attempts = RadioField(
            "When a student took it several times",
            labels.choices(AttemptPolicy),
            AttemptPolicy.LATEST.value,
            on_change=self._again,
            saves=False,
        )
        self.upload = Upload(
            "Choose the file your tool exported, or drop it here",
            on_file=self.take,
            help="Google Forms, Canvas, ZipGrade or a plain sheet; it stays on this computer",
        )
        lists = link_button("Class lists and standards", address("rosters", cycle_id))
        left = card(
            "The file",
            self.which,
            self.attempts,
            self.upload if may else piece(message("Only a member of the team brings in results.")),
            piece(paragraph(lists)),
            intro="Nothing is stored before you have seen it and said yes.",
        )
        self.widget = whole_page(
            "Bring in results",
            columns(box(left, self.stored, cls="dc-stack-cards"), self.place, shape="2 3"),
            **head,
        )
        self.show_stored()
        self.show_plan()

    def _assessments(self) -> list[tuple[str, str]]:
        found = []
        for id, words in (
            (self.cycle.assessment_id, "the assessment"),
            (self.cycle.reassessment_id, "the reassessment"),
        ):
            if id is not None:
                written = self.wb.cycles.assessment(id).record
                found.append((id, f"{written.title}, form {written.form} ({words})"))
        return found

    # What a person does

    def take(self, name: str, content: bytes) -> None:
        """Read a file and show the plan."""
        self._file, self._decisions, self._mapping = (name, content), {}, None
        self._accepted = set()
        self._read()

    def decide(self, row_number: int, choice: str | None) -> None:
        """Say which student a row is, or that it is nobody here."""
        if choice is None:
            self._decisions.pop(str(row_number), None)
        else:
            self._decisions[str(row_number)] = choice
        self._look()

    def accept(self, code: str, yes: bool) -> None:
        """Take the problems of a code as they are, or no longer."""
        (self._accepted.add if yes else self._accepted.discard)(code)
        self._look()

    def read_as(self, mapping: dict) -> None:
        """Read the file as the person says."""
        self._mapping = mapping
        self._read()

    def keep_mapping(self, title: str, fingerprint: str, mapping: dict) -> None:
        """Keep a mapping for the next file with these headers."""
        self.wb.files.save_mapping(title, fingerprint, mapping, self.cycle.team_id)
        if self.status is not None:
            self.status.saved()

    def take_preset(self, content: bytes) -> None:
        """Use a preset that another school has handed over."""
        saved = self.wb.files.keep_preset(content, self.cycle.team_id)
        self._mapping = saved.mapping
        self._read()

    def look_elsewhere(self, sheet: str | None, header_row: int | None) -> None:
        """Show another sheet or another row as the header."""
        self._mapping = None
        self.show_plan(sheet=sheet, header_row=header_row)

    def _again(self, _value: object) -> None:
        if self._file is not None:
            self._decisions = {}
            self._read()
        self.show_stored()

    def _read(self) -> None:
        """Read the file; a long reading leaves the page awake and can be stopped."""
        name, content = self._file
        attempts, mapping = AttemptPolicy(self.attempts.value), self._mapping

        def read() -> ImportPlan:
            return self.wb.files.read(content, name=name, attempts=attempts, mapping=mapping)

        if is_long(content):
            self._show_reading(name, len(content))
        self.reading.start(content, read, self._have)

    def _have(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._look()

    def _show_reading(self, name: str, size: int) -> None:
        words = f"{name} has {size / 1e6:.1f} MB. Nothing is stored; you can stop at any time."
        self.place.children = (
            card(
                "Reading the file",
                piece(message(words, "info", "This takes a few seconds")),
                row(button("Stop", self.stop)),
            ),
        )

    def stop(self) -> None:
        """Leave a reading that takes too long; what it would have found is dropped."""
        self.reading.stop()
        self.drop()

    def _look(self) -> None:
        name, content = self._file
        self.preview = self.wb.files.preview(
            content,
            self.which.value,
            name=name,
            decisions=self._decisions,
            accepted=frozenset(self._accepted),
            plan=self._plan,
        )
        self.show_plan()

    def store(self) -> None:
        """Say yes."""
        result = self.wb.files.store(self.preview)
        self._forget()
        self.show_stored()
        see = address("results", self.cycle.id, assessment=result.assessment_id)
        dive = link_button("To the data dive", address("data_dive", self.cycle.id))
        self.place.children = (
            card(
                "Stored",
                piece(
                    join(
                        [
                            message(
                                f"{numbers.plural(result.n_students, 'student')}, "
                                f"{numbers.plural(result.n_items, 'question')}. "
                                "You can undo it as one step.",
                                "good",
                                "The results are in",
                            ),
                            tag("p", link_button("See the results", see, primary=True), " ", dive),
                        ]
                    )
                ),
            ),
        )

    def drop(self) -> None:
        """Leave it; nothing was stored."""
        self._forget()
        self.show_plan()

    def _forget(self) -> None:
        self.preview = self._file = self._plan = self._mapping = self.mapping = None
        self._decisions, self._accepted = {}, set()

    def undo(self) -> None:
        """Take the last import back."""
        self.wb.files.undo(self.which.value)
        self.show_stored()
        self.show_plan()

    # What the page shows

    def show_stored(self) -> None:
        """The results in use, with the way back."""
        testing = self.wb.numbers.testing(self.which.value)
        if testing is None:
            self.stored.children = ()
            return
        live = testing.results
        self.stored.children = (
            card(
                "Results in use",
                piece(
                    facts(
                        (
                            ("File", live.source_name),
                            ("Stored", numbers.moment(live.imported_at)),
                            ("By", self.wb.name(live.imported_by)),
                            ("Students", str(live.n_students)),
                            ("Absent", str(len(live.absent_ids))),
                            ("Attempts", labels.words(live.attempts_policy)),
                        )
                    )
                ),
                ConfirmButton(
                    "Undo this import",
                    "Take these results out again? The state before them comes back.",
                    self.undo,
                    yes="Yes, undo it",
                    no="No, keep them",
                    kind="quiet small",
                ),
            ),
        )

    def show_plan(self, *, sheet: str | None = None, header_row: int | None = None) -> None:
        """The plan of the chosen file, or what to do."""
        preview = self.preview
        if preview is None:
            self.place.children = (
                card(
                    "What will happen",
                    empty_state(
                        "Choose a file first",
                        "You will see here what it holds: who was found on the roster, which "
                        "questions, what is blank, what is missing.",
                    ),
                ),
            )
            return
        self.mapping = self._mapping_card(sheet, header_row)
        verdict = plan_view.verdict_words(preview, to_name=self.mapping is not None)
        parts: list[ipywidgets.Widget] = [piece(verdict)]
        if preview.can_store:
            parts.append(self._yes_or_no())
        if preview.problems:
            parts.append(piece(plan_view.problem_list(preview.problems)))
        parts += accepting.boxes(preview, self.accept)
        parts += [self._question(problem.row) for problem in preview.questions[:12]]
        decided = [r for r in self._decisions if r not in {str(q.row) for q in preview.questions}]
        if decided:
            words = numbers.plural(len(decided), "row") + " decided by hand."
            again = button("Decide again", self._undecide, kind="quiet small")
            parts.append(row(piece(paragraph(words)), again))
        if preview.plan.students:
            parts.append(piece(plan_view.plan_facts(preview)))
        if preview.plan.warnings:
            said = plan_view.problem_list(preview.plan.warnings)
            parts.append(piece(message(said, "info", "Good to know")))
        changes = plan_view.change_words(preview, self.named)
        if changes is not None:
            parts.append(piece(changes))
        first = plan_view.first_rows(preview)
        if first is not None:
            parts.append(table(first))
        left_out = plan_view.ignored(preview.plan)
        if left_out is not None:
            parts.append(piece(left_out))
        shown = [card("What will happen", *parts)]
        if self.mapping is not None:
            shown.append(self.mapping.widget)
        self.place.children = tuple(shown)

    def _mapping_card(self, sheet: str | None, header_row: int | None) -> MappingCard | None:
        """The card for naming columns, where the file needs it or was read by it."""
        preview, mapping = self.preview, self._mapping or {}
        said = {p.code for p in (*preview.problems, *preview.plan.warnings)}
        if preview.same_as is not None or not (mapping or said & NAMED_BY_A_PERSON):
            return None
        name, content = self._file
        look = self.wb.files.look_at_table(
            content,
            name=name,
            sheet=sheet or mapping.get("sheet"),
            header_row=header_row or mapping.get("header_row"),
        )
        if look is None:
            return None
        return MappingCard(
            look,
            preview.assessment,
            saved=self.wb.files.mapping_for(look),
            before=mapping,
            on_look=self.read_as,
            on_place=self.look_elsewhere,
            on_save=self.keep_mapping,
            on_preset=self.take_preset,
        )

    def _yes_or_no(self) -> ipywidgets.Widget:
        return row(
            button("Yes, store these results", self.store, kind="primary"),
            button("Not now", self.drop),
        )

    def _undecide(self) -> None:
        self._decisions = {}
        self._look()

    def _question(self, row_number: int) -> ipywidgets.Widget:
        said = plan_view.who_in_file(row_number, self.preview.plan)
        return ChoiceField(
            f"Row {row_number}: {said}",
            plan_view.choices_for(row_number, self.preview),
            None,
            empty="Which student is this?",
            on_change=lambda choice: self.decide(row_number, choice),
            saves=False,
        )
