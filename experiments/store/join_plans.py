"""Several plans made one table: common names, common points, and a place for every cell."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.store.view import View
from sim.errors import InputError

StoredPlan = tuple[Path, View, Sequence[bytes]]
"""A store's folder, its plan, and the settings of its points."""

MERGED = "merged"
"""Where the content of a merge keeps the plans it was made of."""

_HELD = ("months", "levers", "params")
_OWN = {"scenarios": ("levers", "changes", "params"), "profiles": ("params",)}


@dataclass(frozen=True)
class Joined:
    """What several plans come to: ``content`` as of one plan, its points, and for each store where its numbers go.

    ``total`` is the runs that one plan asked for, 0 where the plans differ.
    """

    content: dict[str, Any]
    points: list[bytes]
    total: int
    seeds: tuple[int, ...]
    maps: tuple[tuple[list[int], list[int], list[int]], ...]

    def placed(
        self, store: int, point: int, scenario: int, profile: int, seed: int, replicate: int
    ) -> tuple[int, int, int, int, int, int]:
        """Return a cell's position and numbers in the common table: points, scenarios, profiles, seeds, replicates."""
        points, scenarios, profiles = self.maps[store]
        point, scenario, profile = points[point], scenarios[scenario], profiles[profile]
        position = (point * len(self.content["scenarios"]) + scenario) * len(self.content["profiles"]) + profile
        position = (position * len(self.seeds) + self.seeds.index(seed)) * self.content["replicates"] + replicate
        return position, point, scenario, profile, seed, replicate


def join(stored_plans: Sequence[StoredPlan]) -> Joined | None:
    """Make one table of what was asked; None where nothing was.

    Raises:
        InputError: the plans hold different things fixed, or mean different things by one name.
    """
    if not stored_plans:
        return None
    contents = [view.content for _, view, _ in stored_plans]
    if all(content == contents[0] for content in contents):
        own = contents[0]
        points = list(stored_plans[0][2])
        straight = (list(range(len(points))), list(range(len(own["scenarios"]))), list(range(len(own["profiles"]))))
        total = len(points) * len(own["scenarios"]) * len(own["profiles"]) * own["replicates"]
        return Joined(own, points, 0 if MERGED in own else total, _seeds(contents), (straight,) * len(stored_plans))
    _check(stored_plans)
    # What comes first must not depend on the order of the folders.
    plans = {json.dumps(plan, sort_keys=True): plan for content in contents for plan in _plans(content)}
    canonical = [plans[text] for text in sorted(plans)]
    names = {part: _united(canonical, part) for part in _OWN}
    levers, params = (_names(canonical, part) for part in ("levers", "params"))
    numbered = [_numbered(view, rows, (*levers, *params)) for _, view, rows in stored_plans]
    order = {row: index for index, row in enumerate(sorted(set().union(*numbered), key=_sorting))}
    points = [np.array(settings, dtype="<f8").tobytes() for settings, _ in order]
    content = {
        **canonical[0],
        **{part: list(name.values()) for part, name in names.items()},
        "replicates": max(content["replicates"] for content in contents),
        "trajectories": any(content["trajectories"] for content in contents),
        "design": {
            "kind": "list", "levers": levers, "params": params, "samples": None, "ranges": {}, "values": {},
            "n_points": len(points), "communities": None,
        },
        MERGED: canonical,
    }  # fmt: skip
    maps = tuple(
        (
            [order[row] for row in rows],
            _map(view.content["scenarios"], names["scenarios"]),
            _map(view.content["profiles"], names["profiles"]),
        )
        for (_, view, _), rows in zip(stored_plans, numbered, strict=True)
    )
    return Joined(content, points, 0, _seeds(contents), maps)


def _plans(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the plans that people wrote; a store may be a merge itself."""
    return list(content.get(MERGED, [content]))


def _seeds(contents: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Return the seeds of all plans, each once."""
    return tuple(sorted({plan["seed"] for content in contents for plan in _plans(content)}))


def _united(contents: Sequence[Mapping[str, Any]], part: str) -> dict[str, dict[str, Any]]:
    """Return the scenarios or profiles of all plans by name, each once."""
    found: dict[str, dict[str, Any]] = {}
    for content in contents:
        for item in content[part]:
            found.setdefault(item["name"], item)
    return found


def _names(contents: Sequence[Mapping[str, Any]], part: str) -> list[str]:
    """Return what any of the plans moves, each once."""
    return list(dict.fromkeys(name for content in contents for name in content["design"][part]))


def _map(own: Sequence[Mapping[str, Any]], common: Mapping[str, Any]) -> list[int]:
    places = {name: index for index, name in enumerate(common)}
    return [places[one["name"]] for one in own]


Point = tuple[tuple[float, ...], int]
"""Settings in the order of the common columns (NaN: not moved), and the how-manieth of its kind in its plan."""


def _numbered(view: View, rows: Sequence[bytes], names: Sequence[str]) -> list[Point]:
    """Return the points of a plan as they stand in the common table; equal points of one plan stay apart."""
    own = [*view.content["design"]["levers"], *view.content["design"]["params"]]
    seen: Counter[tuple[float, ...]] = Counter()
    found = []
    for row in rows:
        values = dict(zip(own, np.frombuffer(row, dtype="<f8").tolist(), strict=True))
        settings = tuple(_UNMOVED if math.isnan(value := values.get(name, _UNMOVED)) else value for name in names)
        found.append((settings, seen[settings]))
        seen[settings] += 1
    return found


_UNMOVED = math.nan
"""One object, so that equal points are equal: NaN is not equal to another NaN."""


def _sorting(point: Point) -> tuple[Any, ...]:
    return tuple((value is _UNMOVED, 0.0 if value is _UNMOVED else value) for value in point[0]), point[1]


def _check(stored_plans: Sequence[StoredPlan]) -> None:
    """Refuse plans whose runs would not be comparable, though the table could not tell."""
    folder, first, _ = stored_plans[0]
    for other, view, _ in stored_plans[1:]:
        for part in _HELD:
            if view.content[part] != first.content[part]:
                raise InputError(
                    f"{folder} and {other} hold different {part} fixed; they cannot be one table.",
                    f"{folder} 与 {other} 固定的 {part} 不同；无法合成一张表。",
                )
    for part, keys in _OWN.items():
        known: dict[str, tuple[Path, list[Any]]] = {}
        for place, view, _ in stored_plans:
            for item in view.content[part]:
                content = [item[key] for key in keys]
                before = known.setdefault(item["name"], (place, content))
                if before[1] != content:
                    raise InputError(
                        f"{before[0]} and {place} mean different things by '{item['name']}'; rename one of them.",
                        f"{before[0]} 与 {place} 中的“{item['name']}”内容不同；请给其中一个改名。",
                    )
