"""Spreads communities over processes of this machine and gives the results back in their order."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pebble import ProcessExpired

from experiments.runs.pool import (
    MOST_BREAKS,
    STOPS,
    TICK,
    PoolError,
    Workers,
    broken,
    ctrl_c_held_back,
    ctrl_c_kept,
    expired,
    try_rules_here,
    unfinished,
)
from sim.compute.sources import work_under_way
from sim.errors import SimError
from sim.scenarios.scenario import Profile, Scenario

if TYPE_CHECKING:
    from sim.engine.replicate import Replicate

Waiting = dict["Future[Any]", tuple[int, int]]  # what a unit comes to → number of its work, unit
OnProgress = Callable[[int, int], None]  # called with units done and units known so far


class Stopped(KeyboardInterrupt):
    """Ctrl-C during the work; ``finished`` holds what was done, unit number → result."""

    def __init__(self, finished: dict[int, Any]) -> None:
        """Carry what is finished."""
        super().__init__("stopped")
        self.finished = finished


class Engine:
    """A pool of ``processes`` workers, or this process alone where it is 1. Use it in a ``with``."""

    def __init__(self, processes: int) -> None:
        """Start nothing yet: workers start with the first piece of work."""
        self.processes = processes
        self._workers = Workers(processes)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End the workers, at once and whatever they are doing."""
        self._workers.stop(in_error=kind is not None)

    def map(self, work: Callable[[int], Any], units: Sequence[int], progress: OnProgress | None = None) -> list[Any]:
        """Return ``[work(unit) for unit in units]``; ``work`` must be importable by a worker.

        ``progress`` hears of every finished unit of this call, in whatever order they finish.

        Raises:
            Stopped: Ctrl-C; carries what is finished.
            PoolError: no pool of workers lasts.
            SimError: the sentence of the unit that failed, or of the worker that died.
        """
        run = self._in_workers if self.processes > 1 else _here
        finished: dict[int, Any] = {}
        try:
            with ctrl_c_kept() as again:

                def heard(done: int, of: int) -> None:
                    again()
                    if progress is not None:
                        progress(done, of)

                try_rules_here(workers=self.processes > 1)
                again()
                run(work, units, finished, heard)
        except KeyboardInterrupt:
            raise Stopped(finished) from None
        return [finished[unit] for unit in units]

    def _in_workers(
        self, work: Callable[[int], Any], units: Sequence[int], finished: dict[int, Any], progress: OnProgress
    ) -> None:
        left, breaks = deque(units), 0
        waiting: Waiting = {}
        while left or waiting:
            with ctrl_c_held_back():  # cut in half, a look at futures leaves them locked, and stopping waits for ever
                self._send(work, left, waiting)
                done, _ = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
                if not self._workers.watch():
                    breaks += 1
                    if breaks > MOST_BREAKS:
                        raise _nothing_saved(broken())
                    left.extend(self._begin_anew(waiting))
                    done = set(waiting)
                before = len(finished)
                for future in done:
                    _, unit = waiting.pop(future)
                    finished[unit] = _result(future, unit)
                    breaks = 0
            for heard in range(before + 1, len(finished) + 1):
                progress(heard, len(units))

    def _send(self, work: Callable[[int], Any], left: "deque[int]", waiting: "Waiting") -> None:
        """Send all that is left, as far as the pool takes it."""
        while left:
            try:
                number, future = self._workers.schedule(work, left[0])
            except RuntimeError:  # the pool broke a moment ago
                return
            waiting[future] = number, left.popleft()

    def _begin_anew(self, waiting: "Waiting") -> list[int]:
        """End a pool that broke; take out of ``waiting`` and return the units that no worker died of."""
        ended_at = self._workers.ended_at()
        again = {
            future: unit
            for future, (number, unit) in waiting.items()
            if number not in ended_at and (unfinished(future) or expired(future))
        }
        for future in again:
            del waiting[future]
        self._workers.stop()
        return list(again.values())


def _here(work: Callable[[int], Any], units: Sequence[int], finished: dict[int, Any], progress: OnProgress) -> None:
    for unit in units:
        with work_under_way():
            finished[unit] = work(unit)
        progress(len(finished), len(units))


def _result(future: "Future[Any]", unit: int) -> Any:
    try:
        return future.result()
    except SimError as error:
        raise error from None
    except ProcessExpired as error:
        if -error.exitcode in STOPS:
            time.sleep(TICK)  # who ends all of us at once, such as ``timeout``, is answered first
        raise _ended(unit, error.exitcode, error.exitcode) from None
    except CancelledError:  # the worker is gone without a word
        raise _ended(unit, "unknown", "未知") from None


def _nothing_saved(error: PoolError) -> PoolError:
    en, zh = error.text
    return PoolError(f"{en} Nothing was kept.", f"{zh}没有保存任何结果。")


def _ended(unit: int, code: object, code_zh: object) -> SimError:
    return SimError(
        f"The process that computed community {unit + 1} ended by itself (exit code {code}); "
        "if memory is short, use fewer --processes.",
        f"计算第 {unit + 1} 个社区的进程自行终止了（退出码 {code_zh}）；如果内存不足，请调小 --processes。",
    )


@dataclass(frozen=True, slots=True)
class CommunityWork:
    """The work of one unit: a community runs through all scenarios in one lockstep run."""

    scenarios: tuple[Scenario, ...]
    profile: Profile
    params: Mapping[str, float]
    seed: int
    months: int
    network: tuple[int, int] | None = None  # scenarios whose network is kept, first community alone

    def __call__(self, replicate: int) -> "Replicate":
        """Run it; deterministic in ``seed`` and ``replicate``."""
        from sim.engine.replicate import run_lockstep  # loads the compiled engine

        return run_lockstep(
            self.scenarios,
            profile=self.profile,
            params=self.params,
            seed=self.seed,
            replicate=replicate,
            months=self.months,
            network=self.network if replicate == 0 else None,
        )
