"""The lessons, one a problem: a data file each in ``lessons/``, and the measured pathway stored beside it."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "lessons"


@cache
def lessons() -> tuple[dict[str, Any], ...]:
    """Return every lesson as it stands in its file, in the order of the problems."""
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml")))


def pathway(scenario: str) -> dict[str, Any]:
    """Return the stored pathway of a scenario, as ``python run.py explain`` wrote it."""
    content: dict[str, Any] = json.loads((FOLDER / f"{scenario}.json").read_text(encoding="utf-8"))
    return content


def lessons_content() -> list[dict[str, Any]]:
    """Return every lesson with its pathway, ready for JSON."""
    return [{**lesson, "pathway": pathway(lesson["scenario"])} for lesson in lessons()]
