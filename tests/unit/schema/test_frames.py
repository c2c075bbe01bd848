"""A frame's description and the check that compares with it."""

import pandas as pd
import pytest

from plc_data.schema import FRAMES, MASTERY, RESPONSES, TARGETS, check_frame, make_frame


def responses(**changes):
    columns = {
        "student_id": ["001", "002"],
        "item_id": ["q1", "q1"],
        "response": ["A", None],
        "points": [1.0, None],
        "max_points": [1.0, 1.0],
        "status": ["scored", "no_response"],
    }
    return pd.DataFrame({**columns, **changes})


class TestCheckFrame:
    def test_finds_nothing_in_a_sound_frame(self):
        assert check_frame(responses(), RESPONSES) == ()

    def test_names_each_missing_column(self):
        frame = responses().drop(columns=["points", "status"])

        problems = check_frame(frame, RESPONSES)

        assert [(p.code, p.column) for p in problems] == [
            ("column-missing", "points"),
            ("column-missing", "status"),
        ]

    def test_takes_no_number_for_an_id(self):
        problems = check_frame(responses(student_id=[1, 2]), RESPONSES)

        assert [(p.code, p.column) for p in problems] == [("column-kind", "student_id")]

    def test_counts_what_never_may_be_missing(self):
        problems = check_frame(responses(max_points=[1.0, None]), RESPONSES)

        assert [(p.code, p.column) for p in problems] == [("value-missing", "max_points")]
        assert "1 rows" in problems[0].message

    def test_refuses_a_word_outside_the_list_without_repeating_it(self):
        problems = check_frame(responses(status=["scored", "Ann Lee"]), RESPONSES)

        assert [(p.code, p.column) for p in problems] == [("word-unknown", "status")]
        assert "Ann" not in problems[0].message

    def test_finds_a_student_with_two_responses_to_one_item(self):
        problems = check_frame(responses(student_id=["001", "001"]), RESPONSES)

        assert [p.code for p in problems] == ["row-twice"]

    def test_lets_an_empty_frame_pass(self):
        assert check_frame(make_frame(RESPONSES, dict.fromkeys(RESPONSES, ())), RESPONSES) == ()

    def test_looks_into_the_index_where_the_schema_says_so(self):
        frame = make_frame(TARGETS, dict.fromkeys(TARGETS, ()))

        assert check_frame(frame, TARGETS) == ()
        assert frame.index.name == "target_id"

    def test_takes_no_flag_for_a_number(self):
        problems = check_frame(responses(points=[True, False]), RESPONSES)

        assert [(p.code, p.column) for p in problems] == [("column-kind", "points")]


class TestSchemas:
    @pytest.mark.parametrize("schema", FRAMES.values(), ids=FRAMES)
    def test_every_column_says_what_it_means(self, schema):
        assert all(column.meaning for column in schema.columns)
        assert len(set(schema)) == len(schema.columns)

    def test_whole_numbers_are_never_missing(self):
        whole = [c for s in FRAMES.values() for c in s.columns if c.kind == "whole"]

        assert [c.name for c in whole if c.missing] == []

    def test_mastery_holds_the_agreed_columns_in_order(self):
        assert list(MASTERY) == [
            "student_id", "target_id", "n_items", "points", "max_points", "share", "p_mastery",
            "state",
        ]  # fmt: skip
