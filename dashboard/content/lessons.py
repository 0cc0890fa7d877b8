"""The lessons: a data file each in ``lessons/``, and beside it its pathway as measured in every kind of community."""

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
from sim.scenarios.scenario import BASELINE, load_profile, load_scenario, profile_names

FOLDER = Path(__file__).parent / "lessons"
ENDS = ("indicator", "also")
"""What a lesson tells of: the indicator that is predicted, and one beside it."""
SHOWN = (*ENDS, "path_end")
"""And where its measured pathway ends."""
LEVERS_OF_LESSON = "set"
"""What a lesson sets otherwise than the file of its policy does: levers by name."""


@cache
def lessons() -> tuple[dict[str, Any], ...]:
    """Return every lesson as it stands in its file, with the name of the file, in their order."""
    return tuple(
        {"name": file.stem} | tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))
    )


def ends_of(lesson: dict[str, Any]) -> list[str]:
    """Return the indicators that are measured for a lesson, each once."""
    return list(dict.fromkeys(lesson[name] for name in SHOWN))


def file_of(name: str, profile: str) -> Path:
    """Return the file of the pathway of a lesson in a kind of community."""
    return FOLDER / f"{name}.{profile}.json"


def pathway(name: str, profile: str) -> dict[str, Any]:
    """Return the stored pathway of a lesson in a kind of community, as ``python -m tools.renew pathways`` wrote it."""
    content: dict[str, Any] = json.loads(file_of(name, profile).read_text(encoding="utf-8"))
    return content


def question_of(lesson: dict[str, Any], profile: str) -> dict[str, Any]:
    """Return all that is asked of a lesson's pathway and does not stand in code, ready for JSON."""
    doubt = PARAMS[lesson["doubt"]]
    return {
        "policies": [hash_of(load_scenario(name)) for name in (BASELINE, lesson["scenario"])],
        "levers": [lesson.get(name) for name in (LEVERS_OF_LESSON, "otherwise")],
        "profile": dict(load_profile(profile).params),
        "ends": ends_of(lesson),
        "doubt": [doubt.name, doubt.low, doubt.high],
    }


def lessons_content() -> list[dict[str, Any]]:
    """Return every lesson with its pathways by kind of community, ready for JSON."""
    return [
        {
            **lesson,
            "pathways": {
                name: _shown(lesson, name) for name in profile_names() if file_of(lesson["name"], name).is_file()
            },
        }
        for lesson in lessons()
    ]


def _shown(lesson: dict[str, Any], profile: str) -> dict[str, Any]:
    """Return what the page shows of a pathway: the ends of the lesson, and the links that carry something of them.

    ``outdated`` tells that it was measured with other rules than those that run, or that something else was asked;
    ``verified_runs``, by how many runs its numbers were verified where code has changed since.
    """
    content = pathway(lesson["name"], profile)
    asked = hash_of_question(question_of(lesson, profile))
    return {
        "command": content["command"],
        "profile": content["profile"],
        "period": content["period"]["name"] if "period" in content else SEED_TIME,
        "replicates": content["replicates"],
        "outdated": (content["fingerprint"], content["asked"]) != (code(), asked),
        "verified_runs": content.get("verified_runs"),
        "ends": content["ends"],
        "quantities": [_link(row) for row in content["quantities"] if row["ends"]],
        "doubts": content["doubts"],
        "otherwise": content.get("otherwise"),
    }


def _link(row: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of a link that carries something: its level, and how much of each end."""
    level = row["level"] and {name: row["level"][name] for name in ("indicator", "before", "after", "changes")}
    ends = {
        end: {"carries": item["carries"], "itself": item["itself"], "carried": {"mean": item["carried"]["mean"]}}
        for end, item in row["ends"].items()
    }
    return {"label": row["label"], "level": level, "ends": ends}
