"""All policies in the plausible worlds: at full strength, and scaled to the same money by each world's own costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.plan import Design, Plan
from experiments.plausible.observed import columns_of
from experiments.policies.arms import COSTS, FULL, GRANT, MONEY, Arm, merged, over_time
from experiments.policies.arms import plan as arms_of
from experiments.worlds.emulator import Array
from experiments.worlds.matching import Space
from sim.levers import LEVERS
from sim.scenarios.scenario import BASELINE
from sim.text import Text

if TYPE_CHECKING:
    from experiments.sweep.study import Swept

Sweep = Callable[[Plan], "Swept"]


@dataclass(frozen=True)
class PolicyRow:
    """A row of a table: its key as in comparisons, its table, its policy, and its label."""

    key: str
    table: str
    policy: str
    label: Text


@dataclass(frozen=True)
class SimulatedPolicies:
    """What the policies came to.

    ``levels`` (worlds, 1 + rows, communities, columns), the baseline first; ``factors`` and ``grants`` (worlds, rows)
    tell by how much the levers of a row for the same money were moved in a world, and what was paid as a plain grant
    there; NaN and 0 at full strength.

    The cost of a policy that changes over time is empty: what it cost over the whole run was not kept.
    """

    rows: tuple[PolicyRow, ...]
    columns: tuple[str, ...]
    levels: Array
    factors: Array
    grants: Array
    asked: int
    failed: int

    @cached_property
    def differences(self) -> Array:
        """Return the differences from the same world's baseline (worlds, rows, communities, columns)."""
        found: Array = self.levels[:, 1:] - self.levels[:, :1]
        return found


def simulate_policies(
    plan: Plan, space: Space, points: Array, budget: float | None, columns: Sequence[str], sweep: Sweep
) -> SimulatedPolicies:
    """Run every scenario of ``plan`` in the worlds of ``points``, at full strength and for the same money."""
    design = Design("list", (), space.names, points)
    money = _scaled(plan, space, points, budget) if budget is not None else []
    grant = [arm.scenario for arm in money[0] if arm.policy == GRANT] if money else []
    full = plan.replace(scenarios=(*plan.scenarios, *grant), design=design)
    names = [scenario.name for scenario in full.scenarios]
    swept = sweep(full)
    found = columns_of(swept.summary(), len(points), names, plan.replicates, columns)
    asked, failed = swept.asked, swept.failed
    rows = [PolicyRow(item.name, FULL, item.name, item.label) for item in plan.scenarios[1:]]
    rows += [PolicyRow(f"{MONEY}:{GRANT}", MONEY, GRANT, item.label) for item in grant]
    parts = [found]
    scaled = [(np.nan, 0.0)] * len(points), [(np.nan, budget or 0.0)] * len(points)
    how = [scaled[row.policy == GRANT] for row in rows]
    for arms in zip(*money, strict=True) if money else ():
        if arms[0].policy == GRANT:
            continue
        swept = sweep(_plan_of(plan, space, points, arms))
        own = columns_of(swept.summary(), len(points), [arms[0].policy], plan.replicates, columns)
        parts.append(own)
        rows.append(PolicyRow(arms[0].key, MONEY, arms[0].policy, arms[0].label))
        how.append([(np.nan if arm.factor is None else arm.factor, arm.grant) for arm in arms])
        asked, failed = asked + swept.asked, failed + swept.failed
    factors, grants = np.moveaxis(np.array(how, dtype=float), -1, 0)
    baseline = plan.scenarios[0]
    timed = {item.name for item in plan.scenarios if over_time(item, baseline)} | (
        {GRANT} if baseline.changes else set()
    )
    levels = _without_late_cost(np.concatenate(parts, axis=1), rows, columns, timed)
    return SimulatedPolicies(tuple(rows), tuple(columns), levels, factors.T, grants.T, asked, failed)


def _without_late_cost(levels: Array, rows: Sequence[PolicyRow], columns: Sequence[str], timed: set[str]) -> Array:
    """Return the levels without the costs of rows that change over time: runs keep the window's alone."""
    for index, row in enumerate(rows, 1):
        for column in COSTS if row.policy in timed else ():
            if column in columns:
                levels[:, index, :, columns.index(column)] = np.nan
    return levels


def _scaled(plan: Plan, space: Space, points: Array, budget: float) -> list[list[Arm]]:
    """Return for every world the rows for the same money, in one order (worlds, rows)."""
    scenarios = tuple(scenario for scenario in plan.scenarios if scenario.name != BASELINE)
    baseline = plan.scenarios[0]
    found = []
    for row in points.tolist():
        params = merged({**plan.params, **dict(zip(space.names, row, strict=True))}, plan.profiles[0])
        arms = arms_of((baseline, *scenarios), params, plan.months, budget)
        found.append([arm for arm in arms if arm.row == MONEY])
    return found


def _plan_of(plan: Plan, space: Space, points: Array, arms: Sequence[Arm]) -> Plan:
    """Return the plan of one policy whose levers differ from world to world; ``arms`` has one row a world.

    Levers of a policy that is constant are designed, so that the table of the runs names them; one that changes over
    time is given anew at every point.
    """
    if any(arm.scenario.changes for arm in arms):
        design = Design("list", (), space.names, points)
        return plan.replace(
            scenarios=(arms[0].scenario,), design=design, at_points=tuple((arm.scenario,) for arm in arms)
        )
    names = tuple(name for name in LEVERS if any(name in arm.scenario.levers for arm in arms))
    levers = np.array([[_lever(arm.scenario.levers, name) for name in names] for arm in arms])
    design = Design("list", names, space.names, np.concatenate([levers, points], axis=1))
    return plan.replace(scenarios=(arms[0].scenario,), design=design)


def _lever(levers: Mapping[str, float], name: str) -> Any:
    return levers.get(name, LEVERS[name].default)
