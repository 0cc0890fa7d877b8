"""Judging policies over worlds: how often best, how much is missed at worst, how often it harms, and what decides.

A world counts once. Its number for a policy is the mean over its communities of the difference from the same world
without the policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from experiments.output.statistics import holm, rank_correlation

Array = NDArray[np.float64]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SIGNIFICANT = 0.05
DECIDING = 5  # parameters told for each policy and outcome
HARM_REPORTED = 0.02  # share of worlds with harm from which on it is asked where it happens
FEWEST_HARMED = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How one row of a table stands over all worlds; ``best`` and both regrets are NaN where it does not compete."""

    best: float
    regret_mean: float
    regret_worst: float
    harm: float
    benefit: float
    mean: float
    quantiles: tuple[float, ...]


def standings(differences: Array, smallest: float, competes: NDArray[np.bool_]) -> list[Standing]:
    """Return how every row of a table stands.

    Args:
        differences: from the same world's baseline, more is better (worlds, rows).
        smallest: a difference below this matters to nobody.
        competes: which rows are compared with each other (rows,); doing nothing always is.
    """
    rivals = np.where(competes, differences, -np.inf)
    top = np.maximum(rivals.max(axis=1, initial=-np.inf), 0.0)
    winner = np.where(rivals.max(axis=1, initial=-np.inf) > 0, rivals.argmax(axis=1), -1)
    found = []
    for row in range(differences.shape[1]):
        own, missed = differences[:, row], top - differences[:, row]
        judged = bool(competes[row])
        found.append(Standing(
            best=float((winner == row).mean()) if judged else np.nan,
            regret_mean=float(missed.mean()) if judged else np.nan,
            regret_worst=float(missed.max()) if judged else np.nan,
            harm=float((own < -smallest).mean()),
            benefit=float((own > smallest).mean()),
            mean=float(own.mean()),
            quantiles=tuple(float(q) for q in np.quantile(own, QUANTILES)),
        ))  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Decider:
    """A parameter that an outcome hangs on over the worlds.

    ``rho`` is Spearman's rank correlation, ``p`` Holm's adjusted p-value over all parameters. ``low_third`` and
    ``high_third`` are the outcome's means in the worlds with the lowest and the highest third of the parameter.
    """

    parameter: str
    rho: float
    p: float
    low_third: float
    high_third: float


def deciders(outcome: Array, points: Array, names: Sequence[str], most: int = DECIDING) -> list[Decider]:
    """Return the parameters that go with an outcome beyond chance, the strongest first.

    Args:
        outcome: one number a world (worlds,).
        points: the parameters of the worlds (worlds, parameters).
        names: the parameters.
        most: how many are returned.
    """
    rho = rank_correlation(outcome, points.T)
    adjusted = holm(_p_of(rho, len(outcome)))
    order = np.argsort(-np.abs(np.nan_to_num(rho)), kind="stable")[:most]
    return [
        Decider(names[k], float(rho[k]), float(adjusted[k]), *_thirds(outcome, points[:, k]))
        for k in order
        if adjusted[k] < SIGNIFICANT
    ]


def harmful_where(outcome: Array, smallest: float, points: Array, names: Sequence[str]) -> list[Decider]:
    """Return the parameters by which worlds with harm differ from the others; none where harm is rare.

    ``rho`` is the rank correlation with harm, ``low_third`` and ``high_third`` the shares of worlds with harm.
    """
    harmed = outcome < -smallest
    if harmed.mean() <= HARM_REPORTED or harmed.sum() < FEWEST_HARMED or harmed.all():
        return []
    return deciders(harmed.astype(float), points, names)


def _p_of(rho: Array, worlds: int) -> Array:
    """Return the two-sided p-values of rank correlations, by Student's t."""
    if worlds < 3:
        return np.full(rho.shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(rho) * np.sqrt((worlds - 2) / (1 - rho**2))
    found: Array = 2 * stdtr(worlds - 2, -t)
    return found


def _thirds(outcome: Array, parameter: Array) -> tuple[float, float]:
    """Return an outcome's means in the lowest and the highest third of the worlds by a parameter."""
    order = np.argsort(parameter, kind="stable")
    third = max(1, len(order) // 3)
    return float(outcome[order[:third]].mean()), float(outcome[order[-third:]].mean())


@dataclass(frozen=True, slots=True)
class Narrowed:
    """How the bands changed what is believed of a parameter.

    ``distance`` is that of Kolmogorov and Smirnov between the plausible worlds and the range, ``p`` Holm's adjusted
    p-value over all parameters; ``quantiles`` are the 5, 50 and 95 % ones of the plausible worlds.
    """

    parameter: str
    low: float
    high: float
    distance: float
    p: float
    quantiles: tuple[float, ...]


def narrowed(points: Array, ranges: Sequence[tuple[float, float]], names: Sequence[str]) -> list[Narrowed]:
    """Return for every parameter how far its kept values differ from an even spread over its range, most first."""
    from scipy.stats import kstest

    tests = [kstest(points[:, k], "uniform", args=(low, high - low)) for k, (low, high) in enumerate(ranges)]
    adjusted = holm(np.array([test.pvalue for test in tests]))
    found = [
        Narrowed(
            name, *ranges[k], float(tests[k].statistic), float(adjusted[k]),
            tuple(float(q) for q in np.quantile(points[:, k], (0.05, 0.5, 0.95))),
        )
        for k, name in enumerate(names)
    ]  # fmt: skip
    return sorted(found, key=lambda item: -item.distance)
