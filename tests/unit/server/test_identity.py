"""Who is asking, by cookie or by proxy, and what ends a sign-in."""

import asyncio
from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from datacycle.server.identity import Member, PeopleIdentity

ANA = Member("p-ana", "Ana Ruiz", None)
EVE = Member("p-eve", "Eve Adams", "a kept hash")


class FakeMembers:
    """The people of a workspace, by hand."""

    def __init__(self, *members):
        self.members = {member.person_id: member for member in members}

    def all(self):
        return self.members


@pytest.fixture
def provider(monkeypatch):
    """An identity provider with Ana and Eve, and a cookie that says what the test wants."""
    made = PeopleIdentity(members=FakeMembers(ANA, EVE))
    made.proxy_secret = ""
    monkeypatch.setattr(PeopleIdentity, "get_user_cookie", lambda _self, handler: handler.cookie)
    return made


def ask(provider, headers=None, cookie=None):
    """Return (who the provider says is asking, what the page's process would be told)."""
    request = SimpleNamespace(headers=HTTPHeaders(headers or {}))
    user = asyncio.run(provider.get_user(SimpleNamespace(request=request, cookie=cookie)))
    return (user.username if user else None), request.headers.get("X-DC-User")


class TestHeaders:
    def test_what_a_browser_sends_is_thrown_away(self, provider):
        assert ask(provider, {"X-DC-User": "p-eve", "x-dc-proxy": ""}) == (None, None)

    def test_the_signed_in_person_stays_who_they_are(self, provider):
        cookie = provider.user_of("p-ana")

        assert ask(provider, {"X-DC-User": "p-eve"}, cookie) == ("p-ana", "p-ana")

    def test_a_proxy_with_the_secret_is_believed(self, provider):
        provider.proxy_secret = "shared"
        headers = {"X-DC-User": "p-eve", "X-DC-Proxy": "shared"}

        assert ask(provider, headers) == ("p-eve", "p-eve")

    @pytest.mark.parametrize(
        ("person", "secret"), [("p-eve", "guess"), ("p-eve", ""), ("p-nobody", "shared")]
    )
    def test_without_it_or_for_a_stranger_it_is_not(self, provider, person, secret):
        provider.proxy_secret = "shared"

        assert ask(provider, {"X-DC-User": person, "X-DC-Proxy": secret}) == (None, None)


class TestCookies:
    @pytest.mark.parametrize("person", ["p-ana", "p-eve"])
    def test_a_cookie_names_its_person(self, provider, person):
        cookie = provider.user_to_cookie(provider.user_of(person))

        assert provider.user_from_cookie(cookie).username == person

    def test_it_does_not_hold_the_passcodes_hash(self, provider):
        assert "a kept hash" not in provider.user_to_cookie(provider.user_of("p-eve"))

    def test_a_new_passcode_ends_it(self, provider):
        cookie = provider.user_to_cookie(provider.user_of("p-eve"))
        provider.members = FakeMembers(ANA, Member("p-eve", "Eve Adams", "another hash"))

        assert provider.user_from_cookie(cookie) is None

    def test_leaving_the_school_ends_it(self, provider):
        cookie = provider.user_to_cookie(provider.user_of("p-eve"))
        provider.members = FakeMembers(ANA)

        assert provider.user_from_cookie(cookie) is None

    def test_where_others_can_reach_the_server_a_passcode_is_needed(self, provider):
        cookie = provider.user_to_cookie(provider.user_of("p-ana"))
        provider.passcode_needed = True

        assert provider.user_from_cookie(cookie) is None
