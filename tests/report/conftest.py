"""Comparisons with made-up numbers: plausible effects, communities that differ, paths that rise."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.compare.comparison import Comparison
from experiments.plausible.ranges import Checked, WorldRange
from experiments.policies.arms import Arm
from sim.indicators import COLUMNS, indicator_of
from sim.scenarios.scenario import load_profile, load_scenario, scenario_names

BURN_IN = 60
GRANTS = (2500, 5000, 7500, 15000, 20000)
LEVELS = {
    "participation_12m": 0.209, "participation_12m.young": 0.16, "participation_12m.middle": 0.19,
    "participation_12m.old": 0.31,
    "participation_12m.renter": 0.15, "participation_12m.owner": 0.24, "participation_12m.other": 0.18,
    "participation_12m.party": 0.58,
    "quality": 0.534, "satisfaction": 0.62, "turnout": 0.43, "official_turnout": 0.77, "official_excess": 0.34,
    "competence": 0.39, "care": 0.44,
    "quit_rate": 0.119, "burned_out": 0.33, "revenue_concentration": 0.84, "events": 1.5,
    "active_retired": 0.17,
    "active_in_service": 0.03, "coordination": 0.47, "agenda_overlap": 0.93, "awareness": 0.46,
    "awareness.young": 0.43,
    "hot_cold_gap": 0.31, "legitimacy": 0.57, "match": 0.47, "non_government_share": 0.06, "order_share":
    0.67, "backlog": 84.0,
    "autonomy": 0.32, "autonomy_gap": 0.18, "trust": 0.61, "belonging": 0.45, "burnout": 0.36, "cost":
    0.0, "cost_with_shadow": 0.0,
}  # fmt: skip
EFFECTS: dict[str, dict[str, float]] = {
    "training": {"participation_12m": 1.1, "quality": 5.9, "satisfaction": 4.3, "competence": 14, "care":
        7, "cost": 2970},
    "higher_pay": {"participation_12m": 0.9, "quality": 4.8, "satisfaction": 3.5, "quit_rate": -4.6,
        "burned_out": -10, "cost": 16400},
    "funding_channels": {"participation_12m": 6.3, "quality": 6.9, "satisfaction": 4.9,
        "revenue_concentration": -16, "events": 6.7, "cost": 15000},
    "party_mobilisation": {"participation_12m": 4.5, "participation_12m.party": 33.2,
        "participation_12m.other": 2.0, "quality": 1.6,
                           "satisfaction": 1.2, "active_retired": 16, "active_in_service": 19, "cost": 3900},
    "joint_committees": {"participation_12m": 1.2, "quality": 2.7, "satisfaction": 2.0, "coordination":
        25, "agenda_overlap": 3, "cost": 1500},
    "publicity": {"participation_12m": 4.2, "quality": -1.3, "satisfaction": -4.1, "awareness.young": 18,
        "awareness": 16, "hot_cold_gap": -6,
                  "backlog": 40, "cost": 8000},
    "open_elections": {"participation_12m": 0.8, "quality": 0.7, "satisfaction": 0.6, "legitimacy": 21,
        "turnout": 1.2, "official_turnout": -27, "official_excess": -28.2,
                       "cost": 1700},
    "diverse_services": {"participation_12m": 1.9, "quality": 11.0, "satisfaction": 7.8, "match": 28,
        "non_government_share": 41, "cost": 15000},
    "fewer_orders": {"participation_12m": 3.7, "quality": 8.8, "satisfaction": 6.4, "order_share": -14,
        "backlog": -82, "quit_rate": -5.4,
                     "burned_out": -24, "cost": 0, "cost_with_shadow": 13050},
    "self_governance": {"participation_12m": 4.3, "quality": 2.1, "satisfaction": 1.5, "autonomy": 35,
        "autonomy_gap": -17, "cost": 3500},
    "package": {"participation_12m": 33.2, "quality": 27.9, "satisfaction": 18.0, "competence": 15,
        "care": 20, "quit_rate": -6, "burned_out": -26,
                "order_share": -20, "backlog": -80, "autonomy": 50, "cost": 68700, "cost_with_shadow": 81750},
}  # fmt: skip
GROUP_SHARES = {
    "young": 0.85,
    "middle": 0.97,
    "old": 1.15,
    "renter": 0.8,
    "owner": 1.1,
    "other": 0.95,
    "party": 1.4,
}


def arms_of(names: list[str], budget: float | None) -> tuple[Arm, ...]:
    scenarios = {name: load_scenario(name) for name in names}
    arms = [
        Arm(name, "full", scenario, 1.0, 0.0, EFFECTS.get(name, {}).get("cost", 0.0))
        for name, scenario in scenarios.items()
    ]
    if budget is None:
        return tuple(arms)
    for name in names[1:]:
        cost, shadow = EFFECTS[name].get("cost", 0.0), EFFECTS[name].get("cost_with_shadow", 0.0)
        factor = 1.0 if not cost else min(budget / cost, 2.5)
        arms.append(Arm(f"money:{name}", "money", scenarios[name], factor, max(budget - cost * factor, 0), budget))
        if shadow:
            factor = min(budget / shadow, 1.0)
            arms.append(Arm(f"money:{name}+shadow", "money", scenarios[name], factor, 0.0, budget, shadow=True))
    base = scenarios[names[0]]
    arms.append(Arm("money:grant", "money", base.replace(levers={"grant": budget}), None, budget, budget))
    arms += [Arm(f"curve:{size}", "curve", base.replace(levers={"grant": size}), None, size, size) for size in GRANTS]
    return tuple(arms)


def grant_effect(column: str, size: float) -> float:
    reach = {"participation_12m": 8.4, "quality": 12.0, "satisfaction": 8.0}.get(column.split(".", 1)[0], 0.0)
    return reach * (1 - np.exp(-size / 12000)) if column not in ("cost", "cost_with_shadow") else size


def effect_on(arm: Arm, column: str) -> float:
    """The made-up mean effect, in points or in the unit of the column."""
    name = arm.key.removeprefix("money:").removesuffix("+shadow")
    if arm.row == "curve" or name == "grant":
        return grant_effect(column, arm.grant)
    effects = EFFECTS.get(name, {})
    value = effects.get(
        column,
        effects.get(column.split(".", 1)[0], effects.get("cost", 0.0) if column == "cost_with_shadow" else 0.0),
    )
    if "." in column and column not in effects:
        value *= GROUP_SHARES[column.split(".")[1]]
    if arm.row == "full":
        return value
    scaled = value * (arm.factor or 0.0) ** (1.0 if "cost" in column else 0.8)
    return scaled + grant_effect(column, arm.grant)


def made_up(
    names: list[str] | None = None,
    *,
    replicates: int = 12,
    months: int = 120,
    budget: float | None = 10_000.0,
    noise: float = 1.0,
    effects: dict[tuple[str, str], list[float]] | None = None,
    network: bool = False,
) -> Comparison:
    """A comparison; ``effects`` replaces (arm, column) by one difference in points a community."""
    names = names or [name for name in scenario_names() if name in EFFECTS or name == "baseline"]
    arms, rng = arms_of(names, budget), np.random.default_rng(7)
    scale = np.array([0.01 if indicator_of(column).percent else 1.0 for column in COLUMNS])
    level = np.array(
        [
            LEVELS.get(column, LEVELS.get(column.split(".", 1)[0], 0.3 if factor < 1 else 50.0))
            for column, factor in zip(COLUMNS, scale, strict=True)
        ]
    )
    size = np.where(scale < 1, 0.015, 0.02 * level + 0.01)
    community = rng.normal(0, 1, (replicates, 1, len(COLUMNS))) * size
    mean = np.array([[effect_on(arm, column) for column in COLUMNS] for arm in arms])
    spread = rng.normal(0, noise, (replicates, len(arms), len(COLUMNS))) * (0.3 + 0.15 * np.sqrt(np.abs(mean)))
    spread[:, 0] = 0
    gain = (mean + spread * (mean != 0)) * scale
    for (key, column), values in (effects or {}).items():
        gain[:, [arm.key for arm in arms].index(key), COLUMNS.index(column)] = (
            np.array(values) * scale[COLUMNS.index(column)]
        )
    month = np.arange(1 - BURN_IN, months + 1)
    speed = 6 + 22 * rng.random(len(arms))
    rise = np.where(month > 0, 1 - np.exp(-np.maximum(month, 0)[None] / speed[:, None]), 0)[None, :, :, None]
    wave = 0.006 * np.sin(month / 9 + rng.normal(0, 0.4, (replicates, 1, 1)))[..., None] * np.where(scale < 1, 1, 0)
    paths = np.clip((level + community)[:, :, None, :] + gain[:, :, None, :] * rise + wave, 0, None).astype(float)
    paths[..., COLUMNS.index("cost")] = gain[:, :, None, COLUMNS.index("cost")] * (month > 0)
    first = max(1, months - 23)
    means = paths[:, :, BURN_IN + first - 1 :].mean(axis=2)
    for (key, column), values in (effects or {}).items():
        at = [arm.key for arm in arms].index(key)
        means[:, at, COLUMNS.index(column)] = (
            means[:, 0, COLUMNS.index(column)] + np.array(values) * scale[COLUMNS.index(column)]
        )
    return Comparison(
        arms=arms, trajectories=paths, window_means=means, months=month, n_months=months,
        profile=load_profile("mixed"), seed=1,
        replicate_numbers=tuple(range(replicates)), params={}, levers={}, smallest=1.0, budget=budget,
        precision=None, precision_note=None,
        network=community_network() if network else None, network_arm=names[-1],
        worlds={arm.key: world_range(arm.key) for arm in arms[1:] if arm.row in ("full", "money")},
        worlds_checked=Checked(200, 200, 4, stored=True),
    )  # fmt: skip


def world_range(key: str) -> WorldRange:
    """Made-up ranges over two hundred worlds, another for every policy."""
    rng = np.random.default_rng(sum(key.encode()))
    middle = {column: rng.normal(0.03, 0.04) for column in ("participation_12m", "quality", "cost")}
    spread = {column: rng.uniform(0.01, 0.05) for column in middle}
    return WorldRange(
        200,
        4,
        {column: 0.965 if value > 0 else 0.1 for column, value in middle.items()},
        {column: value - spread[column] for column, value in middle.items()},
        middle,
        {column: value + spread[column] for column, value in middle.items()},
        dict.fromkeys(middle, 0.05),
    )


def community_network() -> Any:
    """Sixty buildings of fifty, ties mostly inside."""
    rng = np.random.default_rng(3)
    building = np.repeat(np.arange(60), 50)
    first = np.arange(3000)
    order = np.concatenate([b * 50 + rng.permutation(50) for b in range(60)])
    inside = [
        (int(order[i]), int(order[b * 50 + (i % 50 + step) % 50]))
        for step in (1, 2)
        for i, b in zip(first, building, strict=True)
    ]
    inside = [(i, j if rng.random() > 0.2 else int(i // 50 * 50 + rng.integers(0, 50))) for i, j in inside]
    inside = [(i, j) for i, j in inside if i != j]
    across = [
        (int(i), int(j))
        for i, j in zip(rng.integers(0, 3000, 2500), rng.integers(0, 3000, 2500), strict=True)
        if i // 50 != j // 50
    ]
    member = rng.random(3000) < 0.08
    without = rng.random(3000) < np.where(member, 0.58, 0.18)
    under = (without & (rng.random(3000) > 0.01)) | (rng.random(3000) < 0.42)
    renter = rng.random(3000) < np.repeat(rng.random(60), 50)
    return SimpleNamespace(
        building=building,
        renter=renter,
        member=member,
        ties=np.array(inside + across),
        took_part=np.array([without, under]),
    )


@pytest.fixture(scope="session")
def whole() -> Comparison:
    """All built-in scenarios, for the same money too, with a network."""
    return made_up(network=True)


@pytest.fixture
def make() -> Any:
    """The maker of comparisons."""
    return made_up
