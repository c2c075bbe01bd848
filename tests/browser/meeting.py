"""A team's dive brought to a step from Python, so that a browser test starts where it means to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from datacycle.protocol.engine import Command
from datacycle.workbench import LEAVE_OUT, Workbench
from plc_data.model import ContributionKind, EventKind, Prediction
from sample_data.output import RUNNING_FILE
from sample_data.workspace import ensure_sample
from tests.support.sources import CHECKOUT

LEAD, COLLEAGUE, THIRD, COACH = "t07", "t08", "t09", "c01"
CYCLE, ASSESSMENT = "cycle-slope", "cfa-slope-a"
ADDRESS = f"/voila/render/data_dive.ipynb?cycle={CYCLE}"


def results_in(folder: Path) -> Path:
    """The sample workspace with the running cycle's results brought in by its lead."""
    ensure_sample(folder, at=datetime.now(UTC))
    with_lead = Workbench.open(folder, person_id=LEAD)
    file = CHECKOUT / "sample_data" / RUNNING_FILE
    preview = with_lead.files.preview(file, ASSESSMENT)
    chosen = {}
    for question in preview.questions:
        match = next(m for m in preview.match.matches if m.row == question.row)
        chosen[str(question.row)] = (match.candidate_ids or (LEAVE_OUT,))[0]
    with_lead.files.store(with_lead.files.preview(file, ASSESSMENT, decisions=chosen))
    with_lead.close()
    return folder


def bring_to(folder: Path, step_id: str, *, reveal: bool = True) -> str:
    """Plan and hold the dive with three teachers up to a step; returns its id."""
    people = {id: Workbench.open(folder, person_id=id) for id in (LEAD, COLLEAGUE, THIRD)}
    lead = people[LEAD]
    dive = lead.dives.prepare(CYCLE, "data_dive_45")
    samples = dict.fromkeys(dive.focus_target_ids, 3)
    lead.dives.plan(dive.model_copy(update={"work_samples": samples}))
    for wb in people.values():
        wb.dives.do(dive.id, Command(kind=EventKind.JOINED))
    lead.dives.do(dive.id, Command(kind=EventKind.STARTED))
    for wb in people.values():
        shares = {t.id: 0.6 for t in lead.dives.view(dive.id).testing.assessment.targets}
        wb.dives.contribute(dive.id, ContributionKind.PREDICTION, Prediction(shares=shares))
    if reveal:
        lead.dives.do(dive.id, Command(kind=EventKind.REVEALED))
    lead.dives.do(dive.id, Command(kind=EventKind.STEP_ENTERED, step_id=step_id))
    for wb in people.values():
        wb.close()
    return dive.id
