"""The installed command ``community-governance``, and ``python -m sim``: the same words as ``run.py``."""

import sys


def console() -> None:
    """Do what the command line asks and end with its exit code, also where Ctrl-C comes before anything is loaded."""
    try:
        from cli import main

        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
