"""The share of random draws, held against tables whose parts are known."""

import math

import numpy as np
import pytest

from experiments.output.stochastic import stochastic_share, stochastic_variance

WORLDS, COMMUNITIES = 40, 4


def table(residual: float, communities: float = 0.0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Worlds with a mean each, communities that move all worlds alike, and a residual; and the residual itself."""
    rng = np.random.default_rng(seed)
    left = rng.normal(0, residual, (WORLDS, COMMUNITIES))
    left -= left.mean(axis=0)  # so that the parts below are exactly what the table is made of
    left -= left.mean(axis=1, keepdims=True)
    return rng.normal(0, 1.0, (WORLDS, 1)) + rng.normal(0, communities, COMMUNITIES) + left, left


def by_least_squares(numbers: np.ndarray) -> float:
    """The residual mean square of a regression on dummies of worlds and communities, over the communities."""
    worlds, communities = np.indices(numbers.shape).reshape(2, -1)
    dummies = np.concatenate([np.eye(numbers.shape[0])[worlds], np.eye(numbers.shape[1])[communities][:, 1:]], axis=1)
    fitted, *_ = np.linalg.lstsq(dummies, numbers.ravel(), rcond=None)
    left = numbers.ravel() - dummies @ fitted
    return float(left @ left) / (numbers.size - dummies.shape[1]) / numbers.shape[1]


def test_the_random_draws_in_a_mean_is_the_residual_of_the_table_over_the_communities() -> None:
    numbers, left = table(0.5, communities=3.0)
    expected = float((left**2).sum()) / ((WORLDS - 1) * (COMMUNITIES - 1)) / COMMUNITIES
    assert stochastic_variance(numbers) == pytest.approx(expected) == pytest.approx(by_least_squares(numbers))


def test_what_all_worlds_share_is_no_random_draws_between_them() -> None:
    alike, _ = table(0.2)
    apart, _ = table(0.2, communities=50.0)
    assert stochastic_share(apart) == pytest.approx(stochastic_share(alike)) and stochastic_share(alike) < 0.02
    old = float(apart.var(axis=1, ddof=1).mean()) / COMMUNITIES / float(apart.mean(axis=1).var(ddof=1))
    assert old > 1  # the whole variance between communities would have called everything random draws


def test_random_draws_is_all_of_the_spread_where_worlds_do_not_differ() -> None:
    rng = np.random.default_rng(6)
    assert stochastic_share(rng.normal(size=(400, 4))) == pytest.approx(1, abs=0.25)
    assert stochastic_share(np.repeat(rng.normal(size=(400, 1)), 4, axis=1)) == pytest.approx(0, abs=1e-20)


def test_random_draws_that_was_not_measured_is_no_number() -> None:
    assert math.isnan(stochastic_share(np.ones((5, 1)))) and math.isnan(stochastic_share(np.ones((1, 5))))
    assert math.isnan(stochastic_share(np.zeros((5, 4))))  # means that do not vary have nothing to share
