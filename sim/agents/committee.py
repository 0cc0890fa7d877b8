"""The two committees: how they pull together, how much residents have a say, and whose agenda counts."""

import math
from typing import Any

from sim.agents.handle import LANE, Handle, community_number
from sim.compute.elementary import clip
from sim.compute.layout import LANES, MIX, TEMPLATE, lever
from sim.params.people import SERVICE_TYPES
from sim.quantity import Index


def surplus(value: float, reference: float) -> float:
    """How far a value lies above its reference."""
    return value - reference


def coordination_target(
    joint_meetings: float,
    cross_appointment: float,
    leader_surplus: float,
    order_surplus: float,
    coordination_base: float,
    coordination_meeting: float,
    coordination_cross: float,
    coordination_leader: float,
    coordination_orders: float,
) -> Index:
    """Meetings, merged posts and a good chair bring the committees together; orders pull them apart."""
    return clip(
        coordination_base
        + coordination_meeting * joint_meetings
        + coordination_cross * cross_appointment
        + coordination_leader * leader_surplus
        - coordination_orders * order_surplus
    )


def budget_voice(resident_budget_share: float, deliberation_meetings: float, autonomy_budget_alone: float) -> Index:
    """What a residents' budget is worth as a say: money without deliberation gives little."""
    heard = autonomy_budget_alone + (1.0 - autonomy_budget_alone) * min(1.0, deliberation_meetings)
    return resident_budget_share * heard


def autonomy_target(
    deliberation_meetings: float,
    budget_voice: float,
    cross_appointment: float,
    leader_surplus: float,
    order_surplus: float,
    autonomy_base: float,
    autonomy_meeting: float,
    autonomy_budget: float,
    autonomy_cross: float,
    autonomy_leader: float,
    autonomy_orders: float,
) -> Index:
    """Deliberation and a budget give residents a say; merged posts and orders take it."""
    return clip(
        autonomy_base
        + autonomy_meeting * deliberation_meetings
        + autonomy_budget * budget_voice
        - autonomy_cross * cross_appointment
        + autonomy_leader * leader_surplus
        - autonomy_orders * order_surplus
    )


def moved_towards(value: float, target: float, speed: float) -> Index:
    """A slow state moves to its target."""
    return value + speed * (target - value)


def service_mix(autonomy: float, template: float, voice: float) -> Index:
    """The residents' committee's agenda for one service: the template, and the voice as far as autonomy goes."""
    return (1.0 - autonomy) * template + autonomy * voice


def party_agenda(coordination: float, template: float, mix: float) -> Index:
    """The party committee's agenda for one service: the template, and the other's as far as they coordinate."""
    return (1.0 - coordination) * template + coordination * mix


def autonomy_wish(
    month: float, autonomy_demand: float, autonomy_demand_growth: float, autonomy_demand_limit: float
) -> Index:
    """The wish for a say, which grows over the policy months."""
    return min(autonomy_demand_limit, autonomy_demand + autonomy_demand_growth * max(month, 0.0))


class Committee(Handle):
    """One of the two committees; both share how far they pull together."""

    coordination = community_number("coordination", "How far the two committees pull together [0..1].")

    def __init__(self, model: Any) -> None:
        """Take a seat in the model; a committee has no row."""
        super().__init__(model, 0)

    def _by_service(self, first: int) -> list[float]:
        board = self.lanes.board
        return [float(board[first + k * LANES + LANE]) for k in range(len(SERVICE_TYPES))]


class ResidentsCommittee(Committee):
    """Runs the queue, sets the service mix, stands for election, holds deliberation meetings."""

    autonomy = community_number("autonomy", "How much say residents have [0..1].")
    leader_quality = community_number("leader_quality", "Quality of the chair [0..1].")
    backlog = community_number("backlog", "Requests waiting.", 0.0, math.inf)

    @property
    def agenda(self) -> dict[str, float]:
        """The service mix: the weight of each service type."""
        return dict(zip(SERVICE_TYPES, self._by_service(MIX), strict=True))


class PartyCommittee(Committee):
    """Mobilises members, plans the events, spends the party fund."""

    @property
    def fund(self) -> float:
        """The party activity fund of the month [yuan]."""
        return float(self.lanes.board[lever.party_activity_fund + LANE])

    @property
    def agenda(self) -> dict[str, float]:
        """What events are about: the template, and the other committee's mix as far as they coordinate."""
        pairs = zip(self._by_service(TEMPLATE), self._by_service(MIX), strict=True)
        return {
            service: party_agenda(float(self.coordination), template, mix)
            for service, (template, mix) in zip(SERVICE_TYPES, pairs, strict=True)
        }
