"""Paired intervals, Holm's correction, what common random numbers gain, and when a comparison is precise enough.

The unit of observation is the community: every policy of a comparison is simulated on the same
communities with the same random draws, so a policy is judged by the mean of its paired differences.
Source: Student's t on paired differences, which holds its level down to a handful of communities.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

CONFIDENCE = 0.95

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over communities, its 95 % interval, the p-value against 0, and how many communities.

    Where there is no interval its ends are NaN.
    """

    mean: float
    low: float = math.nan
    high: float = math.nan
    p: float = math.nan
    n: int = 0

    @classmethod
    def of(cls, found: Mapping[str, Any], n: int = 0, mean: str = "mean") -> "Interval":
        """Return the interval that a row of a file or a part of a document holds, None for what there is not."""
        middle, low, high = (math.nan if (end := found[name]) is None else float(end) for name in (mean, "low", "high"))
        return cls(middle, low, high, n=n)

    def content(self) -> dict[str, float | None]:
        """Return mean and ends, ready for JSON, which knows neither NaN nor infinity."""
        return {"mean": finite(self.mean), "low": finite(self.low), "high": finite(self.high)}

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def known(self) -> bool:
        """There is an interval."""
        return bool(self.half == self.half)

    @property
    def rises(self) -> bool:
        """The interval lies above zero."""
        return bool(self.low > 0)

    @property
    def falls(self) -> bool:
        """The interval lies below zero."""
        return bool(self.high < 0)

    @property
    def decided(self) -> bool:
        """The interval excludes zero."""
        return self.rises or self.falls

    @property
    def drawn(self) -> list[float]:
        """The mean and the ends of the interval as far as an axis can show them."""
        return [value for value in (self.mean, self.low, self.high) if math.isfinite(value)]

    def times(self, factor: float) -> "Interval":
        """Return the interval in another unit; ``factor`` is above 0."""
        return Interval(self.mean * factor, self.low * factor, self.high * factor, self.p, self.n)


class Intervals(NamedTuple):
    """Many intervals at once, all of one shape."""

    mean: Array
    low: Array
    high: Array
    p: Array
    n: NDArray[np.int64]

    @property
    def half(self) -> Array:
        """Half the width of each."""
        return (self.high - self.low) / 2

    def at(self, *index: int) -> Interval:
        """Return one of them."""
        mean, low, high, p, n = (values[index] for values in self)
        return Interval(float(mean), float(low), float(high), float(p), int(n))


def finite(value: float) -> float | None:
    """Return a finite number, else None."""
    return float(value) if math.isfinite(value) else None


def intervals(values: Array) -> Intervals:
    """Return the t intervals of the means over the first axis, the communities.

    A community without a value (NaN) is left out. One community has a mean and no interval. Where
    all communities agree the interval has no width, and p is 1 for a mean of 0 and else 0.
    """
    known = np.isfinite(values)
    n = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / n
        spread = np.where(known, values - mean, 0.0)
        error = np.sqrt((spread**2).sum(axis=0) / (n - 1) / n)
        free = np.where(n > 1, n - 1.0, np.nan)
        half = stdtrit(free, (1 + CONFIDENCE) / 2) * error
        p = 2 * stdtr(free, -np.abs(mean / error))
    agree = (error == 0) & (n > 1)
    p = np.where(agree, np.where(mean == 0, 1.0, 0.0), p)
    return Intervals(mean, mean - half, mean + half, p, n)


def interval(values: Array) -> Interval:
    """Return the t interval of the mean of one number a community, shape (n_communities,)."""
    return intervals(np.asarray(values, dtype=float)).at()


def paired_interval(policy: Array, baseline: Array) -> Interval:
    """Return the t interval of the mean paired difference ``policy - baseline``, community by community."""
    return interval(np.asarray(policy, dtype=float) - np.asarray(baseline, dtype=float))


def holm(p_values: Array) -> Array:
    """Return Holm's adjusted p-values along the first axis, the policies of one table.

    The k-th smallest of n is multiplied with n - k + 1, and none falls below the one before (Holm 1979). A policy
    without a p-value (NaN) keeps none and does not count as a question asked.
    """
    p = np.asarray(p_values, dtype=float)
    given = np.isfinite(p)
    order = np.argsort(np.where(given, p, np.inf), axis=0)
    left = given.sum(axis=0) - np.arange(len(p)).reshape(-1, *[1] * (p.ndim - 1))  # hypotheses not yet decided
    stepped = np.maximum.accumulate(np.take_along_axis(np.where(given, p, 0.0), order, axis=0) * left, axis=0)
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, np.minimum(stepped, 1.0), axis=0)
    return np.where(given, adjusted, np.nan)


def ratio_interval(top: Array, bottom: Array) -> Interval:
    """Return mean(top) / mean(bottom) with Fieller's 95 % interval; ends are infinite where it is open.

    The ratio is NaN where mean(bottom) is not above 0, or not known to be a number.
    """
    n = len(top)
    x, y = float(np.mean(top)), float(np.mean(bottom))
    if not y > 0:
        return Interval(np.nan, n=n)
    if n < 2:
        return Interval(x / y, n=n)
    (v_x, c_xy), (_, v_y) = np.cov(np.vstack([top, bottom])) / n
    t2 = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) ** 2
    a, b, c = y * y - t2 * v_y, x * y - t2 * c_xy, x * x - t2 * v_x
    if a <= 0:
        return Interval(x / y, -np.inf, np.inf, n=n)
    root = np.sqrt(max(b * b - a * c, 0.0))
    return Interval(x / y, float((b - root) / a), float((b + root) / a), n=n)


def correlation(policy: Array, baseline: Array) -> float:
    """Return the correlation across communities; NaN where one side does not vary or is too short."""
    if len(policy) < 2 or np.std(policy) == 0 or np.std(baseline) == 0:
        return float("nan")
    return float(np.corrcoef(policy, baseline)[0, 1])


def rank_correlation(one: Array, other: Array) -> Array:
    """Return Spearman's rank correlation over the last axis, ties at their mean rank; NaN where one does not vary."""
    from scipy.stats import rankdata  # slow to load

    x, y = (rankdata(values, axis=-1) for values in (one, other))
    x, y = (ranks - ranks.mean(axis=-1, keepdims=True) for ranks in (x, y))
    with np.errstate(divide="ignore", invalid="ignore"):
        rho: Array = (x * y).sum(axis=-1) / np.sqrt((x * x).sum(axis=-1) * (y * y).sum(axis=-1))
    return rho


def unpaired_need(policy: Array, baseline: Array) -> float:
    """Return how many communities independent random draws would have needed, an arm, for the same half-width.

    The variance of a difference of independent arms over that of the paired difference, times the
    communities that were run; infinite where the paired difference does not vary at all.
    """
    paired = np.var(policy - baseline)
    apart = np.var(policy) + np.var(baseline)
    if paired == 0:
        return float("inf") if apart > 0 else float(len(policy))
    return float(len(policy) * apart / paired)
