"""The subtraction attack: what can be worked out from everything that is published.

Built before the suppression that has to withstand it. The attacker knows which groups there are
and which are parts of which, every published number of this package and of earlier ones, and
the rules; only the hidden numbers are missing. For each of them the lowest and the highest
value that fits is looked for, in whole students.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .settings import LEAST_COUNTS_IN_END_CODE, LEAST_RANGE

_SMALL = 10


@dataclass(frozen=True)
class Figure:
    """What one published or hidden place says about one group of students.

    ``students`` are the members (ids or codes; they only say which groups overlap). ``n`` is None
    where the size is hidden. ``low`` and ``high`` enclose the count of those who have the
    property that ``measure`` names; None where nothing is said of it. ``hidden`` marks a group
    that must not come to light; ``is_end`` a coded end that must stay open.
    """

    place: str
    measure: str
    students: frozenset[str]
    n: int | None = None
    low: int | None = None
    high: int | None = None
    hidden: bool = False
    is_end: bool = False


@dataclass(frozen=True)
class Breach:
    """A hidden number that can be narrowed down: where, what, and how far."""

    place: str
    what: str
    lowest: int
    highest: int

    @property
    def message(self) -> str:
        """What came to light, in words that do not repeat the number."""
        return {
            "size": "The size of this hidden group can be worked out from the other numbers.",
            "count": "A hidden count can be worked out from the other numbers.",
            "all": "It can be worked out that every student of this small group has it.",
            "none": "It can be worked out that no student of this small group has it.",
            "end": "The coded share can be narrowed down by the other numbers.",
        }[self.what]


class Contradiction(ValueError):
    """The numbers cannot all be true at once, so nothing follows from them together."""


@dataclass
class _System:
    """Whole-number unknowns and the sums that are known of them."""

    bounds: list[tuple[int, int]] = field(default_factory=list)
    sums: list[tuple[dict[int, int], int, int]] = field(default_factory=list)

    def unknown(self, low: int, high: int) -> int:
        self.bounds.append((low, high))
        return len(self.bounds) - 1

    def know(self, weights: dict[int, int], low: int, high: int) -> None:
        self.sums.append((weights, low, high))

    def extremes(self, weights: dict[int, int]) -> tuple[int, int]:
        """Lowest and highest value of a weighted sum of unknowns that fits all that is known."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        size = len(self.bounds)
        matrix = np.zeros((max(len(self.sums), 1), size))
        lower, upper = np.zeros(len(matrix)), np.zeros(len(matrix))
        for i, (terms, low, high) in enumerate(self.sums):
            for j, weight in terms.items():
                matrix[i, j] = weight
            lower[i], upper[i] = low, high
        low_bound, high_bound = np.array(self.bounds, dtype=float).T
        aim = np.zeros(size)
        for j, weight in weights.items():
            aim[j] = weight
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * aim,
                integrality=np.ones(size),
                bounds=Bounds(low_bound, high_bound),
                constraints=LinearConstraint(matrix, lower, upper),
            )
            if found.x is None:
                raise Contradiction("the published numbers contradict each other")
            ends.append(round(float(sign * found.fun)))
        return ends[0], ends[1]


def attack(figures: Iterable[Figure], *, at_most: int | None = None) -> tuple[Breach, ...]:
    """Try to work out every hidden number, and say which ones gave way.

    Parameters
    ----------
    figures
        Everything published (of this package and of earlier ones) and every hidden place.
    at_most
        The largest number of students that anybody would think of; twice what is there if left.

    Returns
    -------
    tuple of Breach
        Empty when the package withstands the attack. A hidden size or count must stay open by at
        least three; a hidden or small group must not be shown to be all or none; a coded end must
        leave at least three counts.

    Raises
    ------
    Contradiction
        When no numbers fit all that is published.

    Examples
    --------
    One hidden class beside a total is a subtraction away:

    >>> a, b = frozenset("abc"), frozenset("klmnopqrstuv")
    >>> attack([Figure("class 1", "size", a, hidden=True), Figure("class 2", "size", b, n=12),
    ...         Figure("all", "size", a | b, n=15)])[0].what
    'size'
    """
    figures = tuple(figures)
    breaches: list[Breach] = []
    for group in _connected(figures):
        if any(figure.hidden or figure.is_end for figure in group) or len(group) > 1:
            breaches.extend(_attack_group(group, at_most))
    order = {figure.place: i for i, figure in enumerate(figures)}
    unique = dict.fromkeys(breaches)
    return tuple(sorted(unique, key=lambda breach: order.get(breach.place, len(order))))


def _attack_group(figures: Sequence[Figure], at_most: int | None) -> list[Breach]:
    atoms = _atoms(figures)
    parts = {figure: [a for a in atoms if a <= figure.students] for figure in figures}
    ceiling = at_most or 2 * sum(len(a) for a in atoms) + _SMALL
    system = _System()
    size = {a: system.unknown(1, ceiling) for a in atoms}
    having: dict[tuple[str, frozenset[str]], int] = {}
    for figure in figures:
        if figure.n is not None:
            system.know({size[a]: 1 for a in parts[figure]}, figure.n, figure.n)
        if figure.low is not None and figure.high is not None:
            for a in parts[figure]:
                if (figure.measure, a) not in having:
                    having[figure.measure, a] = count = system.unknown(0, ceiling)
                    system.know({size[a]: 1, count: -1}, 0, ceiling)
            weights = {having[figure.measure, a]: 1 for a in parts[figure]}
            system.know(weights, figure.low, figure.high)
    breaches = []
    for figure in figures:
        if not parts[figure] or not (figure.hidden or figure.is_end):
            continue
        sizes = {size[a]: 1 for a in parts[figure]}
        if figure.hidden:
            breaches += _hidden_breaches(system, figure, parts[figure], sizes, having)
        else:
            lowest, highest = system.extremes({having[figure.measure, a]: 1 for a in parts[figure]})
            if highest - lowest + 1 < LEAST_COUNTS_IN_END_CODE:
                breaches.append(Breach(figure.place, "end", lowest, highest))
    return breaches


def _hidden_breaches(
    system: _System,
    figure: Figure,
    parts: Sequence[frozenset[str]],
    sizes: dict[int, int],
    having: dict[tuple[str, frozenset[str]], int],
) -> list[Breach]:
    breaches = []
    lowest, highest = system.extremes(sizes)
    if highest - lowest < LEAST_RANGE:
        breaches.append(Breach(figure.place, "size", lowest, highest))
    for measure in sorted({measure for measure, _ in having}):
        counts = [having[measure, a] for a in parts if (measure, a) in having]
        if len(counts) < len(parts):
            continue
        lowest, highest = system.extremes(dict.fromkeys(counts, 1))
        without = dict.fromkeys(counts, -1) | sizes
        _, most_without = system.extremes(without)
        if most_without == 0:
            breaches.append(Breach(figure.place, "all", lowest, highest))
        elif highest == 0:
            breaches.append(Breach(figure.place, "none", lowest, highest))
        elif highest - lowest < LEAST_RANGE:
            breaches.append(Breach(figure.place, "count", lowest, highest))
    return breaches


def _atoms(figures: Sequence[Figure]) -> list[frozenset[str]]:
    """The smallest groups that the figures can tell apart."""
    by_signature: dict[tuple[int, ...], set[str]] = {}
    for student in sorted(frozenset().union(*(figure.students for figure in figures))):
        signature = tuple(i for i, figure in enumerate(figures) if student in figure.students)
        by_signature.setdefault(signature, set()).add(student)
    return [frozenset(members) for _, members in sorted(by_signature.items())]


def _connected(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures that share students, directly or through others, belong to one attack."""
    groups: list[tuple[set[str], list[Figure]]] = []
    for figure in figures:
        touching = [group for group in groups if group[0] & figure.students]
        students, members = set(figure.students), [figure]
        for group in touching:
            students |= group[0]
            members = group[1] + members
            groups.remove(group)
        groups.append((students, members))
    return [members for _, members in groups]
