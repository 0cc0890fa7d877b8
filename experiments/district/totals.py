"""The district as a whole: sums and means over its residents, and which traits of a community go with an effect."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.statistics import holm
from experiments.policies.arms import COSTS
from sim.scenarios.scenario import BASELINE
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[np.float64]

OUTCOMES = ("participation_12m", "quality", "satisfaction", "trust", "volunteer_hours", "cost", "cost_with_shadow")
SUMMED = ("volunteer_hours", *COSTS)
"""Outcomes that a district adds up; the others are means over its residents."""

PEOPLE = "participants"
"""Residents who took part within a year, added up."""

TRAITS: Mapping[str, Text] = {
    "residents": Text("residents", "居民数"),
    "share_old": Text("share of old residents", "老年比例"),
    "share_renters": Text("share of renters", "租房者比例"),
    "share_party": Text("share of party members", "党员比例"),
    "residents_a_post": Text("residents for each post", "每个岗位的居民数"),
    "grant_a_resident": Text("grant for each resident", "人均拨款"),
}
"""What is compared between communities: the columns of the file, most in proportion to residents."""

FEWEST = 5  # communities, below which no correlation is looked for


def totals(values: Array, scenarios: Sequence[str], residents: Array, *, census: bool = False) -> "DataFrame":
    """Return the district by scenario and outcome: level, difference from the first scenario, their 95 % intervals.

    Args:
        values: every community, each time it was simulated (communities, scenarios, replicates, OUTCOMES); NaN
            where a replicate did not come to its end under every scenario.
        scenarios: their names, first the one that the others are compared with.
        residents: of every community (communities,).
        census: these communities are all there are, so that an interval holds the random draws of their runs alone.

    Else communities are the units: an interval takes them for a sample of many like them. Means are weighted with
    residents; the participants are that mean times all residents.
    """
    from pandas import DataFrame

    found_of = over_draws if census else over_communities
    shares, ones = residents / residents.sum(), np.ones(len(residents))
    columns = {name: (values[..., index], ones if name in SUMMED else shares) for index, name in enumerate(OUTCOMES)}
    taking_part = columns["participation_12m"][0]
    rows: list[dict[str, Any]] = []
    for name, (item, weights) in {PEOPLE: (taking_part * residents.sum(), shares), **columns}.items():
        for number, scenario in enumerate(scenarios):
            level, low, high = found_of(item[:, number], weights)
            row = {"scenario": scenario, "outcome": name, "level": level, "level_low": low, "level_high": high}
            if number:
                found = found_of(item[:, number] - item[:, 0], weights)
                row |= dict(zip(("difference", "low", "high"), found, strict=True))
            rows.append(row)
    return DataFrame(rows, columns=[
        "scenario", "outcome", "level", "level_low", "level_high", "difference", "low", "high"
    ])  # fmt: skip


def over_communities(own: Array, weights: Array) -> tuple[float, float, float]:
    """Return Σ w x̄ over the communities and its interval as of a sample of communities (communities, replicates)."""
    return weighted(np.nanmean(own, axis=1), weights)


def over_draws(own: Array, weights: Array) -> tuple[float, float, float]:
    """Return Σ w x̄ over the communities and its 95 % interval over random draws (communities, replicates).

    The variance is Σ w² s²/r with the variance s² of a community's r replicates, the degrees of freedom are those of
    Welch and Satterthwaite. Without two replicates in every community there is no interval (NaN).
    """
    from scipy.special import stdtrit

    r = np.isfinite(own).sum(axis=1)
    found = float((weights * np.nanmean(own, axis=1)).sum())
    if (r < 2).any():
        return found, np.nan, np.nan
    parts = weights**2 * np.nanvar(own, axis=1, ddof=1) / r
    variance = float(parts.sum())
    if variance == 0:
        return found, found, found
    free = variance**2 / float((parts**2 / (r - 1)).sum())
    half = float(stdtrit(free, 0.975)) * variance**0.5
    return found, found - half, found + half


def weighted(own: Array, weights: Array) -> tuple[float, float, float]:
    """Return Σ w x over the communities and its 95 % interval.

    The variance is n/(n−1) Σ w² (x − x̄)² with the weighted mean x̄, that of a ratio of sums; t with n − 1 degrees of
    freedom. One community has no interval (NaN).
    """
    from scipy.special import stdtrit

    n, found = len(own), float((weights * own).sum())
    if n == 1:
        return found, np.nan, np.nan
    centre = found / weights.sum()
    variance = n / (n - 1) * float((weights**2 * (own - centre) ** 2).sum())
    half = float(stdtrit(n - 1, 0.975)) * variance**0.5
    return found, found - half, found + half


def with_traits(communities: "DataFrame") -> "DataFrame":
    """Return the table of the file with what can be compared between communities of different size."""
    return communities.assign(
        share_renters=communities["renters"] / communities["residents"],
        share_party=communities["party_members"] / communities["residents"],
        residents_a_post=communities["residents"] / communities["posts"],
        grant_a_resident=communities["grant"] / communities["residents"],
    )


def going_with(table: "DataFrame", outcomes: Sequence[str]) -> "DataFrame":
    """Return which traits go with a policy's effect: Spearman's ρ over the communities, Holm's p within an outcome.

    Args:
        table: a row a community and scenario, with the traits and ``OUTCOME_difference``.
        outcomes: whose differences are looked at.
    """
    from pandas import DataFrame
    from scipy.stats import spearmanr

    rows: list[dict[str, Any]] = []
    for outcome in outcomes:
        some: list[dict[str, Any]] = []
        effect = f"{outcome}_difference"
        for scenario, item in table[table["scenario"] != BASELINE].groupby("scenario", sort=False):
            for trait in TRAITS:
                if len(item) < FEWEST or item[trait].nunique() < 2 or item[effect].nunique() < 2:
                    continue
                found = spearmanr(item[trait], item[effect])
                some.append({"scenario": scenario, "outcome": outcome, "trait": trait,
                             "rho": float(found.statistic), "p": float(found.pvalue)})  # fmt: skip
        if some:
            adjusted = holm(np.array([row["p"] for row in some]))
            rows += [{**row, "p_adjusted": float(p)} for row, p in zip(some, adjusted, strict=True)]
    return DataFrame(rows, columns=["scenario", "outcome", "trait", "rho", "p", "p_adjusted"])
