"""Seconds told on standard error while something long runs; nothing where it is short."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

LONG = 1_000_000
"""Bytes of a file from which reading it takes long enough to be told about."""


@contextmanager
def waiting(words: str, file: Path) -> Iterator[None]:
    """Tell on standard error that a large file is read, and each second how long already."""
    size = file.stat().st_size if file.is_file() else 0
    if size < LONG:
        yield
        return
    over = threading.Event()
    click.echo(f"{words} ({size / 1e6:.1f} MB) ", err=True, nl=False)

    def tell() -> None:
        while not over.wait(1.0):
            click.echo(".", err=True, nl=False)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
        click.echo("", err=True)
