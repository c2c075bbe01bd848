"""Where things lie in a workspace folder, who may read them, and on what kind of disk."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from plc_data.model import Finding

WORKSPACE_VARIABLE = "DATACYCLE_WORKSPACE"

NETWORK_FILE_SYSTEMS = frozenset(
    (
        *("9p", "afs", "ceph", "cifs", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs"),
        *("nfs4", "smb2", "smb3", "smbfs", "fuse.davfs2", "fuse.gcsfuse", "fuse.glusterfs"),
        *("fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    )
)
"""File systems on which SQLite's locks are not to be trusted (sqlite.org, "How To Corrupt")."""

SYNC_FOLDERS = ("dropbox", "google drive", "googledrive", "icloud", "cloudstorage", "onedrive")
SYNC_FOLDERS += ("nextcloud", "owncloud", "mobile documents")
"""Beginnings of folder names that a sync tool copies from while the program writes."""


def default_workspace() -> Path:
    """Find the workspace when nobody names it: the environment's, or the data folder's."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("datacycle", appauthor=False)) / "workspace"


@dataclass(frozen=True)
class Places:
    """The parts of one workspace folder."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "workbench.sqlite"

    @property
    def answers(self) -> Path:
        return self.folder / "answers"

    @property
    def artifacts(self) -> Path:
        return self.folder / "artifacts"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def packages(self) -> Path:
        return self.folder / "packages"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def folders(self) -> tuple[Path, ...]:
        """Every folder of the workspace, the outermost first."""
        inner = (self.answers, self.artifacts, self.backups, self.packages, self.keys)
        return (self.folder, *inner)

    def make(self) -> None:
        """Make what is missing, for the owner only; a folder that is empty yet is closed too."""
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.chmod(0o700)
        for folder in self.folders():
            if not folder.is_dir():
                folder.mkdir(parents=True, mode=0o700, exist_ok=True)


def is_on_network(folder: Path) -> bool:
    """Whether the folder lies on a file system that other machines write to as well."""
    path = folder.resolve()
    if str(path).startswith(("\\\\", "//")):
        return True
    return _file_system(path) in NETWORK_FILE_SYSTEMS


def is_synced(folder: Path) -> bool:
    """Whether the folder lies in a cloud service's own folder."""
    return any(part.lower().startswith(SYNC_FOLDERS) for part in folder.resolve().parts)


def is_local(folder: Path) -> bool:
    """Whether only this computer writes to the folder."""
    return not (is_on_network(folder) or is_synced(folder))


def _file_system(path: Path) -> str:
    """Find the type of the mount that holds the path; empty where the system does not tell."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        mount = before.split()[4].replace("\\040", " ")
        if len(mount) >= len(best) and path.is_relative_to(mount):
            best, kind = mount, after.split()[0]
    return kind


def check_modes(places: Places) -> tuple[Finding, ...]:
    """Whether somebody else on this computer can read the workspace."""
    if os.name != "posix":
        return ()
    findings = []
    for path, wanted in [(places.folder, "700"), (places.database, "600")]:
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            findings.append(
                Finding(
                    code="open-to-others",
                    level="mend",
                    message="Other people on this computer can reach students' results here. "
                    f'Close it with: chmod {wanted} "{path}"',
                    where=path.name,
                )
            )
    return tuple(findings)


def check_disk(places: Places) -> tuple[Finding, ...]:
    """Whether the workspace lies where a database can be kept safely."""
    findings = []
    if is_on_network(places.folder):
        findings.append(
            Finding(
                code="network-folder",
                level="advise",
                message="This workspace lies on a network drive, where two computers may damage "
                "the file between them. Keep it on this computer's own disk, or use PostgreSQL "
                "on a server.",
                where=places.folder.name,
            )
        )
    if is_synced(places.folder):
        findings.append(
            Finding(
                code="synced-folder",
                level="advise",
                message="This workspace lies in a cloud folder, which copies the file while it is "
                "being written and sends students' results elsewhere. Keep it outside; put copies "
                "of backups there only if your district allows it.",
                where=places.folder.name,
            )
        )
    return tuple(findings)


def check_places(places: Places) -> tuple[Finding, ...]:
    """Everything that is doubtful about where the workspace lies."""
    return check_modes(places) + check_disk(places)
