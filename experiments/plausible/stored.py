"""The stored sets of plausible worlds, so that any comparison can say how far it holds beyond the default numbers.

``kept.parquet`` has a row a world: its parameters, and for every built-in policy, at full strength and for the same
money, the mean differences from the world's baseline (``ROW|COLUMN``). ``kept.json`` tells how it was made and under
which rules; under other rules it is not used. They are of the mixed community; a set of another kind of community
stands beside them as ``kept-PROFILE``. ``python run.py worlds experiments/plans/worlds.toml --profile PROFILE --out
FOLDER --store`` makes one anew.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.output.code import code
from experiments.output.command_line import assigned, command_line
from experiments.plausible.band import Band, band_of
from experiments.policies.arms import FULL, merged
from experiments.runs.run import content_bytes
from sim.errors import InputError
from sim.params import PARAMS
from sim.scenarios.scenario import Profile, Scenario, load_profile, profile_names

if TYPE_CHECKING:
    from pandas import DataFrame

Array = NDArray[np.float64]
FOLDER = Path(__file__).parent
SCHEMA, PROFILE = 3, "mixed"
FEWEST = 30
"""Worlds, below which shares of worlds and the 5 and 95 % ones say nothing, and none are told."""

PLAN = "experiments/plans/worlds.toml"


@dataclass(frozen=True)
class StoredWorlds:
    """A stored set: its table and what is known of it."""

    table: "DataFrame"
    about: Mapping[str, Any]

    @property
    def params(self) -> list[dict[str, float]]:
        """Return the uncertain parameters of every world, on top of the profile."""
        names = [name for name in self.table.columns if name in PARAMS]
        return [dict(zip(names, row, strict=True)) for row in self.table[names].to_numpy().tolist()]

    @property
    def bands(self) -> tuple[Band, ...]:
        """Return the table of bands that the set was made with, those of other kinds of community too."""
        return tuple(band_of(content) for content in self.about["table"])

    def is_of(self, profile: Profile, params: Mapping[str, float], months: int) -> bool:
        """Tell whether a setting is that in which the set was matched."""
        usual = merged({}, load_profile(self.about["profile"]))
        return merged(params, profile) == usual and months == self.about["months"]

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

    def luck(self, key: str, column: str) -> float | None:
        """Return the share of random draws in the variance of ``effects``, as far as the set tells it."""
        found: float | None = self.about["luck"].get(key, {}).get(column)
        return found


def files_of(profile: str) -> tuple[Path, Path]:
    """Return where the set of a kind of community is: its table, and what is known of it."""
    stem = "kept" if profile == PROFILE else f"kept-{profile}"
    return FOLDER / f"{stem}.parquet", FOLDER / f"{stem}.json"


def nearest_set(profile: str) -> str:
    """Return the kind of community whose set serves a profile best: its own, else the mixed one."""
    return profile if profile in profile_names() and files_of(profile)[1].is_file() else PROFILE


def load_stored_worlds(profile: str = PROFILE) -> StoredWorlds:
    """Return the stored set of a kind of community.

    Raises:
        InputError: there is none, or it was made under other rules; the sentence says how to make it.
    """
    again = worlds_command(load_profile(profile), {}, None)
    try:
        about = json.loads(files_of(profile)[1].read_text(encoding="utf-8"))
        table = read_table(profile)
    except (OSError, ValueError):
        raise InputError(
            f"there is no stored set of worlds; make it with: {again}.",
            f"没有存好的世界；请运行：{again}。",
        ) from None
    if about.get("schema") != SCHEMA or about.get("fingerprint") != code():
        raise InputError(
            f"the stored worlds were made under other rules and are not used; make them anew with: {again}.",
            f"存好的世界是按另一套规则得出的，不予使用；请重新生成：{again}。",
        )
    return StoredWorlds(table, about)


def read_table(profile: str = PROFILE) -> "DataFrame":
    """Return a stored table, whatever the rules under which it was made."""
    import pandas as pd

    return pd.read_parquet(files_of(profile)[0])


def worlds_command(profile: Profile, params: Mapping[str, float], months: int | None) -> str:
    """Return the command that finds worlds for a setting; only those of a built-in profile can be stored."""
    built_in = profile.name in profile_names() and profile == load_profile(profile.name).dated(profile.period)
    usual = merged({}, profile)["months"]
    words = [] if profile.name == PROFILE and built_in else ["--profile", profile.name + ("" if built_in else ".toml")]
    words += [] if profile.period.is_usual else ["--period", profile.period.name]
    words += assigned("--param", params)
    words += [] if months in (None, usual) else ["--months", str(months)]
    folder = "results/worlds" if not words or words[0] != "--profile" else f"results/worlds-{profile.name}"
    stored = built_in and profile.period.is_usual and not params and months in (None, usual)
    return command_line("worlds", PLAN, *words, "--out", folder, *(["--store"] if stored else []))


def hash_of(scenario: Scenario) -> str:
    """Return the SHA-256 of all of a scenario that determines a result."""
    return hashlib.sha256(content_bytes(scenario)).hexdigest()
