"""Tables, charts and every word a reader sees; from frames to what a page or a report shows."""

from .charts import ChartSpec, plotly_figure, print_svg
from .labels import STATE_LOOKS, STATES, choices, words
from .numbers import HIDDEN, NONE
from .tables import Column, Kind, Table, state_chip

__all__ = [
    "HIDDEN",
    "NONE",
    "STATES",
    "STATE_LOOKS",
    "ChartSpec",
    "Column",
    "Kind",
    "Table",
    "choices",
    "plotly_figure",
    "print_svg",
    "state_chip",
    "words",
]
