"""Every pattern of the table, and the failures that are known."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from experiments.patterns.bands import band_patterns
from experiments.patterns.behaviours import BEHAVIOUR_PATTERNS
from experiments.patterns.closed_patterns import CLOSED_PATTERNS
from experiments.patterns.observed import OBSERVED_PATTERNS
from experiments.patterns.own_problems import own_problem_patterns
from experiments.patterns.pattern import Pattern
from sim.errors import InputError
from sim.text import Text

KNOWN_FILE = Path(__file__).with_name("known.csv")
COLUMNS = ("pattern", "reason", "reason_zh", "run")


@dataclass(frozen=True, slots=True)
class Known:
    """A pattern that is known to fail: why, and the line of the run that shows it."""

    pattern: str
    reason: Text
    run: str


@cache
def catalogue() -> tuple[Pattern, ...]:
    """Return all patterns in the order of the table: observed, behaviours, closed forms.

    Raises:
        InputError: the table of bands has a mistake.
    """
    return (*band_patterns(), *OBSERVED_PATTERNS, *own_problem_patterns(), *BEHAVIOUR_PATTERNS, *CLOSED_PATTERNS)


def known_failures(patterns: Sequence[Pattern], path: Path = KNOWN_FILE) -> dict[str, Known]:
    """Return the list of known failures by the pattern's name.

    Raises:
        InputError: a line without reason or run, or of a pattern that there is not.
    """
    names = {pattern.name for pattern in patterns}
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    known: dict[str, Known] = {}
    for number, line in enumerate(lines, start=2):
        where = Text(f"{path.name}, line {number}", f"{path.name} 第 {number} 行")
        if any(not (line.get(column) or "").strip() for column in COLUMNS):
            raise InputError(
                f"a known failure needs {', '.join(COLUMNS)}.", f"每项已知的不符都要写明 {'、'.join(COLUMNS)}。", where
            )
        if line["pattern"] not in names or line["pattern"] in known:
            raise InputError(
                f"'{line['pattern']}' is not a pattern, or stands there twice.",
                f"“{line['pattern']}”不是规律的名称，或写了两次。",
                where,
            )
        known[line["pattern"]] = Known(line["pattern"], Text(line["reason"], line["reason_zh"]), line["run"])
    return known
