"""The files of an analysis: tidy tables and the manifest, written whole, read back for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.output.folder import written_at_once
from experiments.output.manifest import read_manifest, read_table, settings_of, write_manifest
from experiments.plan import Plan
from experiments.plausible.band import Band
from experiments.worlds.matching import Matched, Space
from experiments.worlds.policies import SimulatedPolicies

if TYPE_CHECKING:
    from pandas import DataFrame

    from experiments.sweep.study import Swept

KIND = "worlds"
TABLES = ("candidates", "kept", "bands", "waves", "narrowed", "runs", "policies", "effects", "deciders")
"""Every number of the page is in one of them, or comes from ``candidates``, ``kept`` and ``runs`` by arithmetic."""


@dataclass(frozen=True)
class WorldsResults:
    """All that an analysis came to, on its way to the folder."""

    plan: Plan
    space: Space
    bands: tuple[Band, ...]
    matched: Matched
    simulated: SimulatedPolicies
    keep: int
    budget: float | None
    tables: "Mapping[str, DataFrame]"


def write_results(
    folder: Path, results: WorldsResults, swept: "Sequence[Swept]", *, command: str, started: str, code: str
) -> None:
    """Write the tables and the manifest.

    Raises:
        InputError: the disk is full or the folder cannot be written.
    """
    files = [f"{name}.parquet" for name in TABLES]
    with written_at_once(folder) as part:
        for name, file in zip(TABLES, files, strict=True):
            results.tables[name].to_parquet(part / file, index=False, compression="zstd")
    write_manifest(
        folder, KIND, command=command, settings=_settings(results),
        counts={
            "asked": sum(item.asked for item in swept),
            "done": sum(item.done for item in swept),
            "failed": sum(item.failed for item in swept),
        },
        files=files, started=started, code=code,
    )  # fmt: skip


def _settings(results: WorldsResults) -> dict[str, Any]:
    """Return all that was asked and how it went, ready for JSON."""
    plan = results.plan
    return {
        **plan.about(),
        "keep": results.keep,
        "kept": len(results.matched.unit),
        "left_out": results.matched.left_out,
        "equal_budget": results.budget,
        "ranges": {name: list(ends) for name, ends in results.space.ranges.items()},
        "bands": [band.content() for band in results.bands],
    }


@dataclass(frozen=True)
class Read:
    """What a folder holds."""

    tables: "Mapping[str, DataFrame]"
    manifest: dict[str, Any]
    settings: dict[str, Any]


def read_results(folder: str | Path) -> Read:
    """Read an analysis back.

    Raises:
        InputError: the folder holds none, or one of its files is missing or broken.
    """
    place = Path(folder)
    manifest = read_manifest(place, KIND)
    tables = {name: read_table(place / f"{name}.parquet") for name in TABLES}
    return Read(tables, manifest, dict(settings_of(manifest, place)))
