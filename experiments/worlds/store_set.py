"""Make the worlds of an analysis the set of their kind of community that ships with the program."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.output.code import code
from experiments.output.folder import atomic_file
from experiments.output.stamps import stamps
from experiments.output.stochastic import stochastic_share
from experiments.plan import Plan
from experiments.plausible.band import Band
from experiments.plausible.stored import FEWEST, SCHEMA, files_of, hash_of
from experiments.policies.arms import merged, reported_columns
from experiments.worlds.matching import Space
from experiments.worlds.policies import SimulatedPolicies
from experiments.worlds.study import Worlds, sizes_of
from sim.errors import InputError
from sim.scenarios.periods import SEED_TIME
from sim.scenarios.scenario import Scenario, load_profile, profile_names

if TYPE_CHECKING:
    from pandas import DataFrame

_HERE = Path(__file__).parent
MEASURING = (
    *(_HERE / f"{name}.py" for name in ("candidates", "emulator", "matching", "policies", "store_set", "study")),
    *(_HERE.parent / "plausible" / f"{name}.py" for name in ("band", "effects", "observed")),
    _HERE.parent / "output" / "stochastic.py",
)  # fmt: skip
"""The files whose code finds worlds and makes numbers of what policies come to in them."""


def question(plan: Plan, space: Space, bands: Sequence[Band], budget: float | None) -> dict[str, Any]:
    """Return all that is asked of worlds and does not stand in code, ready for JSON."""
    sizes = sizes_of(plan)
    return {
        "policies": [hash_of(scenario) for scenario in plan.scenarios],
        "profile": dict(plan.profiles[0].params),
        "held": dict(plan.params),
        "ranges": {name: list(ends) for name, ends in space.ranges.items()},
        "bands": [[*band.key, band.low, band.high, band.profile] for band in bands],
        "budget": budget,
        "runs": [plan.seed, plan.months, sizes.first, sizes.later, sizes.waves, plan.replicates],
    }


def check_storable(plan: Plan) -> None:
    """Refuse a plan whose worlds cannot be stored, before hours of work.

    Raises:
        InputError: it is of no built-in kind of community, holds something, or has another length.
    """
    profile = plan.profiles[0]
    usual = merged({}, profile)["months"]
    built_in = profile.name in profile_names() and profile == load_profile(profile.name)
    if not built_in or plan.params or plan.months != usual:
        raise InputError(
            f"only worlds of a built-in profile in the period {SEED_TIME} with {usual:g} months and nothing held can "
            "be stored; leave --store out.",
            f"只能存内置社区类型、时期 {SEED_TIME}、{usual:g} 个月且没有固定参数的世界；请去掉 --store。",
        )


def store(found: Worlds, command: str) -> Path:
    """Make the worlds of an analysis the stored set of their kind of community and return its path.

    Raises:
        InputError: the analysis is not of a usual community, has too few worlds, or the files cannot be written.
    """
    plan = found.plan
    check_storable(plan)
    _check_enough(found)
    table_file, about_file = files_of(plan.profiles[0].name)
    table = found.kept[list(found.space.names)].copy()
    about = {
        "schema": SCHEMA, "fingerprint": code(),
        **stamps(question(plan, found.space, found.known, found.budget), MEASURING),
        "command": command, "profile": plan.profiles[0].name,
        "worlds": len(table), "communities": plan.replicates, "seed": plan.seed, "months": plan.months,
        "budget": found.budget,
        "contents": {scenario.name: hash_of(scenario) for scenario in plan.scenarios},
        "table": [band.content() for band in found.known],
        "bands": _plain(found.bands), "waves": _plain(found.waves),
        "left_out": found.matched.left_out,
        "luck_worlds": len(table), "luck": _stochastic_shares(found),
    }  # fmt: skip
    with atomic_file(table_file) as part:
        table.assign(**effects(plan, found.simulated)).to_parquet(part, index=False, compression="zstd")
    with atomic_file(about_file) as part:
        part.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return table_file


def _plain(table: "DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a table ready for JSON; what is missing is null."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _check_enough(found: Worlds) -> None:
    if len(found.kept) >= FEWEST:
        return
    worst = found.bands.sort_values("last_out").iloc[-1]
    raise InputError(
        f"only {len(found.kept)} worlds meet the bands, and {FEWEST} are the least that are stored; "
        f"{worst['label']} in {worst['low']:g}..{worst['high']:g} ruled out most in the last wave.",
        f"只有 {len(found.kept)} 个世界符合全部范围，至少要有 {FEWEST} 个才存；"
        f"最后一轮中排除最多的是{worst['label_zh']} 在 {worst['low']:g}..{worst['high']:g}。",
    )


def _reported_columns(plan: Plan, simulated: SimulatedPolicies, policy: str) -> list[tuple[int, str]]:
    """Return the columns that are told of a policy, and where they are."""
    own = set(reported_columns(_policy(plan.scenarios, policy)))
    return [(at, column) for at, column in enumerate(simulated.columns) if column in own]


def effects(plan: Plan, simulated: SimulatedPolicies) -> dict[str, np.ndarray]:
    """Return the mean differences of every row and column in every world."""
    return {
        f"{row.key}|{column}": simulated.differences[:, index, :, at].mean(axis=1).astype(np.float32)
        for index, row in enumerate(simulated.rows)
        for at, column in _reported_columns(plan, simulated, row.policy)
    }


def _stochastic_shares(found: Worlds) -> dict[str, dict[str, float | None]]:
    """Return the share of random draws in the variance of every row and column, None where it was not measured."""
    simulated = found.simulated
    shares = {
        row.key: {
            column: stochastic_share(simulated.differences[:, index, :, at])
            for at, column in _reported_columns(found.plan, simulated, row.policy)
        }
        for index, row in enumerate(simulated.rows)
    }
    return {
        key: {column: None if math.isnan(share) else round(share, 4) for column, share in item.items()}
        for key, item in shares.items()
    }


def _policy(scenarios: Sequence[Scenario], name: str) -> list[Scenario]:
    return [scenario for scenario in scenarios if scenario.name == name]
