"""The meeting: who may do what, what stays sealed, and what cannot be changed behind its back."""

from __future__ import annotations

from datetime import date

import pytest

from datacycle.protocol.engine import Command
from plc_data.errors import NotAllowed
from plc_data.model import (
    ActionPlan,
    ChangeCourse,
    EventKind,
    ExitPulse,
    Gap,
    NextMeeting,
    Note,
    Observation,
    Placement,
    PlanType,
    Prediction,
)
from plc_data.model import ContributionKind as Kind
from tests.support.small_school import ANA, BEN, CORA, CYCLE, FORM_A, SID, google_forms_file

DIVE = f"dive-{CYCLE}"


def planned(school, **changes):
    """The school with a dive that could start."""
    cora = school.door(CORA)
    dive = cora.dives.prepare(CYCLE, "data_dive_45")
    ready = {"work_samples": {"floats": 3}} | changes
    cora.dives.plan(dive.model_copy(update=ready))
    for person in (CORA, ANA, BEN):
        school.door(person).dives.do(DIVE, Command(kind=EventKind.JOINED))
    return school


def started(school):
    """The school with a dive that runs."""
    planned(school).door(CORA).dives.do(DIVE, Command(kind=EventKind.STARTED))
    return school


def leaves(school, person, kind, payload, **more) -> int:
    return school.door(person).dives.contribute(DIVE, kind, payload, **more)


class TestGate:
    def test_a_red_gate_starts_nothing(self, school_at):
        school = planned(school_at("results"), work_samples={})
        cora, before = school.door(CORA), school.door(CORA).revision()

        with pytest.raises(NotAllowed, match="The dive cannot start yet"):
            cora.dives.do(DIVE, Command(kind=EventKind.STARTED))

        assert cora.revision() == before
        assert not cora.dive(DIVE).state.started

    def test_results_that_were_corrected_turn_it_red(self, school_at):
        school = planned(school_at("results"))
        files = school.door(ANA).files
        corrected = google_forms_file().replace("1.00 / 1", "0.00 / 1", 1)
        files.store(files.preview(corrected.encode(), FORM_A))

        cora = school.door(CORA)
        red = [f.message for f in cora.dives.readiness(cora.dive(DIVE)) if f.level == "mend"]

        assert red == ["These results were replaced by a newer file: choose the newest."]

    def test_what_a_running_dive_looks_at_is_not_changed(self, school_at):
        cora = started(school_at("results")).door(CORA)
        dive = cora.dive(DIVE).dive

        with pytest.raises(NotAllowed, match="has started"):
            cora.dives.plan(dive.model_copy(update={"focus_target_ids": ("compares",)}))

        assert cora.dive(DIVE).dive == dive


class TestCoach:
    @pytest.mark.parametrize(
        ("kind", "payload"),
        [
            (Kind.PREDICTION, Prediction(shares={"floats": 0.5})),
            (Kind.OBSERVATION, Observation(text="I see 7 of 26.")),
            (Kind.PLACEMENT, Placement(student_id="00417", target_id="floats", group="mastery")),
        ],
    )
    def test_the_reading_of_the_data_stays_with_the_teachers(self, school_at, kind, payload):
        school = started(school_at("results"))

        with pytest.raises(NotAllowed, match="a coach facilitates"):
            leaves(school, CORA, kind, payload)

        assert school.door(ANA).dive(DIVE).standing == ()
        assert school.door(ANA).store.journal()[-1].action == "refused"

    @pytest.mark.parametrize(
        ("kind", "payload"),
        [
            (Kind.NOTE, Note(text="Ask Ben.")),
            (Kind.CHANGE_COURSE, ChangeCourse(text="Fewer than half")),
            (Kind.NEXT_MEETING, NextMeeting(on=date(2026, 10, 8))),
            (Kind.EXIT_PULSE, ExitPulse(useful=1, heard=2, clear=3)),
        ],
    )
    def test_what_a_facilitator_leaves_is_taken(self, school_at, kind, payload):
        school = started(school_at("results"))

        leaves(school, CORA, kind, payload)

        assert [c.kind for c in school.door(CORA).dive(DIVE).visible] == [kind]

    def test_a_coach_calls_students_by_code_and_so_does_everybody(self, school_at):
        school = planned(school_at("results"))
        ana, cora = school.door(ANA), school.door(CORA)

        codes = cora.dives.student_labels(cora.dive(DIVE), named=True)

        assert codes == ana.dives.student_labels(ana.dive(DIVE))
        assert len(set(codes.values())) == 26
        named = ana.dives.student_labels(ana.dive(DIVE), named=True)
        assert named["00417"] == "Abioye, Folarin"


class TestStranger:
    @pytest.mark.parametrize(
        "attempt",
        [
            lambda wb: wb.dives.prepare(CYCLE, "data_dive_45"),
            lambda wb: wb.dive(DIVE),
            lambda wb: wb.dives.do(DIVE, Command(kind=EventKind.JOINED)),
            lambda wb: wb.dives.contribute(DIVE, Kind.NOTE, Note(text="Hm")),
            lambda wb: wb.dives.withdraw(DIVE, 1),
        ],
    )
    def test_is_refused_everything(self, school_at, attempt):
        school = started(school_at("results"))
        n = len(school.door(ANA).store.entries(f"dive:{DIVE}"))

        with pytest.raises(NotAllowed, match="The members of the team and its coach can"):
            attempt(school.door(SID))

        assert len(school.door(ANA).store.entries(f"dive:{DIVE}")) == n


class TestSeals:
    def test_notes_and_taps_are_seen_by_their_author_alone(self, school_at):
        school = started(school_at("results"))
        leaves(school, ANA, Kind.NOTE, Note(text="Private"))
        leaves(school, ANA, Kind.EXIT_PULSE, ExitPulse(useful=1, heard=1, clear=1))

        assert [len(school.door(p).dive(DIVE).visible) for p in (ANA, BEN, CORA)] == [2, 0, 0]

    def test_a_prediction_may_be_changed_until_all_are_opened(self, school_at):
        school = started(school_at("results"))
        leaves(school, ANA, Kind.PREDICTION, Prediction(shares={"floats": 0.2}))
        leaves(school, ANA, Kind.PREDICTION, Prediction(shares={"floats": 0.7}))
        school.door(CORA).dives.do(DIVE, Command(kind=EventKind.REVEALED))

        (one,) = school.door(BEN).dive(DIVE).of(Kind.PREDICTION)

        assert one.read().shares == {"floats": 0.7}


class TestCorrecting:
    def test_nobody_changes_what_another_saw(self, school_at):
        school = started(school_at("results"))
        fact = leaves(school, ANA, Kind.OBSERVATION, Observation(text="7 of 26"))

        for attempt in (
            lambda: leaves(school, BEN, Kind.OBSERVATION, Observation(text="8"), replaces=fact),
            lambda: school.door(BEN).dives.withdraw(DIVE, fact),
        ):
            with pytest.raises(NotAllowed, match="Only the person who wrote this"):
                attempt()

        (one,) = school.door(BEN).dive(DIVE).of(Kind.OBSERVATION)
        assert one.read().text == "7 of 26"

    def test_one_takes_ones_own_back_and_it_stays_in_the_record(self, school_at):
        school = started(school_at("results"))
        fact = leaves(school, ANA, Kind.OBSERVATION, Observation(text="7 of 26"))

        school.door(ANA).dives.withdraw(DIVE, fact)

        view = school.door(BEN).dive(DIVE)
        assert view.of(Kind.OBSERVATION) == ()
        assert len(view.left) == 2

    def test_a_gap_is_the_teams_and_anybody_may_word_it_better(self, school_at):
        school = started(school_at("results"))
        gap = Gap(target_id="floats", can="read", but="decide", error_type="misconception")
        first = leaves(school, ANA, Kind.GAP, gap)

        better = gap.model_copy(update={"can": "read mass and volume"})
        leaves(school, BEN, Kind.GAP, better, replaces=first)

        assert [c.read() for c in school.door(CORA).dive(DIVE).of(Kind.GAP)] == [better]


def test_the_end_writes_the_students_into_the_plans(school_at):
    school = started(school_at("results"))
    ana, cora = school.door(ANA), school.door(CORA)
    secure = ana.dives.groups(ana.dive(DIVE)).query("place == 'mastery'")
    plan = ActionPlan(
        id="plan-secure", cycle_id=CYCLE, type=PlanType.MASTERY, target_id="floats",
        group=secure["group"].iloc[0],
    )  # fmt: skip
    ana.dives.save_plan(plan, based_on=None)

    cora.dives.do(DIVE, Command(kind=EventKind.FINISHED))

    (document,) = ana.cycles.plans(CYCLE)
    assert document.record.student_ids == tuple(sorted(secure["student_id"]))
    assert len(document.record.student_ids) == 7, "those with four of four, counted in the drawing"
