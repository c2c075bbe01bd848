"""What a blank counts as, and how much that choice decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .answers import score_table
from .reliability import Reliability, reliability

MANY_BLANKS = 0.05
"""Above this share of blanks the choice can dominate the result (judgement)."""

ALPHAS_APART = 0.05
"""Two alphas further apart than this say that blanks are not accidents (judgement)."""


@dataclass(frozen=True)
class BlankEffect:
    """The same answers under the policies there are; ``wrong`` is the project's own.

    ``share_blank``: blanks among the items that were seen. ``wrong``: a blank earns 0.
    ``pairwise``: each figure from the students who answered. ``complete``: only students without
    a blank, ``n_complete`` of them; shown to warn, never a default: it keeps the quick and able.
    """

    share_blank: float
    n_students: int
    n_complete: int
    wrong: Reliability
    pairwise: Reliability
    complete: Reliability

    @property
    def decides(self) -> bool:
        """Whether the choice of policy, not the items, makes the number; say so beside it."""
        apart = abs(self.wrong.alpha - self.pairwise.alpha)
        return self.share_blank > MANY_BLANKS and apart > ALPHAS_APART


def blank_effect(answers: pd.DataFrame) -> BlankEffect:
    """Compute reliability under every policy for blanks, to see whether the choice matters.

    Parameters
    ----------
    answers
        The long frame ``RESPONSES``.

    Notes
    -----
    Students leave items blank at the end when time runs out, and where they do not know: missing
    is not random. On one real exam alpha is .74 with blanks wrong, .88 pairwise and .94 with
    complete students only (90 of 729).

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "student_id": ["s1", "s1", "s2", "s2"], "item_id": ["q1", "q2"] * 2,
    ...     "response": None, "points": [1, 1, 0, None], "max_points": 1.0,
    ...     "status": ["scored", "scored", "scored", "no_response"],
    ... })
    >>> effect = blank_effect(answers)
    >>> effect.share_blank, effect.n_complete, effect.decides
    (0.25, 1, False)
    """
    wrong = score_table(answers)
    items = list(wrong.columns)
    answered = score_table(answers, blank="missing", item_ids=items).reindex(wrong.index)
    blank = wrong.notna() & answered.isna()
    n_seen = int(wrong.notna().to_numpy().sum())
    complete = answered[answered.notna().all(axis=1)]
    return BlankEffect(
        share_blank=int(blank.to_numpy().sum()) / n_seen if n_seen else np.nan,
        n_students=len(wrong),
        n_complete=len(complete),
        wrong=reliability(wrong),
        pairwise=reliability(answered),
        complete=reliability(complete),
    )
