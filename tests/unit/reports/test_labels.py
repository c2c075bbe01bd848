"""Every word and every color that a reader meets."""

from __future__ import annotations

from enum import StrEnum
from itertools import combinations

import pytest

import plc_data.model as model
from datacycle.reports import labels

ENUMS = [
    kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, StrEnum)
]
LEAST_CONTRAST = 4.5
"""WCAG 2.2 AA for text of any size: the numbers in a bar are white on its color."""

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SEEN_BY = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color: str) -> list[float]:
    """The three channels of a hex color in linear light (IEC 61966-2-1)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted(
        (
            sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True))
            for x in (one, other)
        ),
        reverse=True,
    )
    return (light + 0.05) / (dark + 0.05)


def lab(color: str, eyes: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a color as somebody sees it."""
    rgb = linear(color)
    seen = [
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True))))
        for row in SEEN_BY[eyes]
    ]
    xyz = (
        (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047,
        0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2],
        (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


class TestWords:
    @pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
    def test_each_value_of_the_model_has_words(self, kind):
        for value in kind:
            assert labels.words(value).strip()

    @pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
    def test_no_two_values_share_their_words(self, kind):
        said = [labels.words(value) for value in kind]

        assert len(set(said)) == len(said)

    def test_choices_are_in_the_order_of_the_model(self):
        assert [value for value, _ in labels.choices(model.ErrorType)] == list(model.ErrorType)


class TestColors:
    @pytest.mark.parametrize("state", labels.STATES)
    def test_each_state_is_seen_on_white_and_carries_white_text(self, state):
        assert contrast(labels.STATE_LOOKS[state].color, "#FFFFFF") >= LEAST_CONTRAST

    @pytest.mark.parametrize("state", labels.STATES)
    def test_the_words_of_a_chip_are_read_on_its_ground(self, state):
        look = labels.STATE_LOOKS[state]

        assert contrast(look.ink, look.soft) >= 4.5

    @pytest.mark.parametrize(
        "color", [labels.ACCENT, labels.BAR, labels.KEY, labels.DISTRACTOR, labels.WARNING]
    )
    def test_each_other_color_is_seen_on_white(self, color):
        assert contrast(color, "#FFFFFF") >= LEAST_CONTRAST

    @pytest.mark.parametrize("eyes", SEEN_BY)
    def test_the_three_judgements_differ_for_all_eyes(self, eyes):
        judged = [labels.STATE_LOOKS[s].color for s in labels.STATES[:3]]

        for one, other in combinations(judged, 2):
            pairs = zip(lab(one, eyes), lab(other, eyes), strict=True)
            assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 >= 26

    def test_no_state_is_told_by_color_alone(self):
        looks = [labels.STATE_LOOKS[s] for s in labels.STATES]

        assert len({look.pattern for look in looks}) == len(looks)
        assert len({look.mark for look in looks}) == len(looks)
