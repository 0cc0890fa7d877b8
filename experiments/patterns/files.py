"""The files of a table of patterns, written whole or not at all, and read back for the page."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.output.csv_file import save_csv
from experiments.output.manifest import read_numbers, write_manifest
from experiments.patterns.content import SCHEMA

if TYPE_CHECKING:
    from pandas import DataFrame

KIND = "patterns"
NUMBERS, TABLE, COMMUNITIES, CURVES = "patterns.json", "patterns.csv", "communities.csv", "closed_forms.csv"
FILES = (NUMBERS, TABLE, COMMUNITIES, CURVES)
_TEXTS = ("label", "built_in", "follows")


def write_numbers(content: Mapping[str, Any], part: Path, *, pages: Sequence[str], started: str) -> None:
    """Write numbers, tables and manifest into a folder that is there; ``pages`` are written beside them."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    (part / NUMBERS).write_text(text + "\n", encoding="utf-8", newline="\n")
    for name, table in ((TABLE, table_of), (COMMUNITIES, communities_of), (CURVES, curves_of)):
        save_csv(table(content), part / name)
    write_manifest(
        part, KIND, command=content["command"], settings={name: content[name] for name in ("seed", "replicates")},
        counts={"asked": content["runs"], "done": content["runs"], "failed": 0}, files=(*FILES, *pages),
        started=started, code=content["fingerprint"], packages=("pandas",),
    )  # fmt: skip


def table_of(content: Mapping[str, Any]) -> "DataFrame":
    """Return the table, a row a pattern, its words in both languages; numbers in the stored unit."""
    from pandas import DataFrame

    rows = []
    for own in content["patterns"]:
        words = {f"{name}{'' if lang == 'en' else '_zh'}": own[name][lang] for name in _TEXTS for lang in ("en", "zh")}
        expected, known = own["expected"], own["known"] or {"reason": {"en": "", "zh": ""}}
        rows.append({
            "pattern": own["name"], "kind": own["kind"], **words,
            "expected": expected["words"]["en"], "expected_zh": expected["words"]["zh"],
            "expected_low": expected["low"], "expected_high": expected["high"], "must_be_shown": expected["shown"],
            **{name: own[name] for name in (
                "found", "low", "high", "confidence", "communities", "chance", "verdict",
            )},
            "known_because": known["reason"]["en"], "known_because_zh": known["reason"]["zh"],
        })  # fmt: skip
    return DataFrame(rows)


def communities_of(content: Mapping[str, Any]) -> "DataFrame":
    """Return what every community gave: a row a pattern and community (1 the first), in the stored unit."""
    from pandas import DataFrame

    rows = [
        (own["name"], number, value)
        for own in content["patterns"] if own["curve"] is None
        for number, value in enumerate(own["values"], 1)
    ]  # fmt: skip
    return DataFrame(rows, columns=["pattern", "community", "value"])


def curves_of(content: Mapping[str, Any]) -> "DataFrame":
    """Return the closed forms: a row a point, what algebra says and what the engine does."""
    from pandas import DataFrame

    rows = [
        (own["name"], own["curve"]["axis"]["en"], *point)
        for own in content["patterns"] if own["curve"] is not None
        for point in zip(*(own["curve"][name] for name in ("x", "expected", "found")), strict=True)
    ]  # fmt: skip
    return DataFrame(rows, columns=["pattern", "axis", "x", "expected", "found"])


def read_results(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the numbers and the manifest of a folder.

    Raises:
        InputError: the folder holds no table of patterns, or its numbers are missing or cut short.
    """
    return read_numbers(folder, KIND, NUMBERS, SCHEMA, ("seed", "replicates"))
