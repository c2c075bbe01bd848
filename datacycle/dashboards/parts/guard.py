"""Every callback of a page runs through a guard, so that no error is ever silent.

In Voila an error in a callback shows nothing at all to the person. A guard writes the words of a
``WorkbenchError`` to the status line; for anything else it logs the place with an id and says
"That did not work (id ...); nothing was lost".
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from plc_data.errors import WorkbenchError

if TYPE_CHECKING:
    from .status import Status

_log = logging.getLogger("datacycle.pages")


@dataclass(frozen=True)
class Outcome:
    """How a guarded call ended; ``words`` are for the person."""

    ok: bool
    words: str = ""
    result: Any = None


class Guard:
    """Runs callbacks for one page and tells its status line how they ended.

    Examples
    --------
    >>> def save(text):
    ...     raise WorkbenchError("The goal is confirmed already; reopen it first.")
    >>> Guard().run(save, "x").words
    'The goal is confirmed already; reopen it first.'
    """

    def __init__(self, status: Status | None = None) -> None:
        self.status = status

    def run(self, callback: Callable[..., Any], *args: Any, saves: bool = False) -> Outcome:
        """Call back; never raises. ``saves`` puts "Saved 10:42:07" into the status line."""
        try:
            result = callback(*args)
        except WorkbenchError as error:
            return self._failed(str(error))
        except Exception as error:
            return self._failed(f"That did not work (id {log_error(error)}); nothing was lost.")
        if saves and self.status is not None:
            self.status.saved()
        return Outcome(True, result=result)

    def wrap(self, callback: Callable[..., Any], *, saves: bool = False) -> Callable[..., Any]:
        """Make a callback that can be given to any widget."""

        def guarded(*args: Any) -> Any:
            return self.run(callback, *args, saves=saves).result

        return guarded

    def _failed(self, words: str) -> Outcome:
        if self.status is not None:
            self.status.failed(words)
        return Outcome(False, words)


def log_error(error: BaseException) -> str:
    """Log where an error came from and return its id.

    The log gets the type and the places in our code, never the message: a message may hold a
    student's name.
    """
    mark = secrets.token_hex(3)
    places = " < ".join(
        f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    _log.error("id %s: %s at %s", mark, type(error).__name__, places)
    return mark


_current = Guard()


def current_guard() -> Guard:
    """The guard of the page that is being built; parts take it when they are made."""
    return _current


def use_guard(guard: Guard) -> Guard:
    """Make a guard the current one, before a page's parts are made."""
    global _current
    _current = guard
    return guard
