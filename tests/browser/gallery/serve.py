"""Plain Voilà with the project's template, for the gallery alone: no sign-in, no workspace.

    python -m tests.browser.gallery.serve --port=8899

With ``GALLERY_WITHOUT_PLOTLY=1`` our own plotly.js is not served, as in JupyterLab.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SHARE = ROOT / "datacycle" / "server" / "share"
os.environ["JUPYTER_PATH"] = str(SHARE)
os.environ["PYTHONPATH"] = str(ROOT)
sys.modules.setdefault("rfc3987_syntax", None)  # 1.5 s of every start, and not in use

import tornado.web  # noqa: E402
from jupyter_server.utils import url_path_join  # noqa: E402
from voila.app import Voila  # noqa: E402

from datacycle.dashboards.parts.chart import plotly_script  # noqa: E402


class Gallery(Voila):
    """Serves one notebook and the files that its page asks for."""

    def init_handlers(self):
        def at(path):
            return url_path_join(self.server_url, path)

        ours = [
            (
                at(r"/dc/(frame\.css)"),
                tornado.web.StaticFileHandler,
                {"path": str(SHARE / "static")},
            )
        ]
        if not os.environ.get("GALLERY_WITHOUT_PLOTLY"):
            files = {"path": str(plotly_script().parent)}
            ours.append((at(r"/dc/(plotly\.min\.js)"), tornado.web.StaticFileHandler, files))
        return [*ours, *super().init_handlers()]


def main() -> None:
    """Serve until told to stop."""
    extensions = [
        "@voila-dashboards/widgets-manager8",
        "@jupyter-widgets/jupyterlab-manager",
        "anywidget",
    ]
    Gallery.launch_instance(
        [
            str(ROOT / "tests" / "browser" / "gallery" / "parts.ipynb"),
            "--no-browser",
            "--Voila.port_retries=0",
            "--template=datacycle",
            f"--VoilaConfiguration.extension_allowlist={extensions!r}",
            "--KernelManager.transport=ipc",
            *sys.argv[1:],
        ]
    )


if __name__ == "__main__":
    main()
