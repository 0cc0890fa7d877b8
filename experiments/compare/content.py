"""A row of a comparison as plain data, ready for JSON; None for no value, which JSON does not know otherwise."""

from typing import Any

from experiments.output.statistics import finite
from experiments.policies.arms import GRANT_KEY, MONEY, Arm
from sim.indicators import PRIMARY_OUTCOMES
from sim.scenarios.scenario import BASELINE


def row_content(c: Any, arm: Arm) -> dict[str, Any]:
    """Return all that the summary says of a row of a comparison ``c``."""
    compared = () if arm.key == BASELINE else c.columns
    content = {
        "label": c.label(arm.key).content(),
        "indicators": {column: c.levels(arm.key, column).content() for column in c.columns},
        "differences": {column: _difference(c, arm, column) for column in compared},
        "cost": finite(c.realised_cost(arm.key)),
        "money_months": list(c.money_months(arm.key)),
        "nominal_cost": arm.nominal_cost,
        "factor": arm.factor,
        "grant": arm.grant,
        "shadow_cost_paid": arm.shadow,
    }
    if arm.row == MONEY and arm.key != GRANT_KEY:
        content["beyond_grant"] = {column: _judged(c, arm.key, column, GRANT_KEY) for column in PRIMARY_OUTCOMES}
    return content


def _difference(c: Any, arm: Arm, column: str) -> dict[str, Any]:
    found = _judged(c, arm.key, column, BASELINE)
    verdict, settled = found.pop("verdict"), found.pop("communities_to_settle")
    p = finite(c.p_adjusted(arm.key, column))
    return {**found, "p_adjusted": p, "verdict": verdict, "communities_to_settle": settled}


def _judged(c: Any, key: str, column: str, against: str) -> dict[str, Any]:
    """Return a paired difference with its verdict, and what would settle one that is open."""
    return {
        **c.differences(key, column, against).content(),
        "verdict": c.verdict(key, column, against),
        "communities_to_settle": finite(c.to_settle(key, column, against)),
    }
