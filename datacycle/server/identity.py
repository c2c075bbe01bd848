"""Who is asking: a person of the workspace who signed in here, or whom a trusted proxy names."""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from traitlets import Any as AnyTrait
from traitlets import Unicode

from datacycle.reports.labels import words
from datacycle.server.passcodes import fingerprint
from plc_data.errors import WorkbenchError
from plc_data.model import Person, Role
from plc_data.store import Store

log = logging.getLogger("datacycle.server")

PERSON_HEADER, PROXY_HEADER = "X-DC-User", "X-DC-Proxy"
FRESH_SECONDS = 2.0


@dataclass(frozen=True)
class Member:
    """Somebody who may sign in."""

    person_id: str
    name: str
    passcode: str | None
    """The kept hash; None for somebody without a passcode."""
    roles: str = ""
    """What the person is besides a teacher, in words, so that two of a name can be told apart."""


class Members:
    """The people of the workspace, read again when they may have changed."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._read_at = float("-inf")
        self._members: dict[str, Member] = {}

    def all(self) -> Mapping[str, Member]:
        """Return person id -> member, by name."""
        now = time.monotonic()
        if now - self._read_at > FRESH_SECONDS:
            self._members, self._read_at = self._read(), now
        return self._members

    def _read(self) -> dict[str, Member]:
        with Store.open(self._workspace) as store:
            people = sorted(store.people(), key=lambda person: (person.family, person.given))
            return {
                person.id: Member(
                    person.id, person.name, store.passcode(person.id), roles_of(person)
                )
                for person in people
            }


def roles_of(person: Person) -> str:
    """Write a person's roles, but for the one that most have.

    >>> roles_of(Person(id="c1", given="Yol", family="Amari", roles={Role.COACH, Role.TEACHER}))
    'Coach'
    >>> roles_of(Person(id="t1", given="Ana", family="Ruiz"))
    ''
    """
    return ", ".join(words(role) for role in Role if role in person.roles - {Role.TEACHER})


class PeopleIdentity(IdentityProvider):
    """Signs people of the workspace in and tells the page's process who they are.

    Whatever a browser sends under our headers' names is thrown away first.
    """

    members: Members = AnyTrait()
    proxy_secret = Unicode("")
    passcode_needed = False
    """True when other computers can reach the server: then nobody signs in without a passcode."""

    @property
    def auth_enabled(self) -> bool:
        """Nobody is let in unasked; Jupyter would make up a name otherwise."""
        return True

    @property
    def login_available(self) -> bool:
        """There is a page to sign in, unless a proxy does that."""
        return True

    async def get_user(self, handler: Any) -> User | None:
        """Return who is asking, or None, and note it for the page's process."""
        headers = handler.request.headers
        claimed, secret = headers.get(PERSON_HEADER), headers.get(PROXY_HEADER, "")
        for name in (PERSON_HEADER, PROXY_HEADER):
            if name in headers:
                del headers[name]
        user = self._from_proxy(claimed, secret) if claimed else None
        if user is None:
            found = self.get_user_cookie(handler)
            user = found if isinstance(found, User) else None
        if user is not None:
            headers[PERSON_HEADER] = user.username
        return user

    def _from_proxy(self, claimed: str, secret: str) -> User | None:
        if not self.proxy_secret:
            return None
        if not hmac.compare_digest(secret.encode(), self.proxy_secret.encode()):
            log.warning("A person was named without the proxy's secret; ignored.")
            return None
        return self.user_of(claimed)

    def user_of(self, person_id: str) -> User | None:
        """Return the user for a person of the workspace."""
        member = self.members.all().get(person_id)
        return User(username=member.person_id, name=member.name) if member else None

    def user_to_cookie(self, user: User) -> str:
        """Keep who signed in, and with which passcode: a new one ends older sign-ins."""
        member = self.members.all()[user.username]
        return json.dumps({"person": user.username, "passcode": fingerprint(member.passcode)})

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """Return who signed in, if they still are of the workspace and have the same passcode."""
        kept = json.loads(cookie_value)
        member = self.members.all().get(str(kept.get("person")))
        if member is None or kept.get("passcode") != fingerprint(member.passcode):
            return None
        if self.passcode_needed and member.passcode is None:
            return None
        return self.user_of(member.person_id)

    def get_handlers(self) -> list[tuple[str, object]]:
        """Give out the pages to sign in and out."""
        from datacycle.server.sign_in import SignIn, SignOut

        return [(r"/login", SignIn), (r"/logout", SignOut)]


def count_passcodes(workspace: Path) -> int:
    """Return how many people have a passcode.

    Raises
    ------
    WorkbenchError
        If there is nobody in the workspace yet, so that nobody could sign in.
    """
    members = Members(workspace).all()
    if not members:
        raise WorkbenchError(
            f"There is nobody in the workspace {workspace} yet, so nobody could sign in.\n"
            "Bring in the staff first: datacycle import roster FILE; or look at the sample: "
            "datacycle serve --sample"
        )
    return sum(member.passcode is not None for member in members.values())
