"""The few shapes that evidence is made of; every document draws the same ones.

A row of evidence is a list of blocks. HTML, PDF and ``evidence.json`` know just these, so that
what one of them shows the others show too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .free_text import Free, Sentence

Words = str | Free | Sentence


def prose(*paragraphs: Words, title: str = "") -> dict:
    """Sentences of ours, with or without a small heading."""
    return {"kind": "prose", "title": title, "paragraphs": [p for p in paragraphs if p]}


def quote(text: Words, *, title: str = "", by: str = "") -> dict:
    """What somebody wrote, as they wrote it."""
    return {"kind": "quote", "title": title, "text": text, "by": by}


def facts(pairs: Iterable[tuple[str, Words | None]], *, title: str = "") -> dict:
    """Terms and what stands behind them; pairs without a value are left out."""
    items = [{"term": term, "value": value} for term, value in pairs if value]
    return {"kind": "facts", "title": title, "items": items}


def listing(items: Sequence[Words], *, title: str = "", empty: str = "") -> dict:
    """A list; where it is empty, the words that say so."""
    return {"kind": "list", "title": title, "items": list(items), "empty": empty}


def checks(items: Iterable[tuple[str, Words]], *, title: str = "What was checked") -> dict:
    """What a check had to say: (level, words)."""
    found = [{"level": level, "text": text} for level, text in items]
    return {"kind": "checks", "title": title, "items": found}


def table(name: str) -> dict:
    """A table of the package, by its name."""
    return {"kind": "table", "name": name}


def chart(name: str) -> dict:
    """A chart of the package, by its name."""
    return {"kind": "chart", "name": name}


def grid(
    name: str,
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[Words | int | None]],
    *,
    notes: Sequence[str] = (),
) -> dict:
    """A table: columns are (heading, ``text`` or ``number``), the first heads its row."""
    return {
        "name": name,
        "caption": caption,
        "columns": [{"heading": heading, "kind": kind} for heading, kind in columns],
        "rows": [list(row) for row in rows],
        "notes": list(notes),
        "file": f"tables/{name}.csv",
    }


def is_empty(block: dict) -> bool:
    """True for a block that would show nothing but its heading."""
    if block["kind"] in ("facts", "checks"):
        return not block["items"]
    if block["kind"] == "prose":
        return not block["paragraphs"]
    if block["kind"] == "quote":
        return not block["text"]
    return block["kind"] == "list" and not block["items"] and not block["empty"]
