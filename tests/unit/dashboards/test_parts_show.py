"""A page is found by its name; what goes wrong becomes a kind page."""

from __future__ import annotations

import sys
import types

import ipywidgets
import pytest

import datacycle.dashboards as pages
from datacycle.dashboards.parts import current_guard, use_guard
from plc_data.errors import NotAllowed, NotFound, WorkbenchError


@pytest.fixture
def a_page(monkeypatch):
    """Put up a page function under the name ``example``."""
    before = current_guard()

    def put(function):
        module = types.ModuleType("datacycle.dashboards.pages.example")
        module.page = function
        monkeypatch.setitem(sys.modules, module.__name__, module)
        parent = types.ModuleType("datacycle.dashboards.pages")
        parent.__path__ = []
        monkeypatch.setitem(sys.modules, parent.__name__, parent)

    yield put
    use_guard(before)


def words_of(widget: ipywidgets.Widget) -> str:
    """All markup below a widget, as text."""
    own = widget.value if isinstance(widget, ipywidgets.HTML) else ""
    return own + "".join(words_of(child) for child in getattr(widget, "children", ()))


def test_a_page_gets_the_workbench_and_the_words_of_the_address(a_page):
    got = []
    shown = ipywidgets.VBox([])
    a_page(lambda wb, query: got.append((wb, query)) or shown)

    assert pages.build("example", query={"cycle": "c1"}, wb="the workbench") is shown
    assert got == [("the workbench", {"cycle": "c1"})]


def test_a_page_is_built_under_a_guard_with_a_status_line(a_page):
    got = []
    a_page(lambda wb, query: got.append(current_guard().status) or ipywidgets.VBox([]))

    pages.build("example", wb=object())

    assert got[0] is not None


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (NotFound("There is no cycle c9."), "This is not here"),
        (NotAllowed("Only the team sees this."), "This page is not open to you"),
        (WorkbenchError("The store is older."), "This page cannot be shown now"),
    ],
)
def test_what_the_workbench_says_is_shown(a_page, error, title):
    def page(_wb, _query):
        raise error

    a_page(page)
    words = words_of(pages.build("example", wb=object()))

    assert title in words
    assert str(error) in words
    assert 'href="/"' in words


def test_a_bug_shows_an_id_and_nothing_of_itself(a_page):
    def page(_wb, _query):
        raise KeyError("Ada Lovelace")

    a_page(page)
    words = words_of(pages.build("example", wb=object()))

    assert "(id " in words
    assert "Lovelace" not in words
    assert "Traceback" not in words


@pytest.mark.parametrize("name", ["../secret", "os.path", "", "a b"])
def test_a_name_that_is_no_page_is_not_looked_for(name):
    assert "no page of this name" in words_of(pages.build(name, wb=object()))


def test_without_a_workspace_it_says_what_is_missing(a_page, monkeypatch):
    a_page(lambda wb, query: ipywidgets.VBox([]))
    monkeypatch.delenv("DATACYCLE_WORKSPACE", raising=False)
    monkeypatch.delenv("VOILA_PREHEAT", raising=False)

    assert "DATACYCLE_WORKSPACE" in words_of(pages.build("example"))
