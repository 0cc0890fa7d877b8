"""What was seen of two worlds: every indicator and every resident's states, month by month from month 0."""

import numpy as np
from numpy.typing import NDArray

from sim.dashboard.window_states import WINDOW_STATES, Bytes
from sim.indicators import COLUMNS

Rows = NDArray[np.float32]


class Recording:
    """The recorded months of both worlds; the row of a month is its number, for recording begins with month 0."""

    def __init__(self) -> None:
        """Begin with no month."""
        self._rows: list[Rows] = []
        self._windows: list[Bytes] = []

    @property
    def month(self) -> int:
        """The last recorded month; -1 where there is none."""
        return len(self._rows) - 1

    def add(self, row: Rows, windows: Bytes) -> None:
        """Record a month: ``row`` (2, columns) and ``windows`` (states, 2, n)."""
        self._rows.append(row)
        self._windows.append(windows)

    def keep_until(self, month: int) -> None:
        """Forget the months after ``month``."""
        del self._rows[month + 1 :]
        del self._windows[month + 1 :]

    def rows(self, first: int = 0, last: int | None = None) -> Rows:
        """Return the months ``first`` … ``last`` (months, 2, columns)."""
        chosen = self._rows[first : None if last is None else last + 1]
        return np.stack(chosen) if chosen else np.empty((0, 2, len(COLUMNS)), np.float32)

    def column(self, name: str) -> Rows:
        """Return one indicator over all months (months, 2)."""
        return self.rows()[:, :, COLUMNS.index(name)]

    def windows(self, month: int, state: str) -> Bytes:
        """Return a state of every resident in a month (2, n)."""
        found: Bytes = self._windows[month][list(WINDOW_STATES).index(state)]
        return found
