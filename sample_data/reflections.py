"""What one teacher of the finished cycle makes of it: private until it is handed over."""

from __future__ import annotations

from plc_data.model import Reflection

from .finished import CYCLE_ID
from .school import RENEE

_PARAGRAPHS = (
    "For years I said “move it over and change the sign” and thought the sentence was the method. "
    "In the dive I saw what it does. Our students could divide, collect like terms and check, and "
    "then carried a term across with the sign it had. The most chosen wrong options told the same "
    "story in all three classes, so it was not one period on a bad day. It was my sentence.",
    "What I changed: I stopped saying that anything moves. Each lesson began with one balance "
    "drawing before any symbols, the way a colleague on my team had opened hers. In the small "
    "groups we took the same thing from both sides, wrote the line under the drawing, and only "
    "then dropped the drawing. I asked every student to put the answer back into the first line "
    "before they called it finished. That last habit cost two minutes an hour and was worth it: "
    "most of the wrong signs were found by the students themselves.",
    "What it changed: on this target the share of secure students rose between the two forms, "
    "while the two targets we had not worked on stayed where they were. There was no class without "
    "the sessions to compare with, so I will not say that the drawings did it. I can say that the "
    "change is where we worked and not where we did not.",
    "What I would do differently: I trusted thumbs twice in the first week and moved on both "
    "times. The exit ticket of the next day said otherwise. A thumb tells me how a student feels, "
    "not what they can do, and my log shows that I believed it when I was short of time. I have "
    "put a hinge question into the plan for every Tuesday since. I also learned that the students "
    "who were secure got more of the same from me until the plan for them was written down with "
    "an owner and a day. Planting a mistake and explaining it to a partner was harder for them "
    "than ten more equations, and they liked it better.",
)


def reflection() -> Reflection:
    """The lead's reflection: one change in practice, tied to a figure, nobody named."""
    return Reflection(
        id=Reflection.id_for(CYCLE_ID, RENEE),
        cycle_id=CYCLE_ID,
        author_id=RENEE,
        text="\n\n".join(_PARAGRAPHS),
        shared_with="Showed the balance drawings to a science colleague who balances chemical "
        "equations; she tried them in the same week.",
    )
