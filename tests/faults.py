"""Kills a sweep a hundred times and holds its table against that of a sweep that nobody disturbed.

``python -m tests.faults`` runs a plan of 2,000 runs in peace, then again in another folder while it kills with
SIGKILL, at random moments, now the program itself, now one of its workers, and starts the same command again.
In the end no run may be lost or there twice, and both ``summary.parquet`` must be the same byte for byte.
"""

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PLAN = """\
question.en = "Does a sweep survive being killed?"
question.zh = "运行被强行终止后还能接着算吗？"
scenarios = ["baseline", "publicity"]
replicates = {replicates}
months = 24
[params]
n_residents = {residents}
n_buildings = 8
burn_in_months = 12
[design]
kind = "latin"
samples = 50
[design.params]
forgetting = [0.02, 0.06]
word_of_mouth = [0.05, 0.25]
"""
RUNS_A_REPLICATE = 100
PARENTS = 0.3  # of the kills, about
LONGEST_ORPHAN = 30.0  # s
LONGEST_QUIET = 600.0  # s without a single new result is a hang


@dataclass
class Tally:
    """What was done to the sweep."""

    parents: int = 0
    workers: int = 0
    sessions: int = 0

    @property
    def kills(self) -> int:
        """How many processes were killed."""
        return self.parents + self.workers


def main(arguments: list[str] | None = None) -> int:
    """Run the harness; 0 where nothing was lost."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="faults-") as home:
        return _check(Path(home), options)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--runs", type=int, default=2000, help="rounded to hundreds")
    parser.add_argument("--residents", type=int, default=1500)
    parser.add_argument("--longest", type=float, default=1.0, help="longest time between kills, s")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _check(home: Path, options: argparse.Namespace) -> int:
    plan = home / "plan.toml"
    replicates = max(1, options.runs // RUNS_A_REPLICATE)
    plan.write_text(PLAN.format(replicates=replicates, residents=options.residents), encoding="utf-8")
    calm, disturbed = home / "calm", home / "disturbed"
    say(f"undisturbed: {replicates * RUNS_A_REPLICATE} runs")
    begun = time.monotonic()
    subprocess.run(command(plan, calm), cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    say(f"undisturbed: {time.monotonic() - begun:.0f} s")
    killer = Killer(disturbed, replicates * RUNS_A_REPLICATE, options.kills, options.longest, options.seed)
    tally = killer.disturb(command(plan, disturbed))
    found = compared(calm, disturbed)
    found |= {"killed_parents": tally.parents, "killed_workers": tally.workers, "sessions": tally.sessions}
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    good = found["lost"] == found["twice"] == found["failed"] == 0 and found["same_bytes"] and not found["orphans"]
    return 0 if good and tally.kills >= options.kills else 1


def command(plan: Path, out: Path, *, processes: bool = True) -> list[str]:
    """The line that is killed and started again."""
    words = [sys.executable, "run.py", "sweep", str(plan), "--out", str(out), "--lang", "en"]
    return [*words, "--processes", "2"] if processes else words


class Killer:
    """Starts a command again and again until it ends by itself, and kills what it runs ``kills`` times.

    A kill comes after a random time of up to ``longest`` seconds, or earlier where the sweep would otherwise
    be done before all kills are.
    """

    def __init__(self, folder: Path, runs: int, kills: int, longest: float, seed: int) -> None:
        """Remember what to do."""
        self.folder, self.runs, self.kills, self.longest = folder, runs, kills, longest
        self.rng, self.tally = random.Random(seed), Tally()

    def disturb(self, words: list[str]) -> Tally:
        """Run it to its end."""
        while True:
            self.tally.sessions += 1
            program = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if self._session(program) and not _died(self.folder):
                return self.tally

    def _session(self, program: "subprocess.Popen[bytes]") -> bool:
        """Watch over one start of the command; True where it ended by itself."""
        _wait_for_workers(program)
        while program.poll() is None and self.tally.kills < self.kills:
            self._wait(program)
            workers = _workers(program)
            if program.poll() is None and self.rng.random() < PARENTS:
                program.kill()
                program.wait()
                self.tally.parents += 1
                say(f"{self.tally.kills}: killed the program; {done(self.folder)} runs are kept")
                return False
            if workers:
                self._kill(self.rng.choice(workers))
        program.wait(timeout=LONGEST_QUIET)
        if program.returncode not in (0, 1):
            raise SystemExit(f"the sweep ended with exit code {program.returncode}")
        return True

    def _wait(self, program: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + self.rng.uniform(0.0, self.longest)
        quota = self.runs * (self.tally.kills + 1) / (self.kills + 2)
        while time.monotonic() < until and done(self.folder) < quota and program.poll() is None:
            time.sleep(0.02)

    def _kill(self, worker: psutil.Process) -> None:
        try:
            worker.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            return
        self.tally.workers += 1
        say(f"{self.tally.kills}: killed a worker; {done(self.folder)} runs are kept")


def _wait_for_workers(program: "subprocess.Popen[bytes]") -> None:
    while program.poll() is None and not _workers(program):
        time.sleep(0.05)


def _workers(program: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The processes that compute: they come from the fork server, which is a child of the program."""
    try:
        helpers = psutil.Process(program.pid).children()
        return [worker for helper in helpers for worker in helper.children()]
    except psutil.NoSuchProcess:
        return []


def compared(calm: Path, disturbed: Path) -> dict[str, object]:
    """Hold both folders against each other."""
    one, other = _keys(calm), _keys(disturbed)
    tables = [(folder / "summary.parquet").read_bytes() for folder in (calm, disturbed)]
    return {
        "runs": len(one),
        "lost": len(set(one) - set(other)),
        "twice": len(other) - len(set(other)),
        "failed": _died(disturbed),
        "same_bytes": tables[0] == tables[1],
        "orphans": orphans(disturbed),
    }


def orphans(folder: Path) -> list[int]:
    """Workers that outlived their program; they get a while to notice, for compiled code does not listen."""
    until = time.monotonic() + LONGEST_ORPHAN
    since = (folder.parent / "plan.toml").stat().st_mtime
    while (found := _orphans(since)) and time.monotonic() < until:
        time.sleep(0.5)
    return found


def _orphans(since: float) -> list[int]:
    ours = []
    for process in psutil.process_iter(["cmdline", "ppid", "create_time"]):
        words = " ".join(process.info["cmdline"] or [])
        if "forkserver" in words and process.info["ppid"] == 1 and process.info["create_time"] > since:
            ours.append(process.pid)
    return ours


def _keys(folder: Path) -> list[str]:
    from pyarrow import parquet

    return parquet.read_table(folder / "summary.parquet", columns=["key"])["key"].to_pylist()


def _ledger(folder: Path, question: str) -> int:
    try:
        with sqlite3.connect(f"file:{folder / 'ledger.sqlite'}?mode=ro", uri=True) as ledger:
            return int(ledger.execute(question).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def done(folder: Path) -> int:
    """Runs in the ledger."""
    return _ledger(folder, "SELECT count(*) FROM runs")


def _died(folder: Path) -> int:
    return _ledger(folder, "SELECT count(*) FROM failures")


def say(text: str) -> None:
    """Tell how far the harness is."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
