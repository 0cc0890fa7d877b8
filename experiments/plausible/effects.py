"""What bands ask of effects: the policies that have to be run, and what the runs come to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.plausible.band import (
    ANY,
    DIFFERENCE,
    ELASTICITY,
    LEVEL,
    RATIO,
    REBOUND,
    RELATIVE,
    SD,
    Band,
    formula,
    levers_of,
)
from sim.errors import InputError, nearest
from sim.indicators import INDICATORS
from sim.levers import LEVERS
from sim.scenarios.changes import check_levers
from sim.scenarios.document import shown
from sim.scenarios.scenario import BASELINE, Scenario, load_scenario, scenario_names
from sim.text import Text

Array = NDArray[np.float64]
RELIEF = "admin_reduction"
Means = Mapping[tuple[str, int], Mapping[str, Array]]
"""By policy (empty for the baseline) and months, the means of indicators over the communities of every world."""


def policy_text(text: str, where: Text) -> str:
    """Return a policy as it is written everywhere: a scenario, ``any``, or ``lever=value; lever=value``.

    Raises:
        InputError: there is no such scenario or lever, or a value cannot be used.
    """
    if not text or text == ANY or text in _scenarios():
        return text
    if "=" not in text:
        hint = nearest(text, (*_scenarios(), ANY))
        raise InputError(
            f"there is no policy {shown(text)}; write a built-in scenario, {ANY}, or levers such as "
            f"publicity_boards=5000; publicity_digital=4000.{hint.en}",
            f"没有政策{shown(text, 'zh')}；请写内置方案名、{ANY}，或政策手段，例如 "
            f"publicity_boards=5000; publicity_digital=4000。{hint.zh}",
            where,
        )
    levers = check_levers(dict(_pair(part, where) for part in re.split(r"[;；]", text) if part.strip()), where)
    return "; ".join(f"{name}={levers[name]:g}" for name in LEVERS if name in levers)


def _scenarios() -> tuple[str, ...]:
    return tuple(name for name in scenario_names() if name != BASELINE)


def _pair(part: str, where: Text) -> tuple[str, float]:
    """Read ``lever=value``."""
    name, _, value = (item.strip() for item in part.partition("="))
    try:
        return name, float(value)
    except ValueError:
        raise InputError(
            f"{name} = {shown(value)} is not a number.", f"{name} = {shown(value, 'zh')} 不是数字。", where
        ) from None


def scenario_of(policy: str) -> Scenario:
    """Return the scenario of a policy as ``policy_text`` gave it, which is not ``any``."""
    if policy in _scenarios():
        return load_scenario(policy)
    levers = levers_of(policy)
    name = "-".join(f"{lever}-{value:g}".replace(".", "_") for lever, value in levers.items())
    return Scenario(name, Text(policy, policy), Text(policy, policy), levers=levers)


def check_measured(band: Band, where: Text) -> None:
    """Refuse a band whose measure cannot be had of its policy.

    Raises:
        InputError: what is missing, or too much.
    """
    if band.against and band.against == ANY:
        raise _refused(band, f"against = '{ANY}' is not one policy", f"against = “{ANY}”不是一项政策", where)
    if band.against and (not band.policy or band.measure not in (DIFFERENCE, RATIO, RELATIVE)):
        raise _refused(band, "against needs a policy, and measure difference, ratio or relative",
                       "against 须有 policy，且 measure 为 difference、ratio 或 relative", where)  # fmt: skip
    if band.policy and levers_of(band.policy) == levers_of(band.against) and band.policy != ANY:
        raise _refused(band, "policy and against are the same, and nothing differs",
                       "policy 与 against 相同，两者没有差别", where)  # fmt: skip
    if not band.policy and band.measure not in (LEVEL, SD):
        raise _refused(band, f"measure = '{band.measure}' needs a policy",
                       f"measure = “{band.measure}”须有 policy", where)  # fmt: skip
    if not band.policy and band.months:
        raise _refused(band, "months needs a policy", "months 须有 policy", where)
    if band.measure == SD and band.spread not in INDICATORS:
        known = ", ".join(name.removesuffix("_sd") for name in INDICATORS if name.endswith("_sd"))
        raise _refused(band, f"measure = 'sd' is for {known}", f"measure = “sd”只用于 {known}", where)
    if band.measure == SD and not band.policy and len(band.columns) == 1:
        raise _refused(band, "measure = 'sd' needs a difference or a policy", "measure = “sd”须是差或有 policy", where)
    if band.measure == RELATIVE and not band.against:
        raise _refused(band, "measure = 'relative' needs against", "measure = “relative”须有 against", where)
    levers = levers_of(band.policy)
    if band.measure == ELASTICITY and (len(levers) != 1 or min(levers.values()) <= 0):
        raise _refused(band, "measure = 'elasticity' needs a policy of one lever above 0",
                       "measure = “elasticity”须是只有一个手段、且大于 0 的政策", where)  # fmt: skip
    if band.measure == REBOUND and levers.get(RELIEF, 0.0) <= 0:
        raise _refused(band, f"measure = 'rebound' needs a policy with {RELIEF} above 0",
                       f"measure = “rebound”须是 {RELIEF} 大于 0 的政策", where)  # fmt: skip


def _refused(band: Band, en: str, zh: str, where: Text) -> InputError:
    return InputError(f"{band.indicator} makes no band: {en}.", f"{band.indicator} 不成一个范围：{zh}。", where)


@dataclass(frozen=True)
class Needed:
    """What has to be run for one length: ``policies`` by name, where ``every`` is set those of the plan too."""

    months: int
    policies: tuple[str, ...]
    every: bool
    columns: tuple[str, ...]


def runs_needed(bands: Sequence[Band], months: int) -> Iterator[Needed]:
    """Yield what has to be run for the bands of effects, one length of a run after the other."""
    lengths = {band.months or months for band in bands}
    for length in sorted(lengths, reverse=True):
        own = [band for band in bands if (band.months or months) == length]
        policies = dict.fromkeys(text for band in own for text in (band.policy, band.against) if text and text != ANY)
        columns = dict.fromkeys(column for band in own for column in band.needed)
        yield Needed(length, tuple(policies), any(band.policy == ANY for band in own), tuple(columns))


def effects(bands: Sequence[Band], months: int, means: Means) -> Array:
    """Return what bands of effects speak of (worlds, bands).

    Of ``any`` it is the policy that lies furthest outside of the band, or nearest to an end of it.
    """
    return np.stack([_effect(band, band.months or months, means) for band in bands], axis=1)


def _effect(band: Band, months: int, means: Means) -> Array:
    """Return what one band speaks of (worlds,)."""
    if band.policy != ANY:
        return _measured(band, band.policy, months, means)
    each = np.stack([
        _measured(band, policy, months, means)
        for policy, length in means
        if length == months and policy and "=" not in policy
    ])  # fmt: skip
    outside = np.maximum(band.low - each, each - band.high)
    found: Array = np.take_along_axis(each, np.argmax(outside, axis=0)[None], axis=0)[0]
    return found


def _measured(band: Band, policy: str, months: int, means: Means) -> Array:
    """Return the measure of a band under a policy (worlds,)."""

    def level(own: str) -> Array:
        found: Array = formula(band, *(means[own, months][column] for column in band.columns))
        return found

    under, other, base = level(policy), level(band.against), level("")
    found: Array
    with np.errstate(divide="ignore", invalid="ignore"):
        if band.measure == LEVEL:
            found = under
        elif band.measure == DIFFERENCE:
            found = under - other
        elif band.measure == RATIO:
            found = under / other
        elif band.measure == RELATIVE:
            found = (under - base) / (other - base)
        elif band.measure == SD:
            found = (under - base) / means["", months][band.spread]
        elif band.measure == ELASTICITY:
            (lever,) = levers_of(policy).values()
            found = np.log(under / base) / np.log1p(lever)
        else:
            relief = levers_of(policy)[RELIEF]
            found = (under - (1.0 - relief) * base) / (relief * base)
    return found
