"""Processes of this machine take turns, so that what one of them compiles none of the others does."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sim.compute.cache import usable_folder

try:
    import fcntl
except ImportError:  # Windows: each compiles for itself
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def turn(name: str, *, wait: bool) -> Iterator[bool]:
    """Hold the turn of a name; False where another process has it, and it is not waited for.

    A turn ends with its process, and where nothing can be kept, or nothing written any more, there is none to take.
    """
    folder = usable_folder()
    file = None if fcntl is None or folder is None else _opened(folder / f"{name}.turn")
    if file is None:
        yield True
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def _opened(path: Path) -> TextIO | None:
    """Return a file to lock, None where none can be made: the folder was filled by somebody else."""
    try:
        return path.open("w")
    except OSError:
        return None
