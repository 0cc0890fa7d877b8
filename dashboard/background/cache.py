"""Results that stay in memory for whoever asks the same."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A few results by what was asked; those that nobody asked for longest go first. Any thread may ask."""

    def __init__(self, most: int) -> None:
        """Keep nothing yet, and ``most`` at most."""
        self._most = most
        self._found: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        """Tell whether a result is kept."""
        return key in self._found

    def find(self, key: str) -> T | None:
        """Return what is kept under a key, None where nothing is."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def keep(self, key: str, result: T) -> T:
        """Keep a result and return it."""
        with self._lock:
            self._found[key] = result
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return result

    def forget(self) -> None:
        """Keep none of them any more."""
        with self._lock:
            self._found.clear()
