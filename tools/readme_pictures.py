"""Draws the picture of the README from a run of the default comparison, in both languages.

python -m tools.readme_pictures
"""

import sys
import tempfile
from pathlib import Path

from experiments.compare.study import compare
from report.compare.findings import CompareFindings
from report.compare.page import page
from report.frame import write_page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
LANGUAGES = ("en", "zh")


def write_pictures() -> list[Path]:
    """Run the comparison once and keep its map of policies."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    comparison = compare()
    files = []
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory(dir=IMAGES) as folder:
            write_page(page(CompareFindings(comparison, language), "python run.py"), Path(folder))
            files.append((Path(folder) / "report-map.png").replace(IMAGES / f"map.{language}.png"))
    return files


if __name__ == "__main__":
    for written in write_pictures():
        sys.stdout.write(f"{written.relative_to(ROOT).as_posix()}\n")
