"""One changed byte anywhere in a package is found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacycle.evidence import keys
from datacycle.evidence.package import package_bytes, plan_package
from datacycle.evidence.verify import is_sound, verify_package
from tests.support.bundles import MADE_ON, PACKAGE_ID, REFLECTION, make_bundle


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed")
    key = keys.create(folder / "coach.pem")
    plan = plan_package(
        make_bundle(),
        reflection=REFLECTION,
        made_on=MADE_ON,
        package_id=PACKAGE_ID,
        codes_rng=random.Random(5),
    )
    return folder / "p.zip", package_bytes(plan, key), key.did


@settings(max_examples=150, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_changed_byte_is_found(sealed, where, flip):
    path, package, did = sealed
    changed = bytearray(package)
    changed[int(where * len(package))] ^= flip
    path.write_bytes(changed)

    assert not is_sound(verify_package(path, [did]))


@settings(max_examples=40, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), n=st.integers(1, 400))
def test_bytes_taken_out_or_put_in_are_found(sealed, where, n):
    path, package, did = sealed
    at = int(where * len(package))
    for changed in (package[:at] + package[at + n :], package[:at] + bytes(n) + package[at:]):
        path.write_bytes(changed)
        assert not is_sound(verify_package(path, [did]))


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_make_the_check_fall_over(sealed, data):
    path, _, _ = sealed
    path.write_bytes(data)

    assert not is_sound(verify_package(path))
