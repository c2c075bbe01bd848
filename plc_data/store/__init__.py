"""Records kept: facts as rows, work as versioned documents, answers as files, a journal of it all.

The names are looked up when they are first used, so that importing this package costs nothing
to a program that only wants to know where the workspace is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .entries import Entry
    from .facade import Store
    from .places import default_workspace

_DOORS = {"Entry": "entries", "Store": "facade", "default_workspace": "places"}

__all__ = ["Entry", "Store", "default_workspace"]


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_DOORS[name]}", __name__), name)
