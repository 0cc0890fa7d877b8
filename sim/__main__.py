"""``python -m sim``: the command line, with the same words as ``run.py``."""

from cli.console import console

if __name__ == "__main__":
    console()
