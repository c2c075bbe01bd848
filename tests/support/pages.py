"""Looking at a page's widgets as a person would: its words, its fields, its buttons."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import ipywidgets

from datacycle.dashboards.parts.buttons import ActionButton
from datacycle.dashboards.parts.chart import Chart
from datacycle.dashboards.parts.fields import Field


def below(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    """The widget and everything in it that is not hidden."""
    if getattr(getattr(widget, "layout", None), "display", None) == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from below(child)


def markup_of(widget: ipywidgets.Widget) -> str:
    """All markup of a page, as it is sent; the style sheet is left out."""
    shown = [w.value for w in below(widget) if isinstance(w, ipywidgets.HTML)]
    return "\n".join(value for value in shown if not value.startswith("<style"))


def words_of(widget: ipywidgets.Widget) -> str:
    """All words of a page in one line: markup, labels and values of fields, buttons, charts."""
    found = [html.unescape(re.sub(r"<[^>]+>", " ", markup_of(widget)))]
    for one in below(widget):
        if isinstance(one, Field):
            found += [one.label, one.help, one.error, str(one.shown), str(one.choices)]
        elif isinstance(one, ipywidgets.Button):
            found.append(one.description)
        elif isinstance(one, Chart):
            found += [one.label, str(one.figure)]
    return " ".join(" ".join(found).split())


def fields_of(widget: ipywidgets.Widget, label: str) -> list[Field]:
    """Every field with this label, in the page's order."""
    return [w for w in below(widget) if isinstance(w, Field) and w.label == label]


def field(widget: ipywidgets.Widget, label: str) -> Field:
    """The one field with this label."""
    found = fields_of(widget, label)
    assert len(found) == 1, f"{len(found)} fields are called {label!r}"
    return found[0]


def buttons_of(widget: ipywidgets.Widget, words: str) -> list[ActionButton]:
    """Every button with these words."""
    return [w for w in below(widget) if isinstance(w, ActionButton) and w.description == words]


def press(widget: ipywidgets.Widget, words: str) -> None:
    """Press the one button with these words."""
    found = buttons_of(widget, words)
    assert len(found) == 1, f"{len(found)} buttons say {words!r}"
    found[0].click()


def links_of(widget: ipywidgets.Widget) -> dict[str, str]:
    """Words of each link of the page's body with its address."""
    pairs = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', markup_of(widget))
    return {
        html.unescape(re.sub(r"<[^>]+>", "", words)): html.unescape(address)
        for address, words in pairs
    }
