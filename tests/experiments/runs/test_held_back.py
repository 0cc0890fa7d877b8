"""Ctrl-C at the worst moment: while futures are being looked at and are locked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import signal
import sys
from concurrent.futures import _base
from tests.experiments import units
from experiments.runs import Engine, LocalEngine

class Locked(_base._AcquireFutures):
    def __enter__(self):
        super().__enter__()
        signal.raise_signal(signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell started us without it
_base._AcquireFutures = Locked
try:
    {work}
except KeyboardInterrupt:
    sys.exit(130)
"""
WORK = {
    "communities in their order": "with Engine(2) as engine: engine.map(units.square, range(4))",
    "jobs as they finish": "with LocalEngine(2, units.toy) as engine: list(engine.run([units.Toy((b'1',), {})]))",
}


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_ctrl_c_while_futures_are_locked_does_not_hang(work):
    line = [sys.executable, "-c", SCRIPT.format(work=work)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "")
