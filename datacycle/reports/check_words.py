"""The words of checks for understanding; how much each shows stands in the analysis alone."""

from __future__ import annotations

from collections.abc import Mapping

TECHNIQUES: tuple[str, ...] = (
    "mini whiteboards",
    "exit ticket",
    "hinge question",
    "quick write",
    "do now",
    "quick poll",
    "performance check",
    "circulating tally",
    "turn and talk",
    "cold call",
    "hands up",
    "choral response",
    "thumbs",
    "fist to five",
    "traffic light",
)
"""What a choice offers, those that show everybody's work first, self-report last."""

STRENGTH_WORDS: Mapping[str, str] = {"high": "Strong", "medium": "Fair", "low": "Weak"}
"""What the grades of evidence are called."""

FIT_WORDS: Mapping[str, str] = {
    "matched": "fits the line",
    "moved on below the line": "moved on below the line",
    "took time above the line": "took time above the line",
    "no decision noted": "no decision noted",
    "no work was seen": "no work was seen",
}


def technique_words(name: str) -> str:
    """A technique as a reader sees it.

    Examples
    --------
    >>> technique_words("exit_ticket")
    'Exit ticket'
    """
    plain = name.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]
