"""Room for pages: those whose browser is gone make way, those in use or just asked for stay."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from datacycle.server.kernels import PageKernels


class Kernels(PageKernels):
    """A manager whose kernels are only names."""

    def __init__(self, pages: dict[str, tuple[int, int]]) -> None:
        super().__init__()
        now = datetime.now(UTC)
        self.ended: list[str] = []
        self.pages = {
            name: SimpleNamespace(last_activity=now - timedelta(seconds=quiet))
            for name, (_, quiet) in pages.items()
        }
        self._kernel_connections = {name: n for name, (n, _) in pages.items()}

    def list_kernel_ids(self) -> list[str]:
        return list(self.pages)

    def get_kernel(self, kernel_id: str) -> SimpleNamespace:
        return self.pages[kernel_id]

    async def shutdown_kernel(self, kernel_id: str, now: bool = False) -> None:
        self.ended.append(kernel_id)
        del self.pages[kernel_id]


def test_only_pages_without_a_browser_make_way():
    kernels = Kernels({"in use": (1, 500), "left": (0, 500), "just asked for": (0, 1)})

    asyncio.run(kernels.make_room())

    assert kernels.ended == ["left"]


def test_a_page_that_never_connected_counts_as_left():
    kernels = Kernels({"never": (0, 500)})
    kernels._kernel_connections = {}

    asyncio.run(kernels.make_room())

    assert kernels.ended == ["never"]
