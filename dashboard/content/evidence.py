"""Where each number comes from: every parameter and lever, and what changes when it is wrong."""

from typing import Any

from experiments.output.stamps import hash_of_question
from experiments.sensitivity.one_at_a_time import question, read_one_at_a_time
from sim.fingerprint import fingerprint
from sim.levers import LEVERS, PROBLEMS
from sim.params import PARAMS
from sim.params.sources import GROUPS, rests_on
from sim.quantity import ASSUMPTION, Quantity
from sim.text import Text


def evidence_content() -> dict[str, Any]:
    """Return every number with its source, ready for JSON.

    ``outdated`` tells that what changes when a number is wrong was measured with other rules than those that run, or
    over other ranges or for other policies; ``verified_runs``, by how many runs it was verified where code has changed
    since.
    """
    parameters = [_row(param, GROUPS[param.group]) | _source(param) for param in PARAMS.values()]
    levers = [
        _row(lever, PROBLEMS.get(lever.problem, lever.what))
        | {"what": lever.what.content(), "cost": lever.cost.content()}
        for lever in LEVERS.values()
    ]
    stored = read_one_at_a_time()
    outdated = (stored["fingerprint"], stored["asked"]) != (fingerprint(), hash_of_question(question()))
    verified = stored.get("verified_runs")
    return {"parameters": parameters, "levers": levers, "outdated": outdated, "verified_runs": verified}


def _row(quantity: Quantity, group: Text) -> dict[str, Any]:
    return {
        "name": quantity.name,
        "default": quantity.default,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit.content(),
        "label": quantity.label.content(),
        "group": group.content(),
    }


def _source(quantity: Quantity) -> dict[str, Any]:
    """Return the grade of a parameter and what stands behind it, empty for an assumption."""
    return {
        "grade": quantity.grade,
        "source": {
            language: rests_on(quantity, language) if quantity.source != ASSUMPTION else "" for language in ("en", "zh")
        },
    }
