"""What a list of standards holds, as lines for a terminal and as rows for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from plc_data.errors import DataProblems

if TYPE_CHECKING:
    from plc_data.importers import StandardsPlan

FIRST = 5


def standards_lines(seen: StandardsPlan) -> Iterator[str]:
    """The list for a person at a terminal: whose it is, how many, the first of them."""
    if seen.problems:
        yield str(DataProblems(seen.source_name, seen.problems))
        return
    yield f"{seen.source_name}: {seen.title or 'a list'}, {len(seen.standards)} standards."
    for words in (seen.rights_holder, seen.license):
        if words:
            yield f"  {words}"
    for standard in seen.standards[:FIRST]:
        yield f"  {standard.code}  {standard.statement}"
    if len(seen.standards) > FIRST:
        yield f"  and {len(seen.standards) - FIRST} more"
    for warning in seen.warnings:
        yield f"  {warning.message}  [{warning.code}]"


def standards_rows(seen: StandardsPlan, stored: bool) -> dict[str, Any]:
    """The same for a program."""
    return seen.model_dump(mode="json") | {"stored": stored}
