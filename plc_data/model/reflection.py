"""What one teacher makes of a cycle, in their own words."""

from __future__ import annotations

from .base import Identifier, Record


class Reflection(Record):
    """A teacher's reflection on a cycle; private until it is handed over."""

    id: Identifier
    cycle_id: Identifier
    author_id: Identifier
    text: str = ""
    shared_with: str = ""
    """One thing shared with a colleague outside the team, in words without their name."""

    @staticmethod
    def id_for(cycle_id: str, author_id: str) -> str:
        """The one id that a teacher's reflection on a cycle has."""
        return f"reflection-{cycle_id}-{author_id}"
