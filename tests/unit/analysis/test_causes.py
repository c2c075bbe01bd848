"""Misconceptions behind the chosen options."""

import datacycle.analysis as an
from plc_data.model import ItemType, Option
from plc_data.schema import CAUSES, check_frame
from tests.unit.analysis.make import answers, assessment

OPTIONS = (
    Option(label="A"),
    Option(label="B", misconception="adds denominators"),
    Option(label="C", misconception="forgets the sign"),
    Option(label="D"),
)
SELECTED = {"key": ("A",), "options": OPTIONS}


def causes(chosen: dict[str, list[str | None]], **extra):
    item = {**SELECTED, **extra}
    cfa = assessment(add=[item] * 3)
    given = answers(
        {
            student: {f"add{i}": (label, 0) for i, label in enumerate(labels, start=1)}
            for student, labels in chosen.items()
        }
    )
    frame = an.student_causes(given, cfa, "add")
    assert check_frame(frame, CAUSES) == ()
    return {row.student_id: (row.cause, row.n_times) for row in frame.itertuples()}


class TestStudentCauses:
    def test_takes_what_was_chosen_most_often(self):
        assert causes({"s1": ["C", "B", "B"]}) == {"s1": ("adds denominators", 2)}

    def test_takes_the_first_of_two_as_often(self):
        assert causes({"s1": ["A", "C", "B"]}) == {"s1": ("forgets the sign", 1)}

    def test_sees_none_in_the_key_a_blank_or_an_unnamed_option(self):
        assert causes({"s1": ["A", None, "D"]}) == {"s1": ("", 0)}

    def test_reads_several_chosen_options(self):
        several = {"type": ItemType.SELECTED_SEVERAL, "key": ("A", "D")}

        assert causes({"s1": ["A+C", "A, C", "D"]}, **several) == {"s1": ("forgets the sign", 2)}

    def test_never_takes_a_right_option_for_a_misconception(self):
        assert causes({"s1": ["B", "B", "B"]}, key=("A", "B")) == {"s1": ("", 0)}

    def test_nobody(self):
        assert causes({}) == {}
