"""Mappings that come with the project, for tables that many teams have."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from .mapping import fingerprint


@cache
def presets() -> dict[str, dict[str, Any]]:
    """All presets by name: ``title``, ``why`` and ``mapping``."""
    import yaml

    found = {}
    folder = resources.files("plc_data.importers") / "preset_mappings"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            found[file.name.removesuffix(".yaml")] = yaml.safe_load(file.read_text("utf-8"))
    return found


def preset(name: str) -> dict[str, Any] | None:
    """The mapping of a preset, or None when no preset has this name."""
    known = presets().get(name)
    return dict(known["mapping"]) if known else None


def remembered(header: tuple[str, ...], saved: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The mapping that a team saved for files with this header, by its fingerprint."""
    return saved.get(fingerprint(header))
