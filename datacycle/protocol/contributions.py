"""What members left in a dive: which version counts, and who may see it.

Contributions are appended, never changed. A correction is a new one that replaces the old, and
only what is the team's common property can be corrected by somebody else.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime

from plc_data.model import Contribution, ContributionKind

OWN = frozenset(
    {
        ContributionKind.PREDICTION,
        ContributionKind.NOTE,
        ContributionKind.DATA_QUESTION,
        ContributionKind.OBSERVATION,
        ContributionKind.HYPOTHESIS,
        ContributionKind.EXIT_PULSE,
    }
)
"""What only its author corrects or takes back; the rest belongs to the team."""

PRIVATE = frozenset({ContributionKind.NOTE, ContributionKind.EXIT_PULSE})
"""What nobody but its author ever sees as a single entry."""


def current(contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    """Return the contributions that count, oldest first.

    Left out are those that were replaced or taken back (by their author, or for the team's
    common entries by anybody), and the earlier ones where only one can count: a member's
    prediction and exit pulse, a student's place on a target, the next meeting.

    Notes
    -----
    Two people who correct the same entry at the same moment both stay: two texts to look at
    are better than one lost.
    """
    ordered = sorted(contributions, key=lambda c: c.seq)
    by_seq = {c.seq: c for c in ordered}
    gone = {c.replaces for c in ordered if _is_valid_correction(c, by_seq)}
    newest: dict[Hashable, Contribution] = {}
    for contribution in ordered:
        foreign = contribution.replaces is not None and not _is_valid_correction(
            contribution, by_seq
        )
        if contribution.seq in gone or contribution.withdrawn or foreign:
            continue
        newest[_only_one_of(contribution)] = contribution
    return tuple(sorted(newest.values(), key=lambda c: c.seq))


def correction_refusal(
    contributions: Iterable[Contribution], replaces: int, author_id: str
) -> str | None:
    """Why this person cannot correct or take back that entry; None when they can."""
    earlier = next((c for c in contributions if c.seq == replaces), None)
    if earlier is None:
        return "There is no such entry in this dive."
    if earlier.kind in OWN and earlier.author_id != author_id:
        return "Only the person who wrote this can change it. Add an entry of your own beside it."
    return None


def visible_to(
    contributions: Iterable[Contribution], person_id: str, revealed: bool
) -> tuple[Contribution, ...]:
    """Return what this person may see: sealed predictions and private notes stay closed.

    Parameters
    ----------
    contributions
        Any selection; the order is kept.
    person_id
        Who looks.
    revealed
        Whether the predictions have been opened (``DiveState.revealed``).
    """
    sealed = PRIVATE if revealed else PRIVATE | {ContributionKind.PREDICTION}
    return tuple(c for c in contributions if c.author_id == person_id or c.kind not in sealed)


def of_kind(
    contributions: Iterable[Contribution], kind: ContributionKind
) -> tuple[Contribution, ...]:
    """Pick the contributions of one kind, in order."""
    return tuple(c for c in contributions if c.kind == kind)


def sealed_predictions(
    contributions: Iterable[Contribution], revealed_at: datetime | None
) -> tuple[Contribution, ...]:
    """One prediction per member, made before the predictions were opened."""
    made = [
        c
        for c in contributions
        if c.kind == ContributionKind.PREDICTION and (revealed_at is None or c.at <= revealed_at)
    ]
    return current(made)


def _is_valid_correction(contribution: Contribution, by_seq: dict[int, Contribution]) -> bool:
    earlier = by_seq.get(contribution.replaces) if contribution.replaces is not None else None
    if earlier is None or earlier.seq >= contribution.seq or earlier.kind != contribution.kind:
        return False
    return contribution.kind not in OWN or earlier.author_id == contribution.author_id


def _only_one_of(contribution: Contribution) -> Hashable:
    """Name what a contribution is the only one of; its own number where there may be many."""
    kind = contribution.kind
    if kind in (ContributionKind.PREDICTION, ContributionKind.EXIT_PULSE):
        return (kind, contribution.author_id)
    if kind is ContributionKind.NEXT_MEETING:
        return kind
    if kind is ContributionKind.PLACEMENT:
        return (kind, contribution.payload["student_id"], contribution.payload["target_id"])
    return contribution.seq
