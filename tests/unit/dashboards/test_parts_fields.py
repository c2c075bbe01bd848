"""Fields give plain Python values and believe nothing that a browser sends."""

from __future__ import annotations

from datetime import date

import pytest

from datacycle.dashboards.parts import (
    CheckField,
    ChecksField,
    ChoiceField,
    DateField,
    NumberField,
    RadioField,
    TextAreaField,
    TextField,
)
from plc_data.errors import WorkbenchError

DAY = date(2026, 11, 24)
CHOICES = [("a", "A"), ("b", "B", "with a hint")]


def fields():
    """One of each kind, a raw value that fits, its Python value, and raw values that do not fit."""
    return [
        (TextField("X", longest=5), " a  b ", "a b", ["123456", None, 3, ["a"]]),
        (TextAreaField("X", longest=9), "a\n b", "a\n b", ["1234567890", None]),
        (NumberField("X", lowest=0, highest=40), "24", 24, ["41", "-1", "2.5", "x", "nan", [1]]),
        (NumberField("X", whole=False), "2,5", 2.5, ["x", "1e"]),
        (DateField("X", earliest=DAY), "2026-11-24", DAY, ["2026-11-23", "24.11.", "x"]),
        (ChoiceField("X", CHOICES), "b", "b", ["c", ["a"], {"a": 1}]),
        (RadioField("X", CHOICES), "a", "a", ["c", 1]),
        (ChecksField("X", CHOICES), ["b", "a"], ("a", "b"), ["a", ["c"], None]),
        (CheckField("X"), True, True, ["yes", 1, None]),
    ]


KINDS = [type(field).__name__ for field, *_ in fields()]


@pytest.mark.parametrize(("field", "raw", "value", "wrong"), fields(), ids=KINDS)
class TestEveryField:
    def test_reads_what_fits(self, field, raw, value, wrong):
        assert field.change(raw)
        assert field.value == value
        assert field.error == ""

    def test_refuses_the_rest_in_words_and_keeps_its_value(self, field, raw, value, wrong):
        field.change(raw)
        for one in wrong:
            assert not field.change(one)
            assert field.error.endswith((".", "."))
            assert field.value == value

    def test_shows_what_it_holds_when_it_is_set(self, field, raw, value, wrong):
        field.value = value
        shown = field.shown

        assert field.change(shown)
        assert field.value == value

    def test_that_is_off_takes_nothing(self, field, raw, value, wrong):
        before = field.value
        field.disabled = True

        assert not field.change(raw)
        assert field.value == before


class TestOnChange:
    def test_gets_each_new_value(self):
        got = []
        field = NumberField("X", on_change=got.append)

        field.change("3")
        field.change("")

        assert got == [3, None]

    def test_is_not_called_by_python_itself(self):
        got = []
        field = TextField("X", on_change=got.append)

        field.value = "a"
        field.reset("b")

        assert got == []
        assert field.value == "b"

    def test_that_refuses_leaves_its_words_at_the_field(self):
        def refuse(_value):
            raise WorkbenchError("The goal is confirmed already.")

        field = TextField("X", on_change=refuse)

        assert not field.change("a")
        assert field.error == "The goal is confirmed already."

    def test_is_never_called_with_what_does_not_fit(self):
        got = []
        field = ChoiceField("X", CHOICES, on_change=got.append)

        field.change("c")

        assert got == []

    def test_tells_the_browser_how_it_ended(self, monkeypatch):
        sent = []
        field = NumberField("X", highest=5, on_change=lambda value: None)
        monkeypatch.setattr(field, "send", sent.append)

        field._hear(field, {"t": "change", "value": "4", "seq": 7}, [])
        field._hear(field, {"t": "change", "value": "6", "seq": 8}, [])

        assert sent == [
            {"t": "answer", "ok": True, "seq": 7},
            {"t": "answer", "ok": False, "seq": 8},
        ]

    @pytest.mark.parametrize("content", [None, "x", {}, {"t": 3}, {"t": "change"}, {"t": "_init_"}])
    def test_odd_messages_do_nothing(self, content):
        got = []
        field = TextField("X", on_change=got.append)

        field._hear(field, content, [])

        assert got == []


class TestChoices:
    def test_a_browser_cannot_add_one(self):
        field = ChoiceField("X", CHOICES)
        field.choices = [["c", "C"]]

        assert not field.change("c")
        assert field.value is None

    def test_a_value_that_is_gone_becomes_none(self):
        field = RadioField("X", CHOICES, "a")
        field.set_choices([("b", "B")])

        assert field.value is None
        assert field.change("b")

    def test_ticks_that_are_gone_are_dropped(self):
        field = ChecksField("X", CHOICES, ("a", "b"))
        field.set_choices([("b", "B"), ("c", "C")])

        assert field.value == ("b",)


@pytest.mark.parametrize("kind", [TextField, NumberField, DateField, CheckField])
def test_a_field_without_a_label_is_refused(kind):
    with pytest.raises(ValueError, match="label"):
        kind(" ")
