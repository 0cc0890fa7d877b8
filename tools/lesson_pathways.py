"""The pathways of every lesson, one a kind of community: how its policy reaches its ends, stored beside the lesson."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from dashboard.content.lessons import LEVERS_OF_LESSON, ends_of, file_of, lessons, question_of
from experiments.explain import explain, study
from experiments.output.command_line import command_line
from experiments.output.stamps import stamps
from experiments.runs import Execution
from sim.scenarios.scenario import profile_names

_EXPLAIN = Path(study.__file__).parent
MEASURING = (
    *(file for file in sorted(_EXPLAIN.glob("*.py")) if file.stem not in ("__init__", "files")),
    _EXPLAIN.parent / "output" / "statistics.py",
)  # fmt: skip
"""The files whose code makes the numbers."""
DIGITS = 7
"""Digits of a stored number: more than any page shows, at less than half the size."""
ROWS = ("ends", "quantities", "doubts")
COLUMNS = {
    "ends": ("indicator", "label", "better", "smallest", "window", "before", "after", "total", "measured", "verdict",
             "communities"),
    "quantities": ("name", "label", "level", "ends"),
    "doubts": ("parameter", "label", "low", "default", "high", "ends"),
}  # fmt: skip
"""What is kept of the rows of an explanation."""
LINK = ("carried", "carries", "verdict", "communities", "itself")
"""What is kept of a link to an end."""


class Measured(NamedTuple):
    """A lesson, and the kind of community in which it is measured."""

    lesson: Mapping[str, Any]
    profile: str


def by_file() -> dict[Path, Measured]:
    """Return every lesson in every kind of community by the file of its pathway."""
    return {
        file_of(lesson["name"], profile): Measured(lesson, profile)
        for lesson in lessons()
        for profile in profile_names()
    }


def measure(one: Measured, execution: Execution) -> dict[str, Any]:
    """Return the pathway of a lesson, ready for JSON."""
    lesson, profile = one
    own = lesson.get(LEVERS_OF_LESSON, {})
    found = _thinned(_explained(one, own, [lesson["doubt"]], execution))
    if "otherwise" in lesson:
        other = _explained(one, own | lesson["otherwise"], [], execution)
        found["otherwise"] = {"command": other["command"], "levers": other["levers"], "ends": _thinned(other)["ends"]}
    return found | stamps(question_of(dict(lesson), profile), MEASURING)


def _explained(one: Measured, levers: Mapping[str, float], doubts: list[str], execution: Execution) -> dict[str, Any]:
    """Return what ``explain`` finds of the policy with these levers, the ends of the lesson alone."""
    lesson, profile = one
    scenario, ends = lesson["scenario"], ends_of(dict(lesson))
    words = [scenario, "--out", f"results/{lesson['name']}.{profile}", "--profile", profile]
    words += [word for name, value in levers.items() for word in ("--set", f"{name}={value:g}")]
    words += [word for name in ends for word in ("--indicator", name)]
    words += [word for name in doubts for word in ("--doubt", name)]
    again = replace(execution, command=command_line("explain", *words, "--lang", "en"))
    found = explain(scenario, profile=profile, levers=levers, indicators=ends, doubts=doubts, execution=again).content
    content = json.loads(json.dumps(found))
    content["ends"] = [end for end in content["ends"] if end["indicator"] in ends]
    for row in (*content["quantities"], *content["doubts"]):
        row["ends"] = {end: item for end, item in row["ends"].items() if end in ends}
    return content


def _thinned(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept: ends, levels, links that carry something of an end, doubts; numbers of seven digits."""
    found = {name: item for name, item in content.items() if name not in ROWS}
    for rows, names in COLUMNS.items():
        found[rows] = [{name: row[name] for name in names} for row in content[rows]]
    for row in found["quantities"]:
        row["ends"] = {end: {name: link[name] for name in LINK} for end, link in row["ends"].items() if link["carries"]}
    found["quantities"] = [row for row in found["quantities"] if row["level"] or row["ends"]]
    return _rounded(found)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def text_of(content: Mapping[str, Any]) -> str:
    """Return a pathway as it is stored: a row a line."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)

    parts = []
    for name, item in content.items():
        inside = ",\n".join(f"  {line(row)}" for row in item) if name in ROWS else line(item)
        parts.append(f' "{name}": [\n{inside}\n ]' if name in ROWS else f' "{name}": {inside}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
