"""Who works in a workspace: staff, teams, passcodes. For the person who looks after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plc_data.errors import NotFound
from plc_data.store.places import default_workspace

from .options import workspace_option

if TYPE_CHECKING:
    from plc_data.model import Person, Team

BY = "datacycle"
"""Who stands in the journal for what is done from the command line by nobody signed in."""
ROLES = ("teacher", "lead", "coach", "administrator", "designer")


def _open(workspace: Path | None):
    from plc_data.store import Store

    return Store.open(workspace or default_workspace())


def _now() -> datetime:
    return datetime.now(UTC)


@click.group()
def staff() -> None:
    """Add people, teams and passcodes to a workspace."""


@staff.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@workspace_option
def list_staff(workspace: Path | None, as_json: bool) -> None:
    """Show who works here and in which teams."""
    with _open(workspace) as store:
        people, teams = store.people(), store.teams()
        asked = {person.id for person in people if store.passcode(person.id)}
    if as_json:
        rows = {"people": [_row(p, p.id in asked) for p in people], "teams": [*map(_team, teams)]}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for person in people:
        roles = ", ".join(sorted(person.roles))
        lock = "passcode" if person.id in asked else "no passcode"
        click.echo(f"{person.id:12} {person.name:32} {roles:28} {lock}")
    for team in teams:
        members, coaches = ", ".join(team.member_ids), ", ".join(team.coach_ids) or "none"
        click.echo(f"team {team.id}: {team.name} ({members}; coach: {coaches})")


@staff.command()
@click.argument("person_id")
@click.option("--given", required=True, help="Given name.")
@click.option("--family", required=True, help="Family name.")
@click.option("--email", help="E-mail address.")
@click.option("--subject", help="What the person teaches.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), default=["teacher"])
@workspace_option
def add(
    person_id: str,
    given: str,
    family: str,
    email: str | None,
    subject: str | None,
    roles: tuple[str, ...],
    workspace: Path | None,
) -> None:
    """Add the person PERSON_ID, or change what is known of them."""
    from plc_data.model import Person

    person = Person(
        id=person_id,
        given=given,
        family=family,
        email=email,
        subject=subject,
        roles=frozenset(roles),
    )
    with _open(workspace) as store:
        store.put_people([person], by=BY, at=_now())
    click.echo(f"{person.name} is on the staff list as {person.id}.")


@staff.command()
@click.argument("team_id")
@click.option("--name", required=True, help="What the team is called.")
@click.option("--subject", required=True, help="What it teaches.")
@click.option("--grade", help="The grade.")
@click.option("--member", "members", multiple=True, required=True, help="A teacher's id; repeat.")
@click.option("--lead", help="The lead's id.")
@click.option("--coach", "coaches", multiple=True, help="A coach's id; repeat.")
@workspace_option
def team(
    team_id: str,
    name: str,
    subject: str,
    grade: str | None,
    members: tuple[str, ...],
    lead: str | None,
    coaches: tuple[str, ...],
    workspace: Path | None,
) -> None:
    """Add the team TEAM_ID, or change who is in it."""
    from plc_data.model import Team

    record = Team(
        id=team_id,
        name=name,
        subject=subject,
        grade=grade,
        member_ids=members,
        lead_id=lead,
        coach_ids=coaches,
    )
    with _open(workspace) as store:
        known = {person.id for person in store.people()}
        strangers = sorted({*members, *coaches, *([lead] if lead else [])} - known)
        if strangers:
            raise NotFound(
                f"Nobody on the staff list has the id {', '.join(strangers)}; nothing was stored. "
                "Add them first: datacycle staff add"
            )
        store.put_teams([record], by=BY, at=_now())
    click.echo(f"{record.name} has {len(members)} member(s).")


@staff.command()
@click.argument("person_id")
@workspace_option
def passcode(person_id: str, workspace: Path | None) -> None:
    """Set the passcode that PERSON_ID types when signing in; it is asked for twice."""
    from datacycle.server.passcodes import hash_passcode

    with _open(workspace) as store:
        person = store.person(person_id)
        typed = click.prompt("Passcode", hide_input=True, confirmation_prompt="Once more")
        store.put_passcode(person.id, hash_passcode(typed), by=BY, at=_now())
    click.echo(f"{person.name} signs in with this passcode from now on.")


def _row(person: Person, asked: bool) -> dict:
    return person.model_dump(mode="json") | {"roles": sorted(person.roles), "passcode": asked}


def _team(team: Team) -> dict:
    return team.model_dump(mode="json")


COMMANDS: tuple[click.Command, ...] = (staff,)
