"""Passcodes: kept only as a salted hash that is slow to guess, checked in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

SHORTEST = 8
COST, BLOCK, LANES = 2**15, 8, 1  # 32 MiB and about 0.1 s a try: RFC 7914's interactive setting
SALT_BYTES, HASH_BYTES = 16, 32


def hash_passcode(passcode: str) -> str:
    """Return what to keep of a passcode. The same passcode gives another text each time.

    Raises
    ------
    ValueError
        If it has fewer than ``SHORTEST`` characters.
    """
    if len(passcode) < SHORTEST:
        raise ValueError(f"a passcode has at least {SHORTEST} characters")
    salt = secrets.token_bytes(SALT_BYTES)
    return f"scrypt${COST}${BLOCK}${LANES}${_text(salt)}${_text(_scrypt(passcode, salt))}"


def verify_passcode(passcode: str, kept: str) -> bool:
    """Say whether a passcode is the one that was kept; False for a text that is no hash of ours."""
    try:
        name, cost, block, lanes, salt, wanted = kept.split("$")
        settings = int(cost), int(block), int(lanes)
        salt_bytes, wanted_bytes = base64.b64decode(salt), base64.b64decode(wanted)
    except ValueError:
        return False
    if name != "scrypt" or settings != (COST, BLOCK, LANES):
        return False
    return hmac.compare_digest(_scrypt(passcode, salt_bytes), wanted_bytes)


def fingerprint(kept: str | None) -> str:
    """Return a short mark of a kept hash, so that a new passcode ends older sign-ins."""
    return hashlib.sha256((kept or "").encode()).hexdigest()[:16]


def _scrypt(passcode: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passcode.encode(),
        salt=salt,
        n=COST,
        r=BLOCK,
        p=LANES,
        maxmem=2 * 128 * COST * BLOCK,
        dklen=HASH_BYTES,
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
