"""How many students stand where: per target, and per target and class."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from plc_data.model import Enrollment, MasteryState
from plc_data.schema import CLASSES, TARGETS, FrameSchema, make_frame

from .intervals import wilson_limits
from .mastery import SEEN_STATES, share_of


def target_summary(mastery: pd.DataFrame) -> pd.DataFrame:
    """Count per target who is secure, to look at again, not yet there, or without evidence.

    Parameters
    ----------
    mastery
        The frame ``MASTERY``.

    Returns
    -------
    DataFrame
        The frame ``TARGETS``, targets in their order in ``mastery``. ``share_secure`` is of the
        students *tested*, with its Wilson interval; missing when nobody was.

    Examples
    --------
    >>> mastery = pd.DataFrame({
    ...     "student_id": ["s1", "s2", "s3"], "target_id": "add",
    ...     "state": ["secure", "look_again", "no_evidence"],
    ... })
    >>> target_summary(mastery).iloc[0].round(2).to_dict()
    {'n_tested': 2.0, 'n_secure': 1.0, 'n_look_again': 1.0, 'n_not_yet': 0.0, 'n_no_evidence': 1.0,
     'share_secure': 0.5, 'low': 0.09, 'high': 0.91}
    """
    return _count_states(mastery, ["target_id"], TARGETS)


def class_summary(
    mastery: pd.DataFrame, enrollments: Iterable[Enrollment] | pd.DataFrame
) -> pd.DataFrame:
    """Count the same for each target in each section.

    Parameters
    ----------
    mastery
        The frame ``MASTERY``.
    enrollments
        Who sits in which section. A student in two sections counts in both, a student in none
        in no row.

    Returns
    -------
    DataFrame
        The frame ``CLASSES``, by target in the order of ``mastery``, then section in the order of
        ``enrollments``.

    Notes
    -----
    Not a league table: two classes of 25 differ by .13 in an item's share by chance alone. Compare
    with :func:`~datacycle.analysis.newcombe_difference` and say "not distinguishable".

    Examples
    --------
    >>> mastery = pd.DataFrame({
    ...     "student_id": ["s1", "s2"], "target_id": "add", "state": ["secure", "not_yet"],
    ... })
    >>> seats = [Enrollment(section_id="p1", student_id="s1"),
    ...          Enrollment(section_id="p2", student_id="s2")]
    >>> class_summary(mastery, seats)["n_secure"].to_dict()
    {('add', 'p1'): 1, ('add', 'p2'): 0}
    """
    if isinstance(enrollments, pd.DataFrame):
        seats = enrollments[["section_id", "student_id"]]
    else:
        seats = pd.DataFrame(
            [(e.section_id, e.student_id) for e in enrollments],
            columns=["section_id", "student_id"],
            dtype="str",
        )
    seats = seats.drop_duplicates()
    order = {section: i for i, section in enumerate(dict.fromkeys(seats["section_id"]))}
    target_order = {target: i for i, target in enumerate(dict.fromkeys(mastery["target_id"]))}
    seated = mastery.merge(seats, on="student_id")
    seated = seated.iloc[
        np.lexsort(
            (
                seated["section_id"].map(order).to_numpy(int),
                seated["target_id"].map(target_order).to_numpy(int),
            )
        )
    ]
    return _count_states(seated, ["target_id", "section_id"], CLASSES)


def _count_states(mastery: pd.DataFrame, by: list[str], schema: FrameSchema) -> pd.DataFrame:
    flags = pd.DataFrame(
        {f"n_{state.value}": mastery["state"].eq(state.value) for state in MasteryState}
    )
    counts = flags.groupby([mastery[column] for column in by], sort=False).sum()
    n_tested = sum(counts[f"n_{state.value}"] for state in SEEN_STATES)
    n_secure = counts["n_secure"].to_numpy(float)
    low, high = wilson_limits(n_secure, n_tested)
    keys = counts.index.to_frame(index=False) if len(counts) else pd.DataFrame(columns=by)
    return make_frame(
        schema,
        {
            **{column: keys[column].to_numpy() for column in by},
            **{name: column.to_numpy() for name, column in counts.items()},
            "n_tested": np.asarray(n_tested),
            "share_secure": share_of(n_secure, np.asarray(n_tested, float)),
            "low": low,
            "high": high,
        },
    )
