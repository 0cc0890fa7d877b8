"""``python -m tests.slow``: the proofs that take too long for the suite, part by part.

A part that has passed is not tried again while the tree stays as it is: stopped, it goes on with the same command.
``--list`` shows the parts, ``--part NAME`` takes some of them, ``--anew`` forgets what has passed, and ``--minutes N``
begins no part after N minutes. Exit code 0 where all that was asked for has passed, 1 where a part failed, 3 where none
failed and some were not begun.
"""

import argparse
import hashlib
import json
import math
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".slow_cache" / "passed.json"
FOLDERS = ("cli", "dashboard", "docs", "experiments", "report", "sim", "tests", "tools")
PARTS = {
    "pytest": ["-m", "pytest", "-q", "-m", "slow", "-n", "0"],
    "hostile-1": ["-m", "tests.hostile", "--seed", "1"],
    "hostile-2": ["-m", "tests.hostile", "--seed", "2"],
    "planted": ["-m", "tests.hostile.planted"],
    "audit": ["-m", "tests.audit", "--falsified"],
    "kills": ["-m", "tests.faults", "--kills", "60", "--runs", "1200", "--residents", "800"],
    "cluster": ["-m", "tests.faults_cluster"],
}
"""Name → what python is called with; each ends with 0 where its proof holds."""


def main(arguments: list[str] | None = None) -> int:
    """Try the parts that are asked for and have not passed, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.slow", description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="show the parts, and which have passed")
    parser.add_argument("--part", action="append", choices=PARTS, help="this part alone; may be repeated")
    parser.add_argument("--anew", action="store_true", help="forget what has passed")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no part after so many minutes")
    asked = parser.parse_args(arguments)
    tree = fingerprint(ROOT)
    passed = {} if asked.anew else read(KEPT, tree)
    if asked.list:
        for name, words in PARTS.items():
            print(f"{name:10} {'passed' if name in passed else '':7} python {' '.join(words)}")
        return 0
    wanted = asked.part or list(PARTS)
    end = time.monotonic() + 60 * asked.minutes
    failed, late = list[str](), list[str]()
    for name in wanted:
        if name in passed:
            print(f"[slow] {name}: passed before ({passed[name]:.0f} s)", flush=True)
        elif time.monotonic() > end:
            late.append(name)
        elif seconds := tried(name):
            passed[name] = seconds
            write(KEPT, tree, passed)
        else:
            failed.append(name)
    print(f"[slow] {sum(name in passed for name in wanted)} of {len(wanted)} parts have passed", end="")
    print(*(f"; {what}: {', '.join(item)}" for what, item in (("failed", failed), ("not begun", late)) if item))
    return 1 if failed else 3 if late else 0


def tried(name: str) -> float | None:
    """Try a part; return how long it took [s], None where it failed."""
    print(f"[slow] {name}: python {' '.join(PARTS[name])}", flush=True)
    begun = time.monotonic()
    code = subprocess.run([sys.executable, *PARTS[name]], cwd=ROOT, check=False).returncode
    seconds = time.monotonic() - begun
    came_to = "passed" if code == 0 else f"failed with exit code {code}"
    print(f"[slow] {name}: {came_to} ({seconds:.0f} s)", flush=True)
    return seconds if code == 0 else None


def fingerprint(root: Path) -> str:
    """Return a hash of all that a proof may depend on: files of the tree by path and content, and the Python."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _files(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    yield from sorted(path for path in root.glob("*") if path.suffix in {".py", ".toml", ".txt", ".md"})
    for folder in FOLDERS:
        yield from sorted(
            path
            for path in (root / folder).rglob("*")
            if path.is_file() and "cache" not in path.parent.name and "node_modules" not in path.parts
        )


def read(kept: Path, tree: str) -> dict[str, float]:
    """Return the parts that have passed on this very tree, name → seconds."""
    try:
        stored = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(stored["passed"]) if stored.get("tree") == tree else {}


def write(kept: Path, tree: str, passed: dict[str, float]) -> None:
    """Keep what has passed."""
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({"tree": tree, "passed": passed}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
