"""How a job is carried out: where, by how many processes, for which command, and who hears of it.

One value is made by who asks (a command, the live page, a caller in Python) and handed on as ``execution`` to all that
computes. Nothing of it changes a result.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from experiments.runs.jobs import JobEngine
from experiments.runs.open_engine import open_engine
from experiments.runs.ordered import Engine
from experiments.runs.pool import MAX_PROCESSES, check_processes, load_ahead
from sim.errors import InputError
from sim.text import Text

COMMUNITIES, CHECKING, RUNNING, RUNS = "communities", "checking", "running", "runs"
"""What is at work: communities of the question itself; stored worlds that are checked against the bands, or policies
that run in those that pass; the runs of a sweep."""


class PartDone(NamedTuple):
    """How far a part of a job is: what is at work, how many of its pieces are done, and of how many."""

    what: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Execution:
    """How a job is carried out.

    Args:
        engine: ``local``, worker processes of this machine, or ``dask:ADDRESS``, a cluster; for what runs a sweep.
        processes: local worker processes; None takes the cores there are.
        command: the line that does the same again, for the manifest; empty where it was asked in Python.
        on_progress: called with how far it is: a ``PartDone``, or of a sweep, after every job, its ``Progress``.
        on_note: called with sentences worth telling, such as that results of other rules are kept apart.

    Raises:
        InputError: the number of processes cannot be used.
    """

    engine: str = "local"
    processes: int | None = None
    command: str = ""
    on_progress: Callable[[Any], None] = lambda progress: None
    on_note: Callable[[Text], None] = lambda text: None

    def __post_init__(self) -> None:
        """Refuse a number of processes before anything is computed."""
        if self.engine == "local":
            check_processes(self.processes, MAX_PROCESSES)

    def load_ahead(self) -> None:
        """Begin to load what computes, where that is other processes of this machine."""
        if self.engine == "local":
            load_ahead(self.processes)

    def job_engine(self) -> JobEngine:
        """Return what computes the jobs of a sweep.

        Raises:
            InputError: there is no such engine, or a number of processes is given to a cluster.
        """
        return open_engine(self.engine, self.processes)

    def pool(self, units: int) -> Engine:
        """Return what computes so many units in their order, on this machine.

        Raises:
            InputError: another engine is asked for.
        """
        if self.engine != "local":
            raise InputError(
                f"engine '{self.engine}' runs sweeps alone; leave it out: this is computed on this machine.",
                f"计算引擎“{self.engine}”只用于 sweep；请去掉它：这项计算在本机进行。",
            )
        return Engine(check_processes(self.processes, units))

    def map(self, work: Callable[[int], Any], units: Sequence[int], what: str = COMMUNITIES) -> list[Any]:
        """Return ``[work(unit) for unit in units]``, computed on this machine; raises as ``Engine.map``."""
        with self.pool(len(units)) as engine:
            return engine.map(work, units, lambda done, of: self.on_progress(PartDone(what, done, of)))


HERE = Execution()
"""On all cores of this machine, unheard."""
