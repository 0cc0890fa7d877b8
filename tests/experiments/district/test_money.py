"""Money of a district, and what its intervals are over: by hand and by numpy from made-up runs."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.district.study import check_request, simulate
from experiments.district.totals import OUTCOMES, totals
from experiments.policies.budget import month_cost
from experiments.runs import Execution
from experiments.sweep.study import Swept
from report.district.findings import notes_of, total_rows
from sim import params as parameters
from sim.scenarios.scenario import Change, Scenario
from sim.text import Text

FILE = """name,residents,share_old,renters,party_members,posts,grant
A,1000,0.3,300,80,5,5000
B,9000,0.3,2700,720,40,40000
"""
VISITS = Scenario(
    "visits", Text("Visits", "走访"), Text("?", "？"), {"publicity_visits": 60.0, "publicity_digital": 3000.0}
)
PILOT = Scenario("pilot", Text("Pilot", "试点"), Text("?", "？"), {}, (Change(1, 6, {"publicity_digital": 4000.0}),))
PLACE = {name: index for index, name in enumerate(OUTCOMES)}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def lives(communities=5, replicates=4):
    return np.random.default_rng(4).normal(0.3, 0.05, (communities, 2, replicates, len(OUTCOMES)))


def test_the_interval_of_a_census_is_over_the_random_draws_of_its_lives():
    values, residents = lives(), np.array([100.0, 200.0, 300.0, 250.0, 150.0])
    own = (
        totals(values, ["baseline", "x"], residents, census=True)
        .set_index(["scenario", "outcome"])
        .loc[("x", "quality")]
    )
    gaps, w = values[:, 1, :, PLACE["quality"]] - values[:, 0, :, PLACE["quality"]], residents / 1000
    parts = [w[k] ** 2 * gaps[k].var(ddof=1) / 4 for k in range(5)]
    free = sum(parts) ** 2 / sum(part**2 / 3 for part in parts)
    half = stats.t.ppf(0.975, free) * sum(parts) ** 0.5
    assert [own.difference, own.low, own.high] == pytest.approx(
        [w @ gaps.mean(axis=1), w @ gaps.mean(axis=1) - half, w @ gaps.mean(axis=1) + half]
    )


def test_a_census_of_one_life_each_has_no_interval_and_a_sample_has_that_of_its_communities():
    values, ones = lives(replicates=1), np.ones(5)
    census, sample = (
        totals(values, ["baseline", "x"], ones, census=item).set_index(["scenario", "outcome"])
        for item in (True, False)
    )
    assert np.isnan(census.loc[("x", "trust"), "low"]) and not np.isnan(census.loc[("x", "trust"), "difference"])
    gaps = values[:, 1, 0, PLACE["trust"]] - values[:, 0, 0, PLACE["trust"]]
    low = stats.ttest_1samp(gaps, 0).confidence_interval(0.95).low
    assert sample.loc[("x", "trust"), "low"] == pytest.approx(low)


@pytest.mark.parametrize(("per_head", "times"), [(False, (1, 1)), (True, (1000 / 3000, 3))])
def test_amounts_are_those_of_a_community_or_grow_with_its_residents(file, per_head, times):
    plan = check_request(file, ["baseline", VISITS], months=6, per_head=per_head).plan
    for point, ratio in enumerate(times):
        levers = plan.scenario(1, point).at(1)
        assert levers["publicity_visits"] == pytest.approx(60 * ratio)
        assert month_cost(levers, parameters.defaults()) == pytest.approx((60 * 15 + 3000) * ratio)


def test_an_amount_that_would_leave_its_range_is_held_and_told(file):
    large = Scenario("large", Text("Large", "大"), Text("?", "？"), {"publicity_digital": 10_000.0})
    said = []
    request = check_request(
        file, ["baseline", large], months=6, per_head=True, execution=Execution(on_note=said.append)
    )
    assert request.plan.scenario(1, 1).levers["publicity_digital"] == 20_000
    assert [text.en for text in said] == [
        "Per head: in 1 of 2 communities 'publicity_digital' of 'large' would leave the range of the model and is held "
        "at 20000."
    ]


class Runs(Swept):
    """A sweep whose runs are made up: fewer orders move work worth 5,000 yuan in each community."""

    def summary(self):
        rows = [
            {"point": p, "scenario": scenario.name, "replicate": 1, **dict.fromkeys(OUTCOMES, 0.5), "cost": 0.0,
             "cost_with_shadow": 5000.0 if scenario.name == "fewer_orders" else 0.0}
            for p in range(2) for scenario in self.plan.scenarios
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def trajectories(self):
        return pd.DataFrame([
            {"point": p, "scenario": scenario.name, "replicate": 1, "month": month, "cost": paid,
             "cost_with_shadow": paid}
            for p in range(2) for scenario in self.plan.scenarios for month in range(-5, 13)
            for paid in [4000.0 * (scenario.name == "pilot" and 1 <= month <= 6)]
        ])  # fmt: skip


def simulated(monkeypatch, file, folder, scenarios, **options):
    monkeypatch.setattr(
        "experiments.district.study.sweep", lambda plan, out, **more: Runs(folder, plan, "0" * 64, 1, 1, 0, 0)
    )
    folder.mkdir()
    return simulate(check_request(file, scenarios, months=12, **options), folder)


def test_fewer_orders_are_never_shown_without_their_shadow_cost(monkeypatch, file, tmp_path):
    from experiments.district.files import about_of

    found = simulated(monkeypatch, file, tmp_path / "out", ["baseline", "fewer_orders"])
    _, rows = total_rows(found.totals, {"baseline": "No policy", "fewer_orders": "Fewer orders"}, "en")
    assert rows[1][0] == "Fewer orders†" and rows[1][-1] == "0"
    notes = notes_of(found.totals, about_of(found), "en")
    assert any("worth 10,000 yuan a month (shadow cost)" in note for note in notes)
    assert notes[0].startswith("Intervals (95%) are over the 2 communities, taken for a sample")


def test_a_pilot_costs_the_mean_of_its_whole_run(monkeypatch, file, tmp_path):
    found = simulated(monkeypatch, file, tmp_path / "out", ["baseline", PILOT])
    assert found.request.plan.trajectories
    cost = found.totals.set_index(["scenario", "outcome"]).loc[("pilot", "cost"), "difference"]
    assert cost == pytest.approx(2 * 4000 * 6 / 12)


@pytest.mark.parametrize(("options", "said"), [
    ({"census": True}, "A census: these are all communities, so nothing is sampled but random variation"),
    ({"census": True, "replicates": 2}, "Intervals (95%) are over the random draws of their runs alone, 2 runs each."),
])  # fmt: skip
def test_a_census_is_told_as_such(file, options, said):
    from report.district.findings import intervals_of

    request = check_request(file, ["baseline"], months=6, **options)
    settings = {"communities": 2, "replicates": request.plan.replicates, "census": request.census}
    assert said in intervals_of(settings).en and intervals_of(settings).zh.startswith("全数")
