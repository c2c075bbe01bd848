"""Classes under letters only, with the sentence that keeps one from reading a league table."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import ipywidgets
import pandas as pd

from datacycle.analysis import newcombe_difference
from datacycle.reports import numbers, sentences, views_targets
from datacycle.workbench.numbers import Testing

from ...parts import ChartPanel, ChoiceField, bullets, card, join, paragraph, piece, tag
from ..cycle_room import CycleRoom


class ClassesCard:
    """One target at a time, classes by letter, each pair in words."""

    def __init__(self, room: CycleRoom, testing: Testing) -> None:
        self._sections = room.wb.cycles.sections(room.cycle.id)
        self._summary = room.wb.numbers.classes(testing, room.cycle)
        targets = [(t.id, t.statement) for t in testing.assessment.targets]
        self.which = ChoiceField(
            "Learning target", targets, targets[0][0], on_change=self.show, saves=False
        )
        self.panel = ChartPanel(self._spec(targets[0][0]), title=False, file_name="classes.csv")
        self.pairs = piece(paragraph(""))
        self.widget: ipywidgets.Widget = card(
            "Classes side by side",
            self.which,
            self.panel,
            self.pairs,
            intro="Letters, not teachers: ask each other what was done where.",
        )
        self.show(targets[0][0])

    def _spec(self, target_id: str):
        spec = views_targets.classes_chart(self._summary, self._sections, target_id, named=False)
        names = {category.id: category.label for category in spec.categories}
        return replace(spec, alt=in_order(self._summary, target_id, names))

    def show(self, target_id: str | None) -> None:
        """Show another target."""
        if target_id is None:
            return
        spec = self._spec(target_id)
        self.panel.show(spec)
        names = {category.id: category.label for category in spec.categories}
        said = pair_sentences(self._summary, target_id, names)
        self.pairs.show(
            join([tag("h3", "Told apart from chance?"), bullets(said)]) if said else join([])
        )


def in_order(summary: pd.DataFrame, target_id: str, names: dict[str, str]) -> str:
    """The classes' counts in the order of their letters: nobody is first or last."""
    here = _of_target(summary, target_id)
    said = [
        f"{name}: {numbers.count_of(here.loc[id, 'n_secure'], here.loc[id, 'n_tested'])} secure"
        for id, name in names.items()
    ]
    return "; ".join(said) + "." if said else "There are no results yet."


def _of_target(summary: pd.DataFrame, target_id: str) -> pd.DataFrame:
    frame = summary.reset_index() if "target_id" not in summary.columns else summary
    return frame[frame["target_id"] == target_id].set_index("section_id")


def pair_sentences(summary: pd.DataFrame, target_id: str, names: dict[str, str]) -> list[str]:
    """What can be said about each pair of classes (Newcombe's interval of the difference)."""
    here = _of_target(summary, target_id)
    said = []
    for one, other in combinations([id for id in names if id in here.index], 2):
        first, second = here.loc[one], here.loc[other]
        low, high = newcombe_difference(
            int(first["n_secure"]),
            int(first["n_tested"]),
            int(second["n_secure"]),
            int(second["n_tested"]),
        )
        said.append(sentences.distinguishable_sentence(low, high, names[one], names[other]))
    return said
