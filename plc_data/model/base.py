"""What every record shares: frozen, closed to unknown fields, and honest about problems."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Record(BaseModel):
    """A value that is never changed; ``record.model_copy(update=...)`` makes the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


Identifier = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
"""An id: text, never a number, so that a leading zero survives."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A proportion between 0 and 1; percent exists only in ``datacycle.reports``."""


class Problem(Record):
    """One thing wrong, where it is, and what would be right.

    ``row`` counts as the spreadsheet shows it (the header is row 1). ``code`` is stable and
    explained in ``docs/import-problems.md``. The message never holds a student's name.
    """

    code: str
    message: str
    row: int | None = None
    column: str | None = None


class Finding(Record):
    """What a check has to say about a piece of work.

    ``level`` is ``"ok"`` (holds), ``"ask"`` (only a person can answer), ``"advise"`` (worth a
    look) or ``"mend"`` (does not hold).
    """

    code: str
    level: str
    message: str
    where: str | None = None
