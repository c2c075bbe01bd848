"""``read_standards``: a framework's file becomes a list of standards, as the framework words them.

Three kinds: a CASE package (1EdTech, 1.0 and 1.1), a set of the Common Standards Project, and a
plain table with codes and statements. Headings without a code give the tree and no standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from plc_data.model import Problem, Record, Standard

from .files import load, open_file
from .limits import LIMITS, Limits
from .people import header_word
from .problems import Refused, problem, refuse, shortened
from .standards_codes import code_key
from .table import Table, clean

MOST_LETTERS = 120
"""A code longer than this is no code (``plc_data.model.Identifier``)."""


class StandardEntry(Record):
    """One line of a framework: a standard, or a heading (``code`` is None)."""

    identifier: str
    code: str | None = None
    short_code: str | None = None
    statement: str
    kind: str | None = None
    levels: tuple[str, ...] = ()
    parent: str | None = None
    """The ``identifier`` of the entry above."""


class StandardsPlan(Record):
    """What a standards file holds; nothing is stored by making one.

    ``license`` and ``rights_holder`` are shown wherever the texts are: they are per framework.
    """

    format: str
    source_name: str
    title: str | None = None
    framework: str | None = None
    license: str | None = None
    rights_holder: str | None = None
    entries: tuple[StandardEntry, ...] = ()
    standards: tuple[Standard, ...] = ()
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_standards(
    source: str | Path | bytes, *, name: str | None = None, limits: Limits = LIMITS
) -> StandardsPlan:
    """Read a list of standards. Never raises on bad content; ``problems`` then say why.

    >>> plan = read_standards(b"code,description\\n7.RP.A.1,Unit rates\\n")
    >>> plan.standards
    (Standard(code='7.RP.A.1', statement='Unit rates', framework=None),)
    """
    own_name = Path(source).name if isinstance(source, str | Path) else "file"
    try:
        data, own_name = load(source, limits=limits)
        file = open_file(data, name or own_name, limits=limits)
        if isinstance(file.json, Mapping):
            head, entries = _read_json(file.json)
        elif file.table is not None:
            head, entries = _read_table(file.table)
        else:
            raise _not_standards()
    except Refused as refused:
        return StandardsPlan(
            format="unknown", source_name=name or own_name, problems=shortened(refused.problems)
        )
    return _plan(head, entries, name or own_name, file.warnings)


def _not_standards() -> Refused:
    return refuse(
        "not-standards",
        "This is no list of standards that is known here: a CASE package, a set of the Common "
        "Standards Project, or a table with the columns code and description.",
    )


def _plan(
    head: dict[str, str | None],
    entries: list[StandardEntry],
    name: str,
    warnings: Iterable[Problem],
) -> StandardsPlan:
    notes = list(warnings)
    standards: dict[str, Standard] = {}
    for entry in entries:
        if entry.code is None:
            continue
        before = standards.get(code_key(entry.code))
        if before is None:
            standards[code_key(entry.code)] = Standard(
                code=entry.code, statement=entry.statement, framework=head["framework"]
            )
        elif before.statement != entry.statement:
            text = f'The code "{entry.code}" stands twice with different texts; the first is used.'
            notes.append(problem("duplicate-code", text))
    headings = sum(entry.code is None for entry in entries)
    if headings:
        text = f"{headings} line(s) have no code: they are headings and are not offered as targets."
        notes.append(problem("missing-code", text))
    if not standards:
        missing = problem("not-standards", "Not a single line of the file has a code.")
        return StandardsPlan(source_name=name, problems=(missing,), **head)
    return StandardsPlan(
        source_name=name,
        entries=tuple(entries),
        standards=tuple(standards.values()),
        warnings=shortened(notes),
        **head,
    )


def _head(format: str, **known: str | None) -> dict[str, str | None]:
    names = ("title", "framework", "license", "rights_holder")
    return {"format": format, **{n: known.get(n) or None for n in names}}


def _read_json(value: Mapping[str, Any]) -> tuple[dict, list[StandardEntry]]:
    if "CFDocument" in value or "CFItems" in value:
        return _read_case(value)
    inner = value.get("data", value)
    if isinstance(inner, Mapping) and isinstance(inner.get("standards"), Mapping | list):
        return _read_common(inner)
    raise _not_standards()


def text_of(value: object) -> str:
    """A JSON value as text; anything but text and numbers is nothing."""
    if isinstance(value, str):
        return " ".join(value.split())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _levels(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for v in values if (text := text_of(v)))


def _code(value: object) -> str | None:
    text = text_of(value)
    return text if 0 < len(text) <= MOST_LETTERS else None


def _read_case(value: Mapping[str, Any]) -> tuple[dict, list[StandardEntry]]:
    """A CASE package: items, and ``isChildOf`` associations in the order of their numbers."""
    document = value.get("CFDocument")
    document = document if isinstance(document, Mapping) else {}
    parents: dict[str, tuple[float, str]] = {}
    for link in _mappings(value.get("CFAssociations")):
        if link.get("associationType") == "isChildOf":
            child, parent = _node(link, "originNode"), _node(link, "destinationNode")
            number = link.get("sequenceNumber")
            order = float(number) if isinstance(number, int) and abs(number) < 10**9 else 0.0
            if child and parent:
                parents.setdefault(child, (order, parent))
    items = {text_of(i.get("identifier")): i for i in _mappings(value.get("CFItems"))}
    items.pop("", None)
    entries = []
    for id in _in_tree_order(list(items), parents):
        item = items[id]
        parent = parents.get(id, (0.0, ""))[1]
        entries.append(
            StandardEntry(
                identifier=id,
                code=_code(item.get("humanCodingScheme")),
                statement=text_of(item.get("fullStatement")),
                kind=text_of(item.get("CFItemType")) or None,
                levels=_levels(item.get("educationLevel") or item.get("educationalLevel")),
                parent=parent if parent in items else None,
            )
        )
    license = document.get("licenseURI")
    title = text_of(document.get("title"))
    framework = " ".join(filter(None, (text_of(document.get("creator")), title)))
    rights = text_of(document.get("officialSourceURL")) or text_of(document.get("publisher"))
    licensed = license.get("title") if isinstance(license, Mapping) else license
    head = _head(
        "case", title=title, framework=framework, license=text_of(licensed), rights_holder=rights
    )
    return head, entries


def _node(link: Mapping[str, Any], which: str) -> str:
    """The identifier at one end of an association, in either of the two spellings seen."""
    node = link.get(f"{which}URI", link.get(which))
    if isinstance(node, Mapping):
        return text_of(node.get("identifier"))
    return text_of(node).rstrip("/").rpartition("/")[2]


def _in_tree_order(ids: list[str], parents: Mapping[str, tuple[float, str]]) -> list[str]:
    """Parents before children, children by number; what hangs in a circle comes at the end."""
    known = set(ids)
    children: dict[str, list[str]] = {}
    for id in ids:
        above = parents.get(id, (0.0, ""))[1]
        children.setdefault(above if above in known else "", []).append(id)
    found: dict[str, None] = {}
    waiting = list(reversed(_by_number(children.get("", []), parents)))
    while waiting:
        id = waiting.pop()
        if id not in found:
            found[id] = None
            waiting.extend(reversed(_by_number(children.get(id, []), parents)))
    found.update(dict.fromkeys(ids))
    return list(found)


def _by_number(ids: list[str], parents: Mapping[str, tuple[float, str]]) -> list[str]:
    return sorted(ids, key=lambda id: parents.get(id, (0.0, ""))[0])


def _read_common(value: Mapping[str, Any]) -> tuple[dict, list[StandardEntry]]:
    """A set of the Common Standards Project; ``standards`` is an object by id, or a list."""
    raw = value["standards"]
    lines = _mappings(list(raw.values()) if isinstance(raw, Mapping) else raw)

    def position(line: Mapping[str, Any]) -> float:
        number = line.get("position")
        return float(number) if isinstance(number, int) and abs(number) < 10**12 else 0.0

    levels = _levels(value.get("educationLevels"))
    entries = []
    for line in sorted(lines, key=position):
        above = line.get("ancestorIds")
        entries.append(
            StandardEntry(
                identifier=text_of(line.get("id")),
                code=_code(line.get("statementNotation")),
                short_code=_code(line.get("altStatementNotation")),
                statement=text_of(line.get("description")),
                kind=text_of(line.get("statementLabel")) or None,
                levels=levels,
                parent=text_of(above[0]) or None if isinstance(above, list) and above else None,
            )
        )
    license, document = value.get("license"), value.get("document")
    license = license if isinstance(license, Mapping) else {}
    document = document if isinstance(document, Mapping) else {}
    head = _head(
        "common_standards_project",
        title=" ".join(filter(None, (text_of(value.get("subject")), text_of(value.get("title"))))),
        framework=text_of(document.get("title")),
        license=text_of(license.get("title")),
        rights_holder=text_of(license.get("rightsHolder")),
    )
    return head, entries


_CODE = ("code", "human coding scheme", "humancodingscheme", "standard code", "statement notation",
         "standard", "statementnotation")  # fmt: skip
_STATEMENT = ("description", "statement", "fullstatement", "full statement", "text",
              "standard text", "wording")  # fmt: skip


def is_plain_list(table: Table) -> bool:
    """Whether a table's header names a code and a statement."""
    words = [header_word(cell) for cell in table.header()]
    return bool(set(words) & set(_CODE) and set(words) & set(_STATEMENT))


def _read_table(table: Table) -> tuple[dict, list[StandardEntry]]:
    if not is_plain_list(table):
        raise _not_standards()
    body = table.below()
    words = [header_word(cell) for cell in body.header]

    def column(*names: str) -> list[str]:
        return body.column(next((words.index(n) for n in names if n in words), None))

    codes, statements = column(*_CODE), column(*_STATEMENT)
    kinds, levels = column("type", "kind", "label"), column("grade", "level", "education level")
    parents = column("parent", "is child of", "parent code")
    known = set(codes)
    entries = [
        StandardEntry(
            identifier=code or f"row {row}",
            code=_code(code),
            statement=clean(statement),
            kind=kind or None,
            levels=(level,) if level else (),
            parent=above if above in known and above != code else None,
        )
        for row, code, statement, kind, level, above in zip(
            body.rows, codes, statements, kinds, levels, parents, strict=True
        )
    ]
    return _head("plain"), entries
