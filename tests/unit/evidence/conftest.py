from __future__ import annotations

import random

import pytest

from datacycle.evidence import keys
from datacycle.evidence.package import package_bytes, plan_package
from tests.support.bundles import MADE_ON, PACKAGE_ID, REFLECTION, make_bundle


def plan(bundle, reflection=REFLECTION, **more):
    """A plan of the hand-made cycle with seeded codes."""
    return plan_package(
        bundle,
        reflection=reflection,
        made_on=MADE_ON,
        package_id=PACKAGE_ID,
        codes_rng=random.Random(5),
        **more,
    )


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    return keys.create(tmp_path_factory.mktemp("keys") / "coach.pem")


@pytest.fixture(scope="session")
def whole_plan():
    return plan(make_bundle())


@pytest.fixture(scope="session")
def package(whole_plan, key):
    return package_bytes(whole_plan, key)
