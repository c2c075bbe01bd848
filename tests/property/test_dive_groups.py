"""Whatever hands move, every student stands in exactly one place per target."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from datacycle.protocol.contributions import current, visible_to
from datacycle.protocol.groups import groups_of
from plc_data.model import Contribution, ContributionKind, MasteryState, Placement, PlanType
from tests.unit.protocol.examples import NOON

STATES = [state.value for state in MasteryState]
NAMES = ["sign errors", "set up", "new", *STATES, *(p.value for p in PlanType)]
students = st.lists(st.sampled_from(STATES), max_size=12)
moves = st.lists(
    st.tuples(st.integers(0, 14), st.sampled_from(NAMES), st.sampled_from(["solve", "model"])),
    max_size=12,
)


@given(students, moves)
@settings(max_examples=100, deadline=None)
def test_everybody_stands_somewhere_once_and_where_the_last_hand_put_them(states, hands):
    proposal = pd.DataFrame(
        {
            "student_id": [f"s{i}" for i in range(len(states))],
            "state": states,
            "group": ["sign errors" if state == "not_yet" else state for state in states],
            "cause": "",
        }
    )
    placements = [
        Placement(student_id=f"s{i}", target_id=target, group=name) for i, name, target in hands
    ]

    groups = groups_of(proposal, placements, target_id="solve")

    assert groups["student_id"].tolist() == proposal["student_id"].tolist()
    assert set(groups["place"]) <= {plan_type.value for plan_type in PlanType}
    assert groups["state"].tolist() == states
    on_target = {p.student_id for p in placements if p.target_id == "solve"}
    assert set(groups.loc[groups["moved"], "student_id"]) == on_target & set(groups["student_id"])


entries = st.lists(
    st.tuples(
        st.sampled_from(list(ContributionKind)),
        st.sampled_from(["ana", "ben"]),
        st.one_of(st.none(), st.integers(0, 20)),
        st.booleans(),
    ),
    max_size=20,
)


@given(entries, st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_seal_and_no_privacy_is_broken_and_nobody_loses_a_text_to_another(drawn, revealed):
    payload = {"student_id": "s1", "target_id": "solve", "text": "t"}
    left = [
        Contribution(
            seq=i, kind=kind, author_id=author, at=NOON, payload=payload,
            replaces=replaces, withdrawn=withdrawn,
        )
        for i, (kind, author, replaces, withdrawn) in enumerate(drawn)
    ]  # fmt: skip

    standing = current(left)
    seen = visible_to(standing, "ana", revealed)

    for contribution in seen:
        if contribution.author_id != "ana":
            assert contribution.kind not in ("note", "exit_pulse")
            assert revealed or contribution.kind != "prediction"
    touched_by_author = {c.replaces for c in left if c.author_id == "ben"}
    for c in left:
        plain = c.replaces is None and not c.withdrawn and c.kind == "observation"
        if plain and c.author_id == "ben" and c.seq not in touched_by_author:
            assert c in standing
