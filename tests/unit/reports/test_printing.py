"""The two sheets: what students read, what teachers score with, and never the one in the other."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from datacycle.reports.printing import (
    print_students,
    print_teachers,
    student_sheet,
    teacher_sheet,
)
from plc_data.model import Assessment, Item, ItemType, LearningTarget, Option
from plc_data.model.assessment import RubricLevel

ON = date(2026, 11, 24)
WRONG_IDEA = "adds tops and bottoms"
SECRET_KEY = "three quarters, said as 3/4"
TARGETS = (
    LearningTarget(
        id="t1",
        statement="I can add fractions.",
        standard_codes=("5.NF.A.1",),
        depth_of_knowledge=1,
    ),
    LearningTarget(id="t2", statement="I can explain a sum.", depth_of_knowledge=3),
)


def rubric(id: str, position: int, label: str) -> Item:
    levels = (
        RubricLevel(label="Begins", points=1, description="names a number"),
        RubricLevel(label="Explains", points=2, description="says why it is that number"),
    )
    return Item(
        id=id, position=position, label=label, target_id="t2", type=ItemType.RUBRIC_ROW,
        max_points=2, prompt="Explain to a friend why 1/2 + 1/4 is not 2/6.", levels=levels,
    )  # fmt: skip


def assessment(**more) -> Assessment:
    options = (
        Option(label="A", text="2/6", misconception=WRONG_IDEA),
        Option(label="B", text="3/4"),
    )
    items = (
        rubric("q4", 4, "Words"),
        Item(id="q1", position=1, label="Q1", target_id="t1", key=("B",), options=options,
             prompt="1/2 + 1/4 = ?"),
        Item(id="q2", position=2, label="Q2", target_id="t1", type=ItemType.SHORT_ANSWER,
             key=(SECRET_KEY,), max_points=2, prompt="Draw and say the sum."),
        rubric("q3", 3, "Reason"),
    )  # fmt: skip
    known = {"id": "cfa", "team_id": "team", "title": "Fractions", "minutes": 20, **more}
    return Assessment(targets=TARGETS, items=items, **known)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tags_in(node, found: set[str]) -> set[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        if "/S" in node:
            found.add(str(node["/S"]))
        tags_in(node.get("/K"), found)
    elif isinstance(node, list):
        for one in node:
            tags_in(one, found)
    return found


class TestTheStudentsSheet:
    def test_has_every_question_in_order_and_a_line_for_the_name(self):
        said = text_of(print_students(assessment(), on=ON))

        places = [said.index(w) for w in ("Name", "1/2 + 1/4 = ?", "Draw and say", "Explain to")]
        assert places == sorted(places)
        assert "2/6" in said
        assert "3/4" in said

    def test_has_no_key_no_misconception_and_no_depth(self):
        said = text_of(print_students(assessment(), on=ON))
        data = str(student_sheet(assessment()))

        for words in (said, data):
            assert WRONG_IDEA not in words
            assert SECRET_KEY not in words
            assert "Recall" not in words
            assert "right" not in words.replace("Choose all that are right.", "")

    def test_asks_a_shared_task_once_with_what_is_looked_at(self):
        sheet = student_sheet(assessment())

        last = sheet["questions"][-1]
        assert (len(sheet["questions"]), last["number"]) == (3, "3\N{EN DASH}4")
        assert [row["name"] for row in last["looked_at"]] == ["Reason", "Words"]
        assert last["points"] == "4 points"

    def test_is_tagged_and_has_title_and_language(self):
        reader = pypdf.PdfReader(io.BytesIO(print_students(assessment(), on=ON)))
        root = reader.trailer["/Root"]

        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].lower() == "en-us"
        assert reader.metadata.title == "Fractions"
        assert {"/H1", "/H2", "/P"} <= tags_in(root["/StructTreeRoot"], set())


class TestTheTeachersSheet:
    def test_has_key_points_depth_misconceptions_and_the_rubric(self):
        said = text_of(print_teachers(assessment(rule_agreed_on=ON), on=ON, version=3))

        for words in (
            "Key: Fractions", "Version 3", WRONG_IDEA, SECRET_KEY, "5.NF.A.1", "says why it is",
            "7 points in all", "Not for students", "3 · Strategic", "24 November 2026",
        ):  # fmt: skip
            assert words in said

    def test_tables_have_heads_for_a_screen_reader(self):
        reader = pypdf.PdfReader(io.BytesIO(print_teachers(assessment(), on=ON)))

        found = tags_in(reader.trailer["/Root"]["/StructTreeRoot"], set())
        assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/H3"} <= found

    def test_says_when_no_rule_is_agreed(self):
        assert "Not agreed yet" in text_of(print_teachers(assessment(), on=ON))

    def test_every_item_names_its_target_by_number(self):
        targets = [item["target"] for item in teacher_sheet(assessment())["items"]]

        assert targets == ["1", "1", "2", "2"]


@pytest.mark.parametrize("make", [print_students, print_teachers])
class TestBothSheets:
    def test_the_same_assessment_gives_the_same_bytes(self, make):
        assert make(assessment(), on=ON) == make(assessment(), on=ON)

    def test_what_people_wrote_stays_text(self, make):
        written = '#panic("run") $x^2$ *bold* \\ "quoted" ]#{ \u202e 🎸'

        said = text_of(make(assessment(title=written), on=ON))

        assert '#panic("run") $x^2$ *bold*' in said
        assert "\u202e" not in said
        assert "[U+1F3B8]" in said or "🎸" in said

    def test_an_empty_assessment_prints(self, make):
        empty = Assessment(id="c", team_id="t", title="Begun", targets=(), items=())

        assert "Begun" in text_of(make(empty, on=ON))
