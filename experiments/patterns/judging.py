"""Whether a pattern holds: the interval that decides, and how probably chance alone would make it fail.

Two burdens of proof. A pattern that says "more" or "less" has to be shown: its 95 % interval over communities lies
wholly beyond the bound. A pattern that gives a range, known from elsewhere and itself not sharp, has to be
contradicted: it fails where an interval of 99.8 %, a thousandth on either side, lies wholly outside. The unit is the
community, the intervals are Student's.

The second fails by chance less than once in a thousand by construction. The first fails by chance as often as its
power falls short of 1. Both are computed from the spread between the communities that were run (noncentral t, as if
the mean were the one measured) and stand beside every row. Rows that would fail by chance oftener than once in a
thousand are run in more communities (``Pattern.times``).
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import nctdtr, stdtrit

from experiments.patterns.pattern import Array, Expected

SHOWN, AGREES = 0.95, 0.998
BEYOND_DOUBT = 30.0
"""Standard errors; at that distance the chance is 0 to any digit, and farther out the function is not defined."""
RARE = 0.001
"""How often, at most, chance alone may make a pattern fail that holds as measured."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding: the mean, the interval that decided and its confidence, the verdict, and the chance of failing.

    Where nothing varies between communities the interval has no width; a single value has none (NaN).
    """

    found: float
    low: float
    high: float
    confidence: float
    communities: int
    holds: bool
    chance: float


def judge(values: Array, expected: Expected) -> Judged:
    """Judge one number a community (n,) by what is expected of their mean."""
    n, found = len(values), float(np.mean(values))
    confidence = SHOWN if expected.shown else AGREES
    if n < 2:
        return Judged(found, math.nan, math.nan, math.nan, n, expected.low <= found <= expected.high, 0.0)
    error = float(np.std(values, ddof=1)) / math.sqrt(n)
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * error
    low, high = found - half, found + half
    if expected.shown:
        holds = expected.low < low and high < expected.high
        return Judged(found, low, high, confidence, n, holds, chance_of_failing(found, error, n, expected))
    holds = expected.low <= high and low <= expected.high
    return Judged(found, low, high, confidence, n, holds, chance_of_failing(found, error, n, expected))


def chance_of_failing(mean: float, error: float, communities: int, expected: Expected) -> float:
    """Return how probably a pattern fails in so many communities although the mean is as measured."""
    free = communities - 1
    beyond = expected.low - mean, mean - expected.high  # negative where the mean lies within
    if error == 0.0:
        return float(max(beyond) > 0.0 or (expected.shown and max(beyond) == 0.0))
    needed = float(stdtrit(free, (1 + (SHOWN if expected.shown else AGREES)) / 2))
    limit = needed if expected.shown else -needed
    return min(1.0, sum(_below(-outside / error, free, limit) for outside in beyond))


def _below(distance: float, free: int, limit: float) -> float:
    """Return the probability that a noncentral t lies below a limit."""
    if math.isinf(distance):
        return 0.0
    near = min(max(distance, -BEYOND_DOUBT), BEYOND_DOUBT)
    return float(nctdtr(free, near, limit)) if limit > 0.0 else 1.0 - float(nctdtr(free, -near, -limit))
