"""Files made to fill a memory, to hang a reader, or to reach outside; built when asked for.

As a program it reads one of them and prints the time, the memory and the codes:
``python hostile_files.py NAME``.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

_TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TO_BOOK = (
    f'<?xml version="1.0"?><Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_TO_SHEET = (
    f'<?xml version="1.0"?><Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)


def packed(members: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def workbook(rows: str, *, before: str = "", strings: str = "") -> bytes:
    sheet = (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        "</worksheet>"
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _TO_BOOK,
            "xl/workbook.xml": _BOOK,
            "xl/_rels/workbook.xml.rels": _TO_SHEET,
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        }
    )


def text(ref: str, words: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(ref: str, value: str) -> str:
    return f'<c r="{ref}"><v>{value}</v></c>'


def row(n: int, *cells: str) -> str:
    return f'<row r="{n}">{"".join(cells)}</row>'


def _entity(value: str) -> bytes:
    declared = f"<!DOCTYPE x [<!ENTITY a {value}>]>"
    return workbook(row(1, text("A1", "&a;")), before=declared)


def _corner() -> bytes:
    return workbook(row(1, text("A1", "Student ID")) + row(1_048_576, number("XFD1048576", "1")))


def _big_sheet() -> bytes:
    line = "<c><v>1</v></c>" * 30
    return workbook("".join(f"<row>{line}</row>" for _ in range(60_000)))


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "workbook with a cell in the far corner": (_corner, "too-many-columns"),
    "workbook with a row beyond any sheet": (
        lambda: workbook(row(99_999_999, number("A99999999", "1"))),
        "too-many-rows",
    ),
    "workbook with many far cells": (
        lambda: workbook("".join(row(r, number(f"XFD{r}", "1")) for r in range(1, 20_000))),
        "too-many-columns",
    ),
    "workbook with two million cells": (_big_sheet, "too-many-cells"),
    "workbook with three million shared strings": (
        lambda: workbook(
            row(1, '<c r="A1" t="s"><v>0</v></c>'), strings="<si><t>a</t></si>" * 3_000_000
        ),
        "too-many-cells",
    ),
    "workbook with an entity": (lambda: _entity('"aaaaaaaaaa"'), "unsafe-xml"),
    "workbook with an outside entity": (
        lambda: _entity('SYSTEM "file:///etc/passwd"'),
        "unsafe-xml",
    ),
    "workbook with deep tags": (lambda: workbook("<a>" * 200_000), "broken-zip"),
    "workbook cut in the middle": (lambda: _corner()[:-300], "broken-zip"),
    "zip bomb": (
        lambda: packed({"xl/workbook.xml": _BOOK, "xl/worksheets/sheet1.xml": b"0" * 300_000_000}),
        "file-too-large",
    ),
    "zip that reaches outside": (
        lambda: packed({"../../etc/x.csv": "id,q1\n", "users.csv": "a"}),
        "unsafe-zip",
    ),
    "zip with an absolute name": (lambda: packed({"/etc/x.csv": "id,q1\n"}), "unsafe-zip"),
    "zip with a drive": (lambda: packed({"C:\\x.csv": "id,q1\n"}), "unsafe-zip"),
    "zip with thousands of files": (
        lambda: packed({f"{n}.csv": "a" for n in range(3000)}),
        "unsafe-zip",
    ),
    "zip within a zip": (
        lambda: packed({"a.zip": packed({"b.csv": "id,q1\n"})}),
        "unsafe-zip",
    ),
    "ten thousand columns": (
        lambda: (
            ("Student ID," + ",".join(f"Q{n}" for n in range(10_000)) + "\n7").encode()
            + b",1" * 10_000
        ),
        "too-many-columns",
    ),
    "eight million rows": (lambda: b"Student ID,Q1\n" + b"7,1\n" * 5_900_000, "too-many-rows"),
    "nothing but quotation marks": (lambda: b'"' * 23_000_000, "cell-too-long"),
    "one endless line": (lambda: b"a" * 23_000_000, "cell-too-long"),
    "nothing but commas": (lambda: b"," * 23_000_000, "too-many-cells"),
    "eight million commas in a line": (lambda: b"," * 8_000_000, "too-many-columns"),
    "nothing but line breaks": (lambda: b"\n" * 23_000_000 + b"a", "too-many-rows"),
    "a word in each of 120,000 cells": (
        lambda: ("Student ID,Q1\n" + "".join(f"{n},x{n}\n" for n in range(120_000))).encode(),
        "columns-to-map",
    ),
    "400,000 students": (
        lambda: ("Student ID,Q1\n" + "".join(f"{n},1\n" for n in range(400_000))).encode(),
        "too-many-rows",
    ),
    "long table of unknown words": (
        lambda: (
            "student_id,item,points\n"
            + "".join(f"s{n % 60_000},Q{n // 60_000},x{n}\n" for n in range(600_000))
        ).encode(),
        "unknown-word",
    ),
    "long table of 100,000 items": (
        lambda: (
            "student_id,item,points\n" + "".join(f"s{n % 7},Q{n},1\n" for n in range(100_000))
        ).encode(),
        "too-many-columns",
    ),
    "the largest fair wide table": (
        lambda: (
            "Student ID,Last,First,"
            + ",".join(f"Q{n}" for n in range(20))
            + "\n"
            + "".join(f"{n:07},Last{n},First{n}" + ",0.5" * 20 + "\n" for n in range(119_999))
        ).encode(),
        "",
    ),
    "the largest fair long table": (
        lambda: (
            "student_id,student_name,item,standard,points_earned,points_possible,response\n"
            + "".join(
                f"{n // 15:07},Name N{n // 15},Q{n % 15},7.RP.A.1,0.5,1,B\n" for n in range(320_000)
            )
        ).encode(),
        "",
    ),
    "UTF-16 of a million rows": (
        lambda: ("Student ID,Q1\n" + "7,1\n" * 1_500_000).encode("utf-16"),
        "too-many-rows",
    ),
    "a hundred thousand of one name": (
        lambda: ("Name,Q1\n" + "Sam Lee,1\n" * 100_000).encode(),
        "",
    ),
    "a hundred thousand attempts": (
        lambda: ("Student ID,Name,Q1\n" + "".join(f"7,N{n},1\n" for n in range(100_000))).encode(),
        "same-id-two-names",
    ),
    "slashes without end": (
        lambda: ("Student ID,Q1\n7," + "1/" * 50_000 + "\n").encode(),
        "columns-to-map",
    ),
    "brackets without end": (
        lambda: ("Student ID,Q1" + "(" * 60_000 + "\n7,1\n").encode(),
        "",
    ),
    "blanks without end": (lambda: ("Student ID," + "1 " * 60_000 + "\n7,1\n").encode(), ""),
    "an address without end": (
        lambda: ("Student ID,Email,Q1\n7," + "a@" * 60_000 + ",1\n").encode(),
        "",
    ),
    "JSON of brackets": (lambda: b"[" * 5_000_000, "cut-file"),
    "JSON deeper than any stack": (
        lambda: b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000,
        "broken-json",
    ),
    "JSON with an endless number": (
        lambda: b'{"data":{"standards":[{"position":' + b"9" * 1_000_000 + b"}]}}",
        "broken-json",
    ),
    "JSON with NaN": (lambda: b'{"data":{"standards":[{"position":NaN}]}}', "broken-json"),
    "gzip": (lambda: b"\x1f\x8b" + b"0" * 100, "not-a-table"),
}
"""Name -> how to build it, and the code that reading it as results gives ("" for a fair table)."""


def measure(name: str) -> dict[str, object]:
    """Read one case as results, roster and standards; the worst time, the memory, the codes."""
    from plc_data.importers import read_results, read_roster, read_standards

    data = CASES[name][0]()
    taken, codes = [], []
    for read in (read_results, read_roster, read_standards):
        start = time.process_time()
        plan = read(data)
        taken.append(time.process_time() - start)
        codes.append([p.code for p in plan.problems])
        del plan
    return {"seconds": max(taken), "megabytes": peak_megabytes(), "codes": codes[0]}


def peak_megabytes() -> float:
    """The most memory that this process held.

    Linux hands ``ru_maxrss`` of the process that started us down to us, and a test run is large;
    ``VmHWM`` begins anew with the program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


if __name__ == "__main__":
    for case in sys.argv[1:] or CASES:
        print(json.dumps({"name": case, **measure(case)}))
