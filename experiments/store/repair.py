"""What is damaged is set aside and named, never deleted; what is whole in it is taken over."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from experiments.output import folder as folders
from experiments.store.schema import (
    COMPANIONS,
    LEDGER,
    QUICK,
    check_content,
    checksum,
    has_tables,
    is_damage,
    opened,
    ours,
    transaction,
)
from experiments.store.seal import broken
from sim.text import Text

TABLES = ("summary.parquet", "trajectories.parquet", "failures.parquet")
MARK = b"community-governance"
"""What stands in the metadata of every table that is published."""

_REPAIRING = f"{LEDGER}.mending"
_SMALLEST_ROW = 40  # bytes; a key and something
_CONTENTS = (
    "SELECT key, summary, crc FROM runs",
    "SELECT r.key, t.packed, t.crc FROM trajectories AS t JOIN runs AS r ON r.id = t.run",
)
Note = Callable[[Text], None]


def tidy(folder: Path) -> None:
    """Remove tables that a killed process left half-written."""
    for place in (folder, *folder.glob("earlier/*/")):
        folders.tidy(place)


def opened_intact(folder: Path, note: Note) -> sqlite3.Connection:
    """Open a ledger for writing; a damaged one is mended first.

    Raises:
        InputError: the file is of another program or another version, or holds what no sweep writes.
    """
    path = folder / LEDGER
    connection = _opened_or_repaired(folder, note)
    try:
        check_content(connection, path, quick=path.stat().st_size >= QUICK)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened_or_repaired(folder: Path, note: Note) -> sqlite3.Connection:
    path, made = folder / LEDGER, folder / _REPAIRING
    if made.exists():
        # It takes its place only when it is whole, and the damaged one goes only when it is.
        if path.exists():
            _remove(made)
        else:
            made.replace(path)
    small = path.exists() and path.stat().st_size < QUICK
    try:
        connection = opened(path)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return repaired(folder, note)
    if not _is_intact(connection, quick=small):
        connection.close()
        return repaired(folder, note)
    return connection


def repaired(folder: Path, note: Note) -> sqlite3.Connection:
    """Set a damaged ledger aside, take over every run that is whole in it, and open what comes of it."""
    path, made = folder / LEDGER, folder / _REPAIRING
    _remove(made)
    fresh = opened(made)
    fresh.execute("PRAGMA journal_mode = DELETE")
    with transaction(fresh):
        runs = _take_over(path, fresh)
    fresh.close()
    aside = _free_name(path)
    # The log goes first: beside a new ledger of the same name it would be taken for its own.
    for ending in COMPANIONS:
        _move(Path(f"{path}{ending}"), Path(f"{aside}{ending}"))
    _move(path, aside)
    made.replace(path)
    note(
        Text(
            f"{path} is damaged; it is set aside as {aside.name}. {runs} runs in it are whole and kept, the others "
            "run again.",
            f"{path} 已损坏，移到一旁并改名为 {aside.name}。其中 {runs} 次完好的运行已保留，其余将重新运行。",
        )
    )
    return opened(path)


def set_tables_aside(folder: Path, note: Note) -> None:
    """Set aside what has the name of a published table and is none, or is cut short."""
    for name in TABLES:
        path = folder / name
        if path.exists() and not is_table(path):
            aside = _free_name(path)
            _move(path, aside)
            note(
                Text(
                    f"{path} is cut short or not one of these results; it is set aside as {aside.name} and will be "
                    "written anew.",
                    f"{path} 不完整，或不属于这些结果；已移到一旁并改名为 {aside.name}，之后重新写出。",
                )
            )


def is_table(path: Path) -> bool:
    """Tell whether a file is a published table with its end on it."""
    from pyarrow import ArrowInvalid, parquet

    try:
        return MARK in (parquet.read_schema(path).metadata or {})
    except (ArrowInvalid, OSError):
        return False


def _is_intact(connection: sqlite3.Connection, *, quick: bool) -> bool:
    """Tell whether all tables are there and, in a ledger of moderate size, whether every page is."""
    try:
        if not has_tables(connection) or broken(connection, quick=not quick):
            return False
        if not quick:
            return True
        return connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" and all(
            checksum(*row[:2]) == row[2] for question in _CONTENTS for row in connection.execute(question)
        )
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def _take_over(path: Path, fresh: sqlite3.Connection) -> int:
    """Copy every run whose checksum holds, and its months if theirs does; return how many."""
    taken = 0
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as broken:
        try:
            broken.execute("PRAGMA writable_schema = ON")  # without it a file that is cut short is not read at all
            if not ours(broken, path):
                return 0
            codes = dict(broken.execute("SELECT id, code FROM codes"))
        except sqlite3.DatabaseError:
            return 0
        fresh.executemany("INSERT INTO codes VALUES (?, ?)", codes.items())
        for row in _rows(broken, path):
            run, code, key, summary, _, crc = row
            if code not in codes or checksum(key, summary) != crc:
                continue
            fresh.execute("INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?)", row)
            taken += 1
            months = _one(broken, "SELECT packed, crc FROM trajectories WHERE run = ?", run)
            if months and checksum(key, months[0]) == months[1]:
                fresh.execute("INSERT INTO trajectories VALUES (?, ?, ?)", (run, *months))
    return taken


def _rows(broken: sqlite3.Connection, path: Path) -> Iterator[tuple[int, int, bytes, bytes, float, int]]:
    """Give every run that can be read, one by one: a torn page hides its neighbours from any longer question."""
    size = sum(file.stat().st_size for file in (path, Path(f"{path}-wal")) if file.exists())
    most = size // _SMALLEST_ROW
    last = _one(broken, "SELECT max(id) FROM runs")
    for number in range(1, min(most, last[0] or 0 if last else most) + 1):
        row = _one(broken, "SELECT id, code, key, summary, seconds, crc FROM runs WHERE id = ?", number)
        if row and isinstance(row[2], bytes) and isinstance(row[3], bytes):
            yield row


def _one(broken: sqlite3.Connection, question: str, *values: int) -> tuple[Any, ...] | None:
    """Return the first answer; None where there is none or the page is torn."""
    try:
        found: tuple[Any, ...] | None = broken.execute(question, values).fetchone()
    except sqlite3.DatabaseError:
        return None
    return found


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    return aside


def _move(path: Path, aside: Path) -> None:
    if path.exists():
        path.replace(aside)


def _remove(path: Path) -> None:
    for name in (path, *(Path(f"{path}{ending}") for ending in (*COMPANIONS, "-journal"))):
        name.unlink(missing_ok=True)
