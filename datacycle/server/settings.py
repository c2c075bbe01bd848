"""What can be chosen about the server, and what is refused before it starts."""

from __future__ import annotations

import ipaddress
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from plc_data.errors import WorkbenchError

HERE = Path(__file__).resolve().parent
SHARE = HERE / "share"
PROXY_SECRET = "DATACYCLE_PROXY_SECRET"
NOTEBOOKS = "DATACYCLE_NOTEBOOKS"
DEFAULT_PORT = 8866
COOKIE_BYTES = 32


@dataclass(frozen=True)
class ServerSettings:
    """One start of the server."""

    workspace: Path
    notebooks: Path
    port: int = DEFAULT_PORT
    address: str = "127.0.0.1"
    open_browser: bool = True
    proxy_secret: str = ""
    fork: bool = True
    most_pages: int = 40
    seconds_to_start: float = 30.0
    idle_seconds: int = 900
    """A page's process that nobody is connected to for this long is ended."""

    @property
    def is_local(self) -> bool:
        """Only this computer can reach the server."""
        return is_loopback(self.address)


def is_loopback(address: str) -> bool:
    """Say whether an address can be reached from this computer only.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("")
    (True, True, False, False)
    """
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def check_address(settings: ServerSettings, *, with_passcode: int) -> None:
    """Refuse to listen to other computers while nothing proves who is asking.

    Raises
    ------
    WorkbenchError
        If the address is not this computer's own and there is neither a proxy that signs people in
        nor anybody with a passcode.
    """
    if settings.is_local or settings.proxy_secret or with_passcode:
        return
    raise WorkbenchError(
        f"Not started: at {settings.address or 'every address'} other computers could open the "
        "workbench, and nothing asks them who they are.\n"
        "Leave --address out, so that only this computer can open it; or give each person a "
        f"passcode; or put it behind a proxy that signs people in and set {PROXY_SECRET}."
    )


def proxy_secret() -> str:
    """Read the secret that a signing-in proxy shares with this server."""
    return os.environ.get(PROXY_SECRET, "")


def notebook_folder() -> Path:
    """Find the folder with the notebooks: named, in the checkout, or installed with the package."""
    named = os.environ.get(NOTEBOOKS)
    places = [
        *([Path(named)] if named else []),
        HERE.parents[1] / "notebooks",
        Path(sys.prefix) / "share" / "datacycle" / "notebooks",
    ]
    for place in places:
        if (place / "dashboards").is_dir():
            return place
    raise WorkbenchError(
        "The notebooks are not where they should be: "
        + " or ".join(str(place) for place in places)
        + f". Set {NOTEBOOKS} to the folder that holds them."
    )


def cookie_secret(workspace: Path) -> bytes:
    """Read, or make once, what signs the sign-in cookies; only its owner may read the file."""
    folder = workspace / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "sign-in-cookies"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = file.read_bytes()
        if len(secret) == COOKIE_BYTES:
            return secret
        file.unlink()
        return cookie_secret(workspace)
    with os.fdopen(handle, "wb") as stream:
        secret = secrets.token_bytes(COOKIE_BYTES)
        stream.write(secret)
    return secret
