"""The same policies for the same money: what a policy nominally costs, and how it is scaled to a budget.

The nominal cost is that of policy month 1 with all posts filled, no new items, no campaign and no
fiscal shock, with fixed pressure, gifts as expected at fixed trust, awareness, participation and coordination, workers
five years in post: so the scale does not depend on the communities that are run. A policy that changes over time costs
the mean of its months under these conditions. Behaviour moves the realised cost, which is printed beside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sim import finance
from sim.agents import worker
from sim.compute.layout import NUMBER
from sim.compute.segments import on_objects
from sim.engine.blame import named_outside
from sim.engine.passes import accounts, street
from sim.levers import LEVERS, defaults
from sim.scenarios.scenario import Change, Scenario

TRUST, AWARENESS, PARTICIPATION, COORDINATION, TENURE = 0.60, 0.46, 0.03, 0.45, 60.0
ITEMS, PRESSURE = 1.0, 0.2
_NOTHING_YET = dict.fromkeys(NUMBER, 0.0)
_hand_down, _raise_public_money, _unit_giving_chance, _raise_gifts, _lose_pay, _pay_for_policy = map(
    on_objects,
    (
        street.hand_down, accounts.raise_public_money, accounts.unit_giving_chance, accounts.raise_gifts,
        accounts.lose_pay, accounts.pay_for_policy,
    ),
)  # fmt: skip
_HALVINGS = 60
_NOTHING = 1e-6  # yuan; a rest smaller than this is rounding, not money


@dataclass(frozen=True, slots=True)
class Scaled:
    """A policy scaled to a budget: the factor on its levers, the rest paid as a grant, what it then costs."""

    scenario: Scenario
    factor: float
    grant: float
    nominal_cost: float


@named_outside(finance, worker)
def month_cost(levers: Mapping[str, float], params: Mapping[str, float]) -> float:
    """Return what a month of these levers nominally costs [yuan a month]."""
    return float(_month(levers, params).cost)


@named_outside(finance, worker)
def month_shadow_cost(levers: Mapping[str, float], params: Mapping[str, float]) -> float:
    """Return what the relieved orders of a month nominally cost those who must now do them [yuan a month]."""
    return float(_month(levers, params).shadow_cost)


def nominal_cost(scenario: Scenario, params: Mapping[str, float], months: int, *, shadow: bool = False) -> float:
    """Return the nominal cost of a policy, with its shadow cost where ``shadow`` [yuan a month]."""
    last = months if scenario.changes else 1
    known: dict[tuple[float, ...], float] = {}
    total = 0.0
    for month in range(1, last + 1):
        levers = scenario.at(month)
        key = tuple(levers.values())
        if key not in known:
            known[key] = month_cost(levers, params) + (month_shadow_cost(levers, params) if shadow else 0.0)
        total += known[key]
    return total / last


def has_relief(scenario: Scenario) -> bool:
    """Tell whether the policy ever takes orders off the community."""
    return any(levers.get(name, 0.0) > 0 for levers in _settings(scenario) for name in ("admin_reduction", "items_cut"))


def scaled(scenario: Scenario, factor: float, grant: float = 0.0) -> Scenario:
    """Return the policy with every lever ``factor`` times as far from its default, and a grant on top.

    Levers are held in their ranges, whole ones rounded down; those that cost no money grow no further
    than the policy itself has them.
    """
    levers = _stretched(scenario.levers, factor)
    levers["grant"] = _in_range("grant", levers.get("grant", 0.0) + grant)
    if levers["grant"] == LEVERS["grant"].default and "grant" not in scenario.levers:
        del levers["grant"]
    changes = [_scaled_change(change, factor, grant) for change in scenario.changes]
    return scenario.replace(levers=levers, changes=changes)


def for_budget(
    scenario: Scenario, params: Mapping[str, float], budget: float, months: int, *, shadow: bool = False
) -> Scaled:
    """Return the policy scaled so that its nominal cost is ``budget`` [yuan a month], by bisection.

    What cannot be spent, because levers are at the end of their ranges, whole or free, becomes a grant.
    """

    def cost(factor: float, grant: float = 0.0) -> float:
        return nominal_cost(scaled(scenario, factor, grant), params, months, shadow=shadow)

    factor = _largest(cost, _end_of_ranges(scenario), budget)
    rest = budget - cost(factor)
    grant = _largest(lambda grant: cost(factor, grant), rest, budget) if rest > _NOTHING else 0.0
    policy = scaled(scenario, factor, grant)
    return Scaled(policy, factor, grant, cost(factor, grant))


def _month(levers: Mapping[str, float], params: Mapping[str, float]) -> Any:
    """Return the community's numbers in the month that the module describes, by the segments of every month."""
    p, own = SimpleNamespace(**params), SimpleNamespace(**levers)
    c = SimpleNamespace(**_NOTHING_YET)
    c.mean_trust, c.mean_awareness, c.coordination = TRUST, AWARENESS, COORDINATION
    c.filled, c.extra_filled = params["n_posts"] + levers["extra_posts"], levers["extra_posts"]
    c.grades = c.filled * worker.grade(TENURE, p.grade_months, p.grade_limit)
    c.participants = PARTICIPATION * params["n_residents"]
    c.erosion = c.erosion_unindexed = 1.0
    c.item_stock, c.street_pressure = ITEMS, PRESSURE
    _hand_down(p, c, own, 0.0, 1.0)
    _raise_public_money(p, c, own, 0.0)
    willing = finance.certain_probability(_unit_giving_chance(p, c, own))
    _raise_gifts(p, c, own, p.member_units * willing * p.unit_gift)
    _lose_pay(p, c, own)
    _pay_for_policy(p, c, own)
    return c


def _settings(scenario: Scenario) -> list[Mapping[str, float]]:
    """Return every table of levers in the policy: the lasting one and those of its changes."""
    return [scenario.levers, *(change.levers for change in scenario.changes)]


def _in_range(name: str, value: float) -> float:
    return min(max(value, LEVERS[name].low), LEVERS[name].high)


def _stretched(levers: Mapping[str, float], factor: float) -> dict[str, float]:
    return {name: _stretched_lever(name, value, factor) for name, value in levers.items()}


def _stretched_lever(name: str, value: float, factor: float) -> float:
    """Return one lever at ``factor`` times its distance from the default; at 1 exactly the value itself."""
    lever = LEVERS[name]
    factor = min(factor, 1.0) if lever.costless else factor
    if factor == 1.0:
        return value
    moved = _in_range(name, lever.default + factor * (value - lever.default))
    return float(int(moved + 1e-9)) if lever.whole else moved


def _scaled_change(change: Change, factor: float, grant: float) -> Change:
    levers = _stretched(change.levers, factor)
    if "grant" in levers:
        levers["grant"] = _in_range("grant", levers["grant"] + grant)
    return Change(start=change.start, until=change.until, levers=levers, ramp=change.ramp)


def _end_of_ranges(scenario: Scenario) -> float:
    """Return the factor at which the last lever reaches the end of its range; at least 1."""
    neutral, ends = defaults(), [1.0]
    for levers in _settings(scenario):
        for name, value in levers.items():
            distance = value - neutral[name]
            if distance and not LEVERS[name].costless:
                end = LEVERS[name].high if distance > 0 else LEVERS[name].low
                ends.append((end - neutral[name]) / distance)
    return max(ends)


def _largest(cost: Callable[[float], float], most: float, budget: float) -> float:
    """Return the largest number up to ``most`` at which ``cost`` stays within ``budget``."""
    if cost(most) <= budget:
        return most
    low, high = 0.0, most
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if cost(middle) <= budget else (low, middle)
    return low
