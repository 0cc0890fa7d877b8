"""The fork server, from which workers come, is killed, as a system short of memory does it: work goes on."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver

import psutil
import pytest

from experiments.runs import Engine, LocalEngine
from experiments.runs import pool as pools
from experiments.runs.pool import PoolError
from experiments.runs.run import Done
from tests.experiments import units

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="there is no fork server here"
)


def fork_server():
    return forkserver._forkserver._forkserver_pid


def kill_when(ready):
    """Kill the fork server as soon as ``ready`` gives one."""

    def kill():
        while not (found := ready()):
            time.sleep(0.005)
        os.kill(found, signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    return thread


@pytest.fixture
def none_runs():
    """No fork server runs as the test begins, so that the next one is seen as it starts."""
    if fork_server():
        os.kill(fork_server(), signal.SIGKILL)
        os.waitid(os.P_PID, fork_server(), os.WEXITED | os.WNOWAIT)
    return fork_server()


def alive(numbers):
    return [number for number in numbers if psutil.pid_exists(number) and psutil.Process(number).status() != "zombie"]


def workers():
    return [process.pid for process in psutil.Process(fork_server()).children()]


def test_communities_are_computed_all_the_same(none_runs):  # so that all workers seen are those of this test
    before = []

    def progress(done, of):
        if done == 2:
            before.extend(workers())
            os.kill(fork_server(), signal.SIGKILL)

    with Engine(2) as engine:
        assert engine.map(units.square, range(12), progress) == [n * n for n in range(12)]
        assert len(before) == 2 and not set(before) & set(workers())
    assert alive(before) == []


@pytest.mark.slow
def test_runs_are_computed_all_the_same_and_none_is_held_to_have_died():
    before, found = [], []
    slow = {b"%d" % n: "sleep" for n in range(12)}
    jobs = (units.Toy((key,), slow) for key in slow)
    with LocalEngine(2, units.toy) as engine:
        for _, results in engine.run(jobs):
            found += results
            if len(found) in (1, 5, 8):
                before.extend(workers())
                os.kill(fork_server(), signal.SIGKILL)
    assert all(isinstance(result, Done) for result in found)
    assert sorted(result.key for result in found) == sorted(slow)
    assert alive(before) == []


@pytest.mark.parametrize("which", ["communities", "runs"])
def test_one_killed_as_it_starts_comes_again(which, none_runs):
    killing = kill_when(lambda: fork_server() if fork_server() != none_runs else None)
    if which == "communities":
        with Engine(2) as engine:
            assert engine.map(units.square, range(4)) == [0, 1, 4, 9]
    else:
        with LocalEngine(2, units.toy) as engine:
            landed = list(engine.run(units.Toy((b"%d" % n,), {}) for n in range(4)))
        assert len(landed) == 4
    assert not killing.is_alive()


class NoPool:
    """Stands for a machine on which no worker starts."""

    def __init__(self, *_, **__):
        pass

    @property
    def active(self):
        raise BrokenProcessPool

    def stop(self):
        pass

    def join(self):
        pass


def test_where_none_lasts_one_sentence_says_so(monkeypatch):
    monkeypatch.setattr(pools, "ProcessPool", NoPool)
    with Engine(2) as engine, pytest.raises(PoolError, match=r"could not start .* Nothing was kept\.$"):
        engine.map(units.square, range(3))
    with LocalEngine(2, units.toy) as engine, pytest.raises(PoolError, match=r"could not start .* --processes 1\.$"):
        list(engine.run(iter([units.Toy((b"0",), {})])))
