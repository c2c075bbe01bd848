"""Small groups: hide them, hide what would give them away, then attack what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .attacker import Breach, Contradiction, Figure, attack
from .bands import ShareCode, share_code
from .settings import OVERRIDE_FLOOR, PrivacySettings

HIDDEN = "hidden"
"""One mark for every hidden place: two marks would tell which of them is the small one."""


@dataclass(frozen=True)
class Group:
    """A group of students in a table and, where the table shows a share, who of them has it."""

    key: str
    students: frozenset[str]
    having: frozenset[str] | None = None

    @property
    def n(self) -> int:
        return len(self.students)


@dataclass(frozen=True)
class Sum:
    """A total line: all students of the named groups together."""

    key: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class CountTable:
    """Groups that exclude each other, and their totals, for one measure."""

    measure: str
    groups: tuple[Group, ...]
    sums: tuple[Sum, ...] = ()

    def all_groups(self) -> tuple[Group, ...]:
        """The groups and then the totals, each with its own students."""
        by_key = {group.key: group for group in self.groups}
        totals = []
        for total in self.sums:
            parts = [by_key[key] for key in total.of]
            having = (
                frozenset().union(*(part.having for part in parts))
                if parts and all(part.having is not None for part in parts)
                else None
            )
            students = frozenset().union(*(part.students for part in parts))
            totals.append(Group(total.key, students, having))
        return (*self.groups, *totals)


@dataclass(frozen=True)
class PublishedGroup:
    """What may be said of one group: its size and, where there is one, its share; or nothing."""

    key: str
    n: int | None
    share: ShareCode | None

    @property
    def hidden(self) -> bool:
        return self.n is None


@dataclass(frozen=True)
class PublishedTable:
    """A table after suppression, in the order of the table it was made from."""

    measure: str
    groups: tuple[PublishedGroup, ...]
    figures: tuple[Figure, ...]

    def group(self, key: str) -> PublishedGroup:
        """The group with this key; ``KeyError`` when there is none (nobody was in it)."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)

    @property
    def hidden_keys(self) -> tuple[str, ...]:
        return tuple(group.key for group in self.groups if group.hidden)


def suppress(
    table: CountTable, settings: PrivacySettings, *, besides: Sequence[Figure] = ()
) -> PublishedTable:
    """Decide what of a table may leave the school.

    Parameters
    ----------
    table
        The groups, their students and their totals. A group without students makes no line.
    settings
        The smallest group that may be described.
    besides
        What is published elsewhere on the same students; the attack counts it in.

    Notes
    -----
    A group under the minimum is hidden. What can be had by subtraction from a total must hold at
    least two hidden groups and the minimum of students together; else the next smallest group is
    hidden as well, and when there is none the total goes. What then still gives way to the attack
    loses its smallest group, until nothing gives way. A size never stands beside a hidden share.
    What a threshold hides, every higher threshold hides too.

    Examples
    --------
    >>> nine = [frozenset(f"{c}{i}" for i in range(9)) for c in "ab"]
    >>> table = CountTable("size", (Group("A", nine[0]), Group("B", nine[1])),
    ...                    (Sum("all", ("A", "B")),))
    >>> published = suppress(table, PrivacySettings())
    >>> published.hidden_keys, published.group("all").n
    (('A', 'B'), 18)
    """
    hidden: set[str] = set()
    for minimum in range(min(OVERRIDE_FLOOR, settings.minimum_n), settings.minimum_n + 1):
        hidden |= _hide(table, minimum, besides)
    return _publish(table, hidden)


def _hide(table: CountTable, minimum: int, besides: Sequence[Figure]) -> set[str]:
    """The groups that one threshold asks to hide; parts go before totals."""
    groups = {group.key: group for group in table.all_groups() if group.n}
    totals = {total.key for total in table.sums}
    order = sorted(groups, key=lambda key: (key in totals, groups[key].n, key))
    hidden = {key for key, group in groups.items() if group.n < minimum}
    while True:
        hidden = _close(table, groups, hidden, minimum)
        left = [key for key in order if key not in hidden]
        breaches = attack((*_publish(table, hidden).figures, *besides))
        if not left or not any(breach.place in groups for breach in breaches):
            return hidden
        hidden = hidden | {left[0]}


def _close(table: CountTable, groups: dict[str, Group], hidden: set[str], minimum: int) -> set[str]:
    """Hide on until no total gives a hidden group away."""
    hidden = set(hidden)
    changed = True
    while changed:
        changed = False
        for total in table.sums:
            parts = [key for key in total.of if key in groups]
            inside = [key for key in parts if key in hidden]
            if not inside or total.key in hidden or total.key not in groups:
                continue
            if len(inside) >= 2 and sum(groups[key].n for key in inside) >= minimum:
                continue
            rest = sorted(
                (key for key in parts if key not in hidden), key=lambda key: (groups[key].n, key)
            )
            hidden.add(rest[0] if rest else total.key)
            changed = True
    return hidden


def _publish(table: CountTable, hidden: set[str]) -> PublishedTable:
    lines, figures = [], []
    for group in table.all_groups():
        if not group.n:
            continue
        figure = Figure(group.key, table.measure, group.students, hidden=group.key in hidden)
        share = None
        if not figure.hidden:
            figure = replace(figure, n=group.n)
            if group.having is not None:
                share = share_code(len(group.having), group.n)
                figure = replace(figure, low=share.low, high=share.high, is_end=share.is_end)
        lines.append(PublishedGroup(group.key, figure.n, share))
        figures.append(figure)
    return PublishedTable(table.measure, tuple(lines), tuple(figures))


@dataclass(frozen=True)
class Release:
    """What an earlier package told of which students, for comparing within the school.

    ``members`` maps each measure to the students whose results went into it.
    """

    package_id: str
    members: dict[str, frozenset[str]]
    figures: tuple[Figure, ...] = ()


def near_repeats(
    members: dict[str, frozenset[str]],
    prior: Iterable[Release],
    settings: PrivacySettings,
) -> tuple[str, ...]:
    """Measures that an earlier package told for nearly, but not quite, the same students.

    Two packages that differ by a few students give those few away by subtraction. Equal groups
    tell nothing new; groups that differ by the minimum or more are left to the attack.
    """
    found = []
    for release in prior:
        for measure, students in members.items():
            earlier = release.members.get(measure)
            if earlier is not None and 0 < len(earlier ^ students) < settings.minimum_n:
                found.append(measure)
    return tuple(dict.fromkeys(found))


def attack_package(figures: Iterable[Figure], prior: Iterable[Release] = ()) -> tuple[Breach, ...]:
    """Attack everything that a package publishes together with what earlier ones did.

    Where results were corrected meanwhile, an earlier package contradicts this one and nothing
    follows from both together; then this one is attacked alone.
    """
    figures = tuple(figures)
    earlier = [
        replace(figure, place=f"{release.package_id}/{figure.place}")
        for release in prior
        for figure in release.figures
    ]
    try:
        return attack((*figures, *earlier))
    except Contradiction:
        return attack(figures)
