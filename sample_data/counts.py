"""Counting the generated answers, so that no sentence of a story holds a number made up.

Written apart from ``datacycle.analysis`` on purpose: the tests hold the two against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from plc_data.model import MasteryState

from .answers import BLANK, Testing

ALL_RIGHT = {4: MasteryState.SECURE, 3: MasteryState.LOOK_AGAIN}
"""What the default rule says of four questions; fewer right is not yet."""


def state(testing: Testing, student_id: str, target_id: str) -> MasteryState:
    """Where the student stands on a target with four questions."""
    if student_id not in testing.chosen:
        return MasteryState.NO_EVIDENCE
    return ALL_RIGHT.get(testing.right_on(student_id, target_id), MasteryState.NOT_YET)


def secure(testing: Testing, target_id: str, among: Collection[str]) -> tuple[int, int]:
    """How many are secure, of how many of ``among`` who were tested."""
    tested = [student_id for student_id in among if student_id in testing.chosen]
    return (
        sum(state(testing, i, target_id) is MasteryState.SECURE for i in tested),
        len(tested),
    )


def right(testing: Testing, position: int) -> int:
    """How many have the question right."""
    return sum(testing.points(student_id)[position - 1] for student_id in testing.chosen)


def choosers(testing: Testing, position: int) -> Counter[str]:
    """How many chose each letter; blanks under ``""``."""
    return Counter(letters[position - 1] for letters in testing.chosen.values())


def blanks(testing: Testing) -> int:
    """Questions left blank, over all students."""
    return sum(letter == BLANK for letters in testing.chosen.values() for letter in letters)


def times(testing: Testing, student_id: str, target_id: str) -> Counter[str]:
    """How often the student chose each misconception's option on the target."""
    found: Counter[str] = Counter()
    for letter, question in zip(testing.chosen[student_id], testing.questions, strict=True):
        if question.target_id == target_id and letter not in (BLANK, question.key):
            behind = question.choices["ABCD".index(letter)][1]
            if behind:
                found[behind] += 1
    return found


def showing(testing: Testing, target_id: str, misconception: str, *, at_least: int) -> int:
    """How many students chose the misconception's option at least so often."""
    return sum(
        times(testing, student_id, target_id)[misconception] >= at_least
        for student_id in testing.chosen
    )
