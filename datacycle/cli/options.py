"""Options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path

import click

from plc_data.store.places import WORKSPACE_VARIABLE

workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help=f"The workspace's folder. Without it: {WORKSPACE_VARIABLE}, or your data folder.",
)
"""Which workspace; a command gets a path, or None for the usual place."""
