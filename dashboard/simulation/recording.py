"""What was seen of two worlds: every indicator and every resident's states, month by month from month 0."""

import numpy as np
from numpy.typing import NDArray

from dashboard.simulation.windows import WINDOW_STATES, Bytes
from sim.indicators import COLUMNS

Rows = NDArray[np.float32]
WORLDS = 2
YEAR = 12
"""Months of which the mean is drawn where an indicator follows the calendar."""


class Recording:
    """The recorded months of both worlds; the row of a month is its number, for recording begins with month 0.

    All is held in two arrays of their full size: untouched pages cost nothing, and the system gets them back whole.
    """

    def __init__(self, months: int, n_residents: int) -> None:
        """Begin with no month; ``months`` is the last that can be recorded."""
        self._rows: Rows = np.empty((months + 1, WORLDS, len(COLUMNS)), np.float32)
        self._windows: Bytes = np.empty((months + 1, len(WINDOW_STATES), WORLDS, n_residents), np.uint8)
        self._count = 0

    @property
    def month(self) -> int:
        """The last recorded month; -1 where there is none."""
        return self._count - 1

    def add(self, row: Rows, windows: Bytes) -> None:
        """Record a month: ``row`` (2, columns) and ``windows`` (states, 2, n)."""
        self._rows[self._count] = row
        self._windows[self._count] = windows
        self._count += 1

    def keep_until(self, month: int) -> None:
        """Forget the months after ``month``."""
        self._count = min(self._count, month + 1)

    def rows(self, first: int = 0, last: int | None = None) -> Rows:
        """Return a copy of the months ``first`` … ``last`` (months, 2, columns)."""
        end = self._count if last is None else min(self._count, last + 1)
        return self._rows[first:end].copy()

    def column(self, name: str) -> Rows:
        """Return one indicator over all months (months, 2)."""
        return self.rows()[:, :, COLUMNS.index(name)]

    def windows(self, month: int, state: str) -> Bytes:
        """Return a state of every resident in a recorded month (2, n)."""
        if month >= self._count:
            raise IndexError(month)
        found: Bytes = self._windows[month, list(WINDOW_STATES).index(state)]
        return found
