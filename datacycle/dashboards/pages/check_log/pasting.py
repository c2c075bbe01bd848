"""A week at once: a pasted table is shown as a plan, and stored after a yes."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from datacycle.protocol.pasted_checks import Defaults, PastePlan, plan_checks
from datacycle.reports import numbers
from datacycle.reports.check_words import TECHNIQUES
from plc_data.model import CheckForUnderstanding

from ...parts import TextAreaField, box, bullets, button, card, message, paragraph, piece, tag
from ...parts.html import join
from .room import DECISIONS, LogRoom

EXAMPLE = "day\tclass\ttechnique\thad it\talmost\tdecision"


class Pasting:
    """Table in, plan, yes."""

    def __init__(self, log: LogRoom, saved: Callable[[], None]) -> None:
        self.log, self._saved = log, saved
        self.text = TextAreaField("Table", rows=5, placeholder=EXAMPLE, longest=50_000)
        self.look = button("Look at the plan", self.plan_it)
        self.plan: PastePlan | None = None
        self.place = box()
        self.widget: ipywidgets.Widget = card(
            "A week at once",
            piece(
                paragraph(
                    "Copy rows from a spreadsheet, with the names of the columns in the first "
                    "row. Day and had it are needed; class, target, technique, present, "
                    "responded, almost, not yet, decision and note are used when they are there."
                )
            ),
            self.text,
            self.look,
            self.place,
            cls="dc-cfu-paste",
        )

    def plan_it(self) -> None:
        """Show what would be stored; nothing is stored."""
        log, room = self.log, self.log.room
        section, target = next(iter(log.my_sections), ""), next(iter(log.targets), "")
        blank = CheckForUnderstanding(
            id=log.wb.checks.new_id(),
            team_id=room.team.id,
            cycle_id=room.cycle.id,
            section_id=section,
            teacher_id=room.me.id,
            target_id=target,
            on=log.wb.today(),
            technique=TECHNIQUES[0],
            n_present=0,
            n_responded=0,
            n_had_it=0,
        )
        self.plan = plan_checks(
            self.text.value,
            blank=blank,
            sections=log.my_sections,
            targets=log.targets,
            techniques=TECHNIQUES,
            decisions=DECISIONS,
            defaults=Defaults(section, target, TECHNIQUES[0], log.sizes),
            today=log.wb.today(),
            log=log.checks(),
        )
        self._draw()

    def _draw(self) -> None:
        plan = self.plan
        if plan.problems:
            found = bullets(_problem(problem) for problem in plan.problems)
            title = f"{numbers.plural(len(plan.problems), 'problem')}; nothing was stored"
            self.place.children = (piece(message(found, "warn", title)),)
            return
        lines = [
            join([self.log.said(row.check), " (in the log already, left out)"])
            if row.is_known
            else self.log.said(row.check)
            for row in plan.rows
        ]
        shown = piece(tag("div", bullets(lines)))
        if not plan.new:
            words = "All of these are in the log already; there is nothing to store."
            self.place.children = (shown, piece(message(words, "info")))
            return
        yes = button(
            f"Store {numbers.plural(len(plan.new), 'check')}",
            self._store,
            kind="primary",
            saves=True,
        )
        self.place.children = (shown, yes)

    def _store(self) -> None:
        stored = self.log.wb.checks.save_week(self.plan.new)
        self.text.reset("")
        words = f"{numbers.plural(len(stored), 'check')} stored."
        self.place.children = (piece(message(words, "good")),)
        self._saved()


def _problem(problem) -> str:
    where = f"Row {problem.row}" if problem.row else "The table"
    column = f", column “{problem.column}”" if problem.column else ""
    return f"{where}{column}: {problem.message}"
