"""Monthly trajectories: the tidy table of ``run``, and the file of a comparison's."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np
from numpy.typing import NDArray

from experiments.output.csv_file import harmless, save_csv
from experiments.output.folder import atomic_file
from experiments.output.windows import complete
from experiments.policies.arms import merged
from experiments.runs import HERE, CommunityWork, Execution, Stopped
from sim.errors import InputError
from sim.indicators import COLUMNS
from sim.scenarios.scenario import BASELINE, Profile, Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

    from experiments.compare.comparison import Comparison

ENDINGS = (".csv", ".parquet")


class InterruptedRun(KeyboardInterrupt):
    """Ctrl-C; ``table`` holds the communities that were finished, None where there were none."""

    def __init__(self, table: "DataFrame | None") -> None:
        """Carry what is finished."""
        super().__init__("interrupted")
        self.table = table


def trajectories(
    scenarios: Sequence[Scenario],
    *,
    profile: Profile,
    replicates: int,
    months: int,
    seed: int = 1,
    params: Mapping[str, float] = {},
    execution: Execution = HERE,
) -> "DataFrame":
    """Run the scenarios and return scenario, replicate (1 …), month (1 …; burn-in … −1, 0) and all columns.

    Raises:
        InterruptedRun: Ctrl-C; carries what is finished.
    """
    work = CommunityWork(tuple(scenarios), profile, params, seed, months)
    n_residents = merged(params, profile)["n_residents"]
    names = [scenario.name for scenario in scenarios]
    try:
        communities = execution.map(work, range(replicates))
    except Stopped as stopped:
        done = stopped.finished
        numbers = sorted(done)
        partial = _tidy(names, numbers, [done[n] for n in numbers], n_residents) if done else None
        raise InterruptedRun(partial) from None
    return _tidy(names, range(replicates), communities, n_residents)


def write_table(table: "DataFrame", out: Path) -> None:
    """Write the table as csv or parquet, by the ending.

    Raises:
        InputError: another ending, or it cannot be written.
    """
    check_ending(out)
    with atomic_file(out) as part:
        if out.suffix.lower() == ".csv":
            save_csv(table, part)
        else:
            table.to_parquet(part, index=False, compression="zstd")


def write_csv(table: "DataFrame", stream: TextIO) -> None:
    """Write the table as csv for another program: without the mark of a file; empty cells where there is no value."""
    harmless(table).to_csv(stream, index=False, lineterminator="\n")


def check_ending(out: Path) -> None:
    """Refuse a file that is neither csv nor parquet.

    Raises:
        InputError: it is neither.
    """
    if out.suffix.lower() not in ENDINGS:
        raise InputError(
            f"the name must end with {' or '.join(ENDINGS)}.",
            f"文件名须以 {' 或 '.join(ENDINGS)} 结尾。",
            f"--out {out}",
        )


def write_comparison(comparison: "Comparison", path: Path) -> None:
    """Write a comparison's trajectories as parquet: row, scenario, replicate, month, all columns (float32).

    Sorted by month, then row, then replicate, which lies best for questions about one month or window.
    """
    import pyarrow as pa
    from pyarrow import parquet

    arms, numbers = comparison.arms, comparison.replicate_numbers
    months, n_arms, n = len(comparison.months), len(arms), len(numbers)
    columns = {
        "scenario": _repeated([arm.name for arm in arms], n, months),
        "row": _repeated([arm.row for arm in arms], n, months),
        "replicate": np.tile(np.array(numbers, dtype=np.int32) + 1, months * n_arms),
        "month": np.repeat(comparison.months.astype(np.int32), n_arms * n),
    }
    for index, column in enumerate(comparison.columns):
        values = comparison.trajectories[:, :, :, index].astype(np.float32)
        columns[column] = values.transpose(2, 1, 0).ravel()
    parquet.write_table(
        pa.table(columns),
        path,
        compression="zstd",
        use_dictionary=["scenario", "row", "month", "replicate"],
        use_byte_stream_split=list(comparison.columns),
    )


def _repeated(names: Sequence[str], inner: int, outer: int) -> Any:
    """Return every name ``inner`` times, and all that ``outer`` times, as a dictionary column."""
    import pyarrow as pa

    codes = np.tile(np.repeat(np.arange(len(names), dtype=np.int32), inner), outer)
    return pa.DictionaryArray.from_arrays(codes, pa.array(names))


def _tidy(names: Sequence[str], numbers: Sequence[int], communities: Sequence[Any], n_residents: float) -> "DataFrame":
    from pandas import Categorical, DataFrame

    baseline = names.index(BASELINE) if BASELINE in names else None
    for community in communities:
        complete(community.trajectories, community.leavers, n_residents, baseline)
    months = np.asarray(communities[0].months)
    data: NDArray[np.float64] = np.stack([community.trajectories for community in communities], axis=1)
    n, length = len(numbers), len(months)
    table = DataFrame(data.reshape(-1, len(COLUMNS)), columns=list(COLUMNS), copy=False)
    keys = {
        "scenario": Categorical.from_codes(np.repeat(np.arange(len(names)), n * length), list(names)),
        "replicate": np.tile(np.repeat(np.asarray(numbers) + 1, length), len(names)),
        "month": np.tile(months, len(names) * n),
    }
    for index, (name, values) in enumerate(keys.items()):
        table.insert(index, name, values)
    return table
