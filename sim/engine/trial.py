"""Rules are tried in plain Python before they are compiled, so that a mistake is named by file, line and month.

Compiled code cannot say which rule failed. So whenever the sources have changed, the rules are read for what they may
not hold (``vetting``), and a small community lives a few months uncompiled, with every rule's value held against the
bounds of its return type. And where a compiled run leaves its bounds, the month in which it did is rerun this
way.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from sim.compute.cache import check_compiles, note_tried, were_tried
from sim.compute.compiled import plain_rules
from sim.compute.layout import LANES
from sim.compute.sources import check_bytecode, check_unchanged
from sim.engine import calendar
from sim.engine.blame import AT_START, blaming_code, watching
from sim.engine.lanes import Lanes, settle
from sim.engine.record import Record
from sim.engine.vetting import computing_files, vet_randomness, vet_rules
from sim.errors import in_month
from sim.indicators import INDICATORS, read
from sim.levers import LEVERS
from sim.params import PARAMS, SHAPING_GROUPS
from sim.text import Text

RULE_MODULES = (
    "sim.agents.resident", "sim.agents.newcomer", "sim.agents.party_member", "sim.agents.worker",
    "sim.agents.committee", "sim.agents.member_unit", "sim.agents.street", "sim.finance", "sim.services",
    "sim.elections", "sim.inequality",
)  # fmt: skip
PASS_MODULES = (
    "sim.community",
    *(f"sim.engine.passes.{name}" for name in (
        "tile", "opening", "street", "accounts", "effort", "holding", "members", "residents", "committees", "election",
        "staff", "moves", "recording",
    )),
    "sim.engine.lanes", "sim.engine.calendar",
)  # fmt: skip
TOOL_MODULES = ("sim.compute.elementary", "sim.compute.rng")
SMALL = {
    "n_residents": 50.0,
    "n_buildings": 2.0,
    "burn_in_months": 2.0,
    "election_term": 12.0,
    "start_awareness": 0.8,
    "start_awareness_spread": 0.3,
}

_tried: list[bool] = []


def try_rules() -> None:
    """Read the rules, and live six months of a small community in plain Python, once for these sources.

    Its lanes are worlds: the first at the defaults, the others with parameters at the ends of their ranges.

    Raises:
        InputError: the compiler is switched off.
        RuleError: a rule holds what it may not, raises, or returns no number or a value outside its bounds; or a
            source was edited after it had been loaded.
    """
    check_unchanged()
    check_compiles()
    if _tried or were_tried():
        return
    check_bytecode()
    modules = [import_module(name) for name in RULE_MODULES]
    vet_rules((rule for module in modules for rule in plain_rules(module)), (*RULE_MODULES, *TOOL_MODULES))
    vet_randomness(computing_files((*RULE_MODULES, *PASS_MODULES, *TOOL_MODULES)))
    watched: list[Lanes] = []
    with interpreted(watched):
        block = settle(1, [_world(lane) | SMALL for lane in range(LANES)])
        watched.append(block)
        for month in range(6):
            calendar.simulate_month(block, _some_levers(moved=month >= 2))
            calendar.record_month(block)
        _read_indicators(block)
    _tried.append(True)
    note_tried()


def _read_indicators(block: Lanes) -> None:
    """Read every indicator once, so that a formula that fails is named.

    Raises:
        RuleError: by file and line.
    """
    record = Record(block)
    record.add(block)
    for name in INDICATORS:
        with blaming_code(lambda name=name: Text(f"the indicator {name}", f"指标 {name}")):  # type: ignore[misc]
            read(record, name)


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


def rerun(block: Lanes, levers: Any) -> None:
    """Live one month in plain Python, to find the rule that a compiled run stumbled over.

    Raises:
        RuleError: the rule, by file, line and month.
    """
    with interpreted([block]):
        calendar.simulate_month(block, levers)


@contextmanager
def interpreted(watched: list[Lanes]) -> Iterator[None]:
    """Replace compiled passes by their plain text and rules by checked ones; ``watched`` tells the month."""

    def when() -> Text:
        return in_month(watched[0].month) if watched else AT_START

    kept: list[tuple[ModuleType, str, Any]] = []
    for name in PASS_MODULES:
        module = import_module(name)
        for key, value in list(vars(module).items()):
            if hasattr(value, "py_func"):
                kept.append((module, key, value))
                setattr(module, key, value.py_func)
    rules = {module: plain_rules(module) for module in map(import_module, RULE_MODULES)}
    try:
        with watching(rules, when), np.errstate(all="ignore"), blaming_code(when):
            yield
    finally:
        for module, key, value in kept:
            setattr(module, key, value)
