"""Copies of the tree in which tests make something stale."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.offline import project_files

ROOT = Path(__file__).resolve().parents[2]


class Tree:
    """A copy of the project in a folder of its own."""

    def __init__(self, folder: Path, source: Path = ROOT) -> None:
        self.folder = folder
        for file in project_files():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / file, folder / file)

    def edit(self, name: str, old: str, new: str, *, first: bool = False) -> None:
        """Replace the one place where a text stands, or the first."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text and (first or text.count(old) == 1), (name, old, text.count(old))
        file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module of the copy."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, "-m", *words], cwd=self.folder, env=environment, capture_output=True, text=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
