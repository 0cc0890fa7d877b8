"""Which tabs are connected, which are away, and which of these is let go for somebody who waits."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard.connection.slots import Slots

ASLEEP = 120.0
"""Seconds of absence after which a seat goes to somebody who waits."""


@dataclass
class Tabs:
    """The tabs of a server; ``let_go`` ends one for good."""

    slots: Slots
    let_go: Callable[[str], None] = lambda tab: None
    clock: Callable[[], float] = time.monotonic
    spare: int = 8
    """Tabs beside the seats: of those who wait, and of those who are about to leave."""
    _here: dict[str, int] = field(default_factory=dict)
    _away: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def most(self) -> int:
        """How many tabs may be connected."""
        return self.slots.capacity + self.spare

    @property
    def here(self) -> int:
        """How many connections tabs hold."""
        return sum(self._here.values())

    @property
    def crowded(self) -> bool:
        """Whether no further tab may connect."""
        return self.here >= self.most

    def come(self, tab: str) -> bool:
        """Note that a tab connects; False where too many do and it has no seat to come back to.

        It gets the seat of who is asleep where none is free.
        """
        with self._lock:
            comes_back = self.slots.has(tab) and self._here.get(tab, 0) < 2  # the old connection may not be gone yet
            if self.crowded and not comes_back:
                return False
            self._here[tab] = self._here.get(tab, 0) + 1
            returns = self._away.pop(tab, None) is not None
            gone = self._sleeper() if self.slots.full and not returns else None
        if gone:
            self.let_go(gone)
        return True

    def go(self, tab: str) -> None:
        """Note that a tab is not connected any more; one without a seat has nothing to come back to."""
        with self._lock:
            self._here[tab] -= 1
            if self._here[tab]:
                return
            del self._here[tab]
            keeps = self.slots.has(tab)
            if keeps:
                self._away[tab] = self.clock()
        if not keeps:
            self.let_go(tab)

    def _sleeper(self) -> str | None:
        """Take the tab that has been away longest out of those with a seat, None where none has been long enough."""
        self._away = {tab: since for tab, since in self._away.items() if self.slots.has(tab)}
        tab = min(self._away, key=self._away.__getitem__, default=None)
        if tab is None or self.clock() - self._away[tab] < ASLEEP:
            return None
        del self._away[tab]
        return tab
