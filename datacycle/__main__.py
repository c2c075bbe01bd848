"""``python -m datacycle``: the same as the command ``datacycle``."""

from datacycle.cli import main

if __name__ == "__main__":
    main(prog_name="datacycle")
