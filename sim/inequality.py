"""How unequally taking part is spread: the Gini index and the share of the most active, out of binned habits."""

import math

from sim.quantity import Index, Nonnegative


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
