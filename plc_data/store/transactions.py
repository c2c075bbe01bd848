"""Transactions of one store: whole steps for writers, steady views for readers, one per thread."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from . import journal
from .engine import in_plain_words


class Transactions:
    """Hand out connections, each in a transaction; within a step the step's own one.

    A thread that is in the middle of a step reads and writes in that step; other threads do not
    see it before it is over.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._readers = engine.execution_options(reader=True)
        self._of_thread = threading.local()
        self._pid = os.getpid()

    def close(self) -> None:
        """Let go of the database; connections of a parent process are left to the parent."""
        self.engine.dispose(close=self._pid == os.getpid())

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """See one state of the database, whatever others write meanwhile; never write here."""
        joined = self._joined()
        if joined is not None:
            yield joined
            return
        with in_plain_words(), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(
        self, *, locked: bool = True, on_failure: Callable[[], None] | None = None
    ) -> Iterator[sa.Connection]:
        """Store everything that the block writes, or nothing.

        ``on_failure`` is called when the whole step was taken back. ``locked`` is False only
        before there is a journal to lock.
        """
        undoing = [on_failure] if on_failure else []
        joined = self._joined()
        if joined is not None:
            self._of_thread.on_failure += undoing
            yield joined
            return
        here = self._of_thread
        here.afterwards, here.on_failure = [], undoing
        try:
            with in_plain_words(), self.engine.begin() as connection:
                if locked:
                    journal.lock(connection)
                here.connection = connection
                try:
                    yield connection
                finally:
                    here.connection = None
        except BaseException:
            for undo in here.on_failure:
                undo()
            raise
        finally:
            self._write_afterwards()

    def afterwards(self, write: Callable[[sa.Connection], None]) -> None:
        """Write something after the present step is over, whether it is stored or taken back."""
        self._of_thread.afterwards.append(write)

    def _write_afterwards(self) -> None:
        waiting, self._of_thread.afterwards = self._of_thread.afterwards, []
        if waiting:
            with in_plain_words(), self.engine.begin() as connection:
                for write in waiting:
                    write(connection)

    def _joined(self) -> sa.Connection | None:
        """Find the connection of the step that this thread is in; None outside of one.

        A connection must not cross a fork: a child process starts without any.
        """
        if self._pid != os.getpid():
            self.engine.dispose(close=False)
            self._of_thread = threading.local()
            self._pid = os.getpid()
        return getattr(self._of_thread, "connection", None)
