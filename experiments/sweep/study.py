"""Runs a plan into a folder: only what is missing there is computed, and the same call goes on after a stop.

``sweep("plan.toml", "results/mine").summary()`` is the short way in. Every run has a key made of all that
determines its result, so a changed rule never meets an old result, and more replicates add to those that are there.
"""

import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.output.code import code
from experiments.plan import Plan, load_plan
from experiments.runs import HERE, Execution, JobEngine
from experiments.runs.pool import PoolError
from experiments.runs.run import Cell, Done, Failure, Job, unpack_summary, work
from experiments.store import Ledger, publish, read_failures, read_summary, read_trajectories, status
from experiments.store.request import tables_from_writer, tables_given, tables_wanted
from experiments.sweep.expansion import Expansion
from experiments.sweep.progress import InterimResult, Progress
from sim.errors import InputError, SimError
from sim.text import Text

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["MOST_RUNS", "InterruptedSweep", "Swept", "checked_plan", "publish_now", "run_one", "sweep"]

MOST_RUNS = 10_000_000
REPORT_EVERY = 3.0  # s; how often the ledger gets the interim result
FIRST_TABLES, PUBLISH_EVERY = 30.0, 180.0  # s; so that a long sweep can be looked into


@dataclass(frozen=True)
class Swept:
    """A folder with what a plan came to: runs asked for, done, failed, and those computed in this call."""

    folder: Path
    plan: Plan
    code: str
    asked: int
    done: int
    failed: int
    computed: int

    def summary(self) -> "DataFrame":
        """Return one row a run: what it was, the design, and every indicator's window mean in stored units."""
        return read_summary(self.folder)

    def trajectories(self) -> "DataFrame":
        """Return one row a run and month, where the plan keeps them."""
        return read_trajectories(self.folder)

    def failures(self) -> "DataFrame":
        """Return one row a failed run, with its inputs and traceback."""
        return read_failures(self.folder)


class InterruptedSweep(KeyboardInterrupt):
    """Ctrl-C; ``swept`` tells what is kept."""

    def __init__(self, swept: Swept) -> None:
        """Carry what is kept."""
        super().__init__("interrupted")
        self.swept = swept


def checked_plan(plan: Plan | str | Path, replicates: int | None = None, *, yes: bool = False) -> Plan:
    """Return the plan with ``replicates`` in place of its own.

    Raises:
        InputError: the plan cannot be used, or has more than ten million runs and nobody said yes.
    """
    loaded = plan if isinstance(plan, Plan) else load_plan(plan)
    if replicates is not None:
        loaded = loaded.replace(replicates=replicates)
    if loaded.n_runs > MOST_RUNS and not yes:
        raise InputError(
            f"the plan has {loaded.n_runs:,} runs; more than {MOST_RUNS:,} are begun with --yes only.",
            f"该计划共有 {loaded.n_runs:,} 次运行；超过 {MOST_RUNS:,} 次须加 --yes 才开始。",
            str(loaded.path or loaded.name),
        )
    return loaded


def sweep(
    plan: Plan | str | Path,
    out: str | Path,
    *,
    replicates: int | None = None,
    fail_fast: bool = False,
    yes: bool = False,
    execution: Execution = HERE,
) -> Swept:
    """Compute every run of ``plan`` that ``out`` does not have, and publish its tables.

    Args:
        plan: a plan, or the path of a plan file.
        out: the folder; made if missing, resumed if it holds results.
        replicates: in place of the plan's own; more than before adds to what is there.
        fail_fast: stop at the first run that fails.
        yes: begin even more than ten million runs.
        execution: where and by how many processes it is run, and who hears of it.

    Raises:
        InputError: something given cannot be used, the folder is in use, or the disk is full.
        PoolError: no workers last; all that is done is kept and published.
        InterruptedSweep: Ctrl-C; all that is done is kept and published.
    """
    chosen = checked_plan(plan, replicates, yes=yes)
    computed_by = code()
    note = execution.on_note
    with execution.job_engine() as workers, Ledger(Path(out), code=computed_by, note=note) as ledger:
        ledger.begin(chosen, str(execution.command))
        _note_others(ledger, execution)
        session = SweepRun(chosen, ledger, execution)
        try:
            session.run(workers, fail_fast=fail_fast)
        except KeyboardInterrupt:
            raise InterruptedSweep(_all_there_is(chosen, ledger, session.computed)) from None
        except PoolError as error:
            _publish_if_possible(ledger)
            raise _saved(error, session.swept()) from None
        except SimError:
            _publish_if_possible(ledger)
            raise
        ledger.tell(session.interim.text())
        publish(ledger)
        return session.swept()


def publish_now(plan: Plan, out: str | Path, execution: Execution = HERE) -> Swept:
    """Write the tables of what is done of a plan so far; nothing is computed.

    Where a sweep is at work in the folder, it is asked to do that itself, after the job at hand.

    Raises:
        InputError: the folder holds no store, or cannot be written, or who is at work there does not answer.
    """
    found = status(Path(out))  # refuses a folder without a store
    if found.pid is not None and tables_from_writer(Path(out)):
        found = status(Path(out))
        return Swept(Path(out), plan, found.code, found.asked, found.done, found.failed, 0)
    with Ledger(Path(out), code=code(), note=execution.on_note) as ledger:
        ledger.begin(plan, "")
        return _all_there_is(plan, ledger, 0)


def run_one(plan: Plan, out: str | Path, key: str, execution: Execution = HERE) -> Failure | None:
    """Run one run of a plan in this process and keep what it comes to; None where it comes to its end.

    Args:
        plan: the plan that the run is of.
        out: the folder of the sweep.
        key: the beginning of the run's key, in hexadecimal.
        execution: who hears of what is worth telling.

    Raises:
        InputError: the plan has no such run, or several.
    """
    job = _job_of(plan, key)
    with Ledger(Path(out), code=code(), note=execution.on_note) as ledger:
        ledger.begin(plan, "")
        (result,) = work(job)
        if isinstance(result, Failure):
            ledger.fail([result])
            return result
        ledger.add([result])
        _all_there_is(plan, ledger, 1)
        return None


def _all_there_is(plan: Plan, ledger: Ledger, computed: int) -> Swept:
    """Publish every cell of a plan that the ledger can answer, also those that nobody has asked for yet."""
    session = SweepRun(plan, ledger, HERE)
    session.look()
    session.computed = computed
    publish(ledger)
    return session.swept()


def _job_of(plan: Plan, key: str) -> Job:
    """Return the job of the one run whose key begins like that."""
    wanted = key.strip().lower()
    found: set[bytes] = set()
    chosen = None
    for job in Expansion(plan, code()).jobs(lambda known: False, lambda cells: None, 1, plan.trajectories):
        for item in job.keys:
            if wanted and item.hex().startswith(wanted) and item not in found:
                found.add(item)
                chosen = job.alone(item)
    if chosen is None or len(found) > 1:
        raise InputError(
            f"{len(found)} runs of the plan have a key that begins with '{key}'; failures.parquet has the keys.",
            f"计划中有 {len(found)} 次运行的键值以“{key}”开头；键值见 failures.parquet。",
        )
    return chosen


def _note_others(ledger: Ledger, execution: Execution) -> None:
    """Say that results of other rules are kept apart."""
    others = ledger.other_codes()
    if others:
        runs, names = sum(others.values()), ", ".join(sorted(name[:8] for name in others))
        execution.on_note(Text(
            f"The folder holds {runs:,} runs under another fingerprint ({names}): the rules have changed since, or an "
            "earlier version, which took the fingerprint of the same rules otherwise, made them; they are kept apart, "
            f"in {ledger.folder / 'earlier'}, and nothing of them is used.",
            f"文件夹中有 {runs:,} 次运行带着另一个指纹（{names}）：要么规则后来改过，要么是旧版程序所算"
            f"（旧版对同样的规则取指纹的办法不同）；它们另存在 {ledger.folder / 'earlier'}，不会使用。",
        ))  # fmt: skip


def _saved(error: PoolError, swept: Swept) -> PoolError:
    """Return the sentence with what is kept and how to go on."""
    en, zh = error.text
    done, asked, folder = swept.done, swept.asked, swept.folder
    return PoolError(
        f"{en} {done:,} of {asked:,} runs are kept in {folder}; the same command goes on from there.",
        f"{zh}{asked:,} 次运行中已有 {done:,} 次保存在 {folder}；再次执行同一命令即可接着算。",
    )


def _publish_if_possible(ledger: Ledger) -> None:
    """Publish after a stop whose reason is told already; a disk that is full cannot take the tables."""
    with contextlib.suppress(SimError):
        publish(ledger)


class SweepRun:
    """One call of ``sweep``: sends what is missing, keeps what comes back, tells how far it is."""

    def __init__(self, plan: Plan, ledger: Ledger, execution: Execution) -> None:
        """Look at what the ledger has."""
        self.plan, self.ledger, self.execution = plan, ledger, execution
        self.expansion = Expansion(plan, ledger.code)
        self.finished, self.raised = ledger.finished(trajectories=plan.trajectories), ledger.failed()
        self.interim = InterimResult(len(plan.scenarios) > 1, len(plan.design.points) * len(plan.profiles))
        self.waiting: dict[bytes, list[Cell]] = {}
        self.done = self.failed = self.computed = self.first = 0
        self.begun, self.reported_at = time.monotonic(), -REPORT_EVERY
        self.publish_at = self.begun + FIRST_TABLES

    def run(self, engine: JobEngine, *, fail_fast: bool) -> None:
        """Compute what is missing."""
        jobs = self.expansion.jobs(self._have, self._ask, engine.workers, self.plan.trajectories)
        for _, results in engine.run(jobs):
            good = [result for result in results if isinstance(result, Done)]
            bad = [result for result in results if isinstance(result, Failure)]
            self.ledger.add(good)
            self.ledger.fail(bad)
            self._count(good, bad)
            if not self.first:  # it may have compiled the rules: the pace is that of the others
                self.first, self.begun = self.computed, time.monotonic()
            self._tell()
            if bad and fail_fast:
                return

    def look(self) -> None:
        """Ask for every cell and compute nothing."""
        for _ in self.expansion.jobs(lambda key: True, self._ask, 1, self.plan.trajectories):
            raise AssertionError("nothing was to be computed")

    def progress(self) -> Progress:
        """Return how far the sweep is."""
        here, seconds = self.computed - self.first, time.monotonic() - self.begun
        return Progress(self.plan.n_runs, self.done, self.failed, here, seconds, self.interim)

    def swept(self) -> Swept:
        """Return what it came to."""
        return Swept(
            self.ledger.folder, self.plan, self.ledger.code, self.plan.n_runs, self.done, self.failed, self.computed
        )

    def _have(self, key: bytes) -> bool:
        return key in self.finished or key in self.raised

    def _ask(self, cells: list[Cell]) -> None:
        """Tell the ledger what is asked for; what it has already counts."""
        self.ledger.ask(cells)
        summaries = self.ledger.summaries([cell.key for cell in cells if cell.key in self.finished])
        for cell in cells:
            if cell.key in summaries:
                self._take(cell, summaries[cell.key])
            elif cell.key in self.raised:
                self.failed += 1
            else:
                self.waiting.setdefault(cell.key, []).append(cell)

    def _take(self, cell: Cell, summary: bytes) -> None:
        self.done += 1
        community = self.expansion.community(cell.point, cell.replicate)
        self.interim.add(cell.point, cell.scenario, cell.profile, community, unpack_summary(summary))

    def _count(self, good: Iterable[Done], bad: Iterable[Failure]) -> None:
        for result in good:
            self.computed += 1
            self.finished.add(result.key)
            for cell in self.waiting.pop(result.key):
                self._take(cell, result.summary)
        for failure in bad:
            self.computed += 1
            self.raised.add(failure.key)
            self.failed += len(self.waiting.pop(failure.key))

    def _tell(self) -> None:
        """Show how far it is; for those who look on from elsewhere a few times a minute, and tables once in a while."""
        self.execution.on_progress(self.progress())
        if time.monotonic() - self.reported_at > REPORT_EVERY:
            self.reported_at = time.monotonic()
            self.ledger.tell(self.interim.text())
            if self.reported_at > self.publish_at or tables_wanted(self.ledger.folder):
                self._publish()

    def _publish(self) -> None:
        """Write the tables of what is done so far; it never takes more than a twentieth of the time."""
        begun = time.monotonic()
        publish(self.ledger, at_rest=False)
        tables_given(self.ledger.folder)
        now = time.monotonic()
        self.publish_at = now + max(PUBLISH_EVERY, 20 * (now - begun))
