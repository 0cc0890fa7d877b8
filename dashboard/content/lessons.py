"""The lessons, one a problem: a data file each in ``lessons/``, and the measured pathway stored beside it."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from experiments.output.code import code
from experiments.output.stamps import hash_of_question
from experiments.plausible.stored import hash_of
from sim.params import PARAMS
from sim.scenarios.periods import SEED_TIME
from sim.scenarios.scenario import BASELINE, load_profile, load_scenario

FOLDER = Path(__file__).parent / "lessons"
ENDS = ("indicator", "also")
"""What a lesson tells of: the indicator that is predicted, and one beside it."""
SHOWN = (*ENDS, "path_end")
"""And where its measured pathway ends."""


@cache
def lessons() -> tuple[dict[str, Any], ...]:
    """Return every lesson as it stands in its file, in the order of the problems."""
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml")))


def pathway(scenario: str) -> dict[str, Any]:
    """Return the stored pathway of a scenario, as ``python run.py explain`` wrote it."""
    content: dict[str, Any] = json.loads((FOLDER / f"{scenario}.json").read_text(encoding="utf-8"))
    return content


def question_of(lesson: dict[str, Any]) -> dict[str, Any]:
    """Return all that is asked of a lesson's pathway and does not stand in code, ready for JSON."""
    doubt = PARAMS[lesson["doubt"]]
    return {
        "policies": [hash_of(load_scenario(name)) for name in (BASELINE, lesson["scenario"])],
        "profile": dict(load_profile("mixed").params),
        "ends": [lesson[name] for name in ENDS],
        "doubt": [doubt.name, doubt.low, doubt.high],
    }


def lessons_content() -> list[dict[str, Any]]:
    """Return every lesson with its pathway, ready for JSON."""
    return [{**lesson, "pathway": _shown(lesson)} for lesson in lessons()]


def _shown(lesson: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of a pathway: the ends of the lesson, and the links that carry something of them.

    ``outdated`` tells that it was measured with other rules than those that run, or that something else was asked;
    ``verified_runs``, by how many runs its numbers were verified where code has changed since.
    """
    content = pathway(lesson["scenario"])
    wanted = {lesson[name] for name in SHOWN}

    def only(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "ends": {end: item for end, item in row["ends"].items() if end in wanted}} for row in rows]

    def carries(row: dict[str, Any]) -> bool:
        return any(end["carries"] for end in row["ends"].values())

    return {
        "command": content["command"],
        "profile": content["profile"],
        "period": content["period"]["name"] if "period" in content else SEED_TIME,
        "replicates": content["replicates"],
        "outdated": (content["fingerprint"], content["asked"]) != (code(), hash_of_question(question_of(lesson))),
        "verified_runs": content.get("verified_runs"),
        "ends": [end for end in content["ends"] if end["indicator"] in wanted],
        "quantities": [row for row in only(content["quantities"]) if carries(row)],
        "doubts": only(content["doubts"]),
    }
