"""Dive protocols as data: read the delivered ones, check one that a team wrote."""

from __future__ import annotations

from functools import cache
from importlib import resources

from plc_data.errors import DataProblems, NotFound
from plc_data.model import ContributionKind, DiveProtocol, Finding, Problem

from .findings import advise, mend, ok
from .requirements import known_requirements
from .wording import listed

TIME_COUNTS_AS = ("numbers", "plans", "talk")
"""What the minutes of a step may count as."""

WHOLE, NUMBERS_AT_MOST, PLANS_AT_LEAST = 45, 10, 10
"""Of 45 minutes at most 10 on numbers and at least 10 on plans (DOMAIN: the time-share check)."""

NEVER_DROPPED = {
    "plan_mastery": "the plan for students who have it",
    "plan_not_yet": "the plan for students who are not there yet",
    "commitment": "the commitments",
}
"""Requirements that every protocol keeps, however short it is."""


def protocols() -> tuple[DiveProtocol, ...]:
    """Every protocol that is delivered, longest first."""
    return tuple(sorted(map(_delivered, _ids()), key=lambda p: (-p.minutes, p.id)))


def load_protocol(protocol_id: str) -> DiveProtocol:
    """Return the delivered protocol with this id.

    Raises
    ------
    NotFound
        With the ids that there are.
    """
    if protocol_id not in _ids():
        known = listed(_ids())
        raise NotFound(f'There is no dive protocol "{protocol_id}"; there are {known}.')
    return _delivered(protocol_id)


def read_protocol(text: str, name: str = "protocol") -> DiveProtocol:
    """Read a protocol from the text of a YAML file.

    Parameters
    ----------
    text
        The file's content; ``docs/reference/dive_protocol_file.md`` explains the fields.
    name
        What to call it in messages.

    Raises
    ------
    DataProblems
        With every field that is wrong, and what would be right.
    """
    import yaml
    from pydantic import ValidationError

    # The loader written in C, where it is there, is ten times as fast and as safe.
    SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(text, Loader=SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark is not None else None
        message = "this is not YAML; look at the indentation and the quotes near here."
        raise DataProblems(name, [Problem(code="not-yaml", message=message, row=row)]) from None
    if not isinstance(data, dict):
        message = "a protocol is a list of fields: id, title, steps."
        raise DataProblems(name, [Problem(code="not-a-protocol", message=message)])
    try:
        protocol = DiveProtocol.model_validate(data)
    except ValidationError as error:
        raise DataProblems(name, [_field_problem(e) for e in error.errors()]) from None
    wrong = [f for f in check_protocol(protocol) if f.level == "mend"]
    if wrong:
        problems = [Problem(code=f.code, message=f.message, column=f.where) for f in wrong]
        raise DataProblems(name, problems)
    return protocol


def check_protocol(protocol: DiveProtocol) -> tuple[Finding, ...]:
    """Say what a protocol lacks (``mend``) and what is worth a second look (``advise``)."""
    return (*_steps(protocol), *_order(protocol), *_kept(protocol), *time_shares(protocol))


def time_shares(protocol: DiveProtocol) -> tuple[Finding, ...]:
    """Compare the minutes on numbers and on plans with what a dive should spend on them."""
    minutes = {
        kind: sum(s.minutes for s in protocol.steps if s.time_counts_as == kind)
        for kind in TIME_COUNTS_AS
    }
    whole = protocol.minutes
    most, least = numbers_at_most(whole), plans_at_least(whole)
    return (
        _time(
            minutes["numbers"] <= most,
            "time-on-numbers",
            f"{minutes['numbers']} of {whole} minutes are for looking at numbers "
            f"(at most {most:g}).",
        ),
        _time(
            minutes["plans"] >= least,
            "time-on-plans",
            f"{minutes['plans']} of {whole} minutes are for the plans (at least {least:g}).",
        ),
    )


def numbers_at_most(whole: float) -> float:
    """Minutes that a dive of this length may spend on numbers; never fewer than 10."""
    return max(float(NUMBERS_AT_MOST), round(whole * NUMBERS_AT_MOST / WHOLE, 1))


def plans_at_least(whole: float) -> float:
    """Minutes that a dive of this length owes its plans."""
    return round(whole * PLANS_AT_LEAST / WHOLE, 1)


@cache
def _ids() -> tuple[str, ...]:
    """List the delivered protocols: a file is called by its protocol's id."""
    files = (resources.files(__package__) / "dives").iterdir()
    return tuple(sorted(f.name.removesuffix(".yaml") for f in files if f.name.endswith(".yaml")))


@cache
def _delivered(protocol_id: str) -> DiveProtocol:
    file = resources.files(__package__) / "dives" / f"{protocol_id}.yaml"
    return read_protocol(file.read_text(encoding="utf-8"), file.name)


def _field_problem(error: dict) -> Problem:
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    message = {
        "missing": "this field is needed.",
        "extra_forbidden": "there is no such field; look for a misspelling.",
    }.get(error["type"], f"{error['msg'][:1].lower()}{error['msg'][1:]}.")
    return Problem(code="protocol-field", message=message, column=place)


def _steps(protocol: DiveProtocol) -> tuple[Finding, ...]:
    found = []
    ids = [step.id for step in protocol.steps]
    if not ids:
        found.append(mend("protocol-no-steps", "a protocol needs at least one step."))
    for step_id in sorted({i for i in ids if ids.count(i) > 1}):
        found.append(mend("protocol-step-id", "two steps share this id.", step_id))
    kinds = sorted(ContributionKind)
    for step in protocol.steps:
        for kind in step.does:
            if kind not in kinds:
                text = f'"{kind}" is nothing a step can take; it takes {", ".join(kinds)}.'
                found.append(mend("protocol-does", text, step.id))
        for requirement in step.requires:
            if requirement.kind not in known_requirements():
                known = ", ".join(known_requirements())
                text = f'"{requirement.kind}" is no known requirement; known are {known}.'
                found.append(mend("protocol-requires", text, step.id))
        if step.time_counts_as not in TIME_COUNTS_AS:
            text = f"time_counts_as is one of {', '.join(TIME_COUNTS_AS)}."
            found.append(mend("protocol-time", text, step.id))
    return tuple(found)


def _order(protocol: DiveProtocol) -> tuple[Finding, ...]:
    """Predict, then look, then explain."""
    first = {
        "predictions": _first(protocol, lambda s: ContributionKind.PREDICTION in s.does),
        "numbers": _first(protocol, lambda s: s.time_counts_as == "numbers"),
        "facts": _first(protocol, lambda s: ContributionKind.OBSERVATION in s.does),
        "explanations": _first(protocol, lambda s: ContributionKind.HYPOTHESIS in s.does),
    }
    found = []
    for earlier, later in (("predictions", "numbers"), ("facts", "explanations")):
        before, after = first[earlier], first[later]
        if before is not None and after is not None and before >= after:
            text = f"{earlier} come before {later}, or they are worth nothing."
            found.append(mend("protocol-order", text, protocol.steps[before].id))
    return tuple(found)


def _first(protocol: DiveProtocol, holds) -> int | None:
    return next((i for i, step in enumerate(protocol.steps) if holds(step)), None)


def _kept(protocol: DiveProtocol) -> tuple[Finding, ...]:
    required = {r.kind for step in protocol.steps for r in step.requires}
    return tuple(
        mend("protocol-dropped", f"no step requires {what}; this is never dropped.", None)
        for kind, what in NEVER_DROPPED.items()
        if kind not in required
    )


def _time(holds: bool, code: str, message: str) -> Finding:
    return ok(code, message) if holds else advise(code, message)
