"""The published tables as data frames."""

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.output.manifest import read_table
from experiments.store.publishing import FAILURE_COLUMNS, FAILURES, SUMMARY, TRAJECTORIES
from sim.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame


def read_summary(folder: str | Path) -> "DataFrame":
    """Return one row a run: key, point, scenario, profile, replicate (1 …), seed, the design, the window means.

    Raises:
        InputError: the table is missing or cannot be read.
    """
    return _read(Path(folder) / SUMMARY)


def read_trajectories(folder: str | Path) -> "DataFrame":
    """Return one row a run and month (1 …; burn-in … −1, 0), in stored units, float32.

    Raises:
        InputError: the table cannot be read, or the plan does not keep trajectories.
    """
    path = Path(folder) / TRAJECTORIES
    if not path.exists() and path.with_name(SUMMARY).exists():
        raise InputError(
            f"{folder} keeps no months; set trajectories = true in the plan and run it again.",
            f"{folder} 没有保留各月数据；请在计划中设 trajectories = true 后再运行。",
        )
    return _read(path)


def read_failures(folder: str | Path) -> "DataFrame":
    """Return one row a failed run, with its inputs and traceback; no rows where none failed.

    Raises:
        InputError: the table cannot be read, or nothing was published in the folder.
    """
    from pandas import DataFrame

    path = Path(folder) / FAILURES
    if not path.exists() and path.with_name(SUMMARY).exists():
        return DataFrame(columns=["key", "point", "scenario", "profile", "replicate", *FAILURE_COLUMNS])
    return _read(path)


def _read(path: Path) -> "DataFrame":
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is not a folder with results.", f"{path.parent} 不是存放结果的文件夹。")
    return read_table(path)
