"""A verdict follows from the interval that is printed, and fails by chance as rarely as is said."""

import numpy as np
import pytest
from scipy import stats

from experiments.patterns.judging import RARE, chance_of_failing, judge
from experiments.patterns.pattern import above, at_most, below, between

DRAWS = np.random.default_rng(3).normal(0.4, 1.0, 20)


def test_what_must_be_shown_holds_where_its_whole_interval_lies_beyond_the_bound():
    low, high = stats.t.interval(0.95, 19, DRAWS.mean(), stats.sem(DRAWS))
    found = judge(DRAWS, above(0.0))
    assert (found.low, found.high) == pytest.approx((low, high)) and found.confidence == 0.95
    assert judge(DRAWS, above(low - 1e-6)).holds and not judge(DRAWS, above(low + 1e-6)).holds
    assert judge(DRAWS, below(high + 1e-6)).holds and not judge(DRAWS, below(high - 1e-6)).holds


def test_a_range_fails_only_where_an_interval_of_a_thousandth_on_either_side_lies_outside():
    low, high = stats.t.interval(0.998, 19, DRAWS.mean(), stats.sem(DRAWS))
    found = judge(DRAWS, between(0.0, 1.0))
    assert (found.low, found.high) == pytest.approx((low, high)) and found.confidence == 0.998
    assert judge(DRAWS, between(high - 1e-6, 9.0)).holds and not judge(DRAWS, between(high + 1e-6, 9.0)).holds
    assert judge(DRAWS, between(-9.0, low + 1e-6)).holds and not judge(DRAWS, between(-9.0, low - 1e-6)).holds


@pytest.mark.parametrize("expected", [above(0.0), below(1.0), between(0.3, 0.9), between(0.6, 0.9)])
@pytest.mark.parametrize("n,spread", [(5, 0.5), (20, 0.9)])
def test_the_chance_of_failing_is_how_often_other_draws_fail(expected, n, spread):
    rng, error = np.random.default_rng(1), spread / np.sqrt(n)
    failed = np.mean([not judge(rng.normal(0.5, spread, n), expected).holds for _ in range(3000)])
    chance = chance_of_failing(0.5, error, n, expected)
    assert failed == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / 3000) + 1e-3)


def test_a_mean_within_its_range_fails_less_than_once_in_a_thousand():
    for mean in (0.0, 0.2, 1.0):
        assert chance_of_failing(mean, 0.1, 20, between(0.0, 1.0)) <= RARE + 1e-12


def test_what_does_not_vary_is_decided_without_chance():
    alike = np.full(4, 0.5)
    assert judge(alike, above(0.4)).holds and judge(alike, above(0.4)).chance == 0.0
    assert not judge(alike, above(0.5)).holds and judge(alike, above(0.5)).chance == 1.0
    assert judge(alike, between(0.5, 1.0)).holds and not judge(alike, at_most(0.4)).holds


def test_one_value_has_no_interval():
    found = judge(np.array([2.0]), at_most(4.5))
    assert found.holds and np.isnan(found.low) and not judge(np.array([5.0]), at_most(4.5)).holds
