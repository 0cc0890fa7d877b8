"""Memory goes back to the machine when visitors have left.

Visitors' threads each get a heap of their own from the GNU C library, which keeps what is freed. One heap for all
costs nothing here, for one thread computes at a time, and what is freed at its end can be given back.
"""

import ctypes
import gc
import sys
from typing import Any

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3
"""The numbers of GNU's ``mallopt``: how many heaps there are, and from how many bytes on an array is outside."""
_LARGE = 2**20  # bytes; the arrays of a visitor's worlds are larger


def keep_in_one_heap() -> None:
    """Let all threads share a heap, where the C library is GNU's; to be called before they are started.

    Large arrays stay outside of it, so that they go back whole when they are freed.
    """
    if sys.platform == "linux" and hasattr(_libc(), "mallopt"):
        _libc().mallopt(_M_ARENA_MAX, 1)
        _libc().mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Give what is free back to the machine; other C libraries do so by themselves."""
    gc.collect()
    if sys.platform == "linux" and hasattr(_libc(), "malloc_trim"):
        _libc().malloc_trim(0)


def _libc() -> Any:
    return ctypes.CDLL(None)
