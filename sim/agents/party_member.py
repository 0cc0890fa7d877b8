"""A party member: a resident who can be organised, turn active, and ask the neighbours along."""

from typing import Any

from sim.agents.handle import LANE, Place, with_states
from sim.agents.resident import Resident
from sim.compute.elementary import clip, power
from sim.compute.layout import LANES
from sim.quantity import Index, Probability
from sim.states import MEMBER

RETIRED, IN_SERVICE, FLOATING = 0, 1, 2


def organisation(base: float, gain: float, coverage: float) -> Index:
    """How well members of one kind are organised: what is there, and what the lever adds."""
    return clip(base + gain * coverage)


def mobilisation_target(
    organisation: float,
    attraction: float,
    coordination: float,
    mobilisation_attraction_base: float,
    mobilisation_coordination_base: float,
) -> Index:
    """Members move when they are organised, events are worth it, and the two committees pull together."""
    worth = mobilisation_attraction_base + (1.0 - mobilisation_attraction_base) * attraction
    together = mobilisation_coordination_base + (1.0 - mobilisation_coordination_base) * coordination
    return organisation * worth * together


def mobilisation_after(mobilisation: float, target: float, mobilisation_speed: float) -> Index:
    """Mobilisation moves to its target."""
    return mobilisation + mobilisation_speed * (target - mobilisation)


def activity_probability(readiness: float, mobilisation: float) -> Probability:
    """How probably a member is active: the ready ones oftener; over all of them it is the mobilisation.

    With readiness uniform on [0..1] the mean is exactly the mobilisation, and it is Beta(M/(1−M), 1) over members.
    """
    if mobilisation <= 0.0:
        return 0.0
    return power(readiness, (1.0 - mobilisation) / mobilisation)


def _among_members(name: str) -> Place:
    """Where a state of a party member stands."""
    return lambda member: (member.lanes.mobilisation, member.place * LANES + LANE)


@with_states(MEMBER, _among_members)
class PartyMember(Resident):
    """A resident who is a party member; his kind decides which lever reaches him."""

    def __init__(self, model: Any, row: int, place: int) -> None:
        """Point at a resident's row, and at a place among the party members."""
        super().__init__(model, row)
        self.place = place

    @property
    def kind(self) -> str:
        """``retired``, ``in_service`` or ``floating``."""
        return ("retired", "in_service", "floating")[self.lanes.community.kind[self.row]]

    @property
    def active(self) -> bool:
        """Whether the member was active this month."""
        array, at = self.lanes.place("active", self.row, LANE)
        return bool(array[at])
