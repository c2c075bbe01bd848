"""Evidence out: a teacher's reflection, the plan of a package, and the package itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from plc_data.errors import NotFound
from plc_data.model import Document, DocumentKind, Reflection

from .cycles import CyclesRoom
from .desk import Desk
from .policy import About, Action

if TYPE_CHECKING:
    from datacycle.evidence import package


def evidence_stream(cycle_id: str, teacher_id: str) -> str:
    """Where hand-overs, decisions and disclosures of one teacher's evidence are appended."""
    return f"evidence:{cycle_id}:{teacher_id}"


class EvidenceRoom:
    """What a cycle left, as the evidence of one of its teachers."""

    def __init__(self, desk: Desk, cycles: CyclesRoom) -> None:
        self._desk = desk
        self._cycles = cycles

    def reflection(self, cycle_id: str, teacher_id: str | None = None) -> Document | None:
        """The newest version of a teacher's reflection; mine unless said otherwise."""
        teacher_id = teacher_id or self._desk.person_id
        self._desk.require(Action.SEE_REFLECTION, self._about(cycle_id, teacher_id))
        return self._stored_reflection(cycle_id, teacher_id)

    def save_reflection(self, reflection: Reflection, *, based_on: int | None) -> Document:
        """Save the draft. Nobody else reads it before it is handed over."""
        about = self._about(reflection.cycle_id, reflection.author_id)
        self._desk.require(Action.WRITE_REFLECTION, about)
        return self._desk.store.save(
            DocumentKind.REFLECTION,
            reflection,
            team_id=about.team.id,
            by=self._desk.person_id,
            at=self._desk.now(),
            based_on=based_on,
        )

    def release(self, cycle_id: str) -> None:
        """Hand my evidence over, so that the coach can export it for the assessor."""
        self._desk.require(Action.RELEASE_EVIDENCE, self._about(cycle_id, self._desk.person_id))
        self._append(cycle_id, self._desk.person_id, "released", {})

    def is_released(self, cycle_id: str, teacher_id: str) -> bool:
        """Whether the teacher has handed this over and not taken it back."""
        state = [
            entry.kind
            for entry in self._desk.store.entries(evidence_stream(cycle_id, teacher_id))
            if entry.kind in ("released", "taken_back")
        ]
        return bool(state) and state[-1] == "released"

    def decisions(self, cycle_id: str, teacher_id: str) -> dict[str, str]:
        """What was decided about each finding of the name scan, by the finding's key."""
        found: dict[str, str] = {}
        for entry in self._desk.store.entries(evidence_stream(cycle_id, teacher_id)):
            if entry.kind == "decided":
                found |= entry.payload
        return found

    def decide(self, cycle_id: str, decisions: Mapping[str, str], *, teacher_id=None) -> None:
        """Remember decisions about names that the scan found."""
        teacher_id = teacher_id or self._desk.person_id
        self._desk.require(Action.EXPORT_EVIDENCE, self._about(cycle_id, teacher_id))
        self._append(cycle_id, teacher_id, "decided", dict(decisions))

    def plan(
        self,
        cycle_id: str,
        *,
        teacher_id: str | None = None,
        decisions: Mapping[str, str] | None = None,
    ) -> package.PackagePlan:
        """What the package would hold and what still stops it; nothing is written."""
        from datacycle.evidence import package

        teacher_id = teacher_id or self._desk.person_id
        self._desk.require(Action.EXPORT_EVIDENCE, self._about(cycle_id, teacher_id))
        stored = self._stored_reflection(cycle_id, teacher_id)
        return package.plan_package(
            self._cycles.bundle(cycle_id, teacher_id),
            reflection=stored.record.text if stored else "",
            decisions=self.decisions(cycle_id, teacher_id) | dict(decisions or {}),
            made_on=self._desk.today(),
            package_id=self._package_id(cycle_id, teacher_id),
            prior=self._earlier(cycle_id),
        )

    def export(
        self,
        cycle_id: str,
        to: Path,
        *,
        teacher_id: str | None = None,
        decisions: Mapping[str, str] | None = None,
        recipient: str = "assessor",
        purpose: str = "data microcredential",
    ) -> Path:
        """Write the signed package, or raise with what has to be decided first."""
        from datacycle.evidence import keys, package

        teacher_id = teacher_id or self._desk.person_id
        plan = self.plan(cycle_id, teacher_id=teacher_id, decisions=decisions)
        key = keys.package_key(self._desk.store.folder, self._desk.person_id)
        written = package.write_package(plan, key, to)
        disclosure = package.disclosure(
            plan,
            written.read_bytes(),
            recipient=recipient,
            purpose=purpose,
            by=self._desk.person_id,
            on=self._desk.today(),
        )
        self._append(cycle_id, teacher_id, "disclosed", disclosure)
        return written

    def _about(self, cycle_id: str, teacher_id: str) -> About:
        cycle = self._desk.store.get(DocumentKind.CYCLE, cycle_id).record
        team = self._desk.store.team(cycle.team_id)
        released = self.is_released(cycle_id, teacher_id)
        return self._desk.about(team, owner_id=teacher_id, released=released)

    def _stored_reflection(self, cycle_id: str, teacher_id: str) -> Document | None:
        try:
            return self._desk.store.get(
                DocumentKind.REFLECTION, Reflection.id_for(cycle_id, teacher_id)
            )
        except NotFound:
            return None

    def _package_id(self, cycle_id: str, teacher_id: str) -> str:
        """One id per teacher and cycle, so that the same work makes the same package."""
        stream = evidence_stream(cycle_id, teacher_id)
        for entry in self._desk.store.entries(stream):
            if entry.kind == "package_named":
                return entry.payload["package_id"]
        fresh = uuid4().hex
        self._append(cycle_id, teacher_id, "package_named", {"package_id": fresh})
        return fresh

    def _earlier(self, cycle_id: str) -> tuple:
        """What earlier packages of this cycle published, for the attack by difference."""
        return ()

    def _append(self, cycle_id: str, teacher_id: str, kind: str, payload: dict) -> None:
        self._desk.store.append(
            evidence_stream(cycle_id, teacher_id),
            kind,
            payload,
            by=self._desk.person_id,
            at=self._desk.now(),
        )
