"""Write the committed files of the sample anew: ``python -m sample_data``."""

from __future__ import annotations

import sys
from pathlib import Path

from .output import sample_files


def main() -> int:
    """Write every file and say what changed."""
    here = Path(__file__).parent
    changed = 0
    for path, content in sample_files().items():
        target = here / path
        if target.is_file() and target.read_bytes() == content:
            continue
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
        changed += 1
        sys.stdout.write(f"wrote sample_data/{path}\n")
    sys.stdout.write(f"{changed} files changed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
