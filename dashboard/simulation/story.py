"""One resident's life in both worlds, month by month, and where and why the two lives part.

It is lived again from the seed, not stored.
"""

from typing import Any

import numpy as np

from dashboard.simulation.two_worlds import TwoWorlds
from dashboard.simulation.windows import residents_state
from sim.params.people import AGES

TOLD = ("took_part", "satisfaction", "awareness", "trust", "belonging", "habit", "asked_service", "voted")
"""The states of a resident that a story tells."""
CAUSES = ("awareness", "match", "quality", "satisfaction", "trust", "belonging", "fairness", "habit")
"""What may make one of two lives part from the other, in the order of the month."""
NOTICED = 0.02
"""The least difference in a state that counts as one."""
AGE_GROUPS = tuple(AGES)
TENURES = ("owner", "renter")
KINDS = ("other", "retired", "in_service", "floating")


def stories(worlds: TwoWorlds, resident: int) -> dict[str, Any]:
    """Return the life of one resident in both worlds, ready for JSON; lists begin with month 1."""
    told: dict[str, list[list[float]]] = {name: [] for name in (*TOLD, *CAUSES)}
    moved: list[int] = []
    for block in worlds.lived_again():
        values = residents_state(block, resident)
        for name, own in told.items():
            own.append([round(value, 4) for value in values[name]])
        if block.moved[resident]:
            moved.append(block.month)
    return {
        "resident": resident,
        "who": _who(worlds, resident),
        "months": len(told["took_part"]),
        "told": {name: told[name] for name in TOLD},
        "moved_in": moved,
        **_parting(told),
    }


def _who(worlds: TwoWorlds, resident: int) -> dict[str, Any]:
    people = worlds.community
    return {
        "age": AGE_GROUPS[people.age[resident]],
        "tenure": TENURES[people.renter[resident]],
        "kind": KINDS[people.kind[resident] + 1],
        "building": int(people.building[resident]) + 1,
        "household": int((people.household == people.household[resident]).sum()),
        "neighbours": len(people.neighbours(resident)),
    }


def _parting(told: dict[str, list[list[float]]]) -> dict[str, Any]:
    """Return the first month in which one life takes part and the other does not, and what differed by then.

    ``because`` holds the states that differed in that month, B less A, the largest first; ``apart`` is the first
    month in which any of them did.
    """
    part = np.array(told["took_part"]).reshape(-1, 2)
    causes = np.array([told[name] for name in CAUSES]).reshape(len(CAUSES), -1, 2)
    gaps = causes[:, :, 1] - causes[:, :, 0]
    apart = np.flatnonzero((np.abs(gaps) >= NOTICED).any(axis=0))
    parted = np.flatnonzero(part[:, 0] != part[:, 1])
    month = int(parted[0]) if len(parted) else None
    because: list[tuple[str, float]] = []
    if month is not None:
        found = {name: float(gaps[place, month]) for place, name in enumerate(CAUSES)}
        because = sorted(
            ((n, round(v, 4)) for n, v in found.items() if abs(v) >= NOTICED), key=lambda own: -abs(own[1])
        )
    return {
        "apart": int(apart[0]) + 1 if len(apart) else None,
        "parted": None if month is None else month + 1,
        "because": because,
        "took_part_times": part.sum(axis=0).astype(int).tolist(),
    }
