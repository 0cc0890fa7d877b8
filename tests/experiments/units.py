"""Work that worker processes can import; run by the tests of engines."""

import os
import time
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

from experiments.runs import Engine, check_processes
from experiments.runs.run import Done
from sim.errors import InputError


def square(unit):
    time.sleep(0.02 * (unit % 3))  # so that units finish out of order
    return unit * unit


def refuse_third(unit):
    if unit == 3:
        raise InputError("The third is refused.", "第三个不接受。")
    return unit


def die_at_second(unit):
    if unit == 2:
        os._exit(7)
    return unit


def process_number(unit):
    time.sleep(0.05)
    return os.getpid()


def first_two_then_busy(unit):
    for _ in range(500 if unit > 1 else 0):
        sum(range(10**7))
    return unit


@dataclass(frozen=True)
class Toy:
    """Runs that worker processes can compute at once; ``acts`` says what the runs do, key → word."""

    keys: tuple
    acts: dict
    marks: str = ""  # a folder for what must be known after a worker died
    code: str = ""

    def alone(self, key):
        return replace(self, keys=(key,))

    def inputs(self, key):
        return f"inputs of {key.decode()}"


def toy(job):
    """Compute a toy: one ``Done`` a key, whose summary is the number of the process."""
    for key in job.keys:
        act = job.acts.get(key, "")
        if act == "die" or (act == "die once" and first_time(job, key)):
            os._exit(7)
        if act == "raise":
            raise ValueError("a bug")
        if act == "raise what cannot travel":
            raise UntravelledError("a", "bug")
        if act == "give what cannot travel":
            return [lambda: 0]
        if act == "be busy":
            first_two_then_busy(2)
        if act == "sleep":
            time.sleep(0.3)
    return [Done(key, str(os.getpid()).encode(), None, 0.0) for key in job.keys]


def first_time(job, key):
    path = Path(job.marks) / key.decode()
    if path.exists():
        return False
    path.touch()
    return True


class UntravelledError(Exception):
    """Can be pickled, but not be made again."""

    def __init__(self, one, other):
        super().__init__("only one")


def nap(job):
    time.sleep(float(job.acts["seconds"]))
    return [Done(key, b"", None, 0.0) for key in job.keys]


def warning(unit):
    warnings.warn("what a library has to say", RuntimeWarning, stacklevel=1)
    return unit


def itself(unit):
    return unit


def mapped_by_default(units):
    with Engine(check_processes(None, units)) as engine:
        return engine.map(itself, range(units))
