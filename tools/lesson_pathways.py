"""``python -m tools.lesson_pathways``: measure the pathway of every lesson anew and store it beside the lesson."""

import shutil
import sys
from pathlib import Path

from cli import main
from dashboard.content.lessons import ENDS, FOLDER, lessons

RESULTS = Path("results")


def store() -> int:
    """Run ``explain`` for the policy of every lesson and keep its numbers; return the exit code."""
    for lesson in lessons():
        folder = RESULTS / lesson["scenario"]
        ends = [part for name in ENDS for part in ("--indicator", lesson[name])]
        code = main(
            ["explain", lesson["scenario"], "--doubt", lesson["doubt"], *ends, "--out", f"{folder}", "--lang", "en"]
        )
        if code:
            return code
        shutil.copyfile(folder / "explain.json", FOLDER / f"{lesson['scenario']}.json")
    return 0


if __name__ == "__main__":
    sys.exit(store())
