"""Numbers from files: item analysis, targets, growth and groups, without a workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

    from plc_data.model import MasteryRule

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

BLANK = click.option(
    "--blank",
    type=click.Choice(["wrong", "missing"]),
    default="wrong",
    show_default=True,
    help="What an empty cell counts as.",
)
KEY = click.option(
    "--key", type=FILE, help="Two columns, item and key: FILE holds answers, not points."
)
TARGETS = click.option(
    "--targets",
    type=FILE,
    help="Columns item and target (and max_points): which item points at which target. "
    "Without it the whole file is one target.",
)
CUT = click.option(
    "--cut",
    type=click.FloatRange(0, 1),
    default=0.8,
    show_default=True,
    help="The share right that the team calls mastery.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON at full precision.")
CSV = click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")


@click.command()
@click.argument("file", type=FILE)
@click.argument("more_not_items", metavar="", nargs=-1)
@KEY
@click.option(
    "--not-items",
    multiple=True,
    help="A column that is no item; repeat it, or name several after FILE or with commas.",
)
@BLANK
@JSON
@CSV
def items(
    file: Path,
    more_not_items: tuple[str, ...],
    key: Path | None,
    not_items: tuple[str, ...],
    blank: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Analyse the items of FILE: a header row, one row per student, one column per item.

    Every column is an item but those whose name says person, id, name, e-mail, group or class.
    """
    from datacycle import analysis as an

    from .number_output import items_as_frame, items_as_json, items_as_text
    from .plain_table import read_plain_table
    from .scored_table import column_names, read_key, read_points, score_answers

    if more_not_items and not not_items:
        raise click.UsageError(f"One FILE at a time, not {' '.join(more_not_items)} as well.")
    table = read_plain_table(file)
    left_out = column_names(table, (*not_items, *more_not_items))
    if key:
        scored = score_answers(table, read_key(key), blank)
    else:
        scored = read_points(table, left_out, blank)
    if scored.n_left_out:
        click.echo(
            f"Students without a single response, left out (absent is absent, not zero): "
            f"{scored.n_left_out}.",
            err=True,
        )
    item_frame, rel = an.item_analysis(
        scored.scores, max_points=scored.max_points, n_omitted=scored.n_omitted
    )
    options = an.option_table(scored.responses, scored.scores, scored.keys) if scored.keys else None
    _print(
        as_json,
        as_csv,
        lambda: items_as_json(scored, item_frame, rel, options),
        items_as_frame(item_frame, rel),
        lambda: items_as_text(scored, item_frame, rel, options, blank),
    )


@click.command()
@click.argument("file", type=FILE)
@TARGETS
@KEY
@CUT
@BLANK
@click.option("--by-student", is_flag=True, help="One row per student and target.")
@JSON
@CSV
def targets(
    file: Path,
    targets: Path | None,
    key: Path | None,
    cut: float,
    blank: str,
    by_student: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Say on each target who is secure, to look at again, not yet there, or without evidence.

    FILE is a plain table as for ``items``; a student without a single response was absent.
    """
    from datacycle import analysis as an

    from .number_output import draw_text_table, frame_as_json, targets_as_text
    from .testing_file import read_testing

    rule = _rule(cut)
    testing = read_testing(
        file, targets=targets, key=key, misconceptions=None, blank=blank, rule=rule
    )
    mastery = an.mastery_by_target(testing.answers, testing.assessment, roster=testing.roster)
    summary = an.target_summary(mastery)

    def as_object() -> dict[str, Any]:
        return {
            "rule": rule.model_dump(),
            "targets": frame_as_json(summary),
            "students": frame_as_json(mastery),
        }

    def as_text() -> list[str]:
        if not by_student:
            return targets_as_text(summary)
        rows = [
            (m.student_id, m.target_id, str(m.n_items), m.state.replace("_", " "))
            for m in mastery.itertuples()
        ]
        return draw_text_table(("student", "target", "items", "state"), rows)

    _print(as_json, as_csv, as_object, mastery if by_student else summary, as_text)


@click.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@TARGETS
@click.option("--targets-after", type=FILE, help="The same for AFTER, where its items differ.")
@KEY
@click.option("--key-after", type=FILE, help="The key of AFTER, where it differs.")
@CUT
@BLANK
@JSON
@CSV
def growth(
    before: Path,
    after: Path,
    targets: Path | None,
    targets_after: Path | None,
    key: Path | None,
    key_after: Path | None,
    cut: float,
    blank: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Compare two testings of the same students: who moved up, stayed, moved down.

    Students are matched by id; who is in one file only is left out and counted.
    """
    from datacycle import analysis as an
    from datacycle.analysis.change import RETEST_WARNING, paired_change

    from .number_output import frame_as_json, growth_as_text
    from .testing_file import read_testing

    rule = _rule(cut)
    first, second = (
        read_testing(f, targets=t, key=k, misconceptions=None, blank=blank, rule=rule)
        for f, t, k in (
            (before, targets, key),
            (after, targets_after or targets, key_after or key),
        )
    )
    found = an.matched_growth(
        *(
            an.mastery_by_target(testing.answers, testing.assessment, roster=testing.roster)
            for testing in (first, second)
        )
    )
    totals = paired_change(first.totals, second.totals, second.max_points)

    def as_object() -> dict[str, Any]:
        return {
            "rule": rule.model_dump(),
            "per_target": frame_as_json(found.per_target),
            "transitions": frame_as_json(found.transitions),
            "unmatched_before": list(found.unmatched_before),
            "unmatched_after": list(found.unmatched_after),
            "totals": {name: _or_null(value) for name, value in asdict(totals).items()},
            "warning": RETEST_WARNING,
        }

    _print(as_json, as_csv, as_object, found.per_target, lambda: growth_as_text(found, totals))


@click.command()
@click.argument("file", type=FILE)
@click.option("--target", help="The target to group on; may be left out where there is one only.")
@TARGETS
@KEY
@click.option(
    "--misconceptions",
    type=FILE,
    help="Columns item, option and misconception: what each wrong option stands for.",
)
@click.option("--smallest", type=click.IntRange(1), default=2, show_default=True)
@click.option("--largest", type=click.IntRange(1), default=9, show_default=True)
@CUT
@BLANK
@JSON
@CSV
def groups(
    file: Path,
    target: str | None,
    targets: Path | None,
    key: Path | None,
    misconceptions: Path | None,
    smallest: int,
    largest: int,
    cut: float,
    blank: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Propose who works with whom on one target, by state and cause; everybody exactly once."""
    from datacycle import analysis as an

    from .number_output import frame_as_json, groups_as_text
    from .testing_file import read_testing

    if smallest > largest:
        raise click.UsageError("--smallest must not be above --largest.")
    rule = _rule(cut)
    testing = read_testing(
        file, targets=targets, key=key, misconceptions=misconceptions, blank=blank, rule=rule
    )
    known = [t.id for t in testing.assessment.targets]
    target = target if target is not None or len(known) > 1 else known[0]
    if target not in known:
        raise click.UsageError(f"--target: one of {', '.join(known)}.")
    mastery = an.mastery_by_target(testing.answers, testing.assessment, roster=testing.roster)
    causes = an.student_causes(testing.answers, testing.assessment, target)
    found = an.propose_groups(mastery, causes, target, smallest=smallest, largest=largest)

    def as_object() -> dict[str, Any]:
        return {
            "target": target,
            "smallest": smallest,
            "largest": largest,
            "students": frame_as_json(found),
        }

    _print(as_json, as_csv, as_object, found, lambda: groups_as_text(found))


def _rule(cut: float) -> MasteryRule:
    from plc_data.model import MasteryRule

    return MasteryRule(cut_score=cut)


def _or_null(value: float) -> float | None:
    return value if value == value else None


def _print(
    as_json: bool,
    as_csv: bool,
    as_object: Callable[[], dict[str, Any]],
    frame: pd.DataFrame,
    as_text: Callable[[], list[str]],
) -> None:
    from .number_output import frame_as_csv

    if as_json and as_csv:
        raise click.UsageError("Choose --json or --csv.")
    if as_json:
        click.echo(json.dumps(as_object(), indent=2))
    elif as_csv:
        click.echo(frame_as_csv(frame))
    else:
        for line in as_text():
            click.echo(line)


COMMANDS: tuple[click.Command, ...] = (items, targets, growth, groups)
