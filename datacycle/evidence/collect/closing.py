"""R6: before and after, the verdict, and what the team makes of it."""

from __future__ import annotations

from collections import Counter

from plc_data.model import MasteryState
from plc_data.privacy import HIDDEN, ShareCode
from plc_data.privacy.settings import COUNTS_FROM_N, LEAST_RANGE

from ..blocks import chart, facts, grid, prose, table
from ..free_text import NOTHING, Free, Sentence, sentence
from .facts import Facts
from .goal import _yes, aim_words

NO_CAUSE = "There is no comparison group: this shows that something changed, not what changed it."
_BOTH = ("before", "after")


def closing_blocks(of: Facts) -> list[dict]:
    """What R6 shows."""
    if of.bundle.after is None and of.bundle.closing is None:
        return []
    closing = of.bundle.closing
    mine = [
        lesson
        for lesson in (closing.lessons if closing else ())
        if lesson.author_id == of.bundle.submitter_id
    ]
    result = of.goal_result
    blocks = [
        facts(
            [
                ("Verdict", verdict_headline(of)),
                ("Promise", aim_words(of)),
                ("At the end", _end_words(of)),
                ("Second assessment", _second(of)),
            ],
            title="Was the goal met?",
        ),
    ]
    if of.after is not None and of.before is not None:
        if of.is_large_enough:
            blocks += [chart("growth"), table("growth"), table("moves"), prose(NO_CAUSE)]
        else:
            blocks.append(prose(*change_words(of), NO_CAUSE))
    if result is not None and result.missing:
        blocks.append(prose("Some students of the group have no result at the end."))
    if mine:
        lesson = mine[-1]
        blocks.append(
            facts(
                [
                    ("Keep", Free("closing.keep", lesson.keep)),
                    ("Change", Free("closing.change", lesson.change)),
                    ("Stop", Free("closing.stop", lesson.stop)),
                ],
                title="What the submitting teacher keeps, changes and stops",
            )
        )
    if closing is not None:
        blocks.append(
            facts(
                [
                    ("Worth copying", Free("closing.practice", closing.practice_worth_copying)),
                    ("Next step", Free("closing.next", closing.next_step)),
                ],
                title="What the team takes along",
            )
        )
    return blocks


def closing_holds(of: Facts) -> list[tuple[str, str]]:
    """What the rubric asks of R6, answered as far as a program can."""
    closing = of.bundle.closing
    said = [
        lesson
        for lesson in (closing.lessons if closing else ())
        if lesson.author_id == of.bundle.submitter_id and (lesson.keep or lesson.change)
    ]
    return [
        _yes(
            of.before is not None and of.after is not None,
            "Before and after are compared for the same students.",
            "There is no second assessment to compare with.",
        ),
        _yes(
            of.goal_result is not None and of.goal_result.met is not None,
            "The verdict is computed from the results.",
            "There is no verdict yet.",
        ),
        _yes(
            bool(said),
            "The teacher says what to keep or change.",
            "The teacher's lesson is missing.",
        ),
        _yes(
            bool(closing and closing.next_step.strip()),
            "A next step is named.",
            "No next step is named.",
        ),
    ]


def closing_tables(of: Facts) -> list[dict]:
    """Share secure before and after, and the moves where there are students enough."""
    if of.before is None or of.after is None or not of.is_large_enough:
        return []
    rows = []
    for target_id in of.target_ids:
        codes = [of.share_secure(when, target_id) for when in _BOTH]
        rows.append(
            [
                of.target_code(target_id),
                of.target_words(target_id),
                *(code.text if code else HIDDEN for code in codes),
                _direction(of, target_id) if all(codes) else HIDDEN,
            ]
        )
    growth = grid(
        "growth",
        f"Secure before and after: the same {of.n} students",
        [
            ("Target", "text"),
            ("In students' words", "text"),
            ("Before", "text"),
            ("After", "text"),
            ("Which way", "text"),
        ],
        rows,
        notes=[
            f"Shares of {of.n} {of.whom}. The ends of the scale and the steps between them are "
            "coded, so that nobody can be picked out."
        ],
    )
    return [growth, *_moves(of)]


def closing_charts(of: Facts) -> list[dict]:
    """The bands before and after, target by target."""
    if of.before is None or of.after is None or not of.is_large_enough:
        return []
    categories, told = [], ["Share of students secure, before and after. "]
    for target_id in of.target_ids:
        codes = [of.share_secure(when, target_id) for when in _BOTH]
        if not all(codes):
            continue
        name = of.target_code(target_id)
        categories.append(
            {
                "label": sentence(f"{name}: ", of.target_words(target_id)),
                "bands": [
                    {
                        "series": i,
                        "low": code.low_percent,
                        "high": code.high_percent,
                        "text": code.text,
                    }
                    for i, code in enumerate(codes)
                ],
            }
        )
        told.append(f"{name}: {codes[0].text} before, {codes[1].text} after. ")
    if not categories:
        return []
    return [
        {
            "name": "growth",
            "title": "Students secure, before and after",
            "axis": f"Share of the same {of.n} students",
            "table": "growth",
            "series": ["Before", "After"],
            "categories": categories,
            "alt": "".join(told).strip(),
        }
    ]


def verdict_headline(of: Facts) -> str:
    """The verdict in a few words."""
    result = of.goal_result
    if result is None:
        return "No verdict yet"
    if result.met is None:
        return "Cannot be said"
    return "Goal met" if result.met else "Goal not met"


def verdict_counts(of: Facts) -> str:
    """The verdict's numbers first, as far as they may be told."""
    goal, result = of.bundle.goal, of.goal_result
    if goal is None or not goal.target_ids:
        return "There is no goal."
    if result is None:
        return "There are no results of a second assessment yet."
    if not of.is_large_enough:
        return (
            f"Fewer than {of.ledger.settings.minimum_n} students have complete results, so the "
            "outcome is told in words."
        )
    code = of.share_secure("after", goal.target_ids[0])
    if code is None:
        return "The share at the end is not told: other published numbers would narrow it down."
    first = secure_words(of, code)
    promise = aim_words(of)
    return f"{first}; promised: {promise}." if promise else f"{first}."


def secure_words(of: Facts, code: ShareCode) -> str:
    """A share with its students: a count tells how many there are itself."""
    return (
        f"{code.text} secure" if code.kind == "count" else f"{code.text} of {of.n} students secure"
    )


def change_words(of: Facts) -> list[str]:
    """What changed, target by target, in words only."""
    found = []
    for target_id in of.target_ids:
        found.append(f"{of.target_code(target_id)}: {_direction(of, target_id)} at the end.")
    return found


def _direction(of: Facts, target_id: str) -> str:
    before = len(of.secure(of.before, target_id))
    after = len(of.secure(of.after, target_id))
    if after > before:
        return "more students secure"
    return "fewer students secure" if after < before else "as many students secure"


def _end_words(of: Facts) -> str | None:
    goal = of.bundle.goal
    if goal is None or not goal.target_ids or of.after is None:
        return None
    code = of.share_secure("after", goal.target_ids[0])
    return secure_words(of, code) if code else "told in words"


def _second(of: Facts) -> Sentence | None:
    testing = of.bundle.after
    if testing is None:
        return None
    title = Free("assessment.2.title", testing.assessment.title, NOTHING)
    form = Free("assessment.2.form", testing.assessment.form, NOTHING)
    return sentence(title, ", form ", form, f", version {testing.assessment_version}")


def _moves(of: Facts) -> list[dict]:
    """Who moved from where to where: counts, so for large groups without thin cells only."""
    if of.n < COUNTS_FROM_N:
        return []
    names = {s.value: _LABELS[s] for s in _LABELS}
    rows = []
    for target_id in of.target_ids:
        cells = _cells(of, target_id)
        if cells is None:
            of.ledger.hidden.append((f"moves/{of.target_code(target_id)}", "thin cells"))
            continue
        for (start, end), n in cells.items():
            rows.append(
                [of.target_code(target_id), names.get(start, start), names.get(end, end), n]
            )
    if not rows:
        return []
    return [
        grid(
            "moves",
            "Where students stood before and after",
            [("Target", "text"), ("Before", "text"), ("After", "text"), ("Students", "number")],
            rows,
            notes=["Neighboring states are merged where a cell would hold fewer than 3 students."],
        )
    ]


_LABELS = {
    MasteryState.NOT_YET: "Not yet",
    MasteryState.LOOK_AGAIN: "Look again",
    MasteryState.SECURE: "Secure",
}
_NOT_SECURE = "Not secure yet"


def _cells(of: Facts, target_id: str) -> dict[tuple[str, str], int] | None:
    states = []
    for frame in (of.before, of.after):
        here = frame[(frame["target_id"] == target_id) & frame["student_id"].isin(of.told)]
        states.append(dict(zip(here["student_id"], here["state"], strict=True)))
    fine = Counter((states[0][s], states[1][s]) for s in of.told)
    order = [s.value for s in _LABELS]
    full = {(a, b): fine.get((a, b), 0) for a in order for b in order}
    if all(n >= LEAST_RANGE for n in full.values()):
        return full
    secure = MasteryState.SECURE.value

    def merged(state: str) -> str:
        return state if state == secure else _NOT_SECURE

    coarse: Counter[tuple[str, str]] = Counter()
    for (a, b), n in full.items():
        coarse[merged(a), merged(b)] += n
    return dict(coarse) if all(n >= LEAST_RANGE for n in coarse.values()) else None
