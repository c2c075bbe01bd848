"""Keys of a workspace: the signing key of a coach, and the private code tables of packages.

Nothing here ever enters a package. The public half is shown as a did:key, so that a school can
keep a list of the keys it trusts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plc_data.errors import NotFound, WorkbenchError
from plc_data.privacy import KeyTable, make_codes

from .atomic import write_new

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

    from plc_data.privacy.codes import Chooser

FOLDER = "keys"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
"""How a multicodec says "Ed25519 public key"."""


class BadKey(WorkbenchError):
    """A key that cannot be read, or is of another kind."""


@dataclass(frozen=True, repr=False)
class SigningKey:
    """An Ed25519 key; its ``repr`` shows the public half only."""

    private: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"<SigningKey {self.did}>"

    def sign(self, data: bytes) -> bytes:
        """64 bytes that ``openssl pkeyutl -verify -rawin`` checks too."""
        return self.private.sign(data)

    @property
    def did(self) -> str:
        """The public key as a did:key, to put on a list of trusted keys."""
        return did_of(self.private.public_key())

    def public_pem(self) -> bytes:
        """The public key as a PEM file, for ``openssl``."""
        from cryptography.hazmat.primitives import serialization as s

        return self.private.public_key().public_bytes(
            s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo
        )


def create(path: Path) -> SigningKey:
    """Make a new key and write it, readable by its owner only; never over an existing file."""
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption())
    _private_folder(path.parent)
    write_new(path, pem, mode=0o600)
    return SigningKey(private)


def load(path: Path) -> SigningKey:
    """Read a key that ``create`` wrote."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise NotFound(f"There is no signing key at {path.name}.") from None
    except (ValueError, TypeError) as error:
        raise BadKey(f"{path.name} is not a key that can sign a package.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadKey(f"{path.name} is a key of another kind; packages are signed with Ed25519.")
    return SigningKey(private)


def package_key(workspace: Path, person_id: str) -> SigningKey:
    """The signing key of a person in a workspace; made the first time it is asked for.

    Its public half is written beside it (``.pub.pem``), to be handed to the assessor.
    """
    path = Path(workspace) / FOLDER / f"{_file_name(person_id)}.pem"
    if path.exists():
        return load(path)
    key = create(path)
    write_new(path.with_suffix(".pub.pem"), key.public_pem(), mode=0o644)
    return key


def key_table(
    workspace: Path, package_id: str, student_ids: Iterable[str], chooser: Chooser | None = None
) -> KeyTable:
    """The private codes of a package: read if they are there, drawn and kept (0600) if not.

    Students who joined since get codes of their own; nobody's code changes.
    """
    import secrets

    path = Path(workspace) / FOLDER / "codes" / f"{_file_name(package_id)}.json"
    known = KeyTable.from_bytes(path.read_bytes()) if path.exists() else None
    if known is not None and set(student_ids) <= set(known.code_of_id):
        return known
    table = make_codes(package_id, student_ids, chooser or secrets.SystemRandom())
    if known is not None:
        taken = set(known.code_of_id.values())
        fresh = {i: c for i, c in table.code_of_id.items() if i not in known.code_of_id}
        if taken & set(fresh.values()):
            return key_table(workspace, package_id, student_ids, chooser)
        table = KeyTable(package_id, {**known.code_of_id, **fresh}, known.seal)
    _private_folder(path.parent)
    write_new(path, table.as_bytes(), mode=0o600, replace=True)
    return table


def did_of(public: Ed25519PublicKey) -> str:
    """The did:key of a public key."""
    return "did:key:" + multibase(_ED25519 + public.public_bytes_raw())


def multibase(data: bytes) -> str:
    """Base58 with the "z" in front that says so.

    Examples
    --------
    >>> multibase(b"Hello World!")
    'z2NEpo7TZRRrLZSi2U'
    """
    number = int.from_bytes(data, "big")
    digits = ""
    while number:
        number, rest = divmod(number, 58)
        digits = _BASE58[rest] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def public_key(text: str | bytes) -> Ed25519PublicKey:
    """Read a trusted key: a did:key, its part after ``did:key:``, or a PEM file's content."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    data = text.encode() if isinstance(text, str) else text
    if b"-----BEGIN" in data:
        try:
            key = load_pem_public_key(data)
        except ValueError as error:
            raise BadKey("This is not a public key.") from error
        if not isinstance(key, Ed25519PublicKey):
            raise BadKey("This key is of another kind; packages are signed with Ed25519.")
        return key
    written = data.decode("ascii", "replace").strip().removeprefix("did:key:").split("#")[0]
    if not re.fullmatch(f"z[{_BASE58}]+", written):
        raise BadKey("This is neither a did:key nor a public key file.")
    number = 0
    for digit in written[1:]:
        number = number * 58 + _BASE58.index(digit)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if raw[:2] != _ED25519 or len(raw) != 34:
        raise BadKey("This key is of another kind; packages are signed with Ed25519.")
    return Ed25519PublicKey.from_public_bytes(raw[2:])


def _private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        folder.chmod(0o700)


def _file_name(id: str) -> str:
    """An id as a file name: what is not plain is written as its number."""
    return re.sub(r"[^A-Za-z0-9-]", lambda m: f"_{ord(m.group()):x}", id)[:100]
