"""What every engine that streams jobs has in common: its face, and what becomes of runs whose worker died."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from sim.text import Text

if TYPE_CHECKING:
    from experiments.runs.run import Done, Failure, Job

IN_FLIGHT = 3
"""Jobs sent per worker: one it computes, and others so that it need not wait for the next."""

Work = Callable[["Job"], list["Done | Failure"]]
Landed = tuple["Job", list["Done | Failure"]]


class JobEngine(Protocol):
    """Computes jobs somewhere. Use it in a ``with``."""

    name: str
    workers: int

    def run(self, jobs: "Iterable[Job]") -> Iterator[Landed]:
        """Yield every job with its results as they finish.

        ``jobs`` is asked for the next one only when there is room: about three are in flight per worker. Runs of
        a job whose worker died are sent once more, each alone; a run whose worker dies again is a ``Failure``.
        Closing the iterator, or Ctrl-C, drops what is in flight.
        """
        ...

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End at once what is still going on."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A job on its way; ``again`` counts how often its worker has died. From 1 on it is one run, alone."""

    job: "Job"
    again: int = 0


class Backlog:
    """What is still to be sent: first the runs whose worker died, each alone, then the other jobs in their order."""

    def __init__(self, jobs: "Iterable[Job]", chances: int = 1) -> None:
        """Ask for no job yet; a run is sent alone ``chances`` times before it is held to kill its workers."""
        self._jobs = iter(jobs)
        self._chances = chances
        self._again: deque[Sent] = deque()

    @property
    def again(self) -> int:
        """How often the worker of what comes next has died."""
        return self._again[0].again if self._again else 0

    def next(self) -> Sent | None:
        """Return what to send next, or None where nothing is left."""
        if self._again:
            return self._again.popleft()
        job = next(self._jobs, None)
        return None if job is None else Sent(job)

    def put_back(self, sent: Sent) -> None:
        """Take back what could not be sent."""
        self._again.appendleft(sent)

    def died(self, sent: Sent, sentence: Text) -> "list[Done | Failure]":
        """Put the runs of a job whose worker died back, each alone; return failures where that was its last chance."""
        from experiments.runs.run import Failure

        job = sent.job
        if sent.again < self._chances:
            self._again.extend(Sent(job.alone(key), sent.again + 1) for key in job.keys)
            return []
        return [Failure(key, sentence.en, sentence.zh, died=True, inputs=job.inputs(key)) for key in job.keys]


def default_work() -> Work:
    """Return what computes a job of runs."""
    from experiments.runs.run import work

    return work
