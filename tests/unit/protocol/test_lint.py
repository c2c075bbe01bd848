"""Advice on the wording of a fact, and the guard against crying wolf."""

import pytest

from datacycle.protocol.lint import lint_observation


def words(text: str) -> list[str | None]:
    return [finding.where for finding in lint_observation(text)]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("9 of 24 chose B because they forgot the sign", ["because"]),
        ("Q4 is low since we skipped negatives", ["since"]),
        ("Q4 is low since 3 of them forgot the sign", ["since"]),
        ("Q4: 9 of 24, due to the long text", ["due to"]),
        ("The 9 wrong answers were caused by the layout", ["caused by"]),
        ("5 of 24 are lazy", ["lazy"]),
        ("The low kids got 2 of 8", ["low kids"]),
        ("6 of 24 didn't study", ["didn't study"]),
        ("6 of 24 didnt study", ["didnt study"]),
        ("6 of 24 didn’t study", ["didn’t study"]),
        ("They always miss Q4", ["always"]),
        ("Period 2 never gets row 3", ["never"]),
        ("20 of 24 should know this", ["should"]),
        ("They ALWAYS miss Q4 BECAUSE 3 of them rushed", ["always", "because", "rushed"]),
    ],
)
def test_flags_causes_labels_and_judgments(text, flagged):
    assert words(text) == flagged


@pytest.mark.parametrize(
    "text",
    [
        "Since Monday 14 of 24 show their work",
        "since 9 October 3 more students are secure",
        "Since 10/9 the share in Q3 rose to 18 of 24",
        "Since Oct 9 the share in Q3 rose to 18 of 24",
        "Since the last test 5 of 24 moved up",
        "Since last week 14 of 24 answer Q2",
        "Since the beginning of the unit 4 of 24 were absent",
        "14 of 24 have the essay due today",
        "11 of 24 named cause and effect in row 2",
        '9 of 24 wrote "because the sign changes"',
        "9 of 24 wrote “x should be 4”",
        "12 of 24 chose the option «never»",
        "In row 3 the causes of the war are named by 8 of 24",
        "18 of 24 secure on solve, 5 of 24 in Q4",
        "75 % chose B in Q7",
    ],
)
def test_leaves_facts_alone(text):
    assert words(text) == []


def test_a_date_does_not_excuse_the_reason_behind_it():
    assert words("Since Monday 3 of 24 improved since we used tiles") == ["since"]


def test_a_fact_without_number_or_place_is_asked_for_one():
    (finding,) = lint_observation("They do well on equations")

    assert finding.code == "lint-no-number"


def test_it_is_advice_and_nothing_else():
    levels = {f.level for f in lint_observation("They never study because they are lazy")}

    assert levels == {"advise"}


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_has_nothing_to_say_about_nothing(text):
    assert lint_observation(text) == ()


def test_words_inside_other_words_are_left_alone():
    assert words("9 of 24 explained causeway and shoulder in row 2") == []
