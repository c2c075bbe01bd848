"""Commands that open the workbench in a browser."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
