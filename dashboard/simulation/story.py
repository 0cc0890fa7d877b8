"""One resident's life in both worlds, month by month, and where and why the two lives part.

It is rerun from the seed, not stored.
"""

from typing import Any

import numpy as np

from dashboard.simulation.schedule import NAMES, WORLDS
from dashboard.simulation.two_worlds import TwoWorlds
from sim.engine.story import CAUSES, NOTICED, moment, parting
from sim.params.people import AGES

STORY_STATES = ("took_part", "satisfaction", "awareness", "trust", "belonging", "habit", "asked_service", "voted")
"""The states of a resident that a story tells."""
STATES = ("awareness", "match", "quality", "satisfaction", "trust", "belonging", "fairness", "habit", "efficacy")
"""The states in which two lives may differ, in the order of the month."""
AGE_GROUPS = tuple(AGES)
TENURES = ("owner", "renter")
KINDS = ("other", "retired", "in_service", "floating")


def stories(worlds: TwoWorlds, resident: int) -> dict[str, Any]:
    """Return the life of one resident in both worlds, ready for JSON; lists begin with month 1.

    ``apart`` is the first month in which any state differs; ``parted`` the first in which one life takes part and the
    other does not, ``because`` what made it so, B less A.
    """
    histories: dict[str, list[list[float]]] = {name: [] for name in (*STORY_STATES, *STATES, *CAUSES)}
    moved: list[int] = []
    for block in worlds.rerun():
        values = moment(block, resident, len(NAMES))
        for name, history in histories.items():
            history.append(values[name])
        if block.month and block.moved[resident]:
            moved.append(block.month)
    found = parting(
        *({name: [pair[world] for pair in history] for name, history in histories.items()} for world in WORLDS)
    )
    return {
        "resident": resident,
        "who": _who(worlds, resident),
        "months": worlds.month,
        "told": {name: [[round(value, 4) for value in pair] for pair in histories[name][1:]] for name in STORY_STATES},
        "moved_in": moved,
        "apart": _first_apart(histories),
        "parted": found.place if found else None,
        "because": [list(item) for item in found.because] if found else [],
        "took_part_times": [sum(int(pair[world]) for pair in histories["took_part"][1:]) for world in WORLDS],
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


def _first_apart(histories: dict[str, list[list[float]]]) -> int | None:
    """Return the first month in which a state differs by as much as counts."""
    gaps = np.array([np.diff(histories[name], axis=1)[1:, 0] for name in STATES])
    apart = np.flatnonzero((np.abs(gaps) >= NOTICED).any(axis=0))
    return int(apart[0]) + 1 if len(apart) else None
