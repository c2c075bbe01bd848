"""JupyterLab for those who write notebooks: news, update checks and outside calls are off.

JupyterLab runs any code with the rights of its user. It is for the people who build dashboards, on
their own computer; teachers get the dashboards.
"""

from __future__ import annotations

import os
from pathlib import Path

from datacycle.server.settings import SHARE
from datacycle.server.start import prepare_imports


def run_lab(notebooks: Path, *, port: int, open_browser: bool) -> None:
    """Open JupyterLab on a folder of notebooks and stay until it is ended."""
    prepare_imports()
    before = os.environ.get("JUPYTER_CONFIG_PATH", "")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(SHARE), before]))
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(argv=lab_arguments(notebooks, port=port, open_browser=open_browser))


def lab_arguments(notebooks: Path, *, port: int, open_browser: bool) -> list[str]:
    """Write the settings as JupyterLab's own options."""
    return [
        f"--ServerApp.root_dir={notebooks}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.open_browser={open_browser}",
        "--ServerApp.allow_root=True",  # a container's only account is often root
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
