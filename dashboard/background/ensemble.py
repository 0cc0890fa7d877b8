"""The same two worlds in 20 communities, the visitor's own first, run in the background during a standstill."""

import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import cache

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from dashboard.content.content import COMMUNITIES
from dashboard.simulation.recording import YEAR
from experiments.output.windows import complete
from experiments.runs import CommunityWork, usable_processes
from experiments.runs.pool import TICK, Workers, expired, try_rules_here, unfinished
from sim.engine.replicate import Replicate, world
from sim.scenarios.scenario import Profile, Scenario

GIVING_WAY = 10
MOST_CACHED = 6
"""Whole answers that stay for whoever asks the same, as after an undo or in a class: about 2.5 MB each."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Question:
    """Which two worlds, in which kind of community, over how many months."""

    scenarios: tuple[Scenario, Scenario]
    profile: Profile
    seed: int
    months: int

    def key(self, communities: int) -> str:
        """Return what an answer from so many communities is kept under."""
        contents = [scenario.content() for scenario in self.scenarios]
        return repr((contents, self.profile.name, self.profile.period.name, self.seed, self.months, communities))


@dataclass(frozen=True, slots=True)
class Answer:
    """What some communities did: ``recorded`` (communities, worlds, months, columns).

    It begins with the months before month 0 that a yearly mean needs.
    """

    recorded: Floats
    of: int

    @property
    def trajectories(self) -> Floats:
        """The months from 0 on; a view."""
        return self.recorded[:, :, YEAR - 1 :]

    @property
    def done(self) -> int:
        """How many communities are in."""
        return len(self.recorded)


@dataclass(frozen=True, slots=True)
class Behind:
    """A community that is run in a worker which gives way to whatever visitors see move."""

    work: CommunityWork

    def __call__(self, number: int) -> Replicate:
        """Run it."""
        _give_way()
        return self.work(number)


@cache
def _give_way() -> None:
    """In a worker, once: take the processor only when nobody else wants it."""
    if hasattr(os, "nice"):
        os.nice(GIVING_WAY)


class Pool:
    """The worker processes that all visitors share."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.processes = usable_processes()
        self._workers = Workers(self.processes)
        self._lock = threading.Lock()

    def run(self, work: CommunityWork, number: int) -> "Future[Replicate]":
        """Send one community to a worker, of a new pool where the one at hand has just broken.

        Raises:
            RuntimeError: no pool can be had.
        """
        with self._lock:
            try_rules_here()
            try:
                return self._workers.schedule(Behind(work), number)[1]
            except RuntimeError:
                self._workers.stop(in_error=True)
                return self._workers.schedule(Behind(work), number)[1]

    def watch(self) -> None:
        """Look after workers that have ended by themselves; a broken pool is begun anew."""
        with self._lock:
            if not self._workers.watch():
                self._workers.stop(in_error=True)

    def rest(self, needed: Callable[[], bool]) -> None:
        """End all workers unless they are ``needed``; the next community begins them anew."""
        with self._lock:
            if not needed():
                self._workers.stop(in_error=True)


POOL = Pool()
_cache: LRUCache[str, Answer] = LRUCache(MOST_CACHED)
_keeping = threading.Lock()


def forget_ensembles() -> None:
    """Keep none of the answers any more."""
    with _keeping:
        _cache.clear()


class Ensemble:
    """One question under way; ``stop`` lets go of it."""

    def __init__(
        self,
        question: Question,
        send: Callable[[Answer], None],
        fail: Callable[[], None],
        communities: int = COMMUNITIES,
    ) -> None:
        """Begin to ask; ``send`` hears of every few communities, ``fail`` of an error, from another thread."""
        self.question = question
        self._send = send
        self._fail = fail
        self._communities = communities
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ensemble", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send no more communities; what is under way is not heard of."""
        self._stopped.set()

    def _run(self) -> None:
        key = self.question.key(self._communities)
        try:
            with _keeping:
                cached = _cache.get(key)
            if cached:
                self._send(cached)
                return
            answer = self._lookup()
            if answer and answer.done == self._communities:
                with _keeping:
                    _cache[key] = answer
        except Exception:  # whoever waits hears of it
            self._fail()

    def _lookup(self) -> Answer | None:
        """Return the last answer that was told of."""
        answer = None
        asked = self.question
        work = CommunityWork(asked.scenarios, asked.profile, {}, asked.seed, asked.months)
        n_residents = world(asked.profile, {})["n_residents"]
        found: dict[int, Floats] = {}
        waiting: dict[Future[Replicate], int] = {}
        numbers = deque(range(self._communities))
        again: set[int] = set()
        expected = self._communities
        while not self._stopped.is_set():
            while len(waiting) < POOL.processes and numbers:
                number = numbers.popleft()
                waiting[POOL.run(work, number)] = number
            if not waiting:
                break
            done, _ = wait(waiting, timeout=TICK, return_when=FIRST_COMPLETED)
            POOL.watch()
            for future in done:
                number = waiting.pop(future)
                if unfinished(future) or expired(future):  # its worker has ended
                    if number in again:
                        expected -= 1  # twice: the answer says of how many communities it is
                    else:
                        again.add(number)
                        numbers.append(number)
                    continue
                replicate = future.result()
                complete(replicate.trajectories, replicate.leavers, n_residents, baseline=None)
                found[number] = replicate.trajectories[:, replicate.months > -YEAR]
            if done and found and not self._stopped.is_set():
                answer = Answer(np.stack([found[n] for n in sorted(found)]), expected)
                self._send(answer)
        if not expected:
            raise RuntimeError("every worker that was asked has ended")
        return answer
