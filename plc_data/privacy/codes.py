"""Record codes: random, new for each package, and of no use without the private key table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from plc_data.errors import NotFound

from .settings import CODE_LENGTH

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without the letters and digits that are read for one another, and without most vowels."""


class Chooser(Protocol):
    """A source of random choices: ``secrets.SystemRandom()`` in use, a seeded one in tests."""

    def choice(self, seq: str) -> str: ...


@dataclass(frozen=True, repr=False)
class KeyTable:
    """Which code stands for which student in one package. Private: it never leaves the school.

    Its ``repr`` says only how many it holds, so that no log or notebook shows it.
    """

    package_id: str
    code_of_id: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""
    """A random text mixed into the fingerprints of the package, so that they cannot be guessed."""

    def __repr__(self) -> str:
        return f"<KeyTable of {len(self.code_of_id)} codes>"

    def code(self, student_id: str) -> str:
        """The code of a student; ``NotFound`` without saying whose."""
        try:
            return self.code_of_id[student_id]
        except KeyError:
            raise NotFound("There is no code for this student in this package.") from None

    def codes(self, student_ids: Iterable[str]) -> tuple[str, ...]:
        """The codes of these students, sorted, so that no order of the roster is kept."""
        return tuple(sorted(self.code(student_id) for student_id in student_ids))

    def students(self, codes: Iterable[str]) -> frozenset[str]:
        """The students behind codes, for comparing two packages inside the school."""
        back = {code: student_id for student_id, code in self.code_of_id.items()}
        return frozenset(back[code] for code in codes)

    def as_bytes(self) -> bytes:
        """The table as private JSON; the caller writes it with mode 0600."""
        content = {
            "package_id": self.package_id,
            "seal": self.seal,
            "students": dict(sorted(self.code_of_id.items())),
        }
        return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> KeyTable:
        """Read back what ``as_bytes`` wrote."""
        content = json.loads(data)
        return cls(content["package_id"], content["students"], content["seal"])


def make_codes(package_id: str, student_ids: Iterable[str], chooser: Chooser) -> KeyTable:
    """Draw a new code for each student.

    Notes
    -----
    A code is never computed from an id: an id of seven digits is hashed through in seconds.
    Each code holds a digit and a letter, so that none of them can spell a name or look like an id.

    Examples
    --------
    >>> import random
    >>> table = make_codes("p", ["0001", "0002"], random.Random(7))
    >>> table
    <KeyTable of 2 codes>
    >>> len(table.code("0001"))
    5
    """
    taken: dict[str, str] = {}
    used: set[str] = set()
    for student_id in sorted(set(student_ids)):
        code = _draw(chooser)
        while code in used or code.isalpha() or code.isdigit():
            code = _draw(chooser)
        used.add(code)
        taken[student_id] = code
    seal = "".join(chooser.choice(ALPHABET) for _ in range(26))
    return KeyTable(package_id, taken, seal)


def _draw(chooser: Chooser) -> str:
    return "".join(chooser.choice(ALPHABET) for _ in range(CODE_LENGTH))
