"""What a person decided about a finding, and the text that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import model_validator

from plc_data.model import Record

from .name_findings import NameFinding
from .names import NameSearch
from .normal import read

NEUTRAL_STUDENT = "[student]"
NEUTRAL_STAFF = "[colleague]"
NEUTRAL = {
    "email": "[e-mail address]",
    "phone": "[telephone number]",
    "birth": "[date of birth]",
    "street": "[address]",
}


class Action(StrEnum):
    REPLACE = "replace"
    GENERALISE = "generalise"
    EDIT = "edit"
    KEEP = "keep"


class Decision(Record):
    """What to do with one word in one document.

    ``replace`` puts the student's code there, ``generalise`` "[student]", ``edit`` the given
    ``text``, ``keep`` leaves it and needs a ``reason``. ``person_id`` says which student is meant
    where a name fits several.
    """

    action: Action
    text: str = ""
    reason: str = ""
    person_id: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Decision:
        if self.action is Action.KEEP and not self.reason.strip():
            raise ValueError("to keep a name, write down why")
        return self


@dataclass(frozen=True)
class Applied:
    """One decision that was carried out: where and what, never whose name."""

    document: str
    finding_id: str
    action: Action
    code: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Cleaned:
    """A text after the decisions; ``open`` are the findings that still wait for one.

    They point into the text as it was, unless a decision put new words there.
    """

    text: str
    open: tuple[NameFinding, ...]
    applied: tuple[Applied, ...]
    kept: frozenset[str]
    """What was kept on purpose, as the search reads it."""


def clean(
    document: str,
    raw: str,
    search: NameSearch,
    decisions: Mapping[str, Decision],
    name_for: Callable[[NameFinding, Decision], str | None],
) -> Cleaned:
    """Carry out the decisions on a text, and search what came of it once more.

    Parameters
    ----------
    document
        The id of the text; decisions hold within it only.
    raw
        The text as it was written.
    search
        The search for the roster.
    decisions
        Finding id to decision; ids of other documents have no effect here.
    name_for
        What ``replace`` writes: the code of a student, the letter of a colleague, or None where
        it is not clear who is meant; then the neutral word is written.
    """
    findings = search.scan(document, raw)
    pieces: list[str] = []
    applied: list[Applied] = []
    kept: set[str] = set()
    at = 0
    for finding in findings:
        decision = decisions.get(finding.id)
        if decision is None:
            continue
        written, code = _written(finding, decision, name_for)
        pieces += [raw[at : finding.start], written]
        at = finding.end
        applied.append(Applied(document, finding.id, decision.action, code, decision.reason))
        if decision.action is Action.KEEP:
            kept.add(read(finding.found).text)
    text = "".join([*pieces, raw[at:]])
    again = findings if not pieces else search.scan(document, text)
    first = {finding.id: finding for finding in reversed(findings)}
    still = tuple(first.get(f.id, f) for f in again if read(f.found).text not in kept)
    return Cleaned(text, still, tuple(applied), frozenset(kept))


def _written(
    finding: NameFinding,
    decision: Decision,
    name_for: Callable[[NameFinding, Decision], str | None],
) -> tuple[str, str | None]:
    if decision.action is Action.KEEP:
        return finding.found, None
    if decision.action is Action.EDIT:
        return decision.text, None
    neutral = NEUTRAL.get(finding.kind) or (NEUTRAL_STAFF if finding.is_staff else NEUTRAL_STUDENT)
    if decision.action is Action.REPLACE and finding.kind not in ("phone", "birth", "street"):
        name = name_for(finding, decision)
        if name is not None:
            return name, name
    return neutral, None


def blocking(findings: Sequence[NameFinding]) -> tuple[NameFinding, ...]:
    """The findings that stop an export."""
    return tuple(finding for finding in findings if finding.blocks)
