"""The plain-Mesa twin and the compiled lanes are the same model: every event equal, values to 1e-9."""

from collections import defaultdict
from operator import attrgetter

import numpy as np
import pytest

from experiments.benchmark.twin import Twin
from experiments.benchmark.twin.values import MADE_BY_RECORDING
from sim.agents import resident
from sim.compute.layout import NUMBERS, POST, RECORDED, SEATED, UNITS
from sim.engine.calendar import record_month, simulate_month
from sim.engine.record import Record
from sim.engine.replicate import baseline_levers, fork, lever_months
from sim.indicators import INDICATORS
from sim.levers import LEVERS
from sim.scenarios.scenario import load_scenario
from tests.small import (
    MIXED,
    SMALL,
    column,
    everything,
    flag,
    levers_with,
    posts,
    scenario,
    settled,
    simulated_in,
    units,
)

SEED, MONTHS = 7, 24
SCENARIOS = (load_scenario("baseline"), everything(), load_scenario("package"))
EVENTS = (
    "asked_service", "complained", "took_part", "last_participation", "last_went", "last_helped", "last_sat",
    "last_complained", "voted", "asked", "active",
)  # fmt: skip
VALUES = (
    "awareness", "satisfaction", "expectation", "fairness", "habit", "autonomy_gap", "quality", "match",
    "talk", "trust", "belonging", "efficacy",
)  # fmt: skip
POST_VALUES = (
    "competence", "burnout", "susceptibility", "effort", "intention", "restlessness", "talent", "career", "pay",
)  # fmt: skip


class Life:
    """What the twin and a lane of the block did, month by month: lists of arrays by name."""

    def __init__(self) -> None:
        self.twin: dict[str, list] = defaultdict(list)
        self.lane: dict[str, list] = defaultdict(list)

    def note(self, twin: Twin, block, lane: int) -> None:
        for name in (*EVENTS, *VALUES):
            self.twin[name].append([getattr(agent, name) for agent in twin.residents])
            place = flag(block, name) if name in ("asked", "active") else column(block, name)
            self.lane[name].append(place[:, lane].copy())
        for name in POST:
            self.twin[f"post {name}"].append([float(getattr(post, name)) for post in twin.workers])
            self.lane[f"post {name}"].append(posts(block, name)[:, lane].copy())
        for name in UNITS:
            self.twin[f"unit {name}"].append([getattr(unit, name) for unit in twin.units])
            self.lane[f"unit {name}"].append(units(block, name)[: len(twin.units), lane].copy())
        for name in SEATED:
            self.twin[f"seat {name}"].append([getattr(member, name) for member in twin.seats])
            self.lane[f"seat {name}"].append(
                block.seats.reshape(-1, len(SEATED), 16)[:, SEATED.index(name), lane].copy()
            )
        self.twin["mobilisation"].append([member.mobilisation for _, member in twin.members])
        self.lane["mobilisation"].append(block.mobilisation.reshape(-1, 16)[:, lane].copy())
        self.twin["moved"].append(np.isin(np.arange(len(twin.residents)), twin.moved))
        self.lane["moved"].append(block.moved.copy())
        numbers = twin.numbers()
        for name in NUMBERS:
            if name not in MADE_BY_RECORDING:
                self.twin[name].append(numbers[name])
                self.lane[name].append(block.number(name)[lane])

    def both(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.twin[name], float), np.array(self.lane[name], float)


@pytest.fixture(scope="module")
def lives():
    """The lives of three scenarios, side by side in one block and each alone in its twin."""
    block = settled(SEED)
    twins = [Twin(scenario, MIXED, SMALL, SEED) for scenario in SCENARIOS]
    levers = lever_months(SCENARIOS, MONTHS)
    found = [Life() for _ in SCENARIOS]
    while block.month < MONTHS:
        if block.month == 0:
            block = fork(block, SCENARIOS)
        simulate_month(block, levers[block.month] if block.month >= 0 else baseline_levers())
        for lane, (twin, life) in enumerate(zip(twins, found, strict=True)):
            twin.step()
            life.note(twin, block, lane if block.month > 0 else 0)
    record_month(block)
    record = Record(block)
    record.add(block)
    return found, twins, record


@pytest.fixture(scope="module", params=range(len(SCENARIOS)), ids=[scenario.name for scenario in SCENARIOS])
def life(request, lives):
    return lives[0][request.param]


def test_scenario_of_the_comparison_moves_every_lever():
    months = [everything().at(month) for month in range(1, MONTHS + 1)]
    assert [name for name, q in LEVERS.items() if all(month[name] == q.default for month in months)] == []


@pytest.mark.parametrize("name", [*EVENTS, "moved", "post filled", "post tenure", "unit gives"])
def test_twin_and_lane_have_the_same_events(life, name):
    twin, lane = life.both(name)
    assert len(lane) == SMALL["burn_in_months"] + MONTHS
    np.testing.assert_array_equal(twin, lane)


@pytest.mark.parametrize("name", [*EVENTS, "moved", "unit gives"])
def test_events_that_are_compared_do_happen(life, name):
    _, lane = life.both(name)
    assert len(np.unique(lane)) >= 2 or name == "last_sat"  # where there is nothing to sit in


def test_residents_sit_in_deliberations_where_there_are_some(lives):
    assert len(np.unique(lives[0][1].both("last_sat")[1])) > 2


@pytest.mark.parametrize(
    "name",
    [
        *VALUES,
        *(f"post {name}" for name in POST_VALUES),
        "unit openness",
        "unit willingness",
        *(f"seat {name}" for name in SEATED),
        "mobilisation",
    ],
)
def test_twin_and_lane_have_the_same_values(life, name):
    twin, lane = life.both(name)
    np.testing.assert_allclose(twin, lane, rtol=1e-9, atol=1e-9)


def test_twin_and_lane_have_the_same_community_numbers(life):
    for name in NUMBERS:
        if name not in MADE_BY_RECORDING:
            np.testing.assert_allclose(*life.both(name), rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("name", ["quits", "requests", "volunteer_hours_given", "active_retired"])
def test_counts_that_are_compared_are_not_always_zero(life, name):
    assert life.both(name)[1].max() > 0


def test_workers_leave_and_vacancies_are_filled(life):
    _, filled = life.both("post filled")
    assert (np.diff(filled, axis=0) < 0).any() and (np.diff(filled, axis=0) > 0).any()


def test_elections_fill_all_seats_anew_and_nothing_else_does(life):
    _, able = life.both("seat ability")
    for place in range(able.shape[1]):
        elections = [m for m in range(1, len(able)) if able[m, place] != able[m - 1, place]]
        assert [m + 1 - SMALL["burn_in_months"] for m in elections] == [-24, 12]


def test_members_are_overruled_and_seats_merged_in_the_scenario_of_the_comparison(lives):
    life = lives[0][1]
    assert len(np.unique(life.both("merged_seats")[1])) > 1 and len(np.unique(life.both("overruled")[1])) > 2


def test_extra_posts_are_filled_and_stay_after_their_end_until_a_worker_leaves(lives):
    _, filled = lives[0][1].both("extra_filled")
    ended = int(SMALL["burn_in_months"]) + 9
    assert everything().at(9)["extra_posts"] == 4 and everything().at(10)["extra_posts"] == 0
    assert filled[ended] > 0 and (np.diff(filled[ended:]) <= 0).all()


RECORDED_OF = {
    "participation_12m": lambda agent: MONTHS - agent.last_participation < 12,
    "participation_month": attrgetter("took_part"),
    "residents_asked": attrgetter("asked"),
    **{name: attrgetter(name) for name in RECORDED if name in VALUES},
}
OF_WORDS = [name for name in RECORDED if name not in RECORDED_OF]


def said_of(name):
    """What an agent adds by the words of its declaration, where they speak of his states alone."""
    words = compile(INDICATORS[name].sums, name, "eval")
    return lambda agent: eval(words, {"person": agent, "resident": resident, "month": float(MONTHS)})


RECORDED_OF |= {name: said_of(name) for name in OF_WORDS}


@pytest.mark.parametrize("group", [None, "young", "middle", "old", "owner", "renter", "party", "other"])
def test_recorded_means_are_those_of_the_twins_residents(lives, group):
    _, twins, record = lives
    belongs = {
        "young": lambda a: a.age == 0, "middle": lambda a: a.age == 1, "old": lambda a: a.age == 2,
        "owner": lambda a: not a.renter, "renter": lambda a: a.renter, "party": lambda a: a.member,
        "other": lambda a: not a.member,
    }.get(group, lambda _: True)  # fmt: skip
    for lane, twin in enumerate(twins):
        chosen = [agent for agent in twin.residents if belongs(agent)]
        for name, of in RECORDED_OF.items():
            expected = np.mean([of(agent) for agent in chosen])
            assert record.mean(name, group)[0, lane] == pytest.approx(expected, abs=1e-12), name


def test_recorded_inequality_of_habit_is_near_the_exact_one(lives):
    _, twins, record = lives
    for lane, twin in enumerate(twins):
        habit = np.sort([agent.habit for agent in twin.residents])
        rank = np.arange(1, len(habit) + 1)
        gini = 2 * (rank * habit).sum() / (len(habit) * habit.sum()) - (len(habit) + 1) / len(habit)
        assert record.community("habit_gini")[0, lane] == pytest.approx(gini, abs=0.005)
        top = habit[-len(habit) // 10 :].sum() / habit.sum()
        assert record.community("top_tenth_share")[0, lane] == pytest.approx(top, abs=0.005)


def test_random_draws_prepared_beforehand_is_the_random_draws_filled_as_months_come():
    """Across month 1, where a scenario's own parameters begin to hold."""
    changed = everything().replace(name="changed")
    one, other = (Twin(changed, MIXED, SMALL | {"burn_in_months": 2.0}, SEED) for _ in range(2))
    one.prepare(14)
    for _ in range(14):
        one.step()
        other.step()
    assert one.month == 12 and one.numbers() == other.numbers()


def test_template_of_the_world_and_of_a_scenario_are_joined_before_they_are_weighed():
    world, changed = {"template_security": 0.33}, scenario(params={"template_relief": 0.44})
    block = fork(simulated_in(SEED, **world), [changed])
    simulate_month(block, levers_with())
    twin = Twin(changed, MIXED, SMALL | world, SEED)
    twin.burn_in()
    twin.step()
    lane = [block.number(f"mix_{k}")[0] for k in range(8)]
    np.testing.assert_allclose(lane, [twin.numbers()[f"mix_{k}"] for k in range(8)], rtol=1e-9)


def test_twin_is_an_ordinary_mesa_model():
    twin = Twin(SCENARIOS[0], MIXED, SMALL | {"burn_in_months": 2.0}, SEED)
    twin.burn_in()
    assert twin.month == 0
    assert len(twin.agents) == 300 + 15 + 6 + 12 + 3 + 7
    residents = twin.agents_by_type
    assert sum(len(agents) for kind, agents in residents.items() if kind.__name__ in ("Resident", "PartyMember")) == 300
    assert 0.0 < twin.agents.select(lambda agent: hasattr(agent, "trust")).agg("trust", np.mean) < 1.0
