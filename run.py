"""The command line: ``python run.py`` compares the policies, ``python run.py --help`` says what else there is."""

import _signal  # loads nothing

if _signal.getsignal(_signal.SIGINT) != _signal.SIG_IGN:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # until ``console`` listens, Ctrl-C ends this without a traceback

from cli.console import console

if __name__ == "__main__":
    console()
