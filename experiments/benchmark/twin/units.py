"""Units in the area as ordinary Mesa agents."""

from typing import Any

import mesa

from sim.agents import member_unit
from sim.compute.segments import on_objects
from sim.engine.passes import accounts


class Unit(mesa.Agent):
    """A unit that may lend a hand; ``place`` tells which of this month's units it is."""

    def __init__(self, model: Any, place: int, draw: float, p: Any) -> None:
        """Begin as willing as where nothing moves it."""
        super().__init__(model)
        self.place = place
        self.openness = member_unit.openness(draw, p.unit_spread)
        self.willingness = member_unit.willingness_target(p.unit_giving_rate, self.openness)
        self.gives = 0.0

    lend_a_hand = on_objects(accounts.lend_a_hand)
