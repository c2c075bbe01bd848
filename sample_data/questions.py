"""What a question is before a team makes an item of it: with its true difficulty beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plc_data.model import Item, Option

LETTERS = "ABCD"


@dataclass(frozen=True)
class Question:
    """A selected-response question; ``choices`` in the order shown, the key's place in ``key``.

    ``choices`` pairs a text with the misconception that leads to it, or with None where it is
    right or a slip. ``hardness`` is the truth that the generator uses: the ability at which half
    of the students without a misconception know it. Nobody in the school ever sees it.
    """

    target_id: str
    prompt: str
    choices: tuple[tuple[str, str | None], ...]
    key: str
    hardness: float
    depth_of_knowledge: int
    author_id: str

    def distractors(self) -> tuple[str, ...]:
        """The letters that are wrong."""
        return tuple(letter for letter in LETTERS[: len(self.choices)] if letter != self.key)

    def option_for(self, misconception: str | None) -> str | None:
        """The letter that a student with this misconception chooses, if there is one."""
        for letter, (_, behind) in zip(LETTERS, self.choices, strict=False):
            if misconception is not None and behind == misconception:
                return letter
        return None

    def text_of(self, letter: str) -> str:
        """What stands beside the letter."""
        return self.choices[LETTERS.index(letter)][0]


def ask(
    target: str,
    author: str,
    depth: int,
    hardness: float,
    prompt: str,
    key: str,
    *choices: str | tuple[str, str],
) -> Question:
    """A question from its parts; a choice with a misconception behind it is a pair."""
    pairs = tuple((choice, None) if isinstance(choice, str) else choice for choice in choices)
    return Question(target, prompt, pairs, key, hardness, depth, author)


def as_items(questions: Sequence[Question], *, prefix: str) -> tuple[Item, ...]:
    """The questions as items of a CFA, numbered in order."""
    return tuple(
        Item(
            id=f"{prefix}-{place:02d}",
            position=place,
            label=f"Q{place}",
            target_id=question.target_id,
            depth_of_knowledge=question.depth_of_knowledge,
            key=(question.key,),
            options=tuple(
                Option(label=letter, text=text, misconception=behind)
                for letter, (text, behind) in zip(LETTERS, question.choices, strict=False)
            ),
            prompt=question.prompt,
            author_id=question.author_id,
        )
        for place, question in enumerate(questions, 1)
    )
