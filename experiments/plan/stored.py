"""A plan as a store or a manifest keeps it: held against the shape that this program writes before anything is read.

A file may come from somebody else, be whole, and still say what no plan says.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from experiments.plan.checks import LARGEST_SEED, MOST_REPLICATES
from experiments.plan.design import KINDS, MOST_POINTS
from sim.errors import InputError
from sim.scenarios.document import check_name, check_text
from sim.text import Text

_LONGEST_RUN = 1200  # months
_MERGED = "merged"

Check = Callable[[Any], bool]


def check_stored(
    content: Any, where: Text | str, n_points: int | None = None, *, shape_only: bool = False
) -> dict[str, Any]:
    """Return what a stored plan says.

    Args:
        content: what was read, of whatever shape.
        where: the file that holds it.
        n_points: how many points are kept beside it, where that is known.
        shape_only: look at what a page tells, and not at what scenarios and profiles set.

    Raises:
        InputError: it is not what a plan says; the first key that is wrong is named.
    """
    wrong = next(_wrong(content, n_points, shape_only), None)
    if wrong is not None:
        raise InputError(
            f"the plan in it is not one that this program wrote: '{wrong}' is missing or holds something else.",
            f"其中的计划不是本程序写成的：“{wrong}”缺少，或内容不对。",
            where,
        )
    checked: dict[str, Any] = content
    return checked


def _wrong(content: Any, n_points: int | None, shape_only: bool) -> Iterator[str]:
    """Give the keys whose values are not what stands there in a plan."""
    if not isinstance(content, dict):
        yield "plan"
        return
    yield from _keys(content, _PLAN)
    for part, shape in (_SHAPE if shape_only else _PARTS).items():
        entries = content.get(part)
        if not isinstance(entries, list) or not entries:
            yield part
            continue
        for entry in entries:
            yield from (f"{part}.{key}" for key in (_keys(entry, shape) if isinstance(entry, dict) else ("",)))
        if isinstance(entries[0], dict) and len({str(entry.get("name")) for entry in entries}) != len(entries):
            yield f"{part}.name"
    design = content.get("design")
    if not isinstance(design, dict):
        yield "design"
        return
    yield from (f"design.{key}" for key in _keys(design, _SHAPE_DESIGN if shape_only else _DESIGN))
    n, starts = design.get("n_points"), design.get("communities")
    if n_points is not None and n != n_points:
        yield "design.n_points"
    if starts is not None and not (
        _list_of(_whole_number(0, MOST_REPLICATES * MOST_POINTS))(starts) and len(starts) == n
    ):
        yield "design.communities"
    plans = content.get(_MERGED, [])
    if not isinstance(plans, list):
        yield _MERGED
        return
    for plan in plans:
        yield from (f"{_MERGED}.{key}" for key in _wrong(plan, None, shape_only))


def _keys(own: Mapping[str, Any], shape: Mapping[str, Check]) -> Iterator[str]:
    return (key for key, check in shape.items() if key not in own or not check(own[key]))


def _said(value: Any) -> bool:
    """Tell a text that may be shown."""
    try:
        return isinstance(value, str) and check_text(value, "") is None
    except InputError:
        return False


def _name(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(check_name(value))
    except InputError:
        return False


def _bilingual(value: Any) -> bool:
    return isinstance(value, dict) and all(_said(value.get(language)) for language in ("en", "zh"))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _whole_number(low: int, high: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _table_of(check: Check) -> Check:
    return lambda value: isinstance(value, dict) and all(map(_quantity, value)) and all(map(check, value.values()))


def _quantity(value: Any) -> bool:
    """Tell the name of a lever or parameter, of whatever version."""
    return isinstance(value, str) and value.isidentifier() and value.isascii()


def _change(value: Any) -> bool:
    if not isinstance(value, dict) or not _table_of(_number)(value.get("levers")):
        return False
    return all(key in value and (value[key] is None or _number(value[key])) for key in ("from", "until", "ramp"))


_NUMBERS = _table_of(_number)
_PLAN: Mapping[str, Check] = {
    "name": _name, "question": _bilingual, "replicates": _whole_number(1, MOST_REPLICATES),
    "months": _whole_number(1, _LONGEST_RUN),
    "seed": _whole_number(0, LARGEST_SEED), "trajectories": lambda value: isinstance(value, bool), "levers": _NUMBERS,
    "params": _NUMBERS,
}  # fmt: skip
_PARTS: Mapping[str, Mapping[str, Check]] = {
    "scenarios": {
        "name": _name, "label": _bilingual, "levers": _NUMBERS, "params": _NUMBERS, "changes": _list_of(_change),
    },
    "profiles": {"name": _name, "label": _bilingual, "params": _NUMBERS},
}  # fmt: skip
_NAMES = _list_of(_quantity)
_DESIGN: Mapping[str, Check] = {
    "kind": lambda value: value in ("none", *KINDS), "levers": _NAMES, "params": _NAMES,
    "samples": lambda value: value is None or _whole_number(0, MOST_POINTS)(value),
    "ranges": _table_of(lambda ends: _list_of(_number)(ends) and len(ends) == 2),
    "values": _table_of(_list_of(_number)), "n_points": _whole_number(1, MOST_POINTS),
}  # fmt: skip
_SHAPE = {part: {key: shape[key] for key in ("name", "label")} for part, shape in _PARTS.items()}
_SHAPE_DESIGN = {key: _DESIGN[key] for key in ("kind", "levers", "params", "n_points")}
"""What a page tells of it."""
