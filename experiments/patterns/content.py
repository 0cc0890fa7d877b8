"""The table as plain data: what the page, the terminal and the files are made from."""

import math
from collections.abc import Mapping
from typing import Any

from experiments.output.code import code
from experiments.output.statistics import finite
from experiments.patterns.pattern import Expected, Unit
from experiments.patterns.study import Patterns, Row
from sim.text import Text

SCHEMA = 1


def content_of(patterns: Patterns) -> dict[str, Any]:
    """Return all numbers and words of a table, ready for JSON."""
    return {
        "schema": SCHEMA,
        "seed": patterns.seed,
        "replicates": patterns.communities,
        "runs": patterns.runs,
        "command": str(patterns.command),
        "fingerprint": code(),
        "patterns": [_row(row) for row in patterns.rows],
        "months": dict(patterns.months),
    }


def _row(row: Row) -> dict[str, Any]:
    pattern, judged, known = row.pattern, row.judged, row.known
    return {
        "name": pattern.name, "label": pattern.label.content(), "kind": pattern.kind, "family": pattern.family,
        "built_in": pattern.built_in.content(), "follows": pattern.follows.content(),
        "unit": {"name": pattern.unit.name.content(), "factor": pattern.unit.factor, "digits": pattern.unit.digits},
        "expected": {
            "low": finite(pattern.expected.low), "high": finite(pattern.expected.high),
            "shown": pattern.expected.shown, "words": expected_words(pattern.expected, pattern.unit).content(),
        },
        "found": judged.found, "low": finite(judged.low), "high": finite(judged.high),
        "confidence": finite(judged.confidence), "communities": judged.communities, "chance": judged.chance,
        "verdict": row.verdict,
        "known": None if known is None else {"reason": known.reason.content(), "run": known.run},
        "values": [finite(value) for value in row.values],
        "curve": _curve(row),
    }  # fmt: skip


def _curve(row: Row) -> dict[str, Any] | None:
    """Return the closed form beside what the engine does."""
    if row.sample is None:
        return None
    curve = row.sample.curve
    return {
        "x": curve.x.tolist(), "found": curve.found.tolist(), "expected": curve.expected.tolist(),
        "axis": curve.axis.content(),
    }  # fmt: skip


def expected_words(expected: Expected, unit: Unit) -> Text:
    """Say what is expected, in the unit that is shown."""
    low, high = (shown(end, unit) for end in (expected.low, expected.high))
    if expected.low == expected.high:
        what = Text(low, low)
    elif math.isinf(expected.high):
        what = Text(f"above {low}", f"大于 {low}")
    elif math.isinf(expected.low):
        what = Text(f"below {high}", f"小于 {high}") if expected.shown else Text(f"at most {high}", f"至多 {high}")
    else:
        what = Text(f"{low} to {high}", f"{low} 至 {high}")
    return Text(*(with_unit(own, name) for own, name in zip(what, unit.name, strict=True)))


def with_unit(number: str, name: str) -> str:
    """Return a number with its unit behind it; a Chinese bracket needs no space before it."""
    return f"{number}{'' if name.startswith('（') else ' '}{name}"


def shown(value: float, unit: Unit) -> str:
    """Return a bound as people write it."""
    return f"{value * unit.factor:.3g}".replace("-", "−") if math.isfinite(value) else ""


def written(value: float | None, unit: Mapping[str, Any]) -> str:
    """Return a finding in its unit, with its decimals or as a power of ten; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    scaled, digits = value * unit["factor"], unit["digits"]
    text = f"{scaled:,.{digits}f}" if digits >= 0 else f"{scaled:.0e}" if scaled else "0"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.removeprefix("-")
