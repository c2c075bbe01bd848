import pytest

from plc_data.errors import NotAllowed, NotFound
from plc_data.model import Enrollment, Person, Role, Student, Team
from tests.unit.store.making import NOON, fill_with_people


class TestWhoIsWho:
    def test_people_come_back_with_their_roles(self, store):
        fill_with_people(store)

        assert [p.id for p in store.people()] == ["ana", "ben", "cora"]
        assert store.person("ana").roles == {Role.TEACHER, Role.LEAD}
        assert store.person("ben").email == "ben@example.org"

    def test_a_team_keeps_the_order_of_its_members(self, store):
        fill_with_people(store)

        assert store.team("math-6").member_ids == ("ben", "ana")
        assert store.team("math-6").coach_ids == ("cora",)

    def test_students_keep_leading_zeros(self, store):
        fill_with_people(store)

        assert [s.id for s in store.students()] == ["0071", "0072"]
        assert [s.id for s in store.students(["0072", "nobody"])] == ["0072"]
        assert store.students([]) == ()

    def test_sections_and_enrollments_can_be_narrowed(self, store):
        fill_with_people(store)

        assert [s.id for s in store.sections("math-6")] == ["6a"]
        assert store.sections("another") == ()
        assert [e.student_id for e in store.enrollments(["6a"])] == ["0071", "0072"]
        assert store.enrollments(["6b"]) == ()

    def test_an_unknown_person_or_team_is_not_found(self, store):
        with pytest.raises(NotFound):
            store.person("nobody")
        with pytest.raises(NotFound):
            store.team("nobody")

    def test_more_ids_than_one_query_takes(self, store):
        many = [Student(id=f"{n:06}", given="G", family="F") for n in range(12_000)]
        store.put_students(many, by="ana", at=NOON)

        assert len(store.students([s.id for s in many])) == 12_000


class TestPuttingAgain:
    def test_updates_instead_of_doubling(self, store):
        fill_with_people(store)

        store.put_people([Person(id="ben", given="Benedict", family="Olu")], by="ana", at=NOON)

        assert store.person("ben").given == "Benedict"
        assert store.person("ben").email is None
        assert len(store.people()) == 3

    def test_a_teams_members_are_replaced(self, store):
        fill_with_people(store)

        team = Team(id="math-6", name="Math 6", subject="Mathematics", member_ids=("cora",))
        store.put_teams([team], by="ana", at=NOON)

        assert store.teams() == (team,)

    def test_the_last_of_two_with_one_id_wins(self, store):
        twice = [Student(id="1", given=name, family="F") for name in ("First", "Last")]

        store.put_students(twice, by="ana", at=NOON)

        assert [s.given for s in store.students()] == ["Last"]

    def test_an_earlier_name_is_still_known(self, store):
        fill_with_people(store)

        store.put_students([Student(id="0072", given="Milo", family="Stone")], by="ana", at=NOON)
        store.put_students(
            [Student(id="0072", given="Milo", family="Stone", grade="6")], by="ana", at=NOON
        )

        assert [s.family for s in store.former_students()] == ["Abara"]

    def test_an_enrollment_can_be_taken_back(self, store):
        fill_with_people(store)

        store.remove_enrollments(
            [Enrollment(section_id="6a", student_id="0071")], by="ana", at=NOON
        )

        assert [e.student_id for e in store.enrollments()] == ["0072"]


class TestWhatPointsNowhere:
    def test_is_refused_in_words_and_leaves_nothing(self, store):
        before = store.revision()

        with pytest.raises(NotAllowed, match="does not know"):
            store.put_teams(
                [Team(id="t", name="T", subject="S", member_ids=("ghost",))], by="ana", at=NOON
            )

        assert store.teams() == ()
        assert store.revision() == before

    def test_may_come_in_any_order_within_one_step(self, store):
        with store.together():
            store.put_teams(
                [Team(id="t", name="T", subject="S", member_ids=("late",))], by="ana", at=NOON
            )
            store.put_people([Person(id="late", given="L", family="T")], by="ana", at=NOON)

        assert store.team("t").member_ids == ("late",)


class TestPasscodes:
    def test_come_back_and_stay_out_of_the_journal(self, store):
        fill_with_people(store)

        store.put_passcode("ana", "scrypt$abc", by="ana", at=NOON)

        assert store.passcode("ana") == "scrypt$abc"
        assert store.passcode("ben") is None
        assert "scrypt" not in repr(store.journal())

    def test_need_a_person(self, store):
        with pytest.raises(NotFound):
            store.put_passcode("nobody", "x", by="ana", at=NOON)
