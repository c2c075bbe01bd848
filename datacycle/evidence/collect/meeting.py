"""R4: the data dive, as the record that it left."""

from __future__ import annotations

from collections.abc import Iterable

from datacycle.protocol.contributions import current, of_kind
from datacycle.protocol.dive_clock import planned_seconds
from datacycle.protocol.dive_state import fold
from datacycle.protocol.wording import count, day, percent
from datacycle.reports.labels import words
from plc_data.model import Contribution, ContributionKind, Item
from plc_data.privacy import HIDDEN

from ..blocks import facts, grid, listing, table
from ..free_text import NOTHING, RESULTS, Free, Sentence, sentence
from .facts import Facts
from .goal import _yes

K = ContributionKind
_FEWEST_HYPOTHESES = 2


def entries(of: Facts, kind: ContributionKind) -> tuple[Contribution, ...]:
    """What counts of one kind in the dive."""
    return of_kind(current(of.bundle.contributions), kind)


def meeting_blocks(of: Facts) -> list[dict]:
    """What R4 shows; private notes and exit pulses are nobody's evidence."""
    bundle = of.bundle
    if bundle.dive is None:
        return []
    observations = entries(of, K.OBSERVATION)
    linked = sum(bool(c.read().link) for c in observations)
    commitments = entries(of, K.COMMITMENT)
    kept = [c.read().kept for c in commitments if c.read().kept is not None]
    blocks = [
        facts(
            [
                ("Held on", _held_on(of)),
                ("Protocol", _protocol(of)),
                ("In the room", _room(of)),
                ("Minutes", _minutes(of)),
                ("Facts", f"{len(observations)}, {linked} of them tied to a figure"),
                ("Commitments kept", f"{sum(kept)} of {len(kept)}" if kept else None),
            ],
            title="The meeting",
        ),
        table("meeting") if bundle.protocol and bundle.events else facts([]),
        table("prediction") if _prediction(of) is not None else facts([]),
        listing(
            [
                _line(of, c, Free(f"dive.{c.seq}", _bare(c.read().text), RESULTS), _where(of, c))
                for c in observations
            ],
            title="Facts: what the team saw, before any cause",
        ),
        listing([_gap(of, c) for c in entries(of, K.GAP)], title="Gaps"),
        listing(
            [_hypothesis(of, c) for c in entries(of, K.HYPOTHESIS)], title="Rival explanations"
        ),
        listing(
            [_line(of, c, Free(f"dive.{c.seq}", c.read().text)) for c in entries(of, K.PRACTICE)],
            title="A practice worth copying",
        ),
        listing(
            [
                sentence(
                    f"{of.who(c.read().person_id)}, by {day(c.read().by)}: ",
                    Free(f"dive.{c.seq}.what", _bare(c.read().what)),
                    ". Measure: " if c.read().measure else "",
                    Free(f"dive.{c.seq}.measure", c.read().measure),
                )
                for c in commitments
            ],
            title="Commitments",
        ),
        listing(
            [Free(f"dive.{c.seq}", c.read().text) for c in entries(of, K.CHANGE_COURSE)],
            title="What would make the team change course",
        ),
        listing(
            [
                sentence(f"{day(c.read().on)}. ", Free(f"dive.{c.seq}", c.read().about))
                for c in entries(of, K.NEXT_MEETING)
            ],
            title="Next meeting",
        ),
    ]
    return blocks


def meeting_holds(of: Facts) -> list[tuple[str, str]]:
    """What the rubric asks of R4, answered as far as a program can."""
    if of.bundle.dive is None:
        return [("mend", "There is no record of a data dive.")]
    observations = entries(of, K.OBSERVATION)
    linked = sum(bool(c.read().link) for c in observations)
    gaps, explanations = entries(of, K.GAP), entries(of, K.HYPOTHESIS)
    mine = [c for c in entries(of, K.PREDICTION) if c.author_id == of.bundle.submitter_id]
    return [
        _yes(
            bool(observations) and linked == len(observations),
            f"All {len(observations)} facts are tied to a figure.",
            f"{linked} of {len(observations)} facts are tied to a figure.",
        ),
        _yes(bool(gaps), f"{count(len(gaps), 'gap')} named.", "No gap is named."),
        _yes(
            len(explanations) >= _FEWEST_HYPOTHESES,
            f"{len(explanations)} rival explanations.",
            "There are no rival explanations.",
        ),
        _yes(
            bool(mine),
            "The submitting teacher predicted before the data was seen.",
            "There is no prediction of the submitting teacher.",
        ),
    ]


def meeting_tables(of: Facts) -> list[dict]:
    """Planned and actual minutes, and the prediction beside what came."""
    found = []
    if of.bundle.dive is None:
        return found
    if of.bundle.protocol and of.bundle.events:
        found.append(_minutes_table(of))
    prediction = _prediction(of)
    if prediction is not None:
        found.append(prediction)
    return found


def minutes(of: Facts) -> tuple[float, float] | None:
    """Planned and actual minutes of the whole meeting."""
    if not (of.bundle.protocol and of.bundle.events):
        return None
    state = fold(of.bundle.protocol, of.bundle.events)
    return of.bundle.protocol.minutes, round(sum(state.seconds_in_step.values()) / 60)


def _held_on(of: Facts) -> str | None:
    started = [event.at for event in of.bundle.events if event.kind == "started"]
    if started:
        return day(started[0].date())
    planned = of.bundle.dive.planned_on if of.bundle.dive else None
    return day(planned) if planned else None


def _protocol(of: Facts) -> Sentence | None:
    protocol = of.bundle.protocol
    if protocol is None:
        return None
    title = Free("dive.protocol", protocol.title, NOTHING)
    version = Free("dive.protocol.version", protocol.version, NOTHING)
    return sentence(title, ", version ", version)


def _room(of: Facts) -> str:
    dive = of.bundle.dive
    present = set(dive.member_ids)
    coach = "the coach and " if set(of.bundle.team.coach_ids) & _joined_ids(of) else ""
    return f"{coach}{count(len(present), 'member')} of the team"


def _joined_ids(of: Facts) -> set[str]:
    return {event.person_id for event in of.bundle.events if event.kind == "joined"}


def _minutes(of: Facts) -> str | None:
    both = minutes(of)
    return f"{both[1]:g} of {both[0]:g} planned" if both else None


def _minutes_table(of: Facts) -> dict:
    state = fold(of.bundle.protocol, of.bundle.events)
    planned = planned_seconds(state)
    rows = []
    for number, step in enumerate(of.bundle.protocol.steps, 1):
        rows.append(
            [
                Free(f"dive.step.{number}", step.title, NOTHING),
                round(planned.get(step.id, 60 * step.minutes) / 60),
                round(state.seconds_in_step.get(step.id, 0) / 60),
            ]
        )
    return grid(
        "meeting",
        "The data dive, step by step",
        [("Step", "text"), ("Minutes planned", "number"), ("Minutes spent", "number")],
        rows,
    )


def _prediction(of: Facts) -> dict | None:
    made = [c for c in entries(of, K.PREDICTION) if c.author_id == of.bundle.submitter_id]
    if not made or of.bundle.before is None:
        return None
    prediction = made[-1].read()
    rows = []
    for target_id, share in prediction.shares.items():
        code = of.share_secure("before", target_id)
        rows.append(
            [
                of.target_code(target_id),
                of.target_words(target_id),
                percent(share),
                code.text if code else HIDDEN,
            ]
        )
    if not rows:
        return None
    notes = ["The prediction was sealed before anybody saw the data."]
    if not of.is_large_enough:
        notes.append(f'"{HIDDEN}": fewer than {of.ledger.settings.minimum_n} students.')
    return grid(
        "prediction",
        "The submitting teacher's prediction beside what came",
        [
            ("Target", "text"),
            ("In students' words", "text"),
            ("Predicted secure", "text"),
            ("Came out secure", "text"),
        ],
        rows,
        notes=notes,
    )


def _line(of: Facts, contribution: Contribution, text: Free, after: str | Free = "") -> Sentence:
    return sentence(f"{of.who(contribution.author_id)}: ", text, after)


def _where(of: Facts, contribution: Contribution) -> str:
    """Which figure a fact was read from; what stood there is in the figure."""
    return " (tied to a figure)" if contribution.read().link else ""


def _item(of: Facts, item_id: str | None) -> Item | None:
    testing = of.bundle.before
    items: Iterable[Item] = testing.assessment.items if testing else ()
    return next((item for item in items if item.id == item_id), None)


def _gap(of: Facts, contribution: Contribution) -> Sentence:
    gap = contribution.read()
    seq = contribution.seq
    parts: list[str | Free] = [
        f"{of.target_code(gap.target_id)}: students can ",
        Free(f"dive.{seq}.can", _bare(gap.can), RESULTS),
        ", but ",
        Free(f"dive.{seq}.but", _bare(gap.but), RESULTS),
    ]
    if gap.instead_of.strip():
        parts += [" instead of ", Free(f"dive.{seq}.instead", _bare(gap.instead_of), RESULTS)]
    parts.append(f" ({words(gap.error_type).lower()}")
    tested = of.bundle.dive.n_tested if of.bundle.dive else 0
    if gap.n_students is not None and gap.n_students <= tested:
        told = of.ledger.tell_counts(gap.n_students, tested)
        parts.append(f"; {told} of the students" if told != HIDDEN else "")
    item = _item(of, gap.item_id)
    if item is not None:
        parts += ["; item ", of.item_words(item, "1")]
        if gap.item_verdict is not None:
            parts.append(f": {words(gap.item_verdict).lower()}")
    parts.append(")")
    return sentence(*parts)


def _hypothesis(of: Facts, contribution: Contribution) -> Sentence:
    hypothesis, seq = contribution.read(), contribution.seq
    parts: list[str | Free] = [
        f"{words(hypothesis.about)}: ",
        Free(f"dive.{seq}.text", _bare(hypothesis.text), RESULTS),
    ]
    if hypothesis.evidence_for.strip():
        parts += [". For it: ", Free(f"dive.{seq}.for", _bare(hypothesis.evidence_for), RESULTS)]
    if hypothesis.evidence_against.strip():
        parts += [
            ". Against it: ",
            Free(f"dive.{seq}.against", hypothesis.evidence_against, RESULTS),
        ]
    return sentence(*parts)


def _bare(text: str) -> str:
    """A text without its last full stop, because our sentence goes on."""
    return text.strip().rstrip(".")
