"""The comparison on the real engine, in a small community."""

import numpy as np
import pytest

from experiments.compare.study import compare
from experiments.runs import Execution
from sim.indicators import COLUMNS
from tests.small import ALONE

SMALL = {"n_residents": 300, "n_buildings": 6, "burn_in_months": 6}
FEW = ["publicity", "fewer_orders"]


def run(scenarios=FEW, **options):
    settings = {"months": 14, "replicates": 3, "execution": ALONE, "params": SMALL, **options}
    return compare(scenarios, **settings)


def test_results_do_not_depend_on_the_number_of_processes():
    one, two = run(), run(execution=Execution(processes=2))
    np.testing.assert_array_equal(one.trajectories, two.trajectories)
    np.testing.assert_array_equal(one.window_means, two.window_means)
    np.testing.assert_array_equal(one.network.took_part, two.network.took_part)


def test_a_policys_result_does_not_depend_on_its_companions():
    both, alone = run(), run(["fewer_orders"], equal_budget=None)
    first, second = both.arm("fewer_orders"), alone.arm("fewer_orders")
    np.testing.assert_array_equal(both.trajectories[:, first], alone.trajectories[:, second])


def test_more_communities_leave_the_first_ones_as_they_were():
    few, more = run(replicates=2, equal_budget=None), run(replicates=3, equal_budget=None)
    np.testing.assert_array_equal(few.trajectories, more.trajectories[:2])


def test_all_rows_share_the_past():
    found = run()
    same = [i for i, column in enumerate(COLUMNS) if column != "cost_per_participant"]
    past = found.trajectories[:, :, : found.burn_in][..., same]
    for arm in range(1, len(found.arms)):
        np.testing.assert_array_equal(past[:, arm], past[:, 0])


def test_nominal_cost_is_near_what_the_first_month_really_costs():
    found = run(["training", "publicity", "joint_committees", "diverse_services"], equal_budget=None)
    january = found.trajectories[:, 1:, found.burn_in, COLUMNS.index("cost")].mean(axis=0)
    nominal = [arm.nominal_cost for arm in found.arms[1:]]
    np.testing.assert_allclose(january, nominal, rtol=0.15)
    assert january[1] == pytest.approx(8000)


def test_every_column_of_the_last_month_is_filled_but_the_ratio_of_cost():
    found = run(replicates=8)
    last = found.window_means.mean(axis=0)
    empty = {COLUMNS[i] for i in np.flatnonzero(np.isnan(last).any(axis=0))}
    assert empty <= {"cost_per_participant", "new_leaver_share"}
