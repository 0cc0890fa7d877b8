"""The ledger as tables that every tool reads: parquet, rows in the plan's order, the manifest last.

Tables are streamed from the ledger group by group, so that a million runs need no more memory than ten thousand.
They hold no time and no place: equal results give equal bytes, in whatever order they came in.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from experiments.output.folder import atomic_file
from experiments.output.manifest import MANIFEST, write_manifest
from experiments.output.windows import SUMMARY_COLUMNS
from experiments.runs.run import unpack_summary
from experiments.store.ledger import Ledger
from experiments.store.months import months_of
from experiments.store.repair import MARK, is_table
from experiments.store.rows import codes_in, counted
from experiments.store.schema import LEDGER, intact
from experiments.store.sound import foreign
from experiments.store.view import View, view_of
from sim.errors import InputError
from sim.indicators import COLUMNS

SUMMARY, TRAJECTORIES, FAILURES = "summary.parquet", "trajectories.parquet", "failures.parquet"
EARLIER = "earlier"
ROWS, RUNS = 10_000, 200
"""Rows of a group in summaries and failures; runs of a group in trajectories."""

FAILURE_COLUMNS = ("error", "error_zh", "traceback", "inputs", "died", "attempts")
_OF_CELL = "c.point, c.scenario, c.profile, c.replicate"
_DONE = "FROM cells AS c JOIN runs AS r ON r.code = c.code AND r.key = c.key"
_SUMMARIES = (
    f"SELECT {_OF_CELL}, c.seed, c.key, r.summary, r.crc, p.settings {_DONE}"
    " JOIN points AS p ON p.code = c.code AND p.point = c.point WHERE c.code = ? ORDER BY c.position"
)
_MONTHS = (
    f"SELECT {_OF_CELL}, c.key, t.packed, t.crc {_DONE}"
    " JOIN trajectories AS t ON t.run = r.id WHERE c.code = ? ORDER BY c.position"
)
_FAILED = (
    f"SELECT {_OF_CELL}, c.key, {', '.join(f'f.{name}' for name in FAILURE_COLUMNS)} FROM cells AS c"
    " JOIN failures AS f ON f.code = c.code AND f.key = c.key WHERE c.code = ? AND NOT EXISTS"
    " (SELECT 1 FROM runs AS r WHERE r.code = c.code AND r.key = c.key) ORDER BY c.position"
)


@dataclass(frozen=True)
class _Table:
    """A table on its way: where, the question whose rows it holds, how many a group, and how they become columns."""

    path: Path
    question: str
    group: int
    columns: Callable[[View, Sequence[tuple[Any, ...]]], dict[str, Any]]
    plain: tuple[str, ...] = ()
    split: tuple[str, ...] = ()


def publish(ledger: Ledger, *, at_rest: bool = True) -> None:
    """Write the tables of the plan that the ledger was begun with, and the manifest when they are whole.

    A ledger ``at_rest`` is sealed then: nothing in it changes unnoticed.

    Results of other rules are written apart, each into ``earlier/<first 8 of their fingerprint>``.

    Raises:
        InputError: the disk is full or the folder cannot be written; the tables are as they were.
    """
    folder = ledger.folder
    ledger.check_place()
    with ledger.one_sentence() as connection:
        view = view_of(connection, ledger.code)
        if not view.content:
            raise InputError(
                f"{folder} has no plan that was begun with these rules; begin the sweep first.",
                f"{folder} 中没有按这些规则开始的计划；请先开始 sweep。",
            )
        files = [LEDGER, SUMMARY]
        _write(ledger, view, _summary(folder / LEDGER, folder, view))
        if view.trajectories:
            _write(ledger, view, _trajectories(folder))
            files.append(TRAJECTORIES)
        else:
            _remove(folder / TRAJECTORIES)
        if connection.execute(f"SELECT EXISTS ({_FAILED})", (view.code,)).fetchone()[0]:
            _write(ledger, view, _failures(folder))
            files.append(FAILURES)
        else:
            _remove(folder / FAILURES)
        files += _publish_earlier(ledger, connection)
        counts = counted(connection, view.code)
    write_manifest(
        folder, "sweep", command=view.command, settings=view.content, started=view.started, code=ledger.code,
        counts={"asked": counts.asked, "done": counts.done, "failed": counts.failed}, files=files,
    )  # fmt: skip
    _settle(folder / MANIFEST)
    if at_rest:
        ledger.seal()


def _publish_earlier(ledger: Ledger, connection: sqlite3.Connection) -> list[str]:
    """Write the summaries of other rules; of these rules there is nothing earlier."""
    own = ledger.folder / EARLIER / ledger.code[:8]
    _remove(own / SUMMARY)
    for place in (own, own.parent):
        with contextlib.suppress(OSError):
            place.rmdir()
    files = []
    for code in sorted(set(codes_in(connection)) - {ledger.code}):
        view = view_of(connection, code)
        if view.content:
            table = _summary(ledger.folder / LEDGER, ledger.folder / EARLIER / code[:8], view)
            _write(ledger, view, table)
            files.append(table.path.relative_to(ledger.folder).as_posix())
    return files


def _write(ledger: Ledger, view: View, table: _Table) -> None:
    """Stream a table into its place, whole or not at all, safe from a power cut."""
    import pyarrow as pa
    from pyarrow import parquet

    with atomic_file(table.path) as part, ledger.one_sentence() as connection:
        rows = connection.execute(table.question, (view.code,))
        schema = pa.table(table.columns(view, [])).schema.with_metadata({MARK: b"1"})
        with parquet.ParquetWriter(
            part, schema, compression="zstd", write_page_checksum=True, use_byte_stream_split=list(table.split),
            use_dictionary=[name for name in schema.names if name not in (*table.plain, *table.split)],
        ) as writer:  # fmt: skip
            for some in _groups(rows, table.group):
                made = pa.table(table.columns(view, some), schema=schema)
                writer.write_table(made, row_group_size=max(1, len(made)))
        _sync(part)
    _settle(table.path)


def _groups(rows: sqlite3.Cursor, size: int) -> Iterator[list[tuple[Any, ...]]]:
    while some := rows.fetchmany(size):
        yield some


def _summary(ledger: Path, folder: Path, view: View) -> _Table:
    split = (*view.design, *SUMMARY_COLUMNS)
    return _Table(folder / SUMMARY, _SUMMARIES, ROWS, partial(_summary_columns, ledger), ("key",), split)


def _trajectories(folder: Path) -> _Table:
    return _Table(folder / TRAJECTORIES, _MONTHS, RUNS, partial(_trajectory_columns, folder / LEDGER), (), COLUMNS)


def _failures(folder: Path) -> _Table:
    return _Table(folder / FAILURES, _FAILED, ROWS, _failure_columns, ("key",))


def _summary_columns(ledger: Path, view: View, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    import pyarrow as pa

    columns = {"key": pa.array([row[5].hex() for row in rows], pa.string()), **_cells(view, rows)}
    columns["seed"] = pa.array([row[4] for row in rows], pa.int64())
    settings = [np.frombuffer(row[8], dtype="<f8") for row in rows]
    means = [unpack_summary(intact(*row[5:8])) for row in rows]
    if any(len(mean) != len(SUMMARY_COLUMNS) for mean in means):
        raise foreign(ledger, "runs")
    for names, numbers in ((view.design, settings), (SUMMARY_COLUMNS, means)):
        values = _stacked(numbers, len(names))
        columns |= {name: pa.array(values[index]) for index, name in enumerate(names)}
    return columns


def _stacked(rows: Sequence[Any], width: int) -> Any:
    """Return the rows as columns (width, rows)."""
    return np.ascontiguousarray(np.array(rows, dtype=np.float64).reshape(-1, width).T if width else np.empty((0, 0)))


def _trajectory_columns(ledger: Path, view: View, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    import pyarrow as pa

    months = [months_of(intact(*row[4:7]), ledger) for row in rows]
    lengths = np.array([len(month) for month in months], dtype=np.int64)
    columns = {name: _repeated(values, lengths) for name, values in _cells(view, rows).items()}
    numbers = [np.arange(view.months - length + 1, view.months + 1, dtype=np.int32) for length in lengths]
    columns["month"] = pa.array(np.concatenate([np.empty(0, np.int32), *numbers]))
    values = np.concatenate([np.empty((0, len(COLUMNS)), np.float32), *months]).T
    return columns | {name: pa.array(np.ascontiguousarray(values[index])) for index, name in enumerate(COLUMNS)}


def _repeated(values: Any, lengths: Any) -> Any:
    """Repeat each value as often as its run has months."""
    import pyarrow as pa

    places = pa.array(np.repeat(np.arange(len(values), dtype=np.int32), lengths))
    return values.take(places)


def _failure_columns(view: View, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    import pyarrow as pa

    columns = {"key": pa.array([row[4].hex() for row in rows], pa.string()), **_cells(view, rows)}
    for index, name in enumerate(FAILURE_COLUMNS, start=5):
        kind = pa.bool_() if name == "died" else pa.int32() if name == "attempts" else pa.string()
        values = [bool(row[index]) if name == "died" else row[index] for row in rows]
        columns[name] = pa.array(values, kind)
    return columns


def _cells(view: View, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Return the columns that tell which run it is; replicates count from 1."""
    import pyarrow as pa

    return {
        "point": pa.array([row[0] for row in rows], pa.int32()),
        "scenario": pa.array([view.scenarios[row[1]] for row in rows], pa.string()),
        "profile": pa.array([view.profiles[row[2]] for row in rows], pa.string()),
        "replicate": pa.array([row[3] + 1 for row in rows], pa.int32()),
    }


def _remove(path: Path) -> None:
    """Remove a table of ours that no longer holds."""
    if path.exists() and is_table(path):
        path.unlink()


def _sync(path: Path) -> None:
    """Have the system put a file on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _settle(path: Path) -> None:
    """Have the system put a file and its name on the disk; where folders cannot be synced the name comes later."""
    _sync(path)
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
