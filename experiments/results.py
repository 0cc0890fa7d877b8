"""The files of a comparison: tables as CSV, trajectories as parquet, the summary as JSON."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.comparison import Comparison
from experiments.folder import whole
from experiments.lanes import CURVE, FULL, MONEY
from experiments.trajectories import write_comparison

if TYPE_CHECKING:
    from pandas import DataFrame

SUMMARY = "summary.json"
PICTURES = ("map", "money", "own", "paths", "who", "cost", "network")
OURS = (
    SUMMARY, "differences.csv", "levels.csv", "equal_budget.csv", "trajectories.parquet", "report.html",
    *(f"report-{name}.png" for name in PICTURES),
)  # fmt: skip
"""Every file that a run may leave in its folder."""
BYTES_A_NUMBER = 5  # of a trajectory, compressed; generous


def write_results(comparison: Comparison, out: Path) -> list[Path]:
    """Write all files into ``out``, each whole or not at all, and return them.

    Raises:
        InputError: the disk is full or ``out`` cannot be written.
    """
    with renewed(out) as part:
        names = [path.name for path in write_files(comparison, part)]
    return [out / name for name in names]


@contextlib.contextmanager
def renewed(out: Path) -> Iterator[Path]:
    """Give a temporary folder whose files move into ``out``; those an earlier run left there then go.

    A folder without a summary holds no run of ours, so nothing in it is removed.

    Raises:
        InputError: the disk is full or ``out`` cannot be written.
    """
    earlier = OURS if (out / SUMMARY).is_file() else ()
    with whole(out) as part:
        yield part
        made = {path.name for path in part.iterdir()}
    for name in set(earlier) - made:
        (out / name).unlink(missing_ok=True)


def write_files(comparison: Comparison, folder: Path) -> list[Path]:
    """Write all files straight into a folder that is there, and return them."""
    tables = {"differences.csv": comparison.tidy(FULL), "levels.csv": levels(comparison)}
    if comparison.row(MONEY):
        tables["equal_budget.csv"] = equal_budget(comparison)
    for name, table in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            table.to_csv(stream, index=False, lineterminator="\n")
    summary = json.dumps(comparison.to_json(), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / SUMMARY).write_text(summary + "\n", encoding="utf-8", newline="\n")
    write_comparison(comparison, folder / "trajectories.parquet")
    return [folder / name for name in (*tables, SUMMARY, "trajectories.parquet")]


def equal_budget(comparison: Comparison) -> "DataFrame":
    """Return the numbers of the same-money rows and the grants, how each was scaled and what it cost."""
    from pandas import DataFrame, concat

    numbers = concat([comparison.tidy(MONEY), comparison.tidy(CURVE)], ignore_index=True)
    scaled = DataFrame([
        {
            "scenario": lane.name,
            "row": lane.row,
            "factor": lane.factor,
            "grant": lane.grant,
            "nominal_cost": lane.nominal_cost,
            "realised_cost": comparison.realised_cost(lane.key),
            "shadow_cost_paid": lane.shadow,
        }
        for row in (MONEY, CURVE)
        for lane in comparison.row(row)
    ])  # fmt: skip
    return numbers.merge(scaled, on=["scenario", "row"], validate="many_to_one")


def levels(comparison: Comparison) -> "DataFrame":
    """Return the level of every indicator in every row, with the interval of its mean over communities."""
    from pandas import DataFrame

    return DataFrame([
        {
            "scenario": lane.name,
            "row": lane.row,
            "indicator": column,
            "level": found.mean,
            "low": found.low,
            "high": found.high,
            "n": found.n,
        }
        for lane in comparison.lanes
        for column in comparison.columns
        for found in [comparison.levels(lane.key, column)]
    ])  # fmt: skip


def bytes_needed(replicates: int, lanes: int, months: int, columns: int) -> int:
    """Return about how much space the files of a comparison take."""
    return 20_000_000 + BYTES_A_NUMBER * replicates * lanes * months * columns
