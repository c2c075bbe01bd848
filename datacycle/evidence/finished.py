"""The second search: over the finished files, as a reader or a machine gets them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser

from plc_data.privacy import NameFinding, NameSearch
from plc_data.privacy.normal import read, words

_SPOKEN = ("alt", "title", "aria-label", "content", "summary")
"""Attributes that a reader hears or a page shows."""
_FINGERPRINT = re.compile(r"^[0-9a-f]{40,}$|^urn:uuid:[0-9a-f-]{36}$")


def search_files(
    files: Mapping[str, bytes],
    search: NameSearch,
    *,
    printed: Iterable[str] = (),
    kept: frozenset[str] = frozenset(),
    ours: frozenset[str] = frozenset(),
) -> tuple[NameFinding, ...]:
    """Names in the finished package that nobody decided to keep.

    Parameters
    ----------
    files
        Path to content.
    search
        The search for the roster.
    printed
        The strings that went into the printed report, whose bytes are packed.
    kept
        What was kept on purpose, as the search reads it.
    ours
        Words of our own labels: a student called Page is not meant by "Page 3".
    """
    found = []
    for path in sorted(files):
        found += _search(path, strings_of(path, files[path]), search, kept, ours)
        found += _search(path, [path], search, kept, ours)
    found += _search("the printed report", printed, search, kept, ours)
    return tuple(found)


def strings_of(path: str, content: bytes) -> Iterator[str]:
    """Every text that a file shows or says, one by one; fingerprints are left out."""
    if path.endswith((".html", ".svg")):
        yield from _Texts.of(content.decode())
    elif path.endswith(".json"):
        yield from strings_in(json.loads(content))
    elif path.endswith((".csv", ".txt", ".md")):
        for line in content.decode().splitlines():
            yield from re.findall(r'"((?:[^"]|"")*)"', line) if path.endswith(".csv") else [line]


def strings_in(node: object) -> Iterator[str]:
    """Every string of a tree, its keys too."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield key
            yield from strings_in(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from strings_in(value)
    elif isinstance(node, str) and not _FINGERPRINT.match(node):
        yield node


def _search(
    path: str,
    texts: Iterable[str],
    search: NameSearch,
    kept: frozenset[str],
    ours: frozenset[str],
) -> Iterator[NameFinding]:
    for text in texts:
        for finding in search.scan(path, text):
            reading = read(finding.found).text
            own = finding.kind in ("single", "word", "initials") and set(words(reading)) <= ours
            if finding.blocks and reading not in kept and not own:
                yield finding


class _Texts(HTMLParser):
    """Texts and spoken attributes of a page; styles and drawing commands are neither."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    @classmethod
    def of(cls, page: str) -> list[str]:
        parser = cls()
        parser.feed(page)
        parser.close()
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script")
        self.found += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.append(data)
