"""Rosters that are several files: a zip, or a folder, read by plain file names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from plc_data.model import Problem

from .limits import LIMITS, Limits
from .people import header_word
from .problems import problem, refuse
from .records import read_records
from .table import Body
from .text import check_not_markup, decode

NEVER_READ = frozenset({"demographics.csv"})
"""Files that are not opened: nothing here needs them, and they are sensitive."""


def _plain(header: str) -> str:
    return header_word(header).replace(" ", "")


@dataclass
class Files:
    """The tables of a roster, opened when asked for, and what was found on the way."""

    members: Mapping[str, Callable[[], bytes]]
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    limits: Limits = LIMITS

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def rows(self, name: str, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a file as dictionaries by header, with their numbers.

        Columns are found by name whatever their order and capitals; ``needed`` must be there.
        """
        body = self.body(name)
        names = [_plain(cell) for cell in body.header]
        for column in needed:
            if _plain(column) not in names:
                raise refuse(
                    "missing-column", f'The file {name} lacks the column "{column}".', column=column
                )
        columns = [body.column(k) for k in range(len(names))]
        for k, row in enumerate(body.rows):
            yield row, {n: c[k] for n, c in zip(names, columns, strict=True)}

    def body(self, name: str) -> Body:
        """The table of a file; refused with the file's name where it cannot be read."""
        if name not in self.members:
            raise refuse(
                "missing-file", f"The file {name} is missing. Export the roster again with it."
            )
        text, warnings = decode(self.members[name]())
        self.warnings.extend(warnings)
        check_not_markup(text)
        return read_records(text, limits=self.limits).below()


def files_of_zip(members: Mapping[str, bytes], *, limits: Limits = LIMITS) -> Files:
    """The files of a zip by plain name; a folder round them is told and looked through."""
    found = {}
    nested = False
    for path, content in members.items():
        name = PurePosixPath(path.replace("\\", "/")).name.casefold()
        if name in NEVER_READ or not name.endswith(".csv"):
            continue
        nested = nested or "/" in path.replace("\\", "/")
        found.setdefault(name, lambda content=content: content)
    files = Files(found, limits=limits)
    if nested:
        text = "The zip holds a folder with the files in it; it was read all the same."
        files.warnings.append(problem("files-in-folder", text))
    return files


def files_of_folder(folder: Path, *, limits: Limits = LIMITS) -> Files:
    """The CSV files of a folder; each is read when it is asked for."""
    from .files import load

    found = {}
    for path in sorted(folder.iterdir()):
        name = path.name.casefold()
        if path.is_file() and name.endswith(".csv") and name not in NEVER_READ:
            found[name] = lambda path=path: load(path, limits=limits)[0]
    if not found:
        raise refuse("missing-file", "The folder holds no CSV files.")
    return Files(found, limits=limits)
