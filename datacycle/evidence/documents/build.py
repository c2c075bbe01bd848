"""One tree in, every file out: JSON, CSV, SVG, HTML, PDF, and how to check them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources

from datacycle.reports.numbers import HIDDEN
from datacycle.reports.tables import Column, Kind, Table

from .band_chart import band_svg
from .page import evidence_page
from .printed import evidence_pdf

EVIDENCE_JSON = "evidence.json"
SCHEMA_JSON = "evidence.schema.json"
PAGE = "evidence.html"
REPORT = "evidence.pdf"
READ_ME = "HOW-TO-CHECK.txt"


def build_documents(tree: Mapping) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every file of the payload (path below ``data/``), and the strings that went into the PDF."""
    charts = {chart["name"]: band_svg(chart) for chart in tree["charts"]}
    tables = {grid["name"]: as_table(grid) for grid in tree["tables"]}
    pdf, replaced = evidence_pdf(tree, charts)
    files = {
        EVIDENCE_JSON: as_json(tree),
        SCHEMA_JSON: schema_bytes(),
        PAGE: evidence_page(tree, tables, charts),
        REPORT: pdf,
        READ_ME: how_to_check(tree),
    }
    for grid in tree["tables"]:
        files[grid["file"]] = tables[grid["name"]].to_csv().encode()
    for name, svg in charts.items():
        files[f"charts/{name}.svg"] = svg.encode()
    return files, replaced


def as_table(grid: Mapping) -> Table:
    """A grid as the table value that pages, files and prints share."""
    columns = tuple(
        Column(
            f"c{i}",
            column["heading"],
            Kind.COUNT if column["kind"] == "number" else Kind.TEXT,
            row_header=i == 0,
        )
        for i, column in enumerate(grid["columns"])
    )
    rows = tuple(
        tuple(HIDDEN if cell == HIDDEN.value else cell for cell in row) for row in grid["rows"]
    )
    return Table(grid["caption"], columns, rows, tuple(grid["notes"]))


def as_json(tree: Mapping) -> bytes:
    """JSON in one form only, so that the same evidence gives the same bytes."""
    return (json.dumps(tree, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def schema_bytes() -> bytes:
    """The JSON schema that goes with ``evidence.json``."""
    path = resources.files("datacycle.evidence") / "schema" / "evidence.schema.json"
    return path.read_bytes()


def how_to_check(tree: Mapping) -> bytes:
    """How to check the package with no software of ours."""
    text = (resources.files(__package__) / "how_to_check.txt").read_text(encoding="utf-8")
    return text.replace("{package}", tree["package"]["id"]).encode()
