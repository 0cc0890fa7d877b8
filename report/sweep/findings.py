"""The numbers of a sweep's report: differences between scenarios, and what moves along the design."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.output.statistics import Interval, holm, interval
from report.sweep.results import OUTCOMES, SweepResults, over_communities

if TYPE_CHECKING:
    from pandas import Series

SMALLEST = 1.0  # point; less is too small to matter
MOST_BINS, FEWEST_IN_BIN = 8, 12
FEW_VALUES = 8  # a quantity with so many values at most is not put into bins

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """A scenario less the reference on one outcome, in one profile or over all; Holm's p over its table."""

    scenario: str
    outcome: str
    profile: str | None
    found: Interval
    p: float


@dataclass(frozen=True)
class Contrast:
    """What changes from the low to the high end of a block of quantities, for a level or for a gain.

    ``low`` and ``high`` are where its ends are: values, or places on the path of quantities that move together.
    """

    block: tuple[str, ...]
    outcome: str
    scenario: str
    gain: bool
    low: float
    high: float
    found: Interval
    strength: float

    @property
    def name(self) -> str:
        """The first quantity of the block."""
        return self.block[0]


@dataclass(frozen=True)
class Along:
    """An outcome along a designed quantity: means with intervals, and how many numbers stand behind each."""

    at: Array
    found: tuple[Interval, ...]


class SweepFindings:
    """Everything that is computed once and printed in several places."""

    def __init__(self, results: SweepResults) -> None:
        """Take what was read."""
        self.results = results
        self._contrasts: dict[tuple[str, str, bool], list[Contrast]] = {}

    @cached_property
    def differences(self) -> list[Difference]:
        """Every scenario against the reference on both outcomes, over all profiles."""
        return self._table(None)

    @cached_property
    def by_profile(self) -> list[Difference]:
        """The same within each profile, where there are several."""
        profiles = self.results.profiles
        return [] if len(profiles) < 2 else [row for profile in profiles for row in self._table(profile)]

    def _table(self, profile: str | None) -> list[Difference]:
        rows = []
        for outcome in OUTCOMES:
            gains = self.results.gains(outcome) if self.results.others else None
            found = []
            for scenario in self.results.others:
                assert gains is not None
                values = gains[scenario]
                found.append(self.results.mean(values if profile is None else values.xs(profile, level="profile")))
            adjusted = holm(np.array([item.p for item in found])) if found else []
            rows += [
                Difference(scenario, outcome, profile, item, float(p))
                for scenario, item, p in zip(self.results.others, found, adjusted, strict=True)
            ]
        return rows

    def difference(self, scenario: str, outcome: str) -> Difference:
        """One scenario against the reference."""
        return next(d for d in self.differences if (d.scenario, d.outcome) == (scenario, outcome))

    def ranked(self, scenarios: Sequence[str]) -> list[str]:
        """Scenarios by the size of their effect on participation, then quality; the largest first."""
        sizes = {(d.scenario, d.outcome): abs(d.found.mean) for d in self.differences}
        return sorted(
            scenarios, key=lambda scenario: [-np.nan_to_num(sizes[scenario, outcome]) for outcome in OUTCOMES]
        )

    @property
    def focus(self) -> str | None:
        """The scenario whose gains are followed along the design: that of the largest effect."""
        return self.ranked(self.results.others)[0] if self.results.others else None

    def apart(self, outcome: str, one: str, other: str) -> bool:
        """The paired difference of two scenarios excludes zero."""
        wide = self.results.levels(outcome)
        return self.results.mean(wide[one] - wide[other]).decided

    # along the design

    def point_means(self, outcome: str, scenario: str, *, gain: bool) -> "Series":
        """One number a point: the mean over its communities and profiles."""
        return self.results.column(outcome, scenario, gain=gain).dropna().groupby(level="point").mean()

    def along(self, outcome: str, scenario: str, block: tuple[str, ...], *, gain: bool) -> Along:
        """Means along a block; of sampled designs over neighbouring points, else a value or setting each."""
        if self.results.sampled:
            means = self.point_means(outcome, scenario, gain=gain)
            at = self.results.along(block).reindex(means.index).to_numpy(dtype=float)
            return _binned(at, means.to_numpy(dtype=float), judged=not self.results.alone)
        values = self.results.by_value(self.results.column(outcome, scenario, gain=gain), block)
        groups = dict(iter(values.groupby(level="value")))
        return Along(np.array(list(groups)), tuple(over_communities(group) for group in groups.values()))

    def contrasts(self, outcome: str, scenario: str, *, gain: bool) -> list[Contrast]:
        """What each block of designed quantities moves, the strongest first."""
        key = (outcome, scenario, gain)
        if key not in self._contrasts:
            found = [self._contrast(outcome, scenario, block, gain) for block in self.results.blocks]
            known = [item for item in found if item is not None]
            self._contrasts[key] = sorted(known, key=lambda item: -item.strength)
        return self._contrasts[key]

    def _contrast(self, outcome: str, scenario: str, block: tuple[str, ...], gain: bool) -> Contrast | None:
        along = self.along(outcome, scenario, block, gain=gain)
        if len(along.at) < 2:
            return None
        if self.results.sampled:
            means = self.point_means(outcome, scenario, gain=gain)
            at = self.results.along(block).reindex(means.index).to_numpy(dtype=float)
            found, strength = _top_less_bottom(at, means.to_numpy(dtype=float))
            found = bare(found) if self.results.alone else found
        else:
            values = self.results.by_value(self.results.column(outcome, scenario, gain=gain), block)
            wide = values.dropna().groupby(level=["community", "value"]).mean().unstack("value")
            found = interval((wide.iloc[:, -1] - wide.iloc[:, 0]).to_numpy())
            means = np.array([item.mean for item in along.found])
            strength = float(means.max() - means.min())
        return Contrast(block, outcome, scenario, gain, float(along.at[0]), float(along.at[-1]), found, strength)


def bins(at: Array) -> list[NDArray[np.intp]]:
    """Group points by value where there are few values, else into neighbours of equal number."""
    values = np.unique(at)
    if len(values) <= FEW_VALUES:
        return [np.flatnonzero(at == value) for value in values]
    number = int(np.clip(len(at) // FEWEST_IN_BIN, 2, MOST_BINS))
    return [part for part in np.array_split(np.argsort(at, kind="stable"), number) if len(part)]


def bare(found: Interval) -> Interval:
    """Return the mean alone, where no interval can be told."""
    return Interval(found.mean, n=found.n)


def _binned(at: Array, values: Array, *, judged: bool) -> Along:
    """Means over neighbouring points, the point as the unit; their intervals where they are ``judged``."""
    parts = bins(at)
    found = (interval(values[part]) for part in parts)
    return Along(np.array([at[part].mean() for part in parts]), tuple(item if judged else bare(item) for item in found))


def _top_less_bottom(at: Array, values: Array) -> tuple[Interval, float]:
    """Return Welch's interval of the last bin less the first, and the share of the spread the bins explain."""
    from scipy import stats

    parts = bins(at)
    first, last = values[parts[0]], values[parts[-1]]
    mean, n = float(last.mean() - first.mean()), len(first) + len(last)
    if min(len(first), len(last)) < 2:
        found = Interval(mean, n=n)
    elif np.ptp(first) == 0 and np.ptp(last) == 0:
        found = Interval(mean, mean, mean, float(mean == 0), n)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # all alike in one bin is no loss of precision
            test = stats.ttest_ind(last, first, equal_var=False)
        ends = test.confidence_interval(0.95)
        found = Interval(mean, float(ends.low), float(ends.high), float(test.pvalue), n)
    total = float(((values - values.mean()) ** 2).sum())
    within = sum(float(((values[part] - values[part].mean()) ** 2).sum()) for part in parts)
    free = len(values) - len(parts)
    if total == 0 or free < 1:
        return found, 0.0
    return found, max(0.0, 1 - within / total * (len(values) - 1) / free)
