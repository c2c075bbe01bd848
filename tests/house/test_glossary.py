"""docs/glossary.md is the referee of words; this compares it with the code."""

from __future__ import annotations

import re

import pytest

from plc_data.schema import frames
from tests.support.sources import CHECKOUT, sources

TEXT = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")
DEFINED = re.findall(r"^- \*\*`?([\w]+)`?\*\*: \S", TEXT, re.M)
WORDS = [
    "student",
    "teacher",
    "coach",
    "administrator",
    "assessor",
    "team",
    "option",
    "key",
    "distractor",
    "response",
    "score",
    "ResponseStatus",
    "difficulty",
    "point_biserial",
    "discrimination_index",
    "alpha",
    "kr20",
    "standard_error",
    "cut_score",
    "mastery",
    "growth",
    "standard",
    "learning_target",
    "common_formative_assessment",
    "check_for_understanding",
    "SmartGoal",
    "data_cycle",
    "data_dive",
    "prediction",
    "observation",
    "inference",
    "remediation_group",
    "enrichment_group",
    "action_plan",
    "action_step",
    "microcredential",
    "competency",
    "evidence_requirement",
    "artifact",
    "evidence",
    "submission",
    "rubric",
    "criterion",
    "level",
    "rubric_score",
    "award",
    "badge",
]
NOT_OUR_WORDS = {
    "pupil": "student",
    "learner": "student",
    "user_id": "person_id",
    "quiz": "common_formative_assessment",
    "exam": "common_formative_assessment",
    "sprint": "data_cycle",
    "p_value": "difficulty",
    "skill": "learning_target",
}


def test_each_word_is_defined_once():
    assert sorted(DEFINED) == sorted(set(DEFINED))


@pytest.mark.parametrize("word", sorted(WORDS))
def test_the_words_of_the_house_are_defined(word):
    assert word in DEFINED


@pytest.mark.parametrize("name", frames.FRAMES)
def test_each_column_is_defined(name):
    columns = [column.name for column in frames.FRAMES[name].columns]

    assert [column for column in columns if column not in DEFINED] == []


def test_identifiers_use_our_words():
    faults = []
    for source in sources():
        # Importers speak of other tools' columns in their own words.
        if source.module.startswith(("plc_data.importers", "sample_data")):
            continue
        for kind, name in re.findall(r"^\s*(def|class) (\w+)", source.text, re.M):
            words = set(re.split(r"_|(?<=[a-z])(?=[A-Z])", name.lower()))
            faults += [
                f"{source.name}: {kind} {name} (say {better})"
                for word, better in NOT_OUR_WORDS.items()
                if word in words
            ]

    assert faults == []
