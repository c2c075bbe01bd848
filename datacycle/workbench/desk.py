"""What every room of the workbench stands on: the store, the person, the clock, the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

from plc_data.errors import NotAllowed, NotFound
from plc_data.model import DataCycle, Document, DocumentKind, Person, Section, Team
from plc_data.store import Store

from .policy import About, Action, check

T = TypeVar("T")


def now_utc() -> datetime:
    """The moment, with its zone."""
    return datetime.now(UTC)


class Desk:
    """One person at work in one workspace."""

    def __init__(self, store: Store, person_id: str, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.person_id = person_id
        self.clock = clock
        self.kept: dict[tuple, object] = {}
        """Results of analyses, by the content hash of what they were made from."""
        self._read: dict[tuple, Any] = {}
        self._revision = -1

    def fresh(self, key: tuple, read: Callable[[], T]) -> T:
        """Read something once per state of the store: any change by anybody makes it stale."""
        revision = self.store.revision()
        if revision != self._revision:
            self._read, self._revision = {}, revision
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    @property
    def person(self) -> Person:
        """Read anew after each change: a changed role counts from the next click on."""
        return self.fresh(("person",), lambda: self.store.person(self.person_id))

    def newest(self, kind: DocumentKind, id: str) -> Document:
        """The newest version of a document."""
        return self.fresh((kind, id), lambda: self.store.get(kind, id))

    def all_of(self, kind: DocumentKind, team_id: str) -> tuple[Document, ...]:
        """The newest versions of a team's documents of one kind."""
        return self.fresh((kind, "of", team_id), lambda: self.store.find(kind, team_id=team_id))

    def team(self, team_id: str) -> Team:
        """A team."""
        return self.fresh(("team", team_id), lambda: self.store.team(team_id))

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        return self.clock().astimezone().date()

    def about(self, team: Team, **more) -> About:
        return About(team=team, **more)

    def require(self, action: Action, about: About) -> None:
        """Raise ``NotAllowed`` and leave a line in the journal when the rules refuse."""
        try:
            check(self.person, action, about)
        except NotAllowed:
            self.store.note(
                "refused",
                "team",
                about.team.id if about.team else "none",
                hashlib.sha256(action.name.encode()).hexdigest(),
                by=self.person_id,
                at=self.now(),
            )
            raise

    def require_own(self, kind: DocumentKind, id: str, team: Team) -> None:
        """Raise ``NotAllowed`` when a document of this id belongs to another team."""
        try:
            owner_id = self.newest(kind, id).team_id
        except NotFound:
            return
        if owner_id != team.id:
            self.require(Action.EDIT_TEAM_WORK, self.about(self.team(owner_id)))
            raise NotAllowed("This belongs to another team; nothing was changed.")

    def cycle_of(self, cycle_id: str, action: Action = Action.SEE_CYCLE) -> tuple[DataCycle, Team]:
        """The cycle and its team, if the person may do ``action`` with it."""
        cycle = self.newest(DocumentKind.CYCLE, cycle_id).record
        team = self.team(cycle.team_id)
        self.require(action, self.about(team))
        return cycle, team

    def sections_of(self, cycle: DataCycle) -> tuple[Section, ...]:
        """The sections that the cycle is about; all of the team's unless it names some."""
        sections = self.fresh(
            ("sections", cycle.team_id), lambda: self.store.sections(team_id=cycle.team_id)
        )
        if not cycle.section_ids:
            return sections
        return tuple(section for section in sections if section.id in cycle.section_ids)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody on the staff list, as of the page's opening."""
        return {person.id: person for person in self.store.people()}

    def name(self, person_id: str | None) -> str:
        """The name of a member of staff; the bare id of somebody who is gone from the list."""
        if person_id is None:
            return ""
        person = self.people.get(person_id)
        return person.name if person else person_id
