"""Evidence out: a teacher's reflection, the plan of a package, and the package itself."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from plc_data.errors import NotAllowed, NotFound
from plc_data.model import Document, DocumentKind, Finding, Reflection

from .cycles import CyclesRoom
from .desk import Desk
from .policy import About, Action

if TYPE_CHECKING:
    from datacycle.evidence import package
    from plc_data.privacy import KeyTable, Release

PACKAGES = UUID("6f1d2f0e-6c0e-4f0b-9f0a-3d5a2f6b7c11")
"""The namespace of package ids."""


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
        if reflection.id != Reflection.id_for(reflection.cycle_id, reflection.author_id):
            raise NotAllowed("This is not the place of your reflection; nothing was changed.")
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
        teacher_id = teacher_id or self._desk.person_id
        self._desk.require(Action.EXPORT_EVIDENCE, self._about(cycle_id, teacher_id))
        return self._plan(cycle_id, teacher_id, dict(decisions or {}), codes=None)

    def export(
        self,
        cycle_id: str,
        to: Path | None = None,
        *,
        teacher_id: str | None = None,
        decisions: Mapping[str, str] | None = None,
        recipient: str = "assessor",
        purpose: str = "data microcredential",
    ) -> Path:
        """Write the signed package, or raise with what has to be decided first.

        Without ``to`` it goes into the workspace's folder of packages. Who got it, what for and
        its hash are recorded; it cannot be called back.
        """
        from datacycle.evidence import keys, package

        teacher_id = teacher_id or self._desk.person_id
        self._desk.require(Action.EXPORT_EVIDENCE, self._about(cycle_id, teacher_id))
        folder = self._desk.store.folder
        if decisions:
            self.decide(cycle_id, decisions, teacher_id=teacher_id)
        bundle = self._cycles.bundle(cycle_id, teacher_id)
        package_id = self._package_id(cycle_id, teacher_id)
        ids = {s.id for s in (*bundle.students.values(), *bundle.all_students)}
        plan = self._plan(
            cycle_id, teacher_id, {}, codes=keys.key_table(folder, package_id, sorted(ids))
        )
        key = keys.package_key(folder, self._desk.person_id)
        if to is None:
            to = self._desk.store.places.packages / plan.file_name
            if to.exists():
                return to
        written = package.write_package(plan, key, to)
        record = package.disclosure(
            plan,
            written.read_bytes(),
            recipient=recipient,
            purpose=purpose,
            by=self._desk.person_id,
            on=self._desk.today(),
        )
        self._append(cycle_id, teacher_id, "disclosed", record)
        return written

    def known_signers(self) -> tuple[str, ...]:
        """Public keys of this workspace's people, to check a package against."""
        folder = self._desk.store.places.keys
        return tuple(path.read_text() for path in sorted(folder.glob("*.pub.pem")))

    def check(self, content: bytes) -> tuple[Finding, ...]:
        """Check a package that somebody hands over, against this workspace's keys."""
        from datacycle.evidence.verify import verify_package

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "package.zip"
            path.write_bytes(content)
            return verify_package(path, self.known_signers())

    def disclosures(self, cycle_id: str, teacher_id: str | None = None) -> tuple[dict, ...]:
        """Who got which package when, newest first."""
        teacher_id = teacher_id or self._desk.person_id
        self._desk.require(Action.EXPORT_EVIDENCE, self._about(cycle_id, teacher_id))
        stream = evidence_stream(cycle_id, teacher_id)
        entries = self._desk.store.entries(stream)
        return tuple(e.payload for e in reversed(entries) if e.kind == "disclosed")

    def _plan(
        self, cycle_id: str, teacher_id: str, decisions: dict[str, str], codes: KeyTable | None
    ) -> package.PackagePlan:
        from datacycle.evidence import package

        stored = self._stored_reflection(cycle_id, teacher_id)
        return package.plan_package(
            self._cycles.bundle(cycle_id, teacher_id),
            reflection=stored.record.text if stored else "",
            shared_with=stored.record.shared_with if stored else "",
            decisions=self.decisions(cycle_id, teacher_id) | decisions,
            made_on=self._desk.today(),
            package_id=self._package_id(cycle_id, teacher_id),
            codes=codes,
            prior=self._earlier(cycle_id),
        )

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
        """One id for one state of the work: the same work makes the same package."""
        bundle = self._cycles.bundle(cycle_id, teacher_id)
        stored = self._stored_reflection(cycle_id, teacher_id)
        state = {
            "cycle": cycle_id,
            "teacher": teacher_id,
            "goal": bundle.goal_version,
            "plans": dict(sorted(bundle.plan_versions.items())),
            "before": bundle.before.results.content_sha256 if bundle.before else None,
            "after": bundle.after.results.content_sha256 if bundle.after else None,
            "left": bundle.contributions[-1].seq if bundle.contributions else 0,
            "checks": [check.model_dump(mode="json") for check in bundle.checks],
            "closing": bundle.closing.model_dump(mode="json") if bundle.closing else None,
            "reflection": stored.version if stored else 0,
            "decisions": dict(sorted(self.decisions(cycle_id, teacher_id).items())),
        }
        return uuid5(PACKAGES, json.dumps(state, sort_keys=True)).hex

    def _earlier(self, cycle_id: str) -> tuple[Release, ...]:
        """What earlier packages of this cycle told, by whomever, for the attack by difference."""
        from datacycle.evidence import keys, package

        _, team = self._cycles.get(cycle_id), self._cycles.team(cycle_id)
        told: dict[str, Release] = {}
        for teacher_id in team.member_ids:
            for entry in self._desk.store.entries(evidence_stream(cycle_id, teacher_id)):
                if entry.kind != "disclosed":
                    continue
                record = entry.payload
                table = keys.key_table(self._desk.store.folder, record["package_id"], ())
                told[record["package_id"]] = package.release_of(record, table)
        return tuple(told.values())

    def _append(self, cycle_id: str, teacher_id: str, kind: str, payload: dict) -> None:
        self._desk.store.append(
            evidence_stream(cycle_id, teacher_id),
            kind,
            payload,
            by=self._desk.person_id,
            at=self._desk.now(),
        )
