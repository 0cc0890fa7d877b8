"""Streams jobs through worker processes of this machine."""

import pickle
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING, Any, Self

from pebble import ProcessExpired

from experiments.runs.jobs import IN_FLIGHT, Backlog, Landed, Sent, Work, default_work
from experiments.runs.pool import (
    MAX_PROCESSES,
    MOST_BREAKS,
    TICK,
    Workers,
    broken,
    check_processes,
    ctrl_c_held_back,
    try_rules_here,
    unfinished,
)
from sim.compute.sources import work_under_way
from sim.text import Text

if TYPE_CHECKING:
    from experiments.runs.run import Done, Failure, Job

Flying = dict["Future[bytes]", tuple[int, Sent]]


class LocalEngine:
    """Worker processes of this machine, or this process alone where ``processes`` is 1.

    One process is not protected from work that kills it: a run that does ends the whole program. Two or more
    survive it, as ``JobEngine.run`` tells.
    """

    name = "local"

    def __init__(self, processes: int | None = None, work: Work | None = None) -> None:
        """Start nothing yet: workers start with the first job.

        Args:
            processes: how many; None takes the cores there are.
            work: computes a job; must be importable by a worker. Default: ``experiments.runs.run.work``.

        Raises:
            InputError: the number of processes is not a whole number in 1..256.
        """
        self.workers = check_processes(processes, MAX_PROCESSES)
        self._work = work or default_work()
        self._pool = Workers(self.workers)
        self._breaks = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the workers, at once and whatever they are doing."""
        self._pool.stop(in_error=kind is not None)

    def run(self, jobs: "Iterable[Job]") -> Iterator[Landed]:
        """Yield every job with its results as they finish; see ``JobEngine.run``.

        Raises:
            PoolError: no pool of workers lasts.
        """
        try_rules_here()
        if self.workers == 1:
            for job in jobs:
                with work_under_way():
                    results = self._work(job)
                yield job, results
            return
        try:
            yield from self._in_workers(Backlog(jobs))
        except BaseException:  # Ctrl-C and a closed iterator too
            self._pool.stop(in_error=True)
            raise

    def _in_workers(self, backlog: Backlog) -> Iterator[Landed]:
        flying: Flying = {}
        while self._send(backlog, flying):
            yield from self._landed(backlog, flying)

    def _landed(self, backlog: Backlog, flying: Flying) -> list[Landed]:
        """Wait a moment and return what has landed; a look at futures that is cut in half leaves them locked."""
        landed: list[Landed] = []
        with ctrl_c_held_back():
            done, _ = wait(flying, timeout=TICK, return_when=FIRST_COMPLETED)
            if not self._pool.watch():
                self._begin_anew(backlog, flying)
                done = set(flying)
            for future in done:
                number, sent = flying.pop(future)
                results = self._results(future, number, sent, backlog)
                if results:
                    self._breaks = 0
                    landed.append((sent.job, results))
        return landed

    def _send(self, backlog: Backlog, flying: Flying) -> bool:
        """Send jobs while there is room; False where nothing is left to wait for."""
        while len(flying) < IN_FLIGHT * self.workers and (sent := backlog.next()):
            try:
                number, future = self._pool.schedule(_packed, self._work, sent.job)
            except RuntimeError:  # the pool broke a moment ago
                backlog.put_back(sent)
                return True
            flying[future] = number, sent
        return bool(flying)

    def _begin_anew(self, backlog: Backlog, flying: Flying) -> None:
        """Take a new pool in place of one that broke, and send again what no worker had died of."""
        self._breaks += 1
        if self._breaks > MOST_BREAKS:
            raise broken()
        ended_at = self._pool.ended_at()
        for future, (number, sent) in tuple(flying.items()):
            if number not in ended_at and unfinished(future):
                backlog.put_back(sent)
                del flying[future]
        self._pool.stop()

    def _results(self, future: "Future[bytes]", number: int, sent: Sent, backlog: Backlog) -> "list[Done | Failure]":
        """Return what a job came to; nothing yet where it, or each of its runs alone, is sent once more."""
        if unfinished(future):
            return backlog.died(sent, _died_sentence("unknown", "未知"))
        error = future.exception()
        if isinstance(error, ProcessExpired):
            if number in self._pool.ended_at():
                return backlog.died(sent, _died_sentence(error.exitcode, error.exitcode))
            backlog.put_back(sent)  # its worker died of another job, before word of this one's end was read
            return []
        if error is not None:
            raise error
        results: Any = pickle.loads(future.result())
        return results


def _packed(work: Work, job: "Job") -> bytes:
    """In a worker: compute a job. What cannot travel between processes is told here, not by a broken pool."""
    try:
        return pickle.dumps(work(job))
    except Exception as error:
        if _travels(error):
            raise
        raise RuntimeError("".join(traceback.format_exception(error))) from None


def _travels(error: Exception) -> bool:
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:
        return False


def _died_sentence(code: object, code_zh: object) -> Text:
    return Text(
        f"The process that computed this run ended by itself (exit code {code}); "
        "if memory is short, use fewer --processes.",
        f"计算这次运行的进程自行终止了（退出码 {code_zh}）；如果内存不足，请调小 --processes。",
    )
