import json
import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from plc_data.errors import NotAllowed, NotFound, WorkbenchError
from plc_data.store import Store
from plc_data.store.backups import Backup, list_backups, read_name, surplus
from plc_data.store.maintenance import backup, backup_when_due, doctor, is_well, restore
from plc_data.store.schema_version import SchemaTooNew
from tests.unit.store.making import NOON, fill_with_people, later, save_goal, store_results


@pytest.fixture
def full(store):
    fill_with_people(store)
    save_goal(store, "kept", None)
    store_results(store, "results-1")
    store.put_artifact(b"photo", media_type="image/png", by="ana", at=NOON)
    return store


class TestABackup:
    def test_holds_the_database_the_answers_and_the_artifacts(self, full):
        path = backup(full.folder, at=NOON)

        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            manifest = json.loads(archive.read("manifest.json"))
        assert [n.partition("/")[0] for n in names] == [
            "workbench.sqlite",
            "answers",
            "artifacts",
            "manifest.json",
        ]
        assert path.name == "20260914T120000Z-daily.zip"
        assert path.stat().st_mode & 0o777 == 0o600
        assert manifest["revision"] == full.revision()
        assert manifest["head"] == full.journal_head()
        assert manifest["missing"] == []
        assert {p.name for p in full.places.backups.iterdir()} == {path.name}

    def test_holds_no_keys(self, full):
        (full.places.keys / "signing.pem").write_text("secret")

        path = backup(full.folder, at=NOON)

        assert b"secret" not in b"".join(
            zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()
        )

    def test_names_what_was_missing(self, full):
        file = full.result_set("results-1").file
        (full.folder / file).unlink()

        path = backup(full.folder, at=NOON)

        assert json.loads(zipfile.ZipFile(path).read("manifest.json"))["missing"] == [file]

    def test_of_nothing_is_refused(self, folder):
        with pytest.raises(NotFound):
            backup(folder, at=NOON)

    def test_made_in_the_same_second_gets_its_own_name(self, full):
        paths = [backup(full.folder, at=NOON, why="Before Migration!") for _ in range(3)]

        assert [p.name for p in paths] == [
            "20260914T120000Z-before-migration.zip",
            "20260914T120000Z-before-migration.2.zip",
            "20260914T120000Z-before-migration.3.zip",
        ]
        assert [b.path for b in list_backups(full.places)] == paths[::-1]

    def test_of_a_damaged_file_is_refused(self, full):
        full.close()
        full.places.database.write_bytes(b"\x00" * 100)

        with pytest.raises(WorkbenchError, match="no backup was made"):
            backup(full.folder, at=NOON)
        assert list(full.places.backups.iterdir()) == []

    def test_sees_a_whole_state_while_others_write(self, full):
        for version in range(1, 20):
            save_goal(full, f"text {version}", version)
            if version % 5 == 0:
                backup(full.folder, at=later(version), why="before-migration-x")

        for made in list_backups(full.places):
            restore(full.folder, made.path, at=NOON, force=True)
            with Store.open(full.folder) as opened:
                assert opened.verify_journal() == ()


class TestTheDaysBackup:
    def test_is_made_once_a_day(self, full):
        backup(full.folder, at=NOON - timedelta(days=1))
        backup(full.folder, at=NOON, why="before the fair")

        assert backup_when_due(full.folder, at=later(1)).name.endswith("-daily.zip")
        assert backup_when_due(full.folder, at=later(60)) is None
        assert backup_when_due(full.folder, at=NOON + timedelta(days=1)) is not None


class TestWhichBackupsAreKept:
    def test_is_decided_when_an_everyday_one_is_made(self, full):
        first = backup(full.folder, at=NOON)
        before = backup(full.folder, at=later(1), why="before-restore")
        assert first.exists()

        second = backup(full.folder, at=later(2))

        assert [b.path for b in list_backups(full.places)] == [second, before]

    def kept(self, tmp_path, names):
        for name in names:
            (tmp_path / name).touch()
        every = [read_name(tmp_path / name) for name in names]
        gone = {b.path for b in surplus(every)}
        return [b.path.name for b in every if b.path not in gone]

    def test_seven_days_and_five_weeks(self, tmp_path):
        monday = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
        days = [monday + timedelta(days=n) for n in range(70)]
        names = [f"{day:%Y%m%dT%H%M%SZ}-daily.zip" for day in days]

        kept = self.kept(tmp_path, names)

        newest_days = names[-7:]
        sundays = [n for n, d in zip(names, days, strict=True) if d.weekday() == 6][-5:]
        assert kept == sorted({*newest_days, *sundays})
        assert len(kept) == 11

    def test_the_newest_of_a_day(self, tmp_path):
        names = [f"20260914T{hour:02}0000Z-daily.zip" for hour in (8, 12, 16)]

        assert self.kept(tmp_path, names) == names[-1:]

    def test_reasons_do_not_push_each_other_out(self, tmp_path):
        names = ["20260914T080000Z-before-the-fair.zip", "20260914T120000Z-daily.zip"]

        assert self.kept(tmp_path, names) == names

    def test_every_one_before_a_migration_or_a_restore(self, tmp_path):
        names = [f"2026010{n}T080000Z-before-migration-000{n}.zip" for n in range(1, 10)]
        names += [f"2026020{n}T080000Z-before-restore.zip" for n in range(1, 10)]

        assert self.kept(tmp_path, names) == names

    def test_other_files_are_none(self):
        assert read_name(Path("notes.zip")) is None
        assert read_name(Path("20260914T120000Z-daily.zip")) == Backup(
            Path("20260914T120000Z-daily.zip"), NOON, "daily"
        )


class TestRestoring:
    def test_brings_everything_back(self, full):
        stored = full.result_set("results-1")
        answers = full.answers("results-1")
        path = backup(full.folder, at=NOON)
        full.close()
        full.places.database.unlink()
        (full.folder / stored.file).write_bytes(b"spoiled")

        done = restore(full.folder, path, at=NOON)

        assert done.kept is None
        with Store.open(full.folder) as opened:
            assert opened.get("goal", "goal-1").record.statement == "kept"
            assert opened.journal()[-1].action == "restore"
            pd.testing.assert_frame_equal(opened.answers("results-1"), answers)
        assert is_well(doctor(full.folder))

    def test_brings_the_presets_of_the_schools_tools_back(self, full, tmp_path):
        preset = full.folder / "presets" / "0123abcd.yaml"
        preset.parent.mkdir()
        preset.write_text("title: our tool\n")

        made = backup(full.folder, at=NOON)
        restore(tmp_path / "elsewhere", made, at=NOON)

        assert (tmp_path / "elsewhere" / "presets" / preset.name).read_text() == "title: our tool\n"

    def test_into_another_computers_empty_folder(self, full, tmp_path):
        path = backup(full.folder, at=NOON)

        restore(tmp_path / "new", path, at=NOON)

        assert is_well(doctor(tmp_path / "new"))
        with Store.open(tmp_path / "new") as opened:
            assert len(opened.answers("results-1")) == 4
            assert opened.people() == full.people()

    def test_refuses_to_drop_newer_changes_unasked(self, full):
        backup(full.folder, at=NOON)
        save_goal(full, "newer", 1)

        with pytest.raises(NotAllowed, match="1 changes"):
            restore(full.folder, at=NOON)

        assert full.get("goal", "goal-1").record.statement == "newer"

    def test_refuses_another_workspaces_backup_unasked(self, full, tmp_path):
        with Store.create(tmp_path / "other", at=later(1)) as other:
            path = backup(other.folder, at=NOON)

        with pytest.raises(NotAllowed):
            restore(full.folder, path, at=NOON)

    def test_keeps_what_was_there(self, full):
        path = backup(full.folder, at=NOON)
        save_goal(full, "newer", 1)

        done = restore(full.folder, path, at=NOON, force=True)
        assert full.get("goal", "goal-1").record.statement == "kept"

        restore(full.folder, done.kept, at=NOON, force=True)
        assert full.get("goal", "goal-1").record.statement == "newer"

    def test_without_a_name_takes_the_newest_but_no_undone_state(self, full):
        path = backup(full.folder, at=NOON)
        save_goal(full, "newer", 1)
        restore(full.folder, at=later(1), force=True)

        done = restore(full.folder, at=later(2))

        assert done.backup == path

    def test_sets_a_damaged_file_aside(self, full):
        path = backup(full.folder, at=NOON)
        full.close()
        full.places.database.write_bytes(b"junk" * 1000)

        done = restore(full.folder, path, at=NOON)

        assert done.kept.read_bytes() == b"junk" * 1000
        assert is_well(doctor(full.folder))

    def test_reaches_programs_that_have_the_workspace_open(self, full):
        path = backup(full.folder, at=NOON)
        with Store.open(full.folder) as page:
            save_goal(full, "newer", 1)
            assert page.get("goal", "goal-1").version == 2

            restore(full.folder, path, at=NOON, force=True)

            assert page.get("goal", "goal-1").version == 1
            assert save_goal(page, "after", 1) == 2

    @pytest.mark.parametrize("spoil", ["cut", "flip", "foreign", "climb", "empty"])
    def test_refuses_a_spoiled_backup_and_changes_nothing(self, full, tmp_path, spoil):
        path = backup(full.folder, at=NOON)
        data = path.read_bytes()
        spoiled = tmp_path / "20260914T120000Z-daily.zip"
        if spoil == "cut":
            spoiled.write_bytes(data[: len(data) // 2])
        elif spoil == "flip":
            spoiled.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
        elif spoil == "foreign":
            with zipfile.ZipFile(spoiled, "w") as archive:
                archive.writestr("manifest.json", "[]")
        elif spoil == "climb":
            with zipfile.ZipFile(spoiled, "w") as archive:
                name = "answers/../../outside.parquet"
                file = {"name": name, "n_bytes": 1, "sha256": "0" * 64}
                manifest = {"format": "datacycle-backup/1", "files": [file]}
                archive.writestr("manifest.json", json.dumps(manifest))
                archive.writestr(name, "x")
        else:
            spoiled.touch()
        head = full.journal_head()

        with pytest.raises(WorkbenchError, match="nothing was changed"):
            restore(full.folder, spoiled, at=NOON, force=True)

        assert full.journal_head() == head
        assert not (tmp_path / "outside.parquet").exists()
        assert [p.name for p in full.places.backups.iterdir()] == [path.name]

    def test_refuses_a_newer_programs_backup(self, full, tmp_path):
        path = backup(full.folder, at=NOON)
        newer = tmp_path / path.name
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(newer, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "manifest.json":
                    data = json.dumps(json.loads(data) | {"schema": "9999"})
                new.writestr(name, data)

        with pytest.raises(SchemaTooNew):
            restore(full.folder, newer, at=NOON, force=True)

    def test_needs_a_backup(self, full):
        with pytest.raises(NotFound):
            restore(full.folder, at=NOON)
        with pytest.raises(NotFound):
            restore(full.folder, full.folder / "none.zip", at=NOON)


class TestTheDoctor:
    def codes(self, folder, level="mend", **more):
        return [f.code for f in doctor(folder, **more) if f.level == level]

    def test_finds_nothing_wrong_with_a_sound_workspace(self, full):
        backup(full.folder, at=NOON)

        findings = doctor(full.folder, at=NOON)

        assert {f.level for f in findings} == {"ok"}
        assert {f.code for f in findings} == {
            *("schema", "database", "journal", "answers", "artifacts", "backups")
        }

    def test_finds_open_modes(self, full):
        full.folder.chmod(0o755)
        full.places.database.chmod(0o644)

        assert self.codes(full.folder) == ["open-to-others", "open-to-others"]

    def test_finds_missing_and_changed_answers(self, full):
        store_results(full, "results-2", points=0.0)
        first, second = (full.folder / r.file for r in full.result_sets(live_only=False))
        second.write_bytes(first.read_bytes())
        first.unlink()

        assert self.codes(full.folder) == ["answers-missing", "answers-changed"]

    def test_finds_answers_that_are_no_file_of_answers(self, full):
        (full.folder / full.result_set("results-1").file).write_bytes(b"junk")

        assert self.codes(full.folder) == ["answers-changed"]

    def test_finds_missing_and_changed_artifacts(self, full):
        full.put_artifact(b"second", media_type="text/plain", by="ana", at=NOON)
        one, two = [p for p in sorted(full.places.artifacts.rglob("*")) if p.is_file()]
        one.write_bytes(b"x")
        two.unlink()

        assert sorted(self.codes(full.folder)) == ["artifact-changed", "artifact-missing"]

    def test_finds_files_that_nothing_names(self, full):
        (full.places.answers / "stray.parquet").touch()
        (full.places.answers / ".x.parquet.ab12.part").touch()

        assert sorted(self.codes(full.folder, "advise")) == [
            "no-backup",
            "orphan-file",
            "unfinished-file",
        ]

    def test_finds_a_broken_journal(self, full):
        with closing(sqlite3.connect(full.places.database)) as connection, connection:
            connection.execute("drop trigger journal_no_update")
            connection.execute("update journal set person_id = 'x' where seq = 3")

        (finding,) = [f for f in doctor(full.folder) if f.level == "mend"]

        assert (finding.code, finding.where) == ("journal-broken", "journal 3")

    def test_finds_rows_that_point_nowhere(self, full):
        with closing(sqlite3.connect(full.places.database)) as connection, connection:
            connection.execute("delete from student where id = '0071'")

        assert self.codes(full.folder) == ["pointing-nowhere"]

    def test_finds_a_damaged_file(self, full):
        full.close()
        os.truncate(full.places.database, 50_000)

        assert self.codes(full.folder) == ["database-damaged"]

    def test_finds_no_workspace(self, folder):
        assert self.codes(folder) == ["cannot-open"]

    def test_reminds_of_old_backups(self, full):
        backup(full.folder, at=NOON)

        assert self.codes(full.folder, "advise", at=NOON + timedelta(days=8)) == ["old-backup"]
        assert self.codes(full.folder, "advise", at=NOON + timedelta(days=6)) == []

    def test_changes_nothing(self, full):
        before = {p: p.read_bytes() for p in full.folder.rglob("*") if p.is_file()}

        doctor(full.folder)

        assert {p: p.read_bytes() for p in full.folder.rglob("*") if p.is_file()} == before

    def test_names_no_student(self, full):
        for path in full.places.answers.iterdir():
            path.unlink()

        text = " ".join(f"{f.message} {f.where}" for f in doctor(full.folder)).lower()

        assert not any(name in text for name in ("zora", "vance", "milo", "abara", "0071"))
