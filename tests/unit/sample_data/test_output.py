import csv
import json
import re
from pathlib import Path

import pytest

import sample_data
from sample_data import cast
from sample_data.output import sample_files

HERE = Path(sample_data.__file__).parent
MADE = sample_files()


def table(path: str) -> list[list[str]]:
    return list(csv.reader(MADE[path].decode().splitlines()))


class TestCommittedFiles:
    @pytest.mark.parametrize("path", MADE)
    def test_are_what_the_generator_writes(self, path):
        assert (HERE / path).read_bytes() == MADE[path], "run: python -m sample_data"

    def test_nothing_else_lies_in_the_story_folders(self):
        folders = {Path(path).parts[0] for path in MADE if "/" in path}
        found = {
            str(file.relative_to(HERE).as_posix())
            for folder in folders
            for file in (HERE / folder).iterdir()
        }

        assert found == {p for p in MADE if "/" in p} | {f"{f}/README.md" for f in folders}

    def test_hold_no_address_that_could_exist(self):
        for path, content in MADE.items():
            addresses = re.findall(r"[\w.+-]+@[\w.-]+", content.decode())
            assert all(a.endswith(".example") for a in addresses), path

    def test_making_them_again_gives_the_same_bytes(self):
        for made in (cast.school, cast.equations_cycle, cast.slope_cycle):
            made.cache_clear()

        assert sample_files() == MADE


class TestLayouts:
    def test_google_forms_quotes_everything_and_writes_triples(self):
        text = MADE["mathematics_finished/before_google_forms.csv"].decode()
        header = table("mathematics_finished/before_google_forms.csv")[0]

        assert text.startswith('"Timestamp","Username","Total score","Your name",')
        assert len(header) == 3 + 3 * (2 + 12)
        for start in range(3, len(header), 3):
            title, score, feedback = header[start : start + 3]
            assert (score, feedback) == (f"{title} [Score]", f"{title} [Feedback]")

    def test_google_forms_totals_fit_the_scores(self):
        for row in table("mathematics_finished/before_google_forms.csv")[1:]:
            earned = sum(float(cell.split(" / ")[0]) for cell in row[10::3])
            assert row[2] == f"{earned:.2f} / 12"
            assert re.fullmatch(r"2026/10/0[67] \d{1,2}:\d\d:\d\d [AP]M EDT", row[0])

    def test_canvas_repeats_its_points_header_and_puts_the_newest_first(self):
        header, *rows = table("mathematics_finished/after_canvas.csv")

        assert header[8:32:2] == ["1.0"] * 12
        assert header[-3:] == ["n correct", "n incorrect", "score"]
        moments = [row[6] for row in rows]
        assert moments == sorted(moments, reverse=True)
        assert all(row[2].startswith("00") for row in rows)

    def test_zipgrade_keeps_the_zeros_in_one_column_only(self):
        header, *rows = table("mathematics_finished/before_zipgrade_full.csv")

        assert header[12:16] == ["Stu1", "PriKey1", "Points1", "Mark1"]
        for row in rows:
            assert row[5] == row[4].zfill(7)
            for stu, key, points, mark in zip(*(row[k::4] for k in range(12, 16)), strict=True):
                assert (points, mark) == (("1", "C") if stu == key else ("0", "X"))

    def test_the_plain_sheet_has_a_row_of_maxima_and_a_total_that_is_no_item(self):
        header, most, *rows = table("mathematics_finished/before_generic_wide.csv")

        assert most[0] == "MAX"
        assert header[-1] == "Total"
        assert all(sum(map(int, row[4:-1])) == int(row[-1]) for row in rows)

    def test_all_four_layouts_name_the_same_students(self):
        google = [row[6] for row in table("mathematics_finished/before_google_forms.csv")[1:]]
        canvas = [row[2] for row in table("mathematics_finished/before_canvas.csv")[1:]]
        zipgrade = [row[5] for row in table("mathematics_finished/before_zipgrade_full.csv")[1:]]
        plain = [row[0] for row in table("mathematics_finished/before_generic_wide.csv")[2:]]

        tested = set(json.loads(MADE["truth.json"])["testings"]["equations_before"]["chosen"])
        assert set(google) == set(canvas) == set(zipgrade) == set(plain) == tested

    def test_the_file_in_hand_has_one_of_each_trouble(self):
        rows = table("mathematics_running/results_to_bring_in_google_forms.csv")[1:]
        ids = [row[6] for row in rows]
        roster = {student.id for student in cast.school().students}

        assert sum(ids.count(i) == 2 for i in set(ids)) == 1
        assert ids.count("") == 1
        assert len([i for i in ids if i and i not in roster]) == 1


class TestChecks:
    @pytest.mark.parametrize("story", ["mathematics_finished", "mathematics_running"])
    def test_the_csv_says_what_the_records_say(self, story):
        header, *rows = table(f"{story}/checks_for_understanding.csv")
        records = json.loads(MADE[f"{story}/checks_for_understanding.json"])

        read = [dict(zip(header, row, strict=True)) for row in rows]
        assert read == [{k: "" if v is None else str(v) for k, v in r.items()} for r in records]

    def test_counts_add_up_and_each_teacher_shows_six_looks_at_the_target(self):
        records = json.loads(MADE["mathematics_finished/checks_for_understanding.json"])

        for r in records:
            assert r["n_had_it"] + r["n_almost"] + r["n_not_yet"] == r["n_responded"]
            assert r["n_responded"] <= r["n_present"]
        for teacher in ("t07", "t08", "t09"):
            own = [r for r in records if r["teacher_id"] == teacher]
            on_target = [r for r in own if r["target_id"] == "eq-both-sides"]
            shows_work = {r["technique"] for r in on_target} - {"thumbs"}
            assert len(on_target) >= 6
            assert len(shows_work) >= 2
