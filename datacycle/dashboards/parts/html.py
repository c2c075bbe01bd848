"""The one door to markup. Text comes in, is escaped, and only then becomes HTML.

``ipywidgets.HTML`` runs whatever it is given, so it is built here and nowhere else, and only from
``markupsafe.Markup`` that the helpers below have made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import ipywidgets
from markupsafe import Markup, escape

from datacycle.reports import Table

_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_VOID = {"br", "hr", "img", "input"}
_REFUSED = {"script", "style", "iframe", "object", "embed", "link", "meta", "base", "form"}
_SAFE_ADDRESS = re.compile(r"(?:(?:https?://|mailto:)|[/?#.]|[\w-]+(?:[/?#]|\Z))", re.IGNORECASE)
_DATA_FILE = re.compile(r"data:(?:text/(?:csv|plain|calendar)|application/(?:json|zip|pdf));")


class Words(ipywidgets.HTML):
    """A piece of page made of escaped markup; ``show`` replaces it."""

    def __init__(self, markup: Markup, *classes: str) -> None:
        super().__init__(value=_checked(markup))
        self.add_class("dc-words")
        for name in classes:
            self.add_class(name)

    def show(self, markup: Markup) -> None:
        """Put other markup in its place."""
        self.value = _checked(markup)


def piece(markup: Markup, *classes: str) -> Words:
    """Make a widget that shows markup; plain text is refused, not escaped behind one's back."""
    return Words(markup, *classes)


def _checked(markup: Markup) -> str:
    if not isinstance(markup, Markup):
        raise TypeError(
            "only Markup from the helpers of this module is shown; wrap text in paragraph(text)"
        )
    return str(markup)


def tag(name: str, *children: object, cls: str = "", **attributes: object) -> Markup:
    """Build one element: children and attribute values are escaped.

    An attribute that is None or False is left out, True stands alone; ``aria_label`` becomes
    ``aria-label``. Elements that run or load something and ``on...`` attributes are refused.

    Examples
    --------
    >>> tag("p", "a < b", cls="dc-note", aria_label='say "hi"')
    Markup('<p class="dc-note" aria-label="say &#34;hi&#34;">a &lt; b</p>')
    """
    if not _NAME.match(name) or name in _REFUSED:
        raise ValueError(f"<{name}> is not built here")
    parts = [f" class={_quoted(cls)}"] if cls else []
    for key, value in attributes.items():
        key = key.rstrip("_").replace("_", "-")
        if not _NAME.match(key) or key.startswith("on") or key in {"style", "srcdoc"}:
            raise ValueError(f"the attribute {key} is not built here")
        if key in {"href", "src"} and not is_safe_address(str(value)):
            raise ValueError("this address is not shown as a link")
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f" {key}={_quoted(value)}")
    opening = Markup(f"<{name}{''.join(parts)}>")
    if name in _VOID:
        return opening
    return opening + join(children) + Markup(f"</{name}>")


def _quoted(value: object) -> str:
    return f'"{escape(str(value))}"'


def is_safe_address(address: str) -> bool:
    """Say whether an address may stand in a link: this site, a web page, mail, a data file.

    Examples
    --------
    >>> [is_safe_address(a) for a in ("goal?cycle=1", "/dive", "javascript:alert(1)")]
    [True, True, False]
    """
    address = address.strip()
    return bool(_SAFE_ADDRESS.match(address) or _DATA_FILE.match(address))


def join(children: Iterable[object], between: str = "") -> Markup:
    """Put pieces together; what is not Markup is escaped; None is left out."""
    return escape(between).join(escape(child) for child in children if child is not None)


def text(value: object) -> Markup:
    """Escape a text, without an element around it."""
    return escape(str(value))


def paragraph(*children: object, cls: str = "") -> Markup:
    """A paragraph."""
    return tag("p", *children, cls=cls)


def strong(*children: object) -> Markup:
    """Words that matter."""
    return tag("strong", *children)


def heading(level: int, words: str, cls: str = "", id: str | None = None) -> Markup:
    """A heading; the page has one of level 1, cards have level 2."""
    if level not in range(1, 7):
        raise ValueError("a heading has a level from 1 to 6")
    return tag(f"h{level}", words, cls=cls, id=id)


def bullets(items: Iterable[object], *, ordered: bool = False, cls: str = "dc-list") -> Markup:
    """A list."""
    return tag("ol" if ordered else "ul", *(tag("li", item) for item in items), cls=cls)


def link(address: str, words: object, cls: str = "dc-link", **attributes: object) -> Markup:
    """A link; an address that could run something is refused."""
    return tag("a", words, cls=cls, href=address, **attributes)


def facts(pairs: Iterable[tuple[str, object]], cls: str = "dc-facts") -> Markup:
    """Name and value pairs, as a description list."""
    return tag(
        "dl",
        *(tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs),
        cls=cls,
    )


def pill(words: str, tone: str = "plain") -> Markup:
    """A small label. ``tone``: plain, good, warn, bad or info; the word says it too."""
    return tag("span", words, cls=f"dc-pill dc-tone-{tone}")


def lines(value: str) -> Markup:
    """Text that a person wrote: escaped, its line breaks kept."""
    return tag("div", value, cls="dc-lines")


def message(words: object, tone: str = "info", title: str = "") -> Markup:
    """A boxed message. ``tone``: info, good, warn or bad."""
    return tag(
        "div",
        tag("strong", title) if title else None,
        tag("div", words),
        cls=f"dc-message dc-tone-{tone}",
    )


def table(value: Table) -> Words:
    """A report table as a widget."""
    return piece(value.to_html(), "dc-table-box")


def style_sheet(css: str) -> Words:
    """The project's own style sheet as a widget; ``layout`` puts it on the page, once."""
    if "</" in css:
        raise ValueError("a style sheet does not close elements")
    return piece(Markup("<style>{}</style>").format(Markup(css)), "dc-style")
