"""What a step must leave: each requirement that a protocol file can name, as a rule.

The name in the file is either a kind of contribution or one of the special rules of
``SPECIAL``; a person reads it in ``docs/reference/dive_protocol_file.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from plc_data.model import Contribution, ContributionKind, Requirement

from .contributions import current, of_kind, sealed_predictions

PLAN_REQUIREMENTS = {"plan_not_yet": "not_yet", "plan_mastery": "mastery"}
"""Requirements that the plans answer, and the type of plan; see ``completion``."""


@dataclass(frozen=True)
class Left:
    """What a dive has left so far, ready to be held against its requirements."""

    contributions: tuple[Contribution, ...]
    member_ids: tuple[str, ...]
    predictor_ids: tuple[str, ...]
    """Members who were there while predictions were sealed; nobody else owes one."""
    predictions: tuple[Contribution, ...]
    focus_target_ids: tuple[str, ...]

    @classmethod
    def of(
        cls,
        contributions: Iterable[Contribution],
        *,
        member_ids: Sequence[str],
        focus_target_ids: Sequence[str],
        predictor_ids: Sequence[str] | None = None,
        revealed_at: datetime | None = None,
    ) -> Left:
        """Sort out which contributions count."""
        everything = tuple(contributions)
        return cls(
            contributions=current(everything),
            member_ids=tuple(member_ids),
            predictor_ids=tuple(member_ids if predictor_ids is None else predictor_ids),
            predictions=sealed_predictions(everything, revealed_at),
            focus_target_ids=tuple(focus_target_ids),
        )

    def of_kind(self, kind: ContributionKind) -> tuple[Contribution, ...]:
        """Pick the contributions of a kind that count; predictions made before the reveal."""
        if kind is ContributionKind.PREDICTION:
            return self.predictions
        return of_kind(self.contributions, kind)


@dataclass(frozen=True)
class Answer:
    """Whether a requirement holds: how much of it is there, and whose part is missing."""

    have: int
    need: int
    missing_ids: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.have >= self.need and not self.missing_ids


def answer(requirement: Requirement, left: Left) -> Answer:
    """Hold what was left against one requirement (plans are answered by ``completion``)."""
    special = SPECIAL.get(requirement.kind)
    if special is not None:
        return special(requirement, left)
    kind = ContributionKind(requirement.kind)
    return _enough(requirement, left, left.of_kind(kind))


def known_requirements() -> Collection[str]:
    """Every name that ``requires: kind:`` may hold."""
    return (*ContributionKind, *SPECIAL, *PLAN_REQUIREMENTS)


def _enough(requirement: Requirement, left: Left, found: Sequence[Contribution]) -> Answer:
    if not requirement.each_member:
        return Answer(len(found), requirement.at_least)
    prediction = requirement.kind == ContributionKind.PREDICTION
    owing = left.predictor_ids if prediction else left.member_ids
    by_person = [_person(contribution) for contribution in found]
    missing = [p for p in owing if by_person.count(p) < requirement.at_least]
    return Answer(len(owing) - len(missing), len(owing), tuple(missing))


def _person(contribution: Contribution) -> str:
    """Whose it is: a commitment belongs to the one who will do it, whoever wrote it down."""
    if contribution.kind is ContributionKind.COMMITMENT:
        return contribution.payload["person_id"]
    return contribution.author_id


def _observation_linked(requirement: Requirement, left: Left) -> Answer:
    found = [c for c in left.of_kind(ContributionKind.OBSERVATION) if c.payload.get("link")]
    return _enough(requirement, left, found)


def _hypothesis(about: str) -> Callable[[Requirement, Left], Answer]:
    def rule(requirement: Requirement, left: Left) -> Answer:
        hypotheses = left.of_kind(ContributionKind.HYPOTHESIS)
        return _enough(requirement, left, [c for c in hypotheses if c.payload["about"] == about])

    return rule


def _question_answered(requirement: Requirement, left: Left) -> Answer:
    questions = {c.seq for c in left.of_kind(ContributionKind.DATA_QUESTION)}
    answers = {c.payload["question"] for c in left.of_kind(ContributionKind.DATA_ANSWER)}
    return Answer(len(questions & answers), len(questions))


def _gap_per_target(requirement: Requirement, left: Left) -> Answer:
    with_gap = {c.payload["target_id"] for c in left.of_kind(ContributionKind.GAP)}
    return Answer(
        len(with_gap.intersection(left.focus_target_ids)), max(1, len(left.focus_target_ids))
    )


SPECIAL: dict[str, Callable[[Requirement, Left], Answer]] = {
    "observation_linked": _observation_linked,
    "hypothesis_teaching": _hypothesis("teaching"),
    "hypothesis_measure": _hypothesis("measure"),
    "question_answered": _question_answered,
    "gap_per_target": _gap_per_target,
}
