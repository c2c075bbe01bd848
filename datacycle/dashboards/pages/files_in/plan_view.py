"""An import plan in words and tables: what the file holds, what is wrong, what would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from datacycle.reports import labels, numbers
from datacycle.reports.tables import Column, Kind, Table
from datacycle.workbench import ResultsPreview
from plc_data.importers.sources import title_of
from plc_data.model import ImportPlan, Problem, ResponseStatus, Student, Verdict

from ...parts import bullets, facts, join, message, paragraph, tag

FIRST_ROWS = 8
"""Students shown of the file, to see that it was read right."""


def verdict_words(preview: ResultsPreview, *, to_name: bool = False) -> Markup:
    """One boxed line: can it be stored, and if not, what first."""
    plan = preview.plan
    if preview.same_as is not None:
        return message(
            f"This very file was stored on {numbers.moment(preview.same_as.imported_at)} already. "
            "Nothing needs to be done.",
            "info",
            "You have this file",
        )
    if to_name and plan.verdict is Verdict.REFUSE:
        return message(
            "Say below what its columns are; until then nothing is stored.",
            "warn",
            "One thing first",
        )
    if plan.verdict is Verdict.REFUSE:
        return message("Nothing was stored. See below what to mend.", "bad", "This can't be stored")
    if plan.verdict is Verdict.TOTALS_ONLY:
        return message(
            "The file holds a total for each student and no score per question. Nothing was "
            "stored. Below stands which file of the same tool has the scores.",
            "warn",
            "Only totals",
        )
    if preview.problems:
        n = numbers.plural(len(preview.problems), "problem")
        return message(f"{n} to mend first; nothing was stored.", "bad", "Not yet")
    if preview.questions:
        n = numbers.plural(len(preview.questions), "row")
        return message(f"For {n} say below which student it is.", "warn", "One thing first")
    return message("Look at it, then say yes. You can undo it as one step.", "good", "Ready")


def plan_facts(preview: ResultsPreview) -> Markup:
    """Counts: what was found in the file."""
    plan = preview.plan
    matched = [m for m in preview.match.matches if m.student_id is not None]
    pairs = [
        ("File", plan.source_name),
        ("Looks like", title_of(plan.format)),
        ("Students in the file", str(len(plan.students))),
        ("Found on the roster", numbers.count_of(len(matched), len(plan.students))),
        ("On the roster, not in the file", str(len(preview.match.absent_ids))),
        ("Questions", str(len(plan.items))),
        ("Several attempts", labels.words(plan.attempts.policy)),
    ]
    if plan.attempts.rows_left_out:
        pairs.append(("Earlier attempts left out", str(len(plan.attempts.rows_left_out))))
    return facts(pairs)


def problem_list(problems: Sequence[Problem]) -> Markup:
    """Problems as sentences: where, what, what would be right."""
    return bullets(_problem(p) for p in problems)


def _problem(problem: Problem) -> Markup:
    where = [f"Row {problem.row}"] if problem.row is not None else []
    where += [f'column "{problem.column}"'] if problem.column is not None else []
    place = tag("strong", ", ".join(where) + ": ") if where else None
    return tag("span", place, problem.message, " ", tag("code", problem.code))


def ignored(plan: ImportPlan) -> Markup | None:
    """Rows and columns that were left out, with the reason."""
    if not plan.ignored_rows and not plan.ignored_columns:
        return None
    lines = [f"Row {row.row}: {row.why}" for row in plan.ignored_rows]
    lines += [f'Column "{column.name}": {column.why}' for column in plan.ignored_columns]
    return tag(
        "details",
        tag("summary", f"Left out on purpose ({len(lines)})"),
        bullets(lines),
        cls="dc-details",
    )


def first_rows(preview: ResultsPreview) -> Table | None:
    """The first students as they were read; a blank is a word, never a 0."""
    plan = preview.plan
    if not plan.students or not plan.items:
        return None
    found = {m.row: m.student_id for m in preview.match.matches}
    names = {s.id: f"{s.family}, {s.given}" for s in preview.students}
    columns = (
        Column("row", "Row", Kind.COUNT, row_header=True),
        Column("student", "On the roster as"),
        *(Column(f"i{item.position}", f"Q{item.position}") for item in plan.items),
    )
    rows = []
    for place, student in enumerate(plan.students[:FIRST_ROWS]):
        cells = [
            _cell(score, status)
            for score, status in zip(plan.scores[place], plan.statuses[place], strict=True)
        ]
        rows.append((student.row, names.get(found.get(student.row) or "", "not certain"), *cells))
    more = len(plan.students) - len(rows)
    table = Table("The first students, as they were read", columns, tuple(rows))
    return (
        table.with_note(f"{numbers.plural(more, 'more student')} in the file.") if more else table
    )


def _cell(score: float | None, status: ResponseStatus) -> str:
    if status is ResponseStatus.SCORED and score is not None:
        return numbers.points(score)
    return labels.words(status).lower()


def change_words(preview: ResultsPreview, names: Mapping[str, str]) -> Markup | None:
    """What storing would change against the results in use."""
    changes = preview.changes
    if changes is None:
        return None
    if changes.nothing:
        return message("It holds the same answers as the results in use.", "info")
    lines = []
    for ids, words in ((changes.added, "come in"), (changes.removed, "go out")):
        if ids:
            who = numbers.joined(sorted(names.get(i, i) for i in ids)[:6])
            lines.append(f"{numbers.plural(len(ids), 'student')} {words}: {who}")
    n = len(changes.changed)
    if n:
        lines.append(f"{numbers.plural(n, 'answer')} change")
    return join([paragraph("Against the results in use:"), bullets(lines)])


def choices_for(student_row: int, preview: ResultsPreview) -> list[tuple[str, str]]:
    """Whom a row may be: the candidates first, then the whole roster, then nobody."""
    match = next(m for m in preview.match.matches if m.row == student_row)
    by_id: dict[str, Student] = {s.id: s for s in preview.students}
    taken = {m.student_id for m in preview.match.matches if m.student_id}
    first = [by_id[i] for i in match.candidate_ids if i in by_id]
    rest = sorted(
        (s for s in preview.students if s not in first and s.id not in taken),
        key=lambda s: (s.family, s.given, s.id),
    )
    return [
        *((s.id, f"{s.family}, {s.given} ({s.id})") for s in (*first, *rest)),
        ("leave_out", "Nobody here: leave this row out"),
    ]


def who_in_file(student_row: int, plan: ImportPlan) -> str:
    """How the file names the person of a row."""
    student = next(s for s in plan.students if s.row == student_row)
    name = student.name or " ".join(p for p in (student.given, student.family) if p)
    parts = [p for p in (name, student.id, student.email) if p]
    return ", ".join(parts) or "no name"
