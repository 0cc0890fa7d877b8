"""So much a second, and so much at once: of messages, of tabs, of connections."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Pace:
    """So much a second, and so much at once; ``wait`` says how long to wait for more."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    longest: float = math.inf
    """Seconds that nobody waits longer than."""
    _left: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin with all that may come at once."""
        self._left, self._seen = self.burst, self.clock()

    def wait(self, cost: float) -> float:
        """Take ``cost`` and return the seconds until it may be used."""
        now = self.clock()
        self._left = max(self._regained(now) - cost, -self.longest * self.rate)
        self._seen = now
        return max(0.0, -self._left / self.rate)

    @property
    def fresh(self) -> bool:
        """Whether as much may come at once as at the beginning."""
        return self._regained(self.clock()) >= self.burst

    def _regained(self, now: float) -> float:
        return min(self.burst, self._left + (now - self._seen) * self.rate)
