"""The package as a PDF: tagged, archivable, and the same bytes for the same evidence.

The template is a fixed file; everything that people wrote goes in as JSON and stays text. The
compiler works in an empty temporary folder that holds the template and the charts only.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from plc_data.errors import WorkbenchError

STANDARDS = ["a-2a", "ua-1"]
"""Archivable and accessible; the compiler refuses a file that does not keep them."""

_TURNERS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_UNSHOWN = re.compile(r'text `?"(.*?)"`? could not be displayed', re.DOTALL)
_ROUNDS = 60
"""Each round names at least one more character that no font can show."""


class CannotPrint(WorkbenchError):
    """The report could not be made; the rest of the work is untouched."""


def evidence_pdf(tree: Mapping, charts: Mapping[str, str]) -> tuple[bytes, tuple[str, ...]]:
    """The report, and the characters that no font could show and were written as their numbers.

    Parameters
    ----------
    tree
        The settled evidence.
    charts
        Name to SVG.
    """
    import typst

    made_on = date.fromisoformat(tree["package"]["made_on"])
    moment = int(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).timestamp())
    data = _clean(tree)
    replaced: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="evidence-") as folder:
        root = Path(folder)
        source = (resources.files(__package__) / "evidence.typ").read_bytes()
        for _ in range(_ROUNDS):
            for name, svg in charts.items():
                (root / f"{name}.svg").write_text(_swap(svg, replaced), encoding="utf-8")
            try:
                pdf = typst.compile(
                    source,
                    root=str(root),
                    format="pdf",
                    sys_inputs={"data": json.dumps(_swap(data, replaced), ensure_ascii=False)},
                    ignore_system_fonts=True,
                    pdf_standards=STANDARDS,
                    timestamp=moment,
                )
            except typst.TypstError as error:
                unshown = _unshown(error)
                if not unshown - set(replaced):
                    raise CannotPrint(
                        "The printed report could not be made. Nothing was written."
                    ) from error
                replaced |= {c: f"[U+{ord(c):04X}]" for c in unshown}
            else:
                return bytes(pdf), tuple(sorted(replaced.values()))
    raise CannotPrint("The printed report could not be made. Nothing was written.")


def _unshown(error: Exception) -> set[str]:
    said = f"{getattr(error, 'diagnostic', '')}\n{getattr(error, 'message', '')}\n{error}"
    found: set[str] = set()
    for match in _UNSHOWN.finditer(said):
        text = match.group(1)
        found.update(c for c in text if not (c.isascii() and c.isprintable()))
    return found


def _swap(node: object, replaced: Mapping[str, str]) -> object:
    if not replaced:
        return node
    if isinstance(node, str):
        return node.translate({ord(c): text for c, text in replaced.items()})
    if isinstance(node, Mapping):
        return {key: _swap(value, replaced) for key, value in node.items()}
    if isinstance(node, list):
        return [_swap(value, replaced) for value in node]
    return node


def _clean(node: object) -> object:
    """Without control characters and without marks that turn the writing direction round."""
    if isinstance(node, str):
        plain = node.translate(_TURNERS)
        return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) != "Cc")
    if isinstance(node, Mapping):
        return {key: _clean(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_clean(value) for value in node]
    return node
