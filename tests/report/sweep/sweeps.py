"""Folders of sweeps with made-up numbers: known effects, communities that differ, one seed."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.output.manifest import write_manifest
from sim.scenarios.scenario import load_profile, load_scenario

LEVEL = {"participation_12m": 0.21, "quality": 0.53}
EFFECT = {
    "baseline": (0.0, 0.0), "publicity": (0.042, -0.013), "training": (0.011, 0.059), "package": (0.33, 0.28),
    "fewer_orders": (0.037, 0.088),
}  # fmt: skip
VALUES = {"wage_rise": [0.0, 0.15, 0.3], "forgetting": [0.02, 0.03, 0.05], "grant": [0.0, 5000.0, 10000.0, 20000.0]}
RANGES = {
    "wage_rise": (0.0, 0.3), "forgetting": (0.02, 0.05), "habit_speed": (0.05, 0.2), "learning_rate": (0.01, 0.1),
    "grant": (0.0, 20000.0),
}  # fmt: skip
LEVERS = ("wage_rise", "grant")


def moved(names: list[str], point: np.ndarray, scenario: str) -> np.ndarray:
    """Return what a point adds to participation and quality: wage rise most to quality, forgetting to both."""
    unit = {name: (value - RANGES[name][0]) / np.ptp(RANGES[name]) for name, value in zip(names, point, strict=True)}
    forgetting, wage = unit.get("forgetting", 0.0), unit.get("wage_rise", 0.0)
    participation = -0.06 * forgetting + 0.02 * wage + 0.015 * unit.get("grant", 0.0)
    quality = 0.08 * wage - 0.01 * forgetting + 0.03 * unit.get("grant", 0.0)
    if scenario != "baseline":
        participation -= 0.02 * forgetting
    return np.array([participation, quality])


def design(kind: str, names: list[str], samples: int) -> np.ndarray:
    """Return the points of a design."""
    if kind == "grid":
        return np.array(list(itertools.product(*(VALUES[name] for name in names))))
    low, high = np.array([RANGES[name] for name in names]).T
    return low + np.random.default_rng(2).random((samples, len(names))) * (high - low)


def made_sweep(
    folder: Path,
    *,
    kind: str = "grid",
    names: tuple[str, ...] = ("wage_rise", "forgetting"),
    scenarios: tuple[str, ...] = ("baseline", "publicity"),
    profiles: tuple[str, ...] = ("mixed",),
    replicates: int = 6,
    samples: int = 60,
    trajectories: bool = False,
    failed: int = 0,
    noise: float = 0.004,
    months: int = 120,
) -> pd.DataFrame:
    """Write the folder of a sweep and return its summary."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [*[n for n in names if n in LEVERS], *[n for n in names if n not in LEVERS]]
    points = design(kind, chosen, samples) if chosen else np.zeros((1, 0))
    rng = np.random.default_rng(5)
    community = rng.normal(0, 0.01, (len(profiles), replicates, 2))
    rows = []
    for number, (point, (p, profile), replicate) in enumerate(
        itertools.product(range(len(points)), enumerate(profiles), range(replicates))
    ):
        for scenario in scenarios:
            mean = np.array(list(LEVEL.values())) + np.array(EFFECT[scenario]) - 0.03 * p
            own = mean + moved(chosen, points[point], scenario) + community[p, replicate] + rng.normal(0, noise, 2)
            rows.append({
                "key": f"{number:060d}{len(rows) % 100:04d}", "point": point, "scenario": scenario, "profile": profile,
                "replicate": replicate + 1, "seed": 1000 + replicate,
                **dict(zip(chosen, points[point], strict=True)), **dict(zip(LEVEL, own, strict=True)),
            })  # fmt: skip
    runs = pd.DataFrame(rows)
    bad, good = runs.iloc[:failed], runs.iloc[failed:].reset_index(drop=True)
    good.to_parquet(folder / "summary.parquet", index=False)
    files = ["summary.parquet"]
    if failed:
        told = {
            "error": "month 7: a value is not a number or has left its bounds.",
            "error_zh": "月份 7：有一个值不是数。",
        }
        bad[["key", "point", "scenario", "profile", "replicate"]].assign(**told).to_parquet(
            folder / "failures.parquet", index=False
        )
        files.append("failures.parquet")
    if trajectories:
        paths(good, months, rng).to_parquet(folder / "trajectories.parquet", index=False)
        files.append("trajectories.parquet")
    write_manifest(
        folder, "sweep", command="python run.py sweep plan.toml --out results", code="0" * 64,
        started="2026-01-01T00:00:00Z",
        settings=plan(kind, chosen, points, scenarios, profiles, replicates, months, trajectories),
        counts={"asked": len(runs), "done": len(good), "failed": failed}, files=files,
    )  # fmt: skip
    return good


def plan(
    kind: str, names: list[str], points: np.ndarray, scenarios: Any, profiles: Any, replicates: int, months: int,
    trajectories: bool,
) -> dict[str, Any]:  # fmt: skip
    """Return the content of a plan, as a manifest holds it."""

    def labelled(own: Any) -> dict[str, Any]:
        return {"name": own.name, "label": {"en": own.label.en, "zh": own.label.zh}}

    return {
        "name": "pay", "question": {"en": "Where does pay matter most?", "zh": "薪酬在哪里最要紧？"},
        "scenarios": [labelled(load_scenario(name)) for name in scenarios],
        "profiles": [labelled(load_profile(name)) for name in profiles],
        "replicates": replicates, "months": months, "seed": 1, "trajectories": trajectories,
        "levers": {}, "params": {"n_residents": 1000.0},
        "design": {
            "kind": kind, "levers": [n for n in names if n in LEVERS], "params": [n for n in names if n not in LEVERS],
            "samples": None if kind == "grid" else len(points),
            "ranges": {} if kind == "grid" else {name: list(RANGES[name]) for name in names},
            "n_points": len(points), "points": "0" * 64, "communities": None,
        },
    }  # fmt: skip


def paths(runs: pd.DataFrame, months: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return monthly rows that rise from the common level to what each run came to."""
    month = np.arange(-59, months + 1)
    rise = np.where(month > 0, 1 - np.exp(-np.maximum(month, 0) / 20), 0.0)
    parts = []
    for row in runs.to_dict("records"):
        own = {
            name: LEVEL[name] + rise * (row[name] - LEVEL[name]) + rng.normal(0, 0.003, len(month)) for name in LEVEL
        }
        keys = {name: row[name] for name in ("key", "point", "scenario", "profile", "replicate")}
        parts.append(pd.DataFrame({**keys, "month": month, **own}))
    return pd.concat(parts, ignore_index=True)
