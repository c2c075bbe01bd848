"""A workspace with two people and a folder with small pages, for tests of the server itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from plc_data.model import Person
from plc_data.store import Store

AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
ANA, BEN, EVE = "p-ana", "p-ben", "p-eve"
EVES_PASSCODE = "correct horse battery"

HELLO = (
    """
import os, random
import ipywidgets as w
from IPython.display import display
from datacycle.dashboards.request import request_info
from datacycle.dashboards.parts.heartbeat import Heartbeat
""",
    """
asked = request_info()
count = w.Button(description="Count")
said = w.Label("Counted 0")
count.on_click(lambda _: setattr(said, "value", f"Counted {int(said.value.split()[1]) + 1}"))
facts = f"person={asked.person_id} query={sorted(asked.query.items())} pid={os.getpid()}"
chance = f"chance={random.random()}"
display(w.VBox([w.Label("Useful now"), w.Label(facts), w.Label(chance), count, said, Heartbeat()]))
""",
)
BROKEN = ("import datacycle", "raise RuntimeError('a secret of the code')")


def make_workspace(folder: Path, *, with_eve: bool = False) -> Path:
    """Make a workspace of Ana and Ben, and of Eve, who has a passcode."""
    from datacycle.server.passcodes import hash_passcode

    with Store.create(folder, at=AT) as store:
        people = [
            Person(id=ANA, given="Ana", family="Ruiz"),
            Person(id=BEN, given="Ben", family="Cho"),
        ]
        if with_eve:
            people.append(Person(id=EVE, given="Eve", family="Adams"))
        store.put_people(people, by=ANA, at=AT)
        if with_eve:
            store.put_passcode(EVE, hash_passcode(EVES_PASSCODE), by=ANA, at=AT)
    return folder


def make_pages(folder: Path) -> Path:
    """Make a folder of notebooks with a page that works and one that fails."""
    pages = folder / "dashboards"
    pages.mkdir(parents=True)
    for name, cells in {"home": HELLO, "broken": BROKEN}.items():
        notebook = _notebook(name.title(), *cells)
        (pages / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (pages / "private.csv").write_text("student\nA name\n", encoding="utf-8")
    (folder / "outside.ipynb").write_text(json.dumps(_notebook("Outside", "1")), encoding="utf-8")
    return folder


def _notebook(title: str, *cells: str) -> dict:
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "title": title,
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "cells": [
            {
                "cell_type": "code",
                "id": f"part-{position}",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": text.strip(),
            }
            for position, text in enumerate(cells)
        ],
    }
