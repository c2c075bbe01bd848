from __future__ import annotations

import pytest

from plc_data.errors import NotAllowed
from plc_data.privacy import (
    CountTable,
    Group,
    PrivacySettings,
    Release,
    Sum,
    near_repeats,
    share_code,
    suppress,
)


def students(letter, n):
    return frozenset(f"{letter}{i:03}" for i in range(n))


def classes(*sizes):
    groups = tuple(Group(c, students(c, n)) for c, n in zip("ABCDEFG", sizes, strict=False))
    return CountTable("size", groups, (Sum("all", tuple(g.key for g in groups)),))


class TestSizes:
    def test_of_nine_and_nine_are_both_hidden_and_the_total_is_shown(self):
        published = suppress(classes(9, 9), PrivacySettings())

        assert published.hidden_keys == ("A", "B")
        assert published.group("all").n == 18

    def test_one_small_class_takes_the_next_smallest_with_it(self):
        published = suppress(classes(4, 30, 15, 28), PrivacySettings())

        assert published.hidden_keys == ("A", "C")
        assert published.group("all").n == 77

    def test_two_tiny_classes_that_hold_too_few_together_take_a_third(self):
        published = suppress(classes(3, 4, 20), PrivacySettings())

        assert published.hidden_keys == ("A", "B", "C")
        assert published.group("all").n == 27

    def test_without_students_there_is_no_line(self):
        assert [g.key for g in suppress(classes(0, 12, 14), PrivacySettings()).groups] == [
            "B",
            "C",
            "all",
        ]

    def test_follow_a_higher_minimum(self):
        published = suppress(classes(12, 30, 14), PrivacySettings(minimum_n=15))

        assert published.hidden_keys == ("A", "C")


class TestShares:
    @pytest.mark.parametrize(
        ("k", "n", "text"),
        [
            (29, 30, "90 % or more"),
            (43, 45, "95 % or more"),
            (149, 150, "98 % or more"),
            (0, 12, "20 % or less"),
            (4, 12, "30 to 39 %"),
            (299, 300, "99 % or more"),
        ],
    )
    def test_are_told_by_the_size_of_the_group(self, k, n, text):
        assert share_code(k, n).text == text

    @pytest.mark.parametrize("n", [*range(5, 300), 1000])
    def test_ends_leave_three_counts_and_every_count_has_its_words(self, n):
        codes = [share_code(k, n) for k in range(n + 1)]

        assert all(code.low <= k <= code.high for k, code in enumerate(codes))
        assert all(code.high - code.low >= 2 for code in codes if code.is_end)
        assert codes[0].is_end
        assert codes[n].is_end


class TestSettings:
    def test_refuse_four(self):
        with pytest.raises(NotAllowed, match="5 is the lowest"):
            PrivacySettings(minimum_n=4, reason="small school")

    def test_ask_for_a_reason_for_five(self):
        with pytest.raises(NotAllowed, match="reason"):
            PrivacySettings(minimum_n=5)

        assert PrivacySettings(minimum_n=5, reason="small school").loosened

    def test_may_always_be_tightened(self):
        assert not PrivacySettings(minimum_n=15).loosened


class TestNearRepeats:
    def test_are_packages_that_differ_by_one_to_nine_students(self):
        whole = students("a", 30)
        earlier = Release("p1", {"secure": whole})

        def repeats(now):
            return near_repeats({"secure": now}, [earlier], PrivacySettings())

        assert repeats(whole) == ()
        assert repeats(whole - {"a000"}) == ("secure",)
        assert repeats(whole - students("a", 9)) == ("secure",)
        assert repeats(whole - students("a", 10)) == ()
