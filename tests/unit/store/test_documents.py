import pytest

from plc_data.errors import Conflict, NotFound
from plc_data.model import DocumentKind
from tests.unit.store.making import NOON, goal, later, save_goal


class TestVersions:
    def test_begin_at_one_and_are_all_kept(self, store):
        save_goal(store, "first", None)
        save_goal(store, "second", 1)

        assert [d.record.statement for d in store.versions("goal", "goal-1")] == ["first", "second"]
        assert store.get("goal", "goal-1").version == 2
        assert store.get("goal", "goal-1", 1).record.statement == "first"

    def test_carry_who_when_and_for_whom(self, store):
        saved = store.save(
            DocumentKind.GOAL, goal("x"), team_id="math-6", by="ben", at=later(5), based_on=None
        )

        assert store.get("goal", "goal-1") == saved
        assert (saved.author_id, saved.saved_at, saved.team_id) == ("ben", later(5), "math-6")

    def test_find_shows_only_the_newest_of_a_team(self, store):
        save_goal(store, "old", None)
        save_goal(store, "new", 1)
        store.save("goal", goal("b", "goal-2"), team_id="ela-6", by="a", at=NOON, based_on=None)

        assert [d.record.statement for d in store.find("goal")] == ["new", "b"]
        assert [d.id for d in store.find("goal", team_id="ela-6")] == ["goal-2"]
        assert store.find("plan") == ()

    def test_what_is_not_there_is_not_found(self, store):
        save_goal(store, "x", None)

        with pytest.raises(NotFound):
            store.get("goal", "goal-9")
        with pytest.raises(NotFound, match="version 7"):
            store.get("goal", "goal-1", 7)
        with pytest.raises(NotFound):
            store.save("goal", goal(id="new"), team_id=None, by="a", at=NOON, based_on=3)

    def test_a_record_of_another_kind_is_a_mistake_of_the_program(self, store):
        with pytest.raises(TypeError, match="ActionPlan"):
            store.save("plan", goal(), team_id=None, by="a", at=NOON, based_on=None)


class TestAStaleBase:
    def test_is_refused_and_both_texts_are_kept(self, store):
        save_goal(store, "start", None)
        save_goal(store, "ana's", 1, by="ana")

        with pytest.raises(Conflict) as raised:
            save_goal(store, "ben's", 1, by="ben")

        assert (raised.value.based_on, raised.value.newest, raised.value.by) == (1, 2, "ana")
        assert store.get("goal", "goal-1").record.statement == "ana's"
        (lost,) = store.losing_texts("goal", "goal-1")
        assert (lost.record.statement, lost.author_id, lost.version) == ("ben's", "ben", 1)
        assert store.journal()[-1].action == "conflict"

    def test_also_when_both_thought_it_new(self, store):
        save_goal(store, "ana's", None)

        with pytest.raises(Conflict):
            save_goal(store, "ben's", None, by="ben")

        (lost,) = store.losing_texts("goal", "goal-1")
        assert (lost.record.statement, lost.version) == ("ben's", 0)

    def test_also_when_the_base_is_from_the_future(self, store):
        save_goal(store, "x", None)

        with pytest.raises(Conflict):
            save_goal(store, "y", 5)

    def test_within_one_step_takes_the_step_back_but_keeps_the_text(self, store):
        save_goal(store, "start", None)
        save_goal(store, "newer", 1)

        def step():
            with store.together():
                store.append("dive:1", "note", {"text": "x"}, by="ben", at=NOON)
                save_goal(store, "stale", 1, by="ben")

        with pytest.raises(Conflict):
            step()

        assert store.entries("dive:1") == ()
        assert [d.record.statement for d in store.losing_texts("goal", "goal-1")] == ["stale"]

    def test_may_be_looked_at_within_one_step_which_then_goes_on(self, store):
        save_goal(store, "newest", None)

        with store.together():
            with pytest.raises(Conflict):
                save_goal(store, "stale", None)
            store.append("dive:1", "note", {}, by="ben", at=NOON)

        assert len(store.entries("dive:1")) == 1
        assert [d.record.statement for d in store.losing_texts("goal", "goal-1")] == ["stale"]
        assert store.verify_journal() == ()


class TestTogether:
    def test_is_all_or_nothing(self, store):
        before = store.revision()

        def step():
            with store.together():
                save_goal(store, "x", None)
                assert store.get("goal", "goal-1").version == 1
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            step()

        assert store.revision() == before
        assert store.find("goal") == ()
        assert store.verify_journal() == ()
