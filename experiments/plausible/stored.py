"""The stored set of believable worlds, so that any comparison can say how far it holds beyond the default numbers.

``kept.parquet`` has a row a world: its parameters, and for every built-in policy, at full strength and for the same
money, the mean differences from the world's baseline (``ROW|COLUMN``). ``kept.json`` tells how it was made and under
which rules; under other rules it is not used. ``python run.py worlds experiments/plans/worlds.toml --out FOLDER
--store`` makes it anew.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.code import code
from experiments.output.windows import SUMMARY_COLUMNS, run_means
from experiments.policies.arms import FULL, GRANT, MONEY, Arm, merged, told_columns
from experiments.runs import Engine, OnProgress, check_processes
from experiments.runs.run import content_bytes
from sim.compute.layout import LANES
from sim.errors import InputError
from sim.indicators import indicator_of, smallest_of
from sim.params import PARAMS
from sim.scenarios.scenario import BASELINE, Profile, Scenario, load_profile

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[np.float64]
KEPT_FILE, ABOUT_FILE = (Path(__file__).with_name(f"kept.{kind}") for kind in ("parquet", "json"))
SCHEMA, PROFILE = 1, "mixed"
FRESH_WORLDS, FRESH_COMMUNITIES = 32, 1
_AGAIN = "python run.py worlds experiments/plans/worlds.toml --out results/worlds --store"


@dataclass(frozen=True)
class WorldRange:
    """A row of a comparison over worlds.

    ``n`` worlds; by column ``helps``, the share of worlds that it changes for the better by more than the smallest
    difference that matters, and the 5, 50 and 95 % quantiles of the difference from the world's baseline.
    """

    n: int
    helps: Mapping[str, float]
    low: Mapping[str, float]
    mid: Mapping[str, float]
    high: Mapping[str, float]

    def by_column(self) -> dict[str, dict[str, float]]:
        """Return n, low, mid, high and helps of every column."""
        return {
            column: {
                "n": self.n, "low": self.low[column], "mid": mid, "high": self.high[column],
                "helps": self.helps[column],
            }
            for column, mid in self.mid.items()
        }  # fmt: skip

    @classmethod
    def of_columns(cls, columns: Mapping[str, Mapping[str, float]]) -> "WorldRange":
        """Return what ``by_column`` gave.

        Raises:
            ValueError: the columns are not of the same worlds, or there are none.
        """
        (n,) = {int(own["n"]) for own in columns.values()}
        parts = (
            {column: float(own[part]) for column, own in columns.items()} for part in ("helps", "low", "mid", "high")
        )
        return cls(n, *parts)


@dataclass(frozen=True)
class KeptWorlds:
    """The stored set: its table and what is known of it."""

    table: "DataFrame"
    about: Mapping[str, Any]

    @property
    def params(self) -> list[dict[str, float]]:
        """Return the uncertain parameters of every world, on top of the profile."""
        names = [name for name in self.table.columns if name in PARAMS]
        return [dict(zip(names, row, strict=True)) for row in self.table[names].to_numpy().tolist()]

    def columns(self, key: str) -> list[str]:
        """Return the columns that are stored of a row; none where the row is not."""
        return [name.partition("|")[2] for name in self.table.columns if name.startswith(f"{key}|")]

    def effects(self, policy: str, column: str, row: str = FULL) -> Array:
        """Return the difference in every world (worlds,).

        Raises:
            KeyError: it is not stored.
        """
        key = policy if row == FULL else f"{row}:{policy}"
        found: Array = self.table[f"{key}|{column}"].to_numpy(dtype=float)
        return found


def load_kept() -> KeptWorlds:
    """Return the stored set.

    Raises:
        InputError: there is none, or it was made under other rules; the sentence says how to make it.
    """
    try:
        about = json.loads(ABOUT_FILE.read_text(encoding="utf-8"))
        table = read_table()
    except (OSError, ValueError):
        raise InputError(
            f"there is no stored set of worlds; make it with: {_AGAIN}.",
            f"没有存好的世界；请运行：{_AGAIN}。",
        ) from None
    if about.get("schema") != SCHEMA or about.get("fingerprint") != code():
        raise InputError(
            f"the stored worlds were made under other rules and are not used; make them anew with: {_AGAIN}.",
            f"存好的世界是按另一套规则得出的，不予使用；请重新生成：{_AGAIN}。",
        )
    return KeptWorlds(table, about)


def read_table() -> "DataFrame":
    """Return the stored table, whatever the rules under which it was made."""
    import pandas as pd

    return pd.read_parquet(KEPT_FILE)


def world_ranges(
    arms: Sequence[Arm],
    *,
    profile: Profile,
    params: Mapping[str, float],
    months: int,
    seed: int,
    smallest: float = 1.0,
    processes: int | None = None,
    progress: OnProgress | None = None,
) -> dict[str, WorldRange]:
    """Return how the rows of a comparison fare over believable worlds, by their keys.

    Rows that are stored are looked up. Others are run in the first ``FRESH_WORLDS`` worlds, on ``FRESH_COMMUNITIES``
    communities, and ``progress`` hears of them from nothing done on; policies for the same money are scaled by each
    world's own costs. What is held in ``params`` stays held in every world. A row helps where it is better by more
    than ``smallest`` points, or the indicator's own smallest difference where that is not in points.

    Raises:
        InputError: there is no stored set of these rules.
    """
    kept = load_kept()
    wanted = [arm for arm in arms if arm.row in (FULL, MONEY) and arm.key != BASELINE]
    usual = merged({}, load_profile(PROFILE))
    as_stored = merged(params, profile) == usual and months == kept.about["months"]
    stored = {arm.key for arm in wanted if as_stored and _is_stored(arm, arms, kept)}
    found = {key: {column: kept.effects(key, column) for column in kept.columns(key)} for key in stored}
    fresh = [arm for arm in wanted if arm.key not in stored]
    if fresh:
        found |= _fresh(fresh, arms, kept, profile, params, months, seed, processes, progress)
    return {arm.key: _range(found[arm.key], smallest) for arm in wanted}


def _is_stored(arm: Arm, arms: Sequence[Arm], kept: KeptWorlds) -> bool:
    """Tell whether a row is the same policy, against the same baseline and for the same money, as a stored one."""
    if not kept.columns(arm.key) or hash_of(_baseline(arms)) != kept.about["contents"].get(BASELINE):
        return False
    if arm.row == MONEY and _budget(arms) != kept.about["budget"]:
        return False
    return arm.policy == GRANT or hash_of(_base(arm, arms)) == kept.about["contents"].get(arm.policy)


def _baseline(arms: Sequence[Arm]) -> Scenario:
    """Return what all rows are compared with; a file may put its own in place of the built-in one."""
    return next(own.scenario for own in arms if own.key == BASELINE)


def _base(arm: Arm, arms: Sequence[Arm]) -> Scenario:
    """Return the policy at full strength that a row was scaled from."""
    return next((own.scenario for own in arms if own.row == FULL and own.policy == arm.policy), arm.scenario)


def _budget(arms: Sequence[Arm]) -> float | None:
    """Return the money that is the same for all."""
    return next((arm.grant for arm in arms if arm.key == f"{MONEY}:{GRANT}"), None)


def hash_of(scenario: Scenario) -> str:
    """Return the SHA-256 of all of a scenario that determines a result."""
    return hashlib.sha256(content_bytes(scenario)).hexdigest()


def _range(differences: Mapping[str, Array], smallest: float) -> WorldRange:
    """Summarise differences by column (worlds,)."""
    low, mid, high = (
        {column: float(np.quantile(own, q)) for column, own in differences.items()} for q in (0.05, 0.5, 0.95)
    )
    helps = {
        column: float((own * indicator_of(column).better > smallest_of(column, smallest)).mean())
        for column, own in differences.items()
    }
    return WorldRange(len(next(iter(differences.values()))), helps, low, mid, high)


def _fresh(
    fresh: Sequence[Arm], arms: Sequence[Arm], kept: KeptWorlds, profile: Profile, params: Mapping[str, float],
    months: int, seed: int, processes: int | None, progress: OnProgress | None,
) -> dict[str, dict[str, Array]]:  # fmt: skip
    """Run rows in the first worlds of the set; return the differences from each world's baseline, by column."""
    worlds = [{**own, **params} for own in kept.params[:FRESH_WORLDS]]
    money = _budget(arms)
    scenarios = [
        [_baseline(arms), *(_in_world(arm, arms, merged(own, profile), months, money) for arm in fresh)]
        for own in worlds
    ]
    work = Block(tuple(worlds), tuple(map(tuple, scenarios)), profile, seed, months)
    units = range(FRESH_COMMUNITIES * work.blocks)
    if progress is not None:
        progress(0, len(units))
    with Engine(check_processes(processes, len(units))) as engine:
        parts = engine.map(work, units, progress)
    means = [np.concatenate(parts[c * work.blocks : (c + 1) * work.blocks]) for c in range(FRESH_COMMUNITIES)]
    differences = np.mean([own[:, 1:] - own[:, :1] for own in means], axis=0)
    return {
        arm.key: {
            column: differences[:, place, SUMMARY_COLUMNS.index(column)]
            for column in told_columns([_base(arm, arms)])
        }
        for place, arm in enumerate(fresh)
    }  # fmt: skip


def _in_world(arm: Arm, arms: Sequence[Arm], params: Mapping[str, float], months: int, money: float | None) -> Scenario:
    """Return the row's scenario in a world, scaled by the world's own costs where it is for the same money."""
    from experiments.policies.budget import for_budget

    if arm.row != MONEY or arm.policy == GRANT or money is None:
        return arm.scenario
    base = _base(arm, arms)
    return for_budget(base, {**params, **base.params}, money, months, shadow=arm.shadow).scenario


@dataclass(frozen=True)
class Block:
    """The work of one unit: up to sixteen worlds on one community, every row in each (worlds, rows, columns)."""

    worlds: tuple[Mapping[str, float], ...]
    scenarios: tuple[tuple[Scenario, ...], ...]
    profile: Profile
    seed: int
    months: int

    @property
    def blocks(self) -> int:
        """Return how many blocks the worlds make."""
        return -(-len(self.worlds) // LANES)

    def __call__(self, unit: int) -> Array:
        """Run it."""
        from sim.engine.replicate import run_worlds

        community, block = divmod(unit, self.blocks)
        own = slice(block * LANES, (block + 1) * LANES)
        worlds, scenarios = self.worlds[own], self.scenarios[own]
        runs = [(place, scenario) for place, row in enumerate(scenarios) for scenario in row]
        lived = run_worlds(worlds, runs, profile=self.profile, seed=self.seed, replicate=community, months=self.months)
        means = run_means(lived.trajectories, lived.leavers, self.months)
        return means.reshape(len(worlds), len(scenarios[0]), -1)
