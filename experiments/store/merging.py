"""Several stores made one: the union of their runs, and one table of all that they were asked."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from experiments.output.folder import is_folder
from experiments.output.lock import LOCK, OWNER
from experiments.runs import HERE, Execution
from experiments.store import join_plans as joining
from experiments.store.ledger import Ledger
from experiments.store.months import check_months
from experiments.store.publishing import publish
from experiments.store.rows import code_number, codes_in, forget_plan, get_meta, put_meta, put_run
from experiments.store.schema import COMPANIONS, LEDGER, checksum, damaged, looked_into
from experiments.store.view import View, view_of
from sim.errors import InputError

_BATCH = 1000  # rows of a transaction
_RUNS = (
    "SELECT r.key, r.summary, r.crc, t.packed, t.crc, r.seconds FROM runs AS r"
    " LEFT JOIN trajectories AS t ON t.run = r.id WHERE r.code = ? ORDER BY r.id"
)
_FAILURES = "SELECT key, error, error_zh, traceback, inputs, died, attempts FROM failures WHERE code = ?"


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it: runs of the published fingerprint."""

    folder: Path
    code: str
    asked: int
    done: int
    failed: int


@dataclass(frozen=True)
class Store:
    """A store that is read from."""

    folder: Path
    connection: sqlite3.Connection

    def rows(self, question: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Give the answers to a question.

        Raises:
            InputError: the ledger is damaged.
        """
        with self._one_sentence():
            yield from self.connection.execute(question, values)

    def runs(self, code: int) -> Iterator[tuple[bytes, bytes, bytes | None, float]]:
        """Give every run of a fingerprint: key, summary, months, seconds.

        Raises:
            InputError: the ledger is damaged, or months in it unpack to more than any run has.
        """
        for key, summary, crc, months, months_crc, seconds in self.rows(_RUNS, code):
            if checksum(key, summary) != crc or (months is not None and checksum(key, months) != months_crc):
                raise damaged(self.folder / LEDGER)
            if months is not None:
                check_months(months, self.folder / LEDGER)
            yield key, summary, months, seconds

    def view(self, code: str) -> View:
        """Return what it was asked under a fingerprint."""
        with self._one_sentence():
            return view_of(self.connection, code)

    def codes(self) -> dict[str, int]:
        """Return the runs of every fingerprint it knows."""
        with self._one_sentence():
            known = dict.fromkeys((code for (code,) in self.connection.execute("SELECT code FROM codes")), 0)
            return known | codes_in(self.connection)

    @contextlib.contextmanager
    def _one_sentence(self) -> Iterator[None]:
        """Name the store that is damaged; the others and the new one have no part in it."""
        try:
            yield
        except sqlite3.DatabaseError:
            raise damaged(self.folder / LEDGER) from None


def merge(folders: Sequence[str | Path], out: str | Path, execution: Execution = HERE) -> Merged:
    """Unite stores into ``out`` and publish it; the order of the folders does not matter.

    Where they hold runs of several fingerprints all are kept; published are those of the installed model if there
    are any, else of the fingerprint with most runs. The manifest says which.

    Raises:
        InputError: a folder is not a store of this version, ``out`` is one of them or a sweep's own, the plans do not
            fit together, or one run has two results.
    """
    places, target = _checked(folders, Path(out))
    fresh = not (target / LEDGER).exists()
    with contextlib.ExitStack() as stack:
        stores = [Store(place, stack.enter_context(contextlib.closing(looked_into(place)))) for place in places]
        runs = _runs(stores)
        try:
            with Ledger(target, code=_leading(runs), note=execution.on_note) as ledger:
                _refuse_a_sweep(ledger)
                for code in runs:
                    _unite(ledger, stores, code, execution.command)
                publish(ledger)
                counts = ledger.counts()
        except BaseException:
            if fresh:
                _clear(target)
            raise
    return Merged(target, ledger.code, counts.asked, counts.done, counts.failed)


def _checked(folders: Sequence[str | Path], out: Path) -> tuple[list[Path], Path]:
    """Return every folder once."""
    for folder in (*folders, out):
        is_folder(Path(folder))  # refuses names that no folder can have
    places = list({Path(folder).resolve(): Path(folder) for folder in folders}.values())
    if not places:
        raise InputError("Name the stores that are to be merged.", "请写出要合并的结果库。")
    if out.resolve() in [place.resolve() for place in places]:
        raise InputError(
            f"--out {out} is one of the stores to be merged; name another folder.",
            f"--out {out} 是要合并的结果库之一；请换一个文件夹。",
        )
    return places, out


def _runs(stores: Sequence[Store]) -> dict[str, int]:
    """Return the runs of every fingerprint, over all stores."""
    found: dict[str, int] = {}
    for store in stores:
        for code, runs in store.codes().items():
            found[code] = found.get(code, 0) + runs
    return dict(sorted(found.items()))


def _leading(runs: Mapping[str, int]) -> str:
    """Return the fingerprint to publish."""
    from experiments.output.code import code

    installed = code()
    return installed if installed in runs or not runs else max(runs, key=lambda run: (runs[run], run))


def _refuse_a_sweep(ledger: Ledger) -> None:
    with ledger.one_sentence() as connection:
        swept = connection.execute("SELECT EXISTS (SELECT 1 FROM plans)").fetchone()[0]
        if swept and get_meta(connection, "kind") != "merged":
            raise InputError(
                f"--out {ledger.folder} holds a sweep of its own; name it among the stores, and another folder.",
                f"--out {ledger.folder} 中已有自己的结果；请把它列入要合并的结果库，并另写一个 --out 文件夹。",
            )


def _unite(ledger: Ledger, stores: Sequence[Store], code: str, command: str) -> None:
    """Bring everything of one fingerprint together: first the table of cells, then the runs."""
    asked = [(store, view) for store in stores if (view := store.view(code)).content]
    joined = joining.join([(store.folder, view, _points(store, view)) for store, view in asked])
    with ledger.writing() as connection:
        number = code_number(connection, code)
        forget_plan(connection, number)
        put_meta(connection, "kind", "merged")
        put_meta(connection, "code", ledger.code)
        if joined:
            for index, (store, view) in enumerate(asked):
                _copy_cells(connection, number, store, view, joined, index)
            _put_plan(connection, number, joined, [view for _, view in asked], command)
    for store in stores:
        view = store.view(code)
        for some in _batches(store.runs(view.code)):
            with ledger.writing() as connection:
                for run in some:
                    put_run(connection, number, *run)
        with ledger.writing() as connection:
            connection.executemany(
                f"INSERT INTO failures VALUES ({number}, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " attempts = max(attempts, excluded.attempts)",
                store.rows(_FAILURES, view.code),
            )


def _points(store: Store, view: View) -> list[bytes]:
    """Return the settings of every point."""
    return [row[0] for row in store.rows("SELECT settings FROM points WHERE code = ? ORDER BY point", view.code)]


def _copy_cells(
    connection: sqlite3.Connection, number: int, store: Store, view: View, joined: joining.Joined, place: int
) -> None:
    """Put a store's cells in their places in the common table."""
    question = "SELECT point, scenario, profile, seed, replicate, key FROM cells WHERE code = ?"
    for *cell, key in store.rows(question, view.code):
        position, point, scenario, profile, seed, replicate = joined.placed(place, *cell)
        known = connection.execute(
            "SELECT key FROM cells WHERE code = ? AND position = ?", (number, position)
        ).fetchone()
        if known is None:
            connection.execute(
                "INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, position, point, scenario, profile, seed, replicate, key),
            )
        elif known[0] != key:
            name, kind = joined.content["scenarios"][scenario]["name"], joined.content["profiles"][profile]["name"]
            raise InputError(
                f"scenario {name}, profile {kind}, replicate {replicate + 1} was simulated on another community than "
                "in the other stores; they cannot be one table.",
                f"方案 {name}、社区类型 {kind}、第 {replicate + 1} 次重复所用的社区与其他结果库不同；无法合成一张表。",
                str(store.folder),
            )


def _put_plan(
    connection: sqlite3.Connection, number: int, joined: joining.Joined, views: Sequence[View], command: str
) -> None:
    """Keep what was asked, of all stores together."""
    cells = connection.execute("SELECT count(*) FROM cells WHERE code = ?", (number,)).fetchone()[0]
    connection.execute(
        "INSERT INTO plans VALUES (?, ?, ?, ?, ?)",
        (
            number,
            json.dumps(joined.content, ensure_ascii=False, sort_keys=True),
            max(cells, joined.total),
            command,
            min(view.started for view in views),
        ),
    )
    connection.executemany(
        "INSERT INTO points VALUES (?, ?, ?)", ((number, point, row) for point, row in enumerate(joined.points))
    )


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while some := list(islice(rows, _BATCH)):
        yield some


def _clear(folder: Path) -> None:
    """Take away a store that came to nothing; other files in the folder stay."""
    for name in (LEDGER, *(f"{LEDGER}{ending}" for ending in COMPANIONS), LOCK, OWNER):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "earlier", ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.rmdir()
