"""Spreads communities over processes of this machine and gives the results back in their order."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pebble import ProcessExpired

from experiments.runs.pool import STOPS, TICK, Workers, broken, ctrl_c_held_back, try_rules_here
from sim.compute.sources import work_under_way
from sim.errors import SimError
from sim.scenarios.scenario import Profile, Scenario

if TYPE_CHECKING:
    from sim.engine.replicate import Replicate

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
            SimError: the sentence of the unit that failed, or of the worker that died.
        """
        run = self._in_workers if self.processes > 1 else _here
        finished: dict[int, Any] = {}
        try:
            try_rules_here()
            run(work, units, finished, progress or (lambda done, of: None))
        except KeyboardInterrupt:
            raise Stopped(finished) from None
        return [finished[unit] for unit in units]

    def _in_workers(
        self, work: Callable[[int], Any], units: Sequence[int], finished: dict[int, Any], progress: OnProgress
    ) -> None:
        with ctrl_c_held_back():  # so that every unit that is sent is known
            waiting: dict[Future[Any], int] = {self._workers.schedule(work, unit)[1]: unit for unit in units}
        while waiting:
            with ctrl_c_held_back():  # cut in half, a look at futures leaves them locked, and stopping waits for ever
                done, _ = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
                if not self._workers.watch():
                    raise broken()
                for future in done:
                    unit = waiting.pop(future)
                    finished[unit] = _result(future, unit)
            for heard in range(len(finished) - len(done) + 1, len(finished) + 1):
                progress(heard, len(units))


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
    except BrokenProcessPool:
        raise broken() from None


def _ended(unit: int, code: object, code_zh: object) -> SimError:
    return SimError(
        f"The process that computed community {unit + 1} ended by itself (exit code {code}); "
        "if memory is short, use fewer --processes.",
        f"计算第 {unit + 1} 个社区的进程自行终止了（退出码 {code_zh}）；如果内存不足，请调小 --processes。",
    )


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
