"""A number that is declared and never read is the worst bug of this field: pull every lever, turn every parameter."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from sim.compute.layout import LANES
from sim.engine.calendar import record_month, simulate_month
from sim.engine.lanes import settle
from sim.engine.record import Record
from sim.indicators import read
from sim.levers import LEVERS
from sim.params import PARAMS, SHAPING_GROUPS

# Few people, and requests that take long, so that workers are as busy as in a community of 3,000.
SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 14.0, "hours_per_request": 45.0}
SMALL |= {"street_start_load": 1.6}  # so that the street finds time that is free
MONTHS = 50  # past the elections of months 12 and 48
# The indicator that must move, by group, and where a parameter of the group answers for something else.
BY_GROUP = {
    "people": "awareness", "time": "awareness", "orders": "order_share", "work": "quality", "staff": "effort",
    "competence": "competence", "finance": "free_money", "costs": "cost", "requests": "requests",
    "awareness": "awareness", "expectation": "satisfaction", "trust": "trust", "participation": "participation_month",
    "services": "match", "party": "residents_asked", "elections": "legitimacy", "committees": "agenda_overlap",
    "moves": "belonging",
}  # fmt: skip
BY_NAME = {
    "joint_meeting_hours": "hours_meetings", "deliberation_hours": "hours_meetings", "visit_hours": "hours_organising",
    "budget_share_hours": "hours_organising", "message_strength": "residents_asked",
    "least_contract_share": "hours_requests", "load_limit": "load",
    "item_entry": "item_stock", "item_lapse": "item_stock", "rule_protection": "item_stock",
    "street_attention": "item_stock", "street_memory": "item_stock", "street_tolerance": "item_stock",
    "street_start_load": "item_stock", "start_street_pressure": "street_pressure", "pressure_speed": "street_pressure",
    "answer_push": "answered_share", "invitation": "requests", "hours_report": "hours_orders",
    "paper_share": "paper_compliance", "paper_cost": "load", "inspection_hours": "hours_inspections",
    "n_posts": "hours_orders", "shadow_hour_cost": "cost_with_shadow",
    "belonging_participation": "belonging", "belonging_neighbours": "belonging", "belonging_awareness": "belonging",
    "belonging_satisfaction": "belonging", "belonging_return": "belonging", "satisfaction_neutral": "belonging",
    "visit_warmth": "belonging", "market_income": "revenue_market", "market_share": "revenue_market",
    "fund_service_share": "match", "fund_event_share": "events", "fund_full": "hours_organising",
    "unit_spread": "units_giving", "partner_speed": "units_giving", "unit_hours": "volunteer_hours",
    "room_gain": "match",
    "unit_gift": "revenue_units", "infrastructure_decay": "infrastructure", "infrastructure_gain": "infrastructure",
    "event_cost": "events", "event_budget_share": "events", "service_budget_share": "variety",
    "quality_match": "quality", "quality_timeliness": "quality", "quality_care": "quality",
    "help_weight": "helped_12m", "seat_weight": "deliberated_12m", "participation_education": "deliberated_12m",
    "voice_rate": "complained_12m", "online_ease": "complained_12m", "start_quality": "complained_12m",
    "hours_online": "hours_organising",
    **{name: "efficacy" for name in (
        "efficacy_start", "efficacy_education", "efficacy_spread", "efficacy_gain", "efficacy_contagion",
        "efficacy_fade",
    )},
    "volunteer_least_hours": "volunteer_hours", "volunteer_free_time_hours": "volunteer_hours",
    "event_saturation": "active_party_members", "attraction_relevance": "participation_month",
    "attraction_match_base": "participation_month", "fairness_recovery": "fairness", "fairness_neutral": "fairness",
    "ask_probability": "residents_asked", "fiscal_floor": "revenue_fiscal",
    "start_official_turnout": "official_turnout",
    "start_turnout": "turnout", "openness_proxy": "official_turnout", "proxy_votes": "official_turnout",
    "candidate_good": "leader_quality", "candidate_poor": "leader_quality", "election_noise": "connections_seated",
    "quit_limit": "filled_posts", "quit_scale": "quit_rate", "autonomy_budget_alone": "autonomy",
    **{name: "quit_intention" for name in (
        "intention_speed", "intention_base", "intention_burnout", "intention_spread", "attachment",
        "attachment_months", "prospects", "recruit_intention", "quit_burnout_reference", "quit_pay_reference",
        "quit_pay_elasticity", "start_intention",
    )},
    "career_min": "retirements", "career_max": "retirements", "start_tenure": "tenure_years",
    "grade_step": "cost", "grade_months": "cost", "grade_limit": "cost", "open_recruitment_delay": "filled_posts",
    **{name: "competence" for name in (
        "recruit_competence", "recruit_competence_pay", "talent_spread", "connection_discount", "start_talent",
    )},
    "autonomy_demand_growth": "autonomy_gap",
    "start_recent_share": "participation_12m", "start_voted_share": "turnout", "start_timeliness": "requests",
    "accounts_fairness": "fairness", "response_noise": "trust_sd",
    "seated_trust": "coordination", "agreement_gain": "coordination",
    "agreement_chair_base": "coordination", "overruled_cost": "coordination",
    "candidates": "connections_seated",
    **{name: "street_loyalty_median" for name in (
        "street_loyalty", "street_loyalty_spread", "loyalty_open", "loyalty_connected", "elected_loyalty_spread",
    )},
    "loyalty_pull": "autonomy", "loyalty_reference": "autonomy",
    "fairness_reference": "turnout", "trust_spread": "trust", "fairness_spread": "fairness",
    "belonging_spread": "belonging", "start_satisfaction_leniency": "satisfaction",
    **{name: "hours_organising" for name in (
        "hours_per_activity", "hours_per_purchase", "hours_outreach", "hours_per_group", "hours_open_election",
        "hours_publicity", "hours_per_message", "hours_providers", "hours_accounts",
    )},
}  # fmt: skip
VOTING = {name: "turnout" for name in PARAMS if name.startswith(("voting_", "voted_", "vote_", "openness_turnout"))}
EVERYBODY_QUITS = {"quit_scale": 3.0}
# Where a number matters only in a world that is unlike the default.
WORLD = {
    "fiscal_floor": {"fiscal_variation": 1.5},
    "quit_limit": EVERYBODY_QUITS,
    "autonomy_demand_limit": {"autonomy_demand": 0.7},
    "load_limit": {"admin_hours_demanded": 6000.0},
    "least_contract_share": {"hours_per_activity": 800.0},
    "competence_floor": {"skill_floor": 0.0, "skill_decay": 0.9, "experience_ceiling": 0.0, "training_gain": 0.0},
    "resource_pay_limit": {"relative_wage": 1.6},
    "autonomy_demand_growth": {"autonomy_demand": 0.7},
    "admin_priority_limit": {"admin_hours_demanded": 6000.0},
    "complaint_shift": {"admin_hours_demanded": 6000.0},
    "supervision": {"volunteer_least_hours": 900.0},
    "supervision_share": {"volunteer_least_hours": 900.0},
    "recruit_competence_pay": {"quit_scale": 0.3},
    "recruit_intention": {"quit_scale": 0.3},
    "open_recruitment_delay": {"quit_scale": 0.3},
    "career_min": {"start_tenure": 100.0},
    "election_noise": {"election_term": 3.0},
    "voting_member": {"party_member_share": 0.5},
}
# Of contacts as many for each resident as in a community of 3,000.
FEW = {"publicity_visits": 0.1, "personal_messages": 0.1}
# And with levers that are unlike half way.
LEVERS_OF = {
    "autonomy_budget_alone": {"deliberation_meetings": 0.5},
    "fund_full": {"community_fund": 10.0, "resident_budget_share": 0.0},
}


def everything_moved(part: float = 0.5) -> np.ndarray:
    """Every lever part of the way from its default to the end of its range (levers, LANES)."""
    ends = [q.default + part * FEW.get(name, 1.0) * (q.high - q.default) for name, q in LEVERS.items()]
    return np.repeat(np.array(ends)[:, None], LANES, axis=1)


def simulated(worlds: Sequence[Mapping[str, float]], levers: np.ndarray, indicator: str) -> np.ndarray:
    """The path of an indicator (months, worlds) in worlds that share their people and random draws."""
    block = settle(7, [{**SMALL, **world} for world in worlds])
    record = Record(block)
    for _ in range(int(block.burn_in) + MONTHS):
        simulate_month(block, levers)
        record_month(block)
        record.add(block)
    return read(record, indicator)


def indicator_of_parameter(name: str) -> str:
    """The indicator in which a parameter must show."""
    if name.startswith("demand_"):
        return "match"
    return BY_NAME.get(name) or VOTING.get(name) or BY_GROUP[PARAMS[name].group]


def ends(name: str) -> tuple[float, float]:
    """Both ends of a parameter's range; of one that counts people, ends that stay small."""
    small = {"n_residents": (200.0, 300.0), "n_buildings": (3.0, 9.0), "burn_in_months": (13.0, 14.0)}
    return small.get(name, (PARAMS[name].low, PARAMS[name].high))


@pytest.mark.parametrize("name", [name for name in PARAMS if name != "months"])
def test_every_parameter_moves_its_indicator(name: str) -> None:
    low, high = ends(name)
    world = WORLD.get(name, {})
    indicator = indicator_of_parameter(name)
    levers = everything_moved()
    for lever, value in LEVERS_OF.get(name, {}).items():
        levers[list(LEVERS).index(lever)] = value
    if PARAMS[name].group in SHAPING_GROUPS or name == "n_posts" or name == "election_term":
        first = -MONTHS if name == "burn_in_months" else 0
        paths = [simulated([{**world, name: value}], levers, indicator)[first:, 0] for value in (low, high)]
    else:
        both = simulated([{**world, name: low}, {**world, name: high}], levers, indicator)
        paths = [both[:, 0], both[:, 1]]
    assert not np.array_equal(paths[0], paths[1]), f"{name} from {low} to {high} does not move {indicator}"


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_moves_the_indicator_of_its_problem(name: str) -> None:
    lever = LEVERS[name]
    levers = everything_moved(0.0 if lever.problem != "P9" else 0.3)
    place = list(LEVERS).index(name)
    levers[place, 0], levers[place, 1] = lever.low, lever.high
    path = simulated([WORLD.get(name, {})] * 2, levers, lever.own_indicator)
    assert not np.array_equal(path[:, 0], path[:, 1]), f"{name} does not move {lever.own_indicator}"


def test_the_number_of_months_is_the_length_of_a_run() -> None:
    from sim import CommunityModel

    model = CommunityModel(params={"n_residents": 300, "n_buildings": 6, "burn_in_months": 14, "months": 3})
    assert model.run()["month"].max() == 3
