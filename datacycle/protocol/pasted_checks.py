"""A week of checks as a pasted table: read into a plan that a person sees before it is stored."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plc_data.model import CheckForUnderstanding, Problem

NAMES: Mapping[str, tuple[str, ...]] = {
    "on": ("day", "date", "on"),
    "section": ("class", "section", "period"),
    "target": ("target", "learning target"),
    "technique": ("technique", "how", "check"),
    "present": ("present", "here", "in class"),
    "responded": ("responded", "answered", "responses"),
    "had_it": ("had it", "had", "yes", "got it"),
    "almost": ("almost", "nearly"),
    "not_yet": ("not yet", "no"),
    "decision": ("decision", "next", "then"),
    "note": ("note", "notes", "comment"),
}
"""What a column may be called."""
NEEDED = ("on", "had_it")
"""Everything else has a default."""


@dataclass(frozen=True)
class Defaults:
    """What an empty cell means."""

    section_id: str
    target_id: str
    technique: str
    present: Mapping[str, int]
    """Students on the roster, by section."""


@dataclass(frozen=True)
class PlannedCheck:
    """One row that can be stored; ``is_known`` when the same check stands in the log."""

    row: int
    check: CheckForUnderstanding
    is_known: bool = False


@dataclass(frozen=True)
class PastePlan:
    """What a pasted table would store, and what is to mend first."""

    rows: tuple[PlannedCheck, ...]
    problems: tuple[Problem, ...]

    @property
    def new(self) -> tuple[CheckForUnderstanding, ...]:
        return tuple(row.check for row in self.rows if not row.is_known)


class _Row:
    """One row while it is read; collects its problems."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number, self.cells = number, cells
        self.problems: list[Problem] = []

    def say(self, column: str, code: str, message: str) -> None:
        self.problems.append(
            Problem(code=code, message=message, row=self.number, column=NAMES[column][0])
        )

    def count(self, column: str, default: int | None) -> int | None:
        raw = self.cells.get(column, "")
        if not raw:
            return default
        if not re.fullmatch(r"\d{1,4}", raw):
            self.say(column, "check-count", "a whole number of students is needed.")
            return None
        return int(raw)

    def day(self, today: date) -> date | None:
        raw = self.cells.get("on", "")
        found = _day(raw, today)
        if found is None:
            self.say("on", "check-day", "a day is needed, as 2026-11-24 or 11/24/2026.")
        elif found > today:
            self.say("on", "check-day-ahead", "this day is still to come.")
            return None
        return found

    def one_of(
        self, column: str, choices: Mapping[str, str], default: str, *, what: str
    ) -> str | None:
        raw = self.cells.get(column, "")
        if not raw:
            return default
        found = _chosen(raw, choices)
        if found is None:
            known = ", ".join(choices.values())
            self.say(column, f"check-{column}", f"this is no {what} here. Possible: {known}.")
        return found


def plan_checks(
    text: str,
    *,
    blank: CheckForUnderstanding,
    sections: Mapping[str, str],
    targets: Mapping[str, str],
    techniques: Iterable[str],
    decisions: Mapping[str, str],
    defaults: Defaults,
    today: date,
    log: Iterable[CheckForUnderstanding] = (),
) -> PastePlan:
    """Read a pasted table: the first row names the columns, tabs, semicolons or commas part them.

    Parameters
    ----------
    text
        As it comes from a spreadsheet or a CSV file.
    blank
        A check with the team, cycle and teacher; each row becomes a copy with another id.
    sections, targets, decisions
        Id to words; a cell may hold either, or a word of it that no other has.
    techniques
        The named ones; an own technique is taken as it is written.
    defaults
        For empty cells.
    today
        No check is later.
    log
        What stands there already: the same day, class, target, technique and counts are known.

    Returns
    -------
    PastePlan
        Rows in the order of the table; ``problems`` with the rows as the table shows them (the
        names of the columns are row 1). With a problem nothing should be stored.
    """
    header, rows, problems = _table(text)
    if problems:
        return PastePlan((), problems)
    known = {_same(check) for check in log}
    named = {technique: technique for technique in techniques}
    planned: list[PlannedCheck] = []
    found: list[Problem] = []
    for number, values in rows:
        cells = {name: value.strip() for name, value in zip(header, values, strict=False) if name}
        row = _Row(number, cells)
        check = _check(row, blank, sections, targets, named, decisions, defaults, today)
        if len(values) > len(header):
            extra = Problem(
                code="check-cells", message="this row has more cells than names.", row=number
            )
            row.problems.append(extra)
        found += row.problems
        if check is not None and not row.problems:
            planned.append(PlannedCheck(number, check, _same(check) in known))
            known.add(_same(check))
    return PastePlan(tuple(planned), tuple(found))


def _check(row, blank, sections, targets, named, decisions, defaults, today):
    on = row.day(today)
    section = row.one_of("section", sections, defaults.section_id, what="class")
    target = row.one_of("target", targets, defaults.target_id, what="learning target")
    raw = row.cells.get("technique", "")
    technique = (_chosen(raw, named) or raw.lower()) if raw else defaults.technique
    decision = row.one_of("decision", decisions, "", what="decision")
    had = row.count("had_it", None)
    if had is None and not row.cells.get("had_it"):
        row.say("had_it", "check-count", "how many had it is needed.")
    almost = row.count("almost", 0)
    not_yet = row.count("not_yet", None)
    responded = row.count("responded", None)
    present = row.count("present", None)
    if row.problems:
        return None
    if responded is None:
        responded = present if not_yet is None else had + almost + not_yet
    if responded is None:
        responded = max(defaults.present.get(section, 0), had + almost)
    if not_yet is None:
        not_yet = responded - had - almost
    if present is None:
        present = max(defaults.present.get(section, 0), responded)
    if not_yet < 0 or had + almost + not_yet != responded:
        words = f"had it, almost and not yet do not make {responded} responses."
        row.say("responded", "check-sum", words)
    if responded > present:
        row.say("present", "check-present", f"{responded} responded, but {present} were there.")
    return blank.model_copy(
        update={
            "id": f"{blank.id}-{row.number}",
            "on": on,
            "section_id": section,
            "target_id": target,
            "technique": technique,
            "n_present": present,
            "n_responded": responded,
            "n_had_it": had,
            "n_almost": almost,
            "n_not_yet": not_yet,
            "decision": decision,
            "note": row.cells.get("note", ""),
        }
    )


def _table(text: str):
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in lines.split("\n") if line.strip()), "")
    mark = next((sign for sign in ("\t", ";", ",") if sign in first), ",")
    read = list(enumerate(csv.reader(io.StringIO(lines), delimiter=mark), start=1))
    rows = [(number, cells) for number, cells in read if any(cell.strip() for cell in cells)]
    if not rows:
        return (), (), (Problem(code="check-empty", message="there is nothing in the table."),)
    at, names = rows[0]
    header = tuple(_column(name) for name in names)
    problems = [
        Problem(
            code="check-column",
            row=at,
            column=name.strip() or None,
            message="this column has a name that is not known here.",
        )
        for name, column in zip(names, header, strict=True)
        if column is None and name.strip()
    ]
    problems += [
        Problem(
            code="check-column",
            row=at,
            message=f"the column “{NAMES[needed][0]}” is missing; the first row names the columns.",
        )
        for needed in NEEDED
        if needed not in header
    ]
    doubled = {name for name in header if name and header.count(name) > 1}
    problems += [
        Problem(
            code="check-column",
            row=at,
            column=NAMES[name][0],
            message="this column is there twice.",
        )
        for name in sorted(doubled)
    ]
    return header, rows[1:], tuple(problems)


def _column(name: str) -> str | None:
    plain = " ".join(name.lower().replace("_", " ").split())
    return next((column for column, names in NAMES.items() if plain in names), None)


def _chosen(raw: str, choices: Mapping[str, str]) -> str | None:
    plain = _plain(raw)
    for id, words in choices.items():
        if plain in (_plain(id), _plain(words)):
            return id
    near = [id for id, words in choices.items() if _holds(_plain(words), plain)]
    return near[0] if len(near) == 1 else None


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.lower()).split())


def _holds(words: str, part: str) -> bool:
    return bool(part) and f" {part} " in f" {words} "


def _day(raw: str, today: date) -> date | None:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", raw)
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?", raw)
    try:
        if iso:
            return date(*(int(part) for part in iso.groups()))
        if american:
            month, day, year = american.groups()
            years = int(year) + (2000 if len(year) == 2 else 0) if year else today.year
            return date(years, int(month), int(day))
    except ValueError:
        return None
    return None


def _same(check: CheckForUnderstanding) -> tuple:
    return (
        check.on,
        check.section_id,
        check.target_id,
        check.technique,
        check.n_responded,
        check.n_had_it,
        check.n_almost,
    )
