"""The guides name every command, option and code, and every number they promise is tested."""

import re
from pathlib import Path

import click

from datacycle.cli.workspace import COMMANDS
from plc_data.store import backups, doctor, engine, places, verify

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "how_to" / "back_up_and_restore.md").read_text(encoding="utf-8")
EXPLANATION = (DOCS / "explanation" / "store.md").read_text(encoding="utf-8")


def test_every_command_and_option_is_in_the_guide():
    for command in COMMANDS:
        assert f"datacycle {command.name}" in GUIDE
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in GUIDE


def test_every_code_of_the_doctor_is_in_the_guide():
    source = "".join(
        Path(module.__file__).read_text(encoding="utf-8") for module in (doctor, places, verify)
    )
    codes = set(
        re.findall(r'(?:code=|_ok\(|_mend\(|_advise\(|fault = )\s*"([a-z]+(?:-[a-z]+)*)"', source)
    )
    codes |= set(doctor._CODES.values()) | {"unfinished-file", "journal-broken"}

    assert {"open-to-others", "old-backup", "answers-changed", "record-differs"} <= codes
    assert [code for code in sorted(codes) if f"`{code}`" not in GUIDE] == []


def test_the_guides_promise_the_programs_numbers():
    words = {5: "five", 7: "seven"}

    assert f"last {words[backups.KEEP_DAYS]} days" in GUIDE
    assert f"last {words[backups.KEEP_WEEKS]} weeks" in GUIDE
    assert doctor.BACKUP_IS_OLD_AFTER.days == 7
    assert f"wait up to {engine.BUSY_SECONDS} seconds" in EXPLANATION
    assert "3.51.3" in EXPLANATION
    assert engine.WAL_IS_SOUND_FROM == (3, 51, 3)
