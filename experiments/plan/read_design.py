"""Checks of a design: what is moved, over which values, and how many points that makes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from experiments.plan.checks import whole_number
from experiments.plan.design import KINDS, MOST_POINTS, SAMPLED, Array, Design
from experiments.plan.samplers import SALIB_KINDS, grid, has_salib, n_points, sampled
from sim.errors import Gathering, InputError, known_are, nearest
from sim.levers import LEVERS
from sim.params import PARAMS
from sim.quantity import Quantity
from sim.scenarios.changes import check_levers, check_params
from sim.scenarios.document import Document, shown
from sim.text import Text

_KEYS = ("kind", "samples", "levers", "params")
_POWERS = ("sobol", "saltelli")
_LARGEST = 1e300
Columns = dict[str, list[float]]


def checked_design(document: Document, seed: int, held: Collection[str]) -> Design:
    """Return the design of a document, one point without any where there is none.

    Raises:
        InputError: all mistakes.
    """
    given = document.data.get("design")
    if given is None or (isinstance(given, Design) and given.kind == "none"):
        return Design("none", (), (), np.zeros((1, 0)))
    if isinstance(given, Design):
        return _checked_points(document, given, held)
    kind, levers, params, samples = _read(document, held)
    columns = {**levers, **params}
    _check_size(document, n_points(kind, list(columns.values()), samples))
    if kind in SALIB_KINDS and not has_salib():
        raise InputError(
            f'The design "{kind}" needs SALib; install it with: python -m pip install -e ".[analysis]".',
            f'设计 "{kind}" 需要 SALib；请运行：python -m pip install -e ".[analysis]"。',
            document.where("design", "kind"),
        )
    ranges = {name: (ends[0], ends[1]) for name, ends in columns.items()} if kind in SAMPLED else {}
    points = _points(kind, columns, ranges, samples, seed)
    points.setflags(write=False)
    return Design(kind, tuple(levers), tuple(params), points, samples, ranges)


def _read(document: Document, held: Collection[str]) -> tuple[str, Columns, Columns, int | None]:
    """Return kind, levers, parameters and samples of [design]; all mistakes are told together."""
    table, gathered = document.table("design"), Gathering()
    gathered.of(lambda: document.known(table, _KEYS, "design"), None)
    kind = gathered.of(lambda: _kind(document, table), "")
    levers = gathered.of(lambda: _columns(document, table, "levers"), Columns())
    params = gathered.of(lambda: _columns(document, table, "params"), Columns())
    columns = {**levers, **params}
    if columns or not gathered.found:
        gathered.of(lambda: _check_names(document, list(columns), held), None)
    samples = gathered.of(lambda: _samples(document, kind, table), None) if kind else None
    if kind and columns:
        check = partial(_check_ends if kind in SAMPLED else _check_values, document, kind, columns)
        gathered.of(check, None)
    gathered.tell()
    return kind, levers, params, samples


def _points(
    kind: str, columns: Columns, ranges: Mapping[str, tuple[float, float]], samples: int | None, seed: int
) -> Array:
    """Return the points of a checked design; what counts something is rounded to whole numbers."""
    if kind == "grid":
        return grid(list(columns.values()))
    if kind == "list" or samples is None:
        return np.array(list(columns.values())).T.copy()
    points = sampled(kind, ranges, samples, seed)
    wholes = [index for index, name in enumerate(columns) if _quantity(name).whole]
    points[:, wholes] = np.round(points[:, wholes])
    return points


def _quantity(name: str) -> Quantity:
    """Return a lever or a parameter; no name is both."""
    return LEVERS[name] if name in LEVERS else PARAMS[name]


def _kind(document: Document, table: Mapping[str, Any]) -> str:
    """Read the kind of a design."""
    kind = table.get("kind")
    where = document.where("design", "kind") if "kind" in table else document.where("design")
    if kind is None:
        known = known_are(KINDS)
        raise InputError(f"kind is missing.{known.en}", f"缺少 kind。{known.zh}", where)
    if not isinstance(kind, str) or kind not in KINDS:
        hint = nearest(str(kind), KINDS, known_are(KINDS))
        raise InputError(
            f"there is no design of kind {shown(kind)}.{hint.en}", f"没有{shown(kind, 'zh')}这种设计。{hint.zh}", where
        )
    return kind


def _columns(document: Document, table: Mapping[str, Any], part: str) -> Columns:
    """Read [design.levers] or [design.params]: every name with its values, in their ranges."""
    listed = table.get(part, {})
    if not isinstance(listed, dict):
        raise InputError(
            f"{part} = {shown(listed)} is not a table; write [design.{part}].",
            f"{part} = {shown(listed, 'zh')} 不是表；请写成 [design.{part}]。",
            document.where("design", part),
        )
    gathered, columns = Gathering(), Columns()
    for name, values in listed.items():
        columns[name] = gathered.of(partial(_checked_values, document, part, name, values), [])
        if gathered.full:
            break
    gathered.tell()
    return columns


def _checked_values(document: Document, part: str, name: str, values: object) -> list[float]:
    """Return the values of one lever or parameter as floats."""
    where = partial(document.where, "design", part, name)  # finding a line in a long file takes time
    _check_known(part, name, where)
    allowed = _quantity(name).range
    if values == []:
        raise InputError(
            f"{name} = [] holds no values; allowed are values in {allowed.en}.",
            f"{name} = [] 没有数值；允许的数值为 {allowed.zh}。",
            where(),
        )
    if not isinstance(values, list):
        raise InputError(
            f"{name} = {shown(values)} is not a list of values; allowed are values in {allowed.en}.",
            f"{name} = {shown(values, 'zh')} 不是数值的列表；允许的数值为 {allowed.zh}。",
            where(),
        )
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
            _check(part, name, value, where())
    column = np.array(values, dtype=float)
    for place in _suspects(name, column):
        _check(part, name, values[place], where())
    return [float(value) for value in values]


def _check_known(part: str, name: str, where: Callable[[], Text]) -> None:
    """Refuse what is neither a lever nor a parameter, and the months, which are the plan's own."""
    if name not in (LEVERS if part == "levers" else PARAMS):
        _check(part, name, 0.0, where())
    if name == "months":
        raise InputError(
            "months cannot be designed; write it as a key of the plan, the same for all runs.",
            "months 不能放进设计；请写成计划的键，所有运行都相同。",
            where(),
        )


def _check(part: str, name: str, value: object, where: Text) -> None:
    """Check one name and value as everywhere else."""
    if part == "levers":
        check_levers({name: value}, where)
    else:
        check_params({name: value}, where, allow_people=True)


def _suspects(name: str, column: Array) -> list[int]:
    """Return where a column may be out of range or not whole; what is not here is right."""
    quantity = _quantity(name)
    good = (column >= quantity.low) & (column <= quantity.high)
    if quantity.whole:
        good &= column == np.round(column)
    return np.flatnonzero(~good).tolist()


def _check_names(document: Document, names: Sequence[str], held: Collection[str]) -> None:
    """Refuse a design that moves nothing, or what the plan holds."""
    if not names:
        raise InputError(
            "the design moves nothing; name levers in [design.levers] or parameters in [design.params].",
            "设计没有变动任何量；请在 [design.levers] 中写手段，或在 [design.params] 中写参数。",
            document.where("design"),
        )
    gathered = Gathering()
    for name in names:
        if name in held:
            gathered.add(InputError(
                f"{name} is both held and designed; keep it in one of the two tables.",
                f"{name} 既被固定又放进了设计；请只留一处。",
                document.where("design", name),
            ))  # fmt: skip
    gathered.tell()


def _samples(document: Document, kind: str, table: Mapping[str, Any]) -> int | None:
    """Read how many samples a sampled kind takes; the others have none."""
    where = document.where("design", "samples") if "samples" in table else document.where("design", "kind")
    if kind not in SAMPLED:
        if "samples" in table:
            raise InputError(
                f"samples belongs to the kinds {', '.join(SAMPLED)}, not to {kind}; leave it out.",
                f"samples 只用于 {'、'.join(SAMPLED)}，不用于 {kind}；请删去。",
                where,
            )
        return None
    if "samples" not in table:
        raise InputError(
            f"samples is missing; {kind} needs it, a whole number from 2.",
            f"缺少 samples；{kind} 需要它，须是从 2 起的整数。",
            where,
        )
    samples = whole_number("samples", table["samples"], 2, MOST_POINTS, where)
    lower = 1 << (samples.bit_length() - 1)
    if kind in _POWERS and samples != lower:
        raise InputError(
            f"samples = {samples} is not a power of two, which {kind} needs; the nearest are {lower} and {2 * lower}.",
            f"samples = {samples} 不是 2 的幂，而 {kind} 需要 2 的幂；最接近的是 {lower} 和 {2 * lower}。",
            where,
        )
    return samples


def _check_ends(document: Document, kind: str, columns: Columns) -> None:
    """Hold each list of a sampled kind to be [low, high]."""
    gathered = Gathering()
    for name, ends in columns.items():
        if len(ends) != 2:
            gathered.add(InputError(
                f"{name} must be [low, high] in a design of kind {kind}; it has {len(ends)} values.",
                f"在 {kind} 设计中，{name} 须写成 [下限, 上限]；现有 {len(ends)} 个值。",
                document.where("design", name),
            ))  # fmt: skip
        elif ends[0] >= ends[1]:
            gathered.add(InputError(
                f"{name} = [{ends[0]:g}, {ends[1]:g}] is not a range; low must be below high.",
                f"{name} = [{ends[0]:g}, {ends[1]:g}] 不是区间；下限须小于上限。",
                document.where("design", name),
            ))  # fmt: skip
    gathered.tell()


def _check_values(document: Document, kind: str, columns: Columns) -> None:
    """Refuse a grid or list in which something does not move, and lists of unequal length."""
    gathered = Gathering()
    (first, values), *others = columns.items()
    for name, column in columns.items():
        seen = sorted(column)
        twice = [a for a, b in pairwise(seen) if a == b]
        if len(column) == 1 or len(set(column)) == 1:
            gathered.add(InputError(
                f"{name} has the value {column[0]:g} alone, so it does not move; hold it in [levers] or [params].",
                f"{name} 只有 {column[0]:g} 这一个值，并没有变动；请放进 [levers] 或 [params] 固定下来。",
                document.where("design", name),
            ))  # fmt: skip
        elif kind == "grid" and twice:
            gathered.add(InputError(
                f"{name} has the value {twice[0]:g} twice; a grid takes each value once.",
                f"{name} 的值 {twice[0]:g} 出现了两次；网格中每个值只取一次。",
                document.where("design", name),
            ))  # fmt: skip
    for name, item in others:
        if kind == "list" and len(item) != len(values):
            gathered.add(InputError(
                f"{first} has {len(values)} values and {name} has {len(item)}; the lists of a design of kind list "
                "are equally long, one value a point.",
                f"{first} 有 {len(values)} 个值，{name} 有 {len(item)} 个；list 设计中各列表须一样长，每点一个值。",
                document.where("design", name),
            ))  # fmt: skip
    gathered.tell()


def _check_size(document: Document, n: int) -> None:
    """Refuse more points than can be kept in hand."""
    if n > MOST_POINTS:
        raise InputError(
            f"the design has {n:,} points; allowed are up to {MOST_POINTS:,}.",
            f"设计有 {n:,} 个点；最多 {MOST_POINTS:,} 个。",
            document.where("design"),
        )


def _checked_points(document: Document, design: Design, held: Collection[str]) -> Design:
    """Check points that code gives: names, shape, every value in its range, whose communities."""
    where = document.where("design")
    for part, names in (("levers", design.levers), ("params", design.params)):
        for name in names:
            _check_known(part, name, lambda: where)
    _check_names(document, design.names, held)
    try:
        points = np.array(design.points, dtype=float)
    except (TypeError, ValueError):
        raise InputError(
            "points hold something that is not a number, or rows of unequal length.",
            "points 中有不是数的内容，或各行长短不一。",
            where,
        ) from None
    if points.ndim != 2 or points.shape[1] != len(set(design.names)) or len(points) == 0:
        raise InputError(
            f"points have the shape {points.shape}; needed is one row a point and one column for each of "
            f"{len(set(design.names))} different names.",
            f"points 的形状是 {points.shape}；须每点一行，并为 {len(set(design.names))} 个不同的名称各有一列。",
            where,
        )
    _check_size(document, len(points))
    for index, name in enumerate(design.names):
        for point in _suspects(name, points[:, index]):
            at = Text(f"{where.en}, point {point + 1}", f"{where.zh}，第 {point + 1} 点")
            part = "levers" if index < len(design.levers) else "params"
            _check(part, name, points[point, index].item(), at)
    points.setflags(write=False)
    return replace(design, points=points, communities=_communities(design, len(points), where))


def _communities(design: Design, n: int, where: Text) -> Any:
    """Check which communities the points are simulated on."""
    if design.communities is None:
        return None
    given = np.asarray(design.communities)
    if given.shape != (n,) or given.dtype.kind not in "iu" or given.min() < 0:
        raise InputError(
            f"communities must be {n} whole numbers from 0, one a point.",
            f"communities 须是 {n} 个从 0 起的整数，每点一个。",
            where,
        )
    return given.astype(np.int64)
