"""Bands of shares as a small SVG drawing: what may be told, as wide as it is told.

The charts of ``datacycle.reports`` draw exact numbers; a package has none. A band is drawn from
its lowest to its highest percent, so that no reader measures more out of it than was said.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape

WIDTH, LEFT, RIGHT = 680, 84, 128
_SCALE = WIDTH - LEFT - RIGHT
_BAR, _GAP, _LABEL, _TOP, _AXIS = 18, 12, 22, 10, 44
_LONGEST_LABEL = 92
_THINNEST = 4
_INK, _SOFT, _RULE = "#0F172A", "#475569", "#CBD5E1"
_FILLS = (("#E1F0FA", "#2F7FB5"), ("#0B2F5C", "#0B2F5C"))
"""(fill, outline): the first series is hollow, the second solid, so that color is not needed."""
_FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


def band_svg(chart: Mapping) -> str:
    """Draw a chart of the package; the same chart gives the same text.

    The first child is the title and the second the description that a screen reader speaks.
    """
    beside = len(chart["series"]) == 1
    lines: list[str] = []
    y = _TOP
    for category in chart["categories"]:
        if not beside:
            lines.append(f'<rect x="0" y="{y - 2}" width="{WIDTH}" height="20" fill="#FFFFFF"/>')
            lines.append(_text(0, y + 13, _short(category["label"]), weight="600"))
            y += _LABEL
        for band in category["bands"]:
            name = category["label"] if beside else chart["series"][band["series"]]
            lines.append(_band(band, y, _short(name, 12), single=beside))
            y += _BAR + 6
        y += 0 if beside else _GAP
    height = y + _AXIS
    grid = "".join(_tick(percent, y) for percent in (0, 25, 50, 75, 100))
    axis = _text(LEFT + _SCALE / 2, y + 38, chart["axis"], anchor="middle", fill=_SOFT)
    name = escape(chart["name"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" '
        f'aria-labelledby="chart-{name}-title chart-{name}-desc" '
        f'font-family="{_FONT}" font-size="13">'
        f'<title id="chart-{name}-title">{escape(chart["title"])}</title>'
        f'<desc id="chart-{name}-desc">{escape(chart["alt"])}</desc>'
        f"{grid}{''.join(lines)}{axis}</svg>\n"
    )


def _band(band: Mapping, y: float, name: str, *, single: bool) -> str:
    fill, outline = _FILLS[1 if single else band["series"] % 2]
    start = LEFT + _SCALE * band["low"] / 100
    wide = max(_SCALE * (band["high"] - band["low"]) / 100, _THINNEST)
    start = min(start, LEFT + _SCALE - wide)
    return (
        _text(LEFT - 10, y + 14, name, anchor="end", fill=_SOFT)
        + f'<rect x="{start:.1f}" y="{y}" width="{wide:.1f}" height="{_BAR}" rx="3" '
        f'fill="{fill}" stroke="{outline}" stroke-width="1.5"/>'
        + _text(LEFT + _SCALE + 12, y + 14, band["text"])
    )


def _tick(percent: int, bottom: float) -> str:
    x = LEFT + _SCALE * percent / 100
    return (
        f'<line x1="{x:.1f}" y1="{_TOP - 4}" x2="{x:.1f}" y2="{bottom}" stroke="{_RULE}"/>'
        + _text(x, bottom + 16, f"{percent} %", anchor="middle", fill=_SOFT)
    )


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", fill: str = _INK, weight: str = "400"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _short(text: str, longest: int = _LONGEST_LABEL) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
