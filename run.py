"""The command line: ``python run.py`` compares the policies, ``python run.py --help`` says what else there is."""

from cli.console import console

if __name__ == "__main__":
    console()
