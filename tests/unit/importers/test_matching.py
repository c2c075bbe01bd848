"""Which student a row is: by id, e-mail, name; asked wherever it is not sure."""

from __future__ import annotations

import pytest

from plc_data.importers import LEAVE_OUT, match_roster, read_results
from plc_data.model import MatchKind, Student

ROSTER = (
    Student(id="0041201", given="Amara", family="Tolliver", email="amara.tolliver@maple.example"),
    Student(id="0041202", given="Benicio", family="Strand", nickname="Beno"),
    Student(id="0041203", given="Callie", family="Nakagawa-Reyes"),
    Student(id="0041209", given="Imani", family="D'Souza"),
    Student(id="0041210", given="Nguyễn", family="Thị Lan"),
    Student(id="0051", given="Sam", family="Lee"),
    Student(id="0052", given="Sam", family="Lee"),
    Student(id="0099", given="Old", family="Pupil", active=False),
)


def row_of(id="", name="", email="", more=""):
    """Match one row of a plain sheet; ``more`` may add rows."""
    table = f'Student ID,Name,Email,Q1 (1)\n{id},"{name}",{email},1\n{more}'
    return match_roster(read_results(table.encode()), ROSTER).matches[0]


class TestById:
    def test_the_schools_id_decides(self):
        match = row_of(id="0041201")

        assert (match.kind, match.student_id) == (MatchKind.ID, "0041201")

    @pytest.mark.parametrize("spoiled", ["41201", "41201.0", "'0041201", '"=""0041201"""'])
    def test_lost_zeros_and_guards_are_recognised(self, spoiled):
        match = row_of(id=spoiled, name="Amara Tolliver")

        assert (match.kind, match.student_id) == (MatchKind.ID, "0041201")

    def test_lost_zeros_that_fit_two_students_are_asked(self):
        twins = (
            Student(id="0041", given="A", family="B"),
            Student(id="041", given="C", family="D"),
        )
        plan = read_results(b"Student ID,Q1 (1)\n41,1\n")

        [match] = match_roster(plan, twins).matches

        assert match.kind is MatchKind.AMBIGUOUS
        assert match.candidate_ids == ("0041", "041")

    def test_an_id_with_another_students_name_is_asked(self):
        match = row_of(id="0041201", name="Imani D'Souza")

        assert match.kind is MatchKind.AMBIGUOUS
        assert set(match.candidate_ids) == {"0041201", "0041209"}

    def test_an_id_with_another_students_address_is_asked(self):
        match = row_of(id="0041203", email="Amara.Tolliver@maple.example")

        assert match.kind is MatchKind.AMBIGUOUS
        assert set(match.candidate_ids) == {"0041203", "0041201"}

    def test_scientific_notation_is_asked_not_repaired(self):
        long = (Student(id="100023456789", given="A", family="B"),)
        plan = read_results(b"Student ID,Q1 (1)\n1.00023E+11,1\n")

        [match] = match_roster(plan, long).matches

        assert match.kind is MatchKind.AMBIGUOUS
        assert match.candidate_ids == ("100023456789",)

    def test_a_known_name_with_an_unknown_id_is_asked_when_ids_are_the_schools(self):
        match = row_of(id="777", name="Imani D'Souza", more="0041201,,,1\n")

        assert match.kind is MatchKind.AMBIGUOUS
        assert match.candidate_ids == ("0041209",)


class TestByEmail:
    @pytest.mark.parametrize(
        "address",
        ["AMARA.Tolliver@Maple.Example", "amara.tolliver+quiz@maple.example"],
    )
    def test_capitals_and_tags_do_not_matter(self, address):
        match = row_of(email=address)

        assert (match.kind, match.student_id) == (MatchKind.EMAIL, "0041201")


class TestByName:
    @pytest.mark.parametrize(
        ("written", "id"),
        [
            ("Amara Tolliver", "0041201"),
            ("Tolliver, Amara", "0041201"),
            ("AMARA  TOLLIVER", "0041201"),
            ("Callie Nakagawa Reyes", "0041203"),
            ("Nakagawareyes, Callie", "0041203"),
            ("Imani D’Souza", "0041209"),
            ("imani dsouza", "0041209"),
            ("Nguyen Thi Lan", "0041210"),
            ("Beno Strand", "0041202"),
        ],
    )
    def test_accents_order_hyphens_and_the_rosters_nickname(self, written, id):
        match = row_of(name=written)

        assert (match.kind, match.student_id) == (MatchKind.NAME, id)

    @pytest.mark.parametrize(
        ("written", "candidates"),
        [
            ("Ben Strand", {"0041202"}),
            ("Amara Jane Tolliver", {"0041201"}),
            ("Amara Toliver", {"0041201"}),
            ("Amara", {"0041201"}),
            ("Sam Lee", {"0051", "0052"}),
        ],
    )
    def test_what_fits_nearly_or_twice_is_asked(self, written, candidates):
        match = row_of(name=written)

        assert match.kind is MatchKind.AMBIGUOUS
        assert match.student_id is None
        assert set(match.candidate_ids) == candidates

    def test_a_stranger_is_not_found(self):
        assert row_of(name="Zed Quux").kind is MatchKind.NOT_FOUND


class TestTheWholeFile:
    TWICE = b"Student ID,Name,Q1 (1)\n0041201,Amara Tolliver,1\n,Tolliver Amara,0\n"

    def test_two_rows_never_become_one_student_silently(self):
        match = match_roster(read_results(self.TWICE), ROSTER)

        assert [m.kind for m in match.matches] == [MatchKind.AMBIGUOUS] * 2
        assert len(match.open) == 2

    def test_decisions_are_followed(self):
        decisions = {"2": "0041201", "3": LEAVE_OUT}

        match = match_roster(read_results(self.TWICE), ROSTER, decisions=decisions)

        assert [(m.row, m.kind, m.student_id) for m in match.matches] == [
            (2, MatchKind.DECIDED, "0041201")
        ]
        assert match.open == ()

    def test_absent_are_the_active_students_without_a_row(self):
        plan = read_results(b"Student ID,Q1 (1)\n0041201,1\n")

        match = match_roster(plan, ROSTER)

        assert "0041201" not in match.absent_ids
        assert "0099" not in match.absent_ids
        assert len(match.absent_ids) == len(ROSTER) - 2

    def test_a_roster_of_nobody_finds_nobody(self):
        plan = read_results(b"Student ID,Q1 (1)\n0041201,1\n")

        match = match_roster(plan, ())

        assert match.matches[0].kind is MatchKind.NOT_FOUND
        assert match.absent_ids == ()
