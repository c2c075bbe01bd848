"""The same misconception on several items."""

from datacycle.analysis import misconceptions
from plc_data.model import Option
from plc_data.schema import MISCONCEPTION_COUNTS, MISCONCEPTIONS, check_frame
from tests.unit.analysis.make import answers, assessment

SIGN = Option(label="B", misconception="forgets the sign")
UNIT = Option(label="C", misconception="forgets the unit")
ITEM = {"key": ("A",), "options": (Option(label="A"), SIGN, UNIT)}


def given(chosen):
    return answers(
        {
            student: {item: (label, 0) for item, label in labels.items()}
            for student, labels in chosen.items()
        }
    )


CFA = assessment(add=[ITEM] * 2, divide=[ITEM] * 2)


class TestByStudent:
    def test_counts_over_all_targets(self):
        found = misconceptions.misconceptions_by_student(
            given(
                {
                    "s1": {"add1": "B", "add2": "A", "divide1": "B", "divide2": None},
                    "s2": {"add1": "C", "add2": "B", "divide1": "A", "divide2": "A"},
                }
            ),
            CFA,
        )

        assert check_frame(found, MISCONCEPTIONS) == ()
        assert found.to_numpy().tolist() == [["s1", "forgets the sign", 2, 3]]

    def test_asks_for_a_pattern_only_if_told_so(self):
        found = misconceptions.misconceptions_by_student(
            given({"s1": {"add1": "C"}}), CFA, at_least=1
        )

        assert found["n_items"].tolist() == [1]

    def test_nobody(self):
        found = misconceptions.misconceptions_by_student(given({}), CFA)

        assert len(found) == 0
        assert check_frame(found, MISCONCEPTIONS) == ()


class TestCounts:
    def test_keeps_what_nobody_chose(self):
        found = misconceptions.misconception_counts(
            given({"s1": {"add1": "B", "add2": "B"}, "s2": {"add1": "B"}}), CFA
        )

        assert check_frame(found, MISCONCEPTION_COUNTS) == ()
        assert found.to_numpy().tolist() == [
            ["forgets the sign", 4, 2, 1],
            ["forgets the unit", 4, 0, 0],
        ]
