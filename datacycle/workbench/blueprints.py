"""Blueprints: the assessment a team writes together, its versions, its second form, its key."""

from __future__ import annotations

from dataclasses import dataclass

from datacycle.protocol import blueprint_edits as edits
from plc_data.errors import NotAllowed, WorkbenchError
from plc_data.importers import read_answer_key
from plc_data.model import Assessment, DataCycle, Document, DocumentKind, PlannedItem, Problem

from .cycles import CyclesRoom
from .desk import Desk
from .policy import Action


@dataclass(frozen=True)
class KeyPlan:
    """An answer key as it was read, and the blueprint as it would be; nothing is stored."""

    source_name: str
    items: tuple[PlannedItem, ...]
    problems: tuple[Problem, ...]
    before: Assessment
    after: Assessment | None
    based_on: int
    form: str = ""
    """The form of the key that is taken; ``forms`` are all in the file."""
    forms: tuple[str, ...] = ()


class BlueprintsRoom:
    """Saving makes versions; results stay with the version they were given on."""

    def __init__(self, desk: Desk, cycles: CyclesRoom) -> None:
        self._desk, self._cycles = desk, cycles

    def versions(self, assessment_id: str) -> tuple[Document, ...]:
        """Every version, oldest first, if I may see it."""
        self._cycles.assessment(assessment_id)
        return self._desk.fresh(
            ("versions", assessment_id),
            lambda: tuple(self._desk.store.versions(DocumentKind.ASSESSMENT, assessment_id)),
        )

    def version_with_results(self, assessment_id: str) -> int | None:
        """The version that the results in use were given on; None while there are none."""
        self._cycles.assessment(assessment_id)
        found = self._desk.store.result_sets(assessment_id)
        return max((r.assessment_version for r in found), default=None)

    def blank(self, cycle_id: str) -> Assessment:
        """The empty assessment a cycle begins with; it is not stored."""
        cycle = self._cycles.get(cycle_id)
        id = self._free(f"cfa-{cycle_id.removeprefix('cycle-')}-a")
        return Assessment(id=id, team_id=cycle.team_id, title=cycle.title, targets=(), items=())

    def begin(self, cycle_id: str) -> Document:
        """Store the empty assessment; the cycle points at it."""
        cycle = self._mine(cycle_id)
        if cycle.assessment_id is not None:
            raise NotAllowed("The cycle has its assessment already.")
        document = self._cycles.save_assessment(self.blank(cycle_id), based_on=None)
        self._hang(cycle_id, assessment_id=document.id)
        return document

    def make_form_b(self, cycle_id: str) -> Document:
        """Copy the cycle's assessment as its parallel form; the cycle points at it."""
        cycle = self._mine(cycle_id)
        if cycle.assessment_id is None:
            raise NotAllowed("Write the first assessment first.")
        if cycle.reassessment_id is not None:
            raise NotAllowed("The cycle has its second form already.")
        first = self._cycles.assessment(cycle.assessment_id).record
        id = self._free(f"{first.id.removesuffix('-a')}-b")
        copy = edits.parallel_form(first, id, "B" if first.form == "A" else f"{first.form}2")
        document = self._cycles.save_assessment(copy, based_on=None)
        self._hang(cycle_id, reassessment_id=document.id)
        return document

    def preview_key(
        self, content: bytes, assessment_id: str, *, name: str, form: str = ""
    ) -> KeyPlan:
        """What an answer key would change. Nothing is stored."""
        document = self._cycles.assessment(assessment_id)
        self._desk.require(
            Action.EDIT_TEAM_WORK, self._desk.about(self._desk.team(document.record.team_id))
        )
        key = read_answer_key(content, name=name)
        own = document.record.form.upper()
        form = next((f for f in (form, own) if f in key.forms), next(iter(key.forms), ""))
        items = key.forms.get(form, ())
        after = edits.with_key(document.record, items) if items else None
        return KeyPlan(
            source_name=name,
            items=items,
            problems=key.problems,
            before=document.record,
            after=after,
            based_on=document.version,
            form=form,
            forms=tuple(key.forms),
        )

    def store_key(self, plan: KeyPlan) -> Document:
        """Say yes to the plan; refused when the assessment changed since it was shown."""
        if plan.after is None:
            raise WorkbenchError("There is nothing in this key to take over.")
        return self._cycles.save_assessment(plan.after, based_on=plan.based_on)

    def _mine(self, cycle_id: str) -> DataCycle:
        return self._desk.cycle_of(cycle_id, Action.EDIT_TEAM_WORK)[0]

    def _free(self, id: str) -> str:
        if self._cycles.version(DocumentKind.ASSESSMENT, id) is None:
            return id
        n = 2
        while self._cycles.version(DocumentKind.ASSESSMENT, f"{id}{n}") is not None:
            n += 1
        return f"{id}{n}"

    def _hang(self, cycle_id: str, **links: str) -> None:
        newest = self._desk.store.get(DocumentKind.CYCLE, cycle_id)
        self._cycles.save(newest.record.model_copy(update=links), based_on=newest.version)
