"""Mesa agents as light handles: an agent points at a row of the model's arrays and reads and writes it there.

A row is a dwelling or a post. When its person changes, the handle is removed as Mesa's agents are, and a new
one with a new ``unique_id`` takes the row; the old one says so and reads and writes no more.

What would have no effect is refused: an attribute that the model does not know, a value that it makes anew every
month, taking somebody out of the model, letting an agent step by itself.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from sim.compute.layout import number
from sim.errors import InputError, nearest
from sim.states import RESIDENT, UNIT, WORKER, State
from sim.text import Text

LANE = 0  # a model is the first lane of its block


RECOMPUTED = tuple(state.name for state in (*RESIDENT, *WORKER, *UNIT) if state.anew)
"""States that the month makes anew before it reads them."""

_GIVEN_ONCE = ("model", "unique_id", "row", "place")
_WORDS = {
    "Resident": "居民", "PartyMember": "党员", "Worker": "社工",
    "ResidentsCommittee": "居委会", "PartyCommittee": "党委", "CommitteeMember": "委员", "Unit": "驻区单位",
    "StreetOffice": "街道办",
}  # fmt: skip


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
    _left: ClassVar[Any] = None  # the month in which the person left

    def __init__(self, model: Any, row: int) -> None:
        """Point at ``row`` of the model's arrays.

        Raises:
            InputError: it is not the model that makes it.
        """
        if not getattr(model, "makes_people", False):
            name = type(self).__name__
            raise InputError(
                f"{name}: the model makes its people by itself, and none can be added; take them from model.agents.",
                f"{_WORDS.get(name, name)}：人员由模型自己生成，不能添加；请从 model.agents 中取用。",
            )
        super().__init__(model)
        self.row = row

    @property
    def lanes(self) -> Any:
        """The arrays of the model, a ``sim.engine.lanes.Lanes``.

        Raises:
            InputError: the person has left, and the row is somebody else's.
        """
        if self._left is not None:
            raise InputError(
                f"left in month {self._left}, and row {self.row} is somebody else's now or nobody's; take agents from "
                "the model anew.",
                f"已于第 {self._left} 个月离开，第 {self.row} 行现在属于别人，或空着；请重新从模型中取用主体。",
                self._who,
            )
        return self.model.lanes

    @property
    def _who(self) -> Text:
        name = type(self).__name__
        return Text(f"{name} {self.unique_id}", f"{_WORDS.get(name, name)} {self.unique_id}")

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a state; refuse what would have no effect.

        Raises:
            InputError: there is no such state, it can only be read, the month makes it anew, or it cannot be so.
        """
        if name == "pos" or (name in _GIVEN_ONCE and name not in vars(self)):  # Mesa's spaces place agents
            object.__setattr__(self, name, value)
            return
        kind = getattr(type(self), name, None)
        if name in RECOMPUTED and isinstance(kind, property):
            raise InputError(
                f"{name} is made anew every month, and what is written there has no effect.",
                f"{name} 每个月都重新算出，写入的值不起作用。",
                self._who,
            )
        if not isinstance(kind, property) or kind.fset is None:
            raise self._cannot_be_set(name, known=kind is not None or name in vars(self))
        if isinstance(kind, Written):
            self._check_value(name, value, kind)
        object.__setattr__(self, name, value)

    def _check_value(self, name: str, value: Any, kind: "Written") -> None:
        """Refuse a value that the state cannot have."""
        given, span = f"{name} = {value!r}", f"{kind.low:g}..{kind.high:g}"
        if not isinstance(value, int | float | np.number) or not kind.low <= value <= kind.high:
            raise InputError(f"{given} is outside {span}.", f"{given} 超出 {span}。", self._who)
        if not math.isfinite(value):
            raise InputError(f"{given} is not a finite number.", f"{given} 不是有限的数。", self._who)

    def _cannot_be_set(self, name: str, *, known: bool) -> InputError:
        if known:
            return InputError(f"{name} can be read, not written.", f"{name} 只能读取，不能写入。", self._who)
        states = [item for item in dir(type(self)) if getattr(getattr(type(self), item), "fset", None)]
        states = [state for state in states if state not in RECOMPUTED and not state.startswith("_")]
        hint = nearest(name, states)
        return InputError(
            f"there is no state {name}, and setting it would have no effect.{hint.en}",
            f"没有 {name} 这个状态，设置它不起作用。{hint.zh}",
            self._who,
        )

    def has_changed(self) -> None:
        """Renew what follows from a state that was set."""

    def leave(self, month: int) -> None:
        """For the model: take a person who has left out of it."""
        object.__setattr__(self, "_left", month)
        super().remove()

    def remove(self) -> None:
        """Refuse: the arrays would keep the person.

        Raises:
            InputError: always.
        """
        raise InputError(
            "nobody can be taken out of the model; people move and quit by its rules.",
            "不能把人从模型中移除；搬离和离职由模型的规则决定。",
            self._who,
        )

    def step(self) -> None:
        """Refuse: an agent does nothing by itself.

        Raises:
            InputError: always.
        """
        raise InputError(
            "agents do not step by themselves; model.step() simulates a month for all of them.",
            "主体不会自己行动；model.step() 让全体一起过一个月。",
            self._who,
        )

    advance = step


Place = Callable[[Any], tuple[Any, Any]]


class Written(property):
    """A property on a number that may be written, within [low..high]; ``__setattr__`` checks what is given."""

    low, high = 0.0, 1.0


def state(place: Place, doc: str, low: float = 0.0, high: float = 1.0) -> Any:
    """A property that reads and writes the number at ``place``, an array and an index in it, within [low..high]."""

    def read(agent: Any) -> float:
        array, index = place(agent)
        return float(array[index])

    def write(agent: Any, value: float) -> None:
        array, index = place(agent)
        array[index] = value
        agent.has_changed()

    made = Written(read, write)
    made.__doc__, made.low, made.high = doc, low, high  # Python 3.11 shows the words of the class otherwise
    return made


def with_states(states: Iterable[State], place_of: Callable[[str], Place]) -> Callable[[type], type]:
    """Give a class of agents a property for each of its states; ``place_of`` a name tells where it stands."""

    def decorate(agent: type) -> type:
        for item in states:
            doc = f"{item.what.en[0].upper()}{item.what.en[1:]} [{item.low:g}..{item.high:g}]."
            found = state(place_of(item.name), doc, item.low, item.high)
            setattr(agent, item.name, property(found.fget, doc=doc) if item.made else found)
        return agent

    return decorate


def community_number(name: str, doc: str, low: float = 0.0, high: float = 1.0) -> Any:
    """A property on one of the community's numbers."""
    index = getattr(number, name) + LANE
    return state(lambda agent: (agent.lanes.board, index), doc, low, high)


def trait(name: str, doc: str) -> Any:
    """A property on a fixed trait."""
    return property(lambda agent: agent.lanes.community.trait(name, agent.row), doc=doc)
