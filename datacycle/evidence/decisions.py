"""Decisions as the workbench stores them: one short text per finding."""

from __future__ import annotations

from collections.abc import Mapping

from plc_data.errors import WorkbenchError
from plc_data.privacy import Action, Decision

LEAVE_OUT = "leave_out"
"""The decision about a figure that an earlier package told of nearly the same students."""

EVERY_FIGURE = "*"
"""``figure:*`` leaves out all figures that an earlier package told of nearly the same students."""


class BadDecision(WorkbenchError):
    """A decision that cannot be carried out as written."""


def read_decision(key: str, written: str | Decision) -> Decision:
    """Read ``replace``, ``generalise``, ``edit: new words`` or ``keep: the reason``.

    ``replace student-id`` says who is meant where a name fits several students.

    Examples
    --------
    >>> read_decision("reflection:1f", "keep: the word, not the student").reason
    'the word, not the student'
    """
    if isinstance(written, Decision):
        return written
    head, _, rest = written.partition(":")
    word, _, person = head.strip().partition(" ")
    try:
        action = Action(word.lower())
    except ValueError:
        raise BadDecision(
            f'{key}: "{word}" is no decision. Possible are replace, generalise, edit: new words, '
            "keep: the reason."
        ) from None
    try:
        return Decision(
            action=action,
            text=rest.strip() if action is Action.EDIT else "",
            reason=rest.strip() if action is not Action.EDIT else "",
            person_id=person.strip() or None,
        )
    except ValueError:
        raise BadDecision(f"{key}: to keep a name, write down why (keep: the reason).") from None


def split_decisions(
    written: Mapping[str, str | Decision],
) -> tuple[dict[str, Decision], frozenset[str]]:
    """Decisions about texts, and the figures that are to be left out.

    Examples
    --------
    >>> split_decisions({"figure:secure/cfa-1/t1": "leave_out"})[1]
    frozenset({'secure/cfa-1/t1'})
    """
    texts, left_out = {}, set()
    for key, value in written.items():
        if key.startswith("figure:"):
            if value != LEAVE_OUT:
                raise BadDecision(f'{key}: a figure can only be left out ("{LEAVE_OUT}").')
            left_out.add(key.removeprefix("figure:"))
        else:
            texts[key] = read_decision(key, value)
    return texts, frozenset(left_out)
