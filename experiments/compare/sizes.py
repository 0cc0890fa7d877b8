"""How large a difference is in units that people know: spreads between residents, and persons of the community.

A spread is the standard deviation between residents without policy, in the same communities: as recorded
(``trust_sd`` …), and of what a resident did or did not do √(p(1 − p)). Persons are shares times those of whom they are
shares. The spread and the number of persons are taken as known, so an interval is that of the difference, rescaled.
"""

import math
from dataclasses import dataclass
from typing import Any

from experiments.output.statistics import Interval
from experiments.policies.arms import merged
from sim.indicators import INDICATORS
from sim.scenarios.scenario import BASELINE
from sim.text import Text

DONE_OR_NOT = (
    "participation_12m", "participation_month", "attended_12m", "helped_12m", "deliberated_12m", "complained_12m",
    "turnout",
)  # fmt: skip
"""Shares of residents who did something: each of them did or did not."""
OF_POSTS = ("quit_rate", "retirements", "filled_posts")
"""Shares of the regular posts."""
OF_WORKERS = ("burned_out", "burnout_severe")
"""Shares of the workers in post."""
RESIDENTS, WORKERS = "residents", "workers"
WHO = {RESIDENTS: Text("residents", "居民"), WORKERS: Text("workers", "社工")}
COLUMNS = (
    "spread", "in_spreads", "in_spreads_low", "in_spreads_high", "people", "people_low", "people_high", "people_of",
)  # fmt: skip
"""What ``as_columns`` tells."""


@dataclass(frozen=True, slots=True)
class Size:
    """What one unit of an indicator is worth in a comparison.

    ``spread`` in the stored unit, NaN where no spread between residents is recorded; ``people`` is how many persons a
    difference of 1 is, NaN where the indicator is no share of persons; ``of`` says which, empty where none.
    """

    spread: float = math.nan
    people: float = math.nan
    of: str = ""

    @property
    def known(self) -> bool:
        """Tell whether there is a spread, or persons."""
        return bool(self.of) or not math.isnan(self.spread)

    def in_spreads(self, found: Interval) -> Interval:
        """Return a difference in standard deviations between residents; NaN where there is no spread."""
        return found.times(1 / self.spread)

    def in_people(self, found: Interval) -> Interval:
        """Return a difference in persons of the community; NaN where it is none of persons."""
        return found.times(self.people)

    def content(self) -> dict[str, Any]:
        """Return it as plain data, None for what there is not."""
        known = {"spread": self.spread, "people": self.people}
        return {**{name: None if math.isnan(value) else value for name, value in known.items()}, "of": self.of or None}


def size_of(comparison: Any, column: str) -> Size:
    """Return what one unit of a column is worth in the communities of a comparison, without policy."""
    if column in DONE_OR_NOT:
        share = comparison.levels(BASELINE, column).mean
        spread = math.sqrt(max(share * (1 - share), 0.0)) or math.nan
        return Size(spread, float(comparison.n_residents), RESIDENTS)
    if f"{column}_sd" in INDICATORS:
        return Size(comparison.levels(BASELINE, f"{column}_sd").mean or math.nan)
    posts = merged(comparison.params, comparison.profile)["n_posts"]
    if column in OF_POSTS:
        return Size(people=posts, of=WORKERS)
    if column in OF_WORKERS:
        return Size(people=posts * comparison.levels(BASELINE, "filled_posts").mean, of=WORKERS)
    return Size()


def as_columns(comparison: Any, key: str, column: str) -> dict[str, Any]:
    """Return the size of a row's difference as cells of a table, NaN or empty where there is none."""
    size, found = size_of(comparison, column), comparison.differences(key, column)
    spreads, people = size.in_spreads(found), size.in_people(found)
    cells = (size.spread, spreads.mean, spreads.low, spreads.high, people.mean, people.low, people.high, size.of)
    return dict(zip(COLUMNS, cells, strict=True))


def sizes_content(comparison: Any) -> dict[str, Any]:
    """Return by indicator what one unit is worth, of those that have a spread or are shares of persons."""
    found = {column: size_of(comparison, column) for column in comparison.columns}
    return {column: size.content() for column, size in found.items() if size.known}
