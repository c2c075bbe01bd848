"""What must hold for every table and every text."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from plc_data.privacy import (
    CountTable,
    Group,
    Named,
    NameSearch,
    PrivacySettings,
    Sum,
    attack,
    suppress,
)

MODEST = settings(max_examples=40, deadline=None)


@st.composite
def tables(draw):
    sizes = draw(st.lists(st.integers(0, 30), min_size=1, max_size=5))
    groups = []
    for i, size in enumerate(sizes):
        members = [f"{i}-{j}" for j in range(size)]
        having = draw(st.integers(0, size))
        groups.append(Group(f"g{i}", frozenset(members), frozenset(members[:having])))
    sums = [Sum("all", tuple(g.key for g in groups))]
    if len(groups) > 2:
        cut = draw(st.integers(1, len(groups) - 1))
        sums.insert(0, Sum("first", tuple(g.key for g in groups[:cut])))
    if not any(g.n for g in groups):
        sums = []
    return CountTable("secure", tuple(groups), tuple(sums))


@MODEST
@given(tables())
def test_the_attacker_finds_nothing_in_a_published_table(table):
    published = suppress(table, PrivacySettings())

    assert attack(published.figures) == ()


@MODEST
@given(tables(), st.integers(5, 12), st.integers(0, 8))
def test_a_higher_minimum_never_publishes_more(table, minimum, more):
    lower = suppress(table, PrivacySettings(minimum_n=minimum, reason="test"))
    higher = suppress(table, PrivacySettings(minimum_n=minimum + more, reason="test"))

    assert set(lower.hidden_keys) <= set(higher.hidden_keys)


@MODEST
@given(tables())
def test_no_shown_group_is_small_and_no_total_gives_one_away(table):
    published = suppress(table, PrivacySettings())
    sizes = {group.key: group.n for group in table.all_groups()}

    for group in published.groups:
        assert group.hidden or sizes[group.key] >= 10
    for total in table.sums:
        hidden = [key for key in total.of if sizes[key] and key in published.hidden_keys]
        if hidden and total.key not in published.hidden_keys:
            assert len(hidden) >= 2
            assert sum(sizes[key] for key in hidden) >= 10


NAMES = (
    ("Maria", "Kowalski"),
    ("Mary Jane", "van der Berg"),
    ("José", "Núñez-Ortiz"),
    ("Siobhán", "O'Brien"),
    ("Will", "Price"),
    ("Łukasz", "D'Amico"),
    ("Zoë", "Brandt"),
    ("Nguyễn", "Thị"),
)
SEARCH = NameSearch([Named(str(i), given, family) for i, (given, family) in enumerate(NAMES)])


def _bare(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


DRESSES = (
    lambda g, f: f"{g} {f}",
    lambda g, f: f"{f}, {g}",
    lambda g, f: f"{g}{f}".replace(" ", ""),
    lambda g, f: f"{g} {f}".upper(),
    lambda g, f: _bare(f"{g} {f}"),
    lambda g, f: f"{g}\n{f}",
    lambda g, f: f"{g}\u00a0 {f}",
    lambda g, f: f"{g} {f}".replace("'", "’").replace("-", "‐"),
    lambda g, f: f"{g} {f}".replace("'", "").replace("-", " "),
    lambda g, f: "\u200b".join(f"{g} {f}"),
    lambda g, f: f"{g}_{f}",
    lambda g, f: f"{g} {f}'s",
    lambda g, f: f"{g[:2]}-\n{g[2:]} {f}" if " " not in g else f"{g} {f}",
    lambda g, f: f"{g} {f[0].upper()}.",
    lambda g, f: f"{g[0]}. {f}",
    lambda g, f: f,
)
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Mn", "Me", "Cf", "Cc")), max_size=60
)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, st.sampled_from(NAMES), st.sampled_from(DRESSES))
def test_a_name_of_the_roster_is_found_wherever_it_stands(before, after, name, dress):
    given, family = name
    written = dress(given, family)

    findings = SEARCH.scan("d", f"{before} {written} {after}")

    place = range(len(before) + 1, len(before) + 1 + len(written))
    assert any(f.blocks and (f.start in place or f.end - 1 in place) for f in findings)


@MODEST
@given(st.text(max_size=200))
def test_a_finding_points_at_what_it_found(text):
    for finding in SEARCH.scan("d", text):
        assert text[finding.start : finding.end] == finding.found
