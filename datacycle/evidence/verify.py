"""Check a package: whole, unchanged, signed by a key you trust, its parts in agreement.

Works on any machine: no workspace, no network, no key but those that are given.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from datacycle.reports.tables import formula_safe
from plc_data.errors import NotFound
from plc_data.model import Finding

from . import bag
from .documents import build
from .keys import BadKey, did_of, public_key
from .safe_zip import MOST_BYTES, MOST_FILES, UnsafeZip, read_zip

_MANIFEST_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def verify_package(
    path: Path | str, trusted_keys: Iterable[str | bytes] = ()
) -> tuple[Finding, ...]:
    """Check a package from first to last byte.

    Parameters
    ----------
    path
        The zip, or the unpacked folder.
    trusted_keys
        Public keys from the school's list (did:key or PEM). A key from inside a package proves
        nothing. Without any, the findings say that nobody can tell who signed.

    Returns
    -------
    tuple of Finding
        ``mend`` is a fault; ``ask`` is what only the reader can answer; ``ok`` holds. See
        ``is_sound``.
    """
    path = Path(path)
    keys = [public_key(key) for key in trusted_keys]
    found: list[Finding] = []
    try:
        if path.is_dir():
            folder, files = None, _read_folder(path)
        else:
            data = _read_file(path)
            unzipped = read_zip(data)
            folder, files = unzipped.folder, unzipped.files
            if bag.zip_bytes(folder, files) != data:
                found.append(
                    _fault(
                        "repacked",
                        "The zip is not byte for byte as it was written: it was changed or packed "
                        "anew. Unpack it and check the folder to see about its content.",
                    )
                )
    except UnsafeZip as unsafe:
        return (_fault(unsafe.code, str(unsafe)),)
    found += _bag_faults(files)
    found += _signature(files, keys)
    found += _content(folder, files)
    if not any(finding.level == "mend" for finding in found):
        n = sum(p.startswith(bag.PAYLOAD) for p in files)
        found.insert(0, _holds("whole", f"The package is whole: all {n} files are as listed."))
    return tuple(found)


def is_sound(findings: Iterable[Finding]) -> bool:
    """True when no fault was found; what only a person can answer does not count."""
    return not any(finding.level == "mend" for finding in findings)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path.name}.") from None


def _read_folder(path: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for file in sorted(path.rglob("*")):
        if file.is_symlink():
            raise UnsafeZip("link", "The folder holds a link instead of a file.")
        if file.is_dir():
            continue
        total += file.stat().st_size
        if len(files) >= MOST_FILES or total > MOST_BYTES:
            raise UnsafeZip("too-large", "The folder holds more than any evidence package.")
        files[file.relative_to(path).as_posix()] = file.read_bytes()
    return files


def _bag_faults(files: Mapping[str, bytes]) -> list[Finding]:
    needed = {*bag.TAG_FILES, bag.TAG_MANIFEST, bag.SIGNATURE}
    found = [
        _fault("missing", f"{name} is missing: this is not a whole package.", name)
        for name in sorted(needed - set(files))
    ]
    if found:
        return found
    if files["bagit.txt"] != bag.BAGIT_TXT:
        found.append(_fault("other-bag", "bagit.txt is not that of a package.", "bagit.txt"))
    payload = {p for p in files if p.startswith(bag.PAYLOAD)}
    found += _compare(files, bag.MANIFEST, payload)
    found += _compare(files, bag.TAG_MANIFEST, set(bag.TAG_FILES))
    for stray in sorted(set(files) - payload - needed):
        found.append(_fault("unlisted", "This file does not belong to the package.", stray))
    for name in sorted(files):
        wrong = bag.check_name(name)
        if wrong:
            found.append(_fault("unsafe-name", f"This name is not allowed: {wrong}.", name))
    size = sum(len(files[p]) for p in payload)
    info = _info(files)
    if info.get("Payload-Oxum") != f"{size}.{len(payload)}":
        found.append(_fault("size", "Size or number of files is not as noted.", "bag-info.txt"))
    return found


def _compare(files: Mapping[str, bytes], manifest: str, expected: set[str]) -> list[Finding]:
    found, listed = [], {}
    lines = files[manifest].decode("utf-8", "replace").split("\n")
    for line in lines[:-1] if lines and not lines[-1] else lines:
        match = _MANIFEST_LINE.fullmatch(line)
        if match is None or match[2] in listed:
            found.append(_fault("bad-list", "The list of files cannot be read.", manifest))
            continue
        listed[match[2]] = match[1]
    for name in sorted(set(listed) - set(files)):
        found.append(_fault("missing", "This file is listed and not there.", name))
    for name in sorted(expected - set(listed)):
        found.append(_fault("unlisted", "This file is in no list.", name))
    for name in sorted(set(listed) & set(files)):
        if hashlib.sha256(files[name]).hexdigest() != listed[name]:
            found.append(
                _fault("changed", "This file was changed since the package was made.", name)
            )
    return found


def _info(files: Mapping[str, bytes]) -> dict[str, str]:
    lines = files.get("bag-info.txt", b"").decode("utf-8", "replace").splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _signature(files: Mapping[str, bytes], keys: list) -> list[Finding]:
    from cryptography.exceptions import InvalidSignature

    signed, signature = files.get(bag.TAG_MANIFEST), files.get(bag.SIGNATURE)
    if signed is None or signature is None:
        return []
    named = _info(files).get("Signer-Key", "")

    def fits(key) -> bool:
        try:
            key.verify(signature, signed)
        except InvalidSignature:
            return False
        return True

    for key in keys:
        if fits(key):
            did = did_of(key)
            if did.removeprefix("did:key:") != named:
                return [_fault("signer", "The package names another key than it is signed with.")]
            return [_holds("signed", f"Signed with a key that you trust ({did}).")]
    if keys:
        return [_fault("signature", "The signature does not fit any of the keys that you trust.")]
    try:
        own = public_key(named)
    except BadKey:
        return [_fault("signer", "The package does not say which key it is signed with.")]
    if not fits(own):
        return [_fault("signature", "The signature does not fit: the package was changed.")]
    return [
        Finding(
            code="signer-unknown",
            level="ask",
            message="Nothing was changed since it was signed; by whom, only the school's list of "
            f"keys can tell. It names did:key:{named}.",
        )
    ]


def _content(folder: str | None, files: Mapping[str, bytes]) -> list[Finding]:
    """Compare what the machine reads with what the reader sees."""
    from jsonschema import Draft202012Validator

    raw = files.get(bag.PAYLOAD + build.EVIDENCE_JSON)
    if raw is None:
        return [_fault("missing", "There is no evidence.json.", bag.PAYLOAD + build.EVIDENCE_JSON)]
    try:
        evidence = json.loads(raw)
    except (ValueError, RecursionError):
        return [_fault("unreadable", "evidence.json cannot be read.", build.EVIDENCE_JSON)]
    schema = build.schema_bytes()
    errors = list(Draft202012Validator(json.loads(schema)).iter_errors(evidence))
    if errors:
        places = sorted({"/".join(map(str, error.path)) or "the whole" for error in errors})
        return [
            _fault("schema", f"evidence.json is not as it should be (at {place}).", "evidence.json")
            for place in places[:5]
        ]
    found = []
    if files.get(bag.PAYLOAD + build.SCHEMA_JSON) != schema:
        found.append(
            _fault("schema", "The schema in the package is another one.", build.SCHEMA_JSON)
        )
    id = evidence["package"]["id"]
    folders = (None, f"evidence-{id[9:17]}")
    if _info(files).get("External-Identifier") != id or folder not in folders:
        found.append(_fault("other-id", "The package's id is not the same everywhere."))
    expected = {
        build.EVIDENCE_JSON,
        build.SCHEMA_JSON,
        build.PAGE,
        build.REPORT,
        build.READ_ME,
        *(table["file"] for table in evidence["tables"]),
        *(f"charts/{chart['name']}.svg" for chart in evidence["charts"]),
    }
    there = {p.removeprefix(bag.PAYLOAD) for p in files if p.startswith(bag.PAYLOAD)}
    found += [
        _fault("missing", "This file belongs to the evidence and is not there.", name)
        for name in sorted(expected - there)
    ]
    found += [
        _fault("unlisted", "This file does not belong to the evidence.", name)
        for name in sorted(there - expected)
    ]
    for table in evidence["tables"]:
        content = files.get(bag.PAYLOAD + table["file"])
        if content is not None and not _same_table(table, content):
            found.append(
                _fault(
                    "tables-differ",
                    "This table says something else in evidence.json.",
                    table["file"],
                )
            )
    if not found:
        n = len(evidence["tables"])
        found.append(_holds("agrees", f"All {n} tables say the same in evidence.json."))
    return found


def _same_table(table: Mapping, content: bytes) -> bool:
    try:
        lines = list(csv.reader(io.StringIO(content.decode(), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return False
    shown = [[column["heading"] for column in table["columns"]], *table["rows"]]
    return [[_plain(str(cell)) for cell in line] for line in shown] == [
        [_plain(cell) for cell in line] for line in lines
    ]


def _plain(cell: str) -> str:
    """A cell without the quote that keeps a spreadsheet from running it."""
    inner = cell[1:]
    return inner if cell[:1] == "'" and formula_safe(inner) == cell else cell


def _fault(code: str, message: str, where: str | None = None) -> Finding:
    return Finding(code=code, level="mend", message=message, where=where)


def _holds(code: str, message: str) -> Finding:
    return Finding(code=code, level="ok", message=message)
