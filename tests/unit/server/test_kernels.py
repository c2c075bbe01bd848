"""Who owns a page's process, and how many there may be."""

import asyncio
from types import SimpleNamespace

import pytest
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

from datacycle.server.kernels import OneKernel, OwnPagesOnly, PageKernels

ANA, BEN = SimpleNamespace(username="p-ana"), SimpleNamespace(username="p-ben")
ASKED_BY_ANA = {"HTTP_X_DC_USER": "p-ana"}


@pytest.fixture
def kernels(monkeypatch):
    """Page kernels whose processes are only counted."""
    started = []

    async def start(self, **_):
        started.append(f"k-{len(started) + 1}")
        return started[-1]

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", start)
    monkeypatch.setattr(PageKernels, "__len__", lambda _: len(started), raising=False)
    return PageKernels(most=2, seconds_to_start=0.2)


def handler_of(kernels, kernel_id):
    return SimpleNamespace(path_kwargs={"kernel_id": kernel_id}, kernel_manager=kernels)


def allowed(kernels, kernel_id, user, resource="kernels"):
    authorizer = OwnPagesOnly(identity_provider=IdentityProvider(token=""))
    return authorizer.is_authorized(handler_of(kernels, kernel_id), user, "execute", resource)


class TestPageKernels:
    def test_a_page_belongs_to_who_opened_it(self, kernels):
        kernel_id = asyncio.run(kernels.start_kernel(env=ASKED_BY_ANA))

        assert allowed(kernels, kernel_id, ANA)
        assert not allowed(kernels, kernel_id, BEN)
        assert not allowed(kernels, kernel_id, None)

    def test_an_unknown_page_and_anything_else_is_refused(self, kernels):
        kernel_id = asyncio.run(kernels.start_kernel(env=ASKED_BY_ANA))

        assert not allowed(kernels, "k-99", ANA)
        assert not allowed(kernels, None, ANA)
        assert not allowed(kernels, kernel_id, ANA, resource="contents")

    @pytest.mark.parametrize("env", [{}, None, {"HTTP_X_DC_USER": ""}])
    def test_nobody_gets_no_page(self, kernels, env):
        with pytest.raises(HTTPError) as refused:
            asyncio.run(kernels.start_kernel(env=env))

        assert refused.value.status_code == 403

    def test_there_are_only_so_many(self, kernels):
        for _ in range(2):
            asyncio.run(kernels.start_kernel(env=ASKED_BY_ANA))

        with pytest.raises(HTTPError, match="All places are taken") as full:
            asyncio.run(kernels.start_kernel(env=ASKED_BY_ANA))

        assert full.value.status_code == 503

    def test_a_start_that_hangs_is_given_up(self, kernels, monkeypatch):
        async def hang(self, **_):
            await asyncio.sleep(60)

        monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", hang)

        with pytest.raises(HTTPError, match="too long") as slow:
            asyncio.run(kernels.start_kernel(env=ASKED_BY_ANA))

        assert slow.value.status_code == 503
        assert kernels.owners == {}


class TestOneKernel:
    def test_every_notebook_gets_the_same_python(self):
        specs = OneKernel(provisioner="a-provisioner")

        for name in ("python3", "ir", "anything"):
            spec = specs.get_kernel_spec(name)
            assert spec.language == "python"
            assert spec.metadata["kernel_provisioner"]["provisioner_name"] == "a-provisioner"
        assert list(specs.get_all_specs()) == ["python3"]
