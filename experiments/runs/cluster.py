"""Streams jobs through the workers of a Dask scheduler, which somebody has started.

Best with one thread a worker, and a scheduler that gives a job up when its first worker dies
(``DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=0``). By its own default it lets four workers die
of one job before it says so, and it must say so three times before a run is held to be the cause. Certificates
for ``tls://`` are taken from Dask's own settings, such as ``DASK_DISTRIBUTED__COMM__TLS__CA_FILE``.
"""

import contextlib
import queue
import signal
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

from experiments.runs.dask_connection import check_dask, connected, quiet
from experiments.runs.jobs import IN_FLIGHT, Backlog, Landed, Sent, Work, default_work
from experiments.runs.pool import TICK, ctrl_c, ctrl_c_held_back, try_rules_here
from sim.errors import InputError, SimError
from sim.text import Text

if TYPE_CHECKING:
    from distributed import Client, Future

    from experiments.runs.run import Done, Failure, Job

_LOOK = 2.0  # s; how often the workers are counted
_FETCH = 5.0  # s; a result that takes longer to come, because its worker is lost, is waited for like any other
_CHECK = 120.0  # s; how long workers may take to import the rules
_DIED = Text(
    "The worker that computed this run ended by itself, and so did the next ones; "
    "if memory is short, start workers with more of it.",
    "计算这次运行的工作进程自行终止了，换了也是如此；如果内存不足，请给工作进程更多内存。",
)


class ModelDiffers(SimError):  # noqa: N818
    """A worker has other rules than the program that sent it a job."""


class ClusterEngine:
    """The workers of a Dask scheduler, each thread of them counted as one worker."""

    name = "dask"

    def __init__(
        self, address: str, work: Work | None = None, *, answer_within: float = 10.0, workers_within: float = 60.0
    ) -> None:
        """Check what is given; nothing is connected yet.

        Args:
            address: ``tcp://HOST:PORT``, or ``tls://HOST:PORT`` where the scheduler is secured.
            work: computes a job; must be importable by the workers. Default: ``experiments.runs.run.work``.
            answer_within: how long to wait for the scheduler, and for a first worker [s].
            workers_within: how long to go on while all workers are gone [s].

        Raises:
            InputError: the address cannot be used, or Dask is not installed.
        """
        check_dask(address)
        self.address = address
        self.workers = 0
        self._work = work or default_work()
        self._answer_within, self._workers_within = answer_within, workers_within
        self._open = contextlib.ExitStack()
        self._seen = self._looked = 0.0

    def __enter__(self) -> Self:
        """Connect, wait for a worker, and make sure that every worker has the same rules.

        Raises:
            InputError: no scheduler or no worker answers, certificates cannot be used, or a worker has other rules.
        """
        with contextlib.ExitStack() as opened:
            opened.enter_context(quiet())
            self._client = connected(self.address, self._answer_within)
            opened.callback(self._close)
            self._wait_for_workers()
            _check_rules(self._client)
            self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; what it still computes for us is dropped."""
        self._open.close()

    def _close(self) -> None:
        with ctrl_c(signal.SIG_IGN), contextlib.suppress(OSError):
            self._client.close(timeout=self._answer_within)

    def run(self, jobs: "Iterable[Job]") -> Iterator[Landed]:
        """Yield every job with its results as they finish; see ``JobEngine.run``.

        Raises:
            SimError: the scheduler or all workers are gone, or a worker that came later has other rules.
        """
        try_rules_here()
        flying: dict[Future, Sent] = {}
        try:
            yield from self._streamed(Backlog(jobs, chances=2), flying)
        finally:
            for future in flying:
                future.release()

    def _streamed(self, backlog: Backlog, flying: "dict[Future, Sent]") -> Iterator[Landed]:
        landed: queue.SimpleQueue[Future] = queue.SimpleQueue()
        while True:
            self._look()
            if not self._send(backlog, flying, landed):
                return
            try:
                future = landed.get(timeout=TICK)
            except queue.Empty:
                continue
            sent = flying.pop(future)
            results = self._results(future, sent, backlog)
            if results is None:  # lost on its way
                flying[future] = sent
                future.add_done_callback(landed.put)
                continue
            future.release()
            if results:
                yield sent.job, results

    def _send(self, backlog: Backlog, flying: "dict[Future, Sent]", landed: "queue.SimpleQueue[Future]") -> bool:
        """Send jobs while there is room; False where nothing is left to wait for."""
        while len(flying) < self._free_slots(backlog, flying) and (sent := backlog.next()):
            key = f"governance-{uuid.uuid4().hex}"
            with ctrl_c_held_back():  # a future that is half made complains when it is dropped
                future = self._client.submit(_on_worker, self._work, sent.job, key=key, pure=False, retries=0)
                flying[future] = sent
                future.add_done_callback(landed.put)
        return bool(flying)

    def _free_slots(self, backlog: Backlog, flying: "dict[Future, Sent]") -> int:
        """Return how many jobs may be on their way.

        When a worker dies, Dask suspects all that was sent to it. So while runs are sent once more, there are no
        more than workers; one that is suspected again then goes all by itself, which leaves no doubt.
        """
        again = max([backlog.again, *(sent.again for sent in flying.values())])
        return (IN_FLIGHT * self.workers, self.workers, 1)[again]

    def _results(self, future: "Future", sent: Sent, backlog: Backlog) -> "list[Done | Failure] | None":
        """Return what a job came to: nothing where its runs are sent once more, None where it is computed anew."""
        from distributed import KilledWorker

        if future.status == "cancelled":
            raise _gone(self.address)
        if future.status != "error":  # finished, or finished and lost with its worker since: computed anew
            results = self._fetched(future)
            if future.status != "error":
                return results
        error = future.exception(timeout=self._answer_within)
        if isinstance(error, KilledWorker):
            return backlog.died(sent, _DIED)
        if isinstance(error, ImportError):
            raise SimError(
                f"A worker cannot import the rules ({error}); install the same version on every worker.",
                f"有工作进程无法导入规则（{error}）；请在每个工作进程上安装同一版本。",
            )
        raise error

    def _fetched(self, future: "Future") -> "list[Done | Failure] | None":
        """Bring a result here. Where its worker is lost on the way, Dask has it computed anew."""
        from distributed import CancelledError

        try:
            return future.result(timeout=_FETCH)
        except TimeoutError:
            return None
        except Exception as error:
            if future.status == "error":  # what it came to this time
                return None
            if isinstance(error, CancelledError | OSError):
                raise _gone(self.address) from None
            raise

    def _look(self) -> None:
        """See from time to time that the scheduler is there, and how many workers it has."""
        now = time.monotonic()
        if self._client.status != "running":
            raise _gone(self.address)
        if now - self._looked < _LOOK:
            return
        self._looked = now
        if self._count():
            self._seen = now
        elif now - self._seen > self._workers_within:
            raise SimError(
                f"No worker has been connected to the scheduler at {self.address} for {self._workers_within:g} s; "
                "all that is finished is kept, and the same command goes on once there are workers.",
                f"位于 {self.address} 的调度器已有 {self._workers_within:g} 秒没有工作进程；"
                "已完成的都已保存，有了工作进程后用同一条命令即可继续。",
            )

    def _count(self) -> int:
        """Return how many threads there are; where all are gone, room is kept as it was."""
        try:
            threads = sum(self._client.nthreads(callback_timeout=self._answer_within).values())
        except OSError:
            raise _gone(self.address) from None
        self.workers = threads or self.workers
        return threads

    def _wait_for_workers(self) -> None:
        until = time.monotonic() + self._answer_within
        while not self._count():
            if time.monotonic() > until:
                raise InputError(
                    f"the scheduler at {self.address} has no workers; start one with: "
                    f"dask worker {self.address} --nthreads 1.",
                    f"位于 {self.address} 的调度器没有工作进程；启动方法：dask worker {self.address} --nthreads 1。",
                )
            time.sleep(TICK)
        self._seen = time.monotonic()


def _on_worker(work: Work, job: "Job") -> "list[Done | Failure]":
    """On a worker: compute a job, unless it was made for other rules."""
    wanted = getattr(job, "code", "")
    own = _own_rules() if wanted else ""
    if wanted != own:
        from distributed import get_worker

        raise ModelDiffers(
            f"the worker {get_worker().address} has other rules ({own[:8]}) than this program ({wanted[:8]}); "
            "install the same version there.",
            f"工作进程 {get_worker().address} 的规则（{own[:8]}）与本程序（{wanted[:8]}）不同；请在那里安装同一版本。",
        )
    return work(job)


def _own_rules() -> str:
    """Return the fingerprint of the rules here."""
    from experiments.output.code import code

    return code()


def _check_rules(client: "Client") -> None:
    own = _own_rules()
    found: dict[str, Any] = client.run(_own_rules, on_error="return", callback_timeout=_CHECK)
    for worker, theirs in sorted(found.items()):
        if not isinstance(theirs, str):
            raise InputError(
                f"the worker {worker} cannot import the rules ({theirs}); install the same version there.",
                f"工作进程 {worker} 无法导入规则（{theirs}）；请在那里安装同一版本。",
            )
        if theirs != own:
            raise InputError(
                f"the worker {worker} has other rules ({theirs[:8]}) than this program ({own[:8]}); "
                "install the same version there.",
                f"工作进程 {worker} 的规则（{theirs[:8]}）与本程序（{own[:8]}）不同；请在那里安装同一版本。",
            )


def _gone(address: str) -> SimError:
    return SimError(
        f"The scheduler at {address} is gone; all that is finished is kept, and the same command goes on.",
        f"位于 {address} 的调度器已失去联系；已完成的都已保存，用同一条命令即可继续。",
    )
