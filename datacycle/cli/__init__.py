"""The command line's door: arguments in, exit code out.

Each room of commands is a file of this package with a tuple ``COMMANDS``. A room is loaded only
when one of its commands is used, so that ``datacycle inspect`` does not wait for a web server.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import click

from plc_data.errors import WorkbenchError

ROOMS: dict[str, tuple[str, ...]] = {
    "files": ("inspect",),
    "importing": ("import",),
    "numbers": ("items", "targets", "growth", "groups"),
    "dives": ("dive",),
    "evidence": ("evidence", "badge"),
    "definitions": ("definition",),
    "workspace": ("init", "backup", "restore", "doctor", "migrate"),
    "serving": ("serve", "lab"),
    "staff": ("staff",),
}
"""Which room holds which command; a command that is not named here is looked for in all rooms."""


class Rooms(click.Group):
    """A group that opens a room when a command of it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command there is, room by room."""
        return [command.name for room in ROOMS for command in _commands(room) if command.name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find one command, opening as few rooms as possible."""
        for room in _likeliest_first(cmd_name):
            for command in _commands(room):
                if command.name == cmd_name:
                    return command
        return None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a person can mend is told in words, without a traceback."""
        try:
            return super().invoke(ctx)
        except WorkbenchError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)


def _likeliest_first(name: str) -> Iterator[str]:
    yield from (room for room, names in ROOMS.items() if name in names)
    yield from (room for room, names in ROOMS.items() if name not in names)


def _commands(room: str) -> tuple[click.Command, ...]:
    where = f"{__name__}.{room}"
    if find_spec(where) is None:
        return ()
    return tuple(import_module(where).COMMANDS)


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="datacycle", prog_name="datacycle")
def main() -> None:
    """Goals, common formative assessments, data dives and the evidence they leave."""
