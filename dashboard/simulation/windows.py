"""What a window of the map can show of a resident, as one byte: 0..254 for 0..1."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.agents import resident
from sim.engine.lanes import Lanes
from sim.text import Text

FULL = 254

WINDOW_STATES: dict[str, Text] = {
    "satisfaction": Text("satisfaction", "满意度"),
    "participation_12m": Text("took part within 12 months", "12 个月内参与过"),
    "trust": Text("trust in the committee", "对居委会的信任"),
    "belonging": Text("belonging", "归属感"),
    "awareness": Text("awareness", "知晓度"),
    "quality": Text("quality of service received", "所得服务质量"),
    "match": Text("services match wishes", "服务合需求"),
    "fairness": Text("perceived fairness", "公平感"),
    "habit": Text("habit of taking part", "参与习惯"),
    "voted": Text("voted in the last election", "上次选举亲自投票"),
}
"""Every state and what it is called."""

YES_OR_NO = ("participation_12m", "voted")

Bytes = NDArray[np.uint8]


def window_bytes(block: Lanes, lanes: int = 2) -> Bytes:
    """Return every state of every resident in the first lanes (states, lanes, n)."""
    states = np.empty((len(WINDOW_STATES), lanes, block.community.n_residents), np.uint8)
    for index, name in enumerate(WINDOW_STATES):
        values = DERIVED[name](block)[:, :lanes] if name in DERIVED else block.state(name)[:, :lanes]
        states[index] = np.rint(values.T * FULL)
    return states


def _took_part(block: Lanes) -> NDArray[np.float64]:
    lasts = block.state("last_participation")
    last, places = np.unique(lasts, return_inverse=True)
    within = np.array([resident.took_part_within_year(block.month, one) for one in last.tolist()])
    return within[places].reshape(lasts.shape)


DERIVED: dict[str, Callable[[Lanes], NDArray[np.float64]]] = {"participation_12m": _took_part}
