"""Rules are tried in plain Python before they are compiled, so that a mistake is named by file, line and month.

Compiled code cannot say which rule failed. So whenever the sources have changed, a small community lives a few
months uncompiled, with every rule's value held against the bounds of its return type. And where a compiled run
leaves its bounds, the month in which it did is lived again this way.
"""

import hashlib
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from inspect import getsourcefile, getsourcelines
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import numpy as np

from sim.compute.cache import FOLDER, cache_folder
from sim.compute.compiled import plain_rules
from sim.compute.layout import LANES
from sim.engine import calendar
from sim.engine.lanes import Lanes, settle
from sim.errors import RuleError, SimError
from sim.levers import LEVERS
from sim.params import PARAMS, SHAPING_GROUPS
from sim.quantity import Bounds
from sim.text import Text

RULE_MODULES = (
    "sim.agents.resident", "sim.agents.newcomer", "sim.agents.party_member", "sim.agents.worker",
    "sim.agents.committee", "sim.finance", "sim.services", "sim.elections", "sim.inequality",
)  # fmt: skip
PASS_MODULES = (
    "sim.community",
    *(f"sim.engine.passes.{name}" for name in (
        "opening", "accounts", "effort", "holding", "members", "residents", "election", "staff", "moves", "recording",
    )),
    "sim.engine.lanes", "sim.engine.calendar",
)  # fmt: skip
SLACK = 1e-9  # rounding
SMALL = {
    "n_residents": 50.0,
    "n_buildings": 2.0,
    "burn_in_months": 2.0,
    "election_term": 12.0,
    "start_awareness": 0.8,
    "start_awareness_spread": 0.3,
}
TRIED = "rules-tried"

_tried: list[bool] = []


def try_rules() -> None:
    """Live six months of a small community in plain Python, once for these sources.

    Its lanes are worlds: the first at the defaults, the others with parameters at the ends of their ranges.

    Raises:
        RuleError: a rule raises, or returns no number or a value outside its bounds.
    """
    marker = cache_folder() / TRIED
    if _tried or marker.exists():
        return
    watched: list[Lanes] = []
    with interpreted(watched):
        block = settle(1, [_world(lane) | SMALL for lane in range(LANES)])
        watched.append(block)
        for month in range(6):
            calendar.live_month(block, _some_levers(moved=month >= 2))
            calendar.record_month(block)
    _tried.append(True)
    if marker.parent.is_dir():
        marker.touch()


def _world(lane: int) -> dict[str, float]:
    """The defaults in the first lane; in others each parameter at its default or an end, by a hash of its name."""
    chosen = {}
    for name, q in PARAMS.items():
        pick = hashlib.sha256(f"{name}:{lane}".encode()).digest()[0] % 3
        held = lane == 0 or q.group in SHAPING_GROUPS
        chosen[name] = q.default if held else (q.default, q.low, q.high)[pick]
    return chosen


def _some_levers(*, moved: bool) -> Any:
    """Every lever at its default, or half way to the end of its range (levers, LANES)."""
    ends = [0.5 * (q.default + q.high) if moved else q.default for q in LEVERS.values()]
    return np.repeat(np.array(ends)[:, None], LANES, axis=1)


def live_again(block: Lanes, levers: Any) -> None:
    """Live one month in plain Python, to find the rule that a compiled run stumbled over.

    Raises:
        RuleError: the rule, by file, line and month.
    """
    with interpreted([block]):
        calendar.live_month(block, levers)


@contextmanager
def interpreted(watched: list[Lanes]) -> Iterator[None]:
    """Replace compiled passes by their plain text and rules by checked ones; ``watched`` tells the month."""
    kept: list[tuple[ModuleType, str, Any]] = []
    for name in PASS_MODULES:
        module = import_module(name)
        for key, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                kept.append((module, key, value))
                setattr(module, key, value.py_func)
    for name in RULE_MODULES:
        module = import_module(name)
        for rule in plain_rules(module):
            kept.append((module, rule.__name__, rule))
            setattr(module, rule.__name__, checked(rule, watched))
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        for module, key, value in kept:
            setattr(module, key, value)


def checked(rule: Callable[..., Any], watched: list[Lanes]) -> Callable[..., Any]:
    """Return the rule, with its value held against the bounds of its return type."""
    result = get_type_hints(rule, include_extras=True).get("return")
    if result not in (float, bool, None) and not hasattr(result, "__metadata__"):
        return rule
    bounds = next((b for b in getattr(result, "__metadata__", ()) if isinstance(b, Bounds)), None)
    low, high = (bounds.low, bounds.high) if bounds else (-np.inf, np.inf)

    @wraps(rule)
    def call(*arguments: Any) -> Any:
        try:
            value = rule(*(a.item() if isinstance(a, np.generic) else a for a in arguments))
        except SimError:
            raise
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            what = type(error).__name__
            reason = Text(f"raises {what} ({error})", f"引发 {what}（{error}）")
            raise RuleError(*_sentence(rule, line, reason, watched)) from None
        if not isinstance(value, int | float) or not low - SLACK <= value <= high + SLACK or abs(value) == np.inf:
            span = _range(low, high)
            reason = Text(f"returns {value!r}; allowed is {span.en}", f"返回 {value!r}；允许{span.zh}")
            raise RuleError(*_sentence(rule, getsourcelines(rule)[1], reason, watched))
        return value

    return call


def _range(low: float, high: float) -> Text:
    """The bounds in words."""
    if low == -np.inf:
        return Text("a finite number", "有限的数")
    if high == np.inf:
        return Text(f"{low:g} and above", f"不小于 {low:g} 的数")
    return Text(f"{low:g}..{high:g}", f" {low:g}..{high:g}")


def _sentence(rule: Callable[..., Any], line: int | None, reason: Text, watched: list[Lanes]) -> Text:
    """The one sentence on a rule that fails."""
    file = Path(getsourcefile(rule) or "")
    place = file.relative_to(FOLDER.parent).as_posix() if file.is_relative_to(FOLDER) else file.name
    month = watched[0].month if watched else None
    when = Text("at the start", "开始时") if month is None else Text(f"month {month}", f"月份 {month}")
    return Text(
        f"{place}, line {line}: the rule {rule.__name__} {reason.en} ({when.en}).",
        f"{place} 第 {line} 行：规则 {rule.__name__} {reason.zh}（{when.zh}）。",
    )
