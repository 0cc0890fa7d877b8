"""How unlike people are: the Gini index of taking part and the share of the most active, spread, correlation."""

import math

from sim.quantity import Correlation, Index, Nonnegative

NO_SPREAD = 1e-12
"""The product of two variances below which what is alike is not told from rounding."""


def place_among_bins(habit: float, n_bins: float) -> Nonnegative:
    """Where a habit [0..1] falls among bins that are equally wide on the scale of its root: most habits are small."""
    return math.sqrt(habit) * (n_bins - 1.0)


def lorenz_slice(count: float, held: float, below: float) -> Nonnegative:
    """The area under the Lorenz curve (times residents and total) of ``count`` people who hold ``held`` alike."""
    return count * (below + 0.5 * held)


def gini(area: float, total: float, n_residents: float) -> Index:
    """The Gini index out of the area under the Lorenz curve; 0 where nobody holds anything."""
    return 1.0 - 2.0 * area / (n_residents * total) if total > 0.0 else 0.0


def held_by_top(count: float, held: float, places: float) -> Nonnegative:
    """What people of one bin hold, as far as places in the top are left."""
    return held * min(1.0, places / count) if count > 0.0 else 0.0


def share_of(part: float, total: float) -> Index:
    """A part of a total; 0 where there is nothing."""
    return part / total if total > 0.0 else 0.0


def variance(mean: float, mean_square: float) -> Nonnegative:
    """The variance of what has this mean and this mean of squares; rounding never takes it below 0."""
    return max(0.0, mean_square - mean * mean)


def correlation(both: float, one: float, other: float, square_one: float, square_other: float) -> Correlation:
    """Pearson's correlation [−1, 1] out of means: of the product, of both, of their squares; 0 where one is alike."""
    spread = variance(one, square_one) * variance(other, square_other)
    if spread <= NO_SPREAD:
        return 0.0
    return max(-1.0, min(1.0, (both - one * other) / math.sqrt(spread)))
