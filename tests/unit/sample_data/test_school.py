from collections import Counter

import pytest

from plc_data.model import Role
from sample_data import cast
from sample_data.draws import generator
from sample_data.school import MATHEMATICS, MUSIC_SECTION, build_school

FROM_THE_FORMAT_SAMPLES = {
    "Amara Tolliver", "Benicio Strand", "Callie Nakagawa-Reyes", "Desmond Achterberg",
    "Eloise Farquhar", "Farid Mendel", "Greta Oyelaran", "Hollis Bramante", "Imani D'Souza",
    "Jonah Vanterpool", "Keiko Lindqvist", "Luca St. Amand",
}  # fmt: skip


@pytest.fixture(scope="module")
def school():
    return cast.school()


class TestStaff:
    def test_has_the_sixteen_subjects_of_the_pilot(self, school):
        teachers = [p for p in school.people if Role.TEACHER in p.roles]

        assert Counter(p.subject for p in teachers) == {
            "American cultures": 3,
            "English language arts": 3,
            "mathematics": 3,
            "science": 3,
            "reading": 1,
            "music": 1,
            "technology education": 1,
            "art": 1,
        }

    def test_has_a_coach_two_administrators_and_a_designer(self, school):
        roles = Counter(role for person in school.people for role in person.roles)

        assert (roles[Role.COACH], roles[Role.ADMINISTRATOR], roles[Role.DESIGNER]) == (1, 2, 1)

    def test_every_teacher_is_in_one_team(self, school):
        members = Counter(member for team in school.teams for member in team.member_ids)

        assert set(members) == {p.id for p in school.people if Role.TEACHER in p.roles}
        assert set(members.values()) == {1}


class TestRoster:
    def test_classes_have_the_sizes_they_should(self, school):
        sizes = Counter(e.section_id for e in school.enrollments)

        assert [sizes[section_id] for section_id, *_ in MATHEMATICS] == [25, 27, 24]
        assert sizes[MUSIC_SECTION] == 18

    def test_ids_are_unique_text_with_leading_zeros(self, school):
        ids = [s.id for s in school.students]

        assert len(set(ids)) == len(ids)
        assert all(len(i) == 7 and i.startswith("00") and i.isdigit() for i in ids)

    def test_two_students_share_a_name_in_different_classes(self, school):
        names = Counter(s.name for s in school.students)
        twins = [s.id for s in school.students if names[s.name] == 2]
        sections = {e.section_id for e in school.enrollments if e.student_id in twins}

        assert len(twins) == 2
        assert len(sections & {section_id for section_id, *_ in MATHEMATICS}) == 2

    def test_holds_the_kinds_of_name_that_programs_stumble_over(self, school):
        names = " | ".join(s.name for s in school.students)

        for awkward in ("'", "-", "ë", "de la ", "van den ", "Ng |", "Will Grace", "May Long", "ễ"):
            assert awkward in f"{names} |"
        assert any(s.given == "" and s.family for s in school.students)

    def test_one_student_has_left_and_sits_in_no_class(self, school):
        gone = [s.id for s in school.students if not s.active]

        assert len(gone) == 1
        assert gone[0] not in {e.student_id for e in school.enrollments}

    def test_every_address_is_one_that_cannot_exist(self, school):
        addresses = [x.email for x in (*school.people, *school.students)]

        assert all(address.endswith(".example") for address in addresses)
        assert len(set(addresses)) == len(addresses)
        assert all(address.isascii() for address in addresses)

    def test_borrows_nobody_from_the_format_samples(self, school):
        names = {x.name for x in (*school.people, *school.students)}

        assert not names & FROM_THE_FORMAT_SAMPLES

    def test_another_seed_makes_another_school(self, school):
        assert build_school(generator(99)).students != school.students
        assert build_school(generator(1)) == school
