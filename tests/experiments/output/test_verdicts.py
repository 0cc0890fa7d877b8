"""Verdicts against intervals and numbers of communities that scipy's own tests give."""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.output.statistics import Interval, paired_interval
from experiments.output.verdicts import (
    MATTERS,
    OPEN,
    SMALL,
    check_smallest_each,
    communities_to_settle,
    smallest_for,
    verdict,
)
from sim.errors import InputError


def interval(low, high, n=10):
    return Interval((low + high) / 2, low, high, math.nan, n)


@pytest.mark.parametrize(("low", "high", "said"), [
    (1.1, 2.0, MATTERS), (-2.0, -1.1, MATTERS), (-0.9, 0.9, SMALL), (0.2, 0.8, SMALL), (0.5, 1.5, OPEN),
    (-0.2, 1.2, OPEN), (-3.0, 3.0, OPEN), (-1.5, -0.5, OPEN), (math.nan, math.nan, OPEN), (1.0, 1.0, SMALL),
])  # fmt: skip
def test_a_verdict_goes_by_the_whole_interval(low, high, said):
    assert verdict(interval(low, high), 1.0) == said


def test_without_a_smallest_difference_only_zero_counts():
    assert verdict(interval(0.01, 0.2), 0.0) == MATTERS and verdict(interval(-0.01, 0.2), 0.0) == OPEN


@pytest.mark.parametrize("mean", [0.5, 1.8, -2.2, 0.1])
def test_a_verdict_is_that_of_two_one_sided_tests_by_scipy(mean):
    """Matters or too small at 95 %: one-sided t tests of the paired differences against ± 1 at 2.5 %."""
    rng = np.random.default_rng(int(10 * abs(mean)))
    base = rng.normal(0, 5, 12)
    policy = base + mean + rng.normal(0, 0.8, 12)
    above = stats.ttest_1samp(policy - base, 1.0, alternative="greater").pvalue < 0.025
    below = stats.ttest_1samp(policy - base, -1.0, alternative="less").pvalue < 0.025
    within = all(
        stats.ttest_1samp(policy - base, end, alternative=side).pvalue < 0.025
        for end, side in ((1.0, "less"), (-1.0, "greater"))
    )
    said = MATTERS if above or below else SMALL if within else OPEN
    assert verdict(paired_interval(policy, base), 1.0) == said


def test_the_communities_that_would_settle_it_are_the_fewest_whose_interval_is_narrow_enough():
    values = np.random.default_rng(3).normal(0.7, 1.1, 9)
    found, spread = paired_interval(values, np.zeros(9)), np.std(values, ddof=1)
    gap = abs(abs(values.mean()) - 1.0)
    needed = next(n for n in range(2, 10_000) if stats.t.ppf(0.975, n - 1) * spread / math.sqrt(n) < gap)
    assert verdict(found, 1.0) == OPEN and communities_to_settle(found, 1.0) == needed > 9


def test_what_would_settle_it_is_not_known_of_one_community_and_nothing_does_at_the_very_edge():
    assert math.isnan(communities_to_settle(Interval(0.4, math.nan, math.nan, math.nan, 1), 1.0))
    assert communities_to_settle(interval(0.5, 1.5), 1.0) == math.inf


def test_the_smallest_difference_is_by_indicator_in_its_own_unit_and_money_has_none():
    each = check_smallest_each({"quit_rate": 0.5, "backlog": 20, "trust": 2, "trust.renter": 3})
    assert smallest_for("quit_rate", 1.0, each) == pytest.approx(0.005)
    assert smallest_for("backlog", 1.0, each) == 20 and smallest_for("backlog", 1.0, {}) == 5
    assert smallest_for("trust.old", 1.0, each) == pytest.approx(0.02)
    assert smallest_for("trust.renter", 1.0, each) == pytest.approx(0.03)
    assert smallest_for("quality", 1.5, each) == pytest.approx(0.015)
    assert {smallest_for(item, 1.0, each) for item in ("cost", "cost_with_shadow", "free_money")} == {None}


@pytest.mark.parametrize(("each", "said"), [
    ({"cost": 100.0}, "money has no smallest difference"), ({"trsut": 1.0}, "There is no indicator 'trsut'"),
    ({"trust": 101.0}, "trust = 101.0 is not a number from 0 and up to 100"),
    ({"backlog": -1.0}, "backlog = -1.0 is not"),
    ({"trust": True}, "trust = True is not"), ({"backlog": math.inf}, "backlog = inf is not"),
])  # fmt: skip
def test_a_smallest_difference_that_cannot_be_used_is_named(each, said):
    with pytest.raises(InputError) as caught:
        check_smallest_each(each)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("信任", "Did you mean 'trust'?"), ("Trust", "Did you mean 'trust'?"), ("trsut", "Did you mean 'trust'?"),
     ("foo", "python run.py list indicators shows all.")],
)  # fmt: skip
def test_what_was_meant_is_found_by_name_and_by_label(name, meant):
    with pytest.raises(InputError, match="There is no indicator") as caught:
        check_smallest_each({name: 1.0})
    assert meant in str(caught.value)
