"""Policies that change over time, scaled to the same money world by world: what is swept costs it, by the months."""

import numpy as np
import pandas as pd
import pytest

from experiments.plan import Design, make_plan
from experiments.policies.arms import MONEY, merged
from experiments.policies.budget import month_cost
from experiments.worlds.matching import Space
from experiments.worlds.policies import simulate_policies
from sim.scenarios.scenario import Change, Scenario
from sim.text import Text

SPACE = Space({"visit_cost": (10.0, 20.0)})
POINTS = np.array([[10.0], [15.0], [20.0]])
PILOT = Scenario("pilot", Text("Pilot", "试点"), Text("?", "？"), {}, (Change(1, 6, {"publicity_visits": 100.0}),))
COLUMNS = ("participation_12m", "quality", "cost")


class Swept:
    """A stand-in for a sweep: a row a run, every indicator its point's number."""

    asked, failed = 1, 0

    def __init__(self, plan) -> None:
        self.plan = plan

    def summary(self):
        points, names = range(len(self.plan.design.points)), [scenario.name for scenario in self.plan.scenarios]
        return pd.DataFrame([
            {"point": p, "scenario": name, "replicate": 1, **dict.fromkeys(COLUMNS, float(p + k))}
            for p in points
            for k, name in enumerate(names)
        ])  # fmt: skip


@pytest.fixture
def simulated():
    plan = make_plan(["baseline", PILOT], replicates=1, months=12, design=Design("list", (), SPACE.names, POINTS))
    swept = []
    found = simulate_policies(plan, SPACE, POINTS, 1000.0, COLUMNS, lambda item: swept.append(item) or Swept(item))
    return found, swept


def test_in_every_world_the_months_of_the_scaled_policy_cost_the_budget_on_average(simulated):
    found, swept = simulated
    assert [row.key for row in found.rows] == ["pilot", "money:grant", "money:pilot"] and found.rows[2].table == MONEY
    plan = swept[-1]
    hours = []
    for point, (visit_cost,) in enumerate(POINTS.tolist()):
        policy = plan.scenario(0, point)
        params = merged({"visit_cost": visit_cost}, plan.profiles[0])
        months = [month_cost(policy.at(month), params) for month in range(1, 13)]
        assert np.mean(months) == pytest.approx(1000.0) and months[11] == 0.0
        hours.append(policy.at(1)["publicity_visits"])
    assert hours == pytest.approx([2000 / 10, 2000 / 15, 2000 / 20])


def test_what_was_scaled_is_part_of_what_the_plan_says(simulated):
    _, swept = simulated
    assert "at_points" not in swept[0].content()
    other = swept[-1].replace(at_points=swept[-1].at_points[::-1])
    assert swept[-1].content()["at_points"] != other.content()["at_points"]


def test_the_cost_of_a_policy_that_changes_is_empty_and_all_else_is_there(simulated):
    found, _ = simulated
    cost = COLUMNS.index("cost")
    assert np.isnan(found.differences[:, [0, 2], :, cost]).all() and np.isfinite(found.differences[:, 1, :, cost]).all()
    assert np.isfinite(found.differences[..., :cost]).all()


def test_where_the_baseline_changes_no_row_has_a_cost():
    rising = Scenario("baseline", Text("Now", "现状"), Text("?", "？"), {}, (Change(7, None, {"wage_rise": 0.1}),))
    plan = make_plan([rising, "higher_pay"], replicates=1, months=12, design=Design("list", (), SPACE.names, POINTS))
    found = simulate_policies(plan, SPACE, POINTS, 1000.0, COLUMNS, Swept)
    cost = COLUMNS.index("cost")
    assert [row.key for row in found.rows] == ["higher_pay", "money:grant", "money:higher_pay"]
    assert np.isnan(found.differences[..., cost]).all() and np.isfinite(found.differences[..., :cost]).all()
