"""``python -m tests.audit``: list every number and word of direction of the report and of the lessons with its rows.

Without ``--folder`` the default job is run first. The list is written to ``--out``; the last line is
``found N, matched N``. Exit code 1 where something is not accounted for.
"""

import argparse
import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.audit.evidence import kinds
from tests.audit.falsified import read, run
from tests.audit.fresh import audit_fresh
from tests.audit.lessons import audit_lessons, names
from tests.audit.raw import ROOT, Raw
from tests.audit.report import audit_folder
from tests.audit.rules import Finding

SHOWN = 30


def command(*words: str) -> None:
    """Run a command of the project; its table goes nowhere.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    subprocess.run([sys.executable, str(ROOT / "run.py"), *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def jobs(room: Path) -> dict[str, Raw]:
    """Run the policies in every other kind of community, without what lessons do not ask; return the raw rows."""
    others = [kind for kind in kinds() if kind != "mixed"]
    for kind in others:
        command("compare", "--profile", kind, "--no-worlds", "--equal-budget", "0", "--out", str(room / kind))
    return {kind: Raw(room / kind) for kind in others}


def pages_of(folder: Path, room: Path) -> dict[str, str]:
    """Return the report of a folder in both languages; the other one is drawn from a copy."""
    html = read(folder / "report.html")
    own = "zh" if re.search(r'<html lang="zh', html) else "en"
    other = "en" if own == "zh" else "zh"
    shutil.copytree(folder, room / "other")
    command("report", str(room / "other"), "--lang", other)
    return {own: html, other: read(room / "other" / "report.html")}


def write(found: Sequence[Finding], folder: Path) -> Path:
    """Write the list as CSV and return where."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "audit.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*Finding._fields[:-1], "ok"])
        rows.writerows([*finding[:-1], "yes" if finding.ok else "no"] for finding in found)
    return folder / "audit.csv"


def tell(found: Sequence[Finding]) -> bool:
    """Print how many were found and matched, part by part, and what was not; tell whether all were."""
    for part in dict.fromkeys(finding.place.split()[0] for finding in found):
        own = [finding for finding in found if finding.place.split()[0] == part]
        print(f"{part}: found {len(own)}, matched {sum(finding.ok for finding in own)}")
    wrong = [finding for finding in found if not finding.ok]
    for finding in wrong[:SHOWN]:
        print(f"not matched: {finding.token!r} in {finding.sentence[:200]!r} ({finding.place}): {finding.value[:200]}")
    print(f"found {len(found)}, matched {len(found) - len(wrong)}")
    return bool(found) and not wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, audit, tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--folder", type=Path, help="a folder that the default job wrote; it is run if none is given")
    parser.add_argument("--out", type=Path, default=Path("results/audit"), help="where the list goes")
    parser.add_argument("--falsified", action="store_true", help="falsify ten things too; all must be found")
    parser.add_argument(
        "--fresh",
        nargs="*",
        metavar="LESSON",
        help="measure lessons (all: p01 … p12) anew in every kind of community, some minutes each",
    )
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as kept:
        room = Path(kept)
        folder = given.folder or room / "job"
        if given.folder is None:
            command("--out", str(folder), "--lang", "en")
        pages = pages_of(folder, room)
        found = audit_folder(folder, pages) + audit_lessons({"mixed": Raw(folder), **jobs(room)})
        if given.fresh is not None:
            found += audit_fresh(given.fresh or names(), room, command)
        print(f"list: {write(found, given.out)}")
        good = tell(found)
        if given.falsified:
            good &= falsified(Raw(folder), pages)
    return 0 if good else 1


def falsified(raw: Raw, pages: dict[str, str]) -> bool:
    """Falsify ten things, one at a time, and tell which are found, and whether all are."""
    seen = []
    for what, wrong in run(raw, pages):
        seen.append(bool(wrong))
        first = wrong[0] if wrong else None
        print(f"{what}: " + (f"found, {first.token!r} in {first.sentence[:120]!r}" if first else "NOT found"))
    print(f"found {sum(seen)} of {len(seen)}")
    return len(seen) == 10 and all(seen)


if __name__ == "__main__":
    sys.exit(main())
