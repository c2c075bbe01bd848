"""Later minus earlier, for the same students."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from plc_data.model import MasteryState
from plc_data.schema import GROWTH, TRANSITIONS, make_frame

from .intervals import newcombe_paired
from .mastery import SEEN_STATES

_RANK = {state.value: rank for rank, state in enumerate(SEEN_STATES)}


@dataclass(frozen=True)
class Growth:
    """Two testings of the same students, target by target.

    ``transitions``: the frame ``TRANSITIONS``, all nine steps of each target. ``per_target``: the
    frame ``GROWTH``. ``unmatched_before``, ``unmatched_after``: ids of students with evidence only
    at the first or only at the second testing of some target; they are in no change.
    """

    transitions: pd.DataFrame
    per_target: pd.DataFrame
    unmatched_before: tuple[str, ...]
    unmatched_after: tuple[str, ...]


def matched_growth(before: pd.DataFrame, after: pd.DataFrame) -> Growth:
    """Say how many of the same students moved up, stayed or moved down on each target.

    Parameters
    ----------
    before, after
        The frame ``MASTERY`` of two testings. Targets in only one of them are left out.

    Returns
    -------
    Growth
        Shares and their change are of the matched students only. The interval of the change is
        Newcombe's for pairs; when it holds 0, the change is not distinguishable from none.

    Notes
    -----
    Who was absent at one testing is left out and listed, never counted as 0. Students who were
    lowest the first time tend to do better the second time without any teaching, and a second
    testing alone lifts scores: without a comparison group this table shows change, not its cause.

    Examples
    --------
    >>> before = pd.DataFrame({"student_id": ["s1", "s2", "s3"], "target_id": "add",
    ...                        "state": ["not_yet", "look_again", "secure"]})
    >>> after = before.assign(state=["secure", "secure", "no_evidence"])
    >>> growth = matched_growth(before, after)
    >>> growth.per_target[["n_matched", "n_secure_before", "n_secure_after", "n_moved_up"]]
               n_matched  n_secure_before  n_secure_after  n_moved_up
    target_id
    add                2                0               2           2
    >>> growth.unmatched_before
    ('s3',)
    """
    keys = ["student_id", "target_id"]
    both_have = set(before["target_id"]) & set(after["target_id"])
    targets = [t for t in dict.fromkeys(before["target_id"]) if t in both_have]
    sides = []
    for mastery in (before, after):
        kept = mastery[mastery["target_id"].isin(targets)]
        kept = kept[kept["state"] != MasteryState.NO_EVIDENCE.value]
        sides.append(kept[[*keys, "state"]])
    pairs = sides[0].merge(sides[1], on=keys, how="outer", suffixes=("_before", "_after"))
    rank_before = pairs["state_before"].map(_RANK).to_numpy(float)
    rank_after = pairs["state_after"].map(_RANK).to_numpy(float)
    target = pd.Index(targets).get_indexer(pairs["target_id"])
    matched = ~np.isnan(rank_before) & ~np.isnan(rank_after)

    cells = np.zeros((len(targets), 3, 3), dtype=int)
    np.add.at(
        cells,
        (target[matched], rank_before[matched].astype(int), rank_after[matched].astype(int)),
        1,
    )
    only_before, only_after = np.isnan(rank_after), np.isnan(rank_before)
    return Growth(
        transitions=_transitions(targets, cells),
        per_target=_per_target(
            targets,
            cells,
            np.bincount(target[only_before], minlength=len(targets)),
            np.bincount(target[only_after], minlength=len(targets)),
        ),
        unmatched_before=tuple(sorted(set(pairs["student_id"][only_before]))),
        unmatched_after=tuple(sorted(set(pairs["student_id"][only_after]))),
    )


def _transitions(targets: list[str], cells: np.ndarray) -> pd.DataFrame:
    words = np.array([state.value for state in SEEN_STATES], dtype=object)
    return make_frame(
        TRANSITIONS,
        {
            "target_id": np.repeat(np.array(targets, dtype=object), 9),
            "before": np.tile(np.repeat(words, 3), len(targets)),
            "after": np.tile(words, 3 * len(targets)),
            "n": cells.ravel(),
        },
    )


def _per_target(
    targets: list[str], cells: np.ndarray, only_before: np.ndarray, only_after: np.ndarray
) -> pd.DataFrame:
    n = cells.sum(axis=(1, 2))
    secure_before, secure_after = cells[:, 2, :].sum(axis=1), cells[:, :, 2].sum(axis=1)
    kept = cells[:, 2, 2]
    intervals = [
        newcombe_paired(*counts)
        for counts in zip(
            kept.tolist(),
            (secure_before - kept).tolist(),
            (secure_after - kept).tolist(),
            (n - secure_before - secure_after + kept).tolist(),
            strict=True,
        )
    ]
    with np.errstate(invalid="ignore"):
        share_before, share_after = secure_before / n, secure_after / n
        change = (secure_after - secure_before) / n
    return make_frame(
        GROWTH,
        {
            "target_id": targets,
            "n_matched": n,
            "n_secure_before": secure_before,
            "n_secure_after": secure_after,
            "share_before": share_before,
            "share_after": share_after,
            "change": change,
            "low": [interval.low for interval in intervals],
            "high": [interval.high for interval in intervals],
            "n_moved_up": np.triu(cells, 1).sum(axis=(1, 2)),
            "n_same": np.trace(cells, axis1=1, axis2=2),
            "n_moved_down": np.tril(cells, -1).sum(axis=(1, 2)),
            "n_unmatched_before": only_before,
            "n_unmatched_after": only_after,
        },
    )
