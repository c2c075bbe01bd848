"""All parts on one page, wired together, for looking at and for the browser tests."""

from __future__ import annotations

from datetime import date

import ipywidgets

from datacycle.dashboards.parts import (
    CellGrid,
    ChartPanel,
    CheckField,
    ChecksField,
    ChoiceField,
    Clock,
    ConfirmButton,
    DateField,
    Download,
    Guard,
    Heartbeat,
    NumberField,
    Place,
    RadioField,
    Status,
    Step,
    Steps,
    TextAreaField,
    TextField,
    Upload,
    bullets,
    button,
    card,
    columns,
    empty_state,
    facts,
    figure_tile,
    form_row,
    join,
    lines,
    link_button,
    message,
    page,
    paragraph,
    people_row,
    people_stack,
    piece,
    pill,
    row,
    table,
    tabs,
    tiles,
    use_guard,
)
from datacycle.reports.labels import choices
from datacycle.reports.tables import state_chip
from datacycle.reports.views import items_chart, options_chart
from datacycle.reports.views_growth import (
    checks_chart,
    growth_chart,
    predictions_chart,
    transition_chart,
)
from datacycle.reports.views_targets import (
    classes_chart,
    grid_table,
    student_grid,
    targets_chart,
)
from plc_data.errors import WorkbenchError
from plc_data.model import ErrorType, MasteryState

from . import story

NASTY = '<img src=x onerror="window.hurt=1"> & $x$'


class Meeting:
    """A clock and steps that a test can move, as the engine of a dive would."""

    TITLES = ("Open", "Predict", "Read silently", "See", "Look inside", "Explain",
              "Plan: not yet", "Plan: mastery", "Commit", "Close")  # fmt: skip
    MINUTES = (3, 4, 3, 7, 8, 6, 6, 4, 3, 1)

    def __init__(self) -> None:
        self.current, self.left, self.step_left = 3, 42 * 60.0, 6 * 60.0 + 12
        self.running, self.started = False, True
        self.clock = Clock(on_action=self.act, seconds=self.left)
        self.steps = Steps(
            self.marks(), current="s3", label="Steps of the data dive", on_pick=self.enter
        )
        self.show()

    def marks(self) -> list[Step]:
        pairs = zip(self.TITLES, self.MINUTES, strict=True)
        return [Step(f"s{i}", t, m, done=i < self.current) for i, (t, m) in enumerate(pairs)]

    def enter(self, step_id: str) -> None:
        self.current = int(step_id[1:])
        self.step_left = 60.0 * self.MINUTES[self.current]
        self.show()

    def act(self, what: str, minutes: int | None) -> None:
        import time

        now = time.time()
        if self.running:
            self.left, self.step_left = self.clock.deadline - now, self.clock.step_deadline - now
        self.running = {"start": True, "resume": True, "pause": False}.get(what, self.running)
        if minutes:
            self.left, self.step_left = self.left + 60 * minutes, self.step_left + 60 * minutes
        self.show()

    def show(self) -> None:
        self.steps.update(steps=self.marks(), current=f"s{self.current}")
        self.clock.show(
            running=self.running,
            started=self.started,
            left=self.left,
            step=self.TITLES[self.current],
            step_left=self.step_left,
        )


def wall(*, projector: bool = False) -> ipywidgets.Widget:
    """Build the page with all parts."""
    status = Status()
    use_guard(Guard(status))
    meeting = Meeting()
    kept: dict[str, object] = {}

    def keep(name: str):
        return lambda value: kept.__setitem__(name, value)

    def refuse(_value: object) -> None:
        raise WorkbenchError("Only the lead may change the school goal.")

    told = piece(paragraph("Nothing is picked yet."), "told")

    def tell(words: object) -> None:
        told.show(paragraph(f"Picked: {words}", cls="picked"))

    form = card(
        "What we see",
        TextField(
            "Meeting",
            "Grade 7 mathematics team",
            help="As it stands in the calendar.",
            on_change=keep("meeting"),
            draft_key="gallery:meeting",
        ),
        form_row(
            DateField("Date", date(2026, 11, 24), on_change=keep("date")),
            NumberField(
                "Students present", 24, lowest=0, highest=40, unit="students",
                on_change=keep("present"),
            ),
        ),
        ChoiceField("Class", [("s1", "Period 1"), ("s2", "Period 2")], on_change=keep("class")),
        TextAreaField(
            "Observation",
            placeholder="I see … in row …",
            help="What is there, not why.",
            on_change=keep("observation"),
            draft_key="gallery:observation",
        ),
        TextField("School goal", "", required=True, on_change=refuse),
        row(
            button("Save evidence", lambda: kept.update(saved=1), kind="primary", icon="check",
                   saves=True),
            button("Go wrong", lambda: 1 / 0),
            ConfirmButton("Undo the import", "Take the results out again?", lambda: tell("undone")),
        ),
        intro="Facts only. No causes yet.",
    )  # fmt: skip
    more = card(
        "What kind of error is it?",
        RadioField("Error type", choices(ErrorType), "misconception", on_change=keep("error")),
        ChecksField(
            "Who takes part",
            [(p.id, p.name, "has period 1") for p in story.PEOPLE],
            ("p-ana",),
            on_change=keep("who"),
        ),
        CheckField("The scoring was calibrated", True, on_change=keep("calibrated")),
    )
    charts = card(
        "Results",
        ChartPanel(
            targets_chart(story.target_summary(), story.ASSESSMENT),
            on_pick=tell,
            pick_label="Choose a target",
        ),
        told,
    )
    data = tabs(
        [
            ("Items", ChartPanel(items_chart(story.item_statistics(), story.ASSESSMENT))),
            (
                "Answers to Q6",
                ChartPanel(options_chart(story.option_table(), "q6", story.ASSESSMENT)),
            ),
            (
                "Classes",
                ChartPanel(classes_chart(story.class_summary(), story.SECTIONS, "t2")),
            ),
        ]
    )
    growth = card(
        "What changed",
        columns(
            ChartPanel(growth_chart(story.transitions(), story.ASSESSMENT)),
            ChartPanel(transition_chart(story.transitions(), "t2", story.ASSESSMENT)),
        ),
        columns(
            ChartPanel(
                predictions_chart(story.predictions(), story.target_summary(), story.ASSESSMENT)
            ),
            ChartPanel(checks_chart(story.checks(), sections=story.SECTIONS)),
        ),
    )
    grid = CellGrid(
        student_grid(story.mastery(), story.ASSESSMENT, story.STUDENTS),
        on_pick=lambda link: tell(f"{link.row} / {link.column}: {link.shows}"),
    )
    pieces = card(
        "Small pieces",
        piece(
            join(
                [
                    people_row(story.PEOPLE, {"p-ana": "facilitator", "p-ben": "recorder"}),
                    paragraph(people_stack(story.PEOPLE)),
                    paragraph(*(join([state_chip(s), " "]) for s in MasteryState)),
                    paragraph(
                        pill("Planned"), " ", pill("Running", "info"), " ", pill("Holds", "good"),
                        " ", pill("Worth a look", "warn"), " ", pill("To mend", "bad"),
                    ),
                    facts([("Baseline", "17 of 24 (71 %)"), ("Aim", "20 of 24"), ("By", NASTY)]),
                    lines(f"Two lines,\nand markup as text: {NASTY}"),
                    bullets(["Strengths first", "Then gaps", NASTY]),
                    message("The window closes in 2 days.", "info"),
                    message("Three students moved down.", "warn", "Look at this"),
                    message("The package was signed and checked.", "good"),
                    paragraph(link_button("To the goal", "goal?cycle=c1")),
                ]
            )
        ),
    )  # fmt: skip
    files = card(
        "Files",
        Upload("Results file", on_file=lambda name, data: tell(f"{name}, {len(data)} bytes")),
        row(Download("Save the package", lambda: b"PK" * 900_000, "evidence.zip", primary=True)),
    )
    beat = [0]
    return page(
        "Data dive: Grade 7 ratios check",
        meeting.steps,
        tiles(
            figure_tile("17 of 24", "secure on unit rates", "needed 20: 3 short"),
            figure_tile("55 to 88 %", "95 % interval"),
            figure_tile("+9", "students moved up", "1 moved down"),
            figure_tile("4 of 4", "predictions are in"),
        ),
        columns(form, charts, shape="2 3"),
        columns(more, card("Look inside", data), shape="2 3"),
        growth,
        card(
            "Students and targets",
            grid,
            intro="Pick a cell to tie your observation to it.",
        ),
        columns(pieces, files),
        card("Table", table(grid_table(story.mastery(), story.ASSESSMENT, story.STUDENTS))),
        empty_state(
            "No checks are logged yet",
            "A check takes twenty seconds to log.",
            action="Log the first check",
            on_click=lambda: tell("log"),
        ),
        subtitle="Grade 7 mathematics team, 24 November 2026",
        places=(
            Place("Cycle", "#cycle"),
            Place("Assessment", "#assessment"),
            Place("Data dive", "#dive", current=True),
            Place("Action plans", "#plans"),
            Place("Evidence", "#evidence"),
        ),
        person=story.PEOPLE[0],
        beside=meeting.clock,
        heartbeat=Heartbeat(revision=lambda: beat[0]),
        cls="dc-projector" if projector else "",
    )
