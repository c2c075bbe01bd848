"""Before the clock: what must be in order, said in words; the dive does not start red."""

from __future__ import annotations

import ipywidgets

from datacycle.protocol.engine import start_refusal

from ...parts import (
    CheckField,
    NumberField,
    card,
    columns,
    message,
    paragraph,
    piece,
    pill,
    tag,
)
from . import views_team
from .room import Room

TONES = {
    "mend": ("To do", "bad"),
    "ask": ("For you", "info"),
    "advise": ("Worth a look", "warn"),
    "ok": ("Ready", "good"),
}
"""How each level is shown; what is to do comes first."""


class Gate:
    """The list of the readiness check with the few things a person says here."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.said, self.listed = piece(paragraph("")), piece(paragraph(""))
        dive = room.view.dive
        self.samples = {
            target_id: NumberField(
                f"Pieces of work ready, names removed: {statement}",
                dive.work_samples.get(target_id),
                lowest=0,
                highest=50,
                on_change=lambda value, target_id=target_id: self._samples(target_id, value),
            )
            for target_id, statement in room.focus()
        }
        by_hand = any(item.levels for item in room.assessment.items)
        self.calibrated = CheckField(
            "Two people scored one piece each and compared",
            dive.calibration_done,
            on_change=self._calibration,
        )
        header = views_team.header(room)
        self._header = header
        self.widget: ipywidgets.Widget = columns(
            card(
                "Before the clock",
                self.said,
                *self.samples.values(),
                *([self.calibrated] if by_hand else []),
                self.listed,
                intro="Everything marked To do comes first. Then press Start at the clock.",
            ),
            card("The meeting", header.widget),
            shape="2 3",
        )
        self.refresh()

    def _samples(self, target_id: str, value: int | None) -> None:
        dive = self.room.view.dive
        samples = {**dive.work_samples, target_id: value or 0}
        self.room.wb.dives.plan(dive.model_copy(update={"work_samples": samples}))
        self.room.changed()

    def _calibration(self, value: bool) -> None:
        self.room.wb.dives.plan(self.room.view.dive.model_copy(update={"calibration_done": value}))
        self.room.changed()

    def refresh(self) -> None:
        """Ask the gate again."""
        found = sorted(
            self.room.wb.dives.readiness(self.room.view), key=lambda f: list(TONES).index(f.level)
        )
        refusal = start_refusal(found)
        lines = [
            tag("li", pill(*TONES[f.level]), tag("span", f.message), cls="dc-gate-line")
            for f in found
        ]
        self.said.show(
            message("Ready: press Start at the clock.", "good")
            if refusal is None
            else message("The dive cannot start yet.", "warn")
        )
        self.listed.show(tag("ul", *lines, cls="dc-gate"))
        self._header.refresh()
