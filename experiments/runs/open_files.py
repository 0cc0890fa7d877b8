"""How many files the system lets a program have open, and how many worker processes need."""

import sys

from sim.errors import InputError

OWN_FILES, FILES_OF_WORKER = 20, 3
"""Files of a program with a ledger and a fork server, and of each worker: its two pipes and one in its making."""


def allowed_files(wanted: int) -> int:
    """Return how many files this program may have open, after asking the system for as many as are ``wanted``."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft >= most:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (OSError, ValueError):
        return soft
    return most


def check_files(processes: int) -> None:
    """Refuse more workers than there may be open files for.

    Raises:
        InputError: the system allows too few, and no more on asking.
    """
    needed = OWN_FILES + FILES_OF_WORKER * processes
    allowed = allowed_files(needed)
    if allowed < needed:
        raise InputError(
            f"The system allows {allowed} open files; {processes} processes need {needed}: "
            f"type ulimit -n {needed} before, or use fewer --processes.",
            f"系统只允许打开 {allowed} 个文件；{processes} 个进程需要 {needed} 个："
            f"请先运行 ulimit -n {needed}，或调小 --processes。",
        )
