"""A process that runs commands one after another and says how each ended; and its keeper, which ends it."""

import ctypes
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.hostile.inputs import PARAMS, RUN
from tests.hostile.planted import planted

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 20.0  # s, on a machine that has nothing else to do
FIRST = 900.0  # s, with everything to compile
_DROPPED = "-dac_override,-dac_read_search"  # so that permissions hold for root too


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, None where it hung or its process died; both outputs; seconds."""

    code: int | None
    out: str
    err: str
    seconds: float


def longest(seconds: float = LONGEST) -> float:
    """Return the seconds that a command may take: more where others are at work on this machine as well."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Worker:
    """A process for commands; ``with`` ends it."""

    def __init__(self, patience: float = LONGEST) -> None:
        """Start none yet; ``patience`` is how long a command may take [s]."""
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Give the worker."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._end()

    def longest(self) -> float:
        """Return the seconds that a command may take now."""
        return longest(self._patience)

    def run(self, arguments: list[str], folder: Path, planted: str = "", patience: float | None = None) -> Ended:
        """Run a command in a folder; one that takes longer than ``longest``, or ``patience`` [s], is ended.

        ``planted`` names a fault that is put back meanwhile.
        """
        process = self._alive()
        assert process.stdin and process.stdout
        begun = time.monotonic()
        process.stdin.write((json.dumps([arguments, str(folder), planted]) + "\n").encode())
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], patience or self.longest())
        line = process.stdout.readline() if ready else b""
        seconds = time.monotonic() - begun
        if not line:
            self._end()
            return Ended(None, "", "it hung" if not ready else "its process died", seconds)
        return Ended(*json.loads(line), seconds)

    def _alive(self) -> "subprocess.Popen[bytes]":
        """Return the process, a new one when it has loaded what commands need."""
        if self._process:
            return self._process
        drop = shutil.which("setpriv") if os.geteuid() == 0 else None
        head = [drop, f"--bounding-set={_DROPPED}", f"--inh-caps={_DROPPED}"] if drop else []
        self._process = subprocess.Popen(
            [*head, sys.executable, "-c", "from tests.hostile.worker import serve; serve()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], FIRST)[0] or not self._process.stdout.readline():
            raise AssertionError("a process for commands did not begin")
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    pipe.close()
        self._process = None


def serve() -> None:
    """Run what comes on the standard input; answer a line of JSON for each: exit code, output, error output."""
    from cli import main

    ctypes.CDLL(None).prctl(1, 9)  # ends with its keeper
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _warm(main)
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        arguments, folder, fault = json.loads(line)
        os.chdir(folder)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            try:
                with planted(fault):
                    code: int | None = _bands(arguments[1]) if arguments[0] == "(bands)" else main(arguments)
            except SystemExit as error:
                code = error.code if isinstance(error.code, int) else 1
            except BaseException:
                traceback.print_exc()
                code = 1
            sys.stdout.flush()
            sys.stderr.flush()
            told = [stream.seek(0) or stream.read().decode(errors="replace") for stream in (out, err)]
        answers.write(json.dumps([code, *told]) + "\n")
        answers.flush()


def _warm(main: Callable[[list[str]], int]) -> None:
    """Load what is compiled, so that no command is timed with it."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        main(["run", "publicity", *RUN, *PARAMS, "--out", "warm.parquet"])
        os.chdir(ROOT)


def _bands(path: str) -> int:
    """Read a file of bands as ``worlds`` does before anything is run, and write down what was read."""
    from experiments.plausible.bands import load_bands
    from sim.errors import InputError

    try:
        bands = load_bands(path)
    except InputError as error:
        sys.stderr.write(f"error: {error.get('en')}\n")
        return 2
    told = "\n".join(f"{band.indicator} {band.low!r} {band.high!r}" for band in bands)
    Path("read.txt").write_text(told, encoding="utf-8")
    return 0
