"""The package as one page that opens from disk, without network and without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from datacycle.reports.tables import Table


def evidence_page(tree: Mapping, tables: Mapping[str, Table], charts: Mapping[str, str]) -> bytes:
    """The page as UTF-8; whatever came from people is escaped."""
    drawn = {name: Markup(svg) for name, svg in charts.items()}
    grids = {grid["name"]: grid for grid in tree["tables"]}
    titles = {chart["name"]: chart for chart in tree["charts"]}
    page = _template().render(
        evidence=tree,
        tables={name: table.to_html() for name, table in tables.items()},
        grids=grids,
        charts=drawn,
        chart_specs=titles,
        css=Markup(_text("evidence.css")),
    )
    return (page.rstrip() + "\n").encode()


@cache
def _template():
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["paragraphs"] = _paragraphs
    return environment.from_string(_text("evidence.html.j2"))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _text(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")
