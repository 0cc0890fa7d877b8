"""How far a sweep is, and what it says so far about the first policy against the first scenario."""

import math
from dataclasses import dataclass, field

import numpy as np

from experiments.output.statistics import Interval, intervals
from experiments.output.windows import SUMMARY_COLUMNS
from experiments.runs import RUNS
from experiments.runs.run import Array
from sim.indicators import PRIMARY_OUTCOMES, label_of
from sim.text import Text

_INDICES = [SUMMARY_COLUMNS.index(column) for column in PRIMARY_OUTCOMES]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep is: runs asked for, done and failed in all, and the interim result.

    ``here`` are the runs of this session after its first job, ``seconds`` the time since then.
    """

    asked: int
    done: int
    failed: int
    here: int
    seconds: float
    interim: "InterimResult"
    what = RUNS

    @property
    def rate(self) -> float:
        """Return runs a second in this session; NaN before the first."""
        return self.here / self.seconds if self.here and self.seconds > 0 else math.nan

    @property
    def left(self) -> float:
        """Return the seconds that are left at this rate; NaN where there is none."""
        return (self.asked - self.done - self.failed) / self.rate if self.here else math.nan


@dataclass
class InterimResult:
    """Paired differences in the two primary outcomes, gathered as runs come in.

    Second scenario less first where the plan has two, otherwise the level itself. Communities are the units of
    the interval. With several ``points``, those of the design times the profiles, there is nothing to say in one
    line: a mean and an interval over them would mix what was made to differ with random draws.
    """

    paired: bool
    points: int = 1
    _sums: dict[int, Array] = field(default_factory=dict)
    _counts: dict[int, int] = field(default_factory=dict)
    _waiting: dict[tuple[int, int, int], tuple[int, Array]] = field(default_factory=dict)

    def add(self, point: int, scenario: int, profile: int, community: int, summary: Array) -> None:
        """Take in one run; those of other scenarios do not matter."""
        values = summary[_INDICES]
        if not self.paired:
            self._count(community, values)
        elif scenario < 2:
            place = (point, profile, community)
            if place not in self._waiting:
                self._waiting[place] = (scenario, values)
                return
            other, earlier = self._waiting.pop(place)
            if other != scenario:
                self._count(community, values - earlier if scenario else earlier - values)

    def _count(self, community: int, values: Array) -> None:
        self._sums[community] = self._sums.get(community, np.zeros(len(PRIMARY_OUTCOMES))) + values
        self._counts[community] = self._counts.get(community, 0) + 1

    def intervals(self) -> dict[str, Interval]:
        """Return the interval of each primary outcome over the communities; empty before the first pair."""
        if not self._counts:
            return {}
        means = np.array([self._sums[community] / self._counts[community] for community in sorted(self._sums)])
        found = intervals(means)
        return {column: found.at(index) for index, column in enumerate(PRIMARY_OUTCOMES)}

    def text(self) -> Text:
        """Return both indicators in one line, in points, each with half its interval; empty before the first pair.

        Empty with several points too.
        """
        en, zh = [], []
        if self.points > 1:
            return Text("", "")
        for column, found in self.intervals().items():
            half = f" ±{100 * found.half:.1f}" if found.n > 1 else ""
            number = f"{100 * found.mean:{'+' if self.paired else ''}.1f}{half}".replace("-", "−")
            en.append(f"{label_of(column).en} {number}")
            zh.append(f"{label_of(column).zh} {number}")
        return Text(", ".join(en), "，".join(zh))
