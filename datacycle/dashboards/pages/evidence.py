"""Evidence: from the work that was done to the package that an assessor can check."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.reports import numbers
from datacycle.workbench import Workbench
from datacycle.workbench.policy import Action
from plc_data.model import Reflection

from ..parts import (
    ChoiceField,
    Download,
    Heartbeat,
    TextAreaField,
    TextField,
    Upload,
    box,
    bullets,
    button,
    card,
    columns,
    empty_state,
    facts,
    join,
    message,
    paragraph,
    piece,
    pill,
    tag,
)
from ..parts import (
    page as whole_page,
)
from .evidence_out.names import NamesCard, honest_words
from .places import places

ROW_SIGNS = {"ok": "✓ ", "mend": "○ "}
WORDS_WANTED = (300, 500)
"""A reflection is about this long (DOMAIN: data microcredential, row 7)."""


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The evidence of a cycle (``?cycle=``): mine, or for a coach what was handed over."""
    return EvidencePage(wb, query.get("cycle", "")).widget


class EvidencePage:
    """Reflection and hand-over on the left; what the package holds on the right."""

    def __init__(self, wb: Workbench, cycle_id: str) -> None:
        self.wb, self.cycle = wb, wb.cycles.get(cycle_id)
        self.team = wb.cycles.team(cycle_id)
        self.is_author = wb.may(Action.EDIT_TEAM_WORK, self.team)
        self.released = [id for id in self.team.member_ids if wb.evidence.is_released(cycle_id, id)]
        self.teacher = wb.person.id if self.is_author else next(iter(self.released), None)
        head = {
            "subtitle": f"{self.team.name}, {self.cycle.title}",
            "places": places("evidence", cycle_id),
            "person": wb.person,
        }
        if self.teacher is None:
            self.widget = whole_page(
                "Evidence",
                empty_state(
                    "Nothing was handed over yet",
                    "A teacher who has finished a cycle hands the evidence over to you here. "
                    "Until then it is theirs alone.",
                ),
                **head,
            )
            return
        self.rows = piece(paragraph(""))
        self.state = piece(paragraph(""))
        self.log = piece(paragraph(""))
        self.names = NamesCard(self._decide)
        self.download = Download(
            "Make the package",
            self._make,
            f"evidence-{cycle_id}.zip",
            media_type="application/zip",
            primary=True,
        )
        self.checked = piece(paragraph(""))
        self.again = button("Look at the package again", self.refresh, kind="small")
        self.again.layout.display = "none"
        self._planned = False
        heartbeat = Heartbeat(revision=wb.revision, on_beat=self._first_look)
        left = [self._reflection(), self._hand_over()] if self.is_author else [self._whose()]
        self.widget = whole_page(
            "Evidence",
            columns(
                box(*left, self._check(), cls="dc-stack-cards"),
                box(
                    card(
                        "The package",
                        self.state,
                        self.again,
                        self.download,
                        self.log,
                        honest_words(),
                    ),
                    self.names.widget,
                    card("What it holds", self.rows, intro="Made of the work itself; nothing is "
                         "typed again. Small groups are hidden."),
                    cls="dc-stack-cards",
                ),
                shape="2 3",
            ),
            heartbeat=heartbeat,
            **head,
        )  # fmt: skip
        self.state.show(message("Putting the package together…", "info"))
        self.download.disabled = True

    # What a person does

    def _reflection(self) -> ipywidgets.Widget:
        stored = self.wb.evidence.reflection(self.cycle.id)
        self.version = stored.version if stored else None
        self.written = (
            stored.record
            if stored
            else Reflection(
                id=Reflection.id_for(self.cycle.id, self.teacher),
                cycle_id=self.cycle.id,
                author_id=self.teacher,
            )
        )
        self.count = piece(paragraph(""))
        self.text = TextAreaField(
            "What I did differently, and what it changed",
            self.written.text,
            rows=12,
            longest=20_000,
            help="One change in your practice, tied to a figure. Without students' names.",
            on_change=lambda value: self._save(text=value),
            draft_key=f"{self.written.id}:text",
        )
        self.shared = TextField(
            "One thing I shared with a colleague outside the team",
            self.written.shared_with,
            on_change=lambda value: self._save(shared_with=value),
            draft_key=f"{self.written.id}:shared",
        )
        self._count()
        return card(
            "My reflection",
            self.text,
            self.count,
            self.shared,
            intro="Yours alone until you hand it over. Saved as you type.",
        )

    def _save(self, **changes: str) -> None:
        record = self.written.model_copy(update=changes)
        document = self.wb.evidence.save_reflection(record, based_on=self.version)
        self.written, self.version = document.record, document.version
        self._count()
        self._stale()

    def _count(self) -> None:
        n = len(self.written.text.split())
        low, high = WORDS_WANTED
        tone = "good" if low <= n <= high else "plain"
        self.count.show(tag("p", pill(numbers.plural(n, "word"), tone), f" {low} to {high} wanted"))

    def _hand_over(self) -> ipywidgets.Widget:
        self.handed = piece(paragraph(""))

        def release() -> None:
            self.wb.evidence.release(self.cycle.id)
            self._tell_released()

        self._tell_released()
        return card(
            "Hand over",
            self.handed,
            button("Hand over to my coach", release, saves=True),
            intro="Your coach can then make the package for the assessor. Scores are given by "
            "an administrator, never by the coach.",
        )

    def _tell_released(self) -> None:
        done = self.wb.evidence.is_released(self.cycle.id, self.teacher)
        words = "Handed over: your coach can export it." if done else "Not handed over yet."
        self.handed.show(message(words, "good" if done else "info"))

    def _whose(self) -> ipywidgets.Widget:
        def choose(teacher: str | None) -> None:
            self.teacher = teacher or self.teacher
            self.refresh()

        return card(
            "Whose evidence",
            ChoiceField(
                "Teacher",
                [(id, self.wb.name(id)) for id in self.released],
                self.teacher,
                on_change=choose,
                saves=False,
            ),
            intro="Teachers who handed their evidence over to you.",
        )

    def _decide(self, decisions: dict[str, str]) -> None:
        self.wb.evidence.decide(self.cycle.id, decisions, teacher_id=self.teacher)
        self.refresh()

    def _make(self) -> bytes:
        written = self.wb.evidence.export(self.cycle.id, teacher_id=self.teacher)
        self.download.file_name = written.name
        self._show_log()
        return written.read_bytes()

    def _check(self) -> ipywidgets.Widget:
        def take(name: str, content: bytes) -> None:
            found = self.wb.evidence.check(content)
            sound = all(f.level != "mend" for f in found)
            tone, title = ("good", "Sound") if sound else ("bad", "Something was changed")
            lines = bullets(f.message for f in found)
            self.checked.show(message(lines, tone, f"{title}: {name}"))

        return card(
            "Check a package",
            Upload("Choose a package", on_file=take, accept=(".zip",), most_megabytes=20),
            self.checked,
        )

    # What the page shows

    def _stale(self) -> None:
        """The package takes a second to put together: not at each word that is typed."""
        self.state.show(message("The text changed since the package was looked at.", "info"))
        self.again.layout.display = ""

    def _first_look(self) -> None:
        if not self._planned:
            self.refresh()

    def refresh(self) -> None:
        """Plan the package anew and show what it holds and what still stops it."""
        self._planned = True
        self.again.layout.display = "none"
        plan = self.wb.evidence.plan(self.cycle.id, teacher_id=self.teacher)
        self.names.show(plan)
        if plan.refused:
            self.state.show(message(bullets(plan.refusals), "warn", "Not ready yet"))
        else:
            self.state.show(
                message(
                    f"{len(plan.files)} files: a report to read, an offline page, tables, and "
                    "signatures to check them by.",
                    "good",
                    "Ready",
                )
            )
        self.download.disabled = plan.refused
        self.rows.show(_rows(plan))
        self._show_log()

    def _show_log(self) -> None:
        made = self.wb.evidence.disclosures(self.cycle.id, self.teacher)
        if not made:
            self.log.show(join([]))
            return
        last = made[0]
        self.log.show(
            facts(
                (
                    ("Last made", numbers.day(_date(last["on"]))),
                    ("By", self.wb.name(last["by"])),
                    ("For", last["to"]),
                    ("SHA-256", last["sha256"][:16] + "…"),
                )
            )
        )


def _date(text: str):
    from datetime import date

    return date.fromisoformat(text)


def _rows(plan):
    if not plan.evidence:
        return paragraph("Shown as soon as nothing stops the package.", cls="dc-quiet")
    return join(
        tag(
            "section",
            tag("h3", f"{row['id']} {row['title']}"),
            tag("p", row["asks"], cls="dc-quiet"),
            bullets(
                [ROW_SIGNS.get(h["level"], "· ") + h["text"] for h in row["holds"]],
                cls="dc-owes",
            ),
        )
        for row in plan.evidence["rows"]
    )
