"""The one next step of a running cycle: in words, with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from datacycle.protocol.findings import to_mend
from datacycle.protocol.stages import StageState, StageStatus, by_stage, present_stage
from datacycle.reports import labels, numbers
from datacycle.workbench import Workbench
from datacycle.workbench.policy import Action
from plc_data.model import DataCycle, Stage, Team

from ..places import address


@dataclass(frozen=True)
class NextStep:
    """What comes next. ``address`` is empty where no page of the workbench does it."""

    stage: Stage
    words: str
    button: str = ""
    address: str = ""
    waiting_for: str = ""
    """Who else has to act, when there is nothing for the reader to do."""


def stage_page(cycle: DataCycle, stage: Stage, *, done: bool = False) -> str:
    """The address of the page that serves a stage; empty where there is none.

    Results are brought in on one page and read, once they are there, on another.
    """
    first, second = cycle.assessment_id or "", cycle.reassessment_id or ""
    results = "results" if done else "bring_in_results"
    pages = {
        Stage.FOCUS: address("focus", cycle.id),
        Stage.GOAL: address("smart_goal", cycle.id),
        Stage.ASSESSMENT: address("assessment", cycle.id),
        Stage.CHECKS: address("checks", cycle.id),
        Stage.RESULTS: address(results, cycle.id, assessment=first),
        Stage.DIVE: address("data_dive", cycle.id),
        Stage.PLANS: address("data_dive", cycle.id),
        Stage.REASSESSMENT: address(results, cycle.id, assessment=second),
        Stage.CLOSING: address("close_cycle", cycle.id),
    }
    return pages.get(stage, "")


def next_step(
    wb: Workbench, cycle: DataCycle, team: Team, states: tuple[StageState, ...]
) -> NextStep | None:
    """What to do next in a cycle; None when everything is done."""
    present = _present(wb, cycle, states)
    if present is None:
        return None
    stage, words = present.stage, present.next_step
    button, waiting = _BUTTONS.get(stage, ""), ""
    is_member = wb.may(Action.EDIT_TEAM_WORK, team)
    if stage is Stage.GOAL and (who := _still_to_confirm(wb, cycle, team)):
        if wb.person.id in who:
            words = "The goal is ready. Read it and confirm that it is yours."
            button = "Confirm the goal"
        else:
            waiting = numbers.joined([wb.name(id) for id in who])
            words = f"Only the confirmation of {waiting} is missing."
            button = "Read the goal"
    if not is_member and stage in _COACH_BUTTONS:
        button = _COACH_BUTTONS[stage]
    page = stage_page(cycle, stage)
    if not is_member and stage in (Stage.RESULTS, Stage.REASSESSMENT):
        page, waiting = "", team.name
    return NextStep(stage, words, button if page else "", page, waiting)


def _present(wb: Workbench, cycle: DataCycle, states: tuple[StageState, ...]) -> StageState | None:
    """The stage to work on: results first where the goal waits for its baseline only."""
    present = present_stage(states)
    if present is None or present.stage is not Stage.GOAL:
        return present
    results = by_stage(states)[Stage.RESULTS]
    goal = wb.cycles.goal(cycle.id)
    given = results.on is not None and results.on < wb.today()
    if (
        goal is not None
        and goal.record.baseline is None
        and goal.record.target_ids
        and results.status is not StageStatus.DONE
        and given
    ):
        return results
    return present


def _still_to_confirm(wb: Workbench, cycle: DataCycle, team: Team) -> list[str]:
    """Members whose word is all that the goal lacks; empty while more is to mend."""
    document = wb.cycles.goal(cycle.id)
    if document is None:
        return []
    open_points = to_mend(wb.promises.check_goal(document.record))
    if {finding.code for finding in open_points} != {"goal-confirmed"}:
        return []
    said = {
        c.person_id
        for c in wb.cycles.confirmations(document.id)
        if c.goal_version == document.version
    }
    return [id for id in team.member_ids if id not in said]


_BUTTONS = {
    Stage.FOCUS: "Find the focus",
    Stage.GOAL: "Work on the goal",
    Stage.ASSESSMENT: "Write the assessment",
    Stage.RESULTS: "Bring in the results",
    Stage.DIVE: "Open the data dive",
    Stage.PLANS: "Write the plans",
    Stage.REASSESSMENT: "Bring in the second results",
    Stage.CLOSING: "Close the cycle",
}
_COACH_BUTTONS = {
    Stage.FOCUS: "Read the focus",
    Stage.GOAL: "Read the goal",
    Stage.ASSESSMENT: "Read the assessment",
    Stage.PLANS: "See the plans",
    Stage.CLOSING: "See how it ended",
}


def stage_words(state: StageState) -> str:
    """A stage's sentence, short enough for its place in the line; the focus has its own place."""
    if state.stage is Stage.FOCUS and state.status is StageStatus.DONE:
        return "Need seen, focus chosen"
    return state.sentence.rstrip(".")


def status_words(status: StageStatus, *, is_now: bool) -> str:
    """How far a stage is."""
    if is_now:
        return "Now"
    return {"done": "Done", "in_progress": "Begun", "waiting": "To come"}[status.value]


def title_of(stage: Stage) -> str:
    """What a stage is called."""
    return labels.words(stage)
