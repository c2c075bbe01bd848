"""Passcodes are kept as slow, salted hashes."""

import base64
import hashlib

import pytest

from datacycle.server.passcodes import SHORTEST, fingerprint, hash_passcode, verify_passcode

CODE = "correct horse battery"


class TestPasscodes:
    def test_the_right_one_is_known_again(self):
        kept = hash_passcode(CODE)

        assert verify_passcode(CODE, kept)
        assert not verify_passcode(CODE + " ", kept)
        assert not verify_passcode("", kept)

    def test_it_is_scrypt_as_python_itself_computes_it(self):
        _name, cost, block, lanes, salt, wanted = hash_passcode(CODE).split("$")

        again = hashlib.scrypt(
            CODE.encode(),
            salt=base64.b64decode(salt),
            n=int(cost),
            r=int(block),
            p=int(lanes),
            maxmem=2**26,
            dklen=32,
        )

        assert int(cost) >= 2**15
        assert base64.b64decode(wanted) == again

    def test_two_people_with_the_same_one_do_not_show_it(self):
        assert hash_passcode(CODE) != hash_passcode(CODE)

    def test_nothing_of_it_is_kept(self):
        assert CODE not in hash_passcode(CODE)

    def test_a_short_one_is_refused(self):
        with pytest.raises(ValueError, match=str(SHORTEST)):
            hash_passcode("x" * (SHORTEST - 1))

    @pytest.mark.parametrize(
        "kept", ["", "plain text", "scrypt$1$1$1$AAAA$AAAA", "scrypt$a$b$c$d$e", "$$$$$"]
    )
    def test_a_text_that_is_no_hash_lets_nobody_in(self, kept):
        assert not verify_passcode(CODE, kept)

    def test_a_new_one_has_another_mark(self):
        first, second = hash_passcode(CODE), hash_passcode(CODE)

        assert fingerprint(first) == fingerprint(first)
        assert len({fingerprint(first), fingerprint(second), fingerprint(None)}) == 3
