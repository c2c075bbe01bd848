"""How a dive went beside how it was planned: measures for the team, never a grade for anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plc_data.model import Contribution, ContributionKind, DiveRole, Finding

from .contributions import current, of_kind, sealed_predictions
from .dive_clock import SECONDS, planned_seconds
from .dive_state import DiveState, seconds_spent
from .dives import TIME_COUNTS_AS, numbers_at_most, plans_at_least
from .findings import advise, ok
from .lint import lint_observation

PULSE_QUESTIONS = ("useful", "heard", "clear")
RIVALS = 2
"""Explanations per gap from which on they can be held against each other."""


@dataclass(frozen=True)
class StepTime:
    """One step: minutes as planned, minutes added, minutes it took (pauses left out)."""

    step_id: str
    title: str
    planned_minutes: int
    extra_minutes: int
    minutes: float
    visited: bool


@dataclass(frozen=True)
class Fidelity:
    """How the meeting kept to its protocol. A share is None where there is nothing to divide."""

    steps: tuple[StepTime, ...]
    minutes_planned: float
    """With extensions."""
    minutes: float
    minutes_by_kind: Mapping[str, float]
    """Minutes on ``numbers``, ``plans`` and ``talk``."""
    n_members: int
    n_late: int
    n_predictors: int
    n_predictions: int
    """Made before the predictions were opened."""
    n_members_with_fact: int
    n_facts: int
    n_facts_linked: int
    share_facts_linked: float | None
    n_facts_flagged: int
    """Facts in which the lint still finds an explaining, labelling or judging word."""
    n_gaps: int
    n_gaps_with_error_type: int
    n_hypotheses: int
    hypotheses_per_gap: float | None
    n_commitments: int
    n_commitments_complete: int
    """With owner, date and measure."""
    n_commitments_followed_up: int
    """Of which the next session noted whether they were kept."""
    n_commitments_kept: int
    entries_by_member: Mapping[str, int]
    """How many entries each member left: how evenly the talk was spread."""
    pulse: Mapping[str, tuple[int, int, int]]
    """For each question of the exit pulse how many answered 1, 2 and 3."""
    n_pulses: int

    @property
    def share_commitments_kept(self) -> float | None:
        """Kept among those that were followed up: whether talk became work."""
        return _share(self.n_commitments_kept, self.n_commitments_followed_up)


def measure(state: DiveState, contributions: Iterable[Contribution], *, now: datetime) -> Fidelity:
    """Measure how a dive kept to its protocol.

    Parameters
    ----------
    state
        The dive (it knows its protocol).
    contributions
        Everything that was left, replaced and withdrawn entries included.
    now
        The moment of looking; matters while the clock runs.
    """
    everything = tuple(contributions)
    left = current(everything)
    facts = of_kind(left, ContributionKind.OBSERVATION)
    gaps = of_kind(left, ContributionKind.GAP)
    hypotheses = of_kind(left, ContributionKind.HYPOTHESIS)
    commitments = of_kind(left, ContributionKind.COMMITMENT)
    pulses = of_kind(left, ContributionKind.EXIT_PULSE)
    members = _members(state, facts)
    linked = sum(bool(c.payload.get("link")) for c in facts)
    followed = [c for c in commitments if c.payload.get("kept") is not None]
    spent, planned = seconds_spent(state, now), planned_seconds(state)
    wrote = Counter(c.author_id for c in left)
    return Fidelity(
        steps=_steps(state, spent),
        minutes_planned=sum(planned.values()) / SECONDS + state.extra_minutes,
        minutes=sum(spent.values()) / SECONDS,
        minutes_by_kind=_by_kind(state, spent),
        n_members=len(members),
        n_late=sum(state.late(person) for person in members),
        n_predictors=sum(state.could_predict(person) for person in members),
        n_predictions=len(sealed_predictions(everything, state.revealed_at)),
        n_members_with_fact=len({c.author_id for c in facts}),
        n_facts=len(facts),
        n_facts_linked=linked,
        share_facts_linked=_share(linked, len(facts)),
        n_facts_flagged=sum(_flagged(c) for c in facts),
        n_gaps=len(gaps),
        n_gaps_with_error_type=sum(bool(c.payload.get("error_type")) for c in gaps),
        n_hypotheses=len(hypotheses),
        hypotheses_per_gap=_share(len(hypotheses), len(gaps)),
        n_commitments=len(commitments),
        n_commitments_complete=sum(_complete(c) for c in commitments),
        n_commitments_followed_up=len(followed),
        n_commitments_kept=sum(bool(c.payload["kept"]) for c in followed),
        entries_by_member={person: wrote[person] for person in members},
        pulse={q: _counts(pulses, q) for q in PULSE_QUESTIONS},
        n_pulses=len(pulses),
    )


def check_fidelity(fidelity: Fidelity) -> tuple[Finding, ...]:
    """Say what the next dive could do better; advice only."""
    numbers, plans = fidelity.minutes_by_kind["numbers"], fidelity.minutes_by_kind["plans"]
    most, least = numbers_at_most(fidelity.minutes), plans_at_least(fidelity.minutes)
    silent = sum(n == 0 for n in fidelity.entries_by_member.values())
    return (
        _say(
            numbers <= most,
            "fidelity-numbers",
            f"{numbers:.0f} minutes on numbers (at most {most:g}).",
        ),
        _say(
            plans >= least,
            "fidelity-plans",
            f"{plans:.0f} minutes on plans (at least {least:g}).",
        ),
        _say(
            fidelity.n_members_with_fact >= fidelity.n_members,
            "fidelity-facts",
            f"{fidelity.n_members_with_fact} of {fidelity.n_members} members left a fact.",
        ),
        _say(
            fidelity.n_hypotheses >= RIVALS * max(1, fidelity.n_gaps),
            "fidelity-rivals",
            f"{fidelity.n_hypotheses} explanations for {fidelity.n_gaps} gaps "
            f"({RIVALS} for each let you choose).",
        ),
        _say(silent == 0, "fidelity-voices", f"{silent} members left nothing in writing."),
    )


def _members(state: DiveState, facts: tuple[Contribution, ...]) -> tuple[str, ...]:
    """Name those who take part: a facilitator only if they left a fact like everybody else."""
    facilitator = state.holder(DiveRole.FACILITATOR)
    reads_along = facilitator in {c.author_id for c in facts}
    return tuple(p for p in state.members if p != facilitator or reads_along)


def _steps(state: DiveState, spent: Mapping[str, float]) -> tuple[StepTime, ...]:
    return tuple(
        StepTime(
            step_id=step.id,
            title=step.title,
            planned_minutes=step.minutes,
            extra_minutes=state.extra_minutes_in_step.get(step.id, 0),
            minutes=spent.get(step.id, 0.0) / SECONDS,
            visited=step.id in state.visited,
        )
        for step in state.protocol.steps
    )


def _by_kind(state: DiveState, spent: Mapping[str, float]) -> dict[str, float]:
    return {
        kind: sum(spent.get(s.id, 0.0) for s in state.protocol.steps if s.time_counts_as == kind)
        / SECONDS
        for kind in TIME_COUNTS_AS
    }


def _flagged(contribution: Contribution) -> bool:
    findings = lint_observation(contribution.payload["text"])
    return any(finding.code != "lint-no-number" for finding in findings)


def _complete(contribution: Contribution) -> bool:
    payload = contribution.payload
    return bool(payload.get("person_id") and payload.get("by") and payload.get("measure"))


def _counts(pulses: tuple[Contribution, ...], question: str) -> tuple[int, int, int]:
    answers = [c.payload[question] for c in pulses]
    return (answers.count(1), answers.count(2), answers.count(3))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _say(holds: bool, code: str, message: str) -> Finding:
    return ok(code, message) if holds else advise(code, message)
