"""Views of the meeting itself: who is here, the goal, what was said, groups, plans, the clock."""

from __future__ import annotations

from markupsafe import Markup

from datacycle.reports import labels, numbers, views_targets
from datacycle.reports.tables import state_chip
from plc_data.model import ContributionKind, DiveRole, EventKind, PlanType

from ...parts import (
    CheckField,
    RadioField,
    box,
    bullets,
    csv_link,
    facts,
    join,
    lines,
    message,
    paragraph,
    people_row,
    piece,
    pill,
    tag,
)
from .entries import Entries
from .forms import gap_words
from .planning import group_words, plans_in_words
from .promises import promise_words
from .room import Room
from .views import View


def header(room: Room) -> View:
    """Who is here in which role, and what these results are."""
    people = piece(paragraph(""))

    def take(role: str) -> None:
        room.do(EventKind.ROLE_TAKEN, role=DiveRole(role))

    role = RadioField(
        "My role today",
        labels.choices(DiveRole),
        str(room.view.state.roles.get(room.me, "")) or None,
        on_change=take,
    )
    dive, testing = room.view.dive, room.view.testing
    about = facts(
        (
            ("Assessment", f"{testing.assessment.title}, form {testing.assessment.form}"),
            ("Tested", numbers.plural(dive.n_tested, "student")),
            ("Absent", numbers.plural(dive.n_absent, "student")),
            ("Results", f"{testing.results.source_name} ({dive.result_set_sha256[:12]}…)"),
            ("Protocol", room.view.state.protocol.title),
        )
    )
    norms = bullets(room.view.state.protocol.norms)

    def refresh() -> None:
        state = room.view.state
        here = [room.wb.people[id] for id in state.members if id in room.wb.people]
        notes = {id: labels.words(r) for id, r in state.roles.items()}
        people.show(people_row(here, notes, label="In the room"))

    refresh()
    return View(
        "The meeting",
        box(
            piece(tag("h3", "In the room")),
            people,
            role,
            piece(join([about, tag("h3", "Norms"), norms])),
        ),
        refresh,
    )


def goal(room: Room) -> View:
    """The promise, on screen."""
    document = room.wb.cycles.goal(room.view.cycle.id)
    if document is None:
        return View("Goal", piece(message("This cycle has no goal yet.", "warn")))
    written = document.record
    parts = [tag("blockquote", lines(written.statement), cls="dc-goal")]
    if written.baseline and written.aim:
        before, aim = written.baseline, written.aim
        parts.append(
            facts(
                (
                    ("From", numbers.share_of(before.numerator, before.denominator)),
                    ("To", numbers.share_of(aim.numerator, aim.denominator)),
                    ("By", numbers.day(aim.on or written.ends_on)),
                )
            )
        )
    return View("Goal", piece(join(parts)))


def predictions(room: Room) -> View:
    """How many are sealed; nothing of what they say."""
    said = piece(paragraph(""))

    def refresh() -> None:
        n, of = room.view.n_of(ContributionKind.PREDICTION), len(room.view.team.member_ids)
        said.show(message(f"{n} of {of} predictions are sealed.", "good" if n == of else "info"))

    refresh()
    return View("Sealed", said, refresh)


def gaps(room: Room) -> View:
    """The gaps that were named."""
    shown = Entries(
        room,
        [ContributionKind.GAP],
        lambda c: join([lines(gap_words(c.read())), pill(labels.words(c.read().error_type))]),
        nothing="No gap named yet.",
    )
    return View("Gaps", shown, shown.refresh)


def groups(room: Room) -> View:
    """Who is where on each focus target."""
    place = box()

    def draw() -> None:
        frame, names = room.groups(), room.labels()
        shown = []
        for target_id, statement in room.focus():
            here = frame[frame["target_id"] == target_id]
            named = here.assign(group=here["group"].map(group_words))
            kept = views_targets.groups_table(named, names)
            shown.append(
                piece(
                    tag(
                        "section",
                        tag("h3", statement),
                        *(_group(group, members, names) for group, members in _by_group(here)),
                        tag("p", csv_link(kept, "groups.csv"), cls="dc-file-line"),
                    )
                )
            )
        place.children = tuple(shown)

    def show_names(value: bool) -> None:
        room.names_shown = value
        draw()
        room.changed()

    parts = []
    if room.is_member:
        parts.append(
            CheckField(
                "Show names (for your own screen, not for the wall)",
                room.names_shown,
                on_change=show_names,
                saves=False,
            )
        )
    draw()
    return View("Groups", box(*parts, place), draw)


def _by_group(frame):
    """The groups of one target in the order of the four places."""
    for kind in PlanType:
        here = frame[frame["place"] == kind.value]
        for group in dict.fromkeys(here["group"]):
            yield group, here[here["group"] == group]


def _group(group: str, members, names) -> Markup:
    who = sorted(
        (names.get(s, s), moved)
        for s, moved in zip(members["student_id"], members["moved"], strict=True)
    )
    state = PlanType(members["place"].iloc[0]).state
    return tag(
        "div",
        tag("h4", group_words(group), " ", state_chip(state)),
        tag("p", numbers.plural(len(who), "student"), cls="dc-quiet"),
        tag(
            "ul",
            *(tag("li", name, " (moved by hand)" if moved else None) for name, moved in who),
            cls="dc-codes",
        ),
        cls=f"dc-group dc-group-{state.value.replace('_', '-')}",
    )


def plans(room: Room) -> View:
    """All plans, to read."""
    place = box()

    def draw() -> None:
        place.children = (plans_in_words(room),)

    draw()
    return View("Plans", place, draw)


def commitments(room: Room) -> View:
    """The promises."""
    shown = Entries(
        room,
        [ContributionKind.COMMITMENT],
        lambda c: promise_words(room, c),
        nothing="No promise yet.",
    )
    return View("Promises", shown, shown.refresh)


def fidelity(room: Room) -> View:
    """How the meeting kept to its protocol."""
    place = piece(paragraph(""))

    def draw() -> None:
        kept = room.wb.dives.fidelity(room.view)
        steps = {step.id: step.title for step in room.view.state.protocol.steps}
        rows = [
            (
                steps.get(s.step_id, s.step_id),
                f"{numbers.points(round(s.minutes, 1))} of {s.planned_minutes} min",
            )
            for s in kept.steps
        ]
        missing = [f.message for f in room.completion() if f.level == "mend"]
        place.show(
            join(
                [
                    message("Nothing is missing: the dive is complete.", "good")
                    if not missing
                    else message(bullets(missing), "warn", "Still missing"),
                    tag("h3", "Minutes"),
                    facts(rows),
                ]
            )
        )

    draw()
    return View("How it went", place, draw)
