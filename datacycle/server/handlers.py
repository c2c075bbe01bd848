"""What the server gives out besides Voilà's own files, and what it replaces of Voilà."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.utils import url_path_join
from markupsafe import Markup
from tornado.iostream import StreamClosedError
from voila.notebook_renderer import NotebookRenderer
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.voila_kernel_manager import ensure_async

from datacycle.server.kernels import owns

log = logging.getLogger("datacycle.server")

HOME = "home.ipynb"
PAGE = re.compile(r"[a-z][a-z0-9_]*\.ipynb")
A_WEEK = "public, max-age=604800"
FAILED = Markup(
    '<div class="dc-failed" role="alert"><h1>This page could not be opened</h1>'
    "<p>Nothing was lost. Reload the page; if that does not help, tell whoever looks after the "
    "workbench this number: {number}.</p></div>"
    "<script>window.dcFailed && window.dcFailed()</script>"
)


class Home(TornadoVoilaHandler):
    """The address without a page leads to the first one."""

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Go to the home page."""
        self.redirect(url_path_join(self.base_url, "voila", "render", HOME))


class Page(TornadoVoilaHandler):
    """One dashboard: a notebook of the folder, and nothing else."""

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Stream the page while its process starts."""
        folder = Path(self.contents_manager.root_dir)
        if not PAGE.fullmatch(path or "") or not (folder / path).is_file():
            raise tornado.web.HTTPError(404, "There is no such page.")
        try:
            await super().get(path)
        except StreamClosedError:
            log.debug("Somebody left a page before it was there.")


class ShutDown(VoilaShutdownKernelHandler):
    """A page that is left says so, and its process ends.

    The browser's beacon can not carry the token against forged requests (voila issue 1458); that
    the browser calls it a request of our own page stands in for the token.
    """

    def check_xsrf_cookie(self) -> None:
        """Accept requests of our own pages only."""
        headers = self.request.headers
        origin = headers.get("Origin", "").partition("//")[2]
        if headers.get("Sec-Fetch-Site") == "same-origin" or origin == self.request.host:
            return
        raise tornado.web.HTTPError(403)

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the process, if the person owns the page."""
        if not owns(self.kernel_manager, kernel_id, self.current_user):
            raise tornado.web.HTTPError(403)
        await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id))
        self.set_status(204)
        self.finish()


class CachedExtensions(FileFindHandler):
    """Widgets' own scripts: their addresses carry a mark of their content, so keep them."""

    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep what can not change under its address."""
        super().set_extra_headers(path)
        if "v=" in (self.request.query or "") or "static/" in path:
            self.set_header("Cache-Control", A_WEEK)


class CachedFile(tornado.web.StaticFileHandler):
    """A file of ours that changes with a new version only."""

    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep it."""
        self.set_header("Cache-Control", A_WEEK)


class OurFile(tornado.web.StaticFileHandler):
    """A small file of ours: asked for each time, sent only when it has changed."""


class Alive(tornado.web.RequestHandler):
    """Says that the server is there; for whoever started it."""

    @allow_unauthenticated
    def get(self) -> None:
        """Answer."""
        self.set_header("Content-Type", "text/plain")
        self.finish("ok")


class Renderer(NotebookRenderer):
    """Voilà's renderer, but a page that fails says so instead of waiting for ever."""

    def generate_content_generator(self, *args: Any, **kwargs: Any) -> AsyncIterator[tuple]:
        """Give the page piece by piece; in place of a piece that fails, words and a number."""
        return self._to_the_end(super().generate_content_generator(*args, **kwargs))

    async def _to_the_end(self, pieces: AsyncIterator[tuple]) -> AsyncIterator[tuple]:
        try:
            async for piece in pieces:
                yield piece
        except Exception:  # whatever it was, the reader must get an answer
            number = uuid.uuid4().hex[:8]
            log.exception("Page %s failed (%s).", self.notebook_path, number)
            yield FAILED.format(number=number), {}
