"""The team's lists of standards: bring one in, see what it holds, with its license."""

from __future__ import annotations

from datacycle.reports import numbers
from datacycle.workbench import Workbench
from plc_data.model import Team

from ...parts import (
    ConfirmButton,
    Upload,
    box,
    bullets,
    button,
    card,
    details,
    empty_state,
    join,
    message,
    paragraph,
    piece,
    row,
)
from . import plan_view

MOST_SHOWN = 200
FIRST = 5


class StandardsCard:
    """Choose, look, say yes; and the lists in use."""

    def __init__(self, wb: Workbench, team: Team) -> None:
        self.wb, self.team = wb, team
        self.room = wb.files.standards
        self._file: tuple[str, bytes] | None = None
        self.seen, self.lists = box(), box()
        self.upload = Upload(
            "Choose a list of standards, or drop it here",
            on_file=self.take,
            accept=(".json", ".csv", ".tsv", ".txt", ".xlsx", ".zip"),
            help="A CASE package, a set of the Common Standards Project, or a table with code "
            "and description",
        )
        self.widget = card("Standards", self.lists, self.upload, self.seen)
        self.show_lists()

    def take(self, name: str, content: bytes) -> None:
        """Read a list and show what it holds."""
        self._file = (name, content)
        plan = self.room.preview(content, name=name)
        if plan.problems or not plan.standards:
            said = plan_view.problem_list(plan.problems)
            self.seen.children = (piece(message(said, "bad", "Nothing was stored")),)
            return
        rights = " ".join(part for part in (plan.rights_holder, plan.license) if part)
        lines = [f"{s.code}: {s.statement}" for s in plan.standards[:FIRST]]
        self.seen.children = (
            piece(
                message(
                    join([paragraph(rights) if rights else None, bullets(lines)]),
                    "info",
                    f"{plan.title or name}: {numbers.plural(len(plan.standards), 'standard')}",
                )
            ),
            row(
                button("Yes, keep this list", self.store, kind="primary"),
                button("Not now", self.drop),
            ),
        )

    def store(self) -> None:
        """Say yes."""
        name, content = self._file
        self.room.store(content, self.team.id, name=name)
        self.drop()
        self.show_lists()

    def drop(self) -> None:
        """Leave it."""
        self._file, self.seen.children = None, ()

    def take_out(self, sha256: str) -> None:
        """Use a list no longer."""
        self.room.take_out(sha256, self.team.id)
        self.show_lists()

    def show_lists(self) -> None:
        """The lists in use, each with its standards on demand."""
        lists = self.room.lists(self.team.id)
        if not lists:
            self.lists.children = (
                empty_state("No list yet", "Targets can then name the standard they serve."),
            )
            return
        self.lists.children = tuple(self._one(one) for one in lists)

    def _one(self, one):
        standards = self.room.read(one.sha256, self.team.id).standards
        lines = [f"{s.code}: {s.statement}" for s in standards[:MOST_SHOWN]]
        rights = " ".join(part for part in (one.rights_holder, one.license) if part)
        return box(
            details(
                f"{one.title} ({numbers.plural(one.n_standards, 'standard')})",
                paragraph(rights) if rights else None,
                bullets(lines),
            ),
            ConfirmButton(
                "Take this list out",
                f"Use {one.title} no longer? Targets that name its codes keep them.",
                lambda: self.take_out(one.sha256),
                yes="Yes, take it out",
                no="No, keep it",
                kind="quiet small",
            ),
        )
