"""What a scenario sets, and when: checked values of levers and parameters, and changes over months."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from sim.errors import Gathering, InputError, nearest_labelled
from sim.levers import LEVERS
from sim.params import FORMER, PARAMS, SHAPING_GROUPS
from sim.quantity import Quantity, Text
from sim.scenarios.document import Document, shown

_KINDS = {"lever": "手段", "parameter": "参数"}
_NONE: Mapping[str, float] = {}
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
    def span(self) -> Text:
        """The months in words."""
        if self.until is None:
            return Text(f"from month {self.start} on", f"从第 {self.start} 个月起")
        return Text(f"months {self.start}..{self.until}", f"第 {self.start}..{self.until} 个月")

    def value(self, lever: str, month: int, before: float) -> float:
        """Return the lever in a month of the change, on the straight way from ``before`` while it ramps."""
        target = self.levers[lever]
        step = month - self.start + 1
        if step >= self.ramp:
            return target
        value = before + (target - before) * step / self.ramp
        return float(math.floor(value)) if LEVERS[lever].whole else value


_NO_CHANGE = Change(1, None, {})


def check_levers(levers: Mapping[str, object], where: Text | str) -> dict[str, float]:
    """Return the levers as floats.

    Raises:
        InputError: a name is not a lever, or a value is not a number or out of range.
    """
    return {name: _checked_number(name, value, LEVERS, "lever", where) for name, value in levers.items()}


def check_params(params: Mapping[str, object], where: Text | str, *, allow_people: bool) -> dict[str, float]:
    """Return the parameters as floats; what shapes people or calendar only where ``allow_people``.

    Raises:
        InputError: a name is not a parameter, a value is not a number or out of range, or it shapes the community.
    """
    checked = {}
    for name, value in params.items():
        checked[name] = _checked_number(name, value, PARAMS, "parameter", where)
        if not allow_people and PARAMS[name].group in SHAPING_GROUPS:
            raise InputError(
                f"{name} shapes the community or its calendar, which all scenarios share; "
                "set it in a profile or with --param.",
                f"{name} 决定社区的构成或日程，为所有方案共有；请在社区类型中或用 --param 设定。",
                where,
            )
    return checked


def _checked_number(name: str, value: object, known: Mapping[str, Quantity], kind: str, where: Text | str) -> float:
    """Check one name and value against its declaration."""
    if name not in known:
        other, other_kind = (PARAMS, "parameter") if kind == "lever" else (LEVERS, "lever")
        is_other = Text(f" It is a {other_kind}.", f"它是{_KINDS[other_kind]}。")
        labels = {key: item.label for key, item in known.items()}
        former = FORMER.get(name) if kind == "parameter" else None
        hint = former or (is_other if name in other else nearest_labelled(name, labels, f"{kind}s"))
        raise InputError(
            f"there is no {kind} {shown(name)}.{hint.en}", f"没有{_KINDS[kind]}{shown(name, 'zh')}。{hint.zh}", where
        )
    quantity = known[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(
            f"{name} = {shown(value)} is not a number; allowed is {quantity.range.en}.",
            f"{name} = {shown(value, 'zh')} 不是数；允许 {quantity.range.zh}。",
            where,
        )
    return quantity.check(value, where)


def checked_change(change: Change, where: Text | str) -> Change:
    """Check the months and levers of one change."""
    for key, value, low in (("from", change.start, 1), ("until", change.until, 1), ("ramp", change.ramp, 0)):
        if key == "until" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < low:
            raise InputError(
                f"{key} = {shown(value)} is not a whole number of months from {low}.",
                f"{key} = {shown(value, 'zh')} 不是从 {low} 起的整数月份。",
                where,
            )
    if change.until is not None and change.until < change.start:
        raise InputError(
            f"ends before it starts, from month {change.start} until {change.until}.",
            f"起止颠倒：从第 {change.start} 个月到第 {change.until} 个月。",
            where,
        )
    if change.until is not None and change.ramp > change.until - change.start + 1:
        length = change.until - change.start + 1
        raise InputError(
            f"ramp = {change.ramp} is longer than the change, {length} months.",
            f"ramp = {change.ramp} 比变动本身（{length} 个月）还长。",
            where,
        )
    if not change.levers:
        raise InputError(
            "levers are missing; a change names at least one lever.", "缺少 levers；一处变动至少要写一项手段。", where
        )
    return replace(change, levers=check_levers(change.levers, where))


def check_overlaps(changes: Sequence[Change], where: Text | str) -> None:
    """Refuse two changes of one lever in one month: nobody could say which holds."""
    spans = [(lever, change.start, number) for number, change in enumerate(changes, 1) for lever in change.levers]
    spans.sort()
    for (lever, _, first), (other, start, second) in pairwise(spans):
        if lever == other and start <= changes[first - 1].last:
            earlier, later = sorted((first, second))
            one, two = changes[earlier - 1].span, changes[later - 1].span
            raise InputError(
                f"changes {earlier} and {later} both set {lever} ({one.en}; {two.en}); they may not overlap.",
                f"第 {earlier} 处和第 {later} 处变动都设定了 {lever}（{one.zh}；{two.zh}）；二者不能重叠。",
                where,
            )


def read_changes(document: Document) -> list[Change]:
    """Read and check the [[change]] tables."""
    tables = document.data.get("change", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(
            "change must be a list of tables, each begun by [[change]].",
            "change 须是一串表，每个表以 [[change]] 开头。",
            document.where("change"),
        )
    gathered, changes = Gathering(), list[Change]()
    for number, table in enumerate(tables, start=1):
        changes.append(gathered.of(partial(_read_change, document, table, number), _NO_CHANGE))
        if gathered.full:
            break
    gathered.tell()
    return changes


def _read_change(document: Document, table: Mapping[str, Any], number: int) -> Change:
    """Read and check one [[change]]."""
    gathered = Gathering()
    gathered.of(lambda: document.known(table, _CHANGE_KEYS, change=number), None)
    where = document.where("from", change=number)
    if "from" not in table:
        gathered.add(InputError(
            "from is missing; it is the first month of the change, 1 or later.",
            "缺少 from；它是变动的第一个月，从 1 起。",
            where,
        ))  # fmt: skip
    levers = table.get("levers", {})
    if not isinstance(levers, dict):
        gathered.add(InputError(
            f"levers must be a table, not {shown(levers)}.",
            f"levers 须是表；现在写的是：{shown(levers, 'zh')}。",
            where,
        ))  # fmt: skip
        levers = {}
    for name, value in levers.items():
        gathered.of(partial(check_levers, {name: value}, document.where(name, change=number)), _NONE)
        if gathered.full:
            break
    own = Change(table.get("from", 1), table.get("until"), levers, table.get("ramp", 0))
    if not gathered.found:
        return checked_change(own, where)
    if "from" in table and levers:  # what can be said of the months
        gathered.of(partial(checked_change, replace(own, levers=dict.fromkeys(("grant",), 0.0)), where), own)
    gathered.tell()
    return own


def read_levers(document: Document) -> dict[str, float]:
    """Read and check [levers]; all mistakes of the table are told together."""
    return _read_values(document, "levers", check_levers)


def read_params(document: Document, *, allow_people: bool) -> dict[str, float]:
    """Read and check [params]; all mistakes of the table are told together."""
    return _read_values(document, "params", partial(check_params, allow_people=allow_people))


def _read_values(
    document: Document, table: str, check: Callable[[Mapping[str, object], Text], dict[str, float]]
) -> dict[str, float]:
    gathered, checked = Gathering(), dict[str, float]()
    for name, value in document.table(table).items():
        checked |= gathered.of(partial(check, {name: value}, document.where(table, name)), _NONE)
        if gathered.full:
            break
    gathered.tell()
    return checked
