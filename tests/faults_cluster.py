"""Kills a worker, then the scheduler, then the program of a sweep on a Dask cluster, and holds its table against
that of a sweep by local processes.

``python -m tests.faults_cluster`` starts scheduler and workers by itself. In the end no run may be lost or there
twice, and both ``summary.parquet`` must be the same byte for byte.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.clusters import Cluster, end
from tests.faults import PLAN, ROOT, RUNS_A_REPLICATE, command, compared, done, say

WAIT = 300.0  # s


def main(arguments: list[str] | None = None) -> int:
    """Run the harness; 0 where nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults_cluster", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000, help="rounded to hundreds")
    parser.add_argument("--residents", type=int, default=1500)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="faults-") as home:
        return _check(Path(home), max(1, options.runs // RUNS_A_REPLICATE), options.residents)


def _check(home: Path, replicates: int, residents: int) -> int:
    plan = home / "plan.toml"
    plan.write_text(PLAN.format(replicates=replicates, residents=residents), encoding="utf-8")
    calm, disturbed = home / "calm", home / "disturbed"
    runs = replicates * RUNS_A_REPLICATE
    say(f"undisturbed, by local processes: {runs} runs")
    subprocess.run(command(plan, calm), cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    clusters = [_started(home / "first")]
    try:
        told = _disturb(plan, disturbed, runs, clusters, home)
    finally:
        for cluster in clusters:
            cluster.end()
    found = {**compared(calm, disturbed), **told}
    sys.stdout.write(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    good = found["lost"] == found["twice"] == found["failed"] == 0 and found["same_bytes"]
    return 0 if good and told["without_scheduler"]["exit_code"] == 2 else 1


def _disturb(plan: Path, folder: Path, runs: int, clusters: list[Cluster], home: Path) -> dict[str, object]:
    """Kill one after the other; start again what was killed."""
    program = _begin(plan, folder, clusters[-1])
    _until(folder, program, runs // 8)
    worker = clusters[-1].started[1]
    children = psutil.Process(worker.pid).children(recursive=True)
    max(children, key=lambda child: child.memory_info().rss).kill()  # the nanny only watches
    say(f"killed a worker; {done(folder)} runs are kept")
    _until(folder, program, runs // 4)
    clusters[-1].scheduler.kill()
    _, error = program.communicate(timeout=WAIT)
    told = {"exit_code": program.returncode, "said": error.strip().splitlines()[-1], "kept": done(folder)}
    say(f"killed the scheduler; {done(folder)} runs are kept; {told['said']}")
    clusters[-1].end()
    clusters.append(_started(home / "second"))
    program = _begin(plan, folder, clusters[-1])
    _until(folder, program, runs // 2)
    program.kill()
    program.communicate()
    kept = done(folder)
    say(f"killed the program; {kept} runs are kept")
    _, error = _begin(plan, folder, clusters[-1]).communicate(timeout=WAIT)
    return {"without_scheduler": told, "kept_without_program": kept, "end": error.strip().splitlines()[0]}


def _started(folder: Path) -> Cluster:
    """Start a scheduler and two workers, each with a nanny that starts it again."""
    folder.mkdir()
    cluster = Cluster(folder)
    for worker in [cluster.begin_worker("--nanny") for _ in range(2)]:
        cluster.ready(worker)
    return cluster


def _begin(plan: Path, folder: Path, cluster: Cluster) -> "subprocess.Popen[str]":
    words = [*command(plan, folder, processes=False), "--engine", f"dask:{cluster.address}"]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _until(folder: Path, program: "subprocess.Popen[str]", runs: int) -> None:
    """Wait until so many runs are kept."""
    until = time.monotonic() + WAIT
    while done(folder) < runs:
        if program.poll() is not None or time.monotonic() > until:
            end(program)
            raise SystemExit(f"the sweep stopped at {done(folder)} runs")
        time.sleep(0.05)


if __name__ == "__main__":
    raise SystemExit(main())
