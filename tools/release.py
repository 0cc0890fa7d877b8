"""``python -m tools.release --check``: tell whether the tree as it stands can be released, and what is in the way.

Nothing stored is stale; the version is the same wherever it stands, and the changelog has a heading for it; the wheel
builds, installs into a fresh environment, and its command does a small job there. Exit code 0 where all of it holds, 1
where something does not, 2 for another argument. It takes some minutes and needs the network for the packages.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sim.errors import SimError
from tools.stored import STORED

ROOT = Path(__file__).resolve().parents[1]
GOOD, REFUSED, BAD_INPUT = 0, 1, 2
COMMAND = "community-governance"
SMALL = ("--months", "2", "--replicates", "1", "--processes", "1", "--param", "n_residents=300", "--param",
         "n_buildings=6", "--param", "burn_in_months=24")  # fmt: skip
PLACES = {
    "pyproject.toml": r'^version = "(.+)"$',
    "sim/__init__.py": r'^__version__ = "(.+)"$',
    "CITATION.cff": r"^version: (.+)$",
    "CHANGELOG.md": r"^## (\S+)",
}
"""Where the version stands, and how; of the changelog it is the first heading."""


def stale() -> Iterator[str]:
    """Say what is stored and stale."""
    for item in STORED:
        try:
            reasons = list(item.why())
        except SimError as error:
            reasons = [error.get("en").rstrip(".")]
        if reasons:
            more = f" and {len(reasons) - 1} more" if len(reasons) > 1 else ""
            yield f"{item.name}: {reasons[0]}{more}; run python -m tools.renew {item.name}"


def versions() -> Iterator[str]:
    """Say where another version stands than in ``pyproject.toml``."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for name, pattern in PLACES.items():
        found = re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        if found and found[1] == version:
            continue
        if name == "CHANGELOG.md":
            first = f"its first heading is '## {found[1]}'" if found else "it has no heading"
            yield f"{name} tells nothing of {version}: {first}; write '## {version}' there"
        else:
            other = found[1] if found else "none"
            yield f"{name} has version {other}, pyproject.toml {version}; write the same in both"


def wheel() -> Iterator[str]:
    """Say where the wheel does not build, does not install, or its command does not work."""
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        try:
            _try_wheel(Path(name))
        except subprocess.CalledProcessError as error:
            said = [line.strip() for line in f"{error.stdout}\n{error.stderr}".splitlines() if line.strip()]
            yield f"{error.cmd} ({said[-1] if said else f'exit code {error.returncode}'}); mend it and check again"


def _try_wheel(home: Path) -> None:
    """Build the wheel, install it into a fresh environment, and let its command do a small job there.

    Raises:
        CalledProcessError: one of them fails; its command is the sentence that says which.
    """
    own = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    # What the rules are compiled to stays with the fresh environment, as it would on another machine.
    environment = own | {"LC_ALL": "C.UTF-8", "NUMBA_CACHE_DIR": str(home / "numba")}
    elsewhere, built = home / "elsewhere", home / "wheel"
    elsewhere.mkdir()

    def tried(what: str, act: str, *words: str) -> None:
        _say(f"trying: does {what} {act}?")
        done = subprocess.run(
            words, cwd=elsewhere, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, f"{what} does not {act}", done.stdout, done.stderr)

    venv.create(home / "venv", with_pip=True)
    scripts = home / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    command = str(scripts / COMMAND)
    tried("the wheel", "build", *pip, "wheel", "--no-deps", "--wheel-dir", str(built), str(ROOT))
    packages = map(str, built.glob("*.whl"))
    tried("the wheel", "install", *pip, "install", "--constraint", str(ROOT / "constraints.txt"), *packages)
    tried("the installed command", "tell its version", command, "--version")
    out = ("--out", str(home / "months.csv"), "--lang", "en")
    tried("the installed command", "run a policy", command, "run", "publicity", *SMALL, *out)


CHECKS: Sequence[Callable[[], Iterator[str]]] = (stale, versions, wheel)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check everything and return the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given != ["--check"]:
        sys.stderr.write(f"Unknown arguments '{' '.join(given)}'; say python -m tools.release --check.\n")
        return BAD_INPUT
    refused = 0
    for check in CHECKS:
        for reason in check():
            _say(f"refused: {reason}.")
            refused += 1
    _say("This tree can be released." if not refused else f"{refused} things are in the way of a release.")
    return REFUSED if refused else GOOD


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
