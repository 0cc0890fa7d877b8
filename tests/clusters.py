"""A Dask scheduler and its workers, started as one would start them in a terminal."""

import contextlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


class Cluster:
    """A scheduler and its workers, as one would start them in a terminal."""

    def __init__(self, folder, *options, scheme="tcp"):
        self.folder, self.options, self.started = folder, options, []
        self.scheduler = self._start("scheduler", "--host", f"{scheme}://127.0.0.1", "--port", "0")
        self.address = self._said(self.scheduler, rf"Scheduler at: *({scheme}://127\.0\.0\.1:[0-9]+)")

    def _start(self, kind, *arguments, path=(ROOT,)):
        log = self.folder / f"{len(self.started)}.log"
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *arguments, "--dashboard-address", "127.0.0.1:0", *self.options],
                stdout=out, stderr=out, env=environment, cwd=self.folder,
            )  # fmt: skip
        process.log = log
        self.started.append(process)
        return process

    def _said(self, process, pattern):
        for _ in range(600):
            found = re.search(pattern, process.log.read_text(encoding="utf-8"))
            if found:
                return found[1]
            assert process.poll() is None, process.log.read_text(encoding="utf-8")
            time.sleep(0.05)
        raise AssertionError(process.log.read_text(encoding="utf-8"))

    def begin_worker(self, *options, path=(ROOT,)):
        return self._start("worker", self.address, "--nthreads", "1", *options, path=path)

    def worker(self, *options, path=(ROOT,)):
        return self.ready(self.begin_worker(*options, path=path))

    def ready(self, worker):
        worker.address = self._said(worker, r"Registered to: *(\S+)")
        worker.own = re.search(r"Start worker at: *(\S+)", worker.log.read_text(encoding="utf-8"))[1]
        return worker

    def end(self):
        for process in reversed(self.started):
            end(process)


def end(process):
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
    process.kill()
    process.wait()
