"""What must hold whatever the policy: books add up, lanes do not touch, everything is in bounds."""

import random

import numpy as np
import pytest

from sim.compute.layout import LANES, N_CELLS, NUMBERS, POST, SEATED, SEATS, param
from sim.engine.calendar import record_month, simulate_month
from sim.engine.record import Record
from sim.engine.replicate import fork, lever_months, run_lockstep, run_worlds
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.levers import LEVERS
from sim.params import PARAMS, SHAPING_GROUPS, WHOLES
from sim.scenarios.scenario import Change, load_scenario, scenario_names
from tests.small import MIXED, SMALL, bare, column, everything, flag, levers_with, posts, scenario, settled, units

BURN_IN = int(SMALL["burn_in_months"])
CHANNELS = ("fiscal", "tasks", "party", "units", "residents", "match", "market", "fund")
# Lanes in which the books are hardest to keep.
WORLDS = {
    "as it is": {},
    "poor": {"fiscal_grant": 3000.0},
    "rich": {"fiscal_grant": 40000.0, "task_cost_per_hour": 2.0},
    "nobody works": {"quit_scale": 1e9, "quit_limit": 1.0, "fill_rate": 0.0},
    "comes and goes": {"quit_scale": 0.6, "fill_rate": 0.4, "career_min": 6.0, "career_max": 60.0},
    "no time left": {"visit_hours": 9.0, "deliberation_hours": 30.0},
    "idle": {"admin_hours_demanded": 100.0, "requests_per_resident": 0.0},
}


@pytest.fixture(scope="module")
def books():
    """Twenty months of those lanes, levers moved from the ninth month on, with the posts counted by hand."""
    block = bare(list(WORLDS.values()))
    record, there = Record(block), []
    moved = everything().at(6)
    for month in range(20):
        there.append(posts(block, "filled").sum(axis=0)[: block.used])
        simulate_month(block, levers_with(**moved) if month >= 8 else levers_with())
        record_month(block)
        record.add(block)
    there.append(posts(block, "filled").sum(axis=0)[: block.used])
    return record, np.array(there)


def close(one, other):
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


def test_money_in_is_money_out_line_by_line(books):
    number = books[0].community
    out = sum(number(f"spent_{line}") for line in ("party", "fund", "events", "service", "infrastructure"))
    close(number("revenue_total") + number("deficit"), out + number("operating_cost") + number("orders_bill"))


def test_books_that_are_checked_know_a_deficit_and_a_surplus(books):
    deficit, free = books[0].community("deficit"), books[0].community("free_money")
    assert (deficit > 0).any() and (free > 0).any() and (deficit * free == 0).all()


def test_channels_add_up_to_revenue(books):
    number = books[0].community
    assert all((number(f"revenue_{channel}") > 0).any() for channel in CHANNELS)
    close(sum(number(f"revenue_{channel}") for channel in CHANNELS), number("revenue_total"))


def test_concentration_is_the_sum_of_squared_shares(books):
    number = books[0].community
    shares = [number(f"revenue_{channel}") / number("revenue_total") for channel in CHANNELS]
    close(number("revenue_concentration"), sum(share**2 for share in shares))


def test_hours_offered_are_hours_spent_by_use(books):
    number = books[0].community
    offered = number("filled") * PARAMS["hours_per_month"].default + number("hours_overtime")
    uses = ("training", "meetings", "organising", "orders", "requests")
    assert all((number(f"hours_{use}") > 0).any() for use in (*uses, "overtime"))
    close(offered, sum(number(f"hours_{use}") for use in uses))


def test_waiting_requests_are_served_given_up_or_wait_on(books):
    number = books[0].community
    before = np.vstack([np.full(books[0].numbers.shape[2], PARAMS["start_backlog"].default), number("backlog")[:-1]])
    close(before + number("requests"), number("served") + number("abandoned") + number("backlog"))
    assert (number("abandoned") >= 0).all() and (number("abandoned") > 0).any()


def test_filled_posts_are_counted_as_the_month_opens_and_as_it_ends(books):
    record, there = books
    np.testing.assert_array_equal(record.community("filled"), there[:-1])
    np.testing.assert_array_equal(record.community("posts_filled"), there[1:])


def test_posts_change_by_quits_retirements_and_hires_alone(books):
    record, there = books
    left = record.community("quits"), record.community("retirements")
    hired = np.diff(there, axis=0) + sum(left)
    assert (hired >= 0).all() and hired.any() and all(one.any() for one in left)
    assert (hired <= 15 + 6 - there[:-1]).all()


def test_nobody_works_where_everybody_leaves(books):
    record, there = books
    lane = list(WORLDS).index("nobody works")
    assert there[-1, lane] == 0
    for name in ("output", "care", "effort", "order_share", "hours_worked"):
        assert record.community(name)[-1, lane] == 0.0, name
    assert record.community("load")[-1, lane] == PARAMS["load_limit"].default


def test_every_resident_is_counted_once_in_every_grouping(books):
    record = books[0]
    for groups in (("young", "middle", "old"), ("owner", "renter"), ("party", "other")):
        assert sum(record.count(group) for group in groups) == record.count() == SMALL["n_residents"]
        for name in ("trust", "participation_12m", "turnout"):
            close(sum(record.total(name, group) for group in groups), record.total(name))
    assert sum(record.members_of(kind) for kind in range(3)) == record.count("party")


def test_counts_of_residents_are_those_of_their_rows():
    block = bare([{"move_rate_renter": 0.0, "move_rate_owner": 0.0}])
    for _ in range(3):
        took_part = column(block, "took_part").sum(axis=0)
        simulate_month(block, levers_with())
        asked = column(block, "asked_service")[:, :1] - column(block, "complained")[:, :1]
        both = block.number("requests")[:1] - column(block, "asked_service")[:, :1].sum(axis=0)
        assert (asked >= 0.0).all() and 0.0 <= both[0] <= block.number("complaints")[0]  # who did both counts twice
        np.testing.assert_array_equal(block.number("complaints")[:1], column(block, "complained")[:, :1].sum(axis=0))
        np.testing.assert_array_equal(block.number("participants")[:1], took_part)
        active = sum(block.number(f"active_{kind}") for kind in ("retired", "in_service", "floating"))
        np.testing.assert_array_equal(active[:1], flag(block, "active").sum(axis=0))


MONTHS = 14


def variants():
    """Seventeen scenarios: the built-in ones, everything, and some that change over time or the world."""
    more = [
        everything(),
        scenario("late", changes=[Change(9, None, {"publicity_boards": 9000.0})]),
        scenario("short", changes=[Change(2, 3, {"wage_rise": 0.6})]),
        scenario("world", params={"forgetting": 0.05, "quit_scale": 0.06}),
        scenario("more_orders", {"admin_reduction": -0.4}),
    ]
    return [load_scenario(name) for name in scenario_names()[:12]] + more


def run(scenarios, **options):
    return run_lockstep(scenarios, profile=MIXED, params=SMALL, seed=5, months=MONTHS, **options)


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


@pytest.fixture(scope="module")
def together():
    scenarios = variants()
    return scenarios, run(scenarios)


@pytest.mark.parametrize("place", [0, 3, 11, 12, 15, 16])
def test_scenario_alone_is_bit_identical_to_itself_among_sixteen_others(together, place):
    scenarios, result = together
    alone = run([scenarios[place]])
    assert same(alone.trajectories[0], result.trajectories[place])
    assert same(alone.leavers[0], result.leavers[place])


def test_results_do_not_depend_on_order_or_companions(together):
    scenarios, result = together
    order = list(range(len(scenarios)))
    random.Random(2).shuffle(order)
    shuffled = run([scenarios[k] for k in order])
    assert order != sorted(order)
    assert same(shuffled.trajectories, result.trajectories[order])
    assert same(run([scenarios[k] for k in (12, 2, 16)]).trajectories, result.trajectories[[12, 2, 16]])


def test_scenarios_that_are_compared_differ(together):
    _, result = together
    ends = {result.trajectories[lane, -1].tobytes() for lane in range(len(result.trajectories))}
    assert len(ends) == len(result.trajectories)


def test_seed_and_replicate_change_the_community():
    base = [load_scenario("baseline")]
    results = [run(base, replicate=replicate).trajectories for replicate in range(3)]
    assert not same(results[0], results[1]) and not same(results[1], results[2])
    assert same(results[0], run(base, replicate=0).trajectories)


def test_worlds_side_by_side_are_bit_identical_to_worlds_alone():
    worlds = [
        {},
        {"forgetting": 0.05},
        {"quit_scale": 0.5, "strain_spread": 0.4, "career_max": 90.0},
        {"template_relief": 0.2},
    ]
    worlds += [{"candidates": 5.0, "canvassing": 0.1}, {"party_agenda_culture": 0.2, "street_loyalty": 0.6}]
    blocks = [bare(worlds), *(bare([world]) for world in worlds)]
    for block in blocks:
        for month in range(16):
            simulate_month(block, levers_with(admin_reduction=0.2 * (month > 7), election_openness=0.5))
    for lane, alone in enumerate(blocks[1:]):
        np.testing.assert_array_equal(blocks[0].numbers[:, lane], alone.numbers[:, 0])
        np.testing.assert_array_equal(column(blocks[0], "trust")[:, lane], column(alone, "trust")[:, 0])
        np.testing.assert_array_equal(blocks[0].posts.reshape(-1, LANES)[:, lane], alone.posts.reshape(-1, LANES)[:, 0])
        np.testing.assert_array_equal(blocks[0].seats.reshape(-1, LANES)[:, lane], alone.seats.reshape(-1, LANES)[:, 0])


def test_scenarios_are_identical_until_the_month_in_which_they_differ():
    """In a community whose street finds time that is free, and whose orders reach their limit."""
    relief, limited = {"admin_reduction": 0.3}, {"admin_priority_limit": 0.6, "admin_hours_demanded": 2400.0}
    base = scenario("base", relief, params=limited)
    late = [
        scenario(name, {k: v for k, v in relief.items() if k != name}, [
            *([Change(1, 6, relief)] if name in relief else []), Change(7, None, {name: lever.high})
        ], limited)
        for name, lever in LEVERS.items()
    ]  # fmt: skip
    used_to = SMALL | {"street_start_load": 1.6, "hours_per_request": 20.0}
    result = run_lockstep([base, *late], profile=MIXED, params=used_to, seed=5, months=MONTHS).trajectories
    first = BURN_IN + 7 - 1
    for index, name in enumerate(LEVERS, start=1):
        assert same(result[0, :first], result[index, :first]), name
        assert not same(result[0, first : first + 2], result[index, first : first + 2]), name


def test_levers_at_their_defaults_are_bit_identical_to_none():
    written_out = scenario("written_out", {name: float(lever.default) for name, lever in LEVERS.items()})
    ramped = scenario(
        "ramped", changes=[Change(3, 9, {name: float(lever.default) for name, lever in LEVERS.items()}, 4)]
    )
    result = run([load_scenario("baseline"), written_out, ramped]).trajectories
    assert same(result[0], result[1]) and same(result[0], result[2])


def test_scenarios_parameters_hold_from_month_one_and_the_worlds_from_the_first_burn_in_month():
    changed = {"forgetting": 0.05}
    result = run([load_scenario("baseline"), scenario("world", params=changed)]).trajectories
    awareness = COLUMNS.index("awareness")
    assert same(result[0, :BURN_IN], result[1, :BURN_IN])
    assert result[0, BURN_IN, awareness] > result[1, BURN_IN, awareness]
    other = run_lockstep([load_scenario("baseline")], profile=MIXED, params=SMALL | changed, seed=5, months=1)
    assert result[0, 0, awareness] > other.trajectories[0, 0, awareness]


def test_fork_goes_on_from_the_very_month():
    block = settled()
    plan = everything()
    levers = lever_months([plan], 12)
    for _ in range(BURN_IN):
        simulate_month(block, levers_with())
    block = fork(block, [plan])
    for month in range(5):
        simulate_month(block, levers[month])
    other = fork(block, [plan, plan])
    for month in range(5, 12):
        simulate_month(block, levers[month])
        simulate_month(other, levers[month])
    for lane in range(2):
        np.testing.assert_array_equal(other.numbers[:, lane], block.numbers[:, 0])


@pytest.mark.parametrize("seed", range(12))
def test_fork_without_new_parameters_changes_not_a_bit(seed):
    rng = np.random.default_rng(seed)
    params = {name: drawn({name: q}, rng, False)[name] for name, q in PARAMS.items() if q.group == "services"}
    block = settled(seed, **params)
    forked = fork(fork(block, [scenario()]), [scenario()])
    np.testing.assert_array_equal(forked.board[::LANES], block.board[::LANES])
    np.testing.assert_array_equal(forked.own, block.own)


def drawn(quantities, rng, corners):
    """A value in the range of each quantity, or one of its ends."""
    values = {}
    for name, q in quantities.items():
        u = rng.integers(0, 2) if corners else rng.random()
        values[name] = q.low + (q.high - q.low) * float(u)
        if q.whole:
            values[name] = float(round(values[name]))
    return values


def whole_shares(params):
    """Shares that divide a whole, scaled down where they are more than it."""
    for parts in WHOLES:
        total = sum(params[name] for name in parts)
        if total > 1.0:
            params |= {name: params[name] / total * (1.0 - 1e-12) for name in parts}
    return params


NONNEGATIVE = [name for name in NUMBERS if name not in (
    "fiscal_shock", "cost", "relief", "shadow_cost", "shared_motive", "civic_motive", "hours_overtime",
    "burnout_intention_r",
)]  # fmt: skip
WITHIN_ONE = (
    "coordination", "autonomy", "leader_quality", "timeliness", "infrastructure", "order_share", "attraction",
    "turnout", "official_turnout", "legitimacy", "agenda_overlap", "non_government_share",
    "service_paid_by_others", "promised_unpaid", "care", "effort",
    "burnout", "competence", "burned_out", "habit_gini", "top_tenth_share", "revenue_concentration",
    "carried", "split_votes", "overruled", "street_loyalty_median", "connections_seated", "member_trust",
    "street_pressure", "paper_compliance", "orders_undone",
    *(f"variety_{k}" for k in range(8)), *(f"voice_{k}" for k in range(8)),
)  # fmt: skip


@pytest.mark.parametrize("draw", range(12))
def test_everything_stays_in_bounds_for_parameters_and_levers_drawn_from_their_ranges(draw):
    rng = np.random.default_rng(draw)
    fixed = {"n_residents": 300.0, "n_buildings": 6.0, "burn_in_months": 6.0, "months": 24.0}
    params = whole_shares(drawn(PARAMS, rng, draw % 2) | fixed)
    plan = scenario("drawn", drawn(LEVERS, rng, draw % 3 == 0), [], {})
    block = fork_after_burn_in(params, plan, draw)
    levers = lever_months([plan], 24)
    for month in range(24):
        simulate_month(block, levers[month])
        record_month(block)
        check_block(block)


def fork_after_burn_in(params, plan, seed):
    """The community of ``params`` at the end of its burn-in."""
    block = settled(seed, **params)
    while block.month < 0:
        simulate_month(block, levers_with())
    return fork(block, [plan])


def check_block(block):
    """Hold every value of the first lane against its bounds."""
    slack = 1e-12
    for name in ("awareness", "satisfaction", "expectation", "fairness", "habit", "autonomy_gap", "quality",
                 "match", "talk", "trust", "belonging"):  # fmt: skip
        values = column(block, name)[:, 0]
        assert ((values >= 0.0) & (values <= 1.0 + slack)).all(), name
    for name in ("took_part", "voted", "asked_service"):
        assert set(np.unique(column(block, name)[:, 0])) <= {0.0, 1.0}, name
    asked = {0.0, block.board[param.message_strength], 1.0}
    assert set(np.unique(flag(block, "asked")[:, 0])) <= asked
    assert set(np.unique(flag(block, "active")[:, 0])) <= {0.0, 1.0}
    for name in ("filled", "competence", "burnout", "effort"):
        values = posts(block, name)[:, 0]
        assert ((values >= 0.0) & (values <= 1.0)).all(), name
    giving = int(block.board[param.member_units])
    assert ((units(block, "willingness")[:, 0] >= 0.0) & (units(block, "willingness")[:, 0] <= 1.0)).all()
    assert units(block, "gives")[:giving, 0].sum() == block.number("units_giving")[0]
    assert not units(block, "gives")[giving:, 0].any()
    seated = block.seats.reshape(SEATS, len(SEATED), LANES)[:, :, 0]
    assert ((seated >= 0.0) & (seated <= 1.0)).all()
    for name in NUMBERS:
        value = block.number(name)[0]
        assert np.isfinite(value), name
        assert name not in NONNEGATIVE or value >= -slack, name
        assert name not in WITHIN_ONE or value <= 1.0 + slack, name
    assert len(POST) * LANES == block.posts.shape[1] and len(block.votes) == N_CELLS * LANES


def drawn_worlds(n):
    """Worlds in which every parameter that may differ is somewhere in its range."""
    draw = random.Random(11)
    free = [q for q in PARAMS.values() if q.group not in SHAPING_GROUPS]
    return [SMALL | {q.name: _within(q, draw) for q in free} for _ in range(n)]


def _within(quantity, draw):
    value = draw.uniform(quantity.low, quantity.high)
    return float(round(value)) if quantity.whole else value


def test_a_run_is_the_same_alone_and_among_other_worlds_and_scenarios():
    worlds, plans = drawn_worlds(16), [load_scenario("baseline"), everything()]
    runs = [(item, plan) for item in range(16) for plan in plans]
    together = run_worlds(worlds, runs, profile=MIXED, seed=5, replicate=2, months=MONTHS)
    for row in (0, 3, 17, 31):
        own, plan = runs[row]
        alone = run_lockstep([plan], profile=MIXED, params=worlds[own], seed=5, replicate=2, months=MONTHS)
        assert same(together.trajectories[row], alone.trajectories[0])
        assert same(together.leavers[row], alone.leavers[0])


def test_worlds_that_share_a_community_cannot_have_other_people():
    with pytest.raises(InputError, match="party_member_share differs"):
        run_worlds([{}, {"party_member_share": 0.1}], [(0, scenario())], profile=MIXED)


def test_more_worlds_than_lanes_are_refused():
    with pytest.raises(InputError, match=r"1\.\.16 worlds"):
        run_worlds([SMALL] * 17, [(0, scenario())], profile=MIXED)
