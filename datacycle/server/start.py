"""The server's door: check, then serve until told to stop."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from datacycle.dashboards.request import PERSON
from datacycle.server.settings import PROXY_SECRET, SHARE, ServerSettings, check_address
from plc_data.errors import WorkbenchError
from plc_data.store.places import WORKSPACE_VARIABLE

log = logging.getLogger("datacycle.server")


def serve(settings: ServerSettings, announce: Callable[[str], None]) -> None:
    """Serve the dashboards; ``announce`` is told the address once they can be opened."""
    prepare_imports()
    from datacycle.server.app import make_server
    from datacycle.server.identity import count_passcodes

    check_address(settings, with_passcode=count_passcodes(settings.workspace))
    os.environ[WORKSPACE_VARIABLE] = str(settings.workspace)
    for secret_or_stray in (PROXY_SECRET, PERSON, "QUERY_STRING"):
        os.environ.pop(secret_or_stray, None)  # pages' processes inherit the rest
    _back_up_once_a_day(settings.workspace)
    server = make_server(settings)
    server.announce = announce
    server.start()


def _back_up_once_a_day(workspace: Path) -> None:
    """Make the day's backup before anybody writes; that it failed is told, and never stops us."""
    from plc_data.store.maintenance import backup_when_due

    try:
        backup_when_due(workspace, at=datetime.now(UTC))
    except WorkbenchError as error:
        log.warning("no backup was made: %s", error)


def prepare_imports() -> None:
    """Make our files found by Jupyter, and leave out a library that costs 1.5 s and is not used.

    ``rfc3987_syntax`` builds a grammar on import; jsonschema takes its absence quietly.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    before = os.environ.get("JUPYTER_PATH", "")
    paths = [str(SHARE), *(before.split(os.pathsep) if before else [])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(dict.fromkeys(paths))
