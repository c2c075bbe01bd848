"""Who goes where: the proposal of the analysis, and the moves that people made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from plc_data.model import Contribution, ContributionKind, Placement, PlanType

from .contributions import current

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("target_id", "student_id", "state", "place", "group", "cause", "moved")
"""Columns of the frame of groups: one row per student and target.

``state``: where the evidence puts the student; ``place``: one of the four types of plan; ``group``:
the name of the group within the place; ``moved``: whether a person's hand put the student there.
"""

PLACE_OF = {plan_type.state.value: plan_type.value for plan_type in PlanType}
"""The place that a mastery state leads to when nobody moves the student."""


def groups_of(
    proposal: pd.DataFrame,
    placements: Iterable[Contribution | Placement] = (),
    *,
    target_id: str | None = None,
) -> pd.DataFrame:
    """Apply the hand moves to a proposal. The hand wins, and everybody is somewhere once.

    Parameters
    ----------
    proposal
        What ``datacycle.analysis.propose_groups`` returns: ``student_id``, ``state``, ``group``,
        ``cause``; with a column ``target_id`` unless the argument names the one target.
    placements
        Contributions of a dive (replaced and withdrawn ones included) or bare placements, oldest
        first. ``group`` is the name of a group, or one of the four places (``not_yet``,
        ``mastery``, ``look_again``, ``no_evidence``) or a mastery state: the one group there, or
        a group of that name. Any other new name opens a group where the student stood.
    target_id
        The target of a proposal that does not name it.

    Returns
    -------
    DataFrame
        The columns of ``COLUMNS``, in the order of the proposal. Moves of students who are not
        in the proposal are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> proposal = pd.DataFrame({
    ...     "student_id": ["s1", "s2", "s3"], "state": ["not_yet", "secure", "look_again"],
    ...     "group": ["sign errors", "mastery", "look_again"], "cause": ["sign errors", "", ""],
    ... })
    >>> move = Placement(student_id="s3", target_id="t1", group="sign errors")
    >>> groups_of(proposal, [move], target_id="t1")[["student_id", "place", "group", "moved"]]
      student_id    place        group  moved
    0         s1  not_yet  sign errors  False
    1         s2  mastery      mastery  False
    2         s3  not_yet  sign errors   True
    """
    groups = proposal.reset_index(drop=True).copy()
    if "target_id" not in groups:
        if target_id is None:
            raise ValueError("say which target these groups are for")
        groups["target_id"] = target_id
    if "cause" not in groups:
        groups["cause"] = ""
    twice = groups.duplicated(["target_id", "student_id"])
    if twice.any():
        raise ValueError(f"{int(twice.sum())} students stand twice in the proposal")
    groups["place"] = groups["state"].map(PLACE_OF)
    groups["moved"] = False
    place_of_group = {
        (row.target_id, row.group): row.place
        for row in groups.drop_duplicates(["target_id", "group"]).itertuples()
    }
    row_of = {key: i for i, key in enumerate(zip(groups.target_id, groups.student_id, strict=True))}
    columns = {name: groups[name].tolist() for name in ("place", "group", "moved")}
    for move in _newest(placements):
        row = row_of.get((move.target_id, move.student_id))
        if row is None:
            continue
        place, group = _destination(move, place_of_group, columns["place"][row])
        place_of_group.setdefault((move.target_id, group), place)
        columns["place"][row], columns["group"][row], columns["moved"][row] = place, group, True
    return groups.assign(**columns)[list(COLUMNS)]


def all_groups(
    proposals: Mapping[str, pd.DataFrame], placements: Iterable[Contribution | Placement] = ()
) -> pd.DataFrame:
    """Put the groups of several targets in one frame: ``proposals`` by target id."""
    import pandas as pd

    moves = tuple(placements)
    frames = [groups_of(frame, moves, target_id=target) for target, frame in proposals.items()]
    if not frames:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    return pd.concat(frames, ignore_index=True)


def _newest(placements: Iterable[Contribution | Placement]) -> Iterable[Placement]:
    """Keep the last move of each student on each target."""
    given = tuple(placements)
    entries = [p for p in given if isinstance(p, Contribution)]
    bare = [p for p in given if isinstance(p, Placement)]
    read = [c.read() for c in current(entries) if c.kind == ContributionKind.PLACEMENT]
    return {(p.student_id, p.target_id): p for p in (*read, *bare)}.values()


def _destination(
    move: Placement, place_of_group: Mapping[tuple[str, str], str], place_now: str
) -> tuple[str, str]:
    known = place_of_group.get((move.target_id, move.group))
    if known is not None:
        return known, move.group
    place = PLACE_OF.get(move.group, move.group)
    if place not in PLACE_OF.values():
        return place_now, move.group
    there = [
        g for (target, g), p in place_of_group.items() if (target, p) == (move.target_id, place)
    ]
    return place, there[0] if len(there) == 1 else place
