"""When to say nothing: which numbers a table may show, and which only ask a question.

The cut-offs are judgement where no measurement gives them; each has a name and its reason. A page
or a printed table asks here; the numbers themselves stay at full precision in the frames.
"""

from __future__ import annotations

import pandas as pd

from .intervals import newcombe_difference

N_FOR_R = 15
"""Below so many students a correlation from one class is noise (standard error .24 at 15)."""

DIFFICULTY_FOR_R = (0.05, 0.95)
"""Outside, too few students were wrong (or right) to tell who they were."""

R_IN_DOUBT = 0.2
"""An item is worth a look when even the upper end of its r interval stays below."""

N_FOR_RELIABILITY, ITEMS_FOR_RELIABILITY = 15, 5
"""Below, alpha's interval is as wide as the scale."""

N_FOR_THIRDS = 45
"""Thirds of fewer students are groups of less than 15."""

RARE_SHARE, RARE_N, N_FOR_RARE = 0.05, 2, 40
"""A distractor chosen by fewer does not work; below 40 students nothing can be said of it."""

N_FOR_RANKING = 100
"""Below so many students no item is ranked by r, and r has one digit."""

RETEACH_BELOW, KNOWN_ABOVE = 0.3, 0.9
"""Difficulty alone: below, reteach and check the key; above, the class knows it."""


def may_show_r(items: pd.DataFrame) -> pd.Series:
    """Say for each item whether its item-rest r may be shown.

    Parameters
    ----------
    items
        The frame ``ITEMS``.

    Returns
    -------
    Series
        True from ``N_FOR_R`` students on when the difficulty lies within ``DIFFICULTY_FOR_R`` and
        there is an r.

    Examples
    --------
    >>> items = pd.DataFrame({"n": [30, 30, 10], "difficulty": [0.5, 0.97, 0.5],
    ...                       "item_rest_r": [0.3, 0.3, 0.3]})
    >>> may_show_r(items).tolist()
    [True, False, False]
    """
    low, high = DIFFICULTY_FOR_R
    return (
        (items["n"] >= N_FOR_R)
        & items["difficulty"].between(low, high)
        & items["item_rest_r"].notna()
    )


def items_in_doubt(items: pd.DataFrame) -> pd.Series:
    """Say which items are worth a look: even the upper end of the r interval is low.

    Returns
    -------
    Series
        True or False per item; False where r may not be shown.

    Notes
    -----
    A question, not a verdict. It hits sound items in less than 1 % of classes and the weak ones in
    15 to 46 %: one class seldom convicts an item.

    Examples
    --------
    >>> items = pd.DataFrame({"n": 50, "difficulty": 0.5, "item_rest_r": [-0.2, 0.1],
    ...                       "r_high": [0.08, 0.37]})
    >>> items_in_doubt(items).tolist()
    [True, False]
    """
    return may_show_r(items) & (items["r_high"] < R_IN_DOUBT)


def key_alarms(options: pd.DataFrame) -> pd.DataFrame:
    """List items where a wrong option goes together with the rest of the test better than the key.

    Parameters
    ----------
    options
        The frame ``OPTIONS``.

    Returns
    -------
    DataFrame
        ``item``, ``option`` (the wrong one with the highest r), ``n`` who chose it, its
        ``rest_r``, and the best key's ``key_r``. Items without a key, or whose key or distractors
        have no r, are not in it.

    Notes
    -----
    "Is the key right?" is a cheap question to a teacher, so no interval is needed; but say ``n``.

    Examples
    --------
    >>> options = pd.DataFrame({"item": "q1", "option": ["A", "B"], "is_key": [True, False],
    ...                         "n": [10, 8], "rest_r": [0.04, 0.20]})
    >>> key_alarms(options)
      item option  n  rest_r  key_r
    0   q1      B  8     0.2   0.04
    """
    known = options[options["rest_r"].notna()]
    keys = known[known["is_key"]].groupby("item", sort=False)["rest_r"].max()
    wrong = known[~known["is_key"]]
    best = wrong.loc[wrong.groupby("item", sort=False)["rest_r"].idxmax()]
    best = best.assign(key_r=best["item"].map(keys).astype(float))
    found = best[best["rest_r"] > best["key_r"]]
    return found[["item", "option", "n", "rest_r", "key_r"]].reset_index(drop=True)


def may_show_reliability(n_students: int, n_items: int) -> bool:
    """Say whether alpha may be shown, always beside its interval.

    Examples
    --------
    >>> may_show_reliability(25, 12), may_show_reliability(25, 4)
    (True, False)
    """
    return n_students >= N_FOR_RELIABILITY and n_items >= ITEMS_FOR_RELIABILITY


def may_show_thirds(n_students: int) -> bool:
    """Say whether distractors may be shown by thirds of the class.

    Examples
    --------
    >>> may_show_thirds(30), may_show_thirds(90)
    (False, True)
    """
    return n_students >= N_FOR_THIRDS


def idle_distractors(options: pd.DataFrame, n_students: int) -> pd.DataFrame:
    """List wrong options that hardly anybody chose; none below ``N_FOR_RARE`` students.

    Examples
    --------
    >>> options = pd.DataFrame({"item": "q1", "option": ["A", "B", "C"],
    ...                         "is_key": [True, False, False], "n": [40, 9, 1],
    ...                         "share": [0.8, 0.18, 0.02]})
    >>> idle_distractors(options, 50)["option"].tolist()
    ['C']
    """
    rare = ~options["is_key"] & ((options["share"] < RARE_SHARE) | (options["n"] < RARE_N))
    return options[rare & (n_students >= N_FOR_RARE)].reset_index(drop=True)


RETEACH, KNOWN, NOTHING_TO_SAY = "reteach, and check the key", "known", ""


def difficulty_advice(items: pd.DataFrame) -> pd.Series:
    """Say what difficulty alone says: too hard to have been taught yet, or known by the class.

    Returns
    -------
    Series
        ``RETEACH`` below ``RETEACH_BELOW``, ``KNOWN`` above ``KNOWN_ABOVE``, else empty.

    Notes
    -----
    An easy item is no fault: a formative test may have many that the class knows.

    Examples
    --------
    >>> difficulty_advice(pd.DataFrame({"difficulty": [0.2, 0.6, 0.95, None]})).tolist()
    ['reteach, and check the key', '', 'known', '']
    """
    difficulty = items["difficulty"]
    said = pd.Series(NOTHING_TO_SAY, index=items.index, dtype="str")
    return said.mask(difficulty < RETEACH_BELOW, RETEACH).mask(difficulty > KNOWN_ABOVE, KNOWN)


def are_distinguishable(k1: float, n1: float, k2: float, n2: float) -> bool:
    """Say whether two shares differ by more than chance: two classes, or two targets of a student.

    Returns
    -------
    bool
        True when Newcombe's interval of the difference leaves out 0. Otherwise the words are "not
        distinguishable", and nobody is ranked.

    Examples
    --------
    18 of 24 against 11 of 22 is 75 against 50 percent, and not distinguishable:

    >>> are_distinguishable(18, 24, 11, 22), are_distinguishable(22, 24, 8, 22)
    (False, True)
    """
    low, high = newcombe_difference(k1, n1, k2, n2)
    return low > 0 or high < 0


def digits_of_r(n_students: int) -> int:
    """Say how many digits of a correlation its interval supports.

    Examples
    --------
    >>> digits_of_r(30), digits_of_r(150)
    (1, 2)
    """
    return 1 if n_students < N_FOR_RANKING else 2
