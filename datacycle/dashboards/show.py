"""From a request to a page: who asks, which workspace, which page; kind words when it fails."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plc_data.errors import NotAllowed, NotFound, WorkbenchError

from . import parts
from .parts.guard import Guard, log_error, use_guard
from .parts.html import join, message, paragraph, piece
from .request import request_info

if TYPE_CHECKING:
    from ipywidgets import Widget

    from datacycle.workbench import Workbench

WORKSPACE = "DATACYCLE_WORKSPACE"
PERSON = "DATACYCLE_PERSON"
"""Who is at work where no server signs people in: somebody who builds pages in JupyterLab."""
PAGES = "datacycle.dashboards.pages"
HOME = "/"


def show(name: str, *, query: Mapping[str, str] | None = None) -> None:
    """Display the page called ``name`` for the person who asked.

    ``query`` stands for the words of the address where there is no address (JupyterLab).
    """
    from IPython.display import display

    display(build(name, query=query))


def build(name: str, *, query: Mapping[str, str] | None = None, wb: Any = None) -> Widget:
    """Build the page called ``name``; what goes wrong becomes a page that says so.

    Tests give their own workbench as ``wb``.
    """
    use_guard(Guard(parts.Status()))
    try:
        page = _page_of(name)
        info = request_info() if wb is None else None
        words = dict(query if query is not None else info.query if info else {})
        wb = wb if wb is not None else _open(info.person_id)
        return page(wb, words)
    except NotFound as error:
        return failed_page("This is not here", str(error))
    except NotAllowed as error:
        return failed_page("This page is not open to you", str(error))
    except WorkbenchError as error:
        return failed_page("This page cannot be shown now", str(error))
    except Exception as error:
        mark = log_error(error)
        return failed_page(
            "This page cannot be shown now",
            f"Something went wrong while it was put together (id {mark}); nothing was lost. "
            "Reload the page; if it stays like this, tell who looks after the workbench the id.",
        )


def failed_page(title: str, words: str) -> Widget:
    """A page with one kind message and the way back."""
    back = parts.link_button("To the start page", HOME, primary=True)
    return parts.page(
        title,
        piece(join([message(words, "warn"), paragraph(back, cls="dc-back")])),
        status=None,
    )


def _page_of(name: str) -> Any:
    if not name.isidentifier():
        raise NotFound("There is no page of this name.")
    return importlib.import_module(f"{PAGES}.{name}").page


def _open(person_id: str | None) -> Workbench:
    from datacycle.workbench import Workbench

    person_id = person_id or os.environ.get(PERSON)
    folder = os.environ.get(WORKSPACE)
    if not folder:
        raise WorkbenchError(f"No workspace is named; {WORKSPACE} should hold its folder.")
    if not person_id:
        raise WorkbenchError(
            f"Nobody is signed in. Open the page through the workbench, or set {PERSON} to the id "
            "of a person on the staff list."
        )
    return Workbench.open(Path(folder), person_id=person_id)
