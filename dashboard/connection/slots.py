"""How many visitors may sit at once, and what is tidied up when they have left."""

import threading
from collections.abc import Callable

MOST_SESSIONS = 200
QUIET = 30.0
"""Seconds after a visitor has left until it is tidied up; one who reloads the page comes back before."""


class Slots:
    """So many seats; one that is left is free again. ``tidy`` is called a while after one was left."""

    def __init__(self, capacity: int = 12, tidy: Callable[[], None] = lambda: None, quiet: float = QUIET) -> None:
        """Begin with all seats free."""
        self.capacity = capacity
        self.tidy = tidy
        self._quiet = quiet
        self._taken: list[str] = []
        self._lock = threading.Lock()
        self._tidying: threading.Timer | None = None

    @property
    def taken(self) -> int:
        """How many are taken."""
        return len(self._taken)

    @property
    def full(self) -> bool:
        """Whether none is free."""
        return self.taken >= self.capacity

    def has(self, tab: str) -> bool:
        """Tell whether a tab has a seat."""
        return tab in self._taken

    def take(self, tab: str = "") -> bool:
        """Take a seat for a tab; False where none is free."""
        with self._lock:
            if self.full:
                return False
            self._taken.append(tab)
            return True

    def leave(self, tab: str = "") -> None:
        """Give a tab's seat back."""
        with self._lock:
            self._taken.remove(tab)
            if self._tidying:
                self._tidying.cancel()
            self._tidying = threading.Timer(self._quiet, self.tidy)
            self._tidying.daemon = True
            self._tidying.start()


SLOTS = Slots()
"""The seats of this server."""
