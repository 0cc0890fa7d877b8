"""A community before its first month: people, households, buildings, ties, and how everybody stands.

Everything drawn here is shared by all scenarios and worlds that are compared on this community.
Construction is compiled; ``Community.graph`` hands the ties to networkx for analysis and drawing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.party_member import FLOATING, IN_SERVICE, RETIRED
from sim.compute import elementary, rng
from sim.compute.compiled import called, compile_rules, compiled
from sim.compute.elementary import clip
from sim.compute.layout import EXTRA_POSTS, LANES, N_SERVICES, TRAITS, UNIT_PLACES, param
from sim.compute.rng import stream
from sim.states import NEVER

if TYPE_CHECKING:
    import networkx

compile_rules(elementary, rng)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YOUNG, MIDDLE, OLD = 0, 1, 2
NOT_A_MEMBER = -1
TIE_SPACE = 2**20  # a draw for a tie has the key agent * 2**20 + position
PARTNER_TRIES = 6

EDUCATION, FREE_TIME, TASTE, LENIENCY, BOARD_REACH, DIGITAL_REACH, BELONGING_BASE, MEMBER = range(8)
TRUST_SETPOINT, FAIRNESS_SETPOINT, EFFICACY_SETPOINT = range(8, len(TRAITS))
START = (
    "awareness",
    "belonging",
    "trust",
    "satisfaction",
    "expectation",
    "habit",
    "took_part",
    "last_participation",
    "voted",
    "fairness",
    "efficacy",
)
AWARENESS, BELONGING, TRUST, SATISFACTION, EXPECTATION, HABIT, TOOK_PART, LAST, VOTED, FAIRNESS, EFFICACY = range(
    len(START)
)
WORKER_START = ("competence", "burnout", "tenure", "susceptibility", "restlessness", "career", "talent")


@dataclass(frozen=True, slots=True)
class Community:
    """People and ties; one row a dwelling, whoever lives in it.

    ``age`` 0..2, ``renter`` 0/1, ``kind`` of party member or -1, ``building``, ``household``: (n,).
    ``traits`` (n, 11) as in ``TRAITS``; ``demand`` (n, 8), rows sum to 1; ``start`` (n, 11) as in ``START``.
    Ties: the neighbours of i are ``ties[first_tie[i]:first_tie[i + 1]]``, in ascending order.
    ``members`` rows of party members; ``workers`` (posts and room for extra ones, 7) as in ``WORKER_START``.
    ``units`` (places of units,) how open each unit in the area is, as a standard normal draw.
    ``cell`` (n,) the finest recorded group, 0..11: age, then tenure, then membership.
    ``mean_demand`` (8,) the mean of ``demand``.
    """

    seed: int
    age: Ints
    renter: Ints
    kind: Ints
    building: Ints
    household: Ints
    traits: Floats
    demand: Floats
    start: Floats
    first_tie: Ints
    ties: Ints
    members: Ints
    workers: Floats
    units: Floats
    cell: Ints
    mean_demand: Floats

    @property
    def n_residents(self) -> int:
        """Number of adult residents."""
        return len(self.age)

    def trait(self, name: str, resident: int) -> float:
        """A fixed trait of one resident, as in ``TRAITS``."""
        return float(self.traits[resident, TRAITS.index(name)])

    def neighbours(self, resident: int) -> Ints:
        """Rows of the neighbours of one resident."""
        return self.ties[self.first_tie[resident] : self.first_tie[resident + 1]]

    def graph(self) -> "networkx.Graph[Any]":
        """The ties as a networkx graph with ``building`` and ``household`` of each node."""
        import networkx

        graph: networkx.Graph[Any] = networkx.Graph()
        for i in range(self.n_residents):
            graph.add_node(i, building=int(self.building[i]), household=int(self.household[i]))
        rows = np.repeat(np.arange(self.n_residents), np.diff(self.first_tie))
        pairs = np.column_stack([rows, self.ties])
        graph.add_edges_from(map(tuple, pairs[pairs[:, 0] < pairs[:, 1]].tolist()))
        return graph


def build_community(seed: int, params: Floats) -> Community:
    """Build the community of a seed; ``params`` (n_params · LANES) as ``sim.compute.layout.param`` lays them out."""
    n, n_buildings = int(params[param.n_residents]), int(params[param.n_buildings])
    key = np.uint64(seed)
    household = called(_households, key, n, params)
    building = household * n_buildings // (household[-1] + 1)
    age, renter, kind = called(_people, key, household, params)
    demand = called(_demand, key, age, params)
    traits = called(_traits, key, age, renter, kind, params)
    ring = called(_building_ties, key, building, int(params[param.building_ties]), params[param.rewired_share])
    long = called(_long_ties, key, age, renter, params)
    first_tie, ties = _neighbour_lists(n, np.concatenate([_cliques(household), ring, long]))
    return Community(
        seed=seed,
        age=age,
        renter=renter,
        kind=kind,
        building=building,
        household=household,
        traits=traits,
        demand=demand,
        start=called(_start, key, age, kind, traits, params),
        first_tie=first_tie,
        ties=ties,
        members=np.flatnonzero(kind != NOT_A_MEMBER),
        workers=called(_workers, key, int(params[param.n_posts]) + EXTRA_POSTS, params),
        units=called(_units, key),
        cell=age * 4 + renter * 2 + (kind != NOT_A_MEMBER),
        mean_demand=demand.sum(axis=0) / n,
    )


@compiled
def _households(seed, n, p):  # type: ignore[no-untyped-def]
    """The household of each resident (n,): sizes 1 to 4 until everybody has one."""
    start = rng.row(seed, stream.resident_household_size, 0)
    one = p[param.household_one_share]
    two = one + p[param.household_two_share]
    three = two + p[param.household_three_share]
    household = np.empty(n, np.int64)
    placed, number = 0, 0
    while placed < n:
        u = rng.uniform(start, number)
        size = 1 if u < one else 2 if u < two else 3 if u < three else 4
        for i in range(placed, min(placed + size, n)):
            household[i] = number
        placed += size
        number += 1
    return household


@compiled
def _people(seed, household, p):  # type: ignore[no-untyped-def]
    """Age, tenure and party membership; all that follows uses the final age."""
    n = len(household)
    rents = rng.row(seed, stream.resident_renter, 0)
    ages = rng.row(seed, stream.resident_age, 0)
    turned = rng.row(seed, stream.resident_renter_turned_young, 0)
    joins = rng.row(seed, stream.resident_member, 0)
    kinds = rng.row(seed, stream.resident_member_kind, 0)
    young = p[param.age_young_share]
    middle = young + p[param.age_middle_share]
    age, renter, kind = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    factors = np.array([p[param.member_factor_young], p[param.member_factor_middle], p[param.member_factor_old]])
    for i in range(n):
        u = rng.uniform(ages, i)
        age[i] = YOUNG if u < young else MIDDLE if u < middle else OLD
        renter[i] = 1 if rng.uniform(rents, household[i]) < p[param.renting_share] else 0
        if renter[i] == 1 and rng.uniform(turned, i) < p[param.renter_young_share]:
            age[i] = YOUNG
        kind[i] = NOT_A_MEMBER
        if rng.uniform(joins, i) < p[param.party_member_share] * factors[age[i]]:
            at_work = IN_SERVICE if rng.uniform(kinds, i) < p[param.in_service_share] else FLOATING
            kind[i] = RETIRED if age[i] == OLD else at_work
    return age, renter, kind


@compiled
def _traits(seed, age, renter, kind, p):  # type: ignore[no-untyped-def]
    """What a dwelling's people are like (n, 11)."""
    n = len(age)
    traits = np.empty((n, len(TRAITS)))
    rows = (
        rng.row(seed, stream.resident_education, 0),
        rng.row(seed, stream.resident_free_time, 0),
        rng.row(seed, stream.resident_taste, 0),
        rng.row(seed, stream.resident_leniency, 0),
        rng.row(seed, stream.resident_board_reach, 0),
        rng.row(seed, stream.resident_digital_reach, 0),
        rng.row(seed, stream.resident_belonging_setpoint, 0),
        rng.row(seed, stream.resident_trust_setpoint, 0),
        rng.row(seed, stream.resident_fairness_setpoint, 0),
        rng.row(seed, stream.resident_efficacy_setpoint, 0),
    )
    floor, ceiling, spread = p[param.reach_floor], p[param.reach_ceiling], p[param.reach_spread]
    for i in range(n):
        group = age[i] * LANES  # numbers by age lie one after the other
        education = p[param.education_young + group] + p[param.education_shift]
        traits[i, EDUCATION] = clip(education + p[param.education_spread] * rng.normal(rows[0], i))
        free = p[param.free_time_young + group] + p[param.free_time_spread] * rng.normal(rows[1], i)
        traits[i, FREE_TIME] = clip(free)
        traits[i, TASTE] = rng.normal(rows[2], i)
        traits[i, LENIENCY] = rng.normal(rows[3], i)
        boards = p[param.board_reach_young + group] + spread * rng.normal(rows[4], i)
        traits[i, BOARD_REACH] = clip(boards, floor, ceiling)
        digital = p[param.digital_reach_young + group] + spread * rng.normal(rows[5], i)
        traits[i, DIGITAL_REACH] = clip(digital, floor, ceiling)
        base = p[param.belonging_renter] if renter[i] == 1 else p[param.belonging_owner]
        base += p[param.belonging_old_bonus] if age[i] == OLD else 0.0
        traits[i, BELONGING_BASE] = clip(base + p[param.belonging_spread] * rng.normal(rows[6], i))
        traits[i, MEMBER] = 0.0 if kind[i] == NOT_A_MEMBER else 1.0
        traits[i, TRUST_SETPOINT] = p[param.trust_spread] * rng.normal(rows[7], i)
        traits[i, FAIRNESS_SETPOINT] = p[param.fairness_spread] * rng.normal(rows[8], i)
        schooled = p[param.efficacy_education] * (traits[i, EDUCATION] - p[param.education_reference])
        capable = p[param.efficacy_start] + schooled + p[param.efficacy_spread] * rng.normal(rows[9], i)
        traits[i, EFFICACY_SETPOINT] = clip(capable)
    return traits


@compiled
def _demand(seed, age, p):  # type: ignore[no-untyped-def]
    """Wishes for the eight service types (n, 8); each row sums to 1."""
    n = len(age)
    demand = np.empty((n, N_SERVICES))
    start = rng.row(seed, stream.resident_demand, 0)
    shape = p[param.demand_shape]
    for i in range(n):
        total = 0.0
        for k in range(N_SERVICES):
            weight = p[param.demand_young_relief + (age[i] * N_SERVICES + k) * LANES]
            wish = weight * p[param.demand_factor_relief + k * LANES]
            demand[i, k] = wish * rng.gamma(start, i * N_SERVICES + k, shape) / shape
            total += demand[i, k]
        for k in range(N_SERVICES):
            demand[i, k] = demand[i, k] / total
    return demand


@compiled
def _start(seed, age, kind, traits, p):  # type: ignore[no-untyped-def]
    """How residents stand before the first month (n, 11)."""
    n = len(age)
    start = np.empty((n, len(START)))
    know = rng.row(seed, stream.start_awareness, 0)
    belong = rng.row(seed, stream.start_belonging, 0)
    trust = rng.row(seed, stream.start_trust, 0)
    content = rng.row(seed, stream.start_satisfaction, 0)
    expect = rng.row(seed, stream.start_expectation, 0)
    habit = rng.row(seed, stream.start_habit, 0)
    part = rng.row(seed, stream.start_participation, 0)
    last = rng.row(seed, stream.start_last_participation, 0)
    voted = rng.row(seed, stream.start_voted, 0)
    shape, recent = p[param.start_habit_shape], p[param.start_recent_share]
    before = -p[param.burn_in_months]
    for i in range(n):
        aware = p[param.start_awareness] + p[param.start_awareness_member] * traits[i, MEMBER]
        start[i, AWARENESS] = clip(aware + p[param.start_awareness_spread] * rng.normal(know, i))
        bond = traits[i, BELONGING_BASE] + p[param.start_belonging_spread] * rng.normal(belong, i)
        start[i, BELONGING] = clip(bond)
        inclined = p[param.start_trust] + traits[i, TRUST_SETPOINT]
        start[i, TRUST] = clip(inclined + p[param.start_trust_spread] * rng.normal(trust, i))
        satisfied = p[param.start_satisfaction] + p[param.start_satisfaction_leniency] * traits[i, LENIENCY]
        start[i, SATISFACTION] = clip(satisfied + p[param.start_satisfaction_spread] * rng.normal(content, i))
        start[i, FAIRNESS] = clip(p[param.start_fairness] + traits[i, FAIRNESS_SETPOINT])
        start[i, EFFICACY] = traits[i, EFFICACY_SETPOINT]
        expected = p[param.start_expectation] + p[param.start_expectation_spread] * rng.normal(expect, i)
        start[i, EXPECTATION] = clip(expected)
        start[i, HABIT] = clip(p[param.start_habit] * rng.gamma(habit, i, shape) / shape)
        start[i, TOOK_PART] = 1.0 if rng.uniform(part, i) < start[i, HABIT] else 0.0
        u = rng.uniform(last, i)
        start[i, LAST] = before - np.floor(12.0 * u / recent) if u < recent else NEVER
        start[i, VOTED] = 1.0 if rng.uniform(voted, i) < p[param.start_voted_share] else 0.0
    return start


@compiled
def _workers(seed, n_places, p):  # type: ignore[no-untyped-def]
    """How workers stand before the first month (posts, 7); from susceptibility on as draws, normal or uniform."""
    workers = np.empty((n_places, 7))
    skill = rng.row(seed, stream.start_competence, 0)
    tired = rng.row(seed, stream.start_burnout, 0)
    tenure = rng.row(seed, stream.start_tenure, 0)
    susceptible = rng.row(seed, stream.worker_susceptibility, 0)
    restless = rng.row(seed, stream.worker_restlessness, 0)
    career = rng.row(seed, stream.worker_career, 0)
    talent = rng.row(seed, stream.worker_talent, 0)
    for i in range(n_places):
        competence = p[param.start_competence] + p[param.start_competence_spread] * rng.normal(skill, i)
        workers[i, 0] = clip(competence)
        workers[i, 1] = clip(p[param.start_burnout] + p[param.start_burnout_spread] * rng.normal(tired, i))
        workers[i, 2] = np.floor(p[param.start_tenure] * rng.uniform(tenure, i))
        workers[i, 3] = rng.normal(susceptible, i)
        workers[i, 4] = rng.normal(restless, i)
        workers[i, 5] = rng.uniform(career, i)
        workers[i, 6] = rng.normal(talent, i)
    return workers


@compiled
def _units(seed):  # type: ignore[no-untyped-def]
    """How open the units in the area are, those that a world may not have included (places of units,)."""
    start = rng.row(seed, stream.unit_openness, 0)
    units = np.empty(UNIT_PLACES)
    for i in range(UNIT_PLACES):
        units[i] = rng.normal(start, i)
    return units


def _cliques(household: Ints) -> Ints:
    """Pairs (m, 2) of residents of one household, which are at most four neighbouring rows."""
    pairs = []
    rows = np.arange(len(household))
    for step in (1, 2, 3):
        same = household[step:] == household[:-step]
        pairs.append(np.column_stack([rows[:-step][same], rows[step:][same]]))
    return np.concatenate(pairs)


@compiled
def _building_ties(seed, building, n_ties, rewired):  # type: ignore[no-untyped-def]
    """Pairs (m, 2) inside buildings: a ring over a random order, ends moved with a small probability."""
    n = len(building)
    order_row = rng.row(seed, stream.ties_ring, 0)
    move_row = rng.row(seed, stream.ties_rewire, 0)
    partner_row = rng.row(seed, stream.ties_rewire_partner, 0)
    side, odd = n_ties // 2, n_ties % 2
    pairs = np.empty((n * (side + odd), 2), np.int64)
    made, first = 0, 0
    while first < n:
        last = first
        while last < n and building[last] == building[first]:
            last += 1
        size = last - first
        draws = np.empty(size)
        for i in range(size):
            draws[i] = rng.uniform(order_row, first + i)
        order = first + np.argsort(draws, kind="mergesort")
        for i in range(size):
            longest = side + odd * (i % 2)  # an odd number of ties: every other resident has one more
            for step in range(1, longest + 1):
                for end in range(2):
                    who = order[i] if end == 0 else order[(i + step) % size]
                    key = order[i] * TIE_SPACE + 2 * step + end
                    if rng.uniform(move_row, key) < rewired:
                        who = first + int(rng.uniform(partner_row, key) * size)
                    pairs[made, end] = who
                made += 1
        first = last
    return pairs[:made]


@compiled
def _long_ties(seed, age, renter, p):  # type: ignore[no-untyped-def]
    """Pairs (m, 2) beyond the building: proposals, like preferring like."""
    n = len(age)
    number_row = rng.row(seed, stream.ties_long_number, 0)
    keep_row = rng.row(seed, stream.ties_long_keep, 0)
    partner_row = rng.row(seed, stream.ties_long_partner, 0)
    accept_row = rng.row(seed, stream.ties_long_accept, 0)
    mean, homophily = 0.5 * p[param.long_ties], p[param.homophily]
    none_proposed = elementary.exp(-mean)
    pairs = []
    for i in range(n):
        u = rng.uniform(number_row, i)
        proposals, chance = 0, none_proposed
        while u >= chance and proposals < 60:  # Poisson by inversion
            u -= chance
            proposals += 1
            chance = chance * mean / proposals
        for tie in range(proposals):
            key = i * TIE_SPACE + tie * PARTNER_TRIES
            if renter[i] == 1 and rng.uniform(keep_row, key) >= p[param.renter_tie_share]:
                continue
            for attempt in range(PARTNER_TRIES):
                j = int(rng.uniform(partner_row, key + attempt) * n)
                by_age = p[param.homophily_age]
                alike = by_age * (age[i] == age[j]) + (1.0 - by_age) * (renter[i] == renter[j])
                if i != j and rng.uniform(accept_row, key + attempt) < 1.0 - homophily + homophily * alike:
                    pairs.append((i, j))
                    break
    found = np.empty((len(pairs), 2), np.int64)
    for m in range(len(pairs)):
        found[m, 0], found[m, 1] = pairs[m]
    return found


def _neighbour_lists(n: int, pairs: Ints) -> tuple[Ints, Ints]:
    """Neighbours of each row without loops and doubles: offsets (n + 1,) and rows (2 m,)."""
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.concatenate([pairs, pairs[:, ::-1]])
    keys = np.unique(both[:, 0] * n + both[:, 1])
    first = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(keys // n, minlength=n), out=first[1:])
    return first, keys % n
