"""How much of a result over worlds, or over points of a design, is due to the random draws of their communities.

All worlds are simulated in the same communities, with the same random draws. What is the same in all of them (a
community that is better or worse for everybody) moves all means alike and makes no world unlike another. Only the
residual of the table of worlds and communities, beside the means of the world and of the community, does.
Source: two-way analysis of variance with one number a cell.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def stochastic_variance(numbers: Array) -> float:
    """Return the variance that random draws give to a world's mean over its communities; NaN where it was not measured.

    Args:
        numbers: one number a world and community, all worlds on the same communities (worlds, communities).
    """
    worlds, communities = numbers.shape
    if worlds < 2 or communities < 2:
        return math.nan
    left = numbers - numbers.mean(axis=1, keepdims=True) - numbers.mean(axis=0) + numbers.mean()
    return float((left**2).sum()) / ((worlds - 1) * (communities - 1)) / communities


def stochastic_share(numbers: Array) -> float:
    """Return the share of random draws in the variance over worlds of their means; NaN where it was not measured.

    It is at most 1, and NaN also where the means do not vary, for then there is nothing to share.
    """
    luck = stochastic_variance(numbers)
    spread = float(numbers.mean(axis=1).var(ddof=1)) if len(numbers) > 1 else 0.0
    return min(1.0, luck / spread) if spread > 0 and not math.isnan(luck) else math.nan
