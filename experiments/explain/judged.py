"""The verdict on a difference of an explanation, from the numbers that its files hold.

So a folder that was made when verdicts went by another rule is judged by the same rule as a new one.
"""

import math
from typing import NamedTuple

from experiments.output.statistics import Interval
from experiments.output.verdicts import MATTERS, OPEN, communities_to_settle, has_smallest, verdict
from sim.indicators import indicator_of


class Judged(NamedTuple):
    """What may be said of a difference.

    ``counts`` tells that its direction may be named: it matters, or, of money, which has no verdict, it is not 0.
    ``verdict`` is one of ``experiments.output.verdicts``, None for money; ``communities`` are how many would settle an
    open one, NaN or infinite where that cannot be told or none would.
    """

    counts: bool
    verdict: str | None
    communities: float

    def content(self) -> dict[str, str | int | None]:
        """Return verdict and communities, ready for JSON."""
        known = self.verdict == OPEN and math.isfinite(self.communities)
        return {"verdict": self.verdict, "communities": int(self.communities) if known else None}


def judged(found: Interval, end: str) -> Judged:
    """Return what may be said of a difference of an end, in its stored unit."""
    if not has_smallest(end):
        return Judged(found.decided, None, math.nan)
    smallest = indicator_of(end).smallest
    own = verdict(found, smallest)
    needed = communities_to_settle(found, smallest) if own == OPEN else math.nan
    return Judged(own == MATTERS, own, needed)
