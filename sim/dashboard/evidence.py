"""Where each number comes from: every parameter and lever, and what changes when it is wrong."""

from typing import Any

from experiments.reference_words import GROUPS
from sim.levers import LEVERS, PROBLEMS
from sim.params import PARAMS
from sim.quantity import Quantity


def evidence_content() -> dict[str, Any]:
    """Return every number with its source, ready for JSON."""
    return {
        "parameters": [_row(own, GROUPS[own.group].content()) for own in PARAMS.values()],
        "levers": [
            _row(own, PROBLEMS[own.problem].content() if own.problem else own.what.content()) for own in LEVERS.values()
        ],
    }


def _row(quantity: Quantity, group: dict[str, str]) -> dict[str, Any]:
    return {
        "name": quantity.name,
        "default": quantity.default,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit.content(),
        "label": quantity.label.content(),
        "source": quantity.source,
        "grade": quantity.grade,
        "group": group,
    }
