"""Making findings: the four things a check can say."""

from __future__ import annotations

from collections.abc import Iterable

from plc_data.model import Finding


def ok(code: str, message: str, where: str | None = None) -> Finding:
    """Say that it holds."""
    return Finding(code=code, level="ok", message=message, where=where)


def ask(code: str, message: str, where: str | None = None) -> Finding:
    """Ask what only a person can answer."""
    return Finding(code=code, level="ask", message=message, where=where)


def advise(code: str, message: str, where: str | None = None) -> Finding:
    """Point at what is worth a second look; it may be right as it is."""
    return Finding(code=code, level="advise", message=message, where=where)


def mend(code: str, message: str, where: str | None = None) -> Finding:
    """Say that it does not hold; the message says what would."""
    return Finding(code=code, level="mend", message=message, where=where)


def to_mend(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Pick those that do not hold."""
    return tuple(finding for finding in findings if finding.level == "mend")
