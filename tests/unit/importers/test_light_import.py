"""Kernels start often: the door of the importers loads no table engine and no source."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "numpy", "openpyxl", "yaml", "rapidfuzz", "pyarrow")


def test_importing_the_door_loads_nothing_heavy():
    code = (
        "import sys, plc_data.importers; "
        f"print([m for m in {HEAVY} if m in sys.modules]"
        " + [m for m in sys.modules if m.startswith('plc_data.importers.sources')])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_what_is_opened_later_is_the_same_name():
    import plc_data.importers as door

    assert all(getattr(door, name) is not None for name in door.__all__)
