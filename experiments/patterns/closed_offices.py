"""Closed forms of members, committees and the street, and what holds of the whole."""

import numpy as np

from experiments.patterns.closed_workers import EVEN_WORK
from experiments.patterns.pattern import Array, Curve, Sample
from experiments.patterns.tiny import (
    MONTHS,
    SIZE,
    by_chance,
    by_lane,
    community,
    exactly,
    in_seats,
    pass_months,
    worlds_with,
)
from sim.text import Text

FOR_THE_STREET = {
    "street_loyalty": 1.0, "street_loyalty_spread": 0.0, "loyalty_open": 1.0, "loyalty_connected": 0.0,
    "elected_loyalty_spread": 0.0, "election_term": 1000.0,
}  # fmt: skip
"""All members always stand with the street."""
STEADY_ORDERS = EVEN_WORK | {"campaign_surge": 0.0, "item_entry": 0.0, "order_growth": 0.0}
_MEMBERS = 20_000


def _ready(seed: int) -> Array:
    """Readiness of many members, uniform."""
    from sim.compute import rng

    drawn: Array = rng.draws(seed, "party_member.readiness", 0, np.arange(_MEMBERS))
    return drawn


def readiness(seed: int) -> Sample:
    """Over members of unlike readiness the mean chance of being active is the mobilisation."""
    from sim.agents.party_member import activity_probability

    levels, ready = (0.1, 0.3, 0.5, 0.8), _ready(seed)
    chances = np.array([[activity_probability(one, level) for one in ready.tolist()] for level in levels])
    errors = chances.std(axis=1) / np.sqrt(_MEMBERS)
    return by_chance(levels, chances.mean(axis=1), np.array(levels), errors, Text("mobilisation", "动员程度"))


def active_in_a_year(seed: int) -> Sample:
    """Active once a year or more: 1 − E(1 − r^((1 − M)/M))^12, by numerical integration over readiness."""
    from scipy.integrate import quad

    from sim.agents.party_member import activity_probability

    levels, ready = (0.05, 0.1, 0.2, 0.4), _ready(seed)
    yearly = [[1.0 - (1.0 - activity_probability(one, level)) ** 12 for one in ready.tolist()] for level in levels]
    found = np.array(yearly)
    expected = np.array([1.0 - quad(lambda r, m=m: (1.0 - r ** ((1.0 - m) / m)) ** 12, 0.0, 1.0)[0] for m in levels])
    errors = found.std(axis=1) / np.sqrt(_MEMBERS)
    return by_chance(levels, found.mean(axis=1), expected, errors, Text("mobilisation", "动员程度"))


def agreeing_members(seed: int) -> Sample:
    """Members who never differ come to trust each other as 1 − (1 − start)(1 − gain)^n."""
    block = community([FOR_THE_STREET | {"seated_trust": 0.3}], seed)
    gain = 0.02 * 2.0 * (0.5 + block.number("leader_quality")[0])
    found = np.array([
        pass_months(block, 1, joint_meetings=1.0).number("coordination")[0] for _ in range(30)
    ])  # fmt: skip
    return exactly(range(1, 31), found, 1.0 - 0.7 * (1.0 - gain) ** np.arange(1.0, 31.0), MONTHS)


def split_votes(seed: int) -> Sample:
    """Members split as often as their loyalties lie apart: the largest less the smallest."""
    spreads, months = (0.05, 0.1, 0.2, 0.3), 400
    block = community(worlds_with("street_loyalty_spread", spreads, {"election_term": 1000.0}), seed)
    split, apart = np.zeros(4), np.zeros((months, 4))  # whoever is elected in between has a loyalty of his own
    for month in range(months):
        split += pass_months(block, 1).number("split_votes")[:4]
        loyalty = in_seats(block, "loyalty")[:, :4]
        apart[month] = loyalty.max(axis=0) - loyalty.min(axis=0)
    expected = apart.mean(axis=0)
    errors = np.sqrt((apart * (1.0 - apart)).sum(axis=0)) / months
    return by_chance(spreads, split / months, expected, errors, Text("spread of the loyalties", "倾向的离散程度"))


def items_lapse(seed: int) -> Sample:
    """Without time that looks free the items return to their first stock as (1 − lapse)^n."""
    block = community([{"street_tolerance": 9.0, "item_lapse": 0.01}], seed)
    block.number("item_stock")[:] = 1.5
    found = np.array([pass_months(block, 1).number("item_stock")[0] for _ in range(60)])
    return exactly(range(1, 61), found, 1.0 + 0.5 * 0.99 ** np.arange(1.0, 61.0), MONTHS)


def pressure(seed: int) -> Sample:
    """Pressure settles at what is undone and what is done on paper, under orders of twice the hours there are."""
    shares = (0.0, 0.1, 0.2, 0.3)
    busy = STEADY_ORDERS | {"admin_hours_demanded": 9000.0}
    block = pass_months(community(worlds_with("paper_share", shares, busy), seed), 300)
    paper = np.array(shares)
    undone = 1.0 - 0.85 * block.number("output")[:4] / (9000.0 * (1.0 - 0.7 * paper))
    return exactly(shares, block.number("street_pressure")[:4].copy(), undone + paper, Text(
        "share done on paper", "台账留痕占比"
    ))  # fmt: skip


def relief(seed: int) -> Sample:
    """Striking items off and relief multiply, and small items go first: 1 − (1 − relief)(1 − .4 · struck off)."""
    struck, share = (0.0, 0.5, 0.0, 0.5), (0.0, 0.0, 0.3, 0.3)
    block = community([STEADY_ORDERS | {"admin_hours_demanded": 1000.0}] * 4, seed)
    pass_months(block, 1, items_cut=by_lane(struck), admin_reduction=by_lane(share))
    expected = 1000.0 * (1.0 - np.array(share)) * (1.0 - 0.4 * np.array(struck))
    return exactly((1, 2, 3, 4), block.number("orders")[:4].copy(), expected, Text(
        "neither, struck off, relief, both", "都没有、清单削减、减负、两者都有"
    ))  # fmt: skip


def neutral_levers(seed: int) -> Sample:
    """Levers written out at their defaults change not a bit; judged by every month of every indicator."""
    from sim.engine.replicate import run_lockstep
    from sim.indicators import COLUMNS
    from sim.levers import LEVERS
    from sim.scenarios.scenario import Scenario, load_profile, load_scenario

    words = Text("neutral", "neutral")
    neutral = Scenario("neutral", words, words, {name: float(lever.default) for name, lever in LEVERS.items()})
    both = run_lockstep(
        [load_scenario("baseline"), neutral], profile=load_profile("mixed"), params=SIZE, seed=seed, months=36
    ).trajectories
    without, written = both
    same = np.array_equal(without, written, equal_nan=True)
    shown = COLUMNS.index("participation_12m")
    months = np.arange(1.0, len(without) + 1.0)
    return Sample(0.0 if same else 1.0, Curve(months, written[:, shown], without[:, shown], MONTHS))


def bounds(seed: int) -> Sample:
    """Levels stay between 0 and 1 for parameters and levers drawn from their whole ranges."""
    from sim.engine.replicate import run_lockstep
    from sim.indicators import COLUMNS
    from sim.levers import LEVERS
    from sim.params import PARAMS, SHAPING_GROUPS, WHOLES
    from sim.scenarios.scenario import Scenario, load_profile

    rng, words, worst = np.random.default_rng(seed), Text("drawn", "drawn"), []
    places = [COLUMNS.index(name) for name in WITHIN_ONE]
    for _ in range(DRAWS):
        free = {n: q for n, q in PARAMS.items() if q.group not in SHAPING_GROUPS}
        params = {name: _within(q.low, q.high, q.whole, rng) for name, q in free.items()}
        for parts in WHOLES:
            total = sum(params.get(name, PARAMS[name].default) for name in parts)
            params |= {name: params[name] / max(total, 1.0) for name in parts if name in params}
        levers = {name: _within(q.low, q.high, q.whole, rng) for name, q in LEVERS.items()}
        found = run_lockstep(
            [Scenario("drawn", words, words, levers)], profile=load_profile("mixed"), params=params | SIZE, seed=seed,
            months=24,
        ).trajectories[0][:, places]  # fmt: skip
        worst.append(max(0.0, float(np.nanmax(found)) - 1.0, -float(np.nanmin(found))))
    drawn = np.arange(1.0, DRAWS + 1.0)
    return Sample(max(worst), Curve(drawn, np.array(worst), np.zeros(DRAWS), Text("draw", "第几次抽取")))


DRAWS = 8
WITHIN_ONE = (
    "participation_12m", "turnout", "quality", "satisfaction", "awareness", "trust", "belonging", "fairness",
    "efficacy", "match", "timeliness", "care", "competence", "burnout", "effort", "order_share", "coordination",
    "autonomy", "leader_quality", "infrastructure", "agenda_overlap", "street_pressure", "paper_compliance",
    "orders_undone",
)  # fmt: skip


def _within(low: float, high: float, whole: bool, rng: np.random.Generator) -> float:
    value = low + (high - low) * float(rng.random())
    return float(round(value)) if whole else value
