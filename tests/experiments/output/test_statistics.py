import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from experiments.output.statistics import (
    Interval,
    correlation,
    holm,
    interval,
    intervals,
    paired_interval,
    ratio_interval,
    unpaired_need,
)
from experiments.output.windows import pooled_share


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_paired_interval_agrees_with_the_textbook_test(rng):
    policy, baseline = rng.normal(1, 1, 12), rng.normal(0, 1, 12)
    known = stats.ttest_rel(policy, baseline)
    found = paired_interval(policy, baseline)
    low, high = known.confidence_interval(0.95)
    np.testing.assert_allclose([found.low, found.high, found.p], [low, high, known.pvalue], rtol=1e-10)
    assert found.n == 12


def test_paired_interval_covers_the_truth_19_times_in_20(rng):
    draws = rng.normal(0.3, 2, (8, 4000))
    found = intervals(draws)
    assert np.mean((found.low < 0.3) & (found.high > 0.3)) == pytest.approx(0.95, abs=0.012)


def test_one_community_has_a_mean_and_no_interval():
    found = interval(np.array([0.4]))
    assert found.mean == 0.4 and math.isnan(found.low) and math.isnan(found.p)


def test_communities_that_agree_leave_no_width():
    assert interval(np.full(5, 0.25)) == Interval(0.25, 0.25, 0.25, 0.0, 5)
    assert interval(np.zeros(5)).p == 1.0


def test_a_community_without_a_value_is_left_out():
    assert interval(np.array([1.0, np.nan, 3.0])) == interval(np.array([1.0, 3.0]))


def test_holm_multiplies_the_smallest_by_all_and_never_falls():
    np.testing.assert_allclose(holm(np.array([0.03, 0.01, 0.04])), [0.06, 0.03, 0.06])


def test_holm_keeps_the_columns_apart_and_leaves_out_what_was_not_asked():
    table = np.array([[0.01, 0.5], [np.nan, 0.5], [0.04, 0.001]])
    np.testing.assert_allclose(holm(table), [[0.02, 1.0], [np.nan, 1.0], [0.04, 0.003]])


def test_holm_is_that_of_statsmodels_to_the_bit(rng):
    for n in (1, 2, 10, 37):
        table = np.round(rng.uniform(0, 1, (n, 8)) ** 4, 6)  # some of them equal
        table[rng.uniform(size=table.shape) < 0.1] = np.nan
        for column, adjusted in zip(table.T, holm(table).T, strict=True):
            asked = np.isfinite(column)
            if asked.any():
                np.testing.assert_array_equal(adjusted[asked], multipletests(column[asked], method="holm")[1])
            assert np.isnan(adjusted[~asked]).all()
    assert holm(np.array([])).shape == (0,)


def test_holm_keeps_the_family_error_below_one_in_twenty(rng):
    found = intervals(rng.normal(0, 1, (10, 11, 3000)))
    assert np.mean((holm(found.p) < 0.05).any(axis=0)) == pytest.approx(0.048, abs=0.012)


def test_pooled_share_is_the_sum_over_the_sum():
    part, whole = np.array([1.0, 3.0, 0.0]), np.array([2.0, 3.0, 7.0])
    assert pooled_share(part, whole).mean() == pytest.approx(4 / 12)


def test_pooled_share_of_nothing_is_no_number():
    assert np.isnan(pooled_share(np.zeros(3), np.zeros(3))).all()


def test_ratio_interval_covers_the_ratio_19_times_in_20(rng):
    hits = 0
    for _ in range(1500):
        top, bottom = rng.normal(6, 1, 8), rng.normal(2, 1, 8)
        found = ratio_interval(top, bottom)
        hits += (found.low < 3 < found.high) if not math.isnan(found.low) else 0
    assert hits / 1500 == pytest.approx(0.95, abs=0.02)


def test_ratio_is_empty_where_the_effect_is_not_above_zero():
    assert math.isnan(ratio_interval(np.ones(4), np.array([-1.0, 0.5, -0.2, 0.1])).mean)


def test_ratio_interval_is_open_where_the_effect_may_be_zero(rng):
    found = ratio_interval(rng.normal(5, 0.1, 6), np.array([1.0, -0.9, 1.2, -0.8, 1.1, 0.2]))
    assert found.high == math.inf


def test_correlation_of_what_does_not_vary_is_no_number():
    assert math.isnan(correlation(np.ones(5), np.arange(5.0)))


def test_unpaired_need_is_what_the_variances_say(rng):
    shared, own = rng.normal(0, 3, 50_000), rng.normal(0, 1, 50_000)
    assert unpaired_need(shared + own, shared) == pytest.approx(50_000 * (9 + 10) / 1, rel=0.03)
