"""Checking a package: what an honest one says, and every way in which a dishonest one fails."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile

import pytest

from datacycle.evidence import bag, keys
from datacycle.evidence.verify import is_sound, verify_package


def codes(findings, level="mend"):
    return {finding.code for finding in findings if finding.level == level}


def unpacked(package):
    archive = zipfile.ZipFile(io.BytesIO(package))
    folder = archive.namelist()[0].split("/")[0]
    return folder, {n.split("/", 1)[1]: archive.read(n) for n in archive.namelist()}


def made_again(package, change, *, sign_with=None):
    """The package with a change to its files; lists and signature made to fit when signed."""
    folder, files = unpacked(package)
    change(files)
    if sign_with is not None:
        payload = {p: c for p, c in files.items() if p.startswith("data/")}
        info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
        info["Signer-Key"] = sign_with.did.removeprefix("did:key:")
        tags = bag.tag_files(payload, info)
        files = {**payload, **tags, bag.SIGNATURE: sign_with.sign(tags[bag.TAG_MANIFEST])}
    return bag.zip_bytes(folder, files)


@pytest.fixture
def check(tmp_path):
    def check(data, trusted=()):
        path = tmp_path / "p.zip"
        path.write_bytes(data)
        return verify_package(path, trusted)

    return check


class TestAnHonestPackage:
    def test_is_whole_signed_and_agrees(self, package, key, check):
        findings = check(package, [key.did])

        assert codes(findings) == set()
        assert codes(findings, "ok") == {"whole", "signed", "agrees"}

    def test_without_a_trusted_key_leaves_the_signer_open(self, package, check):
        findings = check(package)

        assert is_sound(findings)
        assert codes(findings, "ask") == {"signer-unknown"}

    def test_is_a_bag_for_the_library_of_congress_checker(self, package, tmp_path):
        import bagit

        zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path)
        (folder,) = tmp_path.iterdir()

        assert bagit.Bag(str(folder)).validate()

    @pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
    def test_is_checked_by_openssl_and_sha256sum_alone(self, package, key, tmp_path):
        zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path)
        (folder,) = tmp_path.iterdir()
        (tmp_path / "key.pem").write_bytes(key.public_pem())
        signature = folder / bag.SIGNATURE

        def openssl():
            return subprocess.run(
                [
                    *("openssl", "pkeyutl", "-verify", "-pubin", "-rawin"),
                    *("-inkey", str(tmp_path / "key.pem")),
                    *("-in", str(folder / bag.TAG_MANIFEST), "-sigfile", str(signature)),
                ],
                capture_output=True,
                check=False,
            ).returncode

        assert openssl() == 0
        signature.write_bytes(bytes(64))
        assert openssl() != 0
        for line in (folder / bag.MANIFEST).read_text().splitlines():
            digest, path = line.split("  ", 1)
            assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest

    def test_is_sound_as_an_unpacked_folder(self, package, key, tmp_path):
        zipfile.ZipFile(io.BytesIO(package)).extractall(tmp_path)
        (folder,) = tmp_path.iterdir()
        folder.rename(tmp_path / "renamed")

        assert codes(verify_package(tmp_path / "renamed", [key.did])) == set()


class TestAChangedPackage:
    @pytest.mark.parametrize(
        "path",
        [
            "data/evidence.json",
            "data/evidence.pdf",
            "data/tables/growth.csv",
            "data/charts/growth.svg",
            "bag-info.txt",
            "bagit.txt",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt",
            "tagmanifest-sha256.txt.sig",
        ],
    )
    def test_fails_wherever_a_byte_is_changed_or_a_file_taken(self, package, key, check, path):
        def change(files):
            files[path] = bytes([files[path][0] ^ 1]) + files[path][1:]

        assert codes(check(made_again(package, change), [key.did]))
        assert codes(check(made_again(package, lambda f: f.pop(path)), [key.did]))

    def test_fails_with_a_file_added_beside_or_inside(self, package, key, check):
        for path in ("extra.txt", "data/extra.txt", "tagmanifest-md5.txt"):
            found = check(made_again(package, lambda f, p=path: f.update({p: b"x"})), [key.did])
            assert "unlisted" in codes(found)

    def test_made_anew_and_signed_by_somebody_else_is_not_trusted(
        self, package, key, check, tmp_path
    ):
        other = keys.create(tmp_path / "other.pem")

        def better(files):
            text = files["data/evidence.json"].replace(b"Goal met", b"Goal MET")
            files["data/evidence.json"] = text

        forged = made_again(package, better, sign_with=other)

        assert codes(check(forged, [key.did])) == {"signature"}
        assert is_sound(check(forged, [other.did]))

    def test_with_its_tag_manifest_taken_out_fails(self, package, key, check):
        def change(files):
            del files[bag.TAG_MANIFEST]
            files["bag-info.txt"] += b"Contact-Name: x\n"

        assert "missing" in codes(check(made_again(package, change), [key.did]))

    def test_that_names_another_signer_fails(self, package, key, check, tmp_path):
        other = keys.create(tmp_path / "other.pem")
        folder, files = unpacked(package)
        info = files["bag-info.txt"].replace(key.did[8:].encode(), other.did[8:].encode())
        files["bag-info.txt"] = info
        files[bag.TAG_MANIFEST] = bag.manifest({n: files[n] for n in bag.TAG_FILES})
        files[bag.SIGNATURE] = key.sign(files[bag.TAG_MANIFEST])

        assert codes(check(bag.zip_bytes(folder, files), [key.did])) == {"signer"}
        assert codes(check(bag.zip_bytes(folder, files))) == {"signature"}

    def test_whose_table_says_something_else_fails_even_when_signed(self, package, key, check):
        def change(files):
            path = "data/tables/growth.csv"
            files[path] = files[path].replace(b"70 to 79 %", b"80 to 89 %")

        assert codes(check(made_again(package, change, sign_with=key), [key.did])) == {
            "tables-differ"
        }

    def test_whose_evidence_is_of_another_shape_fails_even_when_signed(self, package, key, check):
        def change(files):
            evidence = json.loads(files["data/evidence.json"])
            evidence["students"] = ["Maria"]
            files["data/evidence.json"] = json.dumps(evidence).encode()

        assert codes(check(made_again(package, change, sign_with=key), [key.did])) == {"schema"}

    def test_packed_anew_is_told_apart_from_a_changed_one(self, package, key, check):
        folder, files = unpacked(package)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(f"{folder}/{path}", content)

        assert codes(check(stream.getvalue(), [key.did])) == {"repacked"}


class TestAHostileZip:
    def zipped(self, name, content=b"x", mode=0o100644, compress=zipfile.ZIP_STORED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = compress
            archive.writestr(entry, content)
        return stream.getvalue()

    @pytest.mark.parametrize(
        "name", ["/etc/x", "p/../../x", "C:/x", "p\\..\\x", "p/..", "../x", "p/a\u202e.txt"]
    )
    def test_with_a_path_that_leads_out_is_refused(self, check, name):
        found = check(self.zipped(name))

        assert codes(found) <= {"unsafe-path", "unsafe-name"}
        assert not is_sound(found)

    def test_with_a_link_is_refused(self, check):
        assert codes(check(self.zipped("p/link", b"/etc/passwd", mode=0o120777))) == {"link"}

    def test_that_would_grow_without_bound_is_refused(self, check):
        bomb = self.zipped("p/a", bytes(50_000_000), compress=zipfile.ZIP_DEFLATED)

        assert codes(check(bomb)) == {"bomb"}

    def test_with_a_name_twice_is_refused(self, check):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("p/a", "1")
            archive.writestr("p/A", "2")

        assert codes(check(stream.getvalue())) == {"double-name"}

    @pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + bytes(40)])
    def test_that_is_none_is_refused_in_words(self, check, data):
        assert codes(check(data)) == {"not-a-zip"}

    def test_of_something_else_is_no_package(self, check):
        assert "missing" in codes(check(self.zipped("p/a.txt")))
