"""``run.py``, the installed command ``community-governance``, and ``python -m sim``: one way in, one set of words."""

import _signal  # type: ignore[import-not-found]
import os
import sys


def console() -> None:
    """Do what the shell asks and end with its exit code; from the first line on a signal ends it with one line."""

    def end(number: int, frame: object) -> None:
        os.write(2, b"interrupted\n")
        os._exit(128 + number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, end)
    if not sys.warnoptions:  # what libraries warn of is for us, who test with it
        import warnings

        warnings.simplefilter("ignore")
    from cli.resources import shortage

    try:
        from cli import main

        code = main(sys.argv[1:])
    except (MemoryError, ImportError, OSError) as error:  # not even what says it in one language could be loaded
        sentence = shortage(error)
        if sentence is None:
            raise
        os.write(2, "\n".join((*sentence, "")).encode())
        code = 2
    sys.exit(code)
