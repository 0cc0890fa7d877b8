"""A small community for tests, and what stands in its arrays."""

import numpy as np

from experiments.runs import Execution
from sim.compute.layout import LANES, POST, UNITS
from sim.engine.calendar import simulate_month
from sim.engine.lanes import Lanes, settle
from sim.engine.replicate import baseline_levers, simulate_burn_in, world
from sim.levers import LEVERS
from sim.quantity import Text
from sim.scenarios.scenario import Change, Profile, Scenario, load_profile

SMALL = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 26.0, "hours_per_request": 40.0}
"""Elections fall in months -24 and 12; requests take long, so that few residents keep many workers busy."""

MIXED: Profile = load_profile("mixed")
ALONE = Execution(processes=1)
EVERYTHING_AT_ONCE = {name: (lever.default + lever.high) / 2 for name, lever in LEVERS.items()} | {
    "training_hours": 6.0,
    "wage_rise": 0.3,
    "wage_indexation": 0.8,
    "extra_posts": 4.0,
    "task_payment_share": 0.7,
    "party_activity_fund": 5000.0,
    "donation_outreach": 1.0,
    "donation_match_rate": 1.0,
    "retired_member_groups": 1.0,
    "in_service_registration": 0.9,
    "floating_member_service": 0.8,
    "joint_meetings": 2.0,
    "cross_appointment": 0.5,
    "publicity_boards": 5000.0,
    "publicity_digital": 4000.0,
    "publicity_visits": 120.0,
    "election_openness": 0.6,
    "service_purchase": 15000.0,
    "provider_incentive": 0.7,
    "admin_reduction": 0.3,
    "admission_rule": 0.5,
    "deliberation_meetings": 2.0,
    "resident_budget_share": 0.4,
    "open_accounts": 0.8,
    "grant": 6000.0,
}


def scenario(name: str = "tried", levers=None, changes=(), params=None) -> Scenario:
    """A scenario made in code."""
    return Scenario(name, Text(name, name), Text("", ""), levers or {}, tuple(changes), params or {})


def everything() -> Scenario:
    """Every lever moved: some from the start, some over ramps, some only for a time."""
    names = list(EVERYTHING_AT_ONCE)
    part = [{name: EVERYTHING_AT_ONCE[name] for name in names[start::4]} for start in range(4)]
    changes = [Change(1, 14, part[1], ramp=6), Change(4, None, part[2], ramp=5), Change(2, 9, part[3])]
    return scenario("everything", part[0], changes, {"forgetting": 0.05, "quit_scale": 0.06, "word_of_mouth": 0.2})


def settled(seed: int = 1, **params: float) -> Lanes:
    """A small community before its first burn-in month, in every lane."""
    return settle(seed, [world(MIXED, SMALL | params)])


def simulated_in(seed: int = 1, **params: float) -> Lanes:
    """A small community at the end of its burn-in."""
    block = settled(seed, **params)
    simulate_burn_in(block)
    return block


def bare(lanes: list[dict[str, float]], seed: int = 1) -> Lanes:
    """A small community whose parameters nobody checks, one set a lane: for switching mechanisms off."""
    people = world(MIXED, SMALL)
    return settle(seed, [people | lane for lane in lanes])


def levers_with(**moved: float) -> np.ndarray:
    """Every lever at its default but for those named, in every lane (levers, LANES)."""
    values = baseline_levers()
    for name, value in moved.items():
        values[list(LEVERS).index(name)] = value
    return values


def live(block: Lanes, months: int, **moved: float) -> Lanes:
    """Live on for some months under fixed levers."""
    for _ in range(months):
        simulate_month(block, levers_with(**moved))
    return block


def column(block: Lanes, name: str) -> np.ndarray:
    """One column of the residents' state (n, lanes); a copy."""
    return block.state(name)


def flag(block: Lanes, name: str) -> np.ndarray:
    """Who was ``asked`` to come along or is an ``active`` member this month (n, lanes); a copy."""
    return block.flag(name)


def posts(block: Lanes, name: str) -> np.ndarray:
    """One column of the posts (posts, LANES); a view."""
    return block.posts.reshape(-1, len(POST), LANES)[:, POST.index(name)]


def units(block: Lanes, name: str) -> np.ndarray:
    """One column of the units in the area (places of units, LANES); a view."""
    return block.units.reshape(-1, len(UNITS), LANES)[:, UNITS.index(name)]
