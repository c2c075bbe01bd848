"""Percentages, counts and verdicts of goals hold for every group size."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from datacycle.protocol.goal import goal_result, percent_of_group
from datacycle.protocol.school_days import school_days
from datacycle.protocol.smart.percents import percents_in
from plc_data.model import Count, SmartGoal


@given(st.integers(1, 300), st.data())
def test_every_count_of_a_group_can_be_written_as_a_rounded_percentage(n, data):
    k = data.draw(st.integers(0, n))
    decimals = data.draw(st.integers(0, 2))
    written = f"{100 * k / n:.{decimals}f}"

    assert percent_of_group(written, n).possible


@given(st.integers(1, 300), st.integers(0, 100))
def test_an_impossible_percentage_is_one_that_no_count_rounds_to(n, percent):
    near = [k for k in range(n + 1) if abs(Fraction(100 * k, n) - percent) <= Fraction(1, 2)]

    answer = percent_of_group(percent, n)

    assert answer.possible == bool(near)
    assert Fraction(100 * answer.whole, n) >= percent
    assert answer.whole == 0 or Fraction(100 * (answer.whole - 1), n) < percent


@given(st.integers(1, 60), st.data())
@settings(max_examples=100, deadline=None)
def test_a_verdict_is_what_a_count_by_hand_says(n, data):
    states = data.draw(
        st.lists(
            st.sampled_from(["secure", "look_again", "not_yet", "no_evidence"]),
            min_size=n,
            max_size=n,
        )
    )
    needed = data.draw(st.integers(0, n))
    ids = [f"s{i}" for i in range(n)]
    after = pd.DataFrame({"student_id": ids, "target_id": "t", "state": states})
    promise = SmartGoal(
        id="g", cycle_id="c", team_id="t", target_ids=("t",),
        aim=Count(numerator=needed, denominator=n),
    )  # fmt: skip

    result = goal_result(promise, after, None, ids)

    secure, missing = states.count("secure"), states.count("no_evidence")
    assert result.numerator == secure
    assert result.n_missing == missing
    assert result.short_by == max(0, needed - secure)
    if result.met:
        assert secure >= needed
        assert 10 * missing <= n
    if result.met is False:
        assert secure < needed
    if result.met is None:
        assert 10 * missing > n
        assert secure + missing >= needed


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60), st.data())
@settings(max_examples=60)
def test_school_days_are_those_one_would_tick_off(first, length, data):
    days = [first + timedelta(days=i) for i in range(length)]
    off = data.draw(st.sets(st.sampled_from(days), max_size=5)) if days else set()

    ticked = [day for day in days if day.strftime("%w") not in "06" and day not in off]

    assert school_days(first, first + timedelta(days=length - 1), off) == len(ticked)


@given(st.text(max_size=80))
def test_any_text_is_read_for_percentages_without_a_fault(text):
    for written in percents_in(text):
        percent_of_group(written, 24)
