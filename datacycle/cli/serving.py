"""Commands that open the workbench in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from datacycle.server.settings import DEFAULT_PORT
from plc_data.errors import WorkbenchError


@click.command()
@click.option("--sample", is_flag=True, help="Open the sample workspace; it is made if need be.")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that holds the school's data.  [default: your data folder]",
)
@click.option("--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--no-fork", is_flag=True, help="Start each page on its own; slower, more memory.")
def serve(
    sample: bool,
    workspace: Path | None,
    port: int,
    address: str,
    no_browser: bool,
    no_fork: bool,
) -> None:
    """Open the dashboards on this computer."""
    from datacycle.server.settings import ServerSettings, notebook_folder, proxy_secret
    from datacycle.server.start import serve as start

    settings = ServerSettings(
        workspace=_workspace(sample, workspace),
        notebooks=notebook_folder(),
        port=port,
        address=address,
        open_browser=not no_browser,
        proxy_secret=proxy_secret(),
        fork=not no_fork,
    )
    start(settings, announce=_announce)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8888, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def lab(port: int, no_browser: bool) -> None:
    """Open JupyterLab on the notebooks, for those who write them."""
    from datacycle.server.lab import run_lab
    from datacycle.server.settings import notebook_folder

    run_lab(notebook_folder(), port=port, open_browser=not no_browser)


def _workspace(sample: bool, named: Path | None) -> Path:
    from plc_data.store.places import Places, default_workspace

    if sample:
        from datetime import UTC, datetime

        from sample_data.workspace import ensure_sample

        folder = named or default_workspace().with_name("sample-workspace")
        ensure_sample(folder, at=datetime.now(UTC))
        return folder.resolve()
    folder = named or default_workspace()
    if not Places(folder).database.exists():
        raise WorkbenchError(
            f"There is no workspace in {folder} yet.\n"
            f'Make one: datacycle init --workspace "{folder}"; '
            "or look at the sample: datacycle serve --sample"
        )
    return folder.resolve()


def _announce(address: str) -> None:
    click.echo(f"The workbench is open at {address}  (Ctrl-C ends it)")


COMMANDS: tuple[click.Command, ...] = (serve, lab)
