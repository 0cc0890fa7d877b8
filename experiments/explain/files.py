"""The files of an explanation, written whole or not at all, and read back for the page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from experiments.explain.content import SCHEMA
from experiments.output.csv_file import ENCODING
from experiments.output.manifest import read_numbers, write_manifest

KIND = "explain"
NUMBERS, TABLE = "explain.json", "links.csv"
PICTURE = "pathway.png"
COLUMNS = (
    "scenario", "quantity", "end", "total", "total_low", "total_high", "left", "left_low", "left_high",
    "carried", "carried_low", "carried_high", "carries", "itself", "verdict", "communities",
)  # fmt: skip


def write_numbers(content: Mapping[str, Any], part: Path, *, pages: Sequence[str], started: str) -> None:
    """Write numbers, table and manifest into a folder that is there; ``pages`` are written beside them."""
    _write(part / NUMBERS, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    (part / TABLE).write_text(table(content), encoding=ENCODING, newline="\n")
    replicates = content["replicates"]
    runs = replicates * (2 + len(content["quantities"]) + 4 * len(content["doubts"]))
    write_manifest(
        part, KIND, command=content["command"], settings=_settings(content),
        counts={"asked": runs, "done": runs, "failed": 0}, files=(NUMBERS, TABLE, *pages), started=started,
        code=content["fingerprint"],
    )  # fmt: skip


def _settings(content: Mapping[str, Any]) -> dict[str, Any]:
    names = ("scenario", "profile", "period", "seed", "replicates", "months", "levers", "params")
    return {
        **{name: content[name] for name in names},
        "indicators": [end["indicator"] for end in content["ends"]],
        "doubts": [varied["parameter"] for varied in content["doubts"]],
    }


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def table(content: Mapping[str, Any]) -> str:
    """Return ``links.csv``: a row a quantity and end; numbers in the stored unit."""
    return "\n".join([",".join(COLUMNS), *(",".join(row) for row in _rows(content))]) + "\n"


def _rows(content: Mapping[str, Any]) -> Iterator[list[str]]:
    for quantity in content["quantities"]:
        for end, found in quantity["ends"].items():
            numbers = [found[what][key] for what in ("total", "left", "carried") for key in ("mean", "low", "high")]
            yield [
                content["scenario"], quantity["name"], end,
                *("" if number is None else repr(number) for number in numbers),
                *(str(found[what]) for what in ("carries", "itself")),
                *("" if found[what] is None else str(found[what]) for what in ("verdict", "communities")),
            ]  # fmt: skip


def read_results(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the numbers and the manifest of a folder.

    Raises:
        InputError: the folder holds no explanation, or its numbers are missing or cut short.
    """
    return read_numbers(folder, KIND, NUMBERS, SCHEMA, ("scenario", "seed", "replicates", "months"))
