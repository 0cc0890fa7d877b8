"""A lane that reads a quantity from another lane has that lane's path of it, and nothing else changes."""

import numpy as np
import pytest

from sim.compute.layout import LANES, QUANTITIES
from sim.engine.calendar import simulate_month
from sim.engine.replicate import Hold, fork, hold, lever_months, run_lockstep
from sim.indicators import COLUMNS
from sim.scenarios.scenario import load_scenario, scenario_names
from tests.small import MIXED, SMALL, posts, scenario, simulated_in

BURN_IN, MONTHS = int(SMALL["burn_in_months"]), 40
VOTING = {"election_term": 12.0, "canvassing": 0.9}
"""Elections every year, decided by connections: enough of them for votes and chairs to differ."""
CAREERS = {"quit_scale": 0.1, "career_min": 24.0, "career_max": 60.0}
"""Short ones: enough of them for retirements to differ."""


def run(scenarios, **options):
    return run_lockstep(scenarios, profile=MIXED, params=SMALL | VOTING | CAREERS, seed=5, months=MONTHS, **options)


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


PACKAGE = load_scenario("package")


@pytest.fixture(scope="module")
def held():
    """Baseline, package, and the package with one quantity after another read from the baseline."""
    base, package, simulated = load_scenario("baseline"), PACKAGE, []
    for first in range(0, len(QUANTITIES), LANES - 2):
        names = QUANTITIES[first : first + LANES - 2]
        holds = [Hold(2 + index, name, 0) for index, name in enumerate(names)]
        simulated.append(run([base, package, *(package for _ in names)], holds=holds).trajectories)
    assert all(same(item[:2], simulated[0][:2]) for item in simulated)
    return np.concatenate([simulated[0][:2], *(item[2:] for item in simulated)])


@pytest.mark.parametrize("name", QUANTITIES)
def test_holding_a_quantity_at_the_baseline_changes_what_a_package_does(held, name):
    lane = 2 + QUANTITIES.index(name)
    assert same(held[lane, :BURN_IN], held[1, :BURN_IN])
    assert not same(held[lane], held[1]) and not same(held[lane], held[0])


OTHER_NAMES = {
    "asked": ("residents_asked",), "waiting": ("wait", "backlog", "timeliness"), "match": ("match", "variety"),
    "partners": ("units_giving",), "fairness": ("fairness", "legitimacy"), "habit": ("habit_gini", "top_tenth_share"),
    "volunteers": ("volunteer_hours",), "chair": ("leader_quality", "connections_seated", "street_loyalty_median"),
    "agenda": ("agenda_overlap",),
    "mobilisation": ("active_retired", "active_in_service", "active_floating"),
    "posts": (
        "filled_posts", "quit_rate", "quit_intention", "tenure_years", "retirements",
    ),
}  # fmt: skip
SAME_NAME = (
    "requests", "events", "infrastructure", "load", "care", "order_share", "awareness", "quality", "satisfaction",
    "trust", "belonging", "efficacy", "autonomy", "coordination",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [(name, name) for name in SAME_NAME] + [(name, item) for name, shown in OTHER_NAMES.items() for item in shown],
)
def test_held_quantity_is_that_of_the_baseline(held, name, shown):
    lane, place = 2 + QUANTITIES.index(name), COLUMNS.index(shown)
    np.testing.assert_allclose(held[lane, :, place], held[0, :, place], rtol=0, atol=1e-12)
    assert not same(held[1, :, place], held[0, :, place])


@pytest.mark.parametrize("name", ["competence", "burnout", "effort"])
def test_held_posts_have_what_the_same_places_have_in_the_baseline(name):
    block, scenarios = staffed([Hold(2, name, 0)])
    simulated = posts(block, name)
    np.testing.assert_array_equal(simulated[:, 2], simulated[:, 0])
    assert not np.array_equal(simulated[:, 1], simulated[:, 0]) and len(scenarios) == 3


def test_held_staff_come_and_go_as_in_the_baseline_and_recruits_bring_its_skill():
    block, _ = staffed([Hold(2, "posts", 0)])
    for name in ("filled", "tenure", "susceptibility", "talent", "career", "intention"):
        simulated = posts(block, name)
        np.testing.assert_array_equal(simulated[:, 2], simulated[:, 0])
    assert not np.array_equal(posts(block, "filled")[:, 1], posts(block, "filled")[:, 0])
    new = (posts(block, "filled")[:, 0] == 1.0) & (posts(block, "tenure")[:, 0] == 0.0)
    assert new.any()
    np.testing.assert_array_equal(posts(block, "competence")[new, 2], posts(block, "competence")[new, 0])


def staffed(holds):
    """A block in which much staff comes and goes, after as many months as it takes until somebody is recruited."""
    better_paid = scenario("mine", {"wage_rise": 0.6, "extra_posts": 3.0, "training_hours": 6.0})
    scenarios = [load_scenario("baseline"), better_paid, better_paid]
    block = fork(simulated_in(3, quit_scale=0.2, fill_rate=0.4), scenarios)
    hold(block, holds)
    levers, filled = lever_months(scenarios, 60), posts(block, "filled")[:, 0]
    while block.month < 24 or not (posts(block, "filled")[:, 0] > filled).any():
        filled = posts(block, "filled")[:, 0].copy()
        simulate_month(block, levers[block.month])
    return block, scenarios


DIRECT = {
    "training": {"hours_training"},
    "joint_committees": {"hours_meetings"},
    "self_governance": {"hours_meetings"},
    "funding_channels": {
        "free_money", "other_money_share", "revenue_concentration", "revenue_match", "revenue_party",
        "revenue_residents", "revenue_tasks", "revenue_units", "service_paid_by_others",
    },
    "community_fund": {
        "free_money", "non_government_share", "other_money_share", "resident_decided_money", "revenue_concentration",
        "revenue_fund", "service_paid_by_others",
    },
    "open_elections": {"turnout", "official_turnout", "official_excess"},
    "diverse_services": {
        "non_government_share", "other_money_share", "promised_unpaid", "revenue_concentration", "revenue_market",
        "service_paid_by_others",
    },
}  # fmt: skip
"""What a policy's levers set straight: hours, money by channel, who delivers, and who turns out to vote."""


@pytest.mark.parametrize("name", [name for name in scenario_names() if name not in ("baseline", "package")])
def test_with_everything_held_nothing_is_left_but_what_the_levers_set_straight(name):
    policy = load_scenario(name)
    holds = [Hold(2, quantity, 0) for quantity in QUANTITIES]
    simulated = run([load_scenario("baseline"), policy, policy], holds=holds).trajectories
    left = {c for index, c in enumerate(COLUMNS) if not same(simulated[2, :, index], simulated[0, :, index])}
    moved = {c for index, c in enumerate(COLUMNS) if not same(simulated[1, :, index], simulated[0, :, index])}
    assert {c.partition(".")[0] for c in left} <= DIRECT.get(name, set()) | {
        "cost",
        "cost_with_shadow",
        "hours_organising",
    }
    assert len(moved) > 80


def test_scenarios_beside_a_held_lane_are_untouched(held):
    free = run([load_scenario("baseline"), PACKAGE]).trajectories
    assert same(held[:2], free)


@pytest.mark.parametrize("name", QUANTITIES)
def test_lane_that_holds_a_quantity_from_itself_is_bit_identical(held, name):
    alone = run([load_scenario("baseline"), PACKAGE], holds=[Hold(1, name, 1)]).trajectories
    assert same(alone, held[:2])


def test_publicity_acts_through_awareness_alone_where_nobody_is_promised_anything():
    params = SMALL | {"hype": 0.0, "hours_publicity": 0.0}
    pair = [load_scenario("baseline"), load_scenario("publicity")]
    options = {"profile": MIXED, "params": params, "seed": 5, "months": MONTHS}
    free = run_lockstep(pair, **options).trajectories
    kept = run_lockstep(pair, **options, holds=[Hold(1, "awareness", 0)]).trajectories
    differing = {name for index, name in enumerate(COLUMNS) if not same(kept[0, :, index], kept[1, :, index])}
    assert differing == {"cost", "cost_with_shadow"}
    assert free[1, -1, COLUMNS.index("awareness")] > free[0, -1, COLUMNS.index("awareness")] + 0.01
