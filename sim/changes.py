"""What a scenario sets, and when: checked values of levers and parameters, and changes over months."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sim.errors import InputError, nearest
from sim.levers import LEVERS
from sim.params import PARAMS, SHAPING_GROUPS
from sim.quantity import Quantity
from sim.scenario_file import Document, shown

_CHANGE_KEYS = ("from", "until", "ramp", "levers")


@dataclass(frozen=True)
class Change:
    """Levers that hold from month ``start`` to ``until`` (None: to the end), reached over ``ramp`` months."""

    start: int
    until: int | None
    levers: Mapping[str, float]
    ramp: int = 0

    @property
    def last(self) -> float:
        """The last month, infinite where the change never ends."""
        return math.inf if self.until is None else self.until

    @property
    def span(self) -> str:
        """The months in words."""
        return f"from month {self.start} on" if self.until is None else f"months {self.start}..{self.until}"

    def value(self, lever: str, month: int, before: float) -> float:
        """Return the lever in a month of the change, on the straight way from ``before`` while it ramps."""
        target = self.levers[lever]
        step = month - self.start + 1
        if step >= self.ramp:
            return target
        value = before + (target - before) * step / self.ramp
        return float(math.floor(value)) if LEVERS[lever].whole else value


def check_levers(levers: Mapping[str, object], where: str) -> dict[str, float]:
    """Return the levers as floats.

    Raises:
        InputError: a name is no lever, or a value is no number or out of range.
    """
    return {name: _checked_number(name, value, LEVERS, "lever", where) for name, value in levers.items()}


def check_params(params: Mapping[str, object], where: str, *, allow_people: bool) -> dict[str, float]:
    """Return the parameters as floats; what shapes people or calendar only where ``allow_people``.

    Raises:
        InputError: a name is no parameter, a value is no number or out of range, or it shapes the community.
    """
    checked = {}
    for name, value in params.items():
        checked[name] = _checked_number(name, value, PARAMS, "parameter", where)
        if not allow_people and PARAMS[name].group in SHAPING_GROUPS:
            raise InputError(
                f"{where}: {name} shapes the community or its calendar, which all scenarios share; "
                "set it in a profile or with --param."
            )
    return checked


def _checked_number(name: str, value: object, known: Mapping[str, Quantity], kind: str, where: str) -> float:
    """Check one name and value against its declaration."""
    if name not in known:
        other, other_kind = (PARAMS, "parameter") if kind == "lever" else (LEVERS, "lever")
        hint = f" It is a {other_kind}." if name in other else nearest(name, known)
        raise InputError(f"{where}: there is no {kind} {shown(name)}.{hint}")
    quantity = known[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{where}: {name} = {shown(value)} is not a number; allowed is {quantity.range}.")
    return quantity.check(value, where)


def checked_change(change: Change, where: str) -> Change:
    """Check the months and levers of one change."""
    for key, value, low in (("from", change.start, 1), ("until", change.until, 1), ("ramp", change.ramp, 0)):
        if key == "until" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            raise InputError(f"{where}: {key} = {shown(value)} is not a whole number of months from {low}.")
    if change.until is not None and change.until < change.start:
        raise InputError(f"{where}: it runs backwards, from month {change.start} until {change.until}.")
    if change.until is not None and change.ramp > change.until - change.start + 1:
        length = change.until - change.start + 1
        raise InputError(f"{where}: ramp = {change.ramp} is longer than the change, {length} months.")
    if not change.levers:
        raise InputError(f"{where}: levers are missing; a change names at least one lever.")
    return replace(change, levers=check_levers(change.levers, where))


def check_overlaps(changes: Sequence[Change], where: str) -> None:
    """Refuse two changes of one lever in one month: nobody could say which holds."""
    spans = [(lever, change.start, number) for number, change in enumerate(changes, 1) for lever in change.levers]
    spans.sort()
    for (lever, _, first), (other, start, second) in pairwise(spans):
        if lever == other and start <= changes[first - 1].last:
            earlier, later = sorted((first, second))
            raise InputError(
                f"{where}: changes {earlier} and {later} both set {lever} "
                f"({changes[earlier - 1].span}; {changes[later - 1].span}); they may not overlap."
            )


def read_changes(document: Document) -> list[Change]:
    """Read and check the [[change]] tables."""
    tables = document.data.get("change", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(f"{document.where('change')}: change must be a list of tables, each begun by [[change]].")
    return [_read_change(document, table, number) for number, table in enumerate(tables, start=1)]


def _read_change(document: Document, table: Mapping[str, Any], number: int) -> Change:
    """Read and check one [[change]]."""
    document.known(table, _CHANGE_KEYS, change=number)
    where = document.where("from", change=number)
    if "from" not in table:
        raise InputError(f"{where}: from is missing; it is the first month of the change, 1 or later.")
    levers = table.get("levers", {})
    if not isinstance(levers, dict):
        raise InputError(f"{where}: levers must be a table, not {shown(levers)}.")
    for name, value in levers.items():
        check_levers({name: value}, document.where(name, change=number))
    return checked_change(Change(table["from"], table.get("until"), levers, table.get("ramp", 0)), where)


def read_levers(document: Document) -> dict[str, float]:
    """Read and check [levers]."""
    return {
        name: check_levers({name: value}, document.where("levers", name))[name]
        for name, value in document.table("levers").items()
    }


def read_params(document: Document, *, allow_people: bool) -> dict[str, float]:
    """Read and check [params]."""
    return {
        name: check_params({name: value}, document.where("params", name), allow_people=allow_people)[name]
        for name, value in document.table("params").items()
    }
