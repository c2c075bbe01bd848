"""Words that people wrote, kept apart from our own until names and counts are settled.

Collecting evidence builds a tree of plain values. Whatever a person typed stands in it as
``Free``; only ``settle`` turns it into text, so that no sentence can slip past the search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from plc_data.privacy import (
    Action,
    Applied,
    CountFinding,
    Decision,
    NameFinding,
    NameSearch,
    PrivacySettings,
    Reading,
    clean,
    counts_in_text,
    without_counts,
)
from plc_data.privacy.normal import words

STUDENTS, GOAL, RESULTS, NOTHING = *Reading, None


@dataclass(frozen=True)
class Free:
    """A text that somebody typed. ``document`` names it; decisions hold within it.

    ``numbers`` says how closely its numbers are read; None for a title or a label.
    """

    document: str
    text: str
    numbers: Reading | None = STUDENTS
    may_name: bool = False
    """True for the one place where a person is named on purpose: who hands in."""

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True)
class Sentence:
    """Our words and theirs in one line."""

    parts: tuple[str | Free, ...]


def sentence(*parts: str | Free) -> Sentence:
    """Join our words and theirs; empty parts do no harm."""
    return Sentence(parts)


@dataclass
class Settled:
    """What settling a tree found and did."""

    names: list[NameFinding] = field(default_factory=list)
    open: list[NameFinding] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    counts: list[tuple[str, CountFinding]] = field(default_factory=list)
    counts_kept: list[Applied] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)
    """Words of our own labels, which are no names where we wrote them."""
    raw: dict[str, str] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)


def counts_key(document: str) -> str:
    """Where the decision to leave the numbers of a document as they are is looked up."""
    return f"{document}:counts"


def settle(
    tree: object,
    search: NameSearch,
    decisions: Mapping[str, Decision],
    name_for: Callable[[NameFinding, Decision], str | None],
    settings: PrivacySettings,
    *,
    n_tested: int | None,
    n_public: int | None = None,
    classes: Mapping[str, str] | None = None,
    allowed: Collection[tuple[int, int]] = (),
) -> tuple[object, Settled]:
    """Turn every ``Free`` of a tree into text, with names and counts settled."""
    settled = Settled()
    class_names = _pattern(classes or {})
    typed: dict[str, str] = {}

    def text_of(free: Free) -> str:
        if typed.setdefault(free.document, free.text) != free.text:
            raise ValueError(f"two texts share the document id {free.document!r}")
        if free.document in settled.done:
            return settled.done[free.document]
        if free.may_name:
            settled.kept |= _parts(free.text)
            settled.done[free.document] = free.text
            return free.text
        raw = class_names(free.text) if free.numbers is not None else free.text
        settled.raw[free.document] = raw
        taken = _colleagues(free.document, raw, search, decisions) | dict(decisions)
        cleaned = clean(free.document, raw, search, taken, name_for)
        settled.names.extend(search.scan(free.document, raw))
        settled.open.extend(cleaned.open)
        settled.applied.extend(cleaned.applied)
        settled.kept |= cleaned.kept
        text = cleaned.text
        if free.numbers is not None:
            found = counts_in_text(
                text,
                n_tested,
                settings,
                reading=free.numbers,
                n_public=n_public,
                allowed=allowed,
            )
            keep = decisions.get(counts_key(free.document))
            if found and keep is not None and keep.action == "keep":
                key = counts_key(free.document)
                settled.counts_kept.append(
                    Applied(free.document, key, keep.action, reason=keep.reason)
                )
            elif found:
                settled.counts.extend((free.document, count) for count in found)
                text = without_counts(text, found)
        settled.done[free.document] = text
        return text

    def walk(node: object) -> object:
        if isinstance(node, Free):
            return text_of(node)
        if isinstance(node, Sentence):
            return "".join(str(walk(part)) for part in node.parts)
        if isinstance(node, Mapping):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, (list, tuple)):
            return [walk(value) for value in node]
        if isinstance(node, str):
            settled.ours.update(words(node))
        return node

    return walk(tree), settled


def _colleagues(
    document: str, raw: str, search: NameSearch, decisions: Mapping[str, Decision]
) -> dict[str, Decision]:
    """Names of colleagues become letters without a question, where it is clear who is meant."""
    return {
        finding.id: Decision(action=Action.REPLACE)
        for finding in search.scan(document, raw)
        if finding.is_staff and len(finding.person_ids) == 1 and finding.kind != "word"
        if finding.blocks and finding.id not in decisions
    }


def _pattern(classes: Mapping[str, str]) -> Callable[[str], str]:
    """Put letters for the names of classes, longest names first."""
    if not classes:
        return lambda text: text
    names = sorted(classes, key=len, reverse=True)
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)", re.IGNORECASE
    )
    letters = {name.casefold(): letter for name, letter in classes.items()}
    return lambda text: pattern.sub(lambda match: letters[match.group().casefold()], text)


def _parts(name: str) -> set[str]:
    """A name and every run of its words, as the search reads them."""
    said = words(name)
    n = len(said)
    return {" ".join(said[i:j]) for i in range(n) for j in range(i + 1, n + 1)}
