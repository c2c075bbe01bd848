"""Bytes to text to records: what is repaired (nothing) and what is refused (with a place)."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest

from plc_data.importers.files import load, open_file
from plc_data.importers.limits import Limits
from plc_data.importers.problems import Refused
from plc_data.importers.records import find_separator, read_records
from plc_data.importers.text import decode


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    [problem] = caught.value.problems
    return problem


class TestLetters:
    @pytest.mark.parametrize(
        ("mark", "encoding"),
        [
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (b"", "utf-8"),
            (b"", "utf-16-le"),
        ],
    )
    def test_reads_each_way_of_writing_and_drops_the_mark(self, mark, encoding):
        text, warnings = decode(mark + "ID,Peña\r\n7,Zoë\r\n".encode(encoding))

        assert text == "ID,Peña\r\n7,Zoë\r\n"
        assert warnings == ()

    def test_curly_quotes_and_dashes_of_windows_are_read_and_noted(self):
        text, warnings = decode("O’Neil – “yes”".encode("cp1252"))

        assert text == "O’Neil – “yes”"
        assert [w.code for w in warnings] == ["text-guessed-windows"]

    def test_a_letter_cut_in_two_is_a_cut_file_not_a_strange_letter(self):
        assert refusal(decode, "ID,Peñ".encode()[:-1]).code == "cut-file"

    def test_nul_among_letters_is_refused_with_its_row(self):
        problem = refusal(decode, b"id,q1\n7,1\n8,\x001\n")

        assert (problem.code, problem.row) == ("nul-in-text", 3)

    def test_bytes_that_no_encoding_knows_are_refused_with_their_row(self):
        problem = refusal(decode, b"id\n\x81\x8d\n")

        assert (problem.code, problem.row) == ("unreadable-text", 2)


class TestSeparator:
    def test_question_texts_full_of_commas_do_not_decide(self):
        text = 'id;"Which, if any, of a, b, c?";q2\r\n1;"a, b";x\r\n2;"c, d, e";y\r\n'

        assert find_separator(text) == ";"

    def test_decimal_commas_do_not_decide(self):
        assert find_separator("id;q1;q2\n7;1,5;2,5\n8;0,5;1,0\n") == ";"

    def test_tabs(self):
        assert find_separator("id\tq, a\tq; b\n7\t1\t2\n") == "\t"

    def test_the_hint_of_excel_is_followed_and_is_no_row(self):
        table = read_records("sep=;\r\nid;a,b\r\n7;1,0\r\n")

        assert table.records == [["id", "a,b"], ["7", "1,0"]]
        assert table.rows == [1, 2]


class TestRecords:
    def test_a_record_may_run_over_several_lines_and_counts_once(self):
        table = read_records('id,"a question\nof two lines"\n7,1\n')

        assert table.rows == [1, 2]
        assert table.header() == ("id", "a question of two lines")

    def test_rows_are_numbered_as_a_spreadsheet_shows_them(self):
        table = read_records("Title,,\n\n , ,\nid,q1,q2\n7,1,0\n")

        assert table.rows == [1, 4, 5]

    def test_empty_columns_and_rows_at_the_edges_are_dropped(self):
        table = read_records("id,q1,,\n7,1,,\n,,,\n")

        assert table.records == [["id", "q1"], ["7", "1"]]

    def test_a_repeated_header_stays_as_it_is(self):
        assert read_records("a,1.0,b,1.0\n1,2,3,4\n").header() == ("a", "1.0", "b", "1.0")

    def test_an_open_quotation_mark_at_the_end_is_a_cut_file(self):
        problem = refusal(read_records, 'id,q1\n7,"never clo')

        assert (problem.code, problem.row) == ("cut-file", 2)

    def test_a_quotation_mark_in_the_middle_is_refused(self):
        problem = refusal(read_records, 'id,q1\n7,"a"b\n')

        assert (problem.code, problem.row) == ("broken-quotes", 2)

    def test_a_short_row_is_never_filled_up(self):
        table = read_records("id,q1,q2\n7,1\n8,1,0\n")

        problem = refusal(table.below, 0)

        assert (problem.code, problem.row) == ("uneven-rows", 2)

    def test_a_short_last_row_is_a_cut_file(self):
        problem = refusal(read_records("id,q1,q2\n7,1,1\n8,1\n").below, 0)

        assert (problem.code, problem.row) == ("cut-file", 3)


class TestLimits:
    SMALL = Limits(file_bytes=100, rows=5, columns=4, cells=12)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("a,b,c,d,e\n", "too-many-columns"),
            ("a,b\n" * 6, "too-many-rows"),
            ("a,b,c,d\n" * 4, "too-many-cells"),
        ],
    )
    def test_each_stops_the_reading_and_says_what_to_do(self, text, code):
        problem = refusal(read_records, text, limits=self.SMALL)

        assert problem.code == code
        assert "split" in problem.message

    def test_a_cell_longer_than_any_spreadsheets(self):
        assert refusal(read_records, "id,q1\n7," + "x" * 200_000).code == "cell-too-long"

    def test_the_size_is_asked_before_reading(self, tmp_path):
        big = tmp_path / "big.csv"
        with big.open("wb") as file:
            file.truncate(10**12)

        assert refusal(load, big).code == "file-too-large"

    def test_only_ordinary_files_are_read(self):
        with pytest.raises(OSError, match="ordinary"):
            load("/dev/zero")

    def test_a_missing_file_is_an_oserror(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            load(tmp_path / "none.csv")


class TestKinds:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "empty-file"),
            (b" \r\n\t", "empty-file"),
            (codecs.BOM_UTF8, "empty-file"),
            (b"%PDF-1.7 ...", "not-a-table"),
            (b"\x89PNG\r\n", "not-a-table"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old-excel"),
            (b"<html><table><tr><td>1", "web-page"),
            (b"<?xml version='1.0'?><a/>", "web-page"),
            (b'{"a": [1, 2', "cut-file"),
            (b'{"a": [1, }]}', "broken-json"),
            (b"\x01\x02\x03\x04\x05\x06id,q1", "not-a-table"),
            (b"PK\x03\x04 and nothing else", "broken-zip"),
        ],
    )
    def test_what_is_no_table_is_refused_by_its_content(self, data, code):
        assert refusal(open_file, data, "results.csv").code == code

    def test_a_zip_round_one_table_is_opened_through(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("form.csv/form.csv", "id,q1\n7,1\n")
            archive.writestr("__MACOSX/._form.csv", "junk")

        assert open_file(packed.getvalue(), "x.zip").table.records == [["id", "q1"], ["7", "1"]]
