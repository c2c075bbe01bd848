"""The one door to markup lets text through as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from datacycle.dashboards.parts import (
    bullets,
    facts,
    heading,
    join,
    lines,
    link,
    message,
    paragraph,
    piece,
    pill,
    tag,
    text,
)
from datacycle.dashboards.parts.html import is_safe_address, style_sheet

NASTY = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "made",
    [
        paragraph(NASTY),
        heading(2, NASTY),
        bullets([NASTY]),
        facts([(NASTY, NASTY)]),
        lines(NASTY),
        pill(NASTY),
        message(NASTY, title=NASTY),
        link("goal", NASTY),
        text(NASTY),
        join([NASTY, NASTY]),
        tag("div", NASTY, title=NASTY),
    ],
)
def test_every_helper_escapes(made):
    assert "<img" not in made


def test_plain_text_is_refused_by_the_door():
    with pytest.raises(TypeError, match="only Markup"):
        piece(NASTY)


def test_plain_text_is_refused_later_too():
    shown = piece(paragraph("fine"))

    with pytest.raises(TypeError, match="only Markup"):
        shown.show(NASTY)
    assert shown.value == "<p>fine</p>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,<script>",
        "data:image/svg+xml;base64,x",
        "vbscript:x",
        "java\nscript:alert(1)",
    ],
)
def test_an_address_that_could_run_is_refused(address):
    assert not is_safe_address(address)
    with pytest.raises(ValueError, match="not shown as a link"):
        link(address, "x")


@pytest.mark.parametrize(
    "address",
    ["goal?cycle=1", "/voila/render/x.ipynb", "#top", "?a=b", "data:text/csv;base64,QQ=="],
)
def test_an_address_of_ours_is_shown(address):
    assert is_safe_address(address)


@pytest.mark.parametrize("name", ["script", "style", "iframe", "P onclick=x", "form"])
def test_elements_that_run_or_load_are_refused(name):
    with pytest.raises(ValueError, match="not built here"):
        tag(name, "x")


@pytest.mark.parametrize("attribute", ["onclick", "onerror", "style", "srcdoc"])
def test_attributes_that_run_are_refused(attribute):
    with pytest.raises(ValueError, match="not built here"):
        tag("p", "x", **{attribute: "alert(1)"})


def test_a_style_sheet_cannot_leave_its_element():
    with pytest.raises(ValueError, match="close"):
        style_sheet("a{}</style><script>")


@given(st.text())
def test_no_text_becomes_an_element(words):
    made = paragraph(words)

    assert isinstance(made, Markup)
    assert made.count("<") == 2
    assert made.unescape() == f"<p>{words}</p>"
