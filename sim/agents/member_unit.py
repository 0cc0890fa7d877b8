"""A unit in the area (a firm, a school, an office): how willing it is to lend the community a hand."""

from typing import TYPE_CHECKING, Any

from sim.agents.handle import LANE, Handle, Place, with_states
from sim.compute.elementary import clip, lognormal
from sim.compute.layout import unit
from sim.quantity import Nonnegative, Probability
from sim.states import UNIT


def openness(draw: float, unit_spread: float) -> Nonnegative:
    """How open a unit is to the community: lognormal with mean 1."""
    return lognormal(draw, unit_spread)


def willingness_target(chance: float, openness: float) -> Probability:
    """How willing a unit comes to be: the chance of a unit of mean openness, by its own openness, at most 1."""
    return clip(chance * openness)


def willingness_after(willingness: float, target: float, partner_speed: float) -> Probability:
    """Willingness moves slowly to its target: partners are won by years, and lost by years."""
    return willingness + partner_speed * (target - willingness)


def hours_given(units_giving: float, unit_hours: float) -> Nonnegative:
    """Volunteer hours of the units that lend a hand this month."""
    return unit_hours * units_giving


def _at_place(name: str) -> Place:
    """Where a state of a unit stands."""
    column = getattr(unit, name) + LANE
    return lambda agent: (agent.lanes.units, (agent.row, column))


@with_states(UNIT, _at_place)
class Unit(Handle):
    """A unit in the area that may give money, send volunteers and lend a room."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a state; those of ``sim.states.UNIT`` are there."""
