"""One resident's life month by month, and why two lives of the same resident part.

A life is a table: what the resident is like at the end of each month, and what came from outside in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.compute.layout import FLAGS, PERSON
from sim.engine.lanes import Lanes

BEFORE = ("awareness", "trust", "belonging", "efficacy", "habit", "neighbours")
"""What may make somebody take part or not, as it stood when the month began: own states, and how many people of the
building took part last month."""
WITHIN = ("asked", "active", "attraction")
"""What came in the month itself: an invitation, being called on as a party member, and the appeal of activities."""
YES_OR_NO = ("asked", "active")
CAUSES = (*YES_OR_NO, "attraction", *BEFORE)
NOTICED = 0.02
"""The least difference in a cause that counts as one."""

Life = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two lives part: the place of the month, and what differed, second life less first, the largest first."""

    place: int
    because: tuple[tuple[str, float], ...]


def parting(one: Life, other: Life) -> Parting | None:
    """Return the first month in which one life takes part and the other does not, and what made the difference.

    Only what was there before the resident decided can be a cause: states at the end of the month before, what
    neighbours did in it, and what came from outside in the month itself. What taking part leads to is none.

    Args:
        one: ``took_part`` and ``CAUSES``, a value a month; the first is of the month before the first that is judged.
        other: the same resident in another world, the same months.

    Returns:
        The parting, its causes none where nothing differed by ``NOTICED``; None where the lives never part.
    """
    part = np.array([one["took_part"], other["took_part"]])
    parted = np.flatnonzero(part[0, 1:] != part[1, 1:])
    if not len(parted):
        return None
    month = int(parted[0]) + 1
    read = {**dict.fromkeys(WITHIN, month), **dict.fromkeys(BEFORE, month - 1)}
    gaps = [(name, round(other[name][read[name]] - one[name][read[name]], 4)) for name in CAUSES]
    found = [(name, gap) for name, gap in gaps if abs(gap) >= NOTICED]
    return Parting(month, tuple(sorted(found, key=lambda own: -abs(own[1]))))


def moment(block: Lanes, row: int, lanes: int = 1) -> dict[str, list[float]]:
    """Return what a resident is like after the month just simulated, and what came in it, in the first lanes."""
    building = block.community.building
    neighbours = block.state("took_part")[building == building[row], :lanes]
    places = {name: block.place(name, row) for name in (*PERSON, *FLAGS)}
    return {
        **{name: array[at : at + lanes].tolist() for name, (array, at) in places.items()},
        "neighbours": neighbours.mean(axis=0).tolist(),
        "attraction": block.number("attraction")[:lanes].tolist(),
    }
