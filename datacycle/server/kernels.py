"""One process per open page: owned by who opened it, bounded in number and in time to start."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Dict, Float, Int, Unicode

from datacycle.dashboards.request import PERSON
from datacycle.server.forkserver import QUIET

log = logging.getLogger("datacycle.server")

NAME = "python3"
FULL = "All places are taken at the moment. Close a page that is no longer needed, then try again."
SLOW = "The page took too long to start. Nothing was lost; please try again."


class PageKernels(AsyncMappingKernelManager):
    """Starts and ends the processes behind the pages."""

    most = Int(40, help="How many pages may be open at once.", config=True)
    seconds_to_start = Float(30.0, help="How long a page's start may take.", config=True)
    seconds_alone = Float(30.0, help="A page without a browser may go after this.", config=True)
    owners: dict[str, str] = Dict(help="Kernel id -> the person who opened the page.")

    async def start_kernel(self, **kwargs: Any) -> str:
        """Start the process of one page for the person whom the server signed in."""
        if len(self) >= self.most:
            await self.make_room()
        if len(self) >= self.most:
            raise HTTPError(503, FULL, reason="Full")
        person = (kwargs.get("env") or {}).get(PERSON)
        if not person:
            raise HTTPError(403, "A page belongs to a person.", reason="Not signed in")
        try:
            starting = super().start_kernel(**kwargs)
            kernel_id = await asyncio.wait_for(starting, self.seconds_to_start)
        except TimeoutError as error:
            log.error("A page did not start within %.0f s.", self.seconds_to_start)
            raise HTTPError(503, SLOW, reason="Too slow") from error
        self.owners[kernel_id] = person
        return kernel_id

    async def make_room(self) -> None:
        """End the pages that nobody is connected to any more: a browser that crashed says no bye.

        A page that was asked for just now may not have connected yet, so it is left alone.
        """
        now = datetime.now(UTC)
        for kernel_id in list(self.list_kernel_ids()):
            alone = not self._kernel_connections.get(kernel_id)
            quiet = (now - self.get_kernel(kernel_id).last_activity).total_seconds()
            if alone and quiet > self.seconds_alone:
                log.info("A page without a browser was ended to make room.")
                await self.shutdown_kernel(kernel_id, now=True)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a page that has ended."""
        self.owners.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)


class OwnPagesOnly(Authorizer):
    """A page's process answers the person who opened it and nobody else."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Say whether a person may do something; what is not about their own page is refused."""
        kernel_id = (getattr(handler, "path_kwargs", None) or {}).get("kernel_id")
        return resource == "kernels" and owns(handler.kernel_manager, kernel_id, user)


def owns(kernels: PageKernels, kernel_id: str | None, user: Any) -> bool:
    """Say whether a person opened the page with this process."""
    owner = kernels.owners.get(kernel_id or "")
    return owner is not None and user is not None and owner == user.username


class OneKernel(KernelSpecManager):
    """Knows one kernel: the Python that runs the server, started by the provisioner given here."""

    provisioner = Unicode("local-provisioner", config=True)

    def find_kernel_specs(self) -> dict[str, str]:
        """Name the one kernel."""
        return {NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Describe it, whatever name a notebook asks for."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *QUIET],
            display_name="Python",
            language="python",
            name=NAME,
            metadata={
                "debugger": False,
                "kernel_provisioner": {"provisioner_name": self.provisioner},
            },
        )

    def get_all_specs(self) -> dict[str, Any]:
        """Describe it in the form of Jupyter's list."""
        return {NAME: {"resource_dir": "", "spec": self.get_kernel_spec(NAME).to_dict()}}
