"""The files of an analysis: two tidy tables and the manifest, written whole, read back for the page."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.output.folder import written_at_once
from experiments.output.manifest import read_manifest, read_table, settings_of, write_manifest
from experiments.sensitivity.indices import WIDEST, table
from experiments.sensitivity.problem import SCREENING, SOBOL

if TYPE_CHECKING:
    from pandas import DataFrame

    from experiments.plan import Plan
    from experiments.sensitivity.stage import Stage

KIND = "sensitivity"


def write_results(
    folder: Path, plan: "Plan", stages: "tuple[Stage, Stage]", *, command: str, started: str, code: str
) -> None:
    """Write ``screening.parquet``, ``sobol.parquet`` and the manifest.

    Raises:
        InputError: the disk is full or the folder cannot be written.
    """
    files = [f"{stage.name}.parquet" for stage in stages]
    with written_at_once(folder) as part:
        for stage, file in zip(stages, files, strict=True):
            table(stage.rows).to_parquet(part / file, index=False, compression="zstd")
    write_manifest(
        folder, KIND, command=command, settings=_settings(plan, stages),
        counts={
            "asked": sum(stage.runs for stage in stages),
            "done": sum(stage.runs - stage.failed for stage in stages),
            "failed": sum(stage.failed for stage in stages),
        },
        files=files, started=started, code=code, packages=("SALib",),
    )  # fmt: skip


def _settings(plan: "Plan", stages: "tuple[Stage, Stage]") -> dict[str, Any]:
    """Return all that was asked and how it went, ready for JSON."""
    return {
        **plan.about(),
        "widest": WIDEST,
        "stages": {stage.name: stage.content() for stage in stages},
    }


@dataclass(frozen=True)
class SensitivityResults:
    """What a folder holds."""

    screening: "DataFrame"
    sobol: "DataFrame"
    manifest: dict[str, Any]
    settings: dict[str, Any]


def read_results(folder: str | Path) -> SensitivityResults:
    """Read an analysis back.

    Raises:
        InputError: the folder holds none, or it is not finished.
    """
    place = Path(folder)
    manifest = read_manifest(place, KIND)
    screening, sobol = (read_table(place / f"{name}.parquet") for name in (SCREENING, SOBOL))
    return SensitivityResults(screening, sobol, manifest, dict(settings_of(manifest, place)))
