"""Three ways to put service quality together, and the order of the policies under each.

The model multiplies match, timeliness and care, each to the power of its weight, resident by resident; that is the
recorded quality. Here the three community means of the window are put together: as such a product, as the mean with
the same weights, and as the weakest of the three. A policy is judged by the paired difference from no policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.statistics import Interval, finite, interval, rank_correlation
from experiments.output.windows import column_index
from experiments.policies.arms import ALL_IN_ONE, FULL, merged
from sim.scenarios.scenario import BASELINE
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[np.float64]

PARTS = ("match", "timeliness", "care")
QUALITY, RECORDED = "quality", "recorded"
WAYS: dict[str, Text] = {
    RECORDED: Text("as recorded", "模型记录"),
    "product": Text("product", "三项相乘"),
    "mean": Text("mean", "三项平均"),
    "weakest": Text("weakest", "最弱一项"),
}


def put_together(way: str, parts: Array, weights: Array) -> Array:
    """Return quality in [0, 1] from ``parts`` (…, 3) in the order of ``PARTS``."""
    if way == "weakest":
        return np.asarray(parts.min(axis=-1))
    if way == "mean":
        return np.asarray(parts @ weights / weights.sum())
    return np.asarray((parts**weights).prod(axis=-1))


@dataclass(frozen=True, eq=False)
class Ways:
    """What the policies of a comparison do to quality under each of ``WAYS``.

    ``differences`` by way (communities, policies) in the stored unit; ``policies`` are the keys that compete.
    """

    policies: tuple[str, ...]
    differences: Mapping[str, Array]

    def effect(self, way: str, key: str) -> Interval:
        """Return the paired difference of a policy from no policy."""
        return interval(self.differences[way][:, self.policies.index(key)])

    def place(self, way: str, key: str) -> int:
        """Return the place of a policy by its mean difference, 1 the largest."""
        return 1 + int((self._means[way] > self._means[way][self.policies.index(key)]).sum())

    @cached_property
    def _means(self) -> dict[str, Array]:
        return {way: found.mean(axis=0) for way, found in self.differences.items()}

    def agreement(self, way: str) -> float:
        """Return Spearman's rank correlation of the mean differences with those of the recorded quality."""
        return float(rank_correlation(self._means[RECORDED], self._means[way]))

    @property
    def pairs(self) -> int:
        """How many pairs of policies there are."""
        return len(self.policies) * (len(self.policies) - 1) // 2

    def turned(self, way: str) -> list[tuple[str, str]]:
        """Return the pairs of policies whose order is told one way round by the recorded quality, the other by ``way``.

        Told: the interval of the paired difference between the two excludes 0. The first of a pair leads as recorded.
        """
        found = []
        for one, other in combinations(range(len(self.policies)), 2):
            own, its = (interval(self.differences[w][:, one] - self.differences[w][:, other]) for w in (RECORDED, way))
            if own.rises and its.falls:
                found.append((self.policies[one], self.policies[other]))
            elif own.falls and its.rises:
                found.append((self.policies[other], self.policies[one]))
        return found


def ways_of(comparison: Any) -> Ways:
    """Return the recorded quality and the three ways, for the policies at full strength but the one that holds all."""
    world = merged(comparison.params, comparison.profile)
    weights = np.array([world[f"quality_{part}"] for part in PARTS])
    parts = comparison.window_means[:, :, [column_index(part) for part in PARTS]]
    keys = tuple(arm.key for arm in comparison.row(FULL) if arm.key not in (BASELINE, ALL_IN_ONE))
    places, base = [comparison.arm(key) for key in keys], comparison.arm(BASELINE)
    recorded = comparison.window_means[:, :, column_index(QUALITY)]
    levels = {way: recorded if way == RECORDED else put_together(way, parts, weights) for way in WAYS}
    return Ways(keys, {way: found[:, places] - found[:, [base]] for way, found in levels.items()})


def ways_table(comparison: Any) -> "DataFrame":
    """Return a row a policy and way: difference, interval, place, and how far the way agrees with the recorded."""
    from pandas import DataFrame

    found = ways_of(comparison)
    return DataFrame([
        {
            "scenario": key,
            "way": way,
            "difference": effect.mean,
            "low": effect.low,
            "high": effect.high,
            "n": effect.n,
            "place": found.place(way, key),
            "rank_correlation": found.agreement(way),
        }
        for way in WAYS
        for key in found.policies
        for effect in [found.effect(way, key)]
    ])  # fmt: skip


def ways_content(comparison: Any) -> dict[str, Any] | None:
    """Return the same as plain data; None where fewer than two policies compete."""
    found = ways_of(comparison)
    if len(found.policies) < 2:
        return None
    return {
        way: {
            "rank_correlation": finite(found.agreement(way)),
            "places": {key: found.place(way, key) for key in found.policies},
            "differences": {key: found.effect(way, key).content() for key in found.policies},
            "turned": [list(pair) for pair in found.turned(way)],
        }
        for way in WAYS
    }
