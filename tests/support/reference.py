"""Where the reference data lie: exports and published tables that are not part of this project.

The folder is named by ``DATACYCLE_REFERENCE``, or is a folder ``shared`` beside the checkout.
Tests that need it are skipped, with the reason, where it is absent.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def reference_folder() -> Path:
    """Name the folder; it may be absent."""
    named = os.environ.get("DATACYCLE_REFERENCE")
    return Path(named) if named else CHECKOUT.parent / "shared"


def reference(path: str = "") -> Path:
    """Return the path of a reference file or folder; skip the test where there is none.

    Called at the top of a test or fixture: ``reference("formats/forms/export.csv")``.
    """
    found = reference_folder() / path
    if not found.exists():
        pytest.skip(
            f"the reference data are not here ({path or 'folder'}; see DATACYCLE_REFERENCE)"
        )
    return found


def reference_files(pattern: str) -> list[Path]:
    """List the reference files that match a pattern, for ``parametrize``; empty where absent."""
    return sorted(reference_folder().glob(pattern))
