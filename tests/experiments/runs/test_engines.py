import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments.runs import Engine, Stopped, check_processes
from sim.errors import InputError, SimError
from tests.experiments import units

ROOT = Path(__file__).resolve().parents[3]


SCRIPT = """
import faulthandler, signal, sys
if hasattr(faulthandler, "register"):
    faulthandler.register(signal.SIGUSR1, all_threads=True)
sys.path.insert(0, {root!r})
from tests.experiments import units
from experiments.runs import Engine, Stopped
try:
    with Engine({processes}) as engine:
        print("begun", flush=True)
        engine.map(units.first_two_then_busy, range(8), lambda done, of: print("done", done, flush=True))
except Stopped as stopped:
    print(sorted(stopped.finished))
    sys.exit(130)
except KeyboardInterrupt:  # before the engine began
    sys.exit(130)
"""


def script(processes):
    code = SCRIPT.format(root=str(ROOT), processes=processes)
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def ended(running, patience=20):
    """What a script has written; where it does not end, it is made to say first where it stands."""
    try:
        return running.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.kill(running.pid, signal.SIGUSR1)
        time.sleep(1)
        os.killpg(running.pid, signal.SIGKILL)
        out, err = running.communicate()
        pytest.fail(f"not ended after {patience} s: {out!r}\n{err.decode()}")


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_units(processes):
    with Engine(processes) as engine:
        assert engine.map(units.square, range(7)) == [0, 1, 4, 9, 16, 25, 36]
        assert engine.map(units.square, [9, 8]) == [81, 64]


def test_one_process_is_this_process():
    with Engine(1) as engine:
        assert engine.map(units.process_number, range(2)) == [os.getpid()] * 2


def test_two_processes_are_others():
    with Engine(2) as engine:
        assert os.getpid() not in engine.map(units.process_number, range(6))


@pytest.mark.parametrize("processes", [1, 2])
def test_progress_counts_every_unit_once(processes):
    heard = []
    with Engine(processes) as engine:
        engine.map(units.square, range(5), lambda done, of: heard.append((done, of)))
    assert heard == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_units_own_sentence_reaches_the_parent(processes):
    with Engine(processes) as engine, pytest.raises(InputError, match=r"^The third is refused\.$"):
        engine.map(units.refuse_third, range(6))


def test_a_worker_that_dies_is_named_by_its_community():
    with Engine(2) as engine, pytest.raises(SimError, match=r"community 3 .*exit code 7"):
        engine.map(units.die_at_second, range(6))


@pytest.mark.skipif(os.name == "nt", reason="signals to a group of processes are of POSIX")
@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_is_quiet_within_two_seconds_and_keeps_what_is_finished(processes):
    running = script(processes)
    assert [running.stdout.readline().strip() for _ in range(3)] == [b"begun", b"done 1", b"done 2"]
    os.killpg(running.pid, signal.SIGINT)
    begun = time.monotonic()
    out, err = ended(running)
    assert (running.returncode, out.split(), err) == (130, [b"[0,", b"1]"], b"")
    assert time.monotonic() - begun < 10  # two seconds on a machine that does nothing else


@pytest.mark.skipif(os.name == "nt", reason="signals to a group of processes are of POSIX")
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
def test_ctrl_c_while_workers_start_is_quiet_too(delay):
    running = script(2)
    running.stdout.readline()
    time.sleep(delay)
    os.killpg(running.pid, signal.SIGINT)
    _, err = ended(running)
    assert (running.returncode, err) == (130, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals to a group of processes are of POSIX")
@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_that_python_throws_away_is_answered_all_the_same(processes):
    class Last:
        def __del__(self):
            with contextlib.suppress(KeyboardInterrupt):  # as Python does with any error here, but for printing it
                signal.raise_signal(signal.SIGINT)

    def progress(done, of):
        Last()

    with Engine(processes) as engine, pytest.raises(Stopped) as stopped:
        engine.map(units.square, range(40), progress)
    assert len(stopped.value.finished) < 40
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes under /proc")
def test_workers_end_when_their_parent_is_killed():
    running = script(2)
    running.stdout.readline()
    time.sleep(1.0)
    running.kill()
    running.communicate()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _alive_in_group(running.pid):
        time.sleep(0.1)
    assert not _alive_in_group(running.pid)


def _alive_in_group(group):
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, own_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if int(own_group) == group and state != "Z":
                found.append(entry.name)
    return found


def test_a_plain_script_without_a_main_guard_runs(tmp_path):
    path = tmp_path / "plain.py"
    lines = [
        "import sys",
        f"sys.path.insert(0, {str(ROOT)!r})",
        "from tests.experiments import units",
        "from experiments.runs import Engine",
        "with Engine(2) as engine:",
        "    print(engine.map(units.square, range(4)))",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[0, 1, 4, 9]\n", "")


@pytest.mark.parametrize("wrong", [0, -1, 100_000, 1.5, True, "2"])
def test_a_wrong_number_of_processes_is_refused(wrong):
    with pytest.raises(InputError, match=r"processes = .*1\.\.256"):
        check_processes(wrong, 20)


def test_no_more_processes_than_units():
    assert check_processes(8, 3) == 3
