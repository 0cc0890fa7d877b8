import math

import pytest

from experiments.policies.budget import for_budget, has_relief, month_cost, nominal_cost, scaled
from sim import finance
from sim import params as parameters
from sim.errors import RuleError
from sim.levers import LEVERS, defaults
from sim.quantity import Text
from sim.scenarios.scenario import Change, Scenario, load_scenario, scenario_names

HOURS = 1560 * 1.02 ** (1 / 12)
"""Hours that items demand in policy month 1."""
INSPECTIONS = 0.2 * 200
PARAMS = parameters.defaults()
MONTHS = 120


def scenario(**levers):
    return Scenario("mine", Text("mine", "我的"), Text("?", "？"), levers)


def change(start, until, **levers):
    return Scenario("mine", Text("m", "m"), Text("?", "？"), {}, (Change(start, until, levers),))


def test_no_policy_costs_nothing():
    assert month_cost(defaults(), PARAMS) == 0.0


@pytest.mark.parametrize(
    ("levers", "yuan"),
    [
        ({"training_hours": 6}, 33 * 6 * 15),
        ({"wage_rise": 0.3}, 0.3 * 2800 * 1.3 * 15),
        ({"extra_posts": 2}, 2 * 2800 * 1.3),
        ({"career_ladder": 1, "extra_posts": 1}, 2800 * 1.3 * (0.05 * 2 * 16 + 1)),
        ({"open_recruitment": 0.5}, 400),
        ({"training_hours": 1, "extra_posts": 5}, 33 * 20 + 5 * 2800 * 1.3),
        ({"wage_indexation": 1}, 2800 * 1.3 * 15 * (1 - 0.99 ** (1 / 12))),
        ({"task_payment_share": 0.7}, 0.6 * 5 * (HOURS + INSPECTIONS)),
        ({"party_activity_fund": 5000}, 5000),
        ({"donation_outreach": 1}, 1500),
        ({"retired_member_groups": 1, "in_service_registration": 0.5}, 1950),
        ({"joint_meetings": 2}, 1500),
        ({"publicity_boards": 5000, "publicity_digital": 4000, "publicity_visits": 100}, 9500),
        ({"publicity_boards": 0}, -1000),
        ({"election_openness": 1}, 1700),
        ({"service_purchase": 5000, "provider_incentive": 1, "favours_paid": 1}, 8400),
        ({"service_purchase": 15000, "favours_paid": 0}, 14400),
        ({"facility_investment": 2000}, 2000),
        ({"deliberation_meetings": 2, "resident_budget_share": 1}, 3500),
        ({"admin_reduction": 0.3, "admission_rule": 1, "cross_appointment": 1}, 0),
        ({"items_cut": 0.5, "complaint_weight": 1}, 0),
        ({"admin_reduction": 0.3, "task_payment_share": 0.7}, 0.6 * 5 * (HOURS * 0.7 + INSPECTIONS)),
        ({"grant": 1234}, 1234),
    ],
)
def test_each_lever_costs_what_its_price_says(levers, yuan):
    assert nominal_cost(scenario(**levers), PARAMS, MONTHS) == pytest.approx(yuan, abs=1e-9)


def test_the_match_costs_the_gifts_that_are_expected():
    pull = 1.2
    chance = 0.12 * (0.5 + 0.6) * (0.5 + 0.45) * (0.6 + 0.8 * 0.46) * pull
    units = 12 * chance * 800 * (1 - 0.1 * 0.1 * 5 * (HOURS + INSPECTIONS) / 15000)
    residents = 0.05 * 20 * 0.03 * 3000 * (0.5 + 0.6) * pull
    found = nominal_cost(scenario(donation_match_rate=1), PARAMS, 1)
    assert found == pytest.approx(units + residents, rel=1e-12)


def test_relief_has_a_shadow_cost_and_costs_no_money():
    relief = scenario(admin_reduction=0.3)
    assert nominal_cost(relief, PARAMS, MONTHS) == 0.0
    assert nominal_cost(relief, PARAMS, MONTHS, shadow=True) == pytest.approx(25 * 0.3 * 1560)
    both = scenario(admin_reduction=0.3, items_cut=0.5)
    assert nominal_cost(both, PARAMS, MONTHS, shadow=True) == pytest.approx(25 * (1 - 0.7 * 0.8) * 1560)


@pytest.mark.parametrize("name", scenario_names())
@pytest.mark.parametrize("budget", [500.0, 10_000.0, 40_000.0])
def test_every_built_in_policy_costs_the_budget(name, budget):
    found = for_budget(load_scenario(name), PARAMS, budget, MONTHS)
    assert found.nominal_cost == pytest.approx(budget, abs=1e-3)


@pytest.mark.parametrize("name", scenario_names())
def test_scaled_levers_stay_in_their_ranges(name):
    levers = for_budget(load_scenario(name), PARAMS, 40_000.0, MONTHS).scenario.levers
    assert all(LEVERS[lever].low <= value <= LEVERS[lever].high for lever, value in levers.items())


def test_a_dear_policy_is_scaled_down_without_a_grant():
    found = for_budget(scenario(service_purchase=15_000), PARAMS, 10_000, MONTHS)
    assert found.factor == pytest.approx(2 / 3) and found.grant == 0.0
    assert found.scenario.levers == {"service_purchase": pytest.approx(10_000)}


def test_a_cheap_policy_grows_to_the_end_of_its_range_and_the_rest_is_a_grant():
    found = for_budget(load_scenario("joint_committees"), PARAMS, 10_000, MONTHS)
    assert found.scenario.levers == {"joint_meetings": 4.0, "grant": pytest.approx(7000)}
    assert found.factor == pytest.approx(2.0)


def test_one_factor_moves_every_lever_from_its_default():
    found = for_budget(load_scenario("publicity"), PARAMS, 10_000, MONTHS)
    assert found.scenario.levers == {
        "publicity_boards": pytest.approx(6000),
        "publicity_digital": pytest.approx(5000),
    }


def test_free_levers_never_grow_beyond_the_policy():
    policy = scenario(admin_reduction=0.2, joint_meetings=1)
    assert scaled(policy, 3.0).levers == {"admin_reduction": 0.2, "joint_meetings": 3.0}
    assert scaled(policy, 0.5).levers == {"admin_reduction": 0.1, "joint_meetings": 0.5}


def test_whole_levers_are_rounded_down_and_the_rest_is_a_grant():
    found = for_budget(scenario(extra_posts=4), PARAMS, 10_000, MONTHS)
    assert found.scenario.levers["extra_posts"] == 2.0
    assert found.grant == pytest.approx(10_000 - 2 * 3640)


def test_a_policy_that_saves_money_has_more_to_grant():
    found = for_budget(scenario(publicity_boards=0), PARAMS, 10_000, MONTHS)
    assert found.grant == pytest.approx(11_000)


def test_at_factor_one_a_policy_is_itself_to_the_bit():
    package = load_scenario("package")
    assert scaled(package, 1.0).content() == package.content()


def test_paying_the_shadow_cost_scales_relief_down():
    found = for_budget(load_scenario("fewer_orders"), PARAMS, 10_000, MONTHS, shadow=True)
    assert found.scenario.levers["admin_reduction"] == pytest.approx(0.3 * 10_000 / (25 * 0.3 * 1560))
    assert found.nominal_cost == pytest.approx(10_000)


def test_relief_is_seen_in_changes_too():
    assert has_relief(change(1, 6, admin_reduction=0.2)) and has_relief(load_scenario("package"))
    assert has_relief(scenario(items_cut=0.5))
    assert not has_relief(scenario(admin_reduction=-0.2)) and not has_relief(load_scenario("publicity"))


def test_a_policy_that_changes_costs_the_mean_of_its_months():
    assert nominal_cost(change(1, 6, publicity_digital=12_000), PARAMS, 12) == pytest.approx(6000)


def test_changes_are_scaled_like_lasting_levers():
    found = for_budget(change(1, 6, publicity_digital=12_000), PARAMS, 3000, 12)
    assert found.scenario.changes[0].levers == {"publicity_digital": pytest.approx(6000)}
    assert found.nominal_cost == pytest.approx(3000)


def test_the_rest_is_granted_on_top_of_a_grant_that_changes():
    policy = change(7, None, grant=1000, election_openness=1.0)
    found = for_budget(policy, PARAMS, 5000, 12)
    assert found.nominal_cost == pytest.approx(5000, abs=1e-3)


def test_a_dearer_world_scales_policies_further_down():
    dear = for_budget(load_scenario("training"), {**PARAMS, "training_hour_cost": 66}, 10_000, MONTHS)
    assert dear.grant < for_budget(load_scenario("training"), PARAMS, 10_000, MONTHS).grant


@pytest.mark.parametrize("fails", ["at once", "later"])
def test_a_rule_of_money_that_fails_is_named(fails, monkeypatch):
    def divides(hours, filled, price):
        return price / (filled - filled)

    divides.__module__, divides.__name__ = finance.__name__, "training_cost"
    line = divides.__code__.co_firstlineno + 1
    if fails == "later":
        month_cost(defaults(), PARAMS)
    monkeypatch.setattr(finance, "training_cost", divides)
    sentence = (
        rf"test_budget\.py, line {line}: the rule training_cost raises ZeroDivisionError .* \(outside the month\)\."
    )
    with pytest.raises(RuleError, match=sentence) as caught:
        nominal_cost(scenario(training_hours=6), PARAMS, MONTHS)
    assert caught.value.get("zh").endswith("（在月份之外）。")


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_rule_of_money_that_gives_no_number_is_named(value, monkeypatch):
    def lost(hours, filled, price):
        return value

    lost.__module__, lost.__name__ = finance.__name__, "training_cost"
    monkeypatch.setattr(finance, "training_cost", lost)
    with pytest.raises(RuleError, match=rf"the rule training_cost returns {value}; allowed is a finite number"):
        for_budget(scenario(training_hours=6), PARAMS, 8000.0, MONTHS)


def test_a_parameter_of_money_that_is_not_there_is_told_by_its_line():
    with pytest.raises(RuleError, match=r"budget\.py, line \d+: the code raises KeyError \('n_posts'\) \(outside the"):
        month_cost(defaults(), {})
