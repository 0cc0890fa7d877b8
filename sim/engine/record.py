"""What was recorded of a run: sums over residents by group, and every community number, month by month."""

import numpy as np
from numpy.typing import NDArray

from sim.compute.layout import LANES, N_CELLS, NUMBERS, RECORDED, param
from sim.engine.lanes import Lanes
from sim.errors import RuleError, nearest
from sim.indicators import COLUMNS, read
from sim.measures import added
from sim.text import Text

Floats = NDArray[np.float64]
CELL = np.arange(N_CELLS)
MASKS = {
    None: np.ones(N_CELLS, bool),
    "young": CELL // 4 == 0,
    "middle": CELL // 4 == 1,
    "old": CELL // 4 == 2,
    "renter": CELL // 2 % 2 == 1,
    "owner": CELL // 2 % 2 == 0,
    "party": CELL % 2 == 1,
    "other": CELL % 2 == 0,
}


class Record:
    """The recorded months of one block; every answer is (months, used lanes)."""

    def __init__(self, lanes: Lanes) -> None:
        """Begin an empty record of a block."""
        self._lanes = lanes
        self._counts = np.bincount(lanes.community.cell, minlength=N_CELLS).astype(float)
        self._kinds = np.bincount(lanes.community.kind + 1, minlength=4)[1:].astype(float)
        self._numbers: list[Floats] = []
        self._sums: list[Floats] = []
        self._votes: list[Floats] = []
        self._stacked: dict[str, Floats] = {}
        self.months: list[int] = []

    def add(self, lanes: Lanes) -> None:
        """Record the month that ``lanes`` has just simulated."""
        self.months.append(lanes.month)
        self._numbers.append(lanes.numbers.copy())
        self._sums.append(lanes.sums.copy())
        self._votes.append(lanes.votes.copy())
        self._lanes = lanes
        self._stacked.clear()

    def latest(self) -> "Record":
        """A record of the month just simulated alone; what looks back over months sees only that one."""
        last = self.copy()
        last._numbers, last._sums, last._votes = self._numbers[-1:], self._sums[-1:], self._votes[-1:]
        last.months = self.months[-1:]
        return last

    def copy(self) -> "Record":
        """A record with the same months that goes on by itself."""
        other = Record(self._lanes)
        other._numbers, other._sums, other._votes = list(self._numbers), list(self._sums), list(self._votes)
        other.months = list(self.months)
        return other

    def _stack(self, name: str, months: list[Floats], rows: int) -> Floats:
        """One array (months, rows, used lanes); made once for all the questions that follow."""
        if name not in self._stacked:
            whole: Floats = np.array(months).reshape(len(months), rows, LANES)
            self._stacked[name] = whole[:, :, : self._lanes.used]
        return self._stacked[name]

    @property
    def numbers(self) -> Floats:
        """Community numbers (months, numbers, used lanes)."""
        return self._stack("numbers", self._numbers, len(NUMBERS))

    @property
    def sums(self) -> Floats:
        """Sums over residents by cell and quantity (months, cells · recorded, used lanes)."""
        return self._stack("sums", self._sums, N_CELLS * len(RECORDED))

    @property
    def votes(self) -> Floats:
        """Votes in the last election by cell (months, cells, used lanes)."""
        return self._stack("votes", self._votes, N_CELLS)

    def count(self, group: str | None = None) -> float:
        """Number of residents in a group."""
        return float(self._counts[MASKS[group]].sum())

    def members_of(self, kind: int) -> float:
        """Number of party members of a kind."""
        return float(self._kinds[kind])

    def param(self, name: str) -> Floats:
        """A parameter of the used lanes (lanes,)."""
        start: int = getattr(param, name)
        return self._lanes.board[start : start + self._lanes.used]

    def total(self, name: str, group: str | None = None) -> Floats:
        """The sum of a recorded quantity over the residents of a group.

        Raises:
            RuleError: nothing of that name is summed over residents.
        """
        if name not in (*RECORDED, "turnout"):
            hint = nearest(name, RECORDED)
            raise RuleError(
                f"nothing called '{name}', of which an indicator reads the mean, is summed over residents; give it a "
                f"row, _mean, that says what is summed.{hint.en}",
                f"指标要读“{name}”的居民平均值，但没有按居民汇总这个名称；请用 _mean 加一行，写明汇总什么。{hint.zh}",
                Text("sim/measures.py", "sim/measures.py"),
            )
        cells = np.flatnonzero(MASKS[group])
        if name == "turnout":
            values, rows = self.votes, cells
        else:
            values, rows = self.sums, cells * len(RECORDED) + RECORDED.index(name)
        total: Floats = added(values[:, row] for row in rows)
        return total

    def mean(self, name: str, group: str | None = None) -> Floats:
        """The mean of a recorded quantity over the residents of a group; nan for an empty group."""
        count = self.count(group)
        return self.total(name, group) / count if count > 0 else np.full(self.numbers[:, 0].shape, np.nan)

    def insiders_gap(self, name: str) -> Floats:
        """Mean of party members and workers less mean of others; a worker counts 1. nan where there are none."""
        filled = self.community("posts_filled")
        with np.errstate(invalid="ignore"):
            insiders = (self.total(name, "party") + filled) / (self.count("party") + filled)
        return np.asarray(insiders - self.mean(name, "other"))

    def community(self, name: str) -> Floats:
        """A community number as the month left it.

        Raises:
            RuleError: the community has no such number.
        """
        if name not in NUMBERS:
            hint = nearest(name, NUMBERS)
            raise RuleError(
                f"the community has no number '{name}', which an indicator reads; name it in sim/compute/layout.py and "
                f"set it in a segment, or give the indicator a formula, of=.{hint.en}",
                f"社区没有指标要读的数“{name}”；请在 sim/compute/layout.py 中列出并在片段中赋值，"
                f"或用 of= 给出公式。{hint.zh}",
                Text("sim/indicators.py", "sim/indicators.py"),
            )
        return self.numbers[:, NUMBERS.index(name)]

    def trajectories(self) -> Floats:
        """All columns of ``sim.indicators.COLUMNS`` (used lanes, months, columns)."""
        table = np.stack([read(self, column) for column in COLUMNS], axis=-1)
        return np.ascontiguousarray(table.swapaxes(0, 1))

    def leavers(self) -> Floats:
        """Workers who quit, and those of them with under 36 months in post (used lanes, months, 2)."""
        return np.stack([self.community("quits").T, self.community("new_quits").T], axis=-1)
