"""How much of a file is read, and why there is a limit at all.

A file is read whole before anybody has said yes to it. The limits keep a wrong or a hostile
file from filling the memory: each is far above what a school's exports need, and each is
checked before or while reading, never after.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What is read in one piece."""

    file_bytes: int = 24_000_000
    """A district's year of one assessment as CSV has about 5 MB."""

    rows: int = 1_048_576
    """What a spreadsheet can hold."""

    columns: int = 2_000
    """A 100-item ZipGrade file has 412."""

    cells: int = 3_000_000
    """A million answers in a wide table, or 400,000 in a long one with seven columns."""

    students: int = 120_000
    """The largest districts; beyond, memory would pass half a gigabyte."""

    workbook_cells: int = 150_000
    """Workbooks read fifty times slower than text; beyond, "save as CSV" is the better answer."""

    workbook_tags: int = 1_500_000
    """Marks of all kinds in a workbook's XML: counted before the XML is read."""

    unpacked_bytes: int = 60_000_000
    """All members of a zip or workbook together, as they say themselves (reading checks it)."""

    members: int = 500
    """Files within a zip; a workbook with a sheet per question has about 150."""


LIMITS = Limits()
