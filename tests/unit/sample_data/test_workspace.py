from datetime import UTC, datetime
from time import perf_counter

import pytest

from datacycle import analysis as an
from datacycle.protocol import completion, dives, engine
from datacycle.protocol.contributions import current
from datacycle.protocol.goal import check_goal, goal_result
from datacycle.protocol.groups import groups_of
from plc_data.errors import NotAllowed
from plc_data.model import Contribution, DiveEvent, DocumentKind, MasteryState
from plc_data.store import Store
from plc_data.store.maintenance import doctor
from sample_data import cast, counts, equations, finished, finished_dive
from sample_data.workspace import ensure_sample

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECONDS_AT_MOST = 4.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return ensure_sample(tmp_path_factory.mktemp("sample") / "workspace", at=AT)


@pytest.fixture
def store(folder):
    with Store.open(folder) as store:
        yield store


def newest(store, kind, id):
    return store.get(kind, id).record


def dive_log(store):
    events, said = [], []
    for entry in store.entries(f"dive:{finished.DIVE_ID}"):
        if entry.kind == "event":
            events.append(DiveEvent.model_validate(entry.payload))
        else:
            said.append(
                Contribution(
                    seq=entry.seq,
                    kind=entry.kind.removeprefix("contribution."),
                    step_id=entry.step_id,
                    author_id=entry.by,
                    at=entry.at,
                    payload=entry.payload,
                    replaces=entry.replaces,
                    withdrawn=entry.withdrawn,
                )
            )
    return events, said


class TestMaking:
    def test_is_quick(self, tmp_path):
        started = perf_counter()
        ensure_sample(tmp_path / "workspace", at=AT)

        assert perf_counter() - started < SECONDS_AT_MOST

    def test_leaves_a_workspace_that_is_there_as_it_is(self, tmp_path):
        folder = ensure_sample(tmp_path / "workspace", at=AT)
        with Store.open(folder) as store:
            store.append("goal:mine", "confirmed", {"goal_version": 1}, by="t01", at=AT)
            revision = store.revision()

        ensure_sample(folder, at=AT)

        with Store.open(folder) as store:
            assert store.revision() == revision

    def test_takes_an_empty_folder_and_refuses_one_with_other_things(self, tmp_path):
        (tmp_path / "empty").mkdir()
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")

        assert ensure_sample(tmp_path / "empty", at=AT).is_dir()
        with pytest.raises(NotAllowed):
            ensure_sample(tmp_path / "full", at=AT)
        assert [p.name for p in (tmp_path / "full").iterdir()] == ["letter.txt"]

    def test_leaves_nothing_beside_it(self, tmp_path):
        ensure_sample(tmp_path / "workspace", at=AT)

        assert [p.name for p in tmp_path.iterdir()] == ["workspace"]

    def test_is_sound(self, folder, store):
        assert store.verify_journal() == ()
        assert [f for f in doctor(folder) if f.level == "mend"] == []

    def test_happens_in_the_order_of_the_school_year(self, store):
        moments = [entry.at for entry in store.journal()][1:]

        assert moments == sorted(moments)
        assert max(moments) < datetime(2026, 11, 24, tzinfo=UTC)


class TestNumbers:
    @pytest.fixture
    def before(self, store):
        return store.answers(f"results-{equations.BEFORE_ID}")

    @pytest.fixture
    def roster(self, store):
        enrolled = store.enrollments(cast.MATHEMATICS_SECTIONS)
        return tuple(sorted({e.student_id for e in enrolled}))

    def test_the_analysis_counts_what_the_generator_counts(self, before, roster):
        mastery = an.mastery_by_target(before, equations.BEFORE, roster=roster)

        truth = cast.equations_cycle().before
        for row in mastery.itertuples():
            assert row.state == counts.state(truth, row.student_id, row.target_id)

    def test_the_baseline_is_what_the_results_say(self, store, before, roster):
        goal = newest(store, DocumentKind.GOAL, finished.GOAL_ID)
        mastery = an.mastery_by_target(before, equations.BEFORE, roster=roster)
        on_target = mastery[mastery["target_id"] == goal.target_ids[0]]

        assert goal.baseline.numerator == (on_target["state"] == MasteryState.SECURE).sum()
        assert goal.baseline.denominator == goal.aim.denominator == len(roster)
        assert f"{(on_target['n_items'] > 0).sum()} tested" in goal.statement

    def test_the_goal_was_met_and_not_by_much(self, store, before, roster):
        goal = newest(store, DocumentKind.GOAL, finished.GOAL_ID)
        after = store.answers(f"results-{equations.AFTER_ID}")

        result = goal_result(
            goal,
            an.mastery_by_target(after, equations.AFTER, roster=roster),
            an.mastery_by_target(before, equations.BEFORE, roster=roster),
            roster,
        )

        assert result.met is True
        assert 0 <= result.numerator - result.needed <= 2
        assert len(result.moved_up) > 4 * len(result.moved_down) > 0

    def test_nothing_in_the_goal_is_left_to_mend(self, store, before, roster):
        goal = newest(store, DocumentKind.GOAL, finished.GOAL_ID)

        found = check_goal(
            goal,
            team=store.team("mathematics"),
            sections=store.sections("mathematics"),
            group_ids=roster,
            assessment=equations.BEFORE,
            reassessment=equations.AFTER,
            baseline=goal.baseline,
            today=goal.starts_on,
            confirmed_by=[e.by for e in store.entries(f"goal:{finished.GOAL_ID}")],
        )

        assert [f for f in found if f.level in ("mend", "advise")] == []

    def test_answers_are_kept_by_option_so_that_causes_are_found(self, before):
        causes = an.student_causes(before, equations.BEFORE, equations.BOTH_SIDES)

        truth = cast.equations_cycle()
        holders = [
            (i, truth.learners_before[i].misconceptions[equations.BOTH_SIDES])
            for i in truth.before.chosen
            if truth.learners_before[i].misconceptions[equations.BOTH_SIDES]
        ]
        named = dict(zip(causes["student_id"], causes["cause"], strict=True))
        right = sum(named[i] == held for i, held in holders)
        assert len(holders) > 20
        assert right / len(holders) > 0.85


class TestDive:
    def test_ran_to_its_end_and_took_about_as_long_as_planned(self, store):
        events, _ = dive_log(store)
        state = engine.fold(dives.load_protocol(finished_dive.PROTOCOL), events)

        assert state.status == "finished"
        assert list(state.visited) == [step.id for step in state.protocol.steps]
        assert set(state.members) == {"t07", "t08", "t09", "c01"}
        minutes = (state.finished_at - state.started_at).total_seconds() / 60
        assert minutes == sum(finished_dive.MINUTES.values()) == 47

    def test_predictions_were_sealed_before_they_were_opened(self, store):
        events, said = dive_log(store)
        opened = next(event.at for event in events if event.kind == "revealed")
        predictions = [c for c in said if c.kind == "prediction"]

        assert {c.author_id for c in predictions} == {"t07", "t08", "t09"}
        assert all(c.at < opened for c in predictions)

    def test_every_reference_points_at_what_it_means(self, store):
        _, said = dive_log(store)
        kind_of = {c.seq: c.kind for c in said}

        for c in said:
            c.read()
            if c.payload.get("question") is not None:
                assert kind_of[c.payload["question"]] == "data_question"
            if c.payload.get("gap") is not None:
                assert kind_of[c.payload["gap"]] == "gap"
            if c.replaces is not None:
                assert kind_of[c.replaces] == c.kind

    def test_the_causal_sentence_was_replaced_by_a_fact(self, store):
        _, said = dive_log(store)

        standing = [c.payload["text"] for c in current(said) if c.kind == "observation"]
        assert len([c for c in said if c.kind == "observation"]) == len(standing) + 1
        assert not any("because" in text for text in standing)

    def test_is_complete_with_everybody_in_exactly_one_plan(self, store):
        dive = newest(store, DocumentKind.DIVE, finished.DIVE_ID)
        _, said = dive_log(store)
        before = store.answers(dive.result_set_id)
        roster = tuple(sorted({e.student_id for e in store.enrollments(cast.MATHEMATICS_SECTIONS)}))
        mastery = an.mastery_by_target(before, equations.BEFORE, roster=roster)
        target = dive.focus_target_ids[0]
        causes = an.student_causes(before, equations.BEFORE, target)
        proposal = an.propose_groups(mastery, causes, target).assign(target_id=target)
        placed = groups_of(proposal, [c for c in current(said) if c.kind == "placement"])
        plans = [d.record for d in store.find(DocumentKind.PLAN)]

        found = completion.check_completion(
            dive, placed, plans, said, dives.load_protocol(dive.protocol_id)
        )

        assert [f for f in found if f.level in ("mend", "advise")] == []
        served = [student for plan in plans for student in plan.student_ids]
        assert sorted(served) == list(roster)

    def test_names_the_results_it_looked_at(self, store):
        dive = newest(store, DocumentKind.DIVE, finished.DIVE_ID)
        results = store.result_set(dive.result_set_id)

        assert dive.result_set_sha256 == results.content_sha256
        assert (dive.n_tested, dive.n_absent) == (results.n_students, len(results.absent_ids))


class TestStories:
    def test_the_finished_cycle_has_all_its_links(self, store):
        cycle = newest(store, DocumentKind.CYCLE, finished.CYCLE_ID)

        assert cycle.focus is not None
        assert None not in (
            cycle.goal_id,
            cycle.assessment_id,
            cycle.reassessment_id,
            cycle.dive_id,
            cycle.closing_id,
        )
        assert newest(store, DocumentKind.CLOSING, cycle.closing_id).closed

    def test_every_member_confirmed_the_goal_that_stands(self, store):
        goal = store.get(DocumentKind.GOAL, finished.GOAL_ID)
        said = store.entries(f"goal:{finished.GOAL_ID}")

        assert {e.by for e in said} == set(store.team("mathematics").member_ids)
        assert {e.payload["goal_version"] for e in said} == {goal.version}

    def test_the_running_cycle_waits_for_its_results(self, store):
        cycle = newest(store, DocumentKind.CYCLE, "cycle-slope")

        assert cycle.goal_id
        assert cycle.assessment_id
        assert cycle.dive_id is None
        assert store.result_sets(cycle.assessment_id) == ()
        assert newest(store, DocumentKind.GOAL, cycle.goal_id).baseline is None

    def test_the_music_team_of_one_has_its_levels_in(self, store):
        cycle = newest(store, DocumentKind.CYCLE, "cycle-ukulele")
        goal = newest(store, DocumentKind.GOAL, cycle.goal_id)
        answers = store.answers(store.result_sets(cycle.assessment_id)[0].id)
        mastery = an.mastery_by_target(
            answers, newest(store, DocumentKind.ASSESSMENT, cycle.assessment_id)
        )
        on_target = mastery[mastery["target_id"] == goal.target_ids[0]]

        assert goal.single_member
        assert goal.baseline.numerator == (on_target["state"] == MasteryState.SECURE).sum()
        assert goal.baseline.denominator == len(on_target)
        assert f"{(on_target['n_items'] > 0).sum()} heard" in goal.statement

    def test_low_checks_are_followed_by_something_other_than_moving_on(self, store):
        checks = [d.record for d in store.find(DocumentKind.CHECK)]

        assert len(checks) > 30
        for check in checks:
            if check.technique != "thumbs":
                high = check.n_had_it >= 0.8 * check.n_responded
                assert (check.decision == "move on") == high
