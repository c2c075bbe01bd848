"""Results in: choose the file of the school's own tool, see what will happen, say yes."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.reports import labels, numbers
from datacycle.workbench import ResultsPreview, Workbench
from datacycle.workbench.policy import Action
from plc_data.model import AttemptPolicy

from ..parts import (
    ChoiceField,
    ConfirmButton,
    RadioField,
    Upload,
    box,
    button,
    card,
    columns,
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
from .files_in import plan_view
from .places import address, places


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
            "status": None,
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
        left = card(
            "The file",
            self.which,
            self.attempts,
            self.upload if may else piece(message("Only a member of the team brings in results.")),
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
        self._file, self._decisions = (name, content), {}
        self._look()

    def decide(self, row_number: int, choice: str | None) -> None:
        """Say which student a row is, or that it is nobody here."""
        if choice is None:
            self._decisions.pop(str(row_number), None)
        else:
            self._decisions[str(row_number)] = choice
        self._look()

    def _again(self, _value: object) -> None:
        if self._file is not None:
            self._decisions = {}
            self._look()
        self.show_stored()

    def _look(self) -> None:
        name, content = self._file
        self.preview = self.wb.files.preview(
            content,
            self.which.value,
            name=name,
            attempts=AttemptPolicy(self.attempts.value),
            decisions=self._decisions,
        )
        self.show_plan()

    def store(self) -> None:
        """Say yes."""
        result = self.wb.files.store(self.preview)
        self.preview, self._file, self._decisions = None, None, {}
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
        self.preview, self._file, self._decisions = None, None, {}
        self.show_plan()

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

    def show_plan(self) -> None:
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
        parts: list[ipywidgets.Widget] = [piece(plan_view.verdict_words(preview))]
        if preview.can_store:
            parts.append(self._yes_or_no())
        if preview.problems:
            parts.append(piece(plan_view.problem_list(preview.problems)))
        parts += [self._question(problem.row) for problem in preview.questions[:12]]
        decided = [r for r in self._decisions if r not in {str(q.row) for q in preview.questions}]
        if decided:
            words = numbers.plural(len(decided), "row") + " decided by hand."
            again = button("Decide again", self._undecide, kind="quiet small")
            parts.append(row(piece(paragraph(words)), again))
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
        self.place.children = (card("What will happen", *parts),)

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
