"""Changes of a blueprint as a whole: items added, copied, moved, removed; a second form; a key.

Each takes an assessment and returns the next one; positions always run 1, 2, 3 ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from plc_data.errors import NotAllowed, NotFound
from plc_data.model import Assessment, Item, ItemType, LearningTarget, Option, PlannedItem

from .blueprint import TARGETS_AT_MOST

FIRST_OPTIONS = ("A", "B", "C", "D")
"""The options a new selected-response item begins with."""


def free_id(taken: Iterable[str], stem: str) -> str:
    """The first id of this stem that nobody has.

    Examples
    --------
    >>> free_id(["q1", "q2"], "q")
    'q3'
    """
    taken = set(taken)
    n = len(taken) + 1
    while f"{stem}{n}" in taken:
        n += 1
    return f"{stem}{n}"


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items with positions 1, 2, 3 ... as they stand here."""
    return tuple(
        item if item.position == n else item.model_copy(update={"position": n})
        for n, item in enumerate(items, start=1)
    )


def sorted_items(assessment: Assessment) -> tuple[Item, ...]:
    """The items by position."""
    return tuple(sorted(assessment.items, key=lambda item: item.position))


def add_target(assessment: Assessment) -> Assessment:
    """One more target, to be worded; refused when there are as many as a CFA can have."""
    if len(assessment.targets) >= TARGETS_AT_MOST:
        raise NotAllowed(f"A common assessment has at most {TARGETS_AT_MOST} targets.")
    id = free_id([t.id for t in assessment.targets], f"{assessment.id}-t")
    target = LearningTarget(id=id, statement="", team_id=assessment.team_id)
    return _with(assessment, targets=(*assessment.targets, target))


def remove_target(assessment: Assessment, target_id: str) -> Assessment:
    """Take a target away that no item asks for."""
    if assessment.items_of(target_id):
        raise NotAllowed("Items still ask for this target: move or remove them first.")
    kept = tuple(t for t in assessment.targets if t.id != target_id)
    return _with(assessment, targets=kept)


def add_item(assessment: Assessment, target_id: str, author_id: str) -> Assessment:
    """One more item at the end, one choice of four, for this target."""
    if target_id not in {t.id for t in assessment.targets}:
        raise NotFound("Choose the learning target first; nothing was added.")
    n = len(assessment.items) + 1
    item = Item(
        id=free_id([i.id for i in assessment.items], f"{assessment.id}-q"),
        position=n,
        label=free_id([i.label for i in assessment.items], "Q"),
        target_id=target_id,
        depth_of_knowledge=assessment.target(target_id).depth_of_knowledge,
        options=tuple(Option(label=label) for label in FIRST_OPTIONS),
        author_id=author_id,
    )
    return _with(assessment, items=(*in_order(sorted_items(assessment)), item))


def copy_item(assessment: Assessment, item_id: str) -> Assessment:
    """The same item once more, right below."""
    items = list(sorted_items(assessment))
    at = _place(items, item_id)
    copy = items[at].model_copy(
        update={
            "id": free_id([i.id for i in items], f"{assessment.id}-q"),
            "label": free_id([i.label for i in items], "Q"),
        }
    )
    return _with(assessment, items=in_order([*items[: at + 1], copy, *items[at + 1 :]]))


def move_item(assessment: Assessment, item_id: str, by: int) -> Assessment:
    """An item some places down (``by`` above 0) or up; at the end it stays."""
    items = list(sorted_items(assessment))
    item = items.pop(_place(items, item_id))
    items.insert(max(0, min(len(items), item.position - 1 + by)), item)
    return _with(assessment, items=in_order(items))


def remove_item(assessment: Assessment, item_id: str) -> Assessment:
    """Without this item; the others close up."""
    items = list(sorted_items(assessment))
    items.pop(_place(items, item_id))
    return _with(assessment, items=in_order(items))


def change_item(assessment: Assessment, item_id: str, change: Callable[[Item], Item]) -> Assessment:
    """With one item changed."""
    _place(assessment.items, item_id)
    return _with(
        assessment,
        items=tuple(change(item) if item.id == item_id else item for item in assessment.items),
    )


def parallel_form(assessment: Assessment, id: str, form: str) -> Assessment:
    """A second form: the same targets, counts, points and rule; its window is still open."""
    items = tuple(
        item.model_copy(update={"id": f"{id}-q{n}"})
        for n, item in enumerate(sorted_items(assessment), start=1)
    )
    return _with(
        assessment,
        id=id,
        form=form,
        parallel_to=assessment.parallel_to or assessment.id,
        items=in_order(items),
        window_opens_on=None,
        window_closes_on=None,
    )


def with_key(assessment: Assessment, planned: Sequence[PlannedItem]) -> Assessment:
    """The blueprint with an answer key's points, keys and targets, by position.

    A position that the blueprint lacks becomes a new item. A tag that is a standard of a target
    gives the target; without one an item keeps its target, a new one gets the first.
    """
    if not assessment.targets:
        raise NotAllowed("Write the learning targets first: each item of the key needs one.")
    now, items = {item.position: item for item in sorted_items(assessment)}, {}
    for one in planned:
        item = now.get(one.position) or Item(
            id=free_id([*(i.id for i in assessment.items), *(i.id for i in items.values())],
                       f"{assessment.id}-q"),
            position=one.position,
            label=one.label,
            target_id=assessment.targets[0].id,
        )  # fmt: skip
        update: dict = {"target_id": target_of(assessment, one) or item.target_id}
        if one.max_points:
            update["max_points"] = one.max_points
        if one.key and item.type in (ItemType.SELECTED, ItemType.SELECTED_SEVERAL):
            update["key"] = letters_of(one.key)
            labels = {o.label for o in item.options}
            if not labels and set(update["key"]) <= set(FIRST_OPTIONS):
                update["options"] = tuple(Option(label=label) for label in FIRST_OPTIONS)
        elif one.key:
            update["key"] = (one.key,)
        items[one.position] = item.model_copy(update=update)
    return _with(assessment, items=in_order(v for _, v in sorted({**now, **items}.items())))


def letters_of(key: str) -> tuple[str, ...]:
    """A key of several letters as the letters it names; any other key as it stands.

    Examples
    --------
    >>> letters_of("AC"), letters_of("B"), letters_of("42")
    (('A', 'C'), ('B',), ('42',))
    """
    plain = key.replace(",", "").replace(" ", "")
    return tuple(plain) if plain.isalpha() and plain.isupper() else (key,)


def target_of(assessment: Assessment, planned: PlannedItem) -> str | None:
    """The target whose standard a key's tag names."""
    for code in planned.target_codes:
        for target in assessment.targets:
            if code in target.standard_codes:
                return target.id
    return None


def _place(items: Sequence[Item], item_id: str) -> int:
    for at, item in enumerate(items):
        if item.id == item_id:
            return at
    raise NotFound("Somebody removed this item meanwhile; nothing was changed.")


def _with(assessment: Assessment, **update: object) -> Assessment:
    return Assessment.model_validate({**assessment.model_dump(), **_dumped(update)})


def _dumped(update: dict) -> dict:
    return {
        key: tuple(one.model_dump() for one in value) if isinstance(value, tuple) else value
        for key, value in update.items()
    }
