"""The numbers of the privacy rules. A district may tighten them; loosening has a floor."""

from __future__ import annotations

from pydantic import model_validator

from plc_data.errors import NotAllowed
from plc_data.model import Record

DEFAULT_MINIMUM_N = 10
"""Smallest group of students that a package may describe: what most states use."""

OVERRIDE_FLOOR = 5
"""A district may go down to this, with a reason; nobody may go lower."""

LEAST_RANGE = 3
"""A hidden number must stay open by at least this much: highest minus lowest possible value."""

LEAST_COUNTS_IN_END_CODE = 3
"""An end code ("90% or more") must leave at least so many possible counts."""

COUNTS_FROM_N = 101
"""From this many students on, counts may stand beside shares; below, they would undo the bands."""

CODE_LENGTH = 5


class PrivacySettings(Record):
    """Thresholds of what leaves the school; see ``docs/explanation/privacy.md``.

    ``minimum_n`` below ten needs ``reason`` and is never below five. ``roster_max_age_days``:
    a roster older than this is too old to search a text for names with.
    """

    minimum_n: int = DEFAULT_MINIMUM_N
    reason: str = ""
    roster_max_age_days: int = 30

    @model_validator(mode="after")
    def _only_tighter(self) -> PrivacySettings:
        if self.minimum_n < OVERRIDE_FLOOR:
            raise NotAllowed(
                f"The smallest group cannot be set to {self.minimum_n}: "
                f"{OVERRIDE_FLOOR} is the lowest a district may choose."
            )
        if self.minimum_n < DEFAULT_MINIMUM_N and not self.reason.strip():
            raise NotAllowed(
                f"A smallest group of {self.minimum_n} is below {DEFAULT_MINIMUM_N}: "
                "write down the reason."
            )
        return self

    @property
    def loosened(self) -> bool:
        """True when the district went below the default; the reason goes into the log."""
        return self.minimum_n < DEFAULT_MINIMUM_N
