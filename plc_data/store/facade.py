"""The one door to what is kept. Each verb is one transaction with its journal entry."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from plc_data.errors import Conflict, NotAllowed, NotFound, WorkbenchError
from plc_data.model import (
    Document,
    DocumentKind,
    Enrollment,
    Finding,
    JournalEntry,
    Person,
    Problem,
    Record,
    ResultSet,
    Section,
    Student,
    Team,
)

from . import artifacts, documents, entries, facts, journal, results
from .engine import StoreDamaged, make_engine, sqlite_url
from .places import Places, check_places, is_local
from .schema_version import check_revision, revision_of, upgrade
from .transactions import Transactions
from .verify import verify_journal

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

_TOLD: set[tuple[Path, str]] = set()
"""Which warnings this process has logged already."""

CHECKED_ON_OPENING_BYTES = 64 * 1024 * 1024
"""A database up to this size is checked page by page whenever it is opened (some ms)."""


class Store:
    """Facts, documents, entries, results and artifacts of one workspace folder.

    Use ``Store.create`` once and ``Store.open`` afterwards, as a context manager or with
    ``close``. A store may be used from several threads. ``warnings`` holds what is doubtful
    about the place where the workspace lies.
    """

    def __init__(self, folder: Path, url: str | None) -> None:
        """Not for callers: see ``create`` and ``open``."""
        self.folder = Path(folder)
        self.places = Places(self.folder)
        self.warnings: tuple[Finding, ...] = check_places(self.places)
        self._transactions = Transactions(
            make_engine(url or sqlite_url(self.places.database), local_disk=is_local(self.folder))
        )
        self._engine = self._transactions.engine
        self._reading = self._transactions.reading
        self._writing = self._transactions.writing

    # Opening and closing

    @classmethod
    def create(cls, folder: Path, *, url: str | None = None, at: datetime) -> Self:
        """Make a new workspace; one that is there already is left alone and refused."""
        places = Places(Path(folder))
        if url is None and places.database.exists():
            raise NotAllowed(f"There is a workspace in {folder} already; nothing was changed.")
        places.make()
        if url is None:
            os.close(os.open(places.database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        store = cls(places.folder, url)
        try:
            with store._writing(locked=False) as connection:
                if revision_of(connection) is not None:
                    raise NotAllowed("This database holds a workspace already.")
                upgrade(connection)
                journal.append(
                    connection,
                    by="datacycle",
                    at=at,
                    action="create",
                    object_kind="workspace",
                    object_id="workspace",
                    payload_hash=journal.digest("workspace"),
                )
        except BaseException:
            store.close()
            if url is None:
                places.database.unlink(missing_ok=True)
            raise
        return store

    @classmethod
    def open(cls, folder: Path, *, url: str | None = None) -> Self:
        """Open a workspace that is there, in the form that this program knows.

        What is doubtful about the place is logged once and stands in ``warnings``.
        """
        places = Places(Path(folder))
        if url is None and not places.database.is_file():
            raise NotFound(f"There is no workspace in {folder}. Make one: datacycle init")
        store = cls(places.folder, url)
        store._tell_warnings()
        try:
            with store._reading() as connection:
                check_revision(connection)
                if url is None and _is_small(places.database):
                    said = connection.exec_driver_sql("pragma quick_check(1)").scalar()
                    if said != "ok":
                        raise StoreDamaged(
                            "The workspace's file is damaged. Look with datacycle doctor, "
                            "then put the newest backup back: datacycle restore"
                        )
        except BaseException:
            store.close()
            raise
        return store

    def _tell_warnings(self) -> None:
        for finding in self.warnings:
            if (self.folder, finding.code) not in _TOLD:
                _TOLD.add((self.folder, finding.code))
                log.warning("%s", finding.message)

    def close(self) -> None:
        """Let go of the database."""
        self._transactions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Transactions

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make several changes one: all of them are stored, or none.

        >>> def start(store, dive, cycle, by, at):
        ...     with store.together():
        ...         store.save("dive", dive, team_id="t1", by=by, at=at, based_on=None)
        ...         store.save("cycle", cycle, team_id="t1", by=by, at=at, based_on=1)

        What is read inside sees the changes made so far. Keep it short: other writers wait.
        """
        with self._writing():
            yield

    def revision(self) -> int:
        """Tell the number of the last change; pages ask it often and redraw when it has grown."""
        with self._reading() as connection:
            return journal.head_seq(connection)

    # Facts

    def put_people(self, items: Iterable[Person], *, by: str, at: datetime) -> None:
        """Insert or update members of staff."""
        self._put(facts.put_people, items, by, at)

    def put_teams(self, items: Iterable[Team], *, by: str, at: datetime) -> None:
        """Insert or update teams; their members and coaches must be known."""
        self._put(facts.put_teams, items, by, at)

    def put_students(self, items: Iterable[Student], *, by: str, at: datetime) -> None:
        """Insert or update students."""
        self._put(facts.put_students, items, by, at)

    def put_sections(self, items: Iterable[Section], *, by: str, at: datetime) -> None:
        """Insert or update sections; teacher and team must be known."""
        self._put(facts.put_sections, items, by, at)

    def put_enrollments(self, items: Iterable[Enrollment], *, by: str, at: datetime) -> None:
        """Enroll students in sections; both must be known."""
        self._put(facts.put_enrollments, items, by, at)

    def remove_enrollments(self, items: Iterable[Enrollment], *, by: str, at: datetime) -> None:
        """Take students out of sections."""
        self._put(facts.remove_enrollments, items, by, at)

    def _put(self, put: Callable, items: Iterable[Record], by: str, at: datetime) -> None:
        with self._writing() as connection:
            put(connection, items, by, at)

    def people(self) -> tuple[Person, ...]:
        """Every member of staff, in the order of their ids."""
        with self._reading() as connection:
            return facts.people(connection)

    def person(self, id: str) -> Person:
        """One member of staff, or ``NotFound``."""
        with self._reading() as connection:
            return facts.person(connection, id)

    def teams(self) -> tuple[Team, ...]:
        """Every team, in the order of their ids."""
        with self._reading() as connection:
            return facts.teams(connection)

    def team(self, id: str) -> Team:
        """One team, or ``NotFound``."""
        with self._reading() as connection:
            return facts.team(connection, id)

    def students(self, ids: Iterable[str] | None = None) -> tuple[Student, ...]:
        """Students in the order of their ids, all or those named; unknown ids are left out."""
        with self._reading() as connection:
            return facts.students(connection, ids)

    def former_students(self) -> tuple[Student, ...]:
        """Students under the names they had before a correction, for the name scan."""
        with self._reading() as connection:
            return facts.former_students(connection)

    def sections(self, team_id: str | None = None) -> tuple[Section, ...]:
        """Sections in the order of their ids, all or those of one team."""
        with self._reading() as connection:
            return facts.sections(connection, team_id)

    def enrollments(self, section_ids: Iterable[str] | None = None) -> tuple[Enrollment, ...]:
        """Who is in which section, for all sections or those named."""
        with self._reading() as connection:
            return facts.enrollments(connection, section_ids)

    def put_passcode(self, person_id: str, hash: str, *, by: str, at: datetime) -> None:
        """Keep the hash of a person's passcode."""
        with self._writing() as connection:
            facts.put_passcode(connection, person_id, hash, by, at)

    def passcode(self, person_id: str) -> str | None:
        """Read the hash of a person's passcode; None where there is none."""
        with self._reading() as connection:
            return facts.passcode(connection, person_id)

    # Documents

    def save(
        self,
        kind: DocumentKind,
        record: Record,
        *,
        team_id: str | None,
        by: str,
        at: datetime,
        based_on: int | None,
    ) -> Document:
        """Store the next version of a document.

        ``based_on`` is the version its author started from, None for a new document. When
        somebody else has saved meanwhile, ``Conflict`` is raised and the text is kept: see
        ``losing_texts``.
        """
        wish = documents.Save(DocumentKind(kind), record, team_id, by, at, based_on)
        with self._writing() as connection:
            try:
                return documents.save(connection, wish)
            except Conflict:
                self._transactions.afterwards(partial(documents.keep_losing, wish=wish))
                raise

    def get(self, kind: DocumentKind, id: str, version: int | None = None) -> Document:
        """One version of a document, the newest when none is named; or ``NotFound``."""
        with self._reading() as connection:
            return documents.get(connection, kind, id, version)

    def find(self, kind: DocumentKind, *, team_id: str | None = None) -> tuple[Document, ...]:
        """Read the newest version of every document of a kind, of one team when it is named."""
        with self._reading() as connection:
            return documents.find(connection, kind, team_id)

    def versions(self, kind: DocumentKind, id: str) -> tuple[Document, ...]:
        """Every version of a document, the first one first."""
        with self._reading() as connection:
            return documents.versions(connection, kind, id)

    def losing_texts(self, kind: DocumentKind, id: str) -> tuple[Document, ...]:
        """Texts whose save was refused; ``version`` is the one they were based on (0: new)."""
        with self._reading() as connection:
            return documents.losing_texts(connection, kind, id)

    # Entries

    def append(
        self,
        stream: str,
        kind: str,
        payload: dict,
        *,
        by: str,
        at: datetime,
        step_id: str | None = None,
        replaces: int | None = None,
        withdrawn: bool = False,
    ) -> int:
        """Append one entry to a stream; returns its number, which is also the revision."""
        with self._writing() as connection:
            return entries.append(
                connection,
                stream,
                kind,
                payload,
                by=by,
                at=at,
                step_id=step_id,
                replaces=replaces,
                withdrawn=withdrawn,
            )

    def entries(self, stream: str, *, after: int = 0) -> tuple[entries.Entry, ...]:
        """Read the entries of a stream after a number, in order."""
        with self._reading() as connection:
            return entries.read(connection, stream, after=after)

    # Results and artifacts

    def store_results(
        self,
        result: ResultSet,
        answers: pd.DataFrame,
        sums: Mapping[str, pd.DataFrame],
        *,
        by: str,
        at: datetime,
    ) -> ResultSet:
        """Store an import as one step; the set that was live for the assessment is not any more.

        ``answers`` has the columns of the long frame "answers". What the file decides (scale,
        hash, counts, file name) is filled in; the result set is returned as cataloged.
        """
        packed = results.write_file(self.places, result, answers, sums)
        with self._writing(on_failure=partial(self._remove_unnamed, packed.result)) as connection:
            return results.store(connection, packed, by, at)

    def _remove_unnamed(self, result: ResultSet) -> None:
        """Take a file away that no row names; where the catalog cannot be asked, it stays."""
        with suppress(WorkbenchError, sa.exc.SQLAlchemyError), self._reading() as connection:
            if not results.is_named(connection, result.file):
                (self.folder / result.file).unlink(missing_ok=True)

    def result_sets(
        self, assessment_id: str | None = None, *, live_only: bool = True
    ) -> tuple[ResultSet, ...]:
        """Read the imports of an assessment (or of all), the first one first."""
        with self._reading() as connection:
            return results.result_sets(connection, assessment_id, live_only=live_only)

    def result_set(self, id: str) -> ResultSet:
        """Read one import's catalog row, or raise ``NotFound``."""
        with self._reading() as connection:
            return results.result_set(connection, id)

    def answers(self, result_set_id: str) -> pd.DataFrame:
        """Read the answers of an import, in the order in which they were stored."""
        return results.read_answers(self.places, self.result_set(result_set_id))

    def sums(self, result_set_id: str, name: str) -> pd.DataFrame:
        """Read the sums that were stored with an import under this name."""
        with self._reading() as connection:
            return results.read_sums(connection, result_set_id, name)

    def undo_results(self, result_set_id: str, *, by: str, at: datetime) -> None:
        """Take the import in use back, as one step: what it replaced is in use again."""
        with self._writing() as connection:
            results.undo(connection, result_set_id, by, at)

    def put_artifact(self, data: bytes, *, media_type: str, by: str, at: datetime) -> str:
        """Keep a file under the hash of its bytes; the same bytes are kept once."""
        sha256 = artifacts.write_file(self.places, data)
        with self._writing() as connection:
            artifacts.store(connection, sha256, len(data), media_type, by, at)
        return sha256

    def artifact(self, sha256: str) -> bytes:
        """Read a kept file; ``NotFound`` when there is none, refused when it was changed."""
        self.artifact_media_type(sha256)
        return artifacts.read(self.places, sha256)

    def artifact_media_type(self, sha256: str) -> str:
        """Read what kind of file an artifact is."""
        with self._reading() as connection:
            return artifacts.media_type(connection, sha256)

    # Journal

    def journal(self, *, after: int = 0) -> tuple[JournalEntry, ...]:
        """Read the journal after a number, in order."""
        with self._reading() as connection:
            return journal.read(connection, after=after)

    def note(
        self,
        action: str,
        object_kind: str,
        object_id: str,
        payload_hash: str,
        *,
        by: str,
        at: datetime,
    ) -> int:
        """Journal something that changed nothing here, such as a refusal, a restore, an export.

        None of the words may hold a student's name.
        """
        with self._writing() as connection:
            return journal.append(
                connection,
                by=by,
                at=at,
                action=action,
                object_kind=object_kind,
                object_id=object_id,
                payload_hash=payload_hash,
            )

    def journal_head(self) -> str:
        """Read the hash of the last entry; printed on exports, so that a cut journal is found."""
        with self._reading() as connection:
            return journal.head_hash(connection)

    def verify_journal(self) -> tuple[Problem, ...]:
        """Check the chain and every kept record against it; no problems when all is well."""
        with self._reading() as connection:
            return verify_journal(connection)


def _is_small(database: Path) -> bool:
    return database.stat().st_size <= CHECKED_ON_OPENING_BYTES
