"""The pathway of every lesson: through which links its policy reaches its ends, stored beside the lesson."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.content.lessons import ENDS, FOLDER, lessons, question_of
from experiments.explain import explain, study
from experiments.output.command_line import command_line
from experiments.output.stamps import stamps
from experiments.runs import Execution

_EXPLAIN = Path(study.__file__).parent
MEASURING = (
    *(file for file in sorted(_EXPLAIN.glob("*.py")) if file.stem not in ("__init__", "files")),
    _EXPLAIN.parent / "output" / "statistics.py",
)  # fmt: skip
"""The files whose code makes the numbers."""


def by_file() -> dict[Path, dict[str, Any]]:
    """Return every lesson by the file of its pathway."""
    return {FOLDER / f"{lesson['scenario']}.json": lesson for lesson in lessons()}


def measure(lesson: Mapping[str, Any], execution: Execution) -> dict[str, Any]:
    """Return the pathway of a lesson, ready for JSON."""
    scenario, ends = lesson["scenario"], [lesson[name] for name in ENDS]
    named = [word for name in ends for word in ("--indicator", name)]
    words = [scenario, "--out", f"results/{scenario}", *named, "--doubt", lesson["doubt"], "--lang", "en"]
    again = replace(execution, command=command_line("explain", *words))
    found = explain(scenario, indicators=ends, doubts=[lesson["doubt"]], execution=again).content
    return json.loads(json.dumps(found)) | stamps(question_of(lesson), MEASURING)
