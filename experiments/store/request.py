"""Asking the sweep that is at work in a folder for its tables: a file that it sees and takes away."""

import contextlib
import time
from pathlib import Path

from experiments.output.folder import writable
from experiments.output.lock import writer_of
from sim.errors import InputError

REQUEST = "tables-wanted"
PATIENCE = 600.0  # s; a job may take minutes on a slow machine, and so may the tables of a large sweep
_LOOK = 0.2  # s


def tables_wanted(folder: Path) -> bool:
    """Tell whether somebody asks for the tables of what is done so far."""
    return (folder / REQUEST).exists()


def tables_given(folder: Path) -> None:
    """Say that the tables are there."""
    with contextlib.suppress(OSError):
        (folder / REQUEST).unlink(missing_ok=True)


def tables_from_writer(folder: Path, patience: float = PATIENCE) -> bool:
    """Have whoever is at work in a folder write its tables; False where nobody is any more.

    Raises:
        InputError: it does not answer, or the folder cannot be written.
    """
    with writable(folder):
        (folder / REQUEST).touch()
    until = time.monotonic() + patience
    try:
        while tables_wanted(folder):
            if writer_of(folder) is None:
                return False
            if time.monotonic() > until:
                raise InputError(
                    f"The process at work in {folder} has not written its tables within {patience:g} s; "
                    "those that it wrote last are there.",
                    f"正在使用 {folder} 的进程在 {patience:g} 秒内没有写出表格；上一次写出的表格仍在。",
                )
            time.sleep(_LOOK)
    finally:
        tables_given(folder)
    return True
