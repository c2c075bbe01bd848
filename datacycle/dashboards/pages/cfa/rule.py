"""Title, form and minutes; the mastery rule with the day it was agreed; the window."""

from __future__ import annotations

import ipywidgets

from ...parts import DateField, NumberField, TextField, card, form_row
from ..keeping import Keeper, field_part
from .bound import Bound, NotUsable, rule_part


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100


def _title(text: str) -> str:
    if not text.strip():
        raise NotUsable("The assessment needs a title; nothing was saved.")
    return text.strip()


class RuleAndWindow:
    """The cards round the items."""

    def __init__(self, keeper: Keeper, changed) -> None:
        self.bound = Bound(keeper, changed)
        field = self.bound.field
        self.name: ipywidgets.Widget = card(
            "The assessment",
            form_row(
                field(TextField, field_part("title", "Title"), write=_title, drafts=True),
                field(TextField, field_part("form", "Form"), longest=20),
                field(NumberField, field_part("minutes", "Minutes"), lowest=1, highest=240),
            ),
        )
        share = {"read": _percent, "write": _share, "lowest": 1, "highest": 100, "unit": "%"}
        self.widget: ipywidgets.Widget = card(
            "Rule and window",
            form_row(
                field(NumberField, rule_part("cut_score", "Secure from a true share of"), **share),
                field(NumberField, rule_part("met_share", "Rubric rows: met from"), **share),
                field(NumberField, rule_part("min_items", "Items at least"), lowest=1, highest=20),
                field(DateField, field_part("rule_agreed_on", "Agreed by the team on")),
            ),
            form_row(
                field(DateField, field_part("window_opens_on", "First day")),
                field(DateField, field_part("window_closes_on", "Last day")),
            ),
            intro="Agree before anybody is tested: a rule that knows the results is none.",
        )

    def load(self) -> None:
        """Show what stands in the store."""
        self.bound.load()
