"""The small parts that every page is made of."""

from .buttons import ActionButton, ConfirmButton, button, link_button
from .chart import Chart
from .chart_panel import ChartPanel
from .clock import Clock
from .download import Download, csv_link, download_link
from .empty import empty_state, empty_words
from .fields import (
    CheckField,
    ChecksField,
    ChoiceField,
    DateField,
    NumberField,
    RadioField,
    TextAreaField,
    TextField,
)
from .grid import CellGrid
from .guard import Guard, current_guard, use_guard
from .heartbeat import Heartbeat
from .html import (
    bullets,
    facts,
    heading,
    join,
    lines,
    link,
    message,
    paragraph,
    piece,
    pill,
    strong,
    table,
    tag,
    text,
)
from .layout import (
    Place,
    box,
    card,
    columns,
    details,
    figure_tile,
    form_row,
    page,
    row,
    style,
    tabs,
    tiles,
)
from .people import avatar, people_row, people_stack, person_line
from .status import Status
from .steps import Step, Steps
from .upload import Upload

__all__ = [
    "ActionButton",
    "CellGrid",
    "Chart",
    "ChartPanel",
    "CheckField",
    "ChecksField",
    "ChoiceField",
    "Clock",
    "ConfirmButton",
    "DateField",
    "Download",
    "Guard",
    "Heartbeat",
    "NumberField",
    "Place",
    "RadioField",
    "Status",
    "Step",
    "Steps",
    "TextAreaField",
    "TextField",
    "Upload",
    "avatar",
    "box",
    "bullets",
    "button",
    "card",
    "columns",
    "csv_link",
    "current_guard",
    "details",
    "download_link",
    "empty_state",
    "empty_words",
    "facts",
    "figure_tile",
    "form_row",
    "heading",
    "join",
    "lines",
    "link",
    "link_button",
    "message",
    "page",
    "paragraph",
    "people_row",
    "people_stack",
    "person_line",
    "piece",
    "pill",
    "row",
    "strong",
    "style",
    "table",
    "tabs",
    "tag",
    "text",
    "tiles",
    "use_guard",
]
