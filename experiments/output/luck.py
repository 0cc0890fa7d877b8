"""How much of what is told over worlds, or over points of a design, is the luck of the communities they were lived in.

All worlds are lived in the same communities, with the same luck. What is the same in all of them (a community that is
better or worse for everybody) moves all means alike and makes no world unlike another. Only the residual of the
table of worlds and communities, what is left beside the mean of the world and that of the community, does.
Source: two-way analysis of variance with one number a cell.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def luck_variance(numbers: Array) -> float:
    """Return the variance that luck gives to a world's mean over its communities; NaN where it was not measured.

    Args:
        numbers: one number a world and community, all worlds on the same communities (worlds, communities).
    """
    worlds, communities = numbers.shape
    if worlds < 2 or communities < 2:
        return math.nan
    left = numbers - numbers.mean(axis=1, keepdims=True) - numbers.mean(axis=0) + numbers.mean()
    return float((left**2).sum()) / ((worlds - 1) * (communities - 1)) / communities


def luck_share(numbers: Array) -> float:
    """Return the share of luck in the variance over worlds of their means; NaN where it was not measured.

    It is at most 1, and NaN also where the means do not vary, for then there is nothing to share.
    """
    luck = luck_variance(numbers)
    spread = float(numbers.mean(axis=1).var(ddof=1)) if len(numbers) > 1 else 0.0
    return min(1.0, luck / spread) if spread > 0 and not math.isnan(luck) else math.nan
