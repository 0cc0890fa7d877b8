"""The seats of the two committees as ordinary Mesa agents: who holds one, and with which side he stands."""

from typing import Any

import mesa

from sim.compute.layout import PARTY_SEATS
from sim.compute.segments import on_objects
from sim.engine.passes import committees


class CommitteeMember(mesa.Agent):
    """A seat and who holds it; ``place`` tells those whom the party sends from those who are elected."""

    def __init__(self, model: Any, place: int, p: Any) -> None:
        """Take a seat before anybody is sent or elected."""
        super().__init__(model)
        self.place, self.trust = place, p.seated_trust
        self.ability = self.loyalty = self.connections = 0.0

    @property
    def elected(self) -> bool:
        """Whether residents elect who sits here."""
        return self.place >= PARTY_SEATS

    send, elect = on_objects(committees.send), on_objects(committees.elect)
    be_known = on_objects(committees.be_known)
    take_side, accept = on_objects(committees.take_side), on_objects(committees.accept)
