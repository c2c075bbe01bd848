"""A hand-made cycle: one team, awkward names, a dive, plans, a second look.

Every number can be checked by eye: who is secure is decided by place in the class, not drawn.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd

from datacycle.evidence.bundle import Confirmation, CycleBundle, Testing
from plc_data.model import (
    ActionPlan,
    ActionStep,
    Assessment,
    AttemptPolicy,
    CheckForUnderstanding,
    Closing,
    Contribution,
    ContributionKind,
    Count,
    DataCycle,
    Dive,
    DiveEvent,
    DiveProtocol,
    Enrollment,
    EventKind,
    Focus,
    Item,
    LearningTarget,
    Lesson,
    Need,
    Option,
    Person,
    PlanState,
    PlanType,
    ProtocolStep,
    ResultSet,
    Role,
    Section,
    SmartGoal,
    Student,
    Team,
)

NAMES = (
    *(("Maria", "Kowalski"), ("Mary Jane", "van der Berg"), ("José", "Núñez-Ortiz")),
    *(("Siobhán", "O'Brien"), ("Will", "Price"), ("Grace", "Young"), ("May", "Thao")),
    *(("Łukasz", "D'Amico"), ("Zoë", "Brandt"), ("Nguyễn", "Thị Hoa"), ("Aaliyah", "Okafor")),
    *(("Jordan", "Page"), ("Christian", "Marks"), ("Xiomara", "Del Río"), ("Émile", "Larose")),
    *(("Anneke", "Smit"), ("Dmitri", "Volkov"), ("Farid", "Haddad"), ("Hana", "Suzuki")),
    *(("Ines", "Marković"), ("Kwame", "Asante"), ("Leila", "Rahimi"), ("Mateo", "Quispe")),
    *(("Noor", "Siddiqui"), ("Oisín", "Gallagher"), ("Pilar", "Echeverría")),
    *(("Ravi", "Subramanian"), ("Tomasz", "Wiśniewski"), ("Ulrike", "Jäger")),
)
MORE = ("Abbott", "Ferreira", "Lund", "Castellanos", "Okoro", "Weiss")
PACKAGE_ID = "8e0c5a3c-2f41-4c7e-9a51-0d6f2b8c4e10"
MADE_ON = date(2026, 11, 20)
REFLECTION = (
    "We chose this focus because our earlier check showed that comparing fractions was the place "
    "where most of our lessons came apart. I predicted too high, and that was the first thing I "
    "learned: I had taken nods for understanding.\n\n"
    "In the meeting we looked at the figures before anybody offered a cause. The wrong option "
    "that most chose adds tops and bottoms, and the number line had never been used to show why "
    "that cannot be. The new lesson began with estimates. Two weeks later the exit tickets told a "
    "different story, and the second assessment agreed.\n\n"
    "What I keep is the hinge question at minute ten. What I change is my pace: I had moved on "
    "without a strong check, and I will not do so again. "
)
TARGETS = (
    LearningTarget(
        id="t-compare",
        statement="I can compare two fractions with different denominators.",
        standard_codes=("CC.2.1.4.C.1",),
    ),
    LearningTarget(
        id="t-add",
        statement="I can add fractions with unlike denominators and explain why it works.",
        standard_codes=("CC.2.1.5.C.1",),
    ),
)
AT = datetime(2026, 10, 19, 14, 0, tzinfo=UTC)


def student_id(number: int) -> str:
    """Seven digits; the first ones begin with zeros."""
    return f"{40712 + 1009 * number:07}"


def make_students(n: int) -> dict[str, Student]:
    """``n`` students; names repeat with a number word once the list is used up."""
    found = {}
    for i in range(n):
        given, family = NAMES[i % len(NAMES)]
        family = (
            family if i < len(NAMES) else f"{family}-{('Ix', 'Vantongeren')[i // len(NAMES) % 2]}"
        )
        found[student_id(i)] = Student(
            id=student_id(i),
            given=given,
            family=family,
            email=f"{student_id(i)}@school.example",
            nickname="Pepe" if given == "José" else None,
        )
    return found


def make_assessment(form: str) -> Assessment:
    """Eight items, four on each target."""
    items = []
    for position in range(1, 9):
        target = TARGETS[0] if position <= 4 else TARGETS[1]
        items.append(
            Item(
                id=f"q{form}{position}",
                position=position,
                label=f"Q{position}",
                target_id=target.id,
                key=("B",),
                options=(
                    Option(label="A", misconception="adds tops and bottoms"),
                    Option(label="B"),
                    Option(label="C", misconception="compares denominators only"),
                    Option(label="D"),
                ),
                author_id="p-ortiz" if position in (2, 6) else "p-lind",
            )
        )
    return Assessment(
        id=f"cfa-{form.lower()}",
        team_id="team-7m",
        title="Fractions check",
        form=form,
        targets=TARGETS,
        items=tuple(items),
        rule_agreed_on=date(2026, 10, 5),
        window_opens_on=date(2026, 10, 14),
        window_closes_on=date(2026, 10, 16),
        minutes=20,
    )


def make_answers(assessment: Assessment, n_secure: dict[str, int], ids: list[str]) -> pd.DataFrame:
    """The first ``n_secure[target]`` students get four of four, the others one of four."""
    rows = []
    for place, student in enumerate(ids):
        for number, item in enumerate(assessment.items):
            right = place < n_secure[item.target_id] or number % 4 == 0
            rows.append((student, item.id, "B" if right else "A", float(right), 1.0, "scored"))
    columns = ["student_id", "item_id", "response", "points", "max_points", "status"]
    return pd.DataFrame(rows, columns=columns)


def make_testing(form: str, n_secure: dict[str, int], ids: list[str]) -> Testing:
    """A giving of an assessment to these students."""
    assessment = make_assessment(form)
    answers = make_answers(assessment, n_secure, ids)
    results = ResultSet(
        id=f"results-{form}",
        assessment_id=assessment.id,
        assessment_version=2,
        source_name="export.csv",
        source_sha256="a" * 64,
        content_sha256=("b" if form == "A" else "c") * 64,
        format="generic",
        attempts_policy=AttemptPolicy.LATEST,
        points_scale=1,
        n_students=len(ids),
        n_items=len(assessment.items),
        file="x.parquet",
        imported_by="p-ortiz",
        imported_at=AT,
    )
    return Testing(assessment, 2, results, answers)


def make_protocol() -> DiveProtocol:
    """A short protocol: four steps."""
    steps = (
        ("open", "Open", 3),
        ("predict", "Predict", 4),
        ("see", "See", 18),
        ("plan", "Plan", 20),
    )
    return DiveProtocol(
        id="short",
        title="Data dive in four steps",
        steps=tuple(
            ProtocolStep(id=id, title=title, minutes=minutes, purpose="…")
            for id, title, minutes in steps
        ),
    )


def make_events() -> tuple[DiveEvent, ...]:
    """The coach and three members; 47 minutes."""
    found = [
        DiveEvent(kind=EventKind.JOINED, person_id=p, at=AT)
        for p in ("p-ortiz", "p-lind", "p-abara", "p-coach")
    ]
    found.append(DiveEvent(kind=EventKind.STARTED, person_id="p-coach", at=AT, step_id="open"))
    minute = 3
    for step, minutes in (("predict", 5), ("see", 19), ("plan", 20)):
        at = AT + timedelta(minutes=minute)
        found.append(
            DiveEvent(kind=EventKind.STEP_ENTERED, person_id="p-coach", at=at, step_id=step)
        )
        minute += minutes
    at = AT + timedelta(minutes=minute)
    found.append(DiveEvent(kind=EventKind.FINISHED, person_id="p-coach", at=at))
    return tuple(found)


def make_contributions(n: int) -> tuple[Contribution, ...]:
    """What a meeting leaves; counts in the sentences are those of a real class."""
    link = {"view": "items", "row": "q3", "shows": "7 of 28"}
    said = (
        ("prediction", "p-ortiz", {"shares": {"t-compare": 0.7, "t-add": 0.5}}),
        ("prediction", "p-lind", {"shares": {"t-compare": 0.4}}),
        ("note", "p-ortiz", {"text": "A private note that nobody else ever sees: zebra."}),
        (
            "observation",
            "p-ortiz",
            {"text": "I see 7 of 28 right on item 3, the fewest of all.", "link": link},
        ),
        (
            "observation",
            "p-lind",
            {"text": "I see that option A draws 61 % on item 7.", "link": link},
        ),
        (
            "gap",
            "p-lind",
            {
                "target_id": "t-add",
                "can": "find a common denominator",
                "but": "add tops and bottoms",
                "instead_of": "renaming first",
                "error_type": "misconception",
                "n_students": 6,
                "item_id": "qA7",
                "item_verdict": "keep",
            },
        ),
        (
            "hypothesis",
            "p-ortiz",
            {
                "about": "teaching",
                "text": "We went to the rule before the estimate",
                "evidence_for": "the lesson plans of both weeks",
                "evidence_against": "one class did estimate",
            },
        ),
        (
            "hypothesis",
            "p-lind",
            {"about": "measure", "text": "Item 7 reads like a multiplication"},
        ),
        (
            "practice",
            "p-abara",
            {"text": "Estimate first, on a number line.", "person_id": "p-lind"},
        ),
        (
            "placement",
            "p-ortiz",
            {"student_id": student_id(3), "target_id": "t-add", "group": "g1"},
        ),
        (
            "commitment",
            "p-ortiz",
            {
                "person_id": "p-ortiz",
                "what": "Teach the estimate lesson in both classes",
                "by": "2026-10-23",
                "measure": "exit ticket",
                "kept": True,
            },
        ),
        (
            "change_course",
            "p-coach",
            {"text": "If fewer than half have it on the next exit ticket."},
        ),
        ("next_meeting", "p-coach", {"on": "2026-11-02", "about": "Exit tickets"}),
        ("exit_pulse", "p-ortiz", {"useful": 3, "heard": 3, "clear": 2}),
    )
    return tuple(
        Contribution(
            seq=i,
            kind=ContributionKind(kind),
            author_id=person,
            at=AT + timedelta(minutes=i),
            payload=payload,
        )
        for i, (kind, person, payload) in enumerate(said, 1)
    )


def make_checks(n_present: int) -> tuple[CheckForUnderstanding, ...]:
    """Seven of the submitting teacher's, one of a colleague's."""
    log = (
        *((6, "mini whiteboards", 0.4, "reteach_now"), (7, "exit ticket", 0.5, "revisit_tomorrow")),
        *((8, "hinge question", 0.6, "clarify_now"), (20, "thumbs", 0.96, "move_on")),
        *((22, "exit ticket", 0.7, "pull_group"), (23, "hinge question", 0.9, "move_on")),
        *((27, "mini whiteboards", 1.0, "move_on"), (28, "exit ticket", 0.9, "move_on")),
    )
    return tuple(
        CheckForUnderstanding(
            id=f"check-{i}",
            team_id="team-7m",
            cycle_id="cycle-1",
            section_id="sec-1",
            teacher_id="p-ortiz" if i < len(log) else "p-lind",
            target_id="t-compare" if i != 4 else "t-add",
            on=date(2026, 10, day),
            technique=technique,
            n_present=n_present,
            n_responded=n_present,
            n_had_it=round(share * n_present),
            decision=decision,
            note="The number line helped." if i == 5 else "",
        )
        for i, (day, technique, share, decision) in enumerate(log, 1)
    )


def make_bundle(
    n: int = 28,
    *,
    sections: tuple[int, ...] = (),
    before: int | None = None,
    after: int | None = None,
    missing_after: int = 0,
    aim: int | None = None,
    with_after: bool = True,
    **changes,
) -> CycleBundle:
    """A finished cycle of ``n`` students.

    ``before`` and ``after`` say how many are secure on the goal's target, ``missing_after`` how
    many were not there the second time; ``sections`` how the class is split.
    """
    students = make_students(n)
    ids = list(students)
    sizes = sections or ((n // 2, n - n // 2) if n >= 20 else (n,))
    classes = tuple(
        Section(
            id=f"sec-{i}",
            name=f"Period {i} Kestrel",
            teacher_id=("p-ortiz", "p-lind", "p-abara")[(i - 1) % 3],
            team_id="team-7m",
        )
        for i in range(1, len(sizes) + 1)
    )
    enrollments, start = [], 0
    for section, size in zip(classes, sizes, strict=True):
        enrollments += [
            Enrollment(section_id=section.id, student_id=s) for s in ids[start : start + size]
        ]
        start += size
    before = n // 3 if before is None else before
    after = round(0.75 * n) if after is None else after
    aim = round(0.7 * n) if aim is None else aim
    first = make_testing("A", {"t-compare": before, "t-add": n // 4}, ids)
    second = make_testing("B", {"t-compare": after, "t-add": n // 2}, ids[: n - missing_after])
    people = {
        "p-ortiz": Person(id="p-ortiz", given="Carmen", family="Ortiz-Bell"),
        "p-lind": Person(id="p-lind", given="Petra", family="Lindqvist"),
        "p-abara": Person(id="p-abara", given="Chidi", family="Abara"),
        "p-coach": Person(id="p-coach", given="Roosevelt", family="Tandy", roles={Role.COACH}),
    }
    members = ("p-ortiz", "p-lind", "p-abara")
    plans = (
        ActionPlan(
            id="plan-1",
            cycle_id="cycle-1",
            type=PlanType.NOT_YET,
            target_id="t-add",
            group="g1",
            student_ids=tuple(ids[after:]),
            cause="adds tops and bottoms",
            aim="I can say about how large the sum must be.",
            strategy="Estimate on a number line before any rule.",
            differs_how="The rule came first the first time.",
            owner_id="p-ortiz",
            sessions=5,
            minutes=100,
            starts_on=date(2026, 10, 21),
            ends_on=date(2026, 11, 4),
            success_rule="three of four on the exit ticket",
            reassess_on=date(2026, 11, 6),
            reassess_form="form B",
            state=PlanState.DONE,
            delivered_sessions=5,
            delivered_minutes=95,
        ),
        ActionPlan(
            id="plan-2",
            cycle_id="cycle-1",
            type=PlanType.MASTERY,
            target_id="t-add",
            group="g2",
            student_ids=tuple(ids[:after]),
            strategy="Write a wrong proof and let a partner find the step.",
            owner_id="p-lind",
            sessions=3,
            minutes=60,
            starts_on=date(2026, 10, 21),
            ends_on=date(2026, 11, 4),
            success_rule="a proof that a partner cannot break",
            reassess_on=date(2026, 11, 6),
            state=PlanState.DONE,
            delivered_sessions=3,
            delivered_minutes=60,
        ),
    )
    facts = {
        "cycle": DataCycle(
            id="cycle-1",
            team_id="team-7m",
            title="Comparing and adding fractions",
            school_year="2026-27",
            starts_on=date(2026, 10, 1),
            focus=Focus(
                statement="Fractions with unlike denominators, on a number line first.",
                target_ids=("t-compare",),
                needs=(
                    Need(
                        source="Common assessment of May",
                        seen="fewer than half could compare 3/8 and 2/5",
                        numerator=before,
                        denominator=n,
                        on=date(2026, 5, 12),
                    ),
                ),
            ),
            goal_id="goal-1",
            section_ids=tuple(s.id for s in classes),
        ),
        "team": Team(
            id="team-7m",
            name="Grade 7 mathematics team",
            subject="Mathematics",
            grade="7",
            member_ids=members,
            lead_id="p-lind",
            coach_ids=("p-coach",),
        ),
        "people": people,
        "sections": classes,
        "enrollments": tuple(enrollments),
        "students": students,
        "all_students": tuple(students.values()),
        "submitter_id": "p-ortiz",
        "goal": SmartGoal(
            id="goal-1",
            cycle_id="cycle-1",
            team_id="team-7m",
            statement=(
                f"Of our {n} seventh graders, those secure on comparing fractions will rise from "
                f"{before} of {n} to {aim} of {n} by November 6."
            ),
            target_ids=("t-compare",),
            section_ids=tuple(s.id for s in classes),
            group_size=n,
            baseline=Count(
                numerator=before, denominator=n, on=date(2026, 10, 15), assessment_id="cfa-a"
            ),
            aim=Count(numerator=aim, denominator=n, on=date(2026, 11, 6), assessment_id="cfa-b"),
            reassessment_is_parallel=True,
            starts_on=date(2026, 10, 12),
            ends_on=date(2026, 11, 6),
            strategies=(
                ActionStep(
                    what="Open each lesson with an estimate.",
                    owner_id="p-ortiz",
                    by=date(2026, 10, 23),
                ),
            ),
            school_goal="Every student can explain a comparison.",
            far_from_cut="Small-group time twice a week.",
            above_cut="A proof task on the same target.",
            not_met_means="Fewer than promised are secure on form B.",
        ),
        "goal_version": 4,
        "confirmations": tuple(Confirmation(p, 4, AT) for p in members),
        "before": first,
        "after": second if with_after else None,
        "checks": make_checks(min(24, sizes[0] if n < 20 else 24)),
        "dive": Dive(
            id="dive-1",
            cycle_id="cycle-1",
            team_id="team-7m",
            protocol_id="short",
            assessment_id="cfa-a",
            assessment_version=2,
            result_set_id="results-A",
            result_set_sha256="b" * 64,
            goal_id="goal-1",
            focus_target_ids=("t-add",),
            member_ids=members,
            n_tested=n,
        ),
        "protocol": make_protocol(),
        "events": make_events(),
        "contributions": make_contributions(n),
        "plans": plans,
        "closing": Closing(
            id="closing-1",
            cycle_id="cycle-1",
            lessons=(
                Lesson(
                    author_id="p-ortiz", keep="The hinge question.", change="My pace.", stop="Nods."
                ),
                Lesson(author_id="p-lind", keep="A colleague's own lesson: walrus."),
            ),
            practice_worth_copying="Estimate before the rule.",
            next_step="Subtracting, with the same opening.",
            closed=True,
        ),
        "journal_head": "d" * 64,
    }
    return CycleBundle(**{**facts, **changes})
