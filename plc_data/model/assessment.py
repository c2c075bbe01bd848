"""A common formative assessment: targets, items, options, rubric, the rule agreed beforehand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from .base import Identifier, Record, Share
from .targets import DepthOfKnowledge, LearningTarget


class ItemType(StrEnum):
    SELECTED = "selected"
    SELECTED_SEVERAL = "selected_several"
    SHORT_ANSWER = "short_answer"
    CONSTRUCTED = "constructed"
    RUBRIC_ROW = "rubric_row"


class Option(Record):
    """One choice of a selected-response item; a wrong one names the misconception behind it."""

    label: Identifier
    text: str = ""
    misconception: str | None = None


class RubricLevel(Record):
    """One level of a rubric row, lowest first; ``points`` is what it earns."""

    label: str
    points: float
    description: str = ""


class Item(Record):
    """One thing that is scored."""

    id: Identifier
    position: int = Field(ge=1)
    label: str
    target_id: Identifier
    type: ItemType = ItemType.SELECTED
    max_points: float = Field(default=1, gt=0)
    depth_of_knowledge: DepthOfKnowledge = 2
    key: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    levels: tuple[RubricLevel, ...] = ()
    prompt: str = ""
    author_id: Identifier | None = None


class MasteryState(StrEnum):
    """Where a student stands on a target. The four are exhaustive and exclude each other."""

    SECURE = "secure"
    LOOK_AGAIN = "look_again"
    NOT_YET = "not_yet"
    NO_EVIDENCE = "no_evidence"


class MasteryRule(Record):
    """The team's rule for a target, agreed before the results are seen.

    P is the probability that the student's true share on items like these is at least
    ``cut_score``, from a beta prior (``prior_a``, ``prior_b``; Jeffreys by default).
    ``secure`` when P >= ``secure_from`` and at least ``min_items`` items were seen,
    ``not_yet`` when P < ``not_yet_below``, otherwise ``look_again``. Rubric rows use
    ``met_share`` of the maximum (the agreed level) instead.
    """

    cut_score: Share = 0.80
    secure_from: Share = 0.70
    not_yet_below: Share = 0.20
    min_items: int = Field(default=3, ge=1)
    prior_a: float = Field(default=0.5, gt=0)
    prior_b: float = Field(default=0.5, gt=0)
    met_share: Share = 0.75
    """Rubric rows: share of the points that the agreed "met" level earns."""

    @model_validator(mode="after")
    def _zones_in_order(self) -> MasteryRule:
        if self.not_yet_below > self.secure_from:
            raise ValueError("not_yet_below must not be above secure_from")
        return self


class Assessment(Record):
    """A CFA as the team wrote it: the blueprint. Its version is the document's version."""

    id: Identifier
    team_id: Identifier
    title: str
    form: str = "A"
    parallel_to: Identifier | None = None
    targets: tuple[LearningTarget, ...]
    items: tuple[Item, ...]
    rule: MasteryRule = MasteryRule()
    rule_agreed_on: date | None = None
    window_opens_on: date | None = None
    window_closes_on: date | None = None
    minutes: int | None = None

    @model_validator(mode="after")
    def _items_point_at_targets(self) -> Assessment:
        known = {target.id for target in self.targets}
        stray = [item.label for item in self.items if item.target_id not in known]
        if stray:
            raise ValueError(f"items without a learning target of this assessment: {stray}")
        for what, ids in (("item", [i.id for i in self.items]), ("target", list(known))):
            if len(set(ids)) != len(ids):
                raise ValueError(f"two {what}s of this assessment share an id")
        return self

    def item(self, item_id: str) -> Item:
        """The item with this id; ``KeyError`` when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def target(self, target_id: str) -> LearningTarget:
        """The target with this id; ``KeyError`` when there is none."""
        for target in self.targets:
            if target.id == target_id:
                return target
        raise KeyError(target_id)

    def items_of(self, target_id: str) -> tuple[Item, ...]:
        """The items that point at this target, in order."""
        return tuple(item for item in self.items if item.target_id == target_id)
