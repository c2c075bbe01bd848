"""What a page does first, done once in the warm parent: every page then shares the memory.

Called before pages are forked. It opens a scratch workspace and analyses a handful of made-up
answers, so that libraries have built what they build on first use. Nothing of it is kept.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

SCRATCH_STUDENTS = 30


def warm_up(at: datetime) -> None:
    """Walk through store and analysis once; ``at`` is the moment for the scratch entries."""
    _walk_store(at)
    _walk_analysis()


def _walk_store(at: datetime) -> None:
    from datacycle.protocol.dives import protocols
    from plc_data.model import Closing, DocumentKind, Person, Team
    from plc_data.store import Store

    protocols()
    who = {"by": "warm", "at": at}
    with tempfile.TemporaryDirectory() as folder:
        Store.create(Path(folder) / "scratch", at=at).close()
        with Store.open(Path(folder) / "scratch") as store:
            store.put_people([Person(id="warm", given="W", family="W")], **who)
            store.put_teams([Team(id="t", name="T", subject="S", member_ids=("warm",))], **who)
            closing = Closing(id="c", cycle_id="c")
            store.save(DocumentKind.CLOSING, closing, team_id="t", based_on=None, **who)
            store.append("s", "k", {}, **who)
            store.people(), store.person("warm"), store.teams(), store.team("t")
            store.students(), store.sections("t"), store.enrollments(["none"])
            store.find(DocumentKind.CLOSING, team_id="t"), store.get(DocumentKind.CLOSING, "c")
            store.entries("s"), store.result_sets("none"), store.journal_head()


def _walk_analysis() -> None:
    import pandas as pd

    from datacycle import analysis as an
    from plc_data.model import Assessment, Item, LearningTarget

    items = tuple(
        Item(id=f"i{k}", position=k, label=f"Q{k}", target_id="t", key=("A",)) for k in (1, 2, 3)
    )
    target = LearningTarget(id="t", statement="scratch")
    written = Assessment(id="a", team_id="t", title="scratch", targets=(target,), items=items)
    rows = [
        (f"s{s:02}", item.id, "AB"[right], float(right), 1.0, "scored")
        for s in range(SCRATCH_STUDENTS)
        for item in items
        for right in [(s + item.position) % 3 > 0]
    ]
    columns = ["student_id", "item_id", "response", "points", "max_points", "status"]
    answers = pd.DataFrame(rows, columns=columns)
    scores = an.score_table(answers)
    an.item_statistics(scores), an.reliability(scores)
    mastery = an.mastery_by_target(answers, written)
    an.target_summary(mastery)
    an.propose_groups(mastery, an.student_causes(answers, written, "t"), "t")
