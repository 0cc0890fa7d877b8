import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import dask
import pytest

from experiments.output.code import code
from experiments.runs import open_engine
from experiments.runs.cluster import ClusterEngine, ModelDiffers
from experiments.runs.run import Done, Failure
from sim.errors import InputError, SimError
from tests.clusters import Cluster, end
from tests.experiments import units

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two workers, each with a nanny that starts it again."""
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        for worker in [made.begin_worker("--nanny") for _ in range(2)]:
            made.ready(worker)
        yield made
    finally:
        made.end()


@pytest.fixture
def own_cluster(tmp_path):
    made = Cluster(tmp_path)
    yield made
    made.end()


def toys(count, acts=None, marks="", runs=3, of=""):
    for job in range(count):
        yield units.Toy(tuple(f"{job}.{run}".encode() for run in range(runs)), acts or {}, str(marks), of)


def every_result(engine, jobs):
    return [result for _, results in engine.run(jobs) for result in results]


def keys(results, kind=Done):
    return sorted(result.key.decode() for result in results if isinstance(result, kind))


def all_keys(count, runs=3):
    return sorted(f"{job}.{run}" for job in range(count) for run in range(runs))


def test_every_run_of_every_job_comes_back_once(cluster):
    with ClusterEngine(cluster.address, units.toy) as engine:
        assert (engine.name, engine.workers) == ("dask", 2)
        results = every_result(engine, toys(12, of=code()))
        assert keys(every_result(engine, toys(2))) == all_keys(2)
    assert keys(results) == all_keys(12)
    assert str(os.getpid()).encode() not in {result.summary for result in results}
    assert len({result.summary for result in results}) == 2


def test_jobs_are_asked_for_only_as_slots_are_free(cluster):
    asked = []

    def watched():
        for number, job in enumerate(toys(50)):
            asked.append(number)
            yield job

    with ClusterEngine(cluster.address, units.toy) as engine:
        stream = engine.run(watched())
        for landed in range(1, 10):
            next(stream)
            assert len(asked) <= landed + 6
        stream.close()


def test_only_the_run_that_kills_its_worker_is_lost(cluster):
    with ClusterEngine(cluster.address, units.toy) as engine:
        results = every_result(engine, toys(6, {b"3.1": "die"}))
    assert keys(results, Failure) == ["3.1"]
    (lost,) = [result for result in results if isinstance(result, Failure)]
    assert (lost.key, lost.died, lost.traceback, lost.inputs) == (b"3.1", True, "", "inputs of 3.1")
    assert lost.error.startswith("The worker that computed this run ended by itself, and so did the next ones")
    assert lost.error_zh.startswith("计算这次运行的工作进程自行终止了，换了也是如此")
    assert sorted([*keys(results), "3.1"]) == all_keys(6)


@pytest.mark.parametrize("status", ["finished", "lost", "pending"])
def test_a_result_lost_with_its_worker_is_waited_for(cluster, status):
    future = SimpleNamespace(status=status, result=lambda timeout: ["a result"])
    with ClusterEngine(cluster.address, units.toy) as engine:
        assert engine._results(future, None, None) == ["a result"]


def test_a_worker_that_dies_once_costs_nothing(cluster, tmp_path):
    with ClusterEngine(cluster.address, units.toy) as engine:
        results = every_result(engine, toys(6, {b"2.0": "die once"}, tmp_path))
    assert keys(results) == all_keys(6)


def test_a_bug_in_the_work_is_raised(cluster):
    with ClusterEngine(cluster.address, units.toy) as engine, pytest.raises(ValueError, match=r"^a bug$"):
        every_result(engine, toys(5, {b"3.1": "raise"}))


def test_a_worker_with_other_rules_is_refused_by_name_whenever_it_comes(cluster, tmp_path):
    for package in ("sim", "experiments"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    windows = tmp_path / "experiments" / "output" / "windows.py"
    windows.write_text(windows.read_text(encoding="utf-8") + "\nMORE = 1\n", encoding="utf-8")
    with ClusterEngine(cluster.address, units.toy) as engine:
        other = cluster.worker("--no-nanny", path=(tmp_path, ROOT))
        said = rf"the worker {other.own} has other rules \([0-9a-f]{{8}}\) than this program \({code()[:8]}\)"
        with pytest.raises(ModelDiffers, match=said):
            every_result(engine, toys(60, {b"0.0": "sleep", b"1.0": "sleep"}, of=code()))
    try:
        with pytest.raises(InputError, match=said), ClusterEngine(cluster.address, units.toy):
            pass
    finally:
        end(other)


def test_a_worker_that_cannot_import_the_rules_is_refused_by_name(cluster, tmp_path):
    (tmp_path / "experiments.py").write_text("raise ImportError('nothing here')", encoding="utf-8")
    other = cluster.worker("--no-nanny", path=(tmp_path, ROOT))
    try:
        with pytest.raises(InputError, match=rf"the worker {other.own} cannot import the rules \(.*nothing here"):
            ClusterEngine(cluster.address, units.toy).__enter__()
    finally:
        end(other)


def test_a_lost_scheduler_is_told_and_what_was_finished_has_come(own_cluster):
    own_cluster.worker("--no-nanny")
    found = []
    with (
        ClusterEngine(own_cluster.address, units.toy) as engine,
        pytest.raises(
            SimError, match=rf"^The scheduler at {own_cluster.address} is gone; all that is finished is kept"
        ),
    ):
        for _, results in engine.run(toys(500)):
            found += results
            if len(found) == 9:
                own_cluster.scheduler.kill()
    assert 9 <= len(found) < 1500


@pytest.mark.slow
def test_no_workers_is_told_at_the_start_and_in_the_middle(own_cluster):
    with pytest.raises(InputError, match=rf"has no workers; start one with: dask worker {own_cluster.address}"):
        ClusterEngine(own_cluster.address, units.toy, answer_within=0.5).__enter__()
    worker = own_cluster.begin_worker("--no-nanny")  # comes while we wait
    engine = ClusterEngine(own_cluster.address, units.toy, answer_within=20, workers_within=0.5)
    with engine, pytest.raises(SimError, match=r"No worker has been connected to the scheduler at .* for 0\.5 s"):
        for _ in engine.run(toys(500)):
            worker.kill()


def test_nobody_there_is_told_in_time():
    with pytest.raises(InputError, match=r"^no scheduler answers at tcp://127\.0\.0\.1:9 within 0\.5 s"):
        ClusterEngine("tcp://127.0.0.1:9", units.toy, answer_within=0.5).__enter__()


@pytest.mark.parametrize("address", [
    "", "8786", "127.0.0.1", "tcp:127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1:99999",
    "tcp://127.0.0.1:0", "tcp://a b:1", "tcp://127.0.0.1:8786/x",
])  # fmt: skip
def test_an_address_that_cannot_be_is_refused(address):
    with pytest.raises(InputError, match=r"has no usable address; allowed is dask:tcp://HOST:PORT"):
        open_engine(f"dask:{address}")


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "tcp://node-1.local:8786", "tls://[::1]:8786"])
def test_an_address_that_can_be_is_taken(address):
    assert open_engine(f"dask:{address}").name == "dask"


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=re.escape('needs the extra "cluster"; install it with: python -m pip')):
        open_engine("dask:tcp://127.0.0.1:8786")


def test_the_engines_are_imported_without_dask():
    code = "import sys, experiments.runs; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_ctrl_c_lets_a_job_that_is_being_sent_come_to_its_end(cluster, monkeypatch):
    sent = []
    with ClusterEngine(cluster.address, units.toy) as engine:
        submit = engine._client.submit

        def interrupted(*arguments, **named):
            signal.raise_signal(signal.SIGINT)
            sent.append(submit(*arguments, **named))
            return sent[-1]

        monkeypatch.setattr(engine._client, "submit", interrupted)
        with pytest.raises(KeyboardInterrupt):
            next(engine.run(toys(5)))
    assert len(sent) == 1


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from tests.experiments import units
from experiments.runs.cluster import ClusterEngine
with ClusterEngine({address!r}, units.toy) as engine:
    jobs = (units.Toy((b"%d" % n,), {{b"%d" % n: "sleep" if n > 1 else ""}}) for n in range(400))
    try:
        for job, results in engine.run(jobs):
            print("done", flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals to a group of processes are of POSIX")
def test_ctrl_c_is_quiet_and_the_cluster_goes_on(cluster):
    script = SCRIPT.format(root=str(ROOT), address=cluster.address)
    running = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert [running.stdout.readline() for _ in range(2)] == [b"done\n"] * 2
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out.replace(b"done\n", b""), err) == (130, b"", b"")
    with ClusterEngine(cluster.address, units.toy) as engine:
        assert keys(every_result(engine, toys(4))) == all_keys(4)


@pytest.fixture
def certificates(tmp_path):
    """An authority of our own with a certificate, and a certificate of somebody else."""
    assert shutil.which("openssl"), "this test makes certificates with openssl, which is not installed"
    for name in ("ours", "theirs"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
             "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{name}.key", "-out", f"{name}.pem"],
            cwd=tmp_path, check=True, capture_output=True,
        )  # fmt: skip
    return tmp_path


def settings(folder, name):
    own = {"ca-file": f"{name}.pem", "client.cert": f"{name}.pem", "client.key": f"{name}.key"}
    return dask.config.set({f"distributed.comm.tls.{key}": str(folder / file) for key, file in own.items()})


def test_a_secured_cluster_takes_only_who_has_its_certificate(certificates):
    ours = ["--tls-ca-file", "ours.pem", "--tls-cert", "ours.pem", "--tls-key", "ours.key"]
    secured = Cluster(certificates, *ours, scheme="tls")
    try:
        secured.worker("--no-nanny")
        with settings(certificates, "ours"), open_engine(f"dask:{secured.address}") as engine:
            engine._work = units.toy
            assert keys(every_result(engine, toys(4, of=code()))) == all_keys(4)
        with settings(certificates, "theirs"), pytest.raises(InputError, match="no scheduler answers at tls://"):
            ClusterEngine(secured.address, units.toy, answer_within=1).__enter__()
        with pytest.raises(InputError, match="no scheduler answers at tcp://"):
            ClusterEngine(secured.address.replace("tls", "tcp"), units.toy, answer_within=1).__enter__()
    finally:
        secured.end()


def test_certificates_that_are_missing_are_told(tmp_path):
    with pytest.raises(InputError, match="needs certificates; set DASK_DISTRIBUTED__COMM__TLS__CA_FILE"):
        ClusterEngine("tls://127.0.0.1:9", units.toy, answer_within=1).__enter__()
    with settings(tmp_path, "absent"), pytest.raises(InputError, match="certificates in Dask's settings cannot be"):
        ClusterEngine("tls://127.0.0.1:9", units.toy, answer_within=1).__enter__()


def test_a_port_that_stays_silent_is_given_up():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(InputError, match="no scheduler answers"), ClusterEngine(address, answer_within=0.5):
            pass
