"""The files of the comparison of variants, written whole or not at all, and read back for the page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.agents.content import SCHEMA
from experiments.output.csv_file import save_csv
from experiments.output.manifest import read_numbers, write_manifest
from sim.indicators import PRIMARY_OUTCOMES

if TYPE_CHECKING:
    from pandas import DataFrame

KIND = "agents"
NUMBERS, EFFECTS, RANKS, RUNS = "agents.json", "effects.csv", "ranks.csv", "runs.csv"
TABLES = (NUMBERS, EFFECTS, RANKS, RUNS)
_SETTINGS = ("profile", "period", "seed", "replicates", "months", "params", "scenarios")


def write_numbers(content: Mapping[str, Any], part: Path, *, pages: Sequence[str], started: str) -> None:
    """Write numbers, tables and manifest into a folder that is there; ``pages`` are written beside them."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    (part / NUMBERS).write_text(text, encoding="utf-8", newline="\n")
    for name, rows in ((EFFECTS, _effects(content)), (RANKS, _ranks(content)), (RUNS, _runs(content))):
        save_csv(_table(rows), part / name)
    runs = content["replicates"] * len(content["scenarios"]) * len(content["variants"])
    write_manifest(
        part, KIND, command=content["command"], settings={name: content[name] for name in _SETTINGS},
        counts={"asked": runs, "done": runs, "failed": 0}, files=(*TABLES, *pages), started=started,
        code=content["fingerprint"], packages=("pandas",),
    )  # fmt: skip


def _table(rows: Iterator[dict[str, Any]]) -> "DataFrame":
    from pandas import DataFrame

    return DataFrame(list(rows))


def _each(content: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], Mapping[str, Any]]]:
    """Give every variant and outcome with what was found."""
    for variant in content["variants"]:
        for column, found in variant["outcomes"].items():
            yield {"variant": variant["name"], "indicator": column}, found


def _effects(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for keys, found in _each(content):
        for policy, effect in found["effects"].items():
            beyond = found["beyond_full"][policy]
            yield {
                **keys, "scenario": policy, "effect": effect["mean"], "low": effect["low"], "high": effect["high"],
                "beyond_full": beyond["mean"], "beyond_full_low": beyond["low"], "beyond_full_high": beyond["high"],
                "verdict": beyond["verdict"],
            }  # fmt: skip


def _ranks(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for keys, found in _each(content):
        rho = found["rank_correlation"]
        yield {**keys, "rank_correlation": rho["mean"], "low": rho["low"], "high": rho["high"],
               "policies": len(content["ranked"])}  # fmt: skip


def _runs(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The window means of every run, from which all else follows."""
    for replicate, variants in enumerate(content["runs"], 1):
        for variant, scenarios in zip(content["variants"], variants, strict=True):
            for scenario, values in zip(content["scenarios"], scenarios, strict=True):
                yield {
                    "variant": variant["name"], "scenario": scenario, "replicate": replicate,
                    **dict(zip(PRIMARY_OUTCOMES, values, strict=True)),
                }  # fmt: skip


def read_results(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the numbers and the manifest of a folder.

    Raises:
        InputError: the folder holds something else, or its numbers are missing or cut short.
    """
    return read_numbers(folder, KIND, NUMBERS, SCHEMA, ("seed", "replicates", "months", "scenarios"))
