"""Spreads communities over processes of this machine and gives the results back in their order.

Pebble keeps the pool: a worker that dies is named and the others go on, and stopping is quiet. The
workers come from a fork server that has already loaded the engine, or are spawned where there is none.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pebble import ProcessExpired, ProcessPool

from sim.errors import InputError, SimError
from sim.scenario import Profile, Scenario

if TYPE_CHECKING:
    from sim.replicate import Replicate

MAX_PROCESSES = 256
_PRELOAD = ["numba", "sim.replicate", "experiments.engines"]
_TICK = 0.2  # s; waiting for ever cannot be interrupted on Windows

Progress = Callable[[int, int], None]  # called with units done and units known so far


class Stopped(KeyboardInterrupt):
    """Ctrl-C during the work; ``finished`` holds what was done, unit number → result."""

    def __init__(self, finished: dict[int, Any]) -> None:
        """Carry what is finished."""
        super().__init__("stopped")
        self.finished = finished


def usable_processes() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_processes(processes: int | None, units: int) -> int:
    """Return how many processes to use for ``units`` pieces of work; None takes the cores there are.

    Raises:
        InputError: the number is not a whole number in 1..256.
    """
    if processes is None:
        return max(1, min(usable_processes(), units, MAX_PROCESSES))
    if isinstance(processes, bool) or not isinstance(processes, int):
        raise InputError(
            f"processes = {processes!r} is not a whole number; allowed is 1..{MAX_PROCESSES}.",
            f"processes = {processes!r} 不是整数；允许 1..{MAX_PROCESSES}。",
        )
    if not 1 <= processes <= MAX_PROCESSES:
        raise InputError(
            f"processes = {processes} is outside 1..{MAX_PROCESSES}.",
            f"processes = {processes} 超出 1..{MAX_PROCESSES}。",
        )
    return min(processes, max(units, 1))


def _try_rules_here() -> None:
    """Where sources have changed, load and try the rules before any worker does, which could not say what is wrong."""
    from sim.compiled import is_warm

    if not is_warm():
        from sim.trial import try_rules

        try_rules()


class Engine:
    """A pool of ``processes`` workers, or this process alone where it is 1. Use it in a ``with``."""

    def __init__(self, processes: int) -> None:
        """Start nothing yet: workers start with the first piece of work."""
        self.processes = processes
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the workers, at once and whatever they are doing."""
        if self._pool is not None:
            with _ctrl_c(signal.SIG_IGN) if kind else _ctrl_c_held_back():
                self._pool.stop()
                self._pool.join()
            self._pool = None

    def map(self, work: Callable[[int], Any], units: Sequence[int], progress: Progress | None = None) -> list[Any]:
        """Return ``[work(unit) for unit in units]``; ``work`` must be importable by a worker.

        ``progress`` hears of every finished unit of this call, in whatever order they finish.

        Raises:
            Stopped: Ctrl-C; carries what is finished.
            SimError: the sentence of the unit that failed, or of the worker that died.
        """
        run = self._in_workers if self.processes > 1 else _here
        finished: dict[int, Any] = {}
        try:
            run(work, units, finished, progress or (lambda done, of: None))
        except KeyboardInterrupt:
            raise Stopped(finished) from None
        return [finished[unit] for unit in units]

    def _in_workers(
        self, work: Callable[[int], Any], units: Sequence[int], finished: dict[int, Any], progress: Progress
    ) -> None:
        _try_rules_here()
        with _ctrl_c_held_back():  # a pool that is stopped half-started leaves workers behind
            pool = self._started()
            waiting: dict[Future[Any], int] = {pool.schedule(work, args=(unit,)): unit for unit in units}
        while waiting:
            done, _ = wait(waiting, timeout=_TICK, return_when=FIRST_COMPLETED)
            for future in done:
                unit = waiting.pop(future)
                finished[unit] = _result(future, unit)
                progress(len(finished), len(units))

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(self.processes, context=_started_context(), initializer=_begin_worker)
        return self._pool


def _here(work: Callable[[int], Any], units: Sequence[int], finished: dict[int, Any], progress: Progress) -> None:
    for unit in units:
        finished[unit] = work(unit)
        progress(len(finished), len(units))


def _result(future: "Future[Any]", unit: int) -> Any:
    try:
        return future.result()
    except SimError as error:
        raise error from None
    except ProcessExpired as error:
        raise SimError(
            f"The process that computed community {unit + 1} ended by itself (exit code {error.exitcode}); "
            "if memory is short, use fewer --processes.",
            f"计算第 {unit + 1} 个社区的进程自行终止了（退出码 {error.exitcode}）；如果内存不足，请调小 --processes。",
        ) from None
    except BrokenProcessPool:
        raise SimError(
            "The worker processes could not start or ended by themselves; try --processes 1.",
            "工作进程未能启动，或自行终止了；请试用 --processes 1。",
        ) from None


def _begin_worker() -> None:
    """In a worker: end at once when the parent asks, even in the middle of compiling, or when it is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def _ctrl_c(handler: Any) -> Iterator[None]:
    """Handle Ctrl-C by ``handler`` for a moment (only the main thread ever hears of it)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Let what has begun come to its end, then stop."""
    heard: list[int] = []
    with _ctrl_c(lambda number, frame: heard.append(number)):
        yield
    if heard:
        raise KeyboardInterrupt


# Named outright, because importing Mesa changes the process-wide default.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_BASE: Any = multiprocessing.get_context(_METHOD)


class _Process(_BASE.Process):  # type: ignore[misc]
    """A worker that does not run the user's script again.

    Workers need only importable modules. Python would load the parent's main script into each of them,
    which costs time and sends a plain script without ``if __name__ == "__main__"`` round in a circle.
    """

    @staticmethod
    def _Popen(process: Any) -> Any:  # noqa: N802
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            return _BASE.Process._Popen(process)
        finally:
            sys.modules["__main__"] = main


class _Context(type(_BASE)):  # type: ignore[misc]
    """The context that makes such workers."""

    Process = _Process


def _started_context() -> _Context:
    """Return the context; where there is a fork server it runs from here on and has loaded the engine."""
    if _METHOD == "forkserver":
        from multiprocessing import forkserver, resource_tracker

        forkserver.set_forkserver_preload(_PRELOAD)
        resource_tracker.ensure_running()  # by itself, because it changes the mask of signals
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()  # inherits the mask: Ctrl-C never makes a worker print
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return _Context()


@dataclass(frozen=True, slots=True)
class Community:
    """The work of one unit: a community lives through all scenarios in one lockstep run."""

    scenarios: tuple[Scenario, ...]
    profile: Profile
    params: Mapping[str, float]
    seed: int
    months: int
    network: tuple[int, int] | None = None  # scenarios whose network is kept, first community alone

    def __call__(self, replicate: int) -> "Replicate":
        """Run it; deterministic in ``seed`` and ``replicate``."""
        from sim.replicate import run_lockstep  # loads the compiled engine

        return run_lockstep(
            self.scenarios,
            profile=self.profile,
            params=self.params,
            seed=self.seed,
            replicate=replicate,
            months=self.months,
            network=self.network if replicate == 0 else None,
        )
