"""A workbench started for tests, as its own process, on a free port."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.sources import CHECKOUT

SECONDS_TO_START = 60
SECONDS_TO_END = 5  # the limit that the workbench promises


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    address: str
    process: subprocess.Popen
    workspace: Path
    output: Path

    def stop(self) -> float:
        """End it the polite way; return the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(3 * SECONDS_TO_END)
        return time.monotonic() - began


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(
    workspace: Path, folder: Path, *options: str, notebooks: Path | None = None
) -> Iterator[Running]:
    """Start a server on a workspace; end it afterwards."""
    port, output = free_port(), folder / "server.log"
    environment = dict(os.environ)
    if notebooks:
        environment["DATACYCLE_NOTEBOOKS"] = str(notebooks)
    command = [sys.executable, "-m", "datacycle", "serve", "--workspace", str(workspace)]
    command += [f"--port={port}", "--no-browser", *options]
    with output.open("w") as log:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    server = Running(f"http://127.0.0.1:{port}", process, workspace, output)
    try:
        _wait(server)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(3 * SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Running) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        with contextlib.suppress(OSError):
            if urllib.request.urlopen(server.address + "/dc/alive", timeout=1).status == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start:\n" + server.output.read_text())
