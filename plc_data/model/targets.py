"""What is to be learned: the state's standards and the team's teachable targets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Identifier, Record

DepthOfKnowledge = Annotated[int, Field(ge=1, le=4)]
"""1 recall, 2 skill or concept, 3 strategic thinking, 4 extended thinking."""


class Standard(Record):
    """A standard as the state or the framework words it."""

    code: Identifier
    statement: str
    framework: str | None = None


class LearningTarget(Record):
    """The teachable part of a standard that items point at, in students' words."""

    id: Identifier
    statement: str
    standard_codes: tuple[str, ...] = ()
    depth_of_knowledge: DepthOfKnowledge = 2
    team_id: Identifier | None = None
