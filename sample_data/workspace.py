"""A workspace that holds the stories: ``datacycle serve --sample`` opens one."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from plc_data.errors import NotAllowed
from plc_data.store import Store
from plc_data.store.places import Places


def ensure_sample(folder: Path, *, at: datetime) -> Path:
    """Make the sample workspace in ``folder`` unless one is there already.

    Parameters
    ----------
    folder
        Where the workspace should be. It must not be there, be empty, or hold a workspace; a
        workspace is left as it is, with whatever was done in it.
    at
        The moment, for the workspace's own birth; everything in it has the moment that its
        story tells.

    Returns
    -------
    Path
        The folder.

    Notes
    -----
    The workspace is made beside its place and moved there whole: it is never half there, and
    of two programs that start at once one makes it and the other finds it.
    """
    folder = Path(folder)
    if Places(folder).database.exists():
        return folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotAllowed(
            f"{folder} is not empty and holds no workspace. Name an empty or a new folder for "
            "the sample; nothing was changed."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _make(aside, at)
        _move(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _make(folder: Path, at: datetime) -> None:
    from .scenes import Stage, all_scenes

    with Store.create(folder, at=at) as store:
        stage = Stage(store)
        with store.together():
            for scene in all_scenes():
                scene.plays(stage)


def _move(aside: Path, folder: Path) -> None:
    try:
        if folder.exists():
            folder.rmdir()
        os.rename(aside, folder)
    except OSError:
        if not Places(folder).database.exists():
            raise
