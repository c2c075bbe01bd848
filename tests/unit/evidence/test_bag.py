from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from datacycle.evidence.bag import BadName, check_name, tag_files, zip_bytes


class TestNames:
    @pytest.mark.parametrize(
        "path",
        [
            "data/../x",
            "data/a\\b",
            "data/a:b",
            "data/NUL.txt",
            "data/com1",
            "data/a.",
            "data/a ",
            "data//a",
            "data/a\nb",
            "data/e\u0301.csv",
            "data/" + "x" * 200,
            "data/a\u202eb",
        ],
    )
    def test_that_some_system_could_not_read_back_are_refused(self, path):
        assert check_name(path)
        with pytest.raises(BadName):
            tag_files({path: b""}, {})

    def test_that_differ_only_in_case_are_refused(self):
        with pytest.raises(BadName, match="twice"):
            tag_files({"data/a.csv": b"", "data/A.csv": b""}, {})

    def test_outside_data_are_refused(self):
        with pytest.raises(BadName, match="not under data"):
            tag_files({"bagit.txt": b""}, {})


class TestBagInfo:
    def test_refuses_a_value_that_would_forge_a_line(self):
        with pytest.raises(BadName, match="line break"):
            tag_files({"data/a": b""}, {"Source-Organization": "A\nSigner-Key: z"})

    def test_counts_bytes_and_files(self):
        tags = tag_files({"data/a": b"123", "data/b": b"4567"}, {"Bagging-Date": "2026-11-20"})

        assert tags["bag-info.txt"] == b"Bagging-Date: 2026-11-20\nPayload-Oxum: 7.2\n"


class TestZip:
    def test_has_the_same_bytes_whatever_the_order_of_the_files(self):
        files = {"data/ä.txt": b"1", "data/z.txt": b"2", "bagit.txt": b"3"}

        assert zip_bytes("p", files) == zip_bytes("p", dict(reversed(files.items())))

    def test_holds_files_only_without_time_or_owner(self):
        archive = zipfile.ZipFile(BytesIO(zip_bytes("p", {"data/a.txt": b"1", "b": b"2"})))

        assert [e.filename for e in archive.infolist()] == ["p/b", "p/data/a.txt"]
        assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {e.external_attr >> 16 for e in archive.infolist()} == {0o100644}
        assert {e.extra for e in archive.infolist()} == {b""}
