"""Many scenarios on one community in lockstep: one burn-in, then all fork from it and share their random draws.

A scenario's result never depends on which others run beside it: lanes do not touch each other, draws are
keyed, and more than sixteen scenarios are run as several blocks of the same code.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.agents import resident
from sim.compute.layout import LANES, QUANTITIES, SLOTS, param, quantity
from sim.compute.rng import replicate_seed
from sim.engine.calendar import make_ready, record_month, simulate_month
from sim.engine.lanes import Lanes, settle, weigh_template, width_of
from sim.engine.record import Record
from sim.engine.trial import rerun, try_rules
from sim.errors import InputError, OutOfBounds
from sim.levers import LEVERS
from sim.params import PARAMS, SHAPING_GROUPS, check_wholes
from sim.scenarios.scenario import Profile, Scenario

Floats = NDArray[np.float64]
Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Network:
    """One community to draw: who took part within the year in two scenarios, at the end of the run.

    ``building``, ``renter``, ``member`` (n,); ``ties`` (m, 2), each once; ``took_part`` (2, n).
    """

    building: NDArray[np.int64]
    renter: NDArray[np.bool_]
    member: NDArray[np.bool_]
    ties: NDArray[np.int64]
    took_part: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Replicate:
    """What one community did under every scenario.

    ``trajectories`` (scenarios, months simulated, columns of ``sim.indicators.COLUMNS``), burn-in first;
    ``months`` the month numbers; ``leavers`` (scenarios, months, 2): quits, and those of new staff.
    """

    trajectories: Floats
    months: NDArray[np.int64]
    leavers: Floats
    network: Network | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Scenario ``lane`` reads a quantity of the calendar from scenario ``source`` instead of its own."""

    lane: int
    quantity: str
    source: int


def world(profile: Profile, params: Mapping[str, float]) -> dict[str, float]:
    """The parameters of a community: defaults, then the profile's, then ``params``.

    Raises:
        InputError: shares that divide a whole add up to more than 1.
    """
    chosen = {name: q.default for name, q in PARAMS.items()} | dict(profile.params) | dict(params)
    check_wholes(chosen)
    return chosen


def same_levers(values: Mapping[str, float]) -> Floats:
    """What is set in one month, the same in every lane (levers, LANES)."""
    return np.repeat([[values[name]] for name in LEVERS], LANES, axis=1)


def baseline_levers() -> Floats:
    """Every lever at its default (levers, LANES)."""
    return same_levers({name: lever.default for name, lever in LEVERS.items()})


def lever_months(scenarios: Sequence[Scenario], months: int) -> Floats:
    """The levers of up to sixteen scenarios (months, levers, LANES)."""
    lanes = [scenario.timeline(months) for scenario in scenarios]
    lanes += [lanes[0]] * (LANES - len(lanes))
    return np.ascontiguousarray(np.moveaxis(np.array(lanes, dtype=float), 0, 2))


def simulate_burn_in(block: Lanes, record: Record | None = None, tick: Tick | None = None) -> None:
    """Carry a block to the end of month 0 with every lever at its default."""
    levers = baseline_levers()
    while block.month < 0:
        simulate_month(block, levers)
        if record is not None:
            record_month(block)
            record.add(block)
        if tick is not None:
            tick()


def fork(block: Lanes, scenarios: Sequence[Scenario], sources: Sequence[int] | None = None) -> Lanes:
    """Return a block in which every scenario goes on from a lane of ``block``, with its own parameters.

    ``sources`` names the lane of each scenario; without it all go on from the first.

    Raises:
        InputError: a scenario's parameters do not fit together with those it starts from.
    """
    forked = block.spread([0] * len(scenarios) if sources is None else sources)
    for lane, scenario in enumerate(scenarios):
        for name, value in scenario.params.items():
            first = getattr(param, name)
            forked.board[first + lane : first + SLOTS : forked.width] = value
        if scenario.params:
            check_wholes({name: float(forked.board[getattr(param, name) + lane]) for name in PARAMS})
    weigh_template(forked.board)
    return forked


def hold(block: Lanes, holds: Sequence[Hold]) -> None:
    """Let lanes of a block read quantities from other lanes of it.

    Raises:
        InputError: there is no such quantity of the calendar.
    """
    for held in holds:
        if held.quantity not in QUANTITIES:
            raise InputError(
                f"There is no quantity '{held.quantity}' to hold; known are {', '.join(QUANTITIES)}.",
                f"没有可以固定的量“{held.quantity}”；可用的有：{'、'.join(QUANTITIES)}。",
            )
        first = getattr(quantity, held.quantity)
        for slot in range(held.lane, SLOTS, block.width):
            block.source[first + slot] = slot - held.lane + held.source
        block.holding = True


def run_lockstep(
    scenarios: Sequence[Scenario],
    *,
    profile: Profile,
    params: Mapping[str, float] | None = None,
    seed: int = 1,
    replicate: int = 0,
    months: int | None = None,
    network: tuple[int, int] | None = None,
    holds: Sequence[Hold] = (),
    on_month: Tick | None = None,
) -> Replicate:
    """Run scenarios on one community, all from one burn-in.

    Args:
        scenarios: what is compared; each becomes a lane.
        profile: the kind of community.
        params: parameters that differ from the profile, from the first burn-in month on.
        seed: the experiment's seed; with ``replicate`` it gives the community and its random draws.
        replicate: which community of the experiment.
        months: policy months, by default the parameter ``months``.
        network: two scenarios whose participants are wanted for drawing.
        holds: quantities that scenarios read from others; then at most sixteen scenarios.
        on_month: called after every month of every block.

    Raises:
        InputError: more scenarios than one block has lanes, where quantities are held.
        RuleError: a rule fails.
    """
    if holds and len(scenarios) > LANES:
        raise InputError(
            f"With held quantities at most {LANES} scenarios can be run, not {len(scenarios)}.",
            f"固定某些量时最多能运行 {LANES} 个方案，不能是 {len(scenarios)} 个。",
        )
    return _run(
        [world(profile, params or {})],
        [(0, scenario) for scenario in scenarios],
        replicate_seed(seed, replicate),
        months,
        network=network,
        holds=holds,
        on_month=on_month,
    )


def run_worlds(
    worlds: Sequence[Mapping[str, float]],
    runs: Sequence[tuple[int, Scenario]],
    *,
    profile: Profile,
    seed: int = 1,
    replicate: int = 0,
    months: int | None = None,
) -> Replicate:
    """Run scenarios in several worlds on one community; every world has its own burn-in, in a lane of its own.

    Args:
        worlds: up to sixteen, each the parameters that differ from the profile from the first burn-in month on;
            those that shape the people or the calendar must be the same in all of them.
        runs: the number of a world and a scenario that is simulated in it; the first axis of the result.
        profile: the kind of community.
        seed: the experiment's seed.
        replicate: which community of the experiment.
        months: policy months, by default the parameter ``months``.

    Raises:
        InputError: too many worlds, or worlds with other people.
        RuleError: a rule fails.
    """
    chosen = [world(profile, own) for own in worlds]
    if not 1 <= len(chosen) <= LANES:
        raise InputError(
            f"1..{LANES} worlds can share a community, not {len(chosen)}.",
            f"能共用一个社区的世界为 1..{LANES} 个，不能是 {len(chosen)} 个。",
        )
    for name, declared in PARAMS.items():
        if declared.group in SHAPING_GROUPS and len({own[name] for own in chosen}) > 1:
            raise InputError(
                f"{name} differs between worlds that share a community; it shapes the people or the calendar.",
                f"{name} 在共用一个社区的各世界之间不相同；它决定居民或日历。",
            )
    return _run(chosen, runs, replicate_seed(seed, replicate), months)


def _run(
    worlds: Sequence[Mapping[str, float]],
    runs: Sequence[tuple[int, Scenario]],
    seed: int,
    months: int | None,
    *,
    network: tuple[int, int] | None = None,
    holds: Sequence[Hold] = (),
    on_month: Tick | None = None,
) -> Replicate:
    """One community: a lane a world until month 0, then a lane a run, in as many blocks as are needed."""
    try_rules()
    firsts = range(0, len(runs), LANES)
    make_ready(width_of(len(worlds)), *(width_of(min(LANES, len(runs) - first)) for first in firsts))
    start = settle(seed, worlds)
    months = int(worlds[0]["months"]) if months is None else months
    past = Record(start)
    with blaming(seed, worlds, (), ()):
        simulate_burn_in(start, past, on_month)
    before, before_left = past.trajectories(), past.leavers()
    parts, left, took_part = [], [], {}
    for first in firsts:
        group = runs[first : first + LANES]
        sources, scenarios = [own for own, _ in group], [scenario for _, scenario in group]
        block = fork(start, scenarios, sources)
        hold(block, holds)
        with blaming(seed, worlds, group, holds):
            record = run_block(block, scenarios, months, on_month)
        parts.append(np.concatenate([before[sources], record.trajectories()], axis=1))
        left.append(np.concatenate([before_left[sources], record.leavers()], axis=1))
        for lane in range(len(group)):
            if network is not None and first + lane in network:
                took_part[first + lane] = participants_of_year(block, lane)
    return Replicate(
        trajectories=np.concatenate(parts),
        months=np.arange(1 - start.burn_in, months + 1),
        leavers=np.concatenate(left),
        network=None if network is None else _network(start, [took_part[k] for k in network]),
    )


@contextmanager
def blaming(
    seed: int,
    worlds: Sequence[Mapping[str, float]],
    group: Sequence[tuple[int, Scenario]],
    holds: Sequence[Hold],
) -> Iterator[None]:
    """Where a compiled month leaves its bounds, live up to it again and name the rule.

    Raises:
        RuleError: always after an ``OutOfBounds``; the sentence names the rule where it can be found.
    """
    try:
        yield
    except OutOfBounds as failure:
        block = settle(seed, worlds)
        while block.month < min(failure.month, 1) - 1:
            simulate_month(block, baseline_levers())
        if failure.month < 1:
            rerun(block, baseline_levers())
        else:
            scenarios = [scenario for _, scenario in group]
            block = fork(block, scenarios, [own for own, _ in group])
            hold(block, holds)
            levers = lever_months(scenarios, failure.month)
            while block.month < failure.month - 1:
                simulate_month(block, levers[block.month])
            rerun(block, levers[block.month])
        raise


def run_block(block: Lanes, scenarios: Sequence[Scenario], months: int, tick: Tick | None = None) -> Record:
    """Carry a block through the policy months that are left and record them."""
    record = Record(block)
    levers = lever_months(scenarios, months)
    while block.month < months:
        simulate_month(block, levers[block.month])
        record_month(block)
        record.add(block)
        if tick is not None:
            tick()
    return record


def participants_of_year(block: Lanes, lane: int) -> NDArray[np.bool_]:
    """Who took part within the twelve months that end with the month just simulated (n,)."""
    last = block.state("last_participation")[:, lane]
    return np.array([resident.took_part_within_year(block.month, month) > 0 for month in last.tolist()])


def _network(block: Lanes, took_part: list[NDArray[np.bool_]]) -> Network:
    """The community as it is drawn."""
    people = block.community
    rows = np.repeat(np.arange(people.n_residents), np.diff(people.first_tie))
    pairs = np.column_stack([rows, people.ties])
    return Network(
        building=people.building,
        renter=people.renter == 1,
        member=people.kind >= 0,
        ties=pairs[pairs[:, 0] < pairs[:, 1]],
        took_part=np.stack(took_part),
    )
