"""The district as a whole: sums and means over its residents, and which traits of a community go with an effect."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.lanes import BASELINE

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[np.float64]

OUTCOMES = ("participation_12m", "quality", "satisfaction", "trust", "volunteer_hours", "cost")
SUMMED = ("volunteer_hours", "cost")
"""Outcomes that a district adds up; the others are means over its residents."""

PEOPLE = "participants"
"""Residents who took part within a year, added up."""

TRAITS = ("residents", "share_old", "share_renters", "share_party", "residents_a_post", "grant_a_resident")
LUCK, COMMUNITIES = "luck", "communities"


def totals(values: Array, scenarios: Sequence[str], residents: Array) -> "DataFrame":
    """Return the district by scenario and outcome: level, difference from the first scenario, and its 95 % interval.

    Args:
        values: (communities, scenarios, replicates, OUTCOMES).
        scenarios: their names, the one that the others are compared with first.
        residents: of every community (communities,).

    With several replicates the interval is that of luck (``basis`` "luck"): these communities, again. With one it
    takes the communities for a sample (``basis`` "communities"), which is wider.
    """
    from pandas import DataFrame

    rows = []
    shares = residents / residents.sum()
    outcomes = [(name, values[..., place]) for place, name in enumerate(OUTCOMES)]
    people = values[..., OUTCOMES.index("participation_12m")] * residents[:, None, None]
    for name, own in [(PEOPLE, people), *outcomes]:
        weights = np.ones_like(shares) if name in (*SUMMED, PEOPLE) else shares
        for number, scenario in enumerate(scenarios):
            level = float((weights[:, None] * own[:, number]).sum(axis=0).mean())
            row: dict[str, Any] = {"scenario": scenario, "outcome": name, "level": level}
            if scenario != BASELINE:
                row |= difference(own[:, number] - own[:, 0], weights)
            rows.append(row)
    return DataFrame(rows)


def difference(paired: Array, weights: Array) -> dict[str, Any]:
    """Return the weighted sum of paired differences (communities, replicates) with its 95 % interval.

    With several replicates its variance is Σ w² s²/R over the communities; with one it is n/(n−1) Σ w² (d − d̄)²,
    which holds the communities for drawn from many like them. NaN where there is only one community and replicate.
    """
    from scipy.special import stdtrit

    n, replicates = paired.shape
    means = paired.mean(axis=1)
    found = float((weights * means).sum())
    if replicates > 1:
        basis, df = LUCK, n * (replicates - 1)
        variance = float((weights**2 * paired.var(axis=1, ddof=1)).sum() / replicates)
    else:
        basis, df = COMMUNITIES, n - 1
        centre = found / weights.sum()
        variance = float((weights**2 * (means - centre) ** 2).sum() * n / df) if df else np.nan
    half = float(stdtrit(df, 0.975)) * variance**0.5 if df else np.nan
    return {"difference": found, "low": found - half, "high": found + half, "basis": basis}


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
    from statsmodels.stats.multitest import multipletests

    rows = []
    for outcome in outcomes:
        some = []
        for scenario, own in table[table["scenario"] != BASELINE].groupby("scenario", sort=False):
            for trait in TRAITS:
                if len(own) < 5 or own[trait].nunique() < 2:
                    continue
                found = spearmanr(own[trait], own[f"{outcome}_difference"])
                some.append({"scenario": scenario, "outcome": outcome, "trait": trait,
                             "rho": float(found.statistic), "p": float(found.pvalue)})  # fmt: skip
        if some:
            adjusted = multipletests([row["p"] for row in some], method="holm")[1]
            rows += [{**row, "p_adjusted": float(p)} for row, p in zip(some, adjusted, strict=True)]
    return DataFrame(rows, columns=["scenario", "outcome", "trait", "rho", "p", "p_adjusted"])
