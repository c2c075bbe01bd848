"""The pages to sign in and out."""

from __future__ import annotations

import time
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import User
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.base.handlers import JupyterHandler
from tornado.ioloop import IOLoop

from datacycle.server.attempts import Attempts
from datacycle.server.headers import REFERRER
from datacycle.server.identity import Member, PeopleIdentity
from datacycle.server.passcodes import verify_passcode

TEMPLATE = "sign_in.html"
WRONG = "That is not this person's passcode. Nobody was signed in."
NOBODY = "Choose your name from the list."
NO_PASSCODE = "This person has no passcode yet. Whoever looks after the workspace can give one."
ATTEMPTS = Attempts()


class SignIn(LoginFormHandler):
    """Choose a name; give the passcode if that person has one."""

    @property
    def provider(self) -> PeopleIdentity:
        """The people of the workspace."""
        return self.identity_provider

    @allow_unauthenticated
    async def get(self) -> None:
        """Show the form, or go on for who is signed in."""
        if self.current_user:
            self._redirect_safe(self.get_argument("next", default=self.base_url))
            return
        self._show()

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign in, or show the form again with the reason."""
        person_id = self.get_body_argument("person", "")
        member = self.provider.members.all().get(person_id)
        fault = await self._check(member, self.get_body_argument("passcode", "", strip=False))
        if fault or member is None:
            self.set_status(401)
            self._show(fault or NOBODY, chosen=person_id)
            return
        user = User(username=member.person_id, name=member.name)
        self.provider.set_login_cookie(self, user)
        self._redirect_safe(self.get_argument("next", default=self.base_url))

    async def _check(self, member: Member | None, passcode: str) -> str | None:
        """Return why this person is not let in, or None."""
        if member is None:
            return NOBODY
        if member.passcode is None:
            return NO_PASSCODE if self.provider.passcode_needed else None
        pause = ATTEMPTS.pause(member.person_id, time.monotonic())
        if pause:
            return f"Too many wrong passcodes. Please wait {pause:.0f} seconds and try again."
        ATTEMPTS.failed(
            member.person_id, time.monotonic()
        )  # taken back below, so that many at once count
        hashing = IOLoop.current().run_in_executor(None, verify_passcode, passcode, member.passcode)
        if not await hashing:
            return WRONG
        ATTEMPTS.succeeded(member.person_id)
        return None

    def _show(self, fault: str | None = None, *, chosen: str = "") -> None:
        members = list(self.provider.members.all().values())
        template = self.settings["voila_jinja2_env"].get_template(TEMPLATE)
        self.set_header("Cache-Control", "no-store")
        self.set_header(REFERRER, "same-origin")  # the form's sender is checked
        self.finish(
            template.render(
                base_url=self.base_url,
                next=self.get_argument("next", default=self.base_url),
                xsrf=self.xsrf_token.decode(),
                members=members,
                with_passcode=any(member.passcode for member in members),
                fault=fault,
                chosen=chosen,
            )
        )


class SignOut(JupyterHandler):
    """End the sign-in of this browser."""

    @allow_unauthenticated
    def get(self) -> Any:
        """Forget who was signed in and show the form."""
        self.identity_provider.clear_login_cookie(self)
        self.redirect(self.get_login_url())
