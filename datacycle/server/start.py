"""The server's door: check, then serve until told to stop."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from datacycle.dashboards.request import PERSON
from datacycle.server.settings import PROXY_SECRET, SHARE, ServerSettings, check_address
from plc_data.store.places import WORKSPACE_VARIABLE


def serve(settings: ServerSettings, announce: Callable[[str], None]) -> None:
    """Serve the dashboards; ``announce`` is told the address once they can be opened."""
    prepare_imports()
    from datacycle.server.app import make_server
    from datacycle.server.identity import count_passcodes

    check_address(settings, with_passcode=count_passcodes(settings.workspace))
    os.environ[WORKSPACE_VARIABLE] = str(settings.workspace)
    for secret_or_stray in (PROXY_SECRET, PERSON, "QUERY_STRING"):
        os.environ.pop(secret_or_stray, None)  # pages' processes inherit the rest
    server = make_server(settings)
    server.announce = announce
    server.start()


def prepare_imports() -> None:
    """Make our files found by Jupyter, and leave out a library that costs 1.5 s and is not used.

    ``rfc3987_syntax`` builds a grammar on import; jsonschema takes its absence quietly.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    before = os.environ.get("JUPYTER_PATH", "")
    paths = [str(SHARE), *(before.split(os.pathsep) if before else [])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(dict.fromkeys(paths))
