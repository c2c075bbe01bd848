"""The story of the project: one team, from a need to evidence that can be checked.

Two science teachers, their coach and 26 students, in a workspace that was empty. The first test
below is the table of contents; each step is a paragraph further down, in the same order. What the
project counts is counted once more at the end of this file, by hand, from the two files alone.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from datacycle.protocol.completion import is_complete
from datacycle.protocol.engine import Command
from plc_data.errors import NotAllowed
from plc_data.model import (
    ActionPlan,
    ChangeCourse,
    CheckForUnderstanding,
    Closing,
    Commitment,
    ErrorType,
    EventKind,
    ExitPulse,
    FigureLink,
    Gap,
    Hypothesis,
    HypothesisAbout,
    Lesson,
    NextMeeting,
    Note,
    Observation,
    Placement,
    PlanState,
    PlanType,
    Practice,
    Prediction,
    Reflection,
)
from plc_data.model import ContributionKind as Kind
from tests.support.small_school import (
    ANA,
    BEN,
    CORA,
    CYCLE,
    FORM_A,
    FORM_B,
    HEAVY,
    SID,
    TEAM,
    SmallSchool,
    assessment,
    canvas_file,
    cycle,
    goal_agreed,
    goal_draft,
    google_forms_file,
    roster_file,
)

DIVE = f"dive-{CYCLE}"
MEMBERS = (ANA, BEN)
SEPTEMBER, OCTOBER = 9, 10


def test_a_team_goes_from_a_need_to_evidence_that_can_be_checked(tmp_path):
    school = SmallSchool.found(tmp_path / "workspace")

    the_office_list_becomes_two_classes(school)
    the_team_writes_its_assessment_and_names_the_need(school)
    the_goal_is_drafted_and_told_what_it_lacks(school)
    lessons_go_on_with_quick_checks(school)
    the_first_results_come_in_from_google_forms(school)
    the_goal_gets_its_numbers_and_both_teachers_confirm_it(school)
    the_dive_starts_when_the_gate_is_green(school)
    nobody_sees_a_prediction_before_all_are_opened(school)
    facts_point_at_the_place_where_they_stand(school)
    the_gap_gets_rival_explanations(school)
    everybody_is_in_one_group_and_a_hand_may_move(school)
    both_kinds_of_students_get_a_plan(school)
    each_person_leaves_with_a_promise(school)
    the_dive_is_finished_and_complete(school)
    the_second_results_come_in_from_canvas(school)
    growth_and_verdict_are_what_a_hand_counts(school)
    the_cycle_is_closed_though_the_goal_was_missed(school)
    a_name_in_the_reflection_stops_the_evidence(school)
    the_package_is_handed_out_and_every_changed_byte_shows(school, tmp_path)
    the_journal_tells_an_unbroken_story(school)

    school.close()


# The first week


def the_office_list_becomes_two_classes(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, SEPTEMBER, 1))
    room = school.door(ANA).rosters
    unsure = room.preview(roster_file().encode(), TEAM.id, name="roster.csv")
    assert unsure.questions == ("P2", "P5"), "a class list rarely says who teaches"

    seen = room.preview(
        roster_file().encode(), TEAM.id, teachers={"P2": ANA, "P5": BEN}, name="roster.csv"
    )
    room.store(seen)

    assert len(seen.new) == 26
    assert [len(school.door(ANA).store.enrollments([s])) for s in ("P2", "P5")] == [13, 13]
    assert "00417" in {s.id for s in school.door(BEN).store.students()}, "the zeros are kept"


def the_team_writes_its_assessment_and_names_the_need(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, SEPTEMBER, 14))
    ana, ben = school.door(ANA), school.door(BEN)

    ana.cycles.save_assessment(assessment(FORM_A), based_on=None)
    ben.cycles.save_assessment(assessment(FORM_B), based_on=None)
    ana.cycles.save(cycle(), based_on=None)

    assert [c.id for _, cycles in ben.cycles.mine() for c in cycles] == [CYCLE]
    assert school.door(SID).cycles.mine() == ((school.door(SID).store.team("history-6"), ()),)


def the_goal_is_drafted_and_told_what_it_lacks(school: SmallSchool) -> None:
    ana = school.door(ANA)

    ana.cycles.save_goal(goal_draft(["P2", "P5"]), based_on=None)
    said = ana.promises.check_goal(ana.cycles.goal(CYCLE).record)

    missing = {f.code for f in said if f.level == "mend"}
    assert missing == {"goal-both-ends", "goal-gain", "goal-counted", "goal-confirmed"}
    assert "[baseline]" in ana.promises.sentence(ana.cycles.goal(CYCLE).record)


def lessons_go_on_with_quick_checks(school: SmallSchool) -> None:
    for n, (teacher, section) in enumerate([(ANA, "P2"), (BEN, "P5")] * 3):
        school.calendar.turn_to(date(2026, SEPTEMBER, 14 + n // 2))
        check = CheckForUnderstanding(
            id=f"check-{n}", team_id=TEAM.id, cycle_id=CYCLE, section_id=section,
            teacher_id=teacher, target_id="floats", on=date(2026, SEPTEMBER, 14 + n // 2),
            technique=("mini whiteboards", "exit ticket", "hinge question")[n // 2],
            n_present=13, n_responded=13, n_had_it=5 + n // 2, n_almost=4, n_not_yet=4 - n // 2,
            decision="clarify now",
        )  # fmt: skip
        school.door(teacher).cycles.save_check(check)

    assert len(school.door(CORA).bundle(CYCLE).checks) == 6


def the_first_results_come_in_from_google_forms(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, SEPTEMBER, 18))
    files = school.door(BEN).files
    before = school.door(BEN).revision()

    seen = files.preview(google_forms_file().encode(), FORM_A, name="density_a.csv")
    assert school.door(BEN).revision() == before, "looking stores nothing"
    assert (seen.plan.format, len(seen.plan.students), seen.match.absent_ids) == (
        "google_forms", 25, ("00571",),
    )  # fmt: skip
    stored = files.store(seen)

    assert (stored.n_students, stored.n_items, stored.absent_ids) == (25, 8, ("00571",))


def the_goal_gets_its_numbers_and_both_teachers_confirm_it(school: SmallSchool) -> None:
    ana, ben = school.door(ANA), school.door(BEN)
    baseline = ana.promises.baseline(CYCLE, "floats")
    assert (baseline.numerator, baseline.denominator) == (7, 26)

    draft = ana.cycles.goal(CYCLE)
    ana.cycles.save_goal(goal_agreed(draft.record, baseline), based_on=draft.version)
    for member in (ana, ben):
        member.cycles.confirm_goal(CYCLE, 2)
    with pytest.raises(NotAllowed, match="Only a member of the team"):
        school.door(CORA).cycles.confirm_goal(CYCLE, 2)

    said = ben.promises.check_goal(ben.cycles.goal(CYCLE).record)
    assert [f.message for f in said if f.level == "mend"] == []
    assert "from 7 of 26 (27 %)" in ben.promises.sentence(ben.cycles.goal(CYCLE).record)


# The data dive


def the_dive_starts_when_the_gate_is_green(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, SEPTEMBER, 21))
    cora = school.door(CORA)
    dive = cora.dives.prepare(CYCLE, "data_dive_45")
    cora.dives.plan(dive)
    for person in (CORA, *MEMBERS):
        school.door(person).dives.do(DIVE, Command(kind=EventKind.JOINED))

    red = [f.code for f in cora.dives.readiness(cora.dive(DIVE)) if f.level == "mend"]
    assert red == ["ready-samples"], "three pieces of work are still to be chosen"
    with pytest.raises(NotAllowed, match="choose a high, a middle and a low one"):
        cora.dives.do(DIVE, Command(kind=EventKind.STARTED))

    cora.dives.plan(dive.model_copy(update={"work_samples": {"floats": 3}}))
    view = cora.dives.do(DIVE, Command(kind=EventKind.STARTED))

    assert [f.code for f in cora.dives.readiness(view) if f.level == "mend"] == []
    assert (view.state.step_id, view.dive.n_tested, view.dive.n_absent) == ("open", 25, 1)


def nobody_sees_a_prediction_before_all_are_opened(school: SmallSchool) -> None:
    ana, ben, cora = (school.door(person) for person in (ANA, BEN, CORA))
    step_to(school, "predict")
    for wb, share in ((ana, 0.6), (ben, 0.4)):
        guess = Prediction(shares={"floats": share}, most_missed_item_id="a3")
        wb.dives.contribute(DIVE, Kind.PREDICTION, guess, step_id="predict")

    sealed = [[c.author_id for c in wb.dive(DIVE).of(Kind.PREDICTION)] for wb in (ana, ben, cora)]
    assert sealed == [[ANA], [BEN], []], "each sees their own"
    assert cora.dive(DIVE).n_of(Kind.PREDICTION) == 2, "that both wrote one may be known"

    cora.dives.do(DIVE, Command(kind=EventKind.REVEALED))

    opened = [{c.author_id for c in wb.dive(DIVE).of(Kind.PREDICTION)} for wb in (ana, ben, cora)]
    assert opened == [{ANA, BEN}] * 3
    with pytest.raises(NotAllowed, match="would not be a prediction"):
        ana.dives.contribute(DIVE, Kind.PREDICTION, Prediction(shares={"floats": 0.27}))


def facts_point_at_the_place_where_they_stand(school: SmallSchool) -> None:
    step_to(school, "read")
    for person in MEMBERS:
        note = Note(text="Ask about question 3.")
        school.door(person).dives.contribute(DIVE, Kind.NOTE, note, step_id="read")
    step_to(school, "see")
    for person, text in ((ANA, "7 of 26 are secure."), (BEN, "13 of 26 are not there yet.")):
        fact = Observation(text=text, link=FigureLink(view="by_target", row="floats", shows=text))
        school.door(person).dives.contribute(DIVE, Kind.OBSERVATION, fact, step_id="see")

    facts = [c.read() for c in school.door(CORA).dive(DIVE).of(Kind.OBSERVATION)]
    assert {fact.link.row for fact in facts} == {"floats"}
    assert [c.author_id for c in school.door(ANA).dive(DIVE).of(Kind.NOTE)] == [ANA]
    with pytest.raises(NotAllowed, match="a coach facilitates"):
        school.door(CORA).dives.contribute(DIVE, Kind.OBSERVATION, Observation(text="I see ..."))


def the_gap_gets_rival_explanations(school: SmallSchool) -> None:
    step_to(school, "look_inside")
    gap = Gap(
        target_id="floats", can="read mass and volume", but="decide by the mass alone",
        instead_of="comparing the two", error_type=ErrorType.MISCONCEPTION, n_students=8,
    )  # fmt: skip
    leave(school, ANA, Kind.GAP, gap, "look_inside")
    step_to(school, "explain")
    teaching = Hypothesis(about=HypothesisAbout.TEACHING, text="We weighed, we never dunked.")
    measure = Hypothesis(about=HypothesisAbout.MEASURE, text="900 g looks heavy on paper.")
    leave(school, ANA, Kind.HYPOTHESIS, teaching, "explain")
    leave(school, BEN, Kind.HYPOTHESIS, measure, "explain")
    leave(
        school, BEN, Kind.PRACTICE, Practice(text="Predict, then dunk.", person_id=ANA), "explain"
    )

    assert len(school.door(CORA).dive(DIVE).of(Kind.HYPOTHESIS)) == 2


def everybody_is_in_one_group_and_a_hand_may_move(school: SmallSchool) -> None:
    step_to(school, "plan_not_yet")
    ana = school.door(ANA)
    groups = ana.dives.groups(ana.dive(DIVE))
    assert sorted(groups["student_id"]) == sorted(enrolled(roster_file()))
    standing = {i: mark(points[:4]) for i, points in google_forms_points().items()}
    by_hand = Counter(standing.values()) + Counter(no_evidence=1)
    assert Counter(groups["state"]) == by_hand
    assert any(HEAVY in group for group in groups["group"]), "groups are made by cause"

    near = groups[groups["place"] == "look_again"].iloc[0]
    move = Placement(student_id=near.student_id, target_id="floats", group=not_yet_group(groups))
    leave(school, ANA, Kind.PLACEMENT, move, "plan_not_yet")

    after = ana.dives.groups(ana.dive(DIVE)).set_index("student_id")
    assert after.index.is_unique
    assert (after.loc[near.student_id, "place"], after["moved"].sum()) == ("not_yet", 1)


def both_kinds_of_students_get_a_plan(school: SmallSchool) -> None:
    ana = school.door(ANA)
    groups = ana.dives.groups(ana.dive(DIVE))
    places = groups.drop_duplicates("group").sort_values("group")
    for n, row in enumerate(places.itertuples()):
        if row.place == "plan_mastery":
            step_to(school, "plan_mastery")
        plan = action_plan(n, PlanType(row.place), row.group, row.cause)
        school.door(MEMBERS[n % 2]).dives.save_plan(plan, based_on=None)

    assert {d.record.type for d in ana.cycles.plans(CYCLE)} >= {PlanType.NOT_YET, PlanType.MASTERY}


def each_person_leaves_with_a_promise(school: SmallSchool) -> None:
    step_to(school, "commit")
    for person in MEMBERS:
        promise = Commitment(
            person_id=person, what="Start my group", by=date(2026, SEPTEMBER, 24),
            measure="The first two questions",
        )  # fmt: skip
        leave(school, person, Kind.COMMITMENT, promise, "commit")
    course = ChangeCourse(text="Fewer than half right on the recheck.")
    leave(school, CORA, Kind.CHANGE_COURSE, course, "commit")
    leave(school, ANA, Kind.NEXT_MEETING, NextMeeting(on=date(2026, OCTOBER, 8)), "commit")
    step_to(school, "close")
    for person in MEMBERS:
        leave(school, person, Kind.EXIT_PULSE, ExitPulse(useful=3, heard=3, clear=2), "close")


def the_dive_is_finished_and_complete(school: SmallSchool) -> None:
    cora = school.door(CORA)

    view = cora.dives.do(DIVE, Command(kind=EventKind.FINISHED))

    said = cora.dives.completion(view)
    assert [f.message for f in said if f.level == "mend"] == []
    assert is_complete(said)
    planned = [d.record.student_ids for d in cora.cycles.plans(CYCLE)]
    assert sorted(i for ids in planned for i in ids) == sorted(enrolled(roster_file()))


# Three weeks later


def the_second_results_come_in_from_canvas(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, OCTOBER, 7))
    files = school.door(ANA).files

    stored = files.store(files.preview(canvas_file().encode(), FORM_B, name="density_b.csv"))

    assert (stored.format, stored.n_students, stored.absent_ids) == (
        "canvas_student_analysis", 25, ("00592",),
    )  # fmt: skip


def growth_and_verdict_are_what_a_hand_counts(school: SmallSchool) -> None:
    before = {i: mark(points[:4]) for i, points in google_forms_points().items()}
    after = {i: mark(points[:4]) for i, points in canvas_points().items()}
    both = before.keys() & after.keys()
    counted = Counter((before[i], after[i]) for i in both)
    secure = sum(state == "secure" for state in after.values())

    growth = school.door(ANA).numbers.growth(cycle())
    verdict = school.door(BEN).promises.result(CYCLE)

    moved = growth.transitions
    floats = moved[(moved["target_id"] == "floats") & (moved["n"] > 0)]
    told = {(row.before, row.after): row.n for row in floats.itertuples()}
    assert told == dict(counted)
    assert (verdict.numerator, verdict.denominator, verdict.n_matched) == (secure, 26, len(both))
    assert verdict.sentence == "16 of 26, needed 17: not met, 1 short."
    assert set(verdict.moved_down) == {i for i in both if rank(after[i]) < rank(before[i])}


def the_cycle_is_closed_though_the_goal_was_missed(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, OCTOBER, 9))
    for document in school.door(ANA).cycles.plans(CYCLE):
        done = {"state": PlanState.DONE, "delivered_sessions": 3, "delivered_minutes": 60}
        owner = school.door(document.record.owner_id)
        owner.cycles.save_plan(document.record.model_copy(update=done), based_on=document.version)
    closing = Closing(
        id="closing-density", cycle_id=CYCLE, practice_worth_copying="Predict, then dunk.",
        next_step="Density of liquids, from where they stand now.",
    )  # fmt: skip
    for person in MEMBERS:
        room, kept = school.door(person).cycles, school.door(person).cycles.closing(CYCLE)
        mine = Lesson(author_id=person, keep="Dunking", change="Fewer cards", stop="Rules by heart")
        written = kept.record if kept else closing
        written = written.model_copy(update={"lessons": (*written.lessons, mine)})
        room.save_closing(written, based_on=kept.version if kept else None)

    said = school.door(BEN).promises.check_closing(school.door(BEN).cycles.closing(CYCLE).record)
    assert [f.message for f in said if f.level == "mend"] == []
    school.door(BEN).promises.close_cycle(CYCLE)

    stages = school.door(CORA).promises.stages(CYCLE)
    assert {stage.status for stage in stages} == {"done"}
    first, last = stages[1], stages[-1]
    assert "confirmed" in first.sentence
    assert "closed" in last.sentence


# Evidence


def a_name_in_the_reflection_stops_the_evidence(school: SmallSchool) -> None:
    school.calendar.turn_to(date(2026, OCTOBER, 12))
    evidence = school.door(ANA).evidence
    text = "When Juniper dunked the log, the whole table saw that heavy things float. " * 2
    mine = Reflection(id=Reflection.id_for(CYCLE, ANA), cycle_id=CYCLE, author_id=ANA, text=text)
    evidence.save_reflection(mine, based_on=None)
    with pytest.raises(NotAllowed, match="Only its author"):
        school.door(BEN).evidence.reflection(CYCLE, ANA)

    refused = evidence.plan(CYCLE)
    assert refused.refused
    assert refused.files == {}
    names = {finding.found for finding in refused.open_names if finding.blocks}
    assert names == {"Juniper"}

    evidence.decide(CYCLE, {finding.id: "replace" for finding in refused.open_names})
    decided = evidence.plan(CYCLE)
    assert decided.refusals == ()
    assert not any(b"Juniper" in content for content in decided.files.values())


def the_package_is_handed_out_and_every_changed_byte_shows(
    school: SmallSchool, folder: Path
) -> None:
    from datacycle.evidence.verify import verify_package

    ana, cora = school.door(ANA), school.door(CORA)
    with pytest.raises(NotAllowed, match="once it was handed over"):
        cora.evidence.export(CYCLE, folder / "early.zip", teacher_id=ANA)
    ana.evidence.release(CYCLE)

    package = cora.evidence.export(CYCLE, folder / "evidence.zip", teacher_id=ANA)

    sound = verify_package(package)
    assert [f.code for f in sound if f.level == "mend"] == []
    told = json.loads(evidence_json(package))
    assert "16 of 26" not in json.dumps(told), "counts of few are bands outside the team"

    whole = package.read_bytes()
    for place in (len(whole) // 3, len(whole) // 2):
        spoiled = folder / "spoiled.zip"
        spoiled.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert [f for f in verify_package(spoiled) if f.level == "mend"], place


def the_journal_tells_an_unbroken_story(school: SmallSchool) -> None:
    store = school.door(ANA).store

    assert store.verify_journal() == ()
    refused = [entry.person_id for entry in store.journal() if entry.action == "refused"]
    assert set(refused) == {CORA, BEN}


# Small steps


def step_to(school: SmallSchool, step_id: str) -> None:
    command = Command(kind=EventKind.STEP_ENTERED, step_id=step_id)
    school.door(CORA).dives.do(DIVE, command)


def leave(school: SmallSchool, person: str, kind: Kind, payload, step_id: str) -> None:
    school.door(person).dives.contribute(DIVE, kind, payload, step_id=step_id)


def not_yet_group(groups) -> str:
    return groups.loc[groups["place"] == "not_yet", "group"].iloc[0]


def action_plan(n: int, type: PlanType, group: str, cause: str) -> ActionPlan:
    extends = type is PlanType.MASTERY
    return ActionPlan(
        id=f"plan-{n}", cycle_id=CYCLE, type=type, target_id="floats", group=group, cause=cause,
        strategy="Design a boat and justify its load" if extends else "Predict, dunk, explain",
        differs_how="First we told the rule", evidence="The design sheet" if extends else "",
        owner_id=MEMBERS[n % 2], sessions=3, minutes=60, starts_on=date(2026, SEPTEMBER, 22),
        ends_on=date(2026, OCTOBER, 2), success_rule="Both recheck questions right",
        reassess_on=date(2026, OCTOBER, 6), reassess_form="Two questions of form B",
    )  # fmt: skip


def evidence_json(package: Path) -> bytes:
    from zipfile import ZipFile

    with ZipFile(package) as bag:
        name = next(n for n in bag.namelist() if n.endswith("evidence.json"))
        return bag.read(name)


# The same counts by hand: the csv module and one rule, nothing of the project


def enrolled(roster: str) -> list[str]:
    return [row["Student ID"] for row in csv.DictReader(StringIO(roster))]


def google_forms_points() -> dict[str, list[int]]:
    header, *rows = csv.reader(StringIO(google_forms_file()))
    scored = [k for k, title in enumerate(header) if title.endswith("[Score]")][1:]
    who = header.index("Student ID")
    return {row[who]: [int(float(row[k].split("/")[0])) for k in scored] for row in rows}


def canvas_points() -> dict[str, list[int]]:
    header, *rows = csv.reader(StringIO(canvas_file()))
    scored = [k for k, title in enumerate(header) if title == "1.0"]
    return {row[header.index("sis_id")]: [int(float(row[k])) for k in scored] for row in rows}


def mark(points: list[int]) -> str:
    """Four questions: all right is secure, three is look again, fewer is not yet."""
    return {4: "secure", 3: "look_again"}.get(sum(points), "not_yet")


def rank(state: str) -> int:
    return ("not_yet", "look_again", "secure").index(state)
