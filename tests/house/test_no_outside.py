"""No page, template or module names an address that a browser or a program would fetch."""

from __future__ import annotations

import re

from tests.support.sources import CHECKOUT, PACKAGES

SUFFIXES = {".py", ".css", ".js", ".j2", ".html", ".typ", ".ipynb", ".svg"}
ADDRESS = re.compile(r"(?:https?|wss?):(?:\\?/){2}[^\s\"'<>)`\\]*")
WITHOUT_SCHEME = re.compile(r"(?:src|href)\s*=\s*[\"']//|url\(\s*[\"']?(?:https?:)?//|@import\s")

IDENTIFIERS = (
    "http://www.w3.org/",  # XML namespaces
    "https://www.w3.org/ns/",  # credentials vocabulary
    "https://w3id.org/",  # credentials vocabulary
    "https://purl.imsglobal.org/",  # Open Badges and OneRoster vocabularies
    "http://www.imsglobal.org/",  # XML namespaces of QTI
    "https://json-schema.org/",  # the dialect of a schema
    "https://datacycle.invalid/",  # this project's own names; .invalid can not be reached
    "urn:",
)
"""Names that only look like addresses: compared as text and never fetched."""
FROM_ELSEWHERE = {"datacycle/server/share/static/plotly-basic.min.js"}
"""Files of others, unchanged; the addresses in them are switched off where the file is used."""
THIS_MACHINE = re.compile(r"(?:https?|wss?)://(?:127\.0\.0\.1|localhost|\{|$)")


def test_no_address_outside_this_machine():
    faults = []
    places = [CHECKOUT / place for place in (*PACKAGES, "notebooks")]
    for path in sorted(path for place in places for path in place.rglob("*")):
        if path.suffix not in SUFFIXES or ".ipynb_checkpoints" in path.parts:
            continue
        if path.relative_to(CHECKOUT).as_posix() in FROM_ELSEWHERE:
            continue
        text = path.read_text(encoding="utf-8")
        found = [one for one in ADDRESS.findall(text) if not one.startswith(IDENTIFIERS)]
        found = [one for one in found if not THIS_MACHINE.match(one)]
        found += WITHOUT_SCHEME.findall(text)
        faults += [f"{path.relative_to(CHECKOUT)}: {one}" for one in found]

    assert faults == []


def test_addresses_are_seen():
    assert ADDRESS.findall('<script src="https://cdn.example/x.js">') == [
        "https://cdn.example/x.js"
    ]
    assert WITHOUT_SCHEME.search('<img src="//cdn.example/x.png">')
    assert THIS_MACHINE.match("http://127.0.0.1:8866")
