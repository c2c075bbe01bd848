"""The server: Voilà with our sign-in, our pages, our safeguards, and nothing that is not in use."""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import shutil
import signal
import threading
import webbrowser
from typing import Any

import tornado.ioloop
import tornado.web
import voila.handler
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from jupyter_core.utils import run_sync
from jupyter_server.utils import url_path_join
from traitlets.config import Config
from voila.app import Voila
from voila.exporter import VoilaExporter

from datacycle.server import forked, handlers
from datacycle.server.headers import SafeHeaders
from datacycle.server.identity import PERSON_HEADER, Members, PeopleIdentity
from datacycle.server.kernels import OneKernel, OwnPagesOnly, PageKernels
from datacycle.server.settings import SHARE, ServerSettings, cookie_secret
from plc_data.errors import WorkbenchError

log = logging.getLogger("datacycle.server")

EXTENSIONS = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]
"""What a page loads in the browser; Voilà would load every extension it finds (15 MB)."""
LARGEST_UPLOAD = 100 * 2**20  # bytes in one message; without it 10 MiB fail in silence
PING_MILLISECONDS = 30_000  # Jupyter's own is longer than Tornado lets it be
SECONDS_A_CELL = 120
SECONDS_TO_END = 3.0
NOT_OURS = ("/voila/tree", "/voila/api/contents", "/voila/files", "/voila/query")
TRY_AGAIN = "Nothing was lost. Reload the page; if it happens again, tell whoever looks after it."
KERNEL_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Server(Voila):
    """One running server."""

    choice: ServerSettings
    warm_parent: forked.WarmParent | None = None

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Read no configuration of others: a stray voila.json must not open what is closed here."""

    def init_settings(self) -> dict[str, Any]:
        """Make the settings of Voilà, then ours."""
        settings = super().init_settings()
        identity: PeopleIdentity = self.identity_provider
        identity.members = Members(self.choice.workspace)
        identity.proxy_secret = self.choice.proxy_secret
        identity.passcode_needed = not self.choice.is_local
        settings |= {
            "compress_response": True,
            "allow_remote_access": not self.choice.is_local,  # else: no foreign name for this host
            "log_function": log_request,
            "jinja2_env": settings["voila_jinja2_env"],  # errors in our words, also of Jupyter's
            "websocket_max_message_size": LARGEST_UPLOAD,
            "ws_ping_timeout": PING_MILLISECONDS,
            "cookie_secret": cookie_secret(self.choice.workspace),
        }
        return settings

    def init_handlers(self) -> list[tuple]:
        """Give out our pages and files; leave out Voilà's lists and files of the folder."""
        self.app.transforms.append(SafeHeaders)
        kept = [self._ours(rule) for rule in super().init_handlers() if not _left_out(rule)]
        files = {"path": str(SHARE / "static")}
        return [
            (self._at(r"/dc/plotly\.min\.js"), PlotlyFile, files),
            (self._at(r"/dc/(frame\.css)"), handlers.OurFile, files),
            (self._at(r"/dc/alive"), handlers.Alive),
            *kept,
        ]

    def _at(self, path: str) -> str:
        return url_path_join(self.server_url, path)

    def _ours(self, rule: tuple) -> tuple:
        path, _handler, *rest = rule
        if path == self.server_url:
            return (path, handlers.Home, *rest)
        if "/voila/render" in path:
            return (path, handlers.Page, *rest)
        if "/voila/api/shutdown" in path:
            return (path, handlers.ShutDown, *rest)
        if "/voila/labextensions" in path:
            return (path, handlers.CachedExtensions, *rest)
        return rule

    def listen(self) -> None:
        """Take the port that was asked for, or say why not; then serve until told to stop."""
        address, port = self.choice.address, self.choice.port
        try:
            self.app.listen(port, address, max_body_size=LARGEST_UPLOAD)
        except OSError as error:
            self._end_pages()
            raise WorkbenchError(port_words(error, address, port)) from error
        self.ioloop = tornado.ioloop.IOLoop.current()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle_signal_stop)
        self.ioloop.add_callback(self._ready)
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _ready(self) -> None:
        address = f"http://{self.choice.address}:{self.choice.port}{self.base_url}"
        self.announce(address)
        if self.choice.open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def announce(self, address: str) -> None:
        """Tell whoever started the server where it is."""

    def stop(self) -> None:
        """End every page, politely for a moment, then for good."""
        self._end_pages()

    def _end_pages(self) -> None:
        try:
            run_sync(self._shut_all_down)()
        except TimeoutError:
            log.warning("Some pages did not end by themselves and were stopped.")
        if self.warm_parent:
            self.warm_parent.stop()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _shut_all_down(self) -> None:
        await asyncio.wait_for(self.kernel_manager.shutdown_all(), SECONDS_TO_END)


class PlotlyFile(handlers.CachedFile):
    """The chart library, once per browser; the basic bundle draws bars, lines and dots."""

    async def get(self, path: str = "", include_body: bool = True) -> None:
        """Give it out under one name, whichever bundle it is."""
        await super().get("plotly-basic.min.js", include_body)

    async def head(self, path: str = "") -> None:
        """Say how long it is."""
        await self.get(path, include_body=False)


class TemplateMemory(BytecodeCache):
    """Keeps compiled templates: Voilà compiles the same ones for every page otherwise."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._code[bucket.key] = bucket.bytecode_to_string()


def amend_voila() -> None:
    """Change what has no setting in Voilà: renderers that fail, templates made anew each time."""
    voila.handler.NotebookRenderer = handlers.Renderer
    make, memory = VoilaExporter._create_environment, TemplateMemory()

    def remembering(exporter: VoilaExporter) -> Any:
        environment = make(exporter)
        environment.bytecode_cache = memory
        return environment

    VoilaExporter._create_environment = remembering


def make_server(choice: ServerSettings) -> Server:
    """Put a server together, ready to ``start()``."""
    amend_voila()
    warm_parent = forked.use_warm_parent() if choice.fork else None
    server = Server(config=configuration(choice, warm=warm_parent is not None))
    server.choice, server.warm_parent = choice, warm_parent
    server.initialize([])
    return server


def configuration(choice: ServerSettings, *, warm: bool) -> Config:
    """Write our choice in the words of Voilà and Jupyter."""
    config = Config()
    config.Voila.root_dir = str(choice.notebooks / "dashboards")
    config.Voila.ip, config.Voila.port, config.Voila.port_retries = choice.address, choice.port, 0
    config.Voila.open_browser = False
    config.Voila.log_level = logging.ERROR
    config.Voila.identity_provider_class = PeopleIdentity
    config.Voila.authorizer_class = OwnPagesOnly
    pages = config.VoilaConfiguration
    pages.template, pages.theme = "datacycle", "light"
    pages.allow_template_override = pages.allow_theme_override = "NO"
    pages.file_allowlist, pages.extension_allowlist = [], EXTENSIONS
    pages.http_header_envs = [PERSON_HEADER]
    pages.multi_kernel_manager_class = PageKernels
    pages.kernel_spec_manager_class = OneKernel
    pages.show_tracebacks = False
    config.OneKernel.provisioner = forked.PROVISIONER if warm else "local-provisioner"
    config.PageKernels.most = choice.most_pages
    config.PageKernels.seconds_to_start = choice.seconds_to_start
    config.PageKernels.cull_idle_timeout = choice.idle_seconds
    config.PageKernels.cull_interval = max(1, min(60, choice.idle_seconds))
    config.KernelManager.transport = "ipc" if forked.can_fork() else "tcp"
    config.KernelManager.shutdown_wait_time = 1.5
    config.KernelManager.autorestart = False  # an empty process would look alive and know nothing
    config.VoilaExecutor.startup_timeout = int(choice.seconds_to_start)
    config.VoilaExecutor.timeout = SECONDS_A_CELL
    config.VoilaExecutor.cell_error_instruction = TRY_AGAIN
    config.VoilaExecutor.cell_timeout_instruction = TRY_AGAIN
    return config


def port_words(error: OSError, address: str, port: int) -> str:
    """Say why a port could not be taken, and what to do."""
    if error.errno == errno.EADDRINUSE:
        why = "another program uses it already (perhaps a workbench that is still open)"
    elif error.errno == errno.EACCES:
        why = "this account may not use it"
    else:
        why = error.strerror or str(error)
    return f"Not started: port {port} at {address} can not be used: {why}.\nTry: --port {port + 1}"


def log_request(handler: tornado.web.RequestHandler) -> None:
    """Note what went wrong, without queries and without the ids that open a page's process."""
    status = handler.get_status()
    if status < 500:
        return
    path = KERNEL_ID.sub("<page>", handler.request.path)
    log.error("%d %s %s", status, handler.request.method, path)


def _left_out(rule: tuple) -> bool:
    return any(place in rule[0] for place in NOT_OURS)
