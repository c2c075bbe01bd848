"""The server's side of the warm parent: starting it, and pages' processes that come from it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from datacycle.server.forkserver import NO_THREADS, READY

log = logging.getLogger("datacycle.server")

PROVISIONER = "datacycle-forked"
SECONDS_TO_ANSWER = 10.0
SECONDS_TO_WARM_UP = 60.0


def can_fork() -> bool:
    """Say whether this system forks safely; macOS' own libraries do not survive it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class WarmParent:
    """The process that the pages' processes are forked from."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="datacycle-"))  # 0700
        self.socket = self._folder / "fork"
        self._ready = False
        environment = {**os.environ, **NO_THREADS}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "datacycle.server.forkserver", str(self.socket)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The parent's process id."""
        return self._process.pid

    def wait_until_ready(self, seconds: float) -> bool:
        """Wait for the imports to be done; False if that takes too long or failed."""
        if not self._ready and self._process.poll() is None:
            stdout = self._process.stdout
            readable, _, _ = select.select([stdout], [], [], seconds)
            self._ready = bool(readable) and os.read(stdout.fileno(), len(READY)) == READY
        return self._ready and self._process.poll() is None

    def fork(self, connection_file: str, folder: str, environment: dict[str, str]) -> ForkedProcess:
        """Ask for one more process.

        Raises
        ------
        OSError
            If the parent is not there or does not answer.
        """
        if not self.wait_until_ready(SECONDS_TO_WARM_UP):
            raise OSError("the warm parent is not there")
        order = {"connection_file": connection_file, "folder": folder, "environment": environment}
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS_TO_ANSWER)
        try:
            line.connect(str(self.socket))
            line.sendall(json.dumps(order).encode() + b"\n")
            process = int(line.makefile("rb", buffering=0).readline())
        except (OSError, ValueError) as error:
            line.close()
            raise OSError("the warm parent did not answer") from error
        line.setblocking(False)
        return ForkedProcess(process, line)

    def stop(self) -> None:
        """End the parent, and with it every process that came from it."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(1)
        if self._process.stdout:
            self._process.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class ForkedProcess:
    """One forked process, used like a ``subprocess.Popen``; its line is closed when it ends."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._line = line

    def poll(self) -> int | None:
        """Return None while the process lives."""
        if self.returncode is None:
            try:
                ended = not self._line.recv(1)
            except BlockingIOError:
                return None
            except OSError:
                ended = True
            if ended:
                self.returncode = 0
                self._line.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end of the process."""
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("forked", timeout or 0)
            select.select([self._line], [], [], 0.2)
        return self.returncode or 0

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process, if it still lives."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


class ForkedProvisioner(LocalProvisioner):
    """Gives Jupyter a process forked from the warm parent, or an ordinary one if that fails."""

    parent_process: ClassVar[WarmParent | None] = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the process of one page."""
        parent, manager = type(self).parent_process, self.parent
        if parent is None or manager is None:
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        environment = dict(kwargs.get("env") or os.environ)
        try:
            self.process = parent.fork(manager.connection_file, folder, environment)
        except OSError as error:
            log.warning("A page starts on its own, which takes longer: %s.", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = folder
        return self.connection_info


def use_warm_parent() -> WarmParent | None:
    """Start the warm parent and make Jupyter use it; None where forking is not possible."""
    if not can_fork():
        log.warning("Pages start as ordinary processes: this system can not fork them safely.")
        return None
    try:
        parent = WarmParent()
    except OSError as error:
        log.warning("Pages start as ordinary processes: %s.", error)
        return None
    ForkedProvisioner.parent_process = parent
    where = f"{__name__}:{ForkedProvisioner.__name__}"
    entry = EntryPoint(PROVISIONER, where, KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.instance().provisioners[PROVISIONER] = entry
    return parent
