"""Chance, from one seed: every draw goes through ``Generator.random`` only.

NumPy promises that the stream behind ``random`` stays the same; what it does with that stream
for other distributions may change between versions. The committed files must come out byte for
byte the same on every machine, so the few distributions needed are made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from statistics import NormalDist
from typing import TypeVar

import numpy as np

SEED = 20260824
"""The first day of the school year that the sample tells of."""

T = TypeVar("T")
_NORMAL = NormalDist()


def generator(part: int) -> np.random.Generator:
    """The generator of one part of the sample; parts don't disturb each other."""
    return np.random.default_rng([SEED, part])


def normal(rng: np.random.Generator) -> float:
    """One draw from the standard normal distribution."""
    return _NORMAL.inv_cdf(min(max(float(rng.random()), 1e-9), 1 - 1e-9))


def happens(rng: np.random.Generator, probability: float) -> bool:
    """Whether something with this probability happened."""
    return float(rng.random()) < probability


def shuffled(rng: np.random.Generator, things: Sequence[T]) -> list[T]:
    """The same things in another order."""
    return [things[i] for i in np.argsort(rng.random(len(things)), kind="stable")]


def pick(rng: np.random.Generator, things: Sequence[T], weights: Sequence[float]) -> T:
    """One of ``things``, the heavier the likelier."""
    at = float(rng.random()) * sum(weights)
    for thing, weight in zip(things, weights, strict=True):
        at -= weight
        if at < 0:
            return thing
    return things[-1]


def logistic(x: float) -> float:
    """The S-shaped curve from 0 to 1.

    >>> logistic(0)
    0.5
    """
    return 1 / (1 + exp(-x))
