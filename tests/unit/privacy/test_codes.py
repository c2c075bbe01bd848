from __future__ import annotations

import hashlib
import hmac
import random
import secrets

import pytest

from plc_data.errors import NotFound
from plc_data.privacy import KeyTable, make_codes

IDS = [f"{i:07}" for i in range(100, 400)]


class TestCodes:
    def test_are_unique_and_five_long_and_never_a_word_or_a_number(self):
        table = make_codes("p", IDS, random.Random(1))

        codes = table.codes(IDS)
        assert len(set(codes)) == len(IDS)
        assert all(len(code) == 5 and not code.isalpha() and not code.isdigit() for code in codes)

    def test_do_not_depend_on_the_order_of_the_roster_but_on_the_draw(self):
        forward = make_codes("p", IDS, random.Random(1))
        backward = make_codes("p", reversed(IDS), random.Random(1))
        another = make_codes("p", IDS, random.Random(2))

        assert forward.code_of_id == backward.code_of_id
        assert set(forward.codes(IDS)).isdisjoint(another.codes(IDS)) or (
            forward.code_of_id != another.code_of_id
        )

    def test_cannot_be_computed_from_an_id(self):
        table = make_codes("package", IDS, secrets.SystemRandom())
        codes = set(table.codes(IDS))

        for student_id in IDS:
            for known in ("", "package", "datacycle"):
                for name in ("sha1", "sha256", "md5"):
                    plain = hashlib.new(name, (known + student_id).encode()).hexdigest().upper()
                    keyed = hmac.new(known.encode() or b"k", student_id.encode(), name).hexdigest()
                    assert plain[:5] not in codes
                    assert keyed.upper()[:5] not in codes

    def test_come_back_from_the_private_file(self):
        table = make_codes("p", IDS, random.Random(3))

        assert KeyTable.from_bytes(table.as_bytes()) == table

    def test_are_shown_by_no_repr_and_no_error(self):
        table = make_codes("p", ["0042"], random.Random(3))

        assert table.code("0042") not in repr(table)
        with pytest.raises(NotFound) as refused:
            table.code("0099")
        assert "0099" not in str(refused.value)
