"""The raw rows of a job and the arithmetic on them, written anew: means, paired t intervals, Holm, communities needed.

Files read: ``summary.parquet`` (a row a community and policy), ``trajectories.parquet`` (a row a month),
``network_residents.parquet``, ``network_ties.parquet``, ``manifest.json`` (what was asked), and of the project
``sim/scenarios/*.toml``, ``docs/reference/indicators.*.md``, ``experiments/plausible/kept.parquet`` and ``kept.json``.
"""

import json
import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

ROOT = Path(__file__).parents[2]
CONFIDENCE, STAR = 0.95, 0.05
PARTICIPATION, QUALITY = "participation_12m", "quality"
GRANT = "money:grant"
Array = NDArray[np.float64]


class Effect(NamedTuple):
    """A mean over communities with its 95 % t interval."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


class Meaning(NamedTuple):
    """What an indicator is, as its reference page says it."""

    label: dict[str, str]
    unit: dict[str, str]
    better: int
    months: int
    smallest: float

    @property
    def scale(self) -> float:
        """100 where it is stored from 0 to 1 and shown times a hundred."""
        return 100.0 if self.unit["en"] in ("%", "points", "points of 100") else 1.0


def t_interval(values: Array) -> Effect:
    """Return the mean of one number a community (n,) with its t interval."""
    n, mean = len(values), float(np.mean(values))
    if n < 2:
        return Effect(mean, np.nan, np.nan, n)
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * np.std(values, ddof=1) / np.sqrt(n))
    return Effect(mean, mean - half, mean + half, n)


def p_value(values: Array) -> float:
    """Return the two-sided p of a mean of 0; 1 where all are 0, 0 where all are the same other number."""
    error = float(np.std(values, ddof=1) / np.sqrt(len(values)))
    if error == 0:
        return 1.0 if values[0] == 0 else 0.0
    return float(2 * stats.t.sf(abs(np.mean(values)) / error, len(values) - 1))


def holm(p_values: list[float]) -> list[float]:
    """Return Holm's adjusted p-values."""
    order = sorted(range(len(p_values)), key=lambda k: p_values[k])
    adjusted, worst = [0.0] * len(p_values), 0.0
    for rank, k in enumerate(order):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p_values[k]))
        adjusted[k] = worst
    return adjusted


def needed(effect: Effect, smallest: float) -> float:
    """Return the least number of communities whose interval no longer holds the nearer end of ± smallest."""
    spread = effect.half * np.sqrt(effect.n) / stats.t.ppf((1 + CONFIDENCE) / 2, effect.n - 1)
    gap = abs(abs(effect.mean) - smallest)
    least, most = 1, 1_000_000
    if stats.t.ppf((1 + CONFIDENCE) / 2, most - 1) * spread / np.sqrt(most) >= gap:
        return np.inf
    while most - least > 1:
        n = (least + most) // 2
        least, most = (least, n) if stats.t.ppf((1 + CONFIDENCE) / 2, n - 1) * spread / np.sqrt(n) < gap else (n, most)
    return float(most)


def judge(effect: Effect, smallest: float) -> str:
    """Return ``up`` or ``down`` where all of the interval matters, ``small`` where none does, else ``open``."""
    if effect.low > smallest:
        return "up"
    if effect.high < -smallest:
        return "down"
    return "small" if effect.low >= -smallest and effect.high <= smallest else "open"


@cache
def meanings() -> dict[str, Meaning]:
    """Return every indicator as the two reference pages describe it."""
    found: dict[str, dict[str, list[str]]] = {}
    for language in ("en", "zh"):
        page = (ROOT / f"docs/reference/indicators.{language}.md").read_text(encoding="utf-8")
        for line in page.splitlines():
            if match := re.match(r"\| `(\w+)`[ •]* \| (.*) \|$", line):
                found.setdefault(match[1], {})[language] = match[2].split(" | ")
    signs = {"higher": 1, "lower": -1, "neither": 0}
    return {
        name: Meaning(
            {language: row[0] for language, row in rows.items()},
            {language: row[1] for language, row in rows.items()},
            signs[rows["en"][2]],
            int(rows["en"][4]),
            float(rows["en"][5].replace(",", "")),
        )
        for name, rows in found.items()
    }


class Raw:
    """A folder of the default job, as raw rows."""

    def __init__(self, folder: Path) -> None:
        """Read ``folder``."""
        self.folder = folder
        self.table = pd.read_parquet(folder / "summary.parquet").set_index(["key", "replicate"]).sort_index()
        self.asked: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.settings: dict[str, Any] = self.asked["settings"]
        self.months = int(self.paths["month"].max())
        self.burn_in = int(1 - self.paths["month"].min())
        self.n = int(self.table.index.get_level_values("replicate").nunique())
        self._effects: dict[tuple[str, str, str], Effect] = {}
        self._columns: dict[tuple[str, str], Array] = {}
        self.rows = {row["key"]: row for row in self.settings["lanes"]}

    @cached_property
    def paths(self) -> pd.DataFrame:
        """The monthly rows."""
        return pd.read_parquet(self.folder / "trajectories.parquet").astype({"scenario": str, "row": str})

    @cached_property
    def keys(self) -> list[str]:
        """Every row of the comparison, in the order in which it was asked."""
        return list(self.rows)

    @cached_property
    def full(self) -> list[str]:
        """Policies at full strength."""
        return [key for key in self.keys if self.rows[key]["row"] == "full" and key != "baseline"]

    @cached_property
    def money(self) -> list[str]:
        """Rows for the same money, largest effect on participation first."""
        rows = [key for key in self.keys if self.rows[key]["row"] == "money"]
        return sorted(rows, key=lambda key: -self.effect(key, PARTICIPATION).mean)

    # numbers

    def scale(self, column: str) -> float:
        """100 for shares and indices."""
        return meanings()[column.partition(".")[0]].scale

    def smallest(self, column: str) -> float:
        """The smallest difference that matters, as shown; of money nothing is too small."""
        if column.startswith("cost") or column.startswith("run:"):
            return 0.0
        own = meanings()[column.partition(".")[0]]
        each = self.settings["smallest_each"]
        return float(each.get(column, self.settings["smallest"] if own.scale == 100 else own.smallest))

    def values(self, key: str, column: str) -> Array:
        """Return one number a community, in shown units."""
        if (key, column) not in self._columns:
            self._columns[key, column] = self.table.loc[key, column].to_numpy(dtype=float) * self.scale(column)
        return self._columns[key, column]

    def level(self, key: str, column: str) -> float:
        """Return the mean over communities."""
        return float(self.values(key, column).mean())

    def gap(self, key: str, column: str, against: str = "baseline") -> Array:
        """Return the paired differences."""
        return self.values(key, column) - self.values(against, column)

    def effect(self, key: str, column: str, against: str = "baseline") -> Effect:
        """Return the mean paired difference with its interval."""
        asked = (key, column, against)
        if asked not in self._effects:
            self._effects[asked] = t_interval(self.gap(*asked))
        return self._effects[asked]

    def judged(self, key: str, column: str, against: str = "baseline") -> str:
        """Return up, down, small or open."""
        return judge(self.effect(key, column, against), self.smallest(column))

    def starred(self, key: str, column: str) -> bool:
        """Tell whether Holm's p over the rows of the table is below .05."""
        rows = self.full if key in self.full else [row for row in self.keys if self.rows[row]["row"] == "money"]
        adjusted = holm([p_value(self.gap(row, column)) for row in rows])
        return adjusted[rows.index(key)] < STAR

    def cost(self, key: str) -> float:
        """Return what a row costs beyond no policy, shadow cost included where it pays it [yuan a month]."""
        return self.effect(key, "cost_with_shadow" if self.rows[key]["shadow"] else "cost").mean

    def shadow(self, key: str) -> float:
        """Return the work that goes back to the street office, in money."""
        return self.effect(key, "cost_with_shadow").mean - self.effect(key, "cost").mean

    def shifts(self, key: str) -> bool:
        """Tell whether a row hands back work that it does not pay."""
        return self.shadow(key) >= 50 and not self.rows[key]["shadow"]

    def people(self, key: str) -> Array:
        """Return extra participants for 10,000 yuan a month, a number a community."""
        return self.gap(key, PARTICIPATION) / 100 * self.residents * 10_000 / self.cost(key)

    def price(self, key: str) -> float | None:
        """Return yuan a year for one more participant, where the effect matters and costs money."""
        if self.cost(key) < 50 or self.judged(key, PARTICIPATION) != "up":
            return None
        return 12 * 10_000 / float(self.people(key).mean())

    @cached_property
    def residents(self) -> int:
        """Residents of a community, counted where one was kept person by person."""
        kept = self.folder / "network_residents.parquet"
        return len(pd.read_parquet(kept)) if kept.is_file() else int(self.settings["n_residents"])

    def monthly(self, key: str, column: str) -> Array:
        """Return the monthly values (communities, months), burn-in included, in shown units."""
        own = self._lanes[self.rows[key]["row"], key.partition(":")[2] or key]
        return own[column].to_numpy(dtype=float).reshape(self.n, -1) * self.scale(column)

    @cached_property
    def _lanes(self) -> dict[Any, pd.DataFrame]:
        """The monthly rows of each row of the comparison, community by community, month by month."""
        ordered = self.paths.sort_values(["row", "scenario", "replicate", "month"])
        return dict(iter(ordered.groupby(["row", "scenario"])))

    # who leads

    @cached_property
    def singles(self) -> list[str]:
        """Policies that answer one problem, or do not leave the scale of those; largest effect on participation first."""
        one = [key for key in self.full if self.problem(key)]
        most = {
            c: 1.5 * max((abs(self.effect(key, c).mean) for key in one), default=np.inf)
            for c in (PARTICIPATION, QUALITY)
        }
        keep = [key for key in self.full if key in one or all(abs(self.effect(key, c).mean) <= most[c] for c in most)]
        return sorted(keep, key=lambda key: -self.effect(key, PARTICIPATION).mean)

    @cached_property
    def wide(self) -> list[str]:
        """Policies off that scale."""
        rest = [key for key in self.full if key not in self.singles]
        return sorted(rest, key=lambda key: -self.effect(key, PARTICIPATION).mean)

    @property
    def policies(self) -> list[str]:
        """All policies at full strength as the pictures order them."""
        return self.singles + self.wide

    def problem(self, key: str) -> str:
        """Return P1 … P10, or nothing for a policy that answers several."""
        return str(self.rows[key]["scenario"]["problem"])

    def leaders(self, column: str, keys: list[str]) -> list[str]:
        """Return the best and all that its paired difference cannot be told from; none where the best does not matter."""
        ranked = sorted(keys, key=lambda key: -self.effect(key, column).mean)
        if not ranked or not self.effect(ranked[0], column).low > self.smallest(column):
            return []
        return ranked[:1] + [key for key in ranked[1:] if not self.effect(ranked[0], column, key).low > 0]

    def half_time(self, key: str, column: str) -> int | None:
        """Return the month from which half of the final difference stays reached; none where it does not matter."""
        side = self.judged(key, column)
        if side not in ("up", "down"):
            return None
        gap = (self.monthly(key, column) - self.monthly("baseline", column)).mean(axis=0)[self.burn_in :]
        final = self.effect(key, column).mean
        reached = gap >= final / 2 if final > 0 else gap <= final / 2
        return int(len(gap) - np.argmin(reached[::-1])) + 1 if not reached.all() else 1

    def faded(self, key: str) -> float | None:
        """Return what a gain in participation has lost since its best year, where it is over a third and matters."""
        if self.months < 36:
            return None
        gap = (self.monthly(key, PARTICIPATION) - self.monthly("baseline", PARTICIPATION))[:, self.burn_in :]
        years = np.stack([gap[:, k : k + 12].mean(axis=1) for k in range(gap.shape[1] - 11)], axis=1)
        best = years[:, years.mean(axis=0).argmax()]
        if judge(t_interval(best), self.smallest(PARTICIPATION)) != "up":
            return None
        lost = t_interval(best - self.gap(key, PARTICIPATION))
        return lost.mean if judge(lost, self.smallest(PARTICIPATION)) == "up" and lost.mean > best.mean() / 3 else None


def summary_is_of_paths(raw: Raw) -> list[str]:
    """Return where a row of ``summary.parquet`` is not the mean of its months in ``trajectories.parquet``."""
    wrong = []
    for key in raw.keys:
        for name, meaning in meanings().items():
            if name in ("cost_per_participant", "new_leaver_share"):
                continue
            months = min(meaning.months, raw.months)
            mean = raw.monthly(key, name)[:, -months:].mean(axis=1)
            if not np.allclose(mean, raw.values(key, name), rtol=2e-5, atol=2e-4, equal_nan=True):
                wrong.append(f"{key} {name}")
        excess = raw.values(key, "official_turnout") - raw.values(key, "turnout")
        if not np.allclose(excess, raw.values(key, "official_excess"), atol=1e-9):
            wrong.append(f"{key} official_excess")
    return wrong


@cache
def worlds() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the stored worlds, a row a world, and how they were found."""
    folder = ROOT / "experiments/plausible"
    about: dict[str, Any] = json.loads((folder / "kept.json").read_text(encoding="utf-8"))
    return pd.read_parquet(folder / "kept.parquet"), about


@cache
def scenario_file(name: str) -> dict[str, Any]:
    """Return a built-in scenario as it stands in its file."""
    return tomllib.loads((ROOT / f"sim/scenarios/{name}.toml").read_text(encoding="utf-8"))
