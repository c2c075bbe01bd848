"""A school small enough to check by eye: two teachers, their coach, 26 students, two testings.

Everybody is invented. ``ANSWERS`` holds what each student chose, first on form A and later on
form B; the files below are written from it in the layouts of two tools, by hand and not with the
project's own code.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from datacycle.workbench import Workbench
from plc_data.model import (
    ActionStep,
    Assessment,
    Count,
    DataCycle,
    Focus,
    Item,
    LearningTarget,
    Need,
    Option,
    Person,
    Role,
    SmartGoal,
    Team,
)
from plc_data.store import Store

ANA, BEN, CORA, SID, OFFICE = "ana", "ben", "cora", "sid", "office"
PEOPLE = (
    Person(id=ANA, given="Ana", family="Lindahl", roles=frozenset({Role.TEACHER, Role.LEAD})),
    Person(id=BEN, given="Ben", family="Akintola"),
    Person(id=CORA, given="Cora", family="Visser", roles=frozenset({Role.COACH})),
    Person(id=SID, given="Sid", family="Marlowe"),
    Person(id=OFFICE, given="Odile", family="Fenn", roles=frozenset({Role.ADMINISTRATOR})),
)
TEAM = Team(
    id="science-6",
    name="Science 6 PLC",
    subject="science",
    member_ids=(ANA, BEN),
    lead_id=ANA,
    coach_ids=(CORA,),
)
OTHER_TEAM = Team(id="history-6", name="History 6 PLC", subject="history", member_ids=(SID,))

ANSWERS = """
id    | family           | given   | class | form A    | form B
------+------------------+---------+-------+-----------+----------
00417 | Abioye           | Folarin | P2    | ACBA BCAC | BACB CABA
00424 | Ainsworth        | Juniper | P2    | AAAB BCAA | BACA CABA
00431 | Bergström        | Malte   | P2    | ACCA BABC | BACB CABB
00438 | Castellanos-Ruiz | Inés    | P2    | ACAB BCAC | BACB CABA
00445 | Drăgulescu       | Matei   | P2    | ACBA BCAC | BACB CABA
00452 | Eastwick         | Harlan  | P2    | BAAB AABC | ABAB CBAA
00459 | Fairweather      | Bram    | P2    | CBCC BCCC | BACB CABA
00466 | Ghorbani         | Soraya  | P2    | ACCA BCAC | BACB CABA
00473 | Hollander        | Pia     | P2    | BAAB ACAA | BACA AAAA
00480 | Ibarrola         | Tomás   | P2    | CCCA BCAC | BACB CABA
00487 | Jankowiak        | Lena    | P2    | ACBA BCAC | BACB CABA
00494 | Kettering        | Ode     | P2    | AABA BCCC | BACB CABA
00501 | Lindqvist        | Signe   | P2    | CBCC ACAA | CABC ABBA
00508 | Marchbanks       | Ruth    | P5    | BCAB BCBC | BACB CABA
00515 | Ndiaye           | Awa     | P5    | ACBA BCAC | BACB CABA
00522 | O'Halloran       | Finn    | P5    | CCBC BCBA | CACB AABA
00529 | Petrosyan        | Ani     | P5    | BAAA BCAC | BACB CABA
00536 | Quist            | Jonas   | P5    | ACCA BCAB | BACB CABA
00543 | Rautio           | Elina   | P5    | ACBA BCAC | AACB CABA
00550 | Sundaram         | Kavya   | P5    | CBCA CBCC | CCCC BABC
00557 | Tremblay-Roy     | Luc     | P5    | CBBC BCAB | CACB CAAA
00564 | Umarova          | Dilnoza | P5    | ACAA BCAC | BACB CABA
00571 | Vantongeren      | Mies    | P5    | ---- ---- | BACB CABA
00578 | Wetherby         | Clement | P5    | ACBA BCAC | BACB CABA
00585 | Yamashiro        | Emi     | P5    | BAAB BCBA | ABAA CCCA
00592 | Zielinski        | Oskar   | P5    | ACBA BCAC | ---- ----
"""
"""``----`` was absent. The keys are ACBA BCAC and BACB CABA."""

HEAVY, SMALL = "thinks that heavy things sink", "thinks that small things float"
MASS_ONLY, UPSIDE_DOWN = "compares the mass alone", "divides volume by mass"
TARGETS = (
    LearningTarget(
        id="floats",
        statement="I can tell from mass and volume whether a thing floats in water.",
        team_id=TEAM.id,
    ),
    LearningTarget(
        id="compares",
        statement="I can compare the densities of two things.",
        team_id=TEAM.id,
    ),
)
FORM_A, FORM_B = "cfa-density-a", "cfa-density-b"
CYCLE, GOAL = "cycle-density", "goal-density"

_QUESTIONS = {
    FORM_A: (
        ("A", "20 g in 25 cm³: put in water it", "floats", "sinks, 20 g is a lot", "just hovers"),
        ("C", "30 g in 20 cm³: put in water it", "floats, 20 is little", "hovers", "sinks"),
        ("B", "900 g in 1000 cm³: put in water it", "sinks, 900 g", "floats", "sinks, too big"),
        ("A", "5 g in 4 cm³: put in water it", "sinks", "floats, 5 g is light", "floats, tiny"),
        ("B", "Denser: 8 g in 4 cm³ or 9 g in 9 cm³?", "9 g", "8 g", "both the same"),
        ("C", "Denser: 6 g in 2 cm³ or 8 g in 4 cm³?", "8 g", "both the same", "6 g"),
        ("A", "Equal cubes, 5 g and 7 g. Denser is", "7 g", "5 g", "neither"),
        ("C", "Equal masses in 3 and 6 cm³. Denser is", "6 cm³", "neither", "3 cm³"),
    ),
    FORM_B: (
        ("B", "40 g in 30 cm³: put in water it", "floats, 30 is little", "sinks", "hovers"),
        ("A", "16 g in 20 cm³: put in water it", "floats", "sinks, 16 g is a lot", "hovers"),
        ("C", "6 g in 5 cm³: put in water it", "floats, 6 g is light", "floats, tiny", "sinks"),
        ("B", "800 g in 1000 cm³: put in water it", "sinks, 800 g", "floats", "sinks, too big"),
        ("C", "Denser: 10 g in 5 cm³ or 12 g in 12 cm³?", "12 g", "both the same", "10 g"),
        ("A", "Denser: 9 g in 3 cm³ or 10 g in 5 cm³?", "9 g", "10 g", "both the same"),
        ("B", "Equal cubes, 4 g and 9 g. Denser is", "4 g", "9 g", "neither"),
        ("A", "Equal masses in 2 and 8 cm³. Denser is", "2 cm³", "8 cm³", "neither"),
    ),
}
"""The key, the question, the options A, B and C; four questions a target."""


@dataclass(frozen=True)
class Sat:
    """One student with what they chose on both forms; None where they were absent."""

    id: str
    family: str
    given: str
    section: str
    chose: dict[str, str | None]


def everybody() -> tuple[Sat, ...]:
    """The students as ``ANSWERS`` draws them."""
    found = []
    for line in ANSWERS.strip().splitlines()[2:]:
        id, family, given, section, a, b = (cell.strip() for cell in line.split("|"))
        chose = {form: None if "-" in c else c.replace(" ", "") for form, c in
                 ((FORM_A, a), (FORM_B, b))}  # fmt: skip
        found.append(Sat(id, family, given, section, chose))
    return tuple(found)


def roster_file() -> str:
    """A class list as the office exports it."""
    header = ["Student ID", "Last Name", "First Name", "Period", "Email"]
    rows = [[s.id, s.family, s.given, s.section, _mail(s)] for s in everybody()]
    return _csv([header, *rows])


def google_forms_file(form: str = FORM_A) -> str:
    """Google Forms, *Download responses (.csv)*: answer, score and feedback for each question."""
    asked = _QUESTIONS[form]
    header = ["Timestamp", "Username", "Total score"]
    titles = ["Student ID", *(f"{n}. {question[1]}" for n, question in enumerate(asked, 1))]
    for title in titles:
        header += [title, f"{title} [Score]", f"{title} [Feedback]"]
    rows = []
    for place, student in enumerate(_present(form)):
        right = _right(student, form)
        row = [f"2026/09/17 {9 + place // 13}:{10 + place % 13:02}:07 AM EDT", _mail(student)]
        row += [f"{sum(right):.2f} / {len(asked)}", student.id, "-- / 0", ""]
        for question, letter, point in zip(asked, student.chose[form], right, strict=True):
            row += [question[2 + "ABC".index(letter)], f"{point:.2f} / 1", ""]
        rows.append(row)
    return _csv([header, *rows], quoting=csv.QUOTE_ALL)


def canvas_file(form: str = FORM_B) -> str:
    """Canvas, *Student analysis*: the question with its number, then its points."""
    asked = _QUESTIONS[form]
    header = ["name", "id", "sis_id", "section", "section_id", "section_sis_id", "submitted"]
    for number, question in enumerate(asked, 51101):
        header += [f"{number}: {question[1]}", "1.0"]
    header += ["n correct", "n incorrect", "score"]
    rows = []
    for place, student in enumerate(_present(form)):
        right = _right(student, form)
        name, section = f"{student.given} {student.family}", student.section
        row = [name, 8800 + place, student.id, f"Science 6 {section}", section[1:], section]
        row.append(f"2026-10-06 14:{10 + place:02}:31 UTC")
        for question, letter, point in zip(asked, student.chose[form], right, strict=True):
            row += [question[2 + "ABC".index(letter)].replace(",", "\\,"), f"{point:.1f}"]
        rows.append([*row, sum(right), len(asked) - sum(right), f"{sum(right):.1f}"])
    return _csv([header, *rows])


def assessment(form: str) -> Assessment:
    """The blueprint of a form: every wrong option names the thinking behind it."""
    first = form == FORM_A
    return Assessment(
        id=form,
        team_id=TEAM.id,
        title="Density CFA",
        form="A" if first else "B",
        parallel_to=None if first else FORM_A,
        targets=TARGETS,
        items=tuple(_item(form, place) for place in range(8)),
        rule_agreed_on=date(2026, 9, 14),
        window_opens_on=date(2026, 9, 16) if first else date(2026, 10, 5),
        window_closes_on=date(2026, 9, 18) if first else date(2026, 10, 7),
        minutes=20,
    )


def cycle() -> DataCycle:
    """The cycle with its need and its focus."""
    tickets = Need(
        source="exit tickets", seen="7 of 24 told a floating block from a sinking one",
        numerator=7, denominator=24, on=date(2026, 9, 10),
    )  # fmt: skip
    return DataCycle(
        id=CYCLE, team_id=TEAM.id, title="What floats, and why", school_year="2026-27",
        starts_on=date(2026, 9, 14),
        focus=Focus(statement="Mass and volume together", target_ids=("floats",), needs=(tickets,)),
        assessment_id=FORM_A, reassessment_id=FORM_B,
    )  # fmt: skip


def goal_draft(section_ids: Sequence[str]) -> SmartGoal:
    """The goal before anybody was tested: no number in it yet."""
    return SmartGoal(
        id=GOAL, cycle_id=CYCLE, team_id=TEAM.id,
        statement="Students will tell from mass and volume whether a thing floats.",
        target_ids=("floats",), section_ids=tuple(section_ids), group_size=26,
        reassessment_is_parallel=True,
        starts_on=date(2026, 9, 14), ends_on=date(2026, 10, 9),
        strategies=(
            ActionStep(what="Weigh and dunk twelve things", owner_id=ANA, by=date(2026, 9, 24)),
            ActionStep(what="Sort cards by density", owner_id=BEN, by=date(2026, 10, 1)),
        ),
        school_goal="Students explain with evidence.",
        far_from_cut="A table group with a scale, twice a week.",
        above_cut="They design a boat that carries the most.",
        not_met_means="Fewer than 17 of the 26 are secure on form B.",
    )  # fmt: skip


def goal_agreed(draft: SmartGoal, baseline: Count) -> SmartGoal:
    """The goal with what was counted and what is promised."""
    aim = Count(numerator=17, denominator=26, on=date(2026, 10, 7), assessment_id=FORM_B)
    return draft.model_copy(update={"baseline": baseline, "aim": aim})


@dataclass
class Calendar:
    """A clock that a story sets; each look moves it on by a second."""

    at: datetime

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def turn_to(self, day: date, hour: int = 15, minute: int = 0) -> None:
        self.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@dataclass
class SmallSchool:
    """A workspace with nothing in it but the staff, and a door for each person."""

    folder: Path
    calendar: Calendar
    doors: dict[str, Workbench] = field(default_factory=dict)

    @classmethod
    def found(cls, folder: Path) -> SmallSchool:
        """Make the workspace and write down who works there."""
        opening = datetime(2026, 8, 31, 13, tzinfo=UTC)
        with Store.create(folder, at=opening) as store:
            store.put_people(PEOPLE, by=OFFICE, at=opening)
            store.put_teams((TEAM, OTHER_TEAM), by=OFFICE, at=opening)
        return cls(folder, Calendar(opening))

    def door(self, person_id: str) -> Workbench:
        """The workbench as this person has it open."""
        if person_id not in self.doors:
            self.doors[person_id] = Workbench.open(
                self.folder, person_id=person_id, clock=self.calendar
            )
        return self.doors[person_id]

    def close(self) -> None:
        for door in self.doors.values():
            door.close()


def with_roster(school: SmallSchool) -> SmallSchool:
    """The two classes on the roster, Ana's and Ben's."""
    room = school.door(ANA).rosters
    teachers = {"P2": ANA, "P5": BEN}
    room.store(room.preview(roster_file().encode(), TEAM.id, teachers=teachers, name="roster.csv"))
    return school


def with_cycle(school: SmallSchool) -> SmallSchool:
    """Roster, both forms and the cycle."""
    with_roster(school)
    ana = school.door(ANA)
    for form in (FORM_A, FORM_B):
        ana.cycles.save_assessment(assessment(form), based_on=None)
    ana.cycles.save(cycle(), based_on=None)
    return school


def with_results(school: SmallSchool) -> SmallSchool:
    """Everything up to the first results."""
    with_cycle(school)
    files = school.door(ANA).files
    files.store(files.preview(google_forms_file().encode(), FORM_A, name="density_a.csv"))
    return school


def _item(form: str, place: int) -> Item:
    key, prompt, *texts = _QUESTIONS[form][place]
    focus = place < 4
    behind = iter((HEAVY, SMALL) if focus else (MASS_ONLY, UPSIDE_DOWN))
    options = tuple(
        Option(label=letter, text=text, misconception=None if letter == key else next(behind))
        for letter, text in zip("ABC", texts, strict=True)
    )
    return Item(
        id=f"{form[-1]}{place + 1}", position=place + 1, label=f"Q{place + 1}",
        target_id="floats" if focus else "compares", key=(key,), options=options,
        prompt=prompt, author_id=ANA if place % 2 else BEN,
    )  # fmt: skip


def _present(form: str) -> tuple[Sat, ...]:
    return tuple(student for student in everybody() if student.chose[form])


def _right(student: Sat, form: str) -> list[int]:
    chose = student.chose[form] or ""
    return [int(c == q[0]) for c, q in zip(chose, _QUESTIONS[form], strict=True)]


def _mail(student: Sat) -> str:
    return f"s{student.id}@lakefield.example"


def _csv(rows: Sequence[Sequence[object]], *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    return out.getvalue()
