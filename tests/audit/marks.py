"""Which marks must lie where on which axes: known values of the raw rows, in the units of the axes."""

from collections.abc import Iterator, Sequence

import numpy as np

from tests.audit.page import Axes, Drawing, Text
from tests.audit.pictures import FAMILIES, who_edge
from tests.audit.raw import PARTICIPATION, QUALITY
from tests.audit.say import Say

Known = list[tuple[float | None, float | None]]
BOTH = (PARTICIPATION, QUALITY)


def axes_of(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """Yield the axes of a drawing with the values whose marks must lie on them, and what these are."""
    yield from {"map": _map, "worlds": _worlds, "money": _money, "paths": _paths, "who": _who, "cost": _cost}.get(
        drawing.section, _none
    )(drawing, left, say)


def _none(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    yield from ()


def _pair(say: Say, key: str) -> tuple[float, float]:
    return say.raw.effect(key, PARTICIPATION).mean, say.raw.effect(key, QUALITY).mean


def _map(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """The mean of every policy; of all communities one by one; on the wider scale those off the first."""
    raw = say.raw
    keys = raw.singles or raw.policies
    single = [pair for key in keys for pair in zip(raw.gap(key, PARTICIPATION), raw.gap(key, QUALITY), strict=True)]
    yield drawing.axes[0], [*(_pair(say, key) for key in keys), *single], "effects on participation and quality"
    for axes in drawing.axes[1:]:
        yield axes, [_pair(say, key) for key in raw.policies], "effects on participation and quality"


def _worlds(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """The circle of every policy in this run, on ticks that are drawn by hand."""
    numbers = [t for t in left if t.text.lstrip("−").replace(".", "").isdigit()]
    halfway = max(t.x for t in drawing.texts) / 2 + min(t.x for t in drawing.texts)
    for column, right in zip(BOTH, (False, True), strict=True):
        own = sorted((t for t in numbers if (t.x > halfway) == right), key=lambda t: t.x)
        if own:
            known: Known = [(say.raw.effect(key, column).mean, None) for key in say.raw.policies]
            yield Axes(own, [], drawing.marks, []), known, f"effects on {column}"


def _money(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """The solid mark of every row for the same money."""
    for axes, column in zip(drawing.axes, BOTH, strict=True):
        yield (
            axes,
            [(say.raw.effect(key, column).mean, None) for key in say.raw.money],
            f"effects on {column}, rows for the same money",
        )


def _who(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """Every group of every policy, but for values that leave the scale."""
    panels = [(column, family) for column in (PARTICIPATION, "satisfaction") for family in FAMILIES]
    keys = say.raw.singles or say.raw.policies
    every = {
        c: [say.raw.effect(k, f"{c}.{g}").mean for k in keys for item in FAMILIES for g in item] for c, _ in panels
    }
    for axes, (column, family) in zip(drawing.axes, panels, strict=True):
        means = [say.raw.effect(key, f"{column}.{g}").mean for key in keys for g in family]
        edge = who_edge(say, every[column], column)
        yield axes, [(mean, None) for mean in means if mean <= edge], f"effects on {column} by group"


def _cost(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """Cost and effect of every policy."""
    keys = say.raw.singles or say.raw.policies
    for axes, column in zip(drawing.axes, BOTH, strict=True):
        yield (
            axes,
            [(say.raw.cost(k) / 1000, say.raw.effect(k, column).mean) for k in keys],
            f"cost and effect on {column}",
        )


def _paths(drawing: Drawing, left: Sequence[Text], say: Say) -> Iterator[tuple[Axes, Known, str]]:
    """Where the two lines of a panel end: the means of the last month drawn, quality as that of twelve months."""
    labels = {say.label(key): key for key in say.raw.policies}
    named = sorted((t for t in left if t.text in labels), key=lambda t: (round(t.y), t.x))
    half = len(say.raw.policies)
    for axes in drawing.axes:
        x, y = max(axes.ends)[0], np.mean([end[1] for end in axes.ends])
        above = [t for t in named if t.y < y and t.x < x]
        name = min(above, key=lambda t: (round(y - t.y, 0), x - t.x))
        column = PARTICIPATION if named.index(name) < half else QUALITY
        month = (say.raw.months + min(12, say.raw.burn_in) - 1) // 2 * 2 - min(12, say.raw.burn_in) + 1
        ends: Known = []
        for key in ("baseline", labels[name.text]):
            path = say.raw.monthly(key, column).mean(axis=0)
            last = month + say.raw.burn_in
            value = path[last - 12 : last].mean() if column == QUALITY else path[last - 1]
            ends.append((month / 12 if axes.across else None, float(value) if axes.up else None))
        yield axes, ends, f"monthly means of {column}, {labels[name.text]}"
