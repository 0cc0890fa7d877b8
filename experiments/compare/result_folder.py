"""The files of a comparison: tables as CSV, exact numbers as parquet, the summary as JSON, and its manifest."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.compare.comparison import Comparison
from experiments.compare.files import (
    RESIDENTS,
    SUMMARY_TABLE,
    TIES,
    TRAJECTORIES,
    read_comparison,
    settings_json,
    write_network,
    write_summary,
)
from experiments.compare.trajectories import write_comparison
from experiments.compare.ways import ways_of, ways_table
from experiments.output.csv_file import save_csv
from experiments.output.folder import written_at_once
from experiments.output.manifest import MANIFEST, check_folder, now, read_manifest, write_manifest
from experiments.policies.arms import CURVE, FULL, GRANT_KEY, MONEY
from sim.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame

SUMMARY, QUALITY_WAYS = "summary.json", "quality_ways.csv"
PICTURES = ("map", "worlds", "money", "own", "paths", "who", "cost", "network")
OURS = (
    SUMMARY, "differences.csv", "levels.csv", "equal_budget.csv", QUALITY_WAYS, "worlds.csv", TRAJECTORIES,
    SUMMARY_TABLE, RESIDENTS, TIES, MANIFEST, "report.html", *(f"report-{name}.png" for name in PICTURES),
)  # fmt: skip
"""Every file that a run may leave in its folder."""
_BEYOND = (
    "scenario", "row", "indicator", "beyond_grant", "beyond_grant_low", "beyond_grant_high", "beyond_grant_verdict",
)  # fmt: skip
BYTES_A_NUMBER = 5  # of a trajectory, compressed; generous


def write_results(
    comparison: Comparison, out: Path, *, command: str = "", started: str | None = None, asked: int | None = None
) -> list[Path]:
    """Write all files into ``out``, each whole or not at all, and return them, the manifest last.

    Args:
        comparison: what to write.
        out: the folder.
        command: the line that makes the same files again.
        started: when the work began, of ``manifest.now``.
        asked: how many communities were asked for, where that is more than were finished.

    Raises:
        InputError: the disk is full or ``out`` cannot be written.
    """
    from experiments.output.code import code

    check_folder(out)
    n = comparison.replicates
    with renewed(out) as part:
        names = [path.name for path in write_files(comparison, part)]
        write_manifest(
            part,
            "compare",
            command=command,
            settings=settings_json(comparison),
            counts={name: len(comparison.arms) * of for name, of in (("asked", max(asked or n, n)), ("done", n))},
            files=names,
            started=started or now(),
            code=code(),
            packages=("pandas",),
        )
    return [out / name for name in (*names, MANIFEST)]


def read_results(folder: str | Path) -> Comparison:
    """Return the comparison that ``write_results`` wrote; nothing is run.

    Raises:
        InputError: the folder holds something else, or one of its files is missing, cut short or of another run.
    """
    manifest = read_manifest(folder)
    if manifest["kind"] != "compare":
        raise InputError(
            f"{folder} holds no comparison but results of '{manifest['kind']}'.",
            f"{folder} 中不是 compare 的结果，而是 {manifest['kind']} 的结果。",
        )
    return read_comparison(Path(folder), manifest)


@contextlib.contextmanager
def renewed(out: Path) -> Iterator[Path]:
    """Give a temporary folder whose files move into ``out``; those an earlier run left there then go.

    A folder without a summary holds no run of ours, so nothing in it is removed.

    Raises:
        InputError: the disk is full or ``out`` cannot be written.
    """
    earlier = OURS if (out / SUMMARY).is_file() else ()
    with written_at_once(out) as part:
        yield part
        made = {path.name for path in part.iterdir()}
    for name in set(earlier) - made:
        (out / name).unlink(missing_ok=True)


def write_files(comparison: Comparison, folder: Path) -> list[Path]:
    """Write all files straight into a folder that is there, and return them."""
    tables = {"differences.csv": comparison.tidy(FULL), "levels.csv": levels(comparison)}
    if comparison.row(MONEY):
        tables["equal_budget.csv"] = equal_budget(comparison)
    if len(ways_of(comparison).policies) > 1:
        tables[QUALITY_WAYS] = ways_table(comparison)
    if comparison.worlds:
        tables["worlds.csv"] = comparison.worlds_table()
    for name, table in tables.items():
        save_csv(table, folder / name)
    summary = json.dumps(comparison.to_json(), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / SUMMARY).write_text(summary + "\n", encoding="utf-8", newline="\n")
    write_comparison(comparison, folder / TRAJECTORIES)
    write_summary(comparison, folder / SUMMARY_TABLE)
    drawn = [] if comparison.network is None else write_network(comparison.network, folder)
    return [*(folder / name for name in (*tables, SUMMARY, TRAJECTORIES, SUMMARY_TABLE)), *drawn]


def equal_budget(comparison: Comparison) -> "DataFrame":
    """Return the numbers of the rows for the same money and the grants: how each was scaled, and what it cost.

    ``beyond_grant`` is the paired difference from the row in which the whole sum is a grant, empty for that row.
    """
    from pandas import DataFrame, concat

    numbers = concat([comparison.tidy(MONEY), comparison.tidy(CURVE)], ignore_index=True)
    scaled = DataFrame([
        {
            "scenario": arm.name,
            "row": arm.row,
            "factor": arm.factor,
            "grant": arm.grant,
            "nominal_cost": arm.nominal_cost,
            "realised_cost": comparison.realised_cost(arm.key),
            "shadow_cost_paid": arm.shadow,
            "mostly_grant": comparison.mostly_grant(arm.key),
        }
        for row in (MONEY, CURVE)
        for arm in comparison.row(row)
    ])  # fmt: skip
    beyond = DataFrame([
        {
            "scenario": arm.name,
            "row": arm.row,
            "indicator": column,
            "beyond_grant": found.mean,
            "beyond_grant_low": found.low,
            "beyond_grant_high": found.high,
            "beyond_grant_verdict": comparison.verdict(arm.key, column, GRANT_KEY),
        }
        for arm in comparison.row(MONEY)
        if arm.key != GRANT_KEY
        for column in comparison.columns
        for found in [comparison.differences(arm.key, column, GRANT_KEY)]
    ], columns=_BEYOND)  # fmt: skip
    table = numbers.merge(scaled, on=["scenario", "row"], validate="many_to_one")
    return table.merge(beyond, on=["scenario", "row", "indicator"], how="left", validate="one_to_one")


def levels(comparison: Comparison) -> "DataFrame":
    """Return the level of every indicator in every row, with the interval of its mean over communities."""
    from pandas import DataFrame

    return DataFrame([
        {
            "scenario": arm.name,
            "row": arm.row,
            "indicator": column,
            "level": found.mean,
            "low": found.low,
            "high": found.high,
            "n": found.n,
            "first_month": first,
            "last_month": last,
        }
        for arm in comparison.arms
        for column in comparison.columns
        for found in [comparison.levels(arm.key, column)]
        for first, last in [comparison.months_of(arm.key, column)]
    ])  # fmt: skip


def bytes_needed(replicates: int, arms: int, months: int, columns: int) -> int:
    """Return about how much space the files of a comparison take."""
    return 20_000_000 + BYTES_A_NUMBER * replicates * arms * months * columns
