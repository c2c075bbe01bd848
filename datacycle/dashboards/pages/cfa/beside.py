"""What stands beside the blueprint: checks, how the rule judges, print, key file, versions."""

from __future__ import annotations

import ipywidgets

from datacycle.protocol.blueprint import check_blueprint
from datacycle.reports import numbers
from datacycle.reports.labels import FINDING_WORDS
from datacycle.reports.views_blueprint import misjudged_chart
from plc_data.model import Assessment, Finding

from ...parts import (
    ChartPanel,
    ChoiceField,
    Download,
    Upload,
    box,
    bullets,
    button,
    card,
    join,
    message,
    paragraph,
    piece,
    row,
    tag,
)
from ..cycle_room import CycleRoom
from .to_read import blueprint_words

LEVELS = ("mend", "advise", "ask")
POINTS = "cfa-points"


def place_words(assessment: Assessment, where: str | None) -> str:
    """A finding's place in words: the target by its number, the item by its label."""
    for n, target in enumerate(assessment.targets, start=1):
        if target.id == where:
            return f"Target {n}: "
    return f"{where}: " if where else ""


class Checks:
    """What the blueprint still lacks, while it is being written."""

    def __init__(self) -> None:
        self.said = piece(paragraph(""))
        self._shown = ""
        self.widget: ipywidgets.Widget = card("Checks", self.said)

    def show(self, assessment: Assessment) -> None:
        """Check and show; the same words are left alone."""
        found = [f for f in check_blueprint(assessment) if f.code != POINTS or f.level != "ok"]
        n = sum(f.level == "mend" for f in found)
        total = numbers.points(sum(item.max_points for item in assessment.items))
        head = (
            message(f"{numbers.plural(n, 'point')} to mend.", "warn")
            if n
            else message("Nothing is left to mend.", "good")
        )
        size = f"{numbers.plural(len(assessment.items), 'item')}, {total} points."
        held = [self._line(assessment, f) for f in found if f.level == "ok"]
        parts = [head, paragraph(size, cls="dc-quiet")]
        for level in LEVELS:
            lines = [self._line(assessment, f) for f in found if f.level == level]
            if lines:
                parts += [
                    tag("p", FINDING_WORDS[level], cls="dc-said-name"),
                    bullets(lines, cls=f"dc-said dc-said-{level}"),
                ]
        if held:
            parts.append(
                tag(
                    "details",
                    tag("summary", numbers.plural(len(held), "point holds", "points hold")),
                    bullets(held, cls="dc-said dc-said-ok"),
                    cls="dc-details",
                )
            )
        made = join(parts)
        if str(made) != self._shown:
            self._shown = str(made)
            self.said.show(made)

    @staticmethod
    def _line(assessment: Assessment, finding: Finding) -> str:
        return place_words(assessment, finding.where) + finding.message


class Judging:
    """How often the rule would misjudge, as chart, sentence and table."""

    def __init__(self, assessment: Assessment) -> None:
        self._spec = misjudged_chart(assessment)
        self.panel = ChartPanel(self._spec, title=False, file_name="misjudged.csv")
        self.widget: ipywidgets.Widget = card("How the rule would judge", self.panel)

    def show(self, assessment: Assessment) -> None:
        """Show it for the blueprint as it is now."""
        spec = misjudged_chart(assessment)
        if spec != self._spec:
            self._spec = spec
            self.panel.show(spec)


def print_card(room: CycleRoom, keeper) -> ipywidgets.Widget:
    """Both sheets as PDF, made on a click."""

    def students() -> bytes:
        from datacycle.reports.printing import print_students

        return print_students(keeper.record, on=room.wb.today())

    def teachers() -> bytes:
        from datacycle.reports.printing import print_teachers

        return print_teachers(keeper.record, on=room.wb.today(), version=keeper.version)

    id = keeper.record.id
    pdf = {"media_type": "application/pdf"}
    return card(
        "On paper",
        row(
            Download("Sheet for students (PDF)", students, f"{id}.pdf", primary=True, **pdf),
            Download("Key for teachers (PDF)", teachers, f"{id}-key.pdf", **pdf),
        ),
        intro="The students' sheet holds no key and no misconceptions.",
    )


class KeyFile:
    """Key, points and targets from ZipGrade's answer key; shown before it is stored."""

    def __init__(self, room: CycleRoom, assessment_id: str, changed) -> None:
        self.room, self.id, self._changed = room, assessment_id, changed
        self.plan = None
        self.said = piece(paragraph(""))
        self.yes = button("Take this over", self._store, kind="primary", saves=True)
        self.no = button("Leave it", self._forget, kind="quiet")
        self.answers = row(self.yes, self.no)
        self.upload = Upload(
            "Choose ZipGrade's answer key", on_file=self.take, accept=(".csv",), most_megabytes=2
        )
        self.widget: ipywidgets.Widget = card(
            "Key from a file",
            self.upload,
            self.said,
            self.answers,
            intro="Points and right options by position; a tag that is a target's standard "
            "gives the target.",
        )
        self._forget()

    def take(self, name: str, content: bytes) -> None:
        """Read the file and show what it would change."""
        self.plan = self.room.wb.blueprints.preview_key(content, self.id, name=name)
        if self.plan.after is None:
            self.answers.layout.display = "none"
            problems = [p.message for p in self.plan.problems]
            self.said.show(message(bullets(problems), "bad", "Nothing can be taken over"))
            return
        lines = list(changes(self.plan.before, self.plan.after))
        several = len(self.plan.forms) > 1
        which = f"The file holds several forms; form {self.plan.form} is taken." if several else ""
        self.said.show(
            join(
                [
                    message(f"{numbers.plural(len(lines), 'item')} would change.", "info"),
                    paragraph(which, cls="dc-quiet") if which else None,
                    bullets(lines),
                ]
            )
        )
        self.answers.layout.display = "" if lines else "none"

    def _store(self) -> None:
        self.room.wb.blueprints.store_key(self.plan)
        self._forget()
        self._changed()

    def _forget(self) -> None:
        self.plan = None
        self.said.show(paragraph(""))
        self.answers.layout.display = "none"


def changes(before: Assessment, after: Assessment):
    """What a key changes, item by item."""
    known = {item.id: item for item in before.items}
    for item in after.items:
        was = known.get(item.id)
        points, key = numbers.points(item.max_points), numbers.joined(list(item.key))
        if was is None:
            yield f"{item.label}: new, key {key}, {points} points"
            continue
        said = []
        if was.key != item.key:
            said.append(f"key {numbers.joined(list(was.key)) or 'none'} becomes {key}")
        if was.max_points != item.max_points:
            said.append(f"points {numbers.points(was.max_points)} become {points}")
        if was.target_id != item.target_id:
            said.append(f"asks for {after.target(item.target_id).statement}")
        if said:
            yield f"{item.label}: {', '.join(said)}"


class Versions:
    """Who changed it when, and a look at an earlier version."""

    def __init__(self, room: CycleRoom, assessment_id: str) -> None:
        self.room, self.id = room, assessment_id
        self.which = ChoiceField(
            "Look at version", [], None, on_change=self._look, saves=False, empty="The newest"
        )
        self.said = piece(paragraph(""))
        self.widget: ipywidgets.Widget = card("Versions", self.which, self.said)

    def show(self) -> None:
        """List the versions, the newest first."""
        given = self.room.wb.blueprints.version_with_results(self.id)
        choices = []
        for one in reversed(self.room.wb.blueprints.versions(self.id)):
            words = f"{one.version}: {self.room.wb.name(one.author_id)}, "
            words += numbers.moment(one.saved_at.astimezone())
            choices.append((str(one.version), words + (", has results" * (one.version == given))))
        if [tuple(c) for c in self.which.choices[1:]] != choices:
            self.which.set_choices(choices)

    def _look(self, value: str | None) -> None:
        if value is None:
            self.said.show(paragraph(""))
            return
        known = {str(one.version): one for one in self.room.wb.blueprints.versions(self.id)}
        found = known[value]
        self.said.show(tag("div", tag("h3", f"Version {value}"), blueprint_words(found.record)))


def beside(*widgets: ipywidgets.Widget) -> ipywidgets.Widget:
    """Cards below each other."""
    return box(*widgets, cls="dc-stack-cards")
