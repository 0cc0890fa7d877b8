"""All policies in the kept worlds: at full strength, and scaled to the same money by each world's own costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.comparison import HEADLINES
from experiments.lanes import BASELINE, FULL, GRANT, MONEY, Lane, merged
from experiments.lanes import plan as lanes_of
from experiments.plan import Design, Plan
from experiments.worlds.emulator import Array
from experiments.worlds.matching import Space
from experiments.worlds.observed import columns_of
from sim.errors import InputError
from sim.levers import LEVERS
from sim.scenario import Scenario
from sim.text import Text

if TYPE_CHECKING:
    from experiments.sweep import Swept

COST = "cost"
Sweep = Callable[[Plan], "Swept"]


@dataclass(frozen=True)
class Row:
    """A row of a table: its key as in comparisons, its table, its policy, and its label."""

    key: str
    table: str
    policy: str
    label: Text


@dataclass(frozen=True)
class Lived:
    """What the policies came to: differences from the same world's baseline (worlds, rows, communities, columns)."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    differences: Array
    asked: int
    failed: int


def check_lasting(scenarios: Sequence[Scenario]) -> None:
    """Refuse policies that change over time: their levers cannot be scaled world by world.

    Raises:
        InputError: one of them does.
    """
    for scenario in scenarios:
        if scenario.changes:
            raise InputError(
                f"scenario '{scenario.name}' changes over time, and worlds scales lasting policies alone to the same "
                "money; leave it out, or leave the money out with --equal-budget 0.",
                f"方案“{scenario.name}”随时间变动，而 worlds 只能把长期不变的政策折算成同样的钱；"
                "请去掉该方案，或用 --equal-budget 0 不比较同样的钱。",
            )


def live(plan: Plan, space: Space, points: Array, budget: float | None, columns: Sequence[str], sweep: Sweep) -> Lived:
    """Run every scenario of ``plan`` in the worlds of ``points`` and return the differences from the baseline."""
    design = Design("list", (), space.names, points)
    money = _scaled(plan, space, points, budget) if budget is not None else []
    grant = [lane.scenario for lane in money[0] if lane.policy == GRANT] if money else []
    full = plan.replace(scenarios=(*plan.scenarios, *grant), design=design)
    names = [scenario.name for scenario in full.scenarios]
    swept = sweep(full)
    found = columns_of(swept.summary(), len(points), names, plan.replicates, columns)
    asked, failed = swept.asked, swept.failed
    rows = [Row(own.name, FULL, own.name, own.label) for own in plan.scenarios[1:]]
    rows += [Row(f"{MONEY}:{GRANT}", MONEY, GRANT, own.label) for own in grant]
    parts = [found[:, 1:] - found[:, :1]]
    for lanes in zip(*money, strict=True) if money else ():
        if lanes[0].policy == GRANT:
            continue
        swept = sweep(_plan_of(plan, space, points, lanes))
        own = columns_of(swept.summary(), len(points), [lanes[0].policy], plan.replicates, columns)
        parts.append(own - found[:, :1])
        rows.append(Row(lanes[0].key, MONEY, lanes[0].policy, lanes[0].label))
        asked, failed = asked + swept.asked, failed + swept.failed
    return Lived(tuple(rows), tuple(columns), np.concatenate(parts, axis=1), asked, failed)


def told_columns(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Return the columns told of policies: the outcomes, the cost, and the indicators their levers are for."""
    own = [LEVERS[name].own_indicator for scenario in scenarios for name in LEVERS if name in scenario.levers]
    return tuple(dict.fromkeys([*HEADLINES, COST, *(column for column in own if column)]))


def _scaled(plan: Plan, space: Space, points: Array, budget: float) -> list[list[Lane]]:
    """Return for every world the rows for the same money, in one order (worlds, rows)."""
    scenarios = tuple(own for own in plan.scenarios if own.name != BASELINE)
    baseline = plan.scenarios[0]
    found = []
    for row in points.tolist():
        params = merged({**plan.params, **dict(zip(space.names, row, strict=True))}, plan.profiles[0])
        lanes = lanes_of((baseline, *scenarios), params, plan.months, budget)
        found.append([lane for lane in lanes if lane.row == MONEY])
    return found


def _plan_of(plan: Plan, space: Space, points: Array, lanes: Sequence[Lane]) -> Plan:
    """Return the plan of one policy whose levers differ from world to world; ``lanes`` has one row a world."""
    names = tuple(name for name in LEVERS if any(name in lane.scenario.levers for lane in lanes))
    levers = np.array([[_lever(lane.scenario.levers, name) for name in names] for lane in lanes])
    design = Design("list", names, space.names, np.concatenate([levers, points], axis=1))
    return plan.replace(scenarios=(lanes[0].scenario,), design=design)


def _lever(levers: Mapping[str, float], name: str) -> Any:
    return levers.get(name, LEVERS[name].default)
