"""The gate before the clock: what must be in order before a dive starts.

A red item (level ``mend``) stops the start and says what to do; see
:func:`datacycle.protocol.engine.start_refusal`.
"""

from __future__ import annotations

from plc_data.model import Assessment, Dive, DiveRole, Finding, ItemType, ResultSet

from .blueprint_items import check_keys
from .dive_state import DiveState
from .findings import advise, mend, ok
from .wording import count, listed

SAMPLES_PER_TARGET = 3
"""Anonymous pieces of work per focus target: a high, a middle and a low one."""

FOCUS_TARGETS_AT_MOST = 2
"""Eight minutes carry one target well and two at most."""

SCORED_BY_PEOPLE = frozenset({ItemType.CONSTRUCTED, ItemType.RUBRIC_ROW})
"""Items whose points depend on who reads them, so that a pair is scored together first."""


def check_readiness(
    dive: Dive,
    *,
    assessment: Assessment | None,
    results: ResultSet | None,
    n_unmatched: int = 0,
    privacy_view: bool = True,
    state: DiveState | None = None,
) -> tuple[Finding, ...]:
    """Check everything that must be in order before the clock starts.

    Parameters
    ----------
    dive
        The planned dive.
    assessment
        The version of the assessment that was given, or None when it cannot be found.
    results
        The stored results that the dive names, or None.
    n_unmatched
        Rows of the results file without a student on the roster and without a decision.
    privacy_view
        Whether names are hidden on the pages that the room sees.
    state
        The dive so far, for roles and for the seal of the predictions.

    Returns
    -------
    tuple of Finding
        One per item of the gate: ``ok``, ``advise`` or ``mend`` (red).
    """
    return (
        _results(dive, results),
        _roster(n_unmatched),
        _absent(dive, results),
        _key(dive, assessment, results),
        _calibration(dive, assessment),
        _focus(dive, assessment),
        *_samples(dive, assessment),
        _privacy(privacy_view),
        _seal(state),
        _people(dive, state),
        *_roles(state),
    )


def _results(dive: Dive, results: ResultSet | None) -> Finding:
    code = "ready-results"
    if results is None:
        return mend(code, "There are no results yet: import the file and save it.")
    if not results.live:
        return mend(code, "These results were replaced by a newer file: choose the newest.")
    if (results.id, results.content_sha256) != (dive.result_set_id, dive.result_set_sha256):
        return mend(
            code, "The results changed after this dive was planned: choose the results again."
        )
    if results.n_students == 0:
        return mend(code, "The results hold no student: look at the file again.")
    return ok(code, f"Results are in and locked: {count(results.n_students, 'student')}.")


def _roster(n_unmatched: int) -> Finding:
    code = "ready-roster"
    if n_unmatched:
        rows = count(n_unmatched, "row of the results", "rows of the results")
        return mend(code, f"{rows} without a student on the roster: decide who each one is.")
    return ok(code, "Every row of the results belongs to a student on the roster.")


def _absent(dive: Dive, results: ResultSet | None) -> Finding:
    code = "ready-absent"
    if results is None:
        return mend(code, "Who was absent is known once the results are in.")
    if (dive.n_tested, dive.n_absent) != (results.n_students, len(results.absent_ids)):
        return mend(
            code,
            f"The dive says {dive.n_tested} tested and {dive.n_absent} absent, the results say "
            f"{results.n_students} and {len(results.absent_ids)}: take the numbers over again.",
        )
    if not results.absent_ids:
        return ok(code, "Nobody on the roster is missing from the results.")
    return ok(code, f"{count(dive.n_absent, 'student')} without results are listed by code.")


def _key(dive: Dive, assessment: Assessment | None, results: ResultSet | None) -> Finding:
    code = "ready-key"
    if assessment is None:
        return mend(code, "The assessment of these results cannot be found: choose it again.")
    if results is not None and results.assessment_version != dive.assessment_version:
        return mend(
            code,
            "The assessment was changed after the results were read: read the file again "
            "or choose the version that was given.",
        )
    wrong = [f.where for f in check_keys(assessment) if f.level == "mend" and f.where]
    if wrong:
        items = listed(dict.fromkeys(wrong))
        return mend(code, f"Key or rubric is not complete for {items}: complete the blueprint.")
    if assessment.rule_agreed_on is None:
        return mend(code, "Nobody noted when the mastery rule was agreed: agree on it first.")
    return ok(code, f"Key, rubric and rule are confirmed ({assessment.rule_agreed_on}).")


def _calibration(dive: Dive, assessment: Assessment | None) -> Finding:
    code = "ready-calibration"
    by_hand = [i for i in assessment.items if i.type in SCORED_BY_PEOPLE] if assessment else []
    if not by_hand:
        return ok(code, "Nothing here is scored by judgment.")
    if not dive.calibration_done:
        return mend(
            code,
            f"{count(len(by_hand), 'item')} scored by judgment: two people score one piece "
            "each and compare before the dive.",
        )
    return ok(code, "At least one piece was scored by two people and compared.")


def _focus(dive: Dive, assessment: Assessment | None) -> Finding:
    code = "ready-focus"
    if not dive.focus_target_ids:
        return mend(code, "Choose the one or two targets that this dive is about.")
    known = {target.id for target in assessment.targets} if assessment else set()
    if assessment and not known.issuperset(dive.focus_target_ids):
        return mend(code, "A focus target is not in this assessment: choose again.")
    n = len(dive.focus_target_ids)
    if n > FOCUS_TARGETS_AT_MOST:
        return advise(code, f"{n} focus targets are many for one dive; one or two go deeper.")
    return ok(code, f"The dive is about {count(n, 'target')}.")


def _samples(dive: Dive, assessment: Assessment | None) -> tuple[Finding, ...]:
    code = "ready-samples"
    # A class of two cannot show three pieces of work.
    need = min(SAMPLES_PER_TARGET, dive.n_tested) if dive.n_tested else SAMPLES_PER_TARGET
    found = []
    for target_id in dive.focus_target_ids:
        have = dive.work_samples.get(target_id, 0)
        says = f"{have} of {need} pieces of student work are ready, names removed"
        if have < need:
            says += ": choose a high, a middle and a low one."
            found.append(mend(code, says, target_id))
        else:
            found.append(ok(code, says + ".", target_id))
    return tuple(found)


def _privacy(privacy_view: bool) -> Finding:
    code = "ready-privacy"
    if not privacy_view:
        return mend(code, "Names are showing: turn the privacy view on.")
    return ok(code, "The privacy view is on.")


def _seal(state: DiveState | None) -> Finding:
    code = "ready-seal"
    if state is not None and state.revealed:
        return mend(code, "The predictions of this dive were opened already: plan a new dive.")
    return ok(code, "The predictions are sealed.")


def _people(dive: Dive, state: DiveState | None) -> Finding:
    code = "ready-people"
    n = len(state.members) if state is not None and state.members else len(dive.member_ids)
    if n < 2:
        return advise(code, "A dive lives on several pairs of eyes; here is one person so far.")
    return ok(code, f"{n} people take part.")


def _roles(state: DiveState | None) -> tuple[Finding, ...]:
    says = {
        DiveRole.FACILITATOR: "Nobody is facilitator yet: anybody may move the steps.",
        DiveRole.RECORDER: "Nobody is recorder yet.",
        DiveRole.EVIDENCE_GUARD: 'Nobody guards the evidence yet (listens for "because").',
    }
    if state is None:
        return ()
    return tuple(
        advise(f"ready-{role.value.replace('_', '-')}", text)
        for role, text in says.items()
        if state.holder(role) is None
    )
