"""The record of a dive as plain values, and as a text to read. No student is named in either."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datacycle.workbench import Workbench
    from plc_data.model import Contribution

TITLES = {
    "prediction": "Predictions",
    "data_question": "Questions about the data",
    "data_answer": "Answers about the data",
    "observation": "Facts",
    "gap": "Gaps",
    "hypothesis": "Explanations",
    "practice": "Worth copying",
    "commitment": "Commitments",
    "change_course": "What would make us change course",
    "next_meeting": "Next meeting",
}
"""Kinds of entry that a record lists, in its order."""

COUNTED_ONLY = frozenset({"placement", "note", "exit_pulse"})
"""Students' places, private notes and taps at the end: a number and nothing more."""


def dive_record(wb: Workbench, dive_id: str) -> dict[str, Any]:
    """Gather what the acting person may see of a dive; ``docs/reference/dive_record.md``."""
    from datacycle.protocol.completion import completion_sentence, is_complete
    from datacycle.protocol.fidelity import check_fidelity

    view = wb.dive(dive_id)
    clock, measured = wb.dives.clock(view), wb.dives.fidelity(view)
    findings = wb.dives.completion(view)
    placed = wb.dives.groups(view)
    protocol = view.state.protocol
    return {
        "dive": view.dive.id,
        "cycle": view.cycle.id,
        "team": view.team.name,
        "protocol": {"id": protocol.id, "title": protocol.title, "version": protocol.version},
        "assessment": {
            "id": view.dive.assessment_id,
            "version": view.dive.assessment_version,
            "results_sha256": view.dive.result_set_sha256,
            "n_tested": view.dive.n_tested,
            "n_absent": view.dive.n_absent,
        },
        "focus_targets": list(view.dive.focus_target_ids),
        "status": view.state.status.value,
        "started_at": _moment(view.state.started_at),
        "finished_at": _moment(view.state.finished_at),
        "clock": {
            "step": clock.step_id,
            "running": clock.running,
            "minutes": round(clock.seconds_elapsed / 60, 1),
            "minutes_planned": round(clock.seconds_planned / 60, 1),
            "minutes_over": round(clock.over / 60, 1),
        },
        "people": [
            {
                "id": person,
                "name": wb.name(person),
                "role": view.state.roles[person].value,
                "late": view.state.late(person),
            }
            for person in view.state.members
        ],
        "steps": [
            {
                "id": step.step_id,
                "title": step.title,
                "minutes_planned": step.planned_minutes + step.extra_minutes,
                "minutes": round(step.minutes, 1),
                "visited": step.visited,
            }
            for step in measured.steps
        ],
        "counts": dict(sorted(Counter(c.kind.value for c in view.standing).items())),
        "entries": [_entry(wb, c) for c in view.visible if c.kind.value not in COUNTED_ONLY],
        "groups": [
            {"target": target, "place": place, "group": group, "n_students": int(n)}
            for (target, place, group), n in placed.groupby(
                ["target_id", "place", "group"], sort=False
            )
            .size()
            .items()
        ],
        "complete": {
            "complete": is_complete(findings),
            "sentence": completion_sentence(findings),
            "findings": [finding.model_dump(mode="json") for finding in findings],
        },
        "meeting": [finding.model_dump(mode="json") for finding in check_fidelity(measured)],
    }


def markdown(record: dict[str, Any]) -> str:
    """Write a record as a text to read and to print."""
    given = record["assessment"]
    lines = [
        f"# {record['protocol']['title']}: {record['team']}",
        "",
        f"Status: {record['status']}. {record['complete']['sentence']}",
        f"{given['n_tested']} students tested, {given['n_absent']} absent.",
        f"Results {given['results_sha256']}",
        "",
        "## People",
        "",
        *(f"- {p['name']}: {p['role'].replace('_', ' ')}" for p in record["people"]),
        "",
        "## Minutes",
        "",
        "| Step | Planned | Took |",
        "| --- | --- | --- |",
        *(
            f"| {_cell(s['title'])} | {s['minutes_planned']} | {s['minutes']:g} |"
            for s in record["steps"]
        ),
        "",
    ]
    for kind, title in TITLES.items():
        entries = [entry for entry in record["entries"] if entry["kind"] == kind]
        if entries:
            lines += [f"## {title}", ""]
            lines += [f"- {_said(entry)}" for entry in entries]
            lines.append("")
    if record["groups"]:
        lines += [
            "## Groups",
            "",
            "| Target | Place | Group | Students |",
            "| --- | --- | --- | --- |",
        ]
        lines += [
            f"| {_cell(g['target'])} | {g['place'].replace('_', ' ')} | {_cell(g['group'])} "
            f"| {g['n_students']} |"
            for g in record["groups"]
        ]
        lines.append("")
    missing = [f["message"] for f in record["complete"]["findings"] if f["level"] == "mend"]
    if missing:
        lines += ["## Still missing", "", *(f"- {message}" for message in missing), ""]
    lines += ["For the team's own use. It holds what members wrote and names of staff.", ""]
    return "\n".join(lines)


def _entry(wb: Workbench, contribution: Contribution) -> dict[str, Any]:
    return {
        "seq": contribution.seq,
        "kind": contribution.kind.value,
        "step": contribution.step_id,
        "by": wb.name(contribution.author_id),
        "at": _moment(contribution.at),
        "says": _with_names(wb, contribution.payload),
    }


def _with_names(wb: Workbench, payload: dict[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in payload.items() if value not in (None, "", {})}
    if "person_id" in said:
        said["person"] = wb.name(said["person_id"])
    return said


def _said(entry: dict[str, Any]) -> str:
    """Put an entry into one line."""
    text = _TEXTS.get(entry["kind"], lambda says: says.get("text", ""))(entry["says"])
    return " ".join(f"{text} ({entry['by']})".split())


def _prediction(says: dict[str, Any]) -> str:
    shares = says.get("shares", {})
    return ", ".join(f"{target} {round(100 * share)} %" for target, share in shares.items())


def _observation(says: dict[str, Any]) -> str:
    link = says.get("link")
    place = f" [{link['view']}, {link['row']}]" if link else ""
    return says["text"] + place


def _gap(says: dict[str, Any]) -> str:
    instead = f" instead of {says['instead_of']}" if "instead_of" in says else ""
    kind = says["error_type"].replace("_", " ")
    return f"Students can {says['can']}, but {says['but']}{instead}. {kind.capitalize()}."


def _hypothesis(says: dict[str, Any]) -> str:
    sides = [
        f"{word}: {says[key]}"
        for word, key in (("for", "evidence_for"), ("against", "evidence_against"))
        if key in says
    ]
    return "; ".join([f"{says['about']}: {says['text']}", *sides])


def _commitment(says: dict[str, Any]) -> str:
    measure = f", seen by {says['measure']}" if "measure" in says else ""
    return f"{says['person']} by {says['by']}: {says['what']}{measure}"


def _next_meeting(says: dict[str, Any]) -> str:
    return f"{says['on']} {says.get('about', '')}".strip()


_TEXTS = {
    "prediction": _prediction,
    "observation": _observation,
    "gap": _gap,
    "hypothesis": _hypothesis,
    "commitment": _commitment,
    "next_meeting": _next_meeting,
}


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _moment(at: Any) -> str | None:
    return at.isoformat() if at is not None else None
