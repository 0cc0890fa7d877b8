"""The declarations of the levers: names, ranges, problems, costs."""

import pytest

from sim.indicators import INDICATORS
from sim.levers import LEVERS, PROBLEMS, defaults

RANGES = {
    "training_hours": (0, 0, 12),
    "wage_rise": (0, 0, 0.6),
    "wage_indexation": (0, 0, 1),
    "extra_posts": (0, 0, 6),
    "task_payment_share": (0.1, 0, 1),
    "party_activity_fund": (0, 0, 20_000),
    "donation_outreach": (0, 0, 1),
    "donation_match_rate": (0, 0, 2),
    "retired_member_groups": (0, 0, 1),
    "in_service_registration": (0, 0, 1),
    "floating_member_service": (0, 0, 1),
    "joint_meetings": (0, 0, 4),
    "cross_appointment": (0, 0, 1),
    "publicity_boards": (1000, 0, 20_000),
    "publicity_digital": (0, 0, 20_000),
    "publicity_visits": (0, 0, 600),
    "election_openness": (0, 0, 1),
    "service_purchase": (0, 0, 40_000),
    "provider_incentive": (0, 0, 1),
    "admin_reduction": (0, -0.5, 0.8),
    "admission_rule": (0, 0, 1),
    "deliberation_meetings": (0, 0, 4),
    "resident_budget_share": (0, 0, 1),
    "grant": (0, 0, 40_000),
}


def test_levers_stand_in_the_order_of_the_problems_with_their_ranges():
    assert list(LEVERS) == list(RANGES)
    assert {name: (lever.default, lever.low, lever.high) for name, lever in LEVERS.items()} == RANGES


def test_every_problem_has_a_lever_and_only_the_grant_has_none():
    assert {lever.problem for lever in LEVERS.values()} == {*PROBLEMS, ""}
    assert [name for name, lever in LEVERS.items() if not lever.problem] == ["grant"]
    problems = [list(PROBLEMS).index(lever.problem) for lever in LEVERS.values() if lever.problem]
    assert problems == sorted(problems)


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_lever_is_said_in_both_languages(lever):
    for text in (lever.label, lever.unit, lever.what, lever.cost):
        assert text.en.isascii() and text.en == text.en.strip() != ""
        assert text.zh == text.zh.strip() and not text.zh.isascii()
    assert lever.cost.en.endswith(".") and lever.cost.zh.endswith("。")


@pytest.mark.parametrize("lever", LEVERS.values(), ids=lambda lever: lever.name)
def test_lever_names_an_indicator_to_look_at(lever):
    assert lever.own_indicator in INDICATORS


def test_labels_tell_levers_apart():
    assert len({lever.label.en for lever in LEVERS.values()}) == len(LEVERS)
    assert len({lever.label.zh for lever in LEVERS.values()}) == len(LEVERS)


def test_levers_without_a_price_are_marked():
    costless = {name for name, lever in LEVERS.items() if lever.costless}
    assert costless == {"cross_appointment", "admin_reduction", "admission_rule", "resident_budget_share"}


def test_only_posts_are_whole():
    assert [name for name, lever in LEVERS.items() if lever.whole] == ["extra_posts"]


def test_defaults_are_no_policy():
    assert defaults() == {name: float(default) for name, (default, _, _) in RANGES.items()}
