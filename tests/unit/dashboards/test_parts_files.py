"""Files from and for the teacher's computer."""

from __future__ import annotations

import pytest

from datacycle.dashboards.parts import Download, Upload, download_link
from datacycle.dashboards.parts.people import initials
from plc_data.errors import WorkbenchError


@pytest.fixture
def got():
    return []


def upload(got, **more) -> Upload:
    """An upload that keeps what it gets, and what it sends to the browser."""
    made = Upload("Results file", on_file=lambda *file: got.append(file), **more)
    made.sent = []
    made.send = lambda content, buffers=None: made.sent.append(content)
    return made


def send(made: Upload, name: str, data: bytes, piece: int = 4) -> None:
    """Send a file in pieces, as the browser does."""
    made._hear(made, {"t": "begin", "name": name, "size": len(data)}, [])
    while made.sent[-1]["t"] == "next":
        at = made.sent[-1]["from"]
        made._hear(made, {"t": "piece"}, [memoryview(data[at : at + piece])])


class TestUpload:
    def test_puts_the_pieces_together(self, got):
        made = upload(got)
        send(made, "unit3.csv", b"0123456789")

        assert got == [("unit3.csv", b"0123456789")]
        assert made.sent[-1] == {"t": "done", "ok": True}

    def test_keeps_the_name_and_drops_the_folders(self, got):
        send(upload(got), "C:\\Users\\me\\..\\unit3.CSV", b"x")

        assert got[0][0] == "unit3.CSV"

    @pytest.mark.parametrize("name", ["x.exe", "x", "x.csv.html"])
    def test_another_ending_is_refused(self, got, name):
        made = upload(got)
        send(made, name, b"x")

        assert got == []
        assert "ends in .csv" in made.error

    def test_an_empty_file_is_refused(self, got):
        made = upload(got)
        send(made, "x.csv", b"")

        assert made.error == "The file is empty."

    def test_a_file_over_the_limit_is_refused_before_its_first_piece(self, got):
        made = upload(got, most_megabytes=1)
        send(made, "x.csv", b"x" * 1_000_001)
        made._hear(made, {"t": "piece"}, [b"x"])

        assert got == []
        assert made.sent == [{"t": "done", "ok": False}]
        assert made.error == "The file is larger than 1 MB."

    def test_more_than_was_announced_is_refused(self, got):
        made = upload(got)
        made._hear(made, {"t": "begin", "name": "x.csv", "size": 3}, [])
        made._hear(made, {"t": "piece"}, [b"12"])
        made._hear(made, {"t": "piece"}, [b"34"])

        assert got == []
        assert made.sent[-1] == {"t": "done", "ok": False}

    def test_words_of_the_reader_stand_at_the_field(self, got):
        def refuse(_name, _data):
            raise WorkbenchError("unit3.csv: 2 problems; nothing was stored.")

        made = upload(got)
        made._on_file = refuse
        send(made, "unit3.csv", b"x")

        assert made.error == "unit3.csv: 2 problems; nothing was stored."
        assert made.sent[-1] == {"t": "done", "ok": False}

    def test_a_piece_without_a_beginning_does_no_harm(self, got):
        made = upload(got)
        made._hear(made, {"t": "piece"}, [])

        assert got == []
        assert made.sent == []


class TestDownload:
    def test_sends_the_file_in_pieces(self):
        sent = []
        made = Download("Save", lambda: b"x" * 2_500_000, "a.zip")
        made.send = lambda content, buffers=(): sent.append((content["t"], *map(len, buffers)))

        made._hear(made, {"t": "make"}, [])

        assert sent == [
            *[("piece", 1_000_000), ("piece", 1_000_000), ("piece", 500_000)],
            ("whole",),
        ]

    def test_an_error_gives_no_file(self):
        sent = []
        made = Download("Save", lambda: 1 / 0, "a.zip")
        made.send = lambda content, buffers=(): sent.append(content["t"])

        made._hear(made, {"t": "make"}, [])

        assert sent == ["failed"]

    def test_a_large_file_does_not_stand_in_the_page(self):
        with pytest.raises(ValueError, match="too large"):
            download_link(b"x" * 2_000_001, "a.csv", "Save")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Ruiz", "AR"), ("Émile", "É"), ("Jo van der Berg", "JB"), ("  ", "?"), ("(Lead)", "?")],
)
def test_initials_are_the_first_letters_of_the_ends(name, letters):
    assert initials(name) == letters
