"""Mesa agents as light handles: an agent points at a row of the model's arrays and reads and writes it there.

A row is a dwelling or a post. When its person changes, the handle is removed as Mesa's agents are, and a new
one with a new ``unique_id`` takes the row.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from sim.compute.layout import LANES, N_OWN, N_SHARED, SHARED, number, person
from sim.errors import InputError

LANE = 0  # a model lives in the first lane of its block


class Ids(WeakKeyDictionary[Any, Iterator[int]]):
    """Counters of ``unique_id``, one a model; weak, so that a discarded model is freed without a clean-up call."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        """Return the counter of a model, a new one where there is none."""
        if model not in self:
            self[model] = itertools.count(1)
        return super().__getitem__(model)


class Handle(mesa.Agent):  # type: ignore[misc]
    """A Mesa agent whose state stands in a row of the model's arrays."""

    _ids: ClassVar[Any] = Ids()

    def __init__(self, model: Any, row: int) -> None:
        """Point at ``row`` of the model's arrays."""
        super().__init__(model)
        self.row = row

    @property
    def lanes(self) -> Any:
        """The arrays of the model, a ``sim.engine.lanes.Lanes``."""
        return self.model.lanes


Place = Callable[[Any], tuple[Any, Any]]


def state(place: Place, doc: str, low: float = 0.0, high: float = 1.0) -> Any:
    """A property that reads and writes the number at ``place``, an array and an index in it.

    Writing raises ``InputError`` where the value is outside [low..high].
    """

    def read(agent: Any) -> float:
        array, index = place(agent)
        return float(array[index])

    def write(agent: Any, value: float) -> None:
        if not isinstance(value, int | float | np.number) or not low <= value <= high:
            who, span = f"{type(agent).__name__} {agent.unique_id}", f"{low:g}..{high:g}"
            raise InputError(f"{value!r} is outside {span}.", f"{value!r} 超出 {span}。", who)
        array, index = place(agent)
        array[index] = value

    return property(read, write, doc=doc)


def community_number(name: str, doc: str, low: float = 0.0, high: float = 1.0) -> Any:
    """A property on one of the community's numbers."""
    index = getattr(number, name) + LANE
    return state(lambda agent: (agent.lanes.board, index), doc, low, high)


def column_of(name: str, stride: int, column: int, doc: str) -> Any:
    """A property on a column of the flat array ``name`` with ``stride`` columns a row."""
    return state(lambda agent: (getattr(agent.lanes, name), agent.row * stride * LANES + column + LANE), doc)


def own_state(name: str, doc: str) -> Any:
    """A property on a column that is the resident's own."""
    return column_of("own", N_OWN, getattr(person, name), doc)


def shared_state(name: str, doc: str) -> Any:
    """A property on a column that neighbours read."""
    return column_of("near", N_SHARED, getattr(person, name) - SHARED, doc)


def trait(name: str, doc: str) -> Any:
    """A property on a fixed trait."""
    return property(lambda agent: agent.lanes.community.trait(name, agent.row), doc=doc)
