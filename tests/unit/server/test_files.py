"""The files that the server ships."""

import json
import re

from datacycle.server.headers import HEADERS, POLICY
from datacycle.server.lab import lab_arguments
from datacycle.server.settings import SHARE


def test_the_chart_library_is_the_one_of_the_plotly_package():
    from plotly.offline import get_plotlyjs_version

    head = (SHARE / "static" / "plotly-basic.min.js").read_text(encoding="utf-8")[:200]

    assert re.search(r"v([\d.]+)", head).group(1) == get_plotlyjs_version()


def test_files_from_elsewhere_are_listed_with_version_and_licence():
    listed = (SHARE / "static" / "README.md").read_text(encoding="utf-8")
    foreign = [path.name for path in (SHARE / "static").glob("*.min.js")]

    assert foreign == ["plotly-basic.min.js"]
    assert all(name in listed for name in foreign)
    assert "MIT" in listed


def test_the_policy_names_no_other_host():
    text = HEADERS["Content-Security-Policy"]

    assert "://" not in text
    assert "*" not in text
    assert POLICY["default-src"] == "'self'"


def test_jupyterlab_asks_nobody_for_news(tmp_path):
    overrides = json.loads(
        (SHARE / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8")
    )

    settings = overrides["@jupyterlab/apputils-extension:notification"]
    assert settings["fetchNews"] == "false"
    assert settings["checkForUpdates"] is False
    arguments = lab_arguments(tmp_path, port=8888, open_browser=False)
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in arguments
