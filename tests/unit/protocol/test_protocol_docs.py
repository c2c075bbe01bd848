"""The reference of the protocol file names everything that the file may hold."""

import re
from pathlib import Path

import pytest

from datacycle.protocol.dives import TIME_COUNTS_AS, load_protocol, protocols, read_protocol
from datacycle.protocol.requirements import known_requirements
from plc_data.errors import DataProblems
from plc_data.model import ContributionKind, DiveProtocol, ProtocolStep, Requirement

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "dive_protocol_file.md").read_text(encoding="utf-8")
EXPLANATION = (DOCS / "explanation" / "data_dive.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("record", [DiveProtocol, ProtocolStep, Requirement])
def test_every_field_is_named(record):
    missing = [name for name in record.model_fields if f"`{name}`" not in REFERENCE]

    assert missing == []


def test_every_kind_and_every_requirement_is_named():
    words = [*ContributionKind, *known_requirements(), *TIME_COUNTS_AS]

    assert [word for word in words if f"`{word}`" not in REFERENCE] == []


def test_every_delivered_protocol_is_named():
    assert [p.id for p in protocols() if f"`{p.id}`" not in REFERENCE] == []


def test_nothing_is_named_that_does_not_exist():
    section = REFERENCE.partition("## Kinds of entry")[2].partition("## What is refused")[0]
    named = re.findall(r"^- ((?:`\w+`(?:, )?)+):", section, re.M)
    words = {word for line in named for word in re.findall(r"\w+", line)}

    assert words <= {*ContributionKind, *known_requirements()}


def test_the_example_is_read_and_told_what_it_lacks():
    example = re.search(r"(?:^    .*\n|^\n)+", REFERENCE.partition("wrong with it.")[2], re.M)
    text = "\n".join(line[4:] for line in example.group().splitlines())

    with pytest.raises(DataProblems) as refusal:
        read_protocol(text, "lunch.yaml")

    assert {p.code for p in refusal.value.problems} == {"protocol-dropped"}


def test_the_table_of_the_long_dive_is_the_file():
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \|", EXPLANATION, re.M)
    steps = load_protocol("data_dive_45").steps

    assert rows == [(step.title, str(step.minutes)) for step in steps]
