import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing import forkserver
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from experiments.runs import JobEngine, LocalEngine, open_engine, pool
from experiments.runs.pool import Workers
from experiments.runs.run import Done, Failure
from sim.errors import InputError, SimError
from tests.experiments import units

ROOT = Path(__file__).resolve().parents[3]


def toys(count, acts=None, marks="", runs=3):
    """Jobs of some runs each, whose keys are ``job.run``."""
    for job in range(count):
        yield units.Toy(tuple(f"{job}.{run}".encode() for run in range(runs)), acts or {}, str(marks))


def every_result(engine, jobs):
    return [result for _, results in engine.run(jobs) for result in results]


def keys(results, kind=Done):
    return sorted(result.key.decode() for result in results if isinstance(result, kind))


def all_keys(count, runs=3):
    return sorted(f"{job}.{run}" for job in range(count) for run in range(runs))


@pytest.mark.parametrize("processes", [1, 2])
def test_every_run_of_every_job_comes_back_once(processes):
    with LocalEngine(processes, units.toy) as engine:
        assert keys(every_result(engine, toys(12))) == all_keys(12)
        assert keys(every_result(engine, toys(2))) == all_keys(2)


def test_one_process_is_this_one_and_two_are_others():
    for processes, here in ((1, True), (2, False)):
        with LocalEngine(processes, units.toy) as engine:
            assert {result.summary == str(os.getpid()).encode() for result in every_result(engine, toys(4))} == {here}


def test_a_job_comes_back_with_its_own_results_as_soon_as_it_is_finished():
    with LocalEngine(2, units.toy) as engine:
        landed = list(engine.run(toys(4, {b"0.0": "sleep"}, runs=2)))
    assert all(job.keys == tuple(result.key for result in results) for job, results in landed)
    assert landed[0][0].keys != (b"0.0", b"0.1")


def test_jobs_are_asked_for_only_as_slots_are_free():
    asked = []

    def watched():
        for number, job in enumerate(toys(50)):
            asked.append(number)
            yield job

    with LocalEngine(2, units.toy) as engine:
        stream = engine.run(watched())
        assert asked == []
        for landed in range(1, 20):
            next(stream)
            assert len(asked) <= landed + 6
        stream.close()
    assert len(asked) <= 25


def test_the_runs_of_a_dead_worker_are_sent_once_more_and_only_the_one_that_kills_is_lost():
    with LocalEngine(2, units.toy) as engine:
        results = every_result(engine, toys(8, {b"3.1": "die"}))
    (lost,) = [result for result in results if isinstance(result, Failure)]
    assert (lost.key, lost.died, lost.traceback, lost.inputs) == (b"3.1", True, "", "inputs of 3.1")
    assert lost.error.startswith("The process that computed this run ended by itself (exit code 7)")
    assert lost.error_zh.startswith("计算这次运行的进程自行终止了（退出码 7）")
    assert sorted([*keys(results), "3.1"]) == all_keys(8)


def test_a_worker_that_dies_once_costs_nothing(tmp_path):
    with LocalEngine(2, units.toy) as engine:
        results = every_result(engine, toys(8, {b"2.0": "die once", b"5.2": "die once"}, tmp_path))
    assert keys(results) == all_keys(8)


def test_runs_that_all_kill_their_worker_are_each_a_failure():
    acts = {key.encode(): "die" for key in all_keys(3)}
    with LocalEngine(2, units.toy) as engine:
        results = every_result(engine, toys(3, acts))
        assert keys(results, Failure) == all_keys(3)
        assert keys(every_result(engine, toys(2))) == all_keys(2)


@pytest.mark.slow
def test_work_goes_on_where_workers_are_killed_from_outside(tmp_path):
    killed = 0
    with LocalEngine(2, units.toy) as engine:
        found = []
        for _, results in engine.run(toys(60, {key.encode(): "sleep" for key in all_keys(60, 1)[::4]}, runs=1)):
            found += results
            if len(found) in (10, 20, 30):
                for worker in workers_of(psutil.Process())[: killed + 1]:  # now one of them, now all
                    worker.kill()
                killed += 1
    assert killed == 3
    assert sorted(keys(found) + keys(found, Failure)) == all_keys(60, 1)
    assert all(result.died for result in found if isinstance(result, Failure))


class GoneWorker:
    """Stands for a worker that ended long ago, at something."""

    def __init__(self, number):
        self.doing, self.ended = SimpleNamespace(value=number), 1e-9

    def gone(self):
        return True

    def orphaned(self):
        return False

    def end_orphaned(self):
        raise AssertionError("it is gone for good")


def test_work_whose_worker_is_gone_without_a_word_is_not_waited_for(monkeypatch):
    workers = Workers(2)
    try:
        number, future = workers.schedule(units.first_two_then_busy, 2)
        assert workers.watch() and not future.cancelled()
        monkeypatch.setattr(pool, "_STARTED", {GoneWorker(number)})
        workers.watch()
        assert future.cancelled()
    finally:
        workers.stop()


def test_a_pool_in_which_nobody_works_is_given_up(monkeypatch):
    monkeypatch.setattr(pool, "_LONGEST_IDLE", -1.0)
    with LocalEngine(2, units.toy) as engine, pytest.raises(SimError, match="worker processes could not start"):
        every_result(engine, toys(8, {b"0.0": "be busy", b"1.0": "be busy"}))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_bug_in_the_work_is_raised(processes):
    with LocalEngine(processes, units.toy) as engine, pytest.raises(ValueError, match=r"^a bug$"):
        every_result(engine, toys(5, {b"3.1": "raise"}))


@pytest.mark.parametrize("act,told", [
    ("give what cannot travel", r"[Cc]an't (get|pickle)"), ("raise what cannot travel", "UntravelledError: only one"),
])  # fmt: skip
def test_what_cannot_travel_between_processes_is_told(act, told):
    with LocalEngine(2, units.toy) as engine, pytest.raises(Exception, match=told):
        every_result(engine, toys(5, {b"3.1": act}))


def test_a_sentence_of_the_jobs_themselves_is_raised_and_workers_end():
    def broken():
        yield from toys(2)
        raise SimError("No more.", "没有了。")

    beside = workers_of(psutil.Process())
    with LocalEngine(2, units.toy) as engine:
        with pytest.raises(SimError, match=r"^No more\.$"):
            every_result(engine, broken())
        assert new_workers(beside) == []


def test_closing_early_ends_the_workers_and_the_engine_can_be_used_again():
    beside = workers_of(psutil.Process())
    with LocalEngine(2, units.toy) as engine:
        stream = engine.run(toys(40, {b"1.0": "be busy"}))
        next(stream)
        assert len(new_workers(beside)) == 2
        stream.close()
        assert new_workers(beside) == []
        assert keys(every_result(engine, toys(3))) == all_keys(3)


def new_workers(beside):
    """The processes that compute for this program, without those that another test of the same program left."""
    return [worker for worker in workers_of(psutil.Process()) if worker not in beside]


def workers_of(process):
    """The processes that compute: children of the fork server, which is a child of the program."""
    if "forkserver" in multiprocessing.get_all_start_methods():  # named, because programs may run beside it
        helpers = [helper for helper in process.children() if helper.pid == forkserver._forkserver._forkserver_pid]
        return [worker for helper in helpers for worker in helper.children()]
    return process.children()


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.experiments import units
from experiments.runs import LocalEngine
with LocalEngine({processes}, units.toy) as engine:
    jobs = (units.Toy((b"%d" % n,), {{b"%d" % n: "be busy" if n > 1 else ""}}) for n in range(40))
    try:
        for job, results in engine.run(jobs):
            print("done", flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def script(processes):
    code = SCRIPT.format(root=str(ROOT), processes=processes)
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.mark.skipif(os.name == "nt", reason="signals to a group of processes are of POSIX")
@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_is_quiet_and_leaves_no_process_behind(processes):
    running = script(processes)
    assert [running.stdout.readline() for _ in range(2)] == [b"done\n"] * 2
    family = psutil.Process(running.pid).children(recursive=True)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (130, b"", b"")
    assert len(family) == (4 if processes == 2 else 0)
    assert psutil.wait_procs(family, timeout=5)[1] == []


@pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")
def test_workers_end_when_the_program_is_killed():
    running = script(2)
    running.stdout.readline()
    family = psutil.Process(running.pid).children(recursive=True)
    running.kill()
    running.communicate()
    assert psutil.wait_procs(family, timeout=5)[1] == []


@pytest.mark.parametrize("text,said", [
    ("daks:tcp://127.0.0.1:8786", r"engine 'daks:tcp://127\.0\.0\.1:8786' is not known; .* Did you mean 'dask'\?"),
    ("locl", r"engine 'locl' is not known; allowed is local or dask:ADDRESS, .* Did you mean 'local'\?"),
    ("dask", "is not known; allowed is local or dask:ADDRESS"), ("", "engine '' is not known"),
    ("local:2", "engine 'local:2' is not known"), ("ray", "allowed is local or dask:ADDRESS"),
])  # fmt: skip
def test_an_engine_that_is_not_known_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        open_engine(text)


def test_the_local_engine_opens_by_its_name():
    engine: JobEngine = open_engine("local", 2)
    assert (engine.name, engine.workers) == ("local", 2)
    with pytest.raises(InputError, match=r"processes = 0 is outside 1\.\.256"):
        open_engine("local", 0)


def test_a_clusters_workers_are_not_ours_to_number():
    with pytest.raises(InputError, match="processes = 2 is for the engine local alone"):
        open_engine("dask:tcp://127.0.0.1:8786", 2)
