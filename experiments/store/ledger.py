"""The ledger: every run that is done or has failed, committed as soon as its job comes back."""

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from experiments.output.folder import prepare_out, writable
from experiments.output.lock import LOCK, FolderLock
from experiments.output.manifest import check_folder, now
from experiments.output.windows import SUMMARY_COLUMNS
from experiments.store import repair as repairing
from experiments.store.rows import Counts, code_number, codes_in, counted, forget_plan, put_meta, put_run
from experiments.store.schema import LEDGER, code_of, intact, is_damage, is_full, transaction
from experiments.store.seal import break_seal, seal
from experiments.store.sound import foreign
from sim.errors import InputError, reason_zh
from sim.text import Text

if TYPE_CHECKING:
    from types import TracebackType

    from experiments.plan import Plan
    from experiments.runs.run import Cell, Done, Failure

PACE = 10  # s; runs are counted by so long
_MANY = 500  # keys of one question


class Ledger:
    """The runs in a folder, open for writing by this process alone; ``with`` closes it.

    Results of other rules (another ``code``) stay where they are and are never mixed in.
    """

    def __init__(self, folder: Path, *, code: str, note: Callable[[Text], None]) -> None:
        """Open the ledger of a folder, or make one.

        Args:
            folder: where; made if missing.
            code: the fingerprint of what computes the runs.
            note: called with sentences worth telling: a damaged file set aside, a place taken over.

        Raises:
            InputError: the folder cannot be used, is in use, or holds a ledger of another program or version, or one in
                which stands what no sweep writes.
        """
        self.folder, self.code, self._note = prepare_out(folder), code, note
        check_folder(folder, "sweep", repairs=True)
        self._code = self._seed = 0
        fresh, new = not (folder / LEDGER).exists(), not (folder / LOCK).exists()
        with writable(folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = FolderLock(self.folder)
        self._lock.take(note)
        try:
            repairing.tidy(self.folder)
            with self._one_sentence():
                self._connection = repairing.opened_intact(self.folder, note)
                with transaction(self._connection):
                    break_seal(self._connection)
                    self._code = code_number(self._connection, code)
            self._file = self._found()
            repairing.set_tables_aside(self.folder, note)
        except BaseException:
            self.close(leave_nothing=new)
            if fresh and not (folder / LEDGER).exists():
                (folder / LOCK).unlink(missing_ok=True)
            raise

    def __enter__(self) -> Self:
        """Give the ledger."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Close it."""
        self.close()

    def close(self, *, leave_nothing: bool = False) -> None:
        """Close the file and give the folder back; with ``leave_nothing`` its lock goes too."""
        if hasattr(self, "_connection"):
            self._connection.close()
        self._lock.give_back(leave_nothing=leave_nothing)

    def begin(self, plan: "Plan", command: str) -> None:
        """Make ``plan`` what the tables are about; the cells of another one go, its runs stay."""
        content = json.dumps(plan.content(), ensure_ascii=False, sort_keys=True)
        with self.writing() as connection:
            known = connection.execute("SELECT content FROM plans WHERE code = ?", (self._code,)).fetchone()
            points = [row.tobytes() for row in plan.design.points.astype("<f8")]
            question = "SELECT settings FROM points WHERE code = ? ORDER BY point"
            same = known is not None and known[0] == content
            if not same or [row for (row,) in connection.execute(question, (self._code,))] != points:
                forget_plan(connection, self._code)
                connection.execute(
                    "INSERT INTO plans VALUES (?, ?, ?, ?, ?)", (self._code, content, plan.n_runs, command, now())
                )
                connection.executemany(
                    "INSERT INTO points VALUES (?, ?, ?)",
                    ((self._code, point, row) for point, row in enumerate(points)),
                )
            if command:
                connection.execute("UPDATE plans SET command = ? WHERE code = ?", (command, self._code))
            put_meta(connection, "code", self.code)
            put_meta(connection, "headline", "")
        self._seed = plan.seed

    def ask(self, cells: "Iterable[Cell]") -> None:
        """Say which runs answer which cells of the plan."""
        rows = [(self._code, c.position, c.point, c.scenario, c.profile, self._seed, c.replicate, c.key) for c in cells]
        with self.writing() as connection:
            connection.executemany(
                "INSERT INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET key = excluded.key,"
                " point = excluded.point, scenario = excluded.scenario, profile = excluded.profile,"
                " seed = excluded.seed, replicate = excluded.replicate"
                " WHERE (key, point, scenario, profile, seed, replicate) IS NOT (excluded.key, excluded.point,"
                " excluded.scenario, excluded.profile, excluded.seed, excluded.replicate)",
                rows,
            )

    def add(self, results: "Sequence[Done]") -> None:
        """Keep runs that are done, all in one transaction; what they failed with before is forgotten.

        Raises:
            InputError: a run is there already with another result, or the disk is full.
        """
        if not results:
            return
        with self.writing() as connection:
            for done in results:
                put_run(connection, self._code, done.key, done.summary, done.trajectories, done.seconds)
            connection.executemany(
                "DELETE FROM failures WHERE code = ? AND key = ?", [(self._code, done.key) for done in results]
            )
            self._count(len(results))

    def fail(self, failures: "Sequence[Failure]") -> None:
        """Keep what went wrong; the attempts at a run are counted.

        Raises:
            InputError: the disk is full.
        """
        if not failures:
            return
        with self.writing() as connection:
            connection.executemany(
                "INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET"
                " error = excluded.error, error_zh = excluded.error_zh, traceback = excluded.traceback,"
                " inputs = excluded.inputs, died = excluded.died, attempts = attempts + 1",
                [(self._code, f.key, f.error, f.error_zh, f.traceback, f.inputs, int(f.died)) for f in failures],
            )
            self._count(len(failures))

    def tell(self, interim: Text) -> None:
        """Say in one line what the runs show so far, for those who look on."""
        with self.writing() as connection:
            put_meta(connection, "headline", json.dumps(list(interim), ensure_ascii=False))

    def finished(self, *, trajectories: bool = False) -> set[bytes]:
        """Return the keys of the runs that are done; with ``trajectories`` only of those that kept all months."""
        join = "JOIN trajectories ON run = id " if trajectories else ""
        return self._keys(f"SELECT key FROM runs {join}WHERE code = ?")

    def failed(self) -> set[bytes]:
        """Return the keys of the runs that raised; those whose worker died deserve another attempt."""
        return self._keys(
            "SELECT key FROM failures AS f WHERE code = ? AND died = 0"
            " AND NOT EXISTS (SELECT 1 FROM runs AS r WHERE r.code = f.code AND r.key = f.key)"
        )

    def summaries(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the summaries of those of the runs that are done."""
        found: dict[bytes, bytes] = {}
        with self.one_sentence():
            for some in _batched(keys, _MANY):
                marks = ", ".join("?" * len(some))
                question = f"SELECT key, summary, crc FROM runs WHERE code = ? AND key IN ({marks})"
                for key, summary, crc in self._connection.execute(question, (self._code, *some)):
                    found[key] = intact(key, summary, crc)
        if any(len(item) != 8 * len(SUMMARY_COLUMNS) for item in found.values()):
            raise foreign(self.folder / LEDGER, "runs")
        return found

    def other_codes(self) -> dict[str, int]:
        """Return how many runs of other rules are kept, by their fingerprint."""
        with self.one_sentence():
            return {code: runs for code, runs in codes_in(self._connection).items() if code != self.code}

    def counts(self) -> Counts:
        """Return how far the plan is."""
        with self.one_sentence():
            return counted(self._connection, self._code)

    @contextlib.contextmanager
    def one_sentence(self) -> Iterator[sqlite3.Connection]:
        """Turn a full disk, a damaged file and a disk that fails into one sentence each."""
        with self._one_sentence():
            yield self._connection

    @contextlib.contextmanager
    def _one_sentence(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if is_full(error):
                raise self._full() from None
            if is_damage(error):
                self._repair()
                raise InputError(
                    f"The ledger in {self.folder} was damaged; what was whole in it is kept. "
                    "The same command goes on from there.",
                    f"{self.folder} 中的结果库已损坏；其中完好的结果已保留。再运行同一命令即可接着算。",
                ) from None
            raise InputError(
                f"The ledger in {self.folder} cannot be used: {error}.",
                f"{self.folder} 中的结果库无法使用：SQLite 错误 {code_of(error)}。",
            ) from None
        except OSError as error:
            if is_full(error):
                raise self._full() from None
            raise InputError(
                f"{self.folder} cannot be written: {error}.", f"{self.folder} 无法写入：{reason_zh(error)}。"
            ) from None

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give one transaction: all that happens in it is kept, or nothing.

        Raises:
            InputError: the folder is no longer where it was, or the disk is full.
        """
        self.check_place()
        with self.one_sentence(), transaction(self._connection):
            break_seal(self._connection)
            yield self._connection

    def check_place(self) -> None:
        """Refuse to go on where the folder is no longer what it was.

        Raises:
            InputError: it was renamed, removed or replaced.
        """
        if self._found() != self._file:
            raise InputError(
                f"{self.folder} was renamed or removed during the work. What was done until then is where the folder "
                "is now, if it was not removed; put it back, or name its new place, and the same command goes on.",
                f"{self.folder} 在运行途中被改名或删除。若没有删除，此前完成的结果都在那个文件夹里；"
                "把它移回原处，或写它的新位置，再用同一命令即可继续。",
            )

    def _found(self) -> tuple[int, int] | None:
        """Return what tells the ledger's file from any other; None where there is none."""
        try:
            found = (self.folder / LEDGER).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def seal(self) -> None:
        """Keep the checksums of all that is in the ledger now; the next change takes them away."""
        with self.writing() as connection:
            seal(connection)

    def _repair(self) -> None:
        """Put what is whole of a damaged ledger in its place."""
        self._connection.close()
        self._code = 0
        with self._one_sentence():
            self._connection = repairing.repaired(self.folder, self._note)
            self._code = code_number(self._connection, self.code)
        self._file = self._found()

    def _full(self) -> InputError:
        """Say that the disk is full, and what is safe."""
        if self._code == 0:
            return InputError(
                f"The disk is full; what {self.folder} held is kept.", f"磁盘已满；{self.folder} 中原有的结果都在。"
            )
        question = "SELECT count(*) FROM runs WHERE code = ?"
        kept = int(self._connection.execute(question, (self._code,)).fetchone()[0])
        return InputError(
            f"The disk is full; {kept} runs are kept in {self.folder}, and the same command goes on when there is "
            "room.",
            f"磁盘已满；{self.folder} 中已存有 {kept} 次运行，腾出空间后再运行同一命令即可接着算。",
        )

    def _keys(self, question: str) -> set[bytes]:
        with self.one_sentence():
            return {key for (key,) in self._connection.execute(question, (self._code,))}

    def _count(self, runs: int) -> None:
        """Remember when runs came in."""
        at = int(time.time()) // PACE * PACE
        self._connection.execute(
            "INSERT INTO pace VALUES (?, ?) ON CONFLICT DO UPDATE SET runs = runs + excluded.runs", (at, runs)
        )


def _batched(keys: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    for first in range(0, len(keys), size):
        yield keys[first : first + size]
