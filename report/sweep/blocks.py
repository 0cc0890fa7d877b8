"""What varies apart in a design, and what moves together: only the former has an effect of its own to tell."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pandas import DataFrame

NEAR = 0.95  # |r| from which two quantities of a design cannot be told apart


def blocks_of(points: "DataFrame", names: Sequence[str], *, sampled: bool) -> tuple[tuple[str, ...], ...]:
    """Return the quantities that vary, those that move together in one block, in the order of the design.

    Args:
        points: the designed quantities by point.
        names: what the design moves; what holds still in every point is in no block.
        sampled: the points were drawn. Else two quantities vary apart only where every value of one meets every value
            of the other equally often, as on a grid: a mean over the points at one value would else hold the other too.
    """
    moving = [name for name in names if points[name].nunique() > 1]
    blocks: list[list[str]] = []
    for name in moving:
        joined = [block for block in blocks if any(together(points, name, other, sampled=sampled) for other in block)]
        blocks = [block for block in blocks if block not in joined]
        blocks.append(sorted({name, *(other for item in joined for other in item)}, key=moving.index))
    return tuple(tuple(entry) for entry in sorted(blocks, key=lambda block: moving.index(block[0])))


def together(points: "DataFrame", one: str, other: str, *, sampled: bool) -> bool:
    """Tell whether the effects of two quantities cannot be told apart."""
    r = float(np.corrcoef(points[one].to_numpy(float), points[other].to_numpy(float))[0, 1])
    return abs(r) >= NEAR or not (sampled or _crossed(points, one, other))


def _crossed(points: "DataFrame", one: str, other: str) -> bool:
    """Every value of one quantity meets every value of the other equally often."""
    met = points.groupby([one, other]).size()
    return len(met) == points[one].nunique() * points[other].nunique() and met.nunique() == 1


def path_of(points: "DataFrame", block: Sequence[str]) -> "DataFrame":
    """Return the settings of a block that occur, each once: along the first quantity if all go one way, else as given.

    The index counts them from 0.
    """
    settings = points[list(block)].drop_duplicates().reset_index(drop=True)
    along = settings.sort_values(block[0], kind="stable", ignore_index=True)
    steps = np.sign(np.diff(along.to_numpy(float), axis=0))
    one_way = all(len(set(item) - {0.0}) <= 1 for item in steps.T)
    return along if one_way and settings[block[0]].is_unique else settings
