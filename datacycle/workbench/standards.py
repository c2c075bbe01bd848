"""Lists of standards in: the file is kept as it is, and read again whenever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plc_data import importers
from plc_data.errors import DataProblems, NotFound
from plc_data.importers.files import load

from .desk import Desk
from .policy import Action

MEDIA_TYPES = {".json": "application/json", ".csv": "text/csv"}


@dataclass(frozen=True)
class StandardsList:
    """A list that a team has brought in."""

    sha256: str
    source_name: str
    title: str
    license: str
    rights_holder: str
    n_standards: int
    by: str
    at: datetime


class StandardsRoom:
    """Keeps a team's lists of standards as artifacts, each with its license and rights holder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, source: str | Path | bytes, *, name: str | None = None):
        """What a list holds (a ``StandardsPlan``). Nothing is stored."""
        return importers.read_standards(source, name=name)

    def store(
        self, source: str | Path | bytes, team_id: str, *, name: str | None = None
    ) -> StandardsList:
        """Keep a list for a team; the same file twice is kept once."""
        self._require(team_id)
        plan = self.preview(source, name=name)
        if plan.problems or not plan.standards:
            raise DataProblems(plan.source_name, plan.problems)
        data, _ = load(source)
        ending = Path(plan.source_name).suffix.lower()
        store, who = self._desk.store, {"by": self._desk.person_id, "at": self._desk.now()}
        with store.together():
            sha256 = store.put_artifact(
                data, media_type=MEDIA_TYPES.get(ending, "application/octet-stream"), **who
            )
            known = next((one for one in self.lists(team_id) if one.sha256 == sha256), None)
            if known is not None:
                return known
            store.append(
                _stream(team_id),
                "brought_in",
                {
                    "sha256": sha256,
                    "source_name": plan.source_name,
                    "title": plan.title or plan.framework or plan.source_name,
                    "license": plan.license or "",
                    "rights_holder": plan.rights_holder or "",
                    "n_standards": len(plan.standards),
                },
                **who,
            )
        return self._one(team_id, sha256)

    def lists(self, team_id: str) -> tuple[StandardsList, ...]:
        """The lists that a team uses, in the order in which they came in."""
        found: dict[str, StandardsList] = {}
        for entry in self._desk.store.entries(_stream(team_id)):
            if entry.kind == "taken_out":
                found.pop(entry.payload["sha256"], None)
            else:
                found[entry.payload["sha256"]] = StandardsList(
                    **entry.payload, by=entry.by, at=entry.at
                )
        return tuple(found.values())

    def read(self, sha256: str, team_id: str):
        """The standards of a kept list (a ``StandardsPlan``)."""
        kept = self._one(team_id, sha256)
        return self.preview(self._desk.store.artifact(sha256), name=kept.source_name)

    def take_out(self, sha256: str, team_id: str) -> None:
        """Use a list no longer; the file stays in the workspace's history."""
        self._require(team_id)
        self._one(team_id, sha256)
        self._desk.store.append(
            _stream(team_id),
            "taken_out",
            {"sha256": sha256},
            by=self._desk.person_id,
            at=self._desk.now(),
        )

    def _require(self, team_id: str) -> None:
        team = self._desk.store.team(team_id)
        self._desk.require(Action.EDIT_TEAM_WORK, self._desk.about(team))

    def _one(self, team_id: str, sha256: str) -> StandardsList:
        for one in self.lists(team_id):
            if one.sha256 == sha256:
                return one
        raise NotFound("The team has no such list of standards.")


def _stream(team_id: str) -> str:
    return f"standards:{team_id}"
