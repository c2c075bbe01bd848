"""The warm parent: imports everything once, then forks a page's process in milliseconds.

Run as ``python -m datacycle.server.forkserver SOCKET``; POSIX only. What the children have imported
lies in memory once, shared until somebody writes to it.

A line of JSON (connection file, folder, environment) arrives on the socket; the child's process id
goes back. The connection then stands for the child: it is closed when the child ends, and the child
is ended when the asker closes it. When the asker itself is gone (its end of our standard input is
closed) everything ends.

The parent stays plain: one thread, no ZeroMQ context, no open database. Forking anything else is
how forked programs go wrong.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import logging
import os
import pkgutil
import selectors
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger("datacycle.forkserver")

READY = b"ready\n"
EVERY_KERNEL = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.iostream"),
    *("IPython.core.completer", "IPython.core.magics", "jedi", "comm", "debugpy._vendored"),
    *("pandas", "numpy.random", "ipywidgets", "anywidget", "pydantic", "sqlalchemy"),
    *("sqlalchemy.dialects.sqlite", "scipy.stats", "scipy.special", "scipy.optimize"),
    *("importlib.metadata", "yaml", "pyarrow.parquet", "pyarrow.compute"),
)
"""What a page's process imports anyway, or is likely to."""
PAGES = "datacycle.dashboards"
QUIET = ("--HistoryManager.enabled=False", "--IPKernelApp.log_level=40")
"""Options of every page's process: nothing a page ran is kept, and only errors are told."""
NO_THREADS = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""Environment in which the libraries start no threads of their own: a fork would lose them."""


def warm_up() -> None:
    """Import what pages need. What can not be imported is left to the page that wants it."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    for name in EVERY_KERNEL:
        _try_import(name)
    _try_import(PAGES)
    package = sys.modules.get(PAGES)
    if package is not None:
        for module in pkgutil.walk_packages(package.__path__, PAGES + "."):
            _try_import(module.name)
    _walk()


def _walk() -> None:
    """Let the pages' own code run once on scratch data, so that its memory is shared."""
    try:
        importlib.import_module(f"{PAGES}.warm").warm_up(datetime.now(UTC))
    except Exception as error:  # as above: pages open without it, a little slower
        log.warning("not walked through: %s", type(error).__name__)


def _try_import(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception as error:  # one page's fault must not take the others' parent away
        log.warning("not warmed up: %s (%s)", name, type(error).__name__)


class ForkServer:
    """The parent's loop: a line in, a child out, and an eye on every child."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._children: dict[int, socket.socket] = {}
        self._waiting = selectors.DefaultSelector()
        self._listener = _listen(path)
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)

    def run(self) -> None:
        """Serve until the asker is gone."""
        self._waiting.register(self._listener, selectors.EVENT_READ, "asked")
        self._waiting.register(self._woken, selectors.EVENT_READ, "child ended")
        self._waiting.register(sys.stdin.fileno(), selectors.EVENT_READ, "asker gone")
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the asker's to act upon
        gc.collect()
        gc.freeze()  # so that collecting in a child does not touch, and so copy, the shared pages
        os.write(sys.stdout.fileno(), READY)
        try:
            while self._serve_once():
                pass
        finally:
            self._end_all()

    def _serve_once(self) -> bool:
        for key, _events in self._waiting.select():
            if key.data == "asked":
                self._answer()
            elif key.data == "child ended":
                self._collect()
            elif key.data == "asker gone":
                if not os.read(sys.stdin.fileno(), 4096):
                    return False
            else:
                self._hung_up(key.fileobj, key.data)
        return True

    def _answer(self) -> None:
        line, _address = self._listener.accept()
        line.settimeout(5)
        try:
            order = json.loads(_read_line(line))
        except (OSError, ValueError):
            line.close()
            return
        process = os.fork()
        if process == 0:
            self._become_kernel(line, order)
        self._children[process] = line
        with contextlib.suppress(OSError):
            line.sendall(b"%d\n" % process)
        line.setblocking(False)
        self._waiting.register(line, selectors.EVENT_READ, process)

    def _become_kernel(self, line: socket.socket, order: dict) -> None:
        """Turn this fork into the page's process; never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._waiting.close()
            for other in (line, self._listener, *self._children.values()):
                other.close()
            os.close(self._woken)
            os.close(self._wake)
            run_kernel(order)
            code = 0
        finally:
            os._exit(code)

    def _collect(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._woken, 4096):
                pass
        while True:
            try:
                process, _status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            self._forget(process)

    def _hung_up(self, line: object, process: int) -> None:
        with contextlib.suppress(OSError):
            if line.recv(4096):  # type: ignore[attr-defined]
                return
        self._forget(process)
        _end(process)

    def _forget(self, process: int) -> None:
        line = self._children.pop(process, None)
        if line is not None:
            self._waiting.unregister(line)
            line.close()

    def _end_all(self) -> None:
        for process in self._children:
            _end(process)
        with contextlib.suppress(OSError):
            Path(self._path).unlink()


def run_kernel(order: dict) -> None:
    """Be the kernel that an order asks for, as if started on its own."""
    os.setsid()
    _die_with_parent()
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    _fresh_chance()
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    arguments = ["-f", order["connection_file"], *QUIET]
    arguments += [f"--IPKernelApp.parent_handle={os.getppid()}"]  # ends when this changes
    sys.argv = ["ipykernel_launcher", *arguments]

    import ipywidgets
    from ipykernel.kernelapp import IPKernelApp

    logging.getLogger("Comm").setLevel(logging.ERROR)  # a page that is left is no news
    app = IPKernelApp.instance()
    app.initialize(arguments)
    ipywidgets.register_comm_target()  # done on import, which was before there was a kernel
    app.start()


def _fresh_chance() -> None:
    """Give the child its own random numbers: a fork inherits the state of every generator."""
    import random

    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _die_with_parent() -> None:
    """Ask Linux to end this process with its parent; elsewhere ipykernel watches for that."""
    if sys.platform != "linux":
        return
    import ctypes

    set_parent_death_signal = 1
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _listen(path: str) -> socket.socket:
    before = os.umask(0o177)
    try:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
    finally:
        os.umask(before)
    listener.listen(64)
    return listener


def _read_line(line: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\n"):
        more = line.recv(65536)
        if not more:
            raise ValueError("the asker hung up")
        text += more
    return text


def _end(process: int) -> None:
    for end in (os.killpg, os.kill):  # a child that is just starting has no group of its own yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(process, signal.SIGKILL)


def main(argv: list[str]) -> None:
    """Warm up and serve."""
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    _die_with_parent()
    warm_up()
    ForkServer(argv[0]).run()


if __name__ == "__main__":
    main(sys.argv[1:])
