"""What an assessment says: targets, students, questions, options, classes, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets
from markupsafe import Markup

from datacycle import analysis as an
from datacycle.reports import labels, numbers, views_targets
from datacycle.workbench import Workbench
from datacycle.workbench.numbers import Testing
from plc_data.errors import NotFound
from plc_data.model import Assessment

from ..parts import (
    ChartPanel,
    box,
    bullets,
    card,
    columns,
    empty_state,
    figure_tile,
    join,
    link,
    message,
    paragraph,
    piece,
    strong,
    tag,
    tiles,
)
from ..parts import page as whole_page
from .cycle_room import CycleRoom
from .places import address
from .reading.classes import ClassesCard
from .reading.questions import OptionsCard, items_card, rubric_card
from .reading.students import StudentGrid, absent_card, without_evidence
from .reading.trust import reliability_words


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The results of a cycle's assessment (``?cycle=&assessment=``); the first one unless named."""
    room = CycleRoom.find(wb, query)
    assessment = _named(room, query.get("assessment"))
    testing = wb.numbers.testing(assessment.id) if assessment else None
    head = room.head("results")
    if assessment is None:
        body = [empty_state("There is no assessment yet", "Write the common assessment first.")]
    elif testing is None:
        body = [_ways(room, assessment), _nothing_yet(room, assessment)]
    else:
        body = [_ways(room, assessment), *_body(room, testing)]
    title = f"Results: {assessment.title}" if assessment else "Results"
    return whole_page(title, *body, status=None, cls="dc-results", **head)


def _named(room: CycleRoom, assessment_id: str | None) -> Assessment | None:
    both = room.assessments()
    if not assessment_id:
        return both[0] if both else None
    for one in both:
        if one.id == assessment_id:
            return one
    raise NotFound("This cycle has no such assessment.")


def _ways(room: CycleRoom, here: Assessment) -> ipywidgets.Widget | None:
    """The way between the first and the second assessment."""
    both = room.assessments()
    if len(both) < 2:
        return None
    names = ("First assessment", "Reassessment")
    lines = [
        tag(
            "li",
            link(
                address("results", room.cycle.id, assessment=one.id),
                f"{name}: form {one.form}",
                cls="dc-place",
                aria_current="page" if one.id == here.id else None,
            ),
        )
        for name, one in zip(names, both, strict=False)
    ]
    return piece(tag("nav", tag("ul", *lines, cls="dc-ways"), aria_label="Assessments"))


def _nothing_yet(room: CycleRoom, assessment: Assessment) -> ipywidgets.Widget:
    if not room.may_edit:
        return empty_state(
            "There are no results yet", "They show here once the team has brought them in."
        )
    return empty_state(
        "There are no results yet",
        "Save the file from your assessment tool and bring it in; you see what will happen first.",
        action="Bring in the results",
        address=address("bring_in_results", room.cycle.id, assessment=assessment.id),
    )


def _body(room: CycleRoom, testing: Testing) -> list[ipywidgets.Widget | None]:
    numbers_of = room.wb.numbers
    roster = tuple(sorted(numbers_of.roster(room.cycle)))
    mastery = numbers_of.mastery(testing, roster)
    summary = an.target_summary(mastery)
    targets = card(
        "By learning target",
        ChartPanel(
            views_targets.targets_chart(summary, testing.assessment),
            title=False,
            file_name="targets.csv",
        ),
        intro="Counts of students in the four states of your rule.",
    )
    beside = [absent_card(room, mastery), _trust_card(room, testing)]
    by_question = [items_card(room, testing)]
    if any(item.options for item in testing.assessment.items):
        by_question.append(OptionsCard(room, testing).widget)
    if any(item.levels for item in testing.assessment.items):
        by_question.append(rubric_card(testing))
    parts: list[ipywidgets.Widget | None] = [
        _predict_first(room, testing),
        piece(_where_from(room, testing)),
        _tiles(testing, summary, len(roster) - len(without_evidence(mastery)), len(roster)),
        columns(
            targets,
            box(*(one for one in beside if one), cls="dc-stack-cards"),
            shape="3 2",
        ),
        StudentGrid(room, testing, mastery).widget if room.may_see_names else None,
        columns(*by_question, shape=" ".join("1" for _ in by_question)),
    ]
    if len(room.wb.cycles.sections(room.cycle.id)) > 1:
        parts.append(ClassesCard(room, testing).widget)
    return parts


def _predict_first(room: CycleRoom, testing: Testing) -> ipywidgets.Widget | None:
    """Before the dive: whoever wants to predict with fresh eyes reads no further."""
    dive_id = room.cycle.dive_id
    is_first = testing.assessment.id == room.cycle.assessment_id
    if not is_first or (dive_id and room.wb.dives.view(dive_id).state.revealed):
        return None
    words = join(
        [
            "In the data dive each of you predicts before anybody looks. To predict with fresh "
            "eyes, go there first: ",
            link(address("data_dive", room.cycle.id), "the data dive"),
            ".",
        ]
    )
    return piece(message(words, "info", "Predict first"))


def _where_from(room: CycleRoom, testing: Testing) -> Markup:
    """File, day, attempts and rule: what every number on this page stands on."""
    results = testing.results
    day = numbers.day(results.imported_at.astimezone().date())
    return tag(
        "p",
        f"From {results.source_name}, brought in by {room.wb.name(results.imported_by)} on {day}. "
        f"{labels.words(results.attempts_policy)}. ",
        strong("Rule. "),
        views_targets.rule_note(testing.assessment.rule),
        cls="dc-where-from",
    )


def _tiles(testing: Testing, summary, tested: int, n_roster: int) -> ipywidgets.Widget:
    made = [figure_tile(numbers.count_of(tested, n_roster), "students tested")]
    for target_id, row in summary.iterrows():
        made.append(
            figure_tile(
                numbers.count_of(row["n_secure"], row["n_tested"]),
                views_targets.target_label(testing.assessment, str(target_id)),
                f"secure, {numbers.percent(row['share_secure'])} "
                f"({numbers.interval(row['low'], row['high'])})",
            )
        )
    return tiles(*made)


def _trust_card(room: CycleRoom, testing: Testing) -> ipywidgets.Widget:
    headline, said = reliability_words(room.wb.numbers.reliability(testing), testing.assessment)
    return card(
        "How far to trust totals",
        piece(join([paragraph(strong(headline), "."), bullets(said)])),
    )
