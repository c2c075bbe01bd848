"""R2: the common assessment, its rule, and how it went."""

from __future__ import annotations

from collections import Counter

import datacycle.analysis as an
from datacycle.protocol.blueprint import check_blueprint
from datacycle.protocol.wording import count, day, percent
from datacycle.reports.labels import DEPTH_WORDS, words
from plc_data.model import Assessment, Item, ItemType, LearningTarget
from plc_data.privacy import HIDDEN, CountTable, Group, Sum, suppress

from ..blocks import chart, checks, facts, grid, prose, table
from ..bundle import Testing
from ..free_text import NOTHING, Free, Sentence, sentence
from .facts import Facts
from .goal import _yes

MOST_TARGETS = 3


def assessment_blocks(of: Facts) -> list[dict]:
    """What R2 shows."""
    testing = of.bundle.before
    if testing is None:
        return []
    cfa = testing.assessment
    mine = [item for item in cfa.items if item.author_id == of.bundle.submitter_id]
    blocks = [
        facts(
            [
                ("Title", Free("assessment.1.title", cfa.title, NOTHING)),
                ("Blueprint", _version(testing)),
                ("Items and points", _size(cfa)),
                ("Window", _window(cfa)),
                ("Rule", rule_words(cfa)),
                ("Rule agreed on", day(cfa.rule_agreed_on) if cfa.rule_agreed_on else None),
                ("Written by the submitting teacher", _authored(of, mine)),
            ],
            title="The assessment",
        ),
        table("blueprint"),
        table("items") if of.is_large_enough else prose(_too_few(of)),
        chart("items") if of.is_large_enough else prose(),
        table("tested"),
        table("misjudged"),
        checks(_blueprint_checks(cfa), title="Blueprint check, computed"),
    ]
    return blocks


def assessment_holds(of: Facts) -> list[tuple[str, str]]:
    """What the rubric asks of R2, answered as far as a program can."""
    testing = of.bundle.before
    if testing is None:
        return [("mend", "There is no common assessment with results.")]
    cfa = testing.assessment
    opened = cfa.window_opens_on
    agreed = cfa.rule_agreed_on is not None and (opened is None or cfa.rule_agreed_on <= opened)
    mine = any(item.author_id == of.bundle.submitter_id for item in cfa.items)
    return [
        _yes(
            len(cfa.targets) <= MOST_TARGETS,
            f"{count(len(cfa.targets), 'learning target')}, every item tagged.",
            f"{len(cfa.targets)} learning targets: three are the most for one assessment.",
        ),
        _yes(
            agreed,
            "The rule was agreed before use.",
            "No date shows that the rule was agreed before use.",
        ),
        _yes(
            mine,
            "The submitting teacher wrote at least one item.",
            "No item is marked as written by the submitting teacher.",
        ),
    ]


def assessment_tables(of: Facts) -> list[dict]:
    """The tables of R2."""
    testing = of.bundle.before
    if testing is None:
        return []
    return [
        _blueprint(of, testing.assessment),
        _misjudged(testing.assessment),
        *_items(of),
        *_tested(of),
    ]


def assessment_charts(of: Facts) -> list[dict]:
    """The chart of R2: the share of students with full points, item by item."""
    codes = _item_codes(of)
    shown = [(item, code) for item, code in codes if code is not None]
    if not shown:
        return []
    told: list[str | Free] = ["Share of students with full points: "]
    for item, code in shown:
        told += [of.item_words(item, "1"), f" {code.text}; "]
    return [
        {
            "name": "items",
            "title": "Students with full points, item by item",
            "axis": f"Share of {of.n} students",
            "table": "items",
            "series": ["Full points"],
            "categories": [
                {
                    "label": of.item_words(item, "1"),
                    "bands": [
                        {
                            "series": 0,
                            "low": code.low_percent,
                            "high": code.high_percent,
                            "text": code.text,
                        }
                    ],
                }
                for item, code in shown
            ],
            "alt": sentence(*told[:-1], f" {shown[-1][1].text}."),
        }
    ]


def rule_words(cfa: Assessment) -> str:
    """The team's rule in one sentence."""
    rule = cfa.rule
    return (
        f"secure when it is at least {percent(rule.secure_from)} likely that the student would "
        f"earn {percent(rule.cut_score)} or more on items like these, with at least "
        f"{count(rule.min_items, 'item')}; not yet when that is less than "
        f"{percent(rule.not_yet_below)} likely; otherwise look again"
    )


def _size(cfa: Assessment) -> str:
    points = sum(item.max_points for item in cfa.items)
    return f"{count(len(cfa.items), 'item')}, {points:g} points" + (
        f", {cfa.minutes} minutes" if cfa.minutes else ""
    )


def _version(testing: Testing) -> Sentence:
    form = Free("assessment.1.form", testing.assessment.form, NOTHING)
    return sentence(f"version {testing.assessment_version}, form ", form)


def _window(cfa: Assessment) -> str | None:
    if cfa.window_opens_on is None or cfa.window_closes_on is None:
        return None
    return f"{day(cfa.window_opens_on)} to {day(cfa.window_closes_on)}"


def _authored(of: Facts, mine: list[Item]):
    parts: list[str | Free] = []
    for item in mine:
        parts += [", ", of.item_words(item, "1")] if parts else [of.item_words(item, "1")]
    return sentence(*parts) if parts else None


def _too_few(of: Facts) -> str:
    return (
        f"Fewer than {of.ledger.settings.minimum_n} students have complete results, so no figure "
        "of an item is given."
    )


def _blueprint(of: Facts, cfa: Assessment) -> dict:
    rows = []
    for target in cfa.targets:
        items = cfa.items_of(target.id)
        kinds = Counter(words(item.type) for item in items)
        wrong = [o for i in items for o in i.options if o.label not in i.key]
        named = sum(bool(o.misconception) for o in wrong)
        rows.append(
            [
                of.target_code(target.id),
                of.target_words(target.id),
                _standards(of, target),
                len(items),
                f"{sum(item.max_points for item in items):g}",
                "; ".join(f"{n} {kind.lower()}" for kind, n in kinds.items()),
                ", ".join(str(d) for d in sorted({i.depth_of_knowledge for i in items})),
                f"{named} of {len(wrong)}" if wrong else "none",
            ]
        )
    return grid(
        "blueprint",
        "Blueprint: what the assessment asks",
        [
            ("Target", "text"),
            ("In students' words", "text"),
            ("Standards", "text"),
            ("Items", "number"),
            ("Points", "text"),
            ("Kinds of item", "text"),
            ("Depth", "text"),
            ("Wrong options explained", "text"),
        ],
        rows,
        notes=[
            "Depth of knowledge: "
            + ", ".join(words.replace(" · ", " ").lower() for words in DEPTH_WORDS.values())
            + "."
        ],
    )


def _standards(of: Facts, target: LearningTarget) -> Free:
    name = f"target.{of.target_code(target.id)}.standards"
    return Free(name, ", ".join(target.standard_codes), NOTHING)


def _misjudged(cfa: Assessment) -> dict:
    rows = []
    sizes = sorted(
        {
            sum(item.type is not ItemType.RUBRIC_ROW for item in cfa.items_of(target.id))
            for target in cfa.targets
        }
        - {0}
    )
    for size in sizes:
        frame = an.misclassification(size, cfa.rule)
        for line in frame.itertuples():
            rows.append(
                [
                    count(size, "item"),
                    percent(line.true_share),
                    percent(line.p_secure),
                    percent(line.p_look_again),
                    percent(line.p_not_yet),
                ]
            )
    return grid(
        "misjudged",
        "How often the rule would misjudge a student",
        [
            ("Items on the target", "text"),
            ("A student who would earn", "text"),
            ("is called secure", "text"),
            ("look again", "text"),
            ("not yet", "text"),
        ],
        rows,
        notes=["Computed from the rule before use; no student's result is in it."],
    )


def _item_codes(of: Facts):
    testing = of.bundle.before
    if testing is None or not of.is_large_enough:
        return []
    answers = testing.answers
    found = []
    for item in sorted(testing.assessment.items, key=lambda i: i.position):
        here = answers[(answers["item_id"] == item.id) & answers["student_id"].isin(of.told)]
        seen = here[here["points"].notna()]
        if frozenset(seen["student_id"]) != of.told:
            measure = f"item/{testing.assessment.id}/{item.id}"
            of.ledger.hidden.append((measure, "seen by some of the students only"))
            found.append((item, None))
            continue
        full = frozenset(seen.loc[seen["points"] >= seen["max_points"], "student_id"])
        measure = f"item/{testing.assessment.id}/{item.id}"
        known = {figure.measure for figure in of.ledger.figures}
        if measure in known:
            from plc_data.privacy import share_code

            found.append((item, share_code(len(full), of.n)))
        else:
            found.append((item, of.ledger.tell(measure, of.told, full)))
    return found


def _items(of: Facts) -> list[dict]:
    codes = _item_codes(of)
    if not codes:
        return []
    rows = [
        [
            of.item_words(item, "1"),
            of.target_code(item.target_id),
            words(item.type),
            f"{item.max_points:g}",
            code.text if code else HIDDEN,
        ]
        for item, code in codes
    ]
    return [
        grid(
            "items",
            f"Items: share of {of.n} students with full points",
            [
                ("Item", "text"),
                ("Target", "text"),
                ("Kind", "text"),
                ("Points", "text"),
                ("Students with full points", "text"),
            ],
            rows,
            notes=[f"{of.n} {of.whom}."],
        )
    ]


def _tested(of: Facts) -> list[dict]:
    """How many students of each class the figures are about; classes are letters."""
    if not of.told or "size" in of.ledger.left_out:
        return []
    groups = []
    for section_id, letter in of.class_letters.items():
        enrolled = {e.student_id for e in of.bundle.enrollments if e.section_id == section_id}
        earlier = frozenset().union(*(group.students for group in groups))
        members = (of.told & enrolled) - earlier
        groups.append(Group(letter, members))
    outside = of.told - frozenset().union(*(group.students for group in groups))
    if outside:
        groups.append(Group("No class on the roster", outside))
    total = Sum("All classes", tuple(group.key for group in groups))
    counted = CountTable("size", tuple(groups), (total,))
    published = suppress(counted, of.ledger.settings)
    of.ledger.figures.extend(published.figures)
    of.ledger.hidden.extend(
        (f"size/{key}", "a small class, or one that would give it away")
        for key in published.hidden_keys
    )
    return [
        grid(
            "tested",
            "Students whom the figures are about",
            [("Class", "text"), ("Students", "number")],
            [[group.key, HIDDEN if group.n is None else group.n] for group in published.groups],
            notes=[
                "Classes are letters in no order of teachers. Class results are not compared: they "
                "are personal data of colleagues.",
                *(
                    [
                        f'"{HIDDEN}": fewer than {of.ledger.settings.minimum_n} students, or a '
                        "number that would give such a class away."
                    ]
                    if published.hidden_keys
                    else []
                ),
            ],
        )
    ]


def _blueprint_checks(cfa: Assessment) -> list[tuple[str, str | Free]]:
    """How many checks hold; what does not is said in full."""
    found = [f for f in check_blueprint(cfa) if f.level in ("ok", "mend")]
    held = [f for f in found if f.level == "ok"]
    lines: list[tuple[str, str | Free]] = []
    if held:
        lines.append(("ok", f"{len(held)} of {count(len(found), 'check')} hold."))
    for number, finding in enumerate((f for f in found if f.level == "mend"), 1):
        lines.append(("mend", Free(f"assessment.1.check.{number}", finding.message)))
    return lines
