"""The pool of worker processes of this machine, kept by Pebble.

A worker that dies is named and the others go on, and stopping is quiet. The workers come from a fork server
that has already loaded the rules, or are spawned where there is none.
"""

import contextlib
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
import types
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import Any

from pebble import ProcessExpired, ProcessPool

from experiments.runs.open_files import check_files
from sim.compute.cache import check_compiles, is_warm
from sim.compute.sources import check_same, check_unchanged, loaded_hash, trust_what_is_loaded
from sim.errors import InputError, SimError

MAX_PROCESSES = 256
TICK = 0.2
"""The longest wait [s] at a time; waiting for ever cannot be interrupted on Windows."""

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C; what ``kill`` and job schedulers send; what a closed terminal sends."""

MOST_BREAKS = 2
"""So often in a row, without a result in between, a pool that broke is begun anew."""

_GRACE = 1.0  # s; Pebble tells of a worker that died within a tenth
_LONGEST_END = 12.0  # s; Pebble gives each of the workers that do not listen three
_LONGEST_IDLE = 60.0  # s; starting and loading take a few
_PRELOAD = ["numba", "sim.engine.replicate", "experiments.runs", "experiments.runs.run"]


def usable_processes() -> int:
    """Return how many cores this process may use: one where it is a worker itself, which may start no others."""
    if multiprocessing.current_process().daemon:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_processes(processes: int | None, units: int) -> int:
    """Return how many processes to use for ``units`` pieces of work; None takes the cores there are.

    Raises:
        InputError: the number is not a whole number in 1..256, or above 1 where no process can be started.
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
    if processes > 1 and multiprocessing.current_process().daemon:
        raise InputError(
            f"processes = {processes}: this process is itself a worker and may start no others; allowed is 1.",
            f"processes = {processes}：当前进程本身是进程池中的工作进程，不能再启动别的进程；只允许 1。",
        )
    return min(processes, max(units, 1))


def try_rules_here(*, workers: bool = False) -> None:
    """Where sources have changed, load and try the rules before any worker does, which could not say what is wrong.

    Raises:
        InputError: the compiler is switched off.
        RuleError: a rule fails, or a source was edited after it had been loaded.
    """
    check_compiles()
    check_unchanged()
    if not is_warm():
        from sim.engine.trial import try_rules  # what cannot be loaded is refused here

        if workers:
            _ensure_fork_server()  # it loads the engine meanwhile
        try_rules()


def load_ahead(processes: int | None) -> None:
    """Let the server of the workers load the engine while this process loads what else it needs.

    Nothing is begun where rules have to be tried first: one that cannot be loaded is refused in this process.
    """
    if check_processes(processes, MAX_PROCESSES) > 1 and is_warm():
        _ensure_fork_server()


class PoolError(SimError):
    """No pool of workers lasts on this machine."""


def broken() -> PoolError:
    """Return the sentence for pools that are of no use."""
    return PoolError(
        "The worker processes could not start or ended by themselves; if memory is short, try --processes 1.",
        "工作进程未能启动，或自行终止了；如果内存不足，请试用 --processes 1。",
    )


def unfinished(future: "Future[Any]") -> bool:
    """Tell whether the pool broke before the end, or the worker is gone without a word."""
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


def expired(future: "Future[Any]") -> bool:
    """Tell whether the worker is gone, as Pebble tells it."""
    return future.done() and not future.cancelled() and isinstance(future.exception(), ProcessExpired)


class Workers:
    """``processes`` workers, started with the first piece of work.

    Pebble tells of a worker that dies. Two deaths escape it: one within a moment of taking up its work, which is
    then waited for without end, and one while it holds the lock that all take up work with, which stops the others.
    So every worker leaves word in shared memory of what it is at, and ``watch`` looks after those that are gone.
    Where the fork server itself is killed, all of its workers look gone and live on: they are ended, and none of
    them died of its work.
    """

    def __init__(self, processes: int) -> None:
        """Start nothing yet."""
        self.processes = processes
        self._pool: ProcessPool | None = None
        self._waiting: dict[int, Future[Any]] = {}
        self._busy = 0.0

    def schedule(self, work: Callable[..., Any], *arguments: Any) -> "tuple[int, Future[Any]]":
        """Send ``work(*arguments)`` to the next worker that is free; return its number and what it will come to.

        Raises:
            InputError: the system allows too few open files for so many workers.
            RuntimeError: the pool is broken, or could not start.
        """
        number = next(_NUMBERS)
        with ctrl_c_held_back():  # a pool that is stopped half-started leaves workers behind
            if self._pool is None:
                self._begin()
            assert self._pool is not None
            future = self._pool.schedule(_numbered, args=(number, loaded_hash(), work, *arguments))
        self._waiting[number] = future
        future.add_done_callback(lambda _: self._waiting.pop(number, None))
        return number, future

    def _begin(self) -> None:
        """Start the workers; where that comes to nothing none of them stays behind."""
        check_files(self.processes)
        try:
            self._pool = ProcessPool(self.processes, context=_started_context(), initializer=_begin_worker)
            self._busy = time.monotonic()
            if not self._pool.active:  # starts them
                raise RuntimeError("the pool broke as it began")
        except (RuntimeError, OSError, EOFError) as error:
            self.stop()
            if isinstance(error.__cause__ or error, EOFError | ConnectionError):
                _await_end_of_fork_server()
            raise RuntimeError("the worker processes could not start") from error

    def watch(self) -> bool:
        """Cancel work whose worker is gone without Pebble having told; tell whether the pool takes work."""
        now, busy = time.monotonic(), not self._waiting
        for process in tuple(_STARTED):
            future = self._waiting.get(process.doing.value)
            if not process.gone():
                busy |= future is not None
            elif process.orphaned():
                return False
            elif now - process.ended > _GRACE:
                _STARTED.discard(process)
                if future is not None:
                    future.cancel()
        if busy:
            self._busy = now
        return self._pool is not None and self._pool.active and now - self._busy < _LONGEST_IDLE

    def ended_at(self) -> set[int]:
        """Return the numbers of what the workers that died were at."""
        return {process.doing.value for process in tuple(_STARTED) if process.gone() and not process.orphaned()}

    def stop(self, *, in_error: bool = False) -> None:
        """End the workers, at once and whatever they are doing; Ctrl-C in an error is not heard again."""
        if self._pool is not None:
            with ctrl_c(signal.SIG_IGN) if in_error else ctrl_c_held_back():
                self._pool.stop()
                _joined(self._pool)
                for process in tuple(_STARTED):
                    process.end_orphaned()
            self._pool = None
            for future in tuple(self._waiting.values()):  # whoever waits for it would do so for ever
                future.cancel()
            self._waiting.clear()
            _STARTED.difference_update([process for process in tuple(_STARTED) if process.gone()])


def _joined(pool: ProcessPool) -> None:
    """Wait until the workers have ended, but not for ever: what is still there then ends with this process."""

    def join() -> None:
        with contextlib.suppress(RuntimeError):  # a worker that cannot be ended
            pool.join()

    joining = threading.Thread(target=join, daemon=True)
    joining.start()
    joining.join(_LONGEST_END)


def _numbered(number: int, rules: str, work: Callable[..., Any], *arguments: Any) -> Any:
    """In a worker: leave word of what it is at, and do it, by the same rules as the program."""
    process: Any = multiprocessing.current_process()
    process.doing.value = number
    check_same(rules)
    return work(*arguments)


def _begin_worker() -> None:
    """In a worker: end at once when the parent asks, even in the middle of compiling, or when it is gone."""
    trust_what_is_loaded()
    if not sys.warnoptions:  # what libraries warn of is for us, who test with it
        warnings.simplefilter("ignore")
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def ctrl_c(handler: Any) -> Iterator[None]:
    """Handle Ctrl-C, and other signals that somebody answers, by ``handler`` for a moment.

    Only the main thread ever hears of them.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in STOPS}
    heard = [number for number, item in before.items() if number == signal.SIGINT or callable(item)]
    for number in heard:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])


@contextlib.contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Let what has begun come to its end, then stop, whatever error it ended with."""
    heard: list[int] = []
    try:
        with ctrl_c(lambda number, frame: heard.append(number)):
            yield
    finally:
        if heard:
            if signal.getsignal(heard[0]) in (signal.SIG_IGN, None):
                raise KeyboardInterrupt
            signal.raise_signal(heard[0])


@contextlib.contextmanager
def ctrl_c_kept() -> Iterator[Callable[[], None]]:
    """Answer Ctrl-C as Python does, and give what answers it once more where Python has thrown the answer away.

    That happens where it comes at the end of an object or of a weak reference, such as that of a module's lock. Whoever
    handles Ctrl-C otherwise, as the command line does, sees to this himself.
    """
    heard: list[int] = []

    def answer(number: int, frame: Any) -> None:
        heard.append(number)
        raise KeyboardInterrupt

    def again() -> None:
        if heard:
            raise KeyboardInterrupt

    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield again
        return
    signal.signal(signal.SIGINT, answer)
    try:
        yield again
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


_NUMBERS = itertools.count(1)
_STARTED: "set[_Process]" = set()

# Named outright, because importing Mesa changes the process-wide default.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
_BASE: Any = multiprocessing.get_context(_METHOD)


class _Process(_BASE.Process):  # type: ignore[misc]
    """A worker that does not run the user's script again.

    Workers need only importable modules. Python would load the parent's main script into each of them,
    which costs time and sends a plain script without ``if __name__ == "__main__"`` round in a circle.
    ``doing`` is shared with the parent: the number of what it is at, or was at last.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.doing = _BASE.RawValue("q", 0)
        self.ended = 0.0
        self.server: int | None = None

    def start(self) -> None:
        super().start()
        self.server = _fork_server()
        _STARTED.add(self)

    def gone(self) -> bool:
        """In the parent: tell whether it has ended, and note when that was seen first."""
        if not self.ended and connection.wait([self.sentinel], 0):  # its exit code is Pebble's to read
            self.ended = time.monotonic()
        return bool(self.ended)

    def orphaned(self) -> bool:
        """In the parent: tell whether it only looks gone, because the fork server that it came from is."""
        return self.server is not None and _has_ended(self.server)

    def end_orphaned(self) -> None:
        """In the parent: end it where nobody else can any more."""
        if self.orphaned() and self.pid is not None:
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)

    @staticmethod
    def _Popen(process: Any) -> Any:  # noqa: N802
        _ensure_fork_server()
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
    _ensure_fork_server()
    return _Context()


def _fork_server() -> int | None:
    """Return the process number of the fork server, None where there is none."""
    if _METHOD != "forkserver":
        return None
    from multiprocessing import forkserver

    number: int | None = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    return number


def _await_end_of_fork_server() -> None:
    """Give a fork server that is being killed the moment in which it refuses work and does not count as ended yet."""
    server, end = _fork_server(), time.monotonic() + _GRACE
    while server is not None and not _has_ended(server) and time.monotonic() < end:
        time.sleep(0.005)


def _has_ended(child: int) -> bool:
    """Tell whether a child process has ended, whoever is to read its exit code."""
    try:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # read already
        return True


def _ensure_fork_server() -> None:
    """Start the fork server where there is to be one and none runs; one that was killed comes again like this too."""
    if _METHOD != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker

    forkserver.set_forkserver_preload(_PRELOAD)
    resource_tracker.ensure_running()  # by itself, because it changes the mask of signals
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()  # inherits the mask: Ctrl-C never makes a worker print
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
