"""Tiles: what a loop over slots needs does the same compiled and in plain Python, for every number of lanes."""

import numpy as np
import pytest

from sim.compute.compiled import compiled
from sim.compute.layout import N_SHARED, SLOTS
from sim.compute.tiles import lined_up, scratch, see, show, spread, sum_neighbours
from sim.engine.calendar import record_month, simulate_month
from sim.engine.lanes import settle
from sim.engine.replicate import baseline_levers, fork, same_levers, world
from sim.levers import LEVERS
from sim.scenarios.given import as_profile, as_scenario

WIDTHS = (16, 8, 4, 2, 1)

ROWS = (0, 0, 0)
SHOWN = N_SHARED * SLOTS


@compiled
def compiled_spread(to, table, lanes):
    spread(to, 2, table, 5, 40, ROWS, lanes)


@compiled
def compiled_sums(to, near, ties, lanes):
    sum_neighbours(to, 3, near, ties, 1, 6, lanes)
    sum_neighbours(to, 3 + 4 * SLOTS, near, ties, 2, 2, lanes)


@compiled
def compiled_there_and_back(to, near, back, lanes):
    own = scratch(SHOWN)
    see(own, 0, near, 4, lanes)
    for slot in range(SHOWN):
        to[slot] = own[slot]
        own[slot] = own[slot] + 1.0
    show(own, 0, back, 4, lanes)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_residents_have_is_spread_to_their_slots(width: int) -> None:
    table, lanes = np.random.default_rng(1).normal(size=200), (0,) * width
    both = [np.zeros(60), np.zeros(60)]
    compiled_spread(both[0], table, lanes)
    compiled_spread.py_func(both[1], table, lanes)
    assert both[0].tobytes() == both[1].tobytes()
    assert both[0][2 + 15] == table[5 + 15 // width] and both[0][2 + 2 * SLOTS] == table[5 + 80]


@pytest.mark.parametrize("width", WIDTHS)
def test_neighbours_are_added_up_in_their_order(width: int) -> None:
    rng, lanes = np.random.default_rng(2), (0,) * width
    near, ties = rng.normal(size=20 * N_SHARED * width), rng.integers(0, 20, 9)
    both = [np.full(140, 7.0), np.full(140, 7.0)]
    compiled_sums(both[0], near, ties, lanes)
    compiled_sums.py_func(both[1], near, ties, lanes)
    assert both[0].tobytes() == both[1].tobytes()
    first = 0.0
    for j in ties[1:6]:
        first += near[j * N_SHARED * width]
    assert both[0][3] == first and both[0][3 + 4 * SLOTS] == 0.0


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_seen_and_shown_is_the_same(width: int) -> None:
    lanes = (0,) * width
    near = np.arange(4.0 + 4 * SLOTS)
    seen, back = [np.zeros(4 * SLOTS), np.zeros(4 * SLOTS)], [np.zeros(len(near)), np.zeros(len(near))]
    compiled_there_and_back(seen[0], near, back[0], lanes)
    compiled_there_and_back.py_func(seen[1], near, back[1], lanes)
    assert seen[0].tobytes() == seen[1].tobytes()
    assert back[0].tolist() == back[1].tolist() == [0.0] * 4 + (near[4:] + 1.0).tolist()


def test_arrays_begin_where_a_cache_line_does() -> None:
    assert all(lined_up(size).ctypes.data % 64 == 0 for size in (1, 7, 1000, 100_000))


def simulated(used: int, months: int = 26):
    """A community of a size that fills no tile, in so many lanes; the last lane is ``publicity`` from month 1 on."""
    people = {"n_residents": 301.0, "n_buildings": 6.0, "burn_in_months": 6.0}
    block = settle(5, [world(as_profile("mixed"), people)])
    while block.month < 0:
        simulate_month(block, baseline_levers())
    scenarios = [as_scenario("baseline")] * (used - 1) + [as_scenario("publicity")]
    block = fork(block, scenarios)
    for month in range(1, months + 1):
        levers = np.stack([[scenario.at(month)[name] for name in LEVERS] for scenario in scenarios], axis=1)
        simulate_month(block, np.concatenate([levers, same_levers(scenarios[0].at(month))[:, used:]], axis=1))
        record_month(block)
    return block


@pytest.fixture(scope="module")
def alone():
    return simulated(1)


@pytest.mark.parametrize("used", [2, 3, 4, 7, 8, 13, 16])
def test_the_number_of_lanes_changes_not_a_bit(used: int, alone) -> None:
    block, last = simulated(used), used - 1
    assert block.numbers[:, last].tobytes() == alone.numbers[:, 0].tobytes()
    for name in ("sums", "habit", "votes", "mobilisation"):
        assert getattr(block, name).reshape(-1, SLOTS)[:, last].tobytes() == getattr(alone, name)[::SLOTS].tobytes()
    for name in ("awareness", "trust", "quality", "last_participation", "voted", "took_part"):
        assert block.state(name)[:, last].tobytes() == alone.state(name)[:, 0].tobytes()
    assert block.flag("asked")[:, last].tobytes() == alone.flag("asked")[:, 0].tobytes()


def test_a_state_is_found_where_its_column_has_it(alone) -> None:
    for name in ("habit", "trust", "asked"):
        column = alone.flag(name) if name == "asked" else alone.state(name)
        for row in (0, 15, 16, 300):
            array, at = alone.place(name, row)
            assert array[at] == column[row, 0]
