"""Who goes where after the dive: the analysis proposes, one hand moves, plans follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datacycle import analysis as an
from datacycle.protocol.groups import groups_of
from plc_data.model import Assessment, Placement, PlanType, ResponseStatus

from .answers import BLANK, Testing
from .equations import BOTH_SIDES, VARIABLE_SIGN
from .finished_plans import Group

if TYPE_CHECKING:
    import pandas as pd

PLACES = [kind.value for kind in PlanType]


def answers_of(testing: Testing) -> pd.DataFrame:
    """The generated answers in the long form that an import of them gives."""
    import pandas as pd

    rows = [
        (
            student_id,
            item.id,
            letter or None,
            float(letter == item.key[0]),
            1.0,
            (ResponseStatus.NO_RESPONSE if letter == BLANK else ResponseStatus.SCORED).value,
        )
        for student_id, letters in testing.chosen.items()
        for item, letter in zip(testing.assessment.items, letters, strict=True)
    ]
    names = ["student_id", "item_id", "response", "points", "max_points", "status"]
    return pd.DataFrame(rows, columns=names)


def proposal(answers: pd.DataFrame, assessment: Assessment, roster: Sequence[str]) -> pd.DataFrame:
    """The groups that the answers call for on the focus target."""
    mastery = an.mastery_by_target(answers, assessment, roster=tuple(sorted(roster)))
    causes = an.student_causes(answers, assessment, BOTH_SIDES)
    return an.propose_groups(mastery, causes, BOTH_SIDES).assign(target_id=BOTH_SIDES)


def room_for_moved(proposed: pd.DataFrame) -> str:
    """The smallest group for the sign of the variable term: there a moved student fits in."""
    groups = proposed[(proposed["state"] == "not_yet") & (proposed["cause"] == VARIABLE_SIGN)]
    sizes = proposed["group"].value_counts()
    return min(groups["group"].unique(), key=lambda name: (sizes[name], name))


def groups_after(proposed: pd.DataFrame, moved: Sequence[str]) -> tuple[Group, ...]:
    """The groups with the hand's moves, in the order of the four places."""
    name = room_for_moved(proposed)
    moves = [Placement(student_id=i, target_id=BOTH_SIDES, group=name) for i in moved]
    placed = groups_of(proposed, moves)
    found = []
    for (place, group), members in placed.groupby(["place", "group"], sort=False):
        cause = members["cause"].mode()
        found.append(
            Group(
                name=str(group),
                place=str(place),
                cause="" if place == PlanType.MASTERY else str(cause.iloc[0]),
                student_ids=tuple(members["student_id"]),
            )
        )
    return tuple(sorted(found, key=lambda group: PLACES.index(group.place)))
