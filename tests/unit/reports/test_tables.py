"""A table is a value that is written as a page, a file and a report."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacycle.reports.numbers import HIDDEN
from datacycle.reports.tables import Column, Kind, Table, formula_safe

NASTY = '<script>alert("x")</script> & =1+1'


def small(*rows) -> Table:
    """Targets and how many are secure."""
    columns = (
        Column("target", "Target", row_header=True),
        Column("secure", "Secure", Kind.OF),
        Column("share", "Share", Kind.SHARE),
        Column("interval", "95 % interval", Kind.INTERVAL),
    )
    return Table("Secure by target", columns, tuple(rows))


ROW = ("Ratios", (17, 24), 17 / 24, (0.51, 0.85))


class Outline(HTMLParser):
    """The tags of a page with their attributes and own text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[list] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.seen.append([tag, dict(attributes), ""])

    def handle_data(self, data):
        if self.seen:
            self.seen[-1][2] += data

    def all(self, tag: str) -> list[list]:
        return [one for one in self.seen if one[0] == tag]


class TestHtml:
    def test_text_is_never_markup(self):
        page = small((NASTY, (1, 2), 0.5, (0.1, 0.9))).with_caption(NASTY).with_note(NASTY)

        assert not Outline(page.to_html()).all("script")

    def test_a_reader_is_told_what_it_is(self):
        page = Outline(small(ROW).to_html())

        assert page.all("caption")[0][2] == "Secure by target"
        scopes = [one[1]["scope"] for one in page.all("th")]
        assert scopes == ["col"] * 4 + ["row"]
        assert all(one[2].strip() for one in page.all("th"))

    def test_a_column_without_a_header_is_refused(self):
        with pytest.raises(ValueError, match="no header"):
            Column("x", " ")

    def test_a_table_without_a_caption_is_refused(self):
        with pytest.raises(ValueError, match="caption"):
            Table(" ", (Column("x", "X"),))

    def test_a_row_that_does_not_fit_is_refused(self):
        with pytest.raises(ValueError, match="3 cells"):
            small(("a", (1, 2), 0.5))

    def test_no_rows_say_so(self):
        assert "Nothing to show yet." in small().to_html()


class TestCsv:
    def read(self, table: Table) -> list[list[str]]:
        return list(csv.reader(io.StringIO(table.to_csv(), newline="")))

    def test_numbers_stand_bare_and_in_full(self):
        assert small(ROW).to_csv().splitlines()[1] == (f'"Ratios",17,24,{17 / 24!r},0.51,0.85')

    def test_a_pair_has_two_columns(self):
        assert self.read(small(ROW))[0] == [
            *("Target", "Secure", "Secure (of)", "Share"),
            *("95 % interval (low)", "95 % interval (high)"),
        ]

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
    def test_a_text_that_would_run_gets_a_quote(self, sign):
        table = Table("T", (Column("x", "X"),), ((sign + "1+1",),))

        assert self.read(table)[1] == ["'" + sign + "1+1"]

    def test_a_negative_number_is_not_touched(self):
        table = Table("T", (Column("x", "X", Kind.CHANGE),), ((-3,),))

        assert table.to_csv().splitlines()[1] == "-3"

    def test_what_is_hidden_is_not_in_the_file(self):
        table = small(("Ratios", HIDDEN, HIDDEN, HIDDEN))

        assert self.read(table)[1] == ["Ratios", *["hidden"] * 5]

    def test_what_is_missing_is_an_empty_cell(self):
        assert self.read(small(("Ratios", None, float("nan"), None)))[1] == ["Ratios", *[""] * 5]

    def test_excel_is_told_the_alphabet(self):
        assert small(ROW).to_csv(for_excel=True).encode("utf-8").startswith(b"\xef\xbb\xbf")

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
    def test_every_text_comes_back(self, texts):
        table = Table("T", (Column("x", "X"),), tuple((text,) for text in texts))
        back = [row[0] for row in self.read(table)[1:]]

        assert back == [formula_safe(text) for text in texts]


class TestSteps:
    def test_each_step_leaves_the_old_table_alone(self):
        old = small(ROW, ("Percent", (30, 68), 30 / 68, (0.3, 0.6)))
        new = old.sorted_by("share").with_note("Sorted.").only("target", "share")

        assert old.values("target") == ("Ratios", "Percent")
        assert old.notes == ()
        assert new.rows == (("Percent", 30 / 68), ("Ratios", 17 / 24))

    def test_what_has_no_number_is_sorted_last(self):
        table = small(("A", None, None, None), ("B", None, 0.2, None), ("C", None, HIDDEN, None))

        assert table.sorted_by("share").values("target") == ("B", "A", "C")
        assert table.sorted_by("share", descending=True).values("target") == ("B", "A", "C")

    def test_rows_for_print_are_texts(self):
        assert small(ROW).to_rows() == [
            ["Target", "Secure", "Share", "95 % interval"],
            ["Ratios", "17 of 24 (71 %)", "71 %", "51 to 85 %"],
        ]
