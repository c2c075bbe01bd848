"""The subtraction attack against a slow one that tries every number."""

from __future__ import annotations

from itertools import product

import pytest

from plc_data.privacy import Figure, attack

SIX, TWELVE = frozenset("abcdef"), frozenset(f"k{i}" for i in range(12))


def tried_out(known_n, total_n, total_range, known_range, at_most=40):
    """Every (size, count) of one hidden group that fits, by trying them all."""
    fits = []
    for n, k in product(range(1, at_most), range(at_most)):
        if k > n or known_n + n != total_n:
            continue
        for known in range(known_range[0], known_range[1] + 1):
            if total_range[0] <= known + k <= total_range[1]:
                fits.append((n, k))
    return fits


class TestOneHiddenGroupBesideATotal:
    def test_gives_its_size_away(self):
        figures = [
            Figure("first", "size", SIX, hidden=True),
            Figure("second", "size", TWELVE, n=12),
            Figure("all", "size", SIX | TWELVE, n=18),
        ]

        breaches = attack(figures)

        assert [(b.place, b.what, b.lowest, b.highest) for b in breaches] == [
            ("first", "size", 6, 6)
        ]

    def test_gives_its_count_away_as_a_slow_search_finds(self):
        figures = [
            Figure("first", "secure", SIX, hidden=True),
            Figure("second", "secure", TWELVE, n=12, low=4, high=4),
            Figure("all", "secure", SIX | TWELVE, n=18, low=10, high=10),
        ]

        breaches = {b.what: b for b in attack(figures)}

        fits = tried_out(12, 18, (10, 10), (4, 4))
        assert {n for n, _ in fits} == {6}
        assert {k for _, k in fits} == {6}
        assert (breaches["all"].lowest, breaches["all"].highest) == (6, 6)

    @pytest.mark.parametrize(
        ("total", "known"), [((10, 12), (4, 5)), ((7, 9), (6, 8)), ((5, 9), (0, 2))]
    )
    def test_bounds_are_those_of_the_slow_search(self, total, known):
        figures = [
            Figure("first", "secure", SIX, hidden=True),
            Figure("second", "secure", TWELVE, n=12, low=known[0], high=known[1]),
            Figure("all", "secure", SIX | TWELVE, n=18, low=total[0], high=total[1]),
        ]

        counts = [k for _, k in tried_out(12, 18, total, known)]

        found = [b for b in attack(figures) if b.what in ("count", "all", "none")]
        if max(counts) - min(counts) < 3:
            assert (found[0].lowest, found[0].highest) == (min(counts), max(counts))
        else:
            assert found == []


class TestTwoHiddenGroups:
    def test_of_nine_and_nine_stay_hidden_beside_their_total(self):
        nine, other = frozenset(f"a{i}" for i in range(9)), frozenset(f"b{i}" for i in range(9))

        breaches = attack(
            [
                Figure("first", "size", nine, hidden=True),
                Figure("second", "size", other, hidden=True),
                Figure("all", "size", nine | other, n=18),
            ]
        )

        assert breaches == ()

    def test_fall_to_a_second_table_that_cuts_across(self):
        a, b = frozenset("abcde"), frozenset("fghij")

        breaches = attack(
            [
                Figure("a", "size", a, hidden=True),
                Figure("b", "size", b, hidden=True),
                Figure("all", "size", a | b, n=10),
                Figure("elsewhere", "other", a, n=5),
            ]
        )

        assert {breach.place for breach in breaches} == {"a", "b"}


class TestCodedEnds:
    def test_are_found_when_the_parts_narrow_them(self):
        figures = [
            Figure("a", "secure", SIX | {"x", "y", "z", "w"}, n=10, low=8, high=10, is_end=True),
            Figure("b", "secure", TWELVE, n=12, low=2, high=2),
            Figure("all", "secure", SIX | {"x", "y", "z", "w"} | TWELVE, n=22, low=12, high=13),
        ]

        assert [b.what for b in attack(figures)] == ["end"]

    def test_stand_alone_without_harm(self):
        assert attack([Figure("a", "secure", TWELVE, n=12, low=10, high=12, is_end=True)]) == ()
