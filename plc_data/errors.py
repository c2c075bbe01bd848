"""Errors that a person can do something about. Anything else is a bug and keeps its traceback."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plc_data.model import Problem


class WorkbenchError(Exception):
    """Something went wrong that the person can mend; printed without a traceback."""

    exit_code = 1


class DataProblems(WorkbenchError):
    """A file or an entry has problems; nothing was stored."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__(self._text())

    def _text(self) -> str:
        n = len(self.problems)
        lines = [f"{self.source}: {n} problem{'s' if n != 1 else ''}; nothing was stored."]
        for problem in self.problems:
            place = [f"row {problem.row}"] if problem.row is not None else []
            place += [f'column "{problem.column}"'] if problem.column is not None else []
            where = ", ".join(place)
            lines.append(f"  {where + ': ' if where else ''}{problem.message}  [{problem.code}]")
        lines.append("Each code is explained in docs/import-problems.md.")
        return "\n".join(lines)


class Conflict(WorkbenchError):
    """Somebody else saved this document meanwhile. Both texts are kept."""

    def __init__(self, kind: str, id: str, based_on: int, newest: int, by: str) -> None:
        self.kind, self.id, self.based_on, self.newest, self.by = kind, id, based_on, newest, by
        super().__init__(
            f"This {kind} was changed meanwhile (version {newest}, yours was based on {based_on}). "
            "Nothing was overwritten: look at both and save again."
        )


class NotAllowed(WorkbenchError):
    """The rules refuse this person this action."""


class NotFound(WorkbenchError):
    """There is no such thing in this workspace."""
